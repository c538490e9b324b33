//! What is asked about.

use super::related::Related;
use super::subject::checked_id;
use crate::blueprint::{Kind, Model};
use crate::error::{Code, Failure};
use crate::id::{Id, KindId, RelationId, RoleSet, StateId};
use crate::json::Limits;
use crate::schema::{Capture, extract};

/// What a host knows of a record besides its document.
#[derive(Debug, Clone, Default)]
pub struct ResourceHead<'h> {
    /// Its identifier.
    pub id: Option<&'h str>,
    /// Its owner.
    pub owner: Option<&'h str>,
    /// Its tenant.
    pub tenant: Option<&'h str>,
    /// The state of its lifecycle.
    pub state: Option<&'h str>,
    /// Its version.
    pub version: Option<i64>,
    /// When it was made, in microseconds since 1970 UTC.
    pub created_at: Option<i64>,
    /// When it was changed last, in microseconds since 1970 UTC.
    pub updated_at: Option<i64>,
    /// Its relations: name and identifiers.
    pub relations: &'h [(&'h str, &'h [&'h str])],
    /// The roles of its owner, for defaults of visibility.
    pub owner_roles: &'h [&'h str],
}

/// A record, ready to be decided about.
#[derive(Debug, Clone)]
pub struct Resource<'a> {
    pub(super) kind: KindId,
    pub(super) owner: Option<Id>,
    pub(super) tenant: Option<Id>,
    pub(super) state: Option<StateId>,
    pub(super) relations: Related,
    /// What only conditions ask for: apart, so that going through many records reads less.
    pub(super) details: Box<Details<'a>>,
}

/// What of a record only conditions ask for.
#[derive(Debug, Clone)]
pub(super) struct Details<'a> {
    pub(super) id: Option<Id>,
    pub(super) state_name: Option<Box<str>>,
    pub(super) version: Option<i64>,
    pub(super) created_at: Option<i64>,
    pub(super) updated_at: Option<i64>,
    /// Relations of which there is at most one, as bits.
    pub(super) single: u64,
    pub(super) owner_roles: RoleSet,
    pub(super) capture: Capture<'a>,
}

impl<'a> Resource<'a> {
    /// Prepares a record; `document` is its JSON text, `{}` where there is none yet.
    ///
    /// # Errors
    /// [`Code::KernelBadId`], [`Code::KernelUnknownState`], [`Code::KernelUnknownRelation`],
    /// [`Code::KernelUnknownRole`], and faults of the document's JSON.
    pub fn prepare(
        model: &Model,
        kind: &Kind,
        head: &ResourceHead<'_>,
        document: &'a str,
    ) -> Result<Self, Failure> {
        let capture = extract(&kind.plan, document, Limits::default())?;
        Self::captured(model, kind, head, capture)
    }

    /// Prepares a record of which nothing but the head will be asked for.
    ///
    /// # Errors
    /// As [`Self::prepare`], without those of the document.
    pub fn of_head(model: &Model, kind: &Kind, head: &ResourceHead<'_>) -> Result<Self, Failure> {
        Self::captured(model, kind, head, Capture::default())
    }

    fn captured(
        model: &Model,
        kind: &Kind,
        head: &ResourceHead<'_>,
        capture: Capture<'a>,
    ) -> Result<Self, Failure> {
        let id = |text: Option<&str>, what| text.map(|text| checked_id(text, what)).transpose();
        let state = head.state.map(|name| state(kind, name)).transpose()?;
        Ok(Self {
            kind: kind.id,
            owner: id(head.owner, "owner")?,
            tenant: id(head.tenant, "tenant")?,
            state,
            relations: relations(kind, head)?,
            details: Box::new(Details {
                id: id(head.id, "record")?,
                state_name: head.state.map(Into::into),
                version: head.version,
                created_at: head.created_at,
                updated_at: head.updated_at,
                single: single(kind),
                owner_roles: owner_roles(model, head)?,
                capture,
            }),
        })
    }

    /// The same record, owning what it captured of its document.
    #[must_use]
    pub fn into_owned(self) -> Resource<'static> {
        let details = *self.details;
        Resource {
            kind: self.kind,
            owner: self.owner,
            tenant: self.tenant,
            state: self.state,
            relations: self.relations,
            details: Box::new(Details {
                id: details.id,
                state_name: details.state_name,
                version: details.version,
                created_at: details.created_at,
                updated_at: details.updated_at,
                single: details.single,
                owner_roles: details.owner_roles,
                capture: details.capture.into_owned(),
            }),
        }
    }

    /// Its kind.
    #[must_use]
    pub fn kind(&self) -> KindId {
        self.kind
    }

    /// Its owner.
    #[must_use]
    pub fn owner(&self) -> Option<&Id> {
        self.owner.as_ref()
    }

    /// Its tenant.
    #[must_use]
    pub fn tenant(&self) -> Option<&Id> {
        self.tenant.as_ref()
    }

    /// The state of its lifecycle.
    #[must_use]
    pub fn state(&self) -> Option<StateId> {
        self.state
    }

    /// The roles of its owner.
    #[must_use]
    pub fn owner_roles(&self) -> RoleSet {
        self.details.owner_roles
    }

    /// When it was changed last.
    #[must_use]
    pub fn updated_at(&self) -> Option<i64> {
        self.details.updated_at
    }

    /// The captured values of its document.
    #[must_use]
    pub fn capture(&self) -> &Capture<'a> {
        &self.details.capture
    }

    /// The identifiers of a relation.
    #[must_use]
    pub fn related(&self, relation: RelationId) -> &[Id] {
        self.relations.list(relation.index())
    }

    /// The relations that a subject holds, as bits.
    #[must_use]
    pub fn held_by(&self, subject: &Id) -> u64 {
        self.relations.held_by(subject)
    }

    /// Whether the subject holds any of the relations, given as bits.
    #[inline(always)]
    #[allow(
        clippy::inline_always,
        reason = "a few comparisons, in every loop over records"
    )]
    #[must_use]
    pub fn relates(&self, subject: &Id, relations: u64) -> bool {
        self.relations.relates(subject, relations)
    }
}

fn state(kind: &Kind, name: &str) -> Result<StateId, Failure> {
    kind.state(name)
        .ok_or_else(|| Failure::new(Code::KernelUnknownState).with("name", name.to_owned()))
}

fn relations(kind: &Kind, head: &ResourceHead<'_>) -> Result<Related, Failure> {
    if head.relations.is_empty() {
        return Ok(Related::NOBODY);
    }
    let mut all: Vec<Vec<Id>> = vec![Vec::new(); kind.relations.len()];
    for (name, ids) in head.relations {
        let found = kind.relation(name).and_then(|id| all.get_mut(id.index()));
        let Some(list) = found else {
            return Err(Failure::new(Code::KernelUnknownRelation).with("name", (*name).to_owned()));
        };
        for id in *ids {
            list.push(checked_id(id, "related record")?);
        }
    }
    // Conditions, filters and abilities all speak of the one that there is.
    let crowded = kind.relations.iter().zip(&all);
    let mut crowded = crowded.filter(|(relation, ids)| !relation.many && ids.len() > 1);
    if let Some((relation, _)) = crowded.next() {
        let reason = format!(
            "the relation `{}` is with one record at most",
            relation.name
        );
        return Err(Failure::bad_request(reason));
    }
    Related::of(&all)
}

fn single(kind: &Kind) -> u64 {
    let one = kind
        .relations
        .iter()
        .take(64)
        .enumerate()
        .filter(|(_, relation)| !relation.many);
    one.fold(0, |bits, (index, _)| bits | 1u64 << index)
}

fn owner_roles(model: &Model, head: &ResourceHead<'_>) -> Result<RoleSet, Failure> {
    let mut roles = RoleSet::EMPTY;
    for name in head.owner_roles {
        let role = model.names().find(name);
        roles = roles.with(role.ok_or_else(|| {
            Failure::new(Code::KernelUnknownRole).with("name", (*name).to_owned())
        })?);
    }
    Ok(model.effective(roles))
}

/// The circumstances of a call.
#[derive(Debug, Clone, Default)]
pub struct Context {
    /// Now, in microseconds since 1970 UTC; conditions that mention it have no answer without.
    pub now: Option<i64>,
    pub(super) attributes: Capture<'static>,
}

impl Context {
    /// Circumstances of which nothing but the time is known, in microseconds since 1970 UTC.
    #[must_use]
    pub fn at(now: i64) -> Self {
        Self {
            now: Some(now),
            ..Self::default()
        }
    }

    /// Circumstances with declared attributes, as a JSON object.
    ///
    /// # Errors
    /// Faults of the JSON.
    pub fn prepare(model: &Model, now: Option<i64>, attributes: &str) -> Result<Self, Failure> {
        let attributes = extract(&model.context, attributes, Limits::default())?.into_owned();
        Ok(Self { now, attributes })
    }
}
