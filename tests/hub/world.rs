//! A hub in a story: who is there, what time it is, what got a name.

use std::collections::BTreeMap;
use std::sync::Arc;

use profilekit::Kernel;
use profilekit::access::{Context, Subject, SubjectHead};
use profilekit::hub::{Hub, Person, Settings};
use profilekit::store::{Address, Store};
use profilekit::time::{parse_duration, parse_instant};
use serde_json::{Map, Value};

use crate::entropy::Counting;
use crate::form;

/// What a step may call by a name.
#[derive(Debug, Clone)]
pub(crate) enum Named {
    Record(Address),
    Cursor(Option<String>),
}

pub(crate) struct World {
    pub(crate) hub: Hub,
    pub(crate) now: i64,
    pub(crate) named: BTreeMap<String, Named>,
    /// The last event that a step was told of.
    pub(crate) told: i64,
}

impl World {
    pub(crate) fn new(
        story: &form::Story,
        kernel: Kernel,
        store: Arc<dyn Store>,
    ) -> Result<Self, String> {
        let hub = Hub::new(kernel, store, Arc::new(Counting::new(1)));
        let of = &story.settings;
        let usual = Settings::default();
        let hub = hub.with_settings(Settings {
            page: of.page.unwrap_or(usual.page),
            count: of.count.unwrap_or(usual.count),
            bulk: of.bulk.unwrap_or(usual.bulk),
            unwritten: of.unwritten.unwrap_or(usual.unwritten),
            note_refusals: of.note_refusals.unwrap_or(usual.note_refusals),
            ..usual
        });
        let now = parse_instant(&story.start).ok_or("`start` is no instant")?;
        Ok(Self {
            hub,
            now,
            named: BTreeMap::new(),
            told: 0,
        })
    }

    /// Sets the clock: an instant, or `+PT5M`; a second goes by where nothing is said.
    pub(crate) fn go_on(&mut self, at: Option<&str>) -> Result<(), String> {
        const SECOND: i64 = 1_000_000;
        self.now = match at {
            None => self.now + SECOND,
            Some(at) => match at.strip_prefix('+') {
                Some(after) => self.now + parse_duration(after).ok_or("`at` is no duration")?,
                None => parse_instant(at).ok_or("`at` is no instant")?,
            },
        };
        Ok(())
    }

    /// Who asks, as the host or the hub knows them.
    pub(crate) async fn subject(&self, somebody: &form::Somebody) -> Result<Subject, String> {
        let attributes = somebody.attributes.as_ref().map(ToString::to_string);
        let tenant = somebody.tenant.as_deref();
        if somebody.member {
            let id = somebody.id.as_deref().ok_or("a member has an identifier")?;
            let person = Person {
                id,
                tenant: tenant.unwrap_or_default(),
            };
            let subject = self.hub.subject(&person, attributes.as_deref()).await;
            return subject.map_err(|refusal| refusal.to_string());
        }
        let roles: Vec<&str> = somebody.roles.iter().map(String::as_str).collect();
        let subject = self.hub.kernel().subject(&SubjectHead {
            id: somebody.id.as_deref(),
            roles: &roles,
            tenant,
            persona: somebody.persona.as_deref(),
            attributes: attributes.as_deref(),
            system: somebody.system,
        });
        subject.map_err(|failure| failure.to_string())
    }

    pub(crate) fn context(&self, attributes: Option<&Value>) -> Result<Context, String> {
        let Some(attributes) = attributes else {
            return Ok(Context::at(self.now));
        };
        let model = self.hub.kernel().model();
        let context = Context::prepare(model, Some(self.now), &attributes.to_string());
        context.map_err(|failure| failure.to_string())
    }

    /// The text with `$name` replaced by the identifier of what has that name.
    pub(crate) fn resolve(&self, text: &str) -> Result<String, String> {
        match text.strip_prefix('$') {
            None => Ok(text.to_owned()),
            Some(name) => match self.named.get(name) {
                Some(Named::Record(address)) => Ok(address.id.clone()),
                _ => Err(format!("no record is called `{name}`")),
            },
        }
    }

    /// A value with every `$name` in it replaced.
    pub(crate) fn resolve_all(&self, value: &Value) -> Result<Value, String> {
        Ok(match value {
            Value::String(text) => Value::String(self.resolve(text)?),
            Value::Array(items) => {
                let items = items.iter().map(|item| self.resolve_all(item));
                Value::Array(items.collect::<Result<_, _>>()?)
            }
            Value::Object(members) => {
                let members = members.iter();
                let members =
                    members.map(|(name, value)| Ok((name.clone(), self.resolve_all(value)?)));
                Value::Object(members.collect::<Result<Map<_, _>, String>>()?)
            }
            other => other.clone(),
        })
    }

    /// Where a record is. One that is given by its address is in the subject's tenant where it
    /// names none.
    pub(crate) fn place(&self, which: &form::Which) -> Result<form::Place, String> {
        match which {
            form::Which::At(place) => Ok(form::Place {
                kind: place.kind.clone(),
                id: self.resolve(&place.id)?,
                tenant: place.tenant.clone(),
            }),
            form::Which::Named(text) => {
                let name = text.strip_prefix('$').unwrap_or(text);
                match self.named.get(name) {
                    Some(Named::Record(address)) => Ok(form::Place {
                        kind: address.kind.clone(),
                        id: address.id.clone(),
                        tenant: Some(address.tenant.clone()),
                    }),
                    _ => Err(format!("no record is called `{name}`")),
                }
            }
        }
    }

    /// Relations with their identifiers: one text, or a list of them.
    pub(crate) fn relations(
        &self,
        relations: &Map<String, Value>,
    ) -> Result<Vec<(String, Vec<String>)>, String> {
        let relations = relations.iter().map(|(name, ids)| {
            let ids = match ids {
                Value::Array(ids) => ids.iter().filter_map(Value::as_str).collect(),
                Value::String(id) => vec![id.as_str()],
                _ => return Err(format!("`{name}` is neither an identifier nor a list")),
            };
            let ids = ids.into_iter().map(|id| self.resolve(id));
            Ok((name.clone(), ids.collect::<Result<_, _>>()?))
        });
        relations.collect()
    }
}
