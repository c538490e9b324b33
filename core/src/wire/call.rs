//! One call: a request, and the document that it is about.

use std::fmt::Debug;

use super::answer;
use super::read::{Object, utf8};
use super::record::Described;
use super::request::Request;
use crate::access::{Context, Entry, Resource, Subject};
use crate::blueprint::{Kind, Verb};
use crate::error::{Code, Failure, Locale};
use crate::id::{ActionId, FieldSet};
use crate::json::quoted;
use crate::kernel::{self, Runtime, Validate, ViewAs};
use crate::schema::Validation;
use crate::strength::Score;

/// A call's name, and the members of its request besides `call` and `locale`.
pub type Known = (&'static str, &'static [&'static str]);

/// Every call about what a blueprint says of people and records, with the members of its request
/// besides `call` and `locale`.
pub const CALLS: [Known; 12] = [
    (
        "validate",
        &[
            "kind", "mode", "now", "writable", "subject", "record", "stored", "context",
        ],
    ),
    ("decide", &["subject", "action", "record", "context"]),
    ("explain", &["subject", "action", "record", "context"]),
    ("ability", &["subject"]),
    ("view", &["subject", "record", "context"]),
    ("viewAs", &["viewer", "record", "context"]),
    ("strength", &["subject", "record", "context"]),
    ("strengthSeen", &["subject", "record", "context"]),
    ("score", &["subject", "record", "context"]),
    ("route", &["subject", "path"]),
    ("navigation", &["subject"]),
    ("fingerprint", &[]),
];

/// What answers calls: a [`Runtime`] those of [`CALLS`], and whatever has more of them.
pub trait Answering {
    /// What it answers besides [`CALLS`].
    const MORE: &'static [Known];

    /// The facts that stay with it, by number.
    type Facts: Debug + Default;

    /// What answers [`CALLS`].
    fn runtime(&self) -> &Runtime;

    /// Answers one of [`Self::MORE`].
    ///
    /// # Errors
    /// The call's own failures.
    fn more(&self, name: &str, call: &Call<'_, '_>) -> Result<String, Failure>;
}

impl Answering for Runtime {
    const MORE: &'static [Known] = &[];

    type Facts = ();

    fn runtime(&self) -> &Runtime {
        self
    }

    fn more(&self, name: &str, _: &Call<'_, '_>) -> Result<String, Failure> {
        Err(unknown_call::<Self>(name))
    }
}

/// Answers one call: `{"call":NAME,…}` with the members that [`CALLS`] lists and [`Answering::MORE`], and the document of
/// the record or to validate. `locale` is the language of messages (`en`, `de`).
///
/// # Errors
/// [`Code::KernelBadRequest`] for what the call does not know, and the call's own failures.
pub fn call<K: Answering>(kernel: &K, text: &[u8], document: &[u8]) -> Result<String, Failure> {
    answer(kernel, &Request::read(text)?, document)
}

/// Answers a request, as [`call`].
pub(super) fn answer<K: Answering>(
    kernel: &K,
    request: &Request,
    document: &[u8],
) -> Result<String, Failure> {
    let (name, call) = Call::read(kernel, request, document)?;
    call.answer(name)
        .unwrap_or_else(|| kernel.more(name, &call))
}

/// What the call `validate` finds, and the language in which to tell it: for whoever wants its
/// parts apart.
///
/// # Errors
/// As [`call`].
pub fn validate<'d, K: Answering>(
    kernel: &K,
    text: &[u8],
    document: &'d [u8],
) -> Result<(Validation<'d>, Locale), Failure> {
    found(kernel, &Request::read(text)?, document)
}

/// What a request to validate finds, as [`validate`].
pub(super) fn found<'d, K: Answering>(
    kernel: &K,
    request: &Request,
    document: &'d [u8],
) -> Result<(Validation<'d>, Locale), Failure> {
    let (name, call) = Call::read(kernel, request, document)?;
    match name {
        "validate" => Ok((call.found()?, call.locale)),
        other => Err(unknown_call::<K>(other)),
    }
}

pub(super) fn unknown_call<K: Answering>(name: &str) -> Failure {
    let calls = CALLS.iter().chain(K::MORE);
    let names: Vec<&str> = calls.map(|(name, _)| *name).collect();
    let reason = format!("`{name}` is not a call; there are {}", names.join(", "));
    Failure::bad_request(reason).at("/call")
}

/// A request that was read, and the document that it is about.
#[derive(Debug)]
pub struct Call<'c, 'd> {
    kernel: &'c Runtime,
    read: &'c Request,
    pub(super) request: Object<'c>,
    document: &'d [u8],
    pub(super) locale: Locale,
}

impl<'c, 'd> Call<'c, 'd> {
    /// The name of a call, and the call.
    pub(super) fn read<K: Answering>(
        kernel: &'c K,
        read: &'c Request,
        document: &'d [u8],
    ) -> Result<(&'c str, Self), Failure> {
        let request = read.members()?;
        let name = request.needed("call")?;
        let mut known = CALLS.iter().chain(K::MORE);
        let known = known.find(|(known, _)| *known == name);
        let (_, members) = known.ok_or_else(|| unknown_call::<K>(name))?;
        let request = request.only(&[*members, &["call", "locale"]].concat())?;
        let call = Self {
            kernel: kernel.runtime(),
            read,
            request,
            document,
            locale: Locale::from_tag(request.text("locale")?.unwrap_or("en")),
        };
        Ok((name, call))
    }

    /// The answer to one of [`CALLS`]; nothing for any other.
    fn answer(&self, name: &str) -> Option<Result<String, Failure>> {
        Some(match name {
            "validate" => self.validate(),
            "decide" => self.asked().map(|asked| self.decide(&asked)),
            "explain" => self.asked().map(|asked| self.explain(&asked)),
            "ability" => self.ability(),
            "view" => self.view(),
            "viewAs" => self.view_as(),
            "strength" => self.strength(),
            "strengthSeen" => self.strength_seen(),
            "score" => self.score(),
            "route" => self.route(),
            "navigation" => self.navigation(),
            "fingerprint" => Ok(format!(
                "{{\"fingerprint\":{}}}",
                quoted(self.kernel.fingerprint())
            )),
            _ => return None,
        })
    }

    pub(super) fn subject(&self) -> Result<&'c Subject, Failure> {
        self.read.subject(self.kernel)
    }

    pub(super) fn context(&self) -> Result<&'c Context, Failure> {
        self.read.context(self.kernel)
    }

    fn record(&self) -> Result<Record<'c, 'd>, Failure> {
        let document = self.text()?;
        let described = self.read.record(self.kernel)?;
        Ok(Record {
            described,
            document,
            resource: described.resource(self.kernel, document)?,
        })
    }

    /// The document of the record; `{}` where there is none.
    pub(super) fn text(&self) -> Result<&'d str, Failure> {
        if self.document.is_empty() {
            return Ok("{}");
        }
        utf8(self.document)
    }

    fn validate(&self) -> Result<String, Failure> {
        Ok(answer::validation(&self.found()?, self.locale))
    }

    fn found(&self) -> Result<Validation<'d>, Failure> {
        let kind = self.kernel.kind(self.request.needed("kind")?)?;
        let mode = self.request.text("mode")?.unwrap_or("create");
        let writable = self.writable(kind, mode)?;
        let how = Validate {
            mode,
            writable: writable.as_ref(),
            now: self.request.instant("now")?,
        };
        self.kernel.validate(&kind.name, self.document, &how)
    }

    /// What may be written: the fields that the request lists with all that lies below them, or
    /// what the subject may write: with `create` for a new record, with `update` for one that is
    /// there, of which `stored` is the document.
    fn writable(&self, kind: &Kind, mode: &str) -> Result<Option<FieldSet>, Failure> {
        if self.request.has("writable") {
            return self.listed(kind).map(Some);
        }
        // Somebody of whom nothing is known may write little, not everything.
        if !self.request.names_member("subject") {
            return Ok(None);
        }
        let verb = match mode {
            "create" => Verb::Create,
            _ => Verb::Update,
        };
        let action = self.kernel.verb(kind, verb)?;
        let record = self.request.object("record", "/record")?;
        let stored = self.request.json("stored");
        let stored = stored.as_deref().unwrap_or("{}");
        let record = Described::of_kind(self.kernel, &kind.name, record)?;
        let resource = record.resource(self.kernel, stored)?;
        let (subject, context) = (self.subject()?, self.context()?);
        let set = self.kernel.writable(subject, action, &resource, context);
        Ok(Some(set))
    }

    fn listed(&self, kind: &Kind) -> Result<FieldSet, Failure> {
        let mut set = FieldSet::empty(kind.fields.len());
        for pointer in self.request.texts("writable")? {
            let Some(top) = kind.field_at(pointer) else {
                let failure = Failure::new(Code::KernelUnknownField).at("/writable");
                return Err(failure.with("name", pointer.to_owned()));
            };
            let within = kind.fields.iter().filter(|field| top.contains(field.id));
            within.for_each(|field| set.insert(field.id));
        }
        Ok(set)
    }

    pub(super) fn action(&self) -> Result<ActionId, Failure> {
        let name = self.request.needed("action")?;
        let action = self.kernel.action(name);
        action.map_err(|failure| failure.at("/action"))
    }

    fn asked(&self) -> Result<Asked<'c, 'd>, Failure> {
        Ok(Asked {
            subject: self.subject()?,
            action: self.action()?,
            record: self.record()?,
            context: self.context()?,
        })
    }

    fn decide(&self, asked: &Asked<'_, '_>) -> String {
        let resource = &asked.record.resource;
        let (subject, context) = (asked.subject, asked.context);
        let answer = self.kernel.ask(subject, asked.action, resource, context);
        answer.to_json()
    }

    fn explain(&self, asked: &Asked<'_, '_>) -> String {
        let resource = &asked.record.resource;
        let (subject, context) = (asked.subject, asked.context);
        let rules = self
            .kernel
            .explain(subject, asked.action, resource, context);
        let rules = self.kernel.explained_json(&rules);
        format!("{{\"decision\":{},\"rules\":{rules}}}", self.decide(asked))
    }

    fn ability(&self) -> Result<String, Failure> {
        let access = self.kernel.access();
        Ok(access.ability(self.kernel.model(), self.subject()?))
    }

    fn view(&self) -> Result<String, Failure> {
        let (subject, context) = (self.subject()?, self.context()?);
        let record = self.record()?;
        record.with(|one| {
            let view = self.kernel.view(record.kind(), one, subject, context)?;
            Ok(view.to_json())
        })
    }

    fn view_as(&self) -> Result<String, Failure> {
        let viewer = self.request.needed("viewer")?;
        let viewer = ViewAs::parse(viewer).ok_or_else(|| {
            let reason = "a viewer is `public`, `platform`, `owner` or `role:NAME`";
            Failure::bad_request(reason).at("/viewer")
        })?;
        let context = self.context()?;
        let record = self.record()?;
        record.with(|one| {
            let view = self.kernel.view_as(record.kind(), one, viewer, context)?;
            Ok(view.to_json())
        })
    }

    fn strength(&self) -> Result<String, Failure> {
        let score = self.for_owner(|kernel, kind, record, owner, context| {
            kernel.strength(kind, record, owner, context)
        })?;
        Ok(self.scored(&score))
    }

    fn score(&self) -> Result<String, Failure> {
        let (score, level) = self.for_owner(|kernel, kind, record, owner, context| {
            kernel.score(kind, record, owner, context)
        })?;
        let score = score.map_or("null".to_owned(), |score| score.to_string());
        let level = level.map_or("null".to_owned(), |level| quoted(&level));
        Ok(format!("{{\"score\":{score},\"level\":{level}}}"))
    }

    /// Asks for the record's owner: the subject, or whoever owns a record of the kind.
    fn for_owner<T>(
        &self,
        ask: impl FnOnce(&Runtime, &str, &kernel::Record<'_>, &Subject, &Context) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        let context = self.context()?;
        let record = self.record()?;
        let owner = match self.request.has("subject") {
            true => self.subject()?,
            false => self.read.owner(self.kernel)?,
        };
        record.with(|one| ask(self.kernel, record.kind(), one, owner, context))
    }

    fn strength_seen(&self) -> Result<String, Failure> {
        let (subject, context) = (self.subject()?, self.context()?);
        let record = self.record()?;
        let kind = record.kind();
        let score = record.with(|one| self.kernel.strength_seen(kind, one, subject, context))?;
        Ok(self.scored(&score))
    }

    fn scored(&self, score: &Score) -> String {
        let mut out = String::new();
        score.push_json(&mut out, self.locale);
        out
    }

    fn route(&self) -> Result<String, Failure> {
        let (subject, path) = (self.subject()?, self.request.needed("path")?);
        let access = self.kernel.access();
        let passage = access.route(self.kernel.model(), subject, path);
        Ok(format!("{{\"passage\":\"{}\"}}", passage.word()))
    }

    fn navigation(&self) -> Result<String, Failure> {
        let subject = self.subject()?;
        let access = self.kernel.access();
        let entries = access.navigation(self.kernel.model(), subject);
        let mut out = String::new();
        answer::list(&mut out, &entries, push_entry);
        Ok(out)
    }
}

/// A question about a record.
struct Asked<'c, 'd> {
    subject: &'c Subject,
    action: ActionId,
    record: Record<'c, 'd>,
    context: &'c Context,
}

/// The record of a call, prepared.
struct Record<'c, 'd> {
    described: &'c Described,
    document: &'d str,
    resource: Resource<'d>,
}

impl Record<'_, '_> {
    fn kind(&self) -> &str {
        self.described.kind()
    }

    fn with<T>(&self, run: impl FnOnce(&kernel::Record<'_>) -> T) -> T {
        self.described.with(self.document, &self.resource, run)
    }
}

fn push_entry(out: &mut String, entry: &Entry<'_>) {
    let label = entry.label.map_or("null".to_owned(), quoted);
    out.push_str(&format!(
        "{{\"id\":{},\"label\":{label},\"path\":{},\"children\":",
        quoted(entry.id),
        quoted(entry.path)
    ));
    answer::list(out, &entry.children, push_entry);
    out.push('}');
}
