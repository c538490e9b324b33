//! What a viewer sees of a record.

use std::borrow::Cow;

use super::runtime::Runtime;
use crate::access::{Context, Resource, ResourceHead, Rule, Subject, SubjectHead, effective_roles};
use crate::blueprint::{Audience, Kind, Persona, Verb};
use crate::error::{Code, Failure};
use crate::id::{FieldId, FieldSet, RoleSet};
use crate::json::{push_string, quoted};
use crate::order;
use crate::visibility::{Lens, Sight, Toggles, redact};

/// A stored record as a host holds it.
#[derive(Debug, Clone, Default)]
pub struct Record<'r> {
    /// What is known of it besides its document.
    pub head: ResourceHead<'r>,
    /// Its document: JSON text.
    pub document: &'r str,
    /// The audiences that its owner chose: a JSON object of paths and labels.
    pub choices: Option<&'r str>,
    /// The audiences that an administrator forced, in the same form.
    pub forced: Option<&'r str>,
    /// The same head and document, prepared, where they are: it saves reading them once more.
    pub prepared: Option<&'r Resource<'r>>,
}

/// What a viewer sees of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct View<'r> {
    /// The redacted document; what is hidden is absent.
    pub document: Cow<'r, str>,
    /// What is hidden and why, for those who may update the record; `None` for everybody else.
    pub hidden: Option<Vec<Hidden>>,
    /// Cache tags by which the answer is invalidated.
    pub tags: Vec<String>,
    /// Whether every viewer of whom nothing is known gets the same answer at any time, so that a
    /// shared cache may keep it.
    pub shared: bool,
    /// The fields of which the viewer sees something.
    pub visible: FieldSet,
    /// The fields that the document holds; `None` for the owner, where nobody looked.
    pub left: Option<FieldSet>,
}

impl View<'_> {
    /// The same, with a document of its own.
    #[must_use]
    pub fn into_owned(self) -> View<'static> {
        View {
            document: Cow::Owned(self.document.into_owned()),
            hidden: self.hidden,
            tags: self.tags,
            shared: self.shared,
            visible: self.visible,
            left: self.left,
        }
    }
}

/// A field that is there and hidden.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hidden {
    /// Its pointer, with `*` for the items of lists and maps.
    pub path: String,
    /// The audience in force; `None` for a member that no field names.
    pub audience: Option<Audience>,
    /// Who said so: `default`, `choice`, `forced`, or `unknown_member`.
    pub rule: &'static str,
}

/// A hypothetical viewer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ViewAs<'a> {
    /// Somebody who is not signed in.
    Public,
    /// Somebody who is signed in, and nothing else to the record.
    Platform,
    /// Its owner.
    Owner,
    /// A stranger of the record's tenant with a role.
    Role(&'a str),
}

impl<'a> ViewAs<'a> {
    /// Reads `public`, `platform`, `owner` or `role:NAME`.
    #[must_use]
    pub fn parse(text: &'a str) -> Option<Self> {
        Some(match text {
            "public" => Self::Public,
            "platform" => Self::Platform,
            "owner" => Self::Owner,
            _ => Self::Role(text.strip_prefix("role:")?),
        })
    }
}

impl Runtime {
    /// What a viewer sees of a record.
    ///
    /// # Errors
    /// [`Code::AccessNotVisible`] when no policy lets the viewer read it, and faults of what was
    /// handed in.
    pub fn view<'r>(
        &self,
        kind: &str,
        record: &Record<'r>,
        viewer: &Subject,
        context: &Context,
    ) -> Result<View<'r>, Failure> {
        self.look(kind, record, viewer, context, false)
    }

    /// One look at a record: `preview` tells what is hidden to whoever asks.
    fn look<'r>(
        &self,
        kind: &str,
        record: &Record<'r>,
        viewer: &Subject,
        context: &Context,
        preview: bool,
    ) -> Result<View<'r>, Failure> {
        let kind = self.kind(kind)?;
        let (read, update) = (self.verb(kind, Verb::Read)?, self.verb(kind, Verb::Update)?);
        let resource = match record.prepared {
            Some(resource) => Cow::Borrowed(resource),
            None => {
                let asked = [read, update];
                Cow::Owned(self.resource_for(kind, &record.head, record.document, &asked)?)
            }
        };
        let resource = &*resource;
        let may = |action| self.decide(viewer, action, resource, context).allowed;
        if !may(read) {
            return Err(Failure::new(Code::AccessNotVisible));
        }
        let lens = self.lens(kind, record, viewer, resource)?;
        let redacted = redact(&kind.plan, &lens, record.document)?;
        let told = preview || may(update);
        let hidden = told.then(|| hidden(kind, &lens, &redacted.hidden, &redacted.unknown));
        Ok(View {
            document: redacted.document,
            tags: tags(kind, &record.head),
            // What is hidden is told to some: nobody else may be given the same answer.
            shared: !told && self.is_shared(kind, viewer),
            hidden,
            visible: lens.visible(),
            left: redacted.left,
        })
    }

    /// The record prepared: as it is, or now.
    pub(super) fn prepared<'p>(
        &self,
        kind: &Kind,
        record: &Record<'p>,
    ) -> Result<Cow<'p, Resource<'p>>, Failure> {
        match record.prepared {
            Some(resource) => Ok(Cow::Borrowed(resource)),
            None => {
                let resource = self.resource(kind, &record.head, record.document)?;
                Ok(Cow::Owned(resource))
            }
        }
    }

    /// Whether a view is the same for everybody of whom as little is known, at any time.
    fn is_shared(&self, kind: &Kind, viewer: &Subject) -> bool {
        let read = self.verb(kind, Verb::Read).ok();
        let rules = read.and_then(|read| self.access().rules_of(read));
        let rules = rules.map(|rules| rules.allow.iter().chain(&rules.deny));
        let mut rules = rules.into_iter().flatten();
        viewer.is_public(self.model()) && !rules.any(Rule::asks_for_context)
    }

    /// What a hypothetical viewer would see: a preview for the owner, who is told what is hidden
    /// from that viewer and why.
    ///
    /// # Errors
    /// [`Code::AccessNotVisible`] when that viewer could not read the record at all,
    /// [`Code::KernelUnknownRole`], and faults of what was handed in.
    pub fn view_as<'r>(
        &self,
        kind: &str,
        record: &Record<'r>,
        viewer: ViewAs<'_>,
        context: &Context,
    ) -> Result<View<'r>, Failure> {
        let viewer = self.hypothetical(self.kind(kind)?, &record.head, viewer)?;
        self.look(kind, record, &viewer, context, true)
    }

    /// The viewer that a preview of a record of the kind speaks of. Its owner comes in the persona
    /// whose profile the kind is: of several, the first whose role no other's includes.
    ///
    /// # Errors
    /// [`Code::KernelUnknownRole`].
    pub fn hypothetical(
        &self,
        kind: &Kind,
        head: &ResourceHead<'_>,
        viewer: ViewAs<'_>,
    ) -> Result<Subject, Failure> {
        let stranger = stranger(head);
        let signed_in = SubjectHead {
            id: Some(&stranger),
            tenant: head.tenant,
            ..SubjectHead::default()
        };
        match viewer {
            ViewAs::Public => self.subject(&SubjectHead {
                tenant: head.tenant,
                ..SubjectHead::default()
            }),
            ViewAs::Platform => {
                // With tenancy the widest circle of signed-in people is of other tenants.
                let elsewhere = self.model().tenancy.is_some();
                let tenant = head.tenant.filter(|_| !elsewhere);
                self.subject(&SubjectHead {
                    tenant,
                    ..signed_in
                })
            }
            ViewAs::Owner => {
                let owner = SubjectHead {
                    id: head.owner,
                    roles: head.owner_roles,
                    ..signed_in
                };
                let roles = effective_roles(self.model(), &owner)?;
                let persona = self.persona_of(kind, roles);
                self.subject(&SubjectHead { persona, ..owner })
            }
            ViewAs::Role(role) => self.subject(&SubjectHead {
                roles: &[role],
                ..signed_in
            }),
        }
    }

    /// The roles of the personas whose profile the kind is: those of its owner, where nobody says.
    #[must_use]
    pub fn owner_roles(&self, kind: &Kind) -> Vec<&str> {
        let model = self.model();
        let personas = model.personas.iter();
        let personas = personas.filter(|persona| persona.profile.as_ref() == Some(&kind.name));
        let roles = personas.filter_map(|persona| model.roles.get(persona.role.index()));
        let mut roles: Vec<&str> = roles.map(|role| &*role.name).collect();
        order::sort(&mut roles);
        roles.dedup();
        roles
    }

    /// The persona whose profile the kind is, of those that people with these roles may take:
    /// the first whose role no other's includes.
    fn persona_of(&self, kind: &Kind, roles: RoleSet) -> Option<&str> {
        let model = self.model();
        let fits = |persona: &&Persona| {
            persona.profile.as_ref() == Some(&kind.name) && roles.contains(persona.role)
        };
        let fitting = || model.personas.iter().filter(fits);
        let includes = |one: &Persona, other: &Persona| {
            let all = model.effective(RoleSet::EMPTY.with(one.role));
            one.role != other.role && all.contains(other.role)
        };
        let mut last = fitting().filter(|persona| !fitting().any(|by| includes(by, persona)));
        last.next().map(|persona| &*persona.name)
    }

    pub(super) fn lens(
        &self,
        kind: &Kind,
        record: &Record<'_>,
        viewer: &Subject,
        resource: &Resource<'_>,
    ) -> Result<Lens, Failure> {
        let toggles = |text: Option<&str>| match text {
            Some(text) => Toggles::read(kind, text),
            None => Ok(Toggles::default()),
        };
        let (choices, forced) = (toggles(record.choices)?, toggles(record.forced)?);
        let sight = self.sight(kind, viewer, resource);
        Ok(Lens::new(
            kind,
            &sight,
            &choices,
            &forced,
            resource.owner_roles(),
        ))
    }

    /// What the viewer is to the record.
    #[must_use]
    pub fn sight(&self, kind: &Kind, viewer: &Subject, resource: &Resource<'_>) -> Sight {
        let relations = viewer.id().map_or(0, |id| resource.held_by(id));
        let reach = match viewer.id() {
            None => Audience::Public,
            Some(id) if resource.owner() == Some(id) => Audience::Private,
            Some(_) if relations & kind.connections != 0 => Audience::Connections,
            Some(_) if self.in_tenant(viewer, resource) => Audience::Tenant,
            Some(_) => Audience::Platform,
        };
        Sight {
            reach,
            roles: viewer.roles(),
            relations,
        }
    }

    /// Without tenancy everybody who is signed in is of the one tenant.
    fn in_tenant(&self, viewer: &Subject, resource: &Resource<'_>) -> bool {
        let declared = self.model().tenancy.is_some();
        let same = viewer.tenant() == resource.tenant();
        same && (viewer.tenant().is_some() || !declared)
    }
}

/// An identifier that is nobody's on the record.
fn stranger(head: &ResourceHead<'_>) -> String {
    let related = head.relations.iter().flat_map(|(_, ids)| ids.iter());
    let known: Vec<&str> = related.copied().chain(head.owner).collect();
    let mut id = String::from("stranger");
    while known.contains(&id.as_str()) {
        id.push('_');
    }
    id
}

fn tags(kind: &Kind, head: &ResourceHead<'_>) -> Vec<String> {
    let record = head.id.map(|id| format!("{}:{id}", kind.name));
    std::iter::once(kind.name.to_string())
        .chain(record)
        .collect()
}

fn hidden(kind: &Kind, lens: &Lens, fields: &FieldSet, unknown: &[String]) -> Vec<Hidden> {
    let there = (0..kind.fields.len()).filter_map(FieldId::from_index);
    let there = there.filter(|field| fields.contains(*field));
    let known = there.filter_map(|id| {
        let (field, shown) = (kind.field(id)?, lens.shown(id)?);
        Some(Hidden {
            path: field.pointer.to_string(),
            audience: Some(shown.audience),
            rule: shown.origin.word(),
        })
    });
    let unknown = unknown.iter().map(|path| Hidden {
        path: path.clone(),
        audience: None,
        rule: "unknown_member",
    });
    known.chain(unknown).collect()
}

impl View<'_> {
    /// `{"document":…,"hidden":[…],"tags":[…],"shared":…}`; `hidden` only for those it is for.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut out = format!("{{\"document\":{}", self.document);
        if let Some(hidden) = &self.hidden {
            let hidden: Vec<String> = hidden.iter().map(hidden_json).collect();
            out.push_str(&format!(",\"hidden\":[{}]", hidden.join(",")));
        }
        let tags: Vec<String> = self.tags.iter().map(|tag| quoted(tag)).collect();
        out.push_str(&format!(
            ",\"tags\":[{}],\"shared\":{}}}",
            tags.join(","),
            self.shared
        ));
        out
    }
}

fn hidden_json(hidden: &Hidden) -> String {
    let mut out = String::from("{\"path\":");
    push_string(&mut out, &hidden.path);
    out.push_str(",\"audience\":");
    let audience = hidden.audience.map(|audience| quoted(audience.word()));
    out.push_str(audience.as_deref().unwrap_or("null"));
    out.push_str(",\"rule\":");
    push_string(&mut out, hidden.rule);
    out.push('}');
    out
}
