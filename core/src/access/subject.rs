//! Who asks.

use super::decide::Access;
use super::rules::{ActionRules, Rule};
use crate::blueprint::{BuiltinRole, Model};
use crate::error::{Code, Failure, nearest};
use crate::id::{ActionId, Id, PersonaId, RoleSet, RuleId};
use crate::json::Limits;
use crate::schema::{Capture, extract};

/// What a host knows of a subject.
#[derive(Debug, Clone, Default)]
pub struct SubjectHead<'h> {
    /// Its identifier; `None` for somebody who is not signed in.
    pub id: Option<&'h str>,
    /// The roles it was given.
    pub roles: &'h [&'h str],
    /// Its tenant, or the tenant of the site for somebody who is not signed in.
    pub tenant: Option<&'h str>,
    /// The persona it acts as.
    pub persona: Option<&'h str>,
    /// Declared attributes, as a JSON object.
    pub attributes: Option<&'h str>,
    /// Whether it is the product itself.
    pub system: bool,
}

/// A subject with its roles resolved, and with every rule settled that they settle.
#[derive(Debug, Clone)]
pub struct Subject {
    pub(super) id: Option<Id>,
    pub(super) tenant: Option<Id>,
    pub(super) roles: RoleSet,
    pub(super) role_names: Vec<Id>,
    pub(super) persona: Option<PersonaId>,
    pub(super) persona_name: Option<Box<str>>,
    pub(super) attributes: Capture<'static>,
    pub(super) crosses_tenants: bool,
    verdicts: Box<[Verdict]>,
    /// Indices of the rules left to ask, denies before allows of each action.
    candidates: Box<[u16]>,
}

/// What the roles say about an action.
#[derive(Debug, Clone, Copy)]
pub(super) enum Verdict {
    /// Nothing allows it.
    Never,
    /// Allowed by a rule, and nothing can deny it.
    Always(RuleId),
    /// Denied by a rule whatever the record.
    Denied(RuleId),
    /// It depends on the record: spans of the candidates.
    Depends { start: u32, allows: u32, end: u32 },
}

impl Subject {
    /// Prepares a subject.
    ///
    /// # Errors
    /// [`Code::KernelBadId`], [`Code::KernelUnknownRole`], [`Code::KernelUnknownPersona`],
    /// [`Code::AccessDenied`] for a persona whose role the subject does not have, and faults of
    /// the attributes' JSON.
    pub fn prepare(
        access: &Access,
        model: &Model,
        head: &SubjectHead<'_>,
    ) -> Result<Self, Failure> {
        let roles = effective_roles(model, head)?;
        let persona = persona(model, head, roles)?;
        let attributes = extract(
            &model.subject,
            head.attributes.unwrap_or("{}"),
            Limits::default(),
        )?;
        let crossing = model.tenancy.unwrap_or_default();
        let mut subject = Self {
            id: head.id.map(|id| checked_id(id, "subject")).transpose()?,
            tenant: head.tenant.map(|id| checked_id(id, "tenant")).transpose()?,
            roles,
            role_names: roles
                .iter()
                .filter_map(|role| Id::new(&model.roles.get(role.index())?.name))
                .collect(),
            persona,
            persona_name: head.persona.map(Into::into),
            attributes: attributes.into_owned(),
            crosses_tenants: roles.intersects(crossing) || roles.contains(BuiltinRole::System.id()),
            verdicts: Box::default(),
            candidates: Box::default(),
        };
        subject.settle(access.actions());
        Ok(subject)
    }

    /// Its identifier.
    #[must_use]
    pub fn id(&self) -> Option<&Id> {
        self.id.as_ref()
    }

    /// Its tenant.
    #[must_use]
    pub fn tenant(&self) -> Option<&Id> {
        self.tenant.as_ref()
    }

    /// Every role it has, built-in and included ones among them.
    #[must_use]
    pub fn roles(&self) -> RoleSet {
        self.roles
    }

    /// The persona it acts as.
    #[must_use]
    pub fn persona(&self) -> Option<PersonaId> {
        self.persona
    }

    /// Whether nothing is known of it but, at most, the tenant of the site it is on.
    #[must_use]
    pub fn is_public(&self, model: &Model) -> bool {
        let anyone = RoleSet::EMPTY.with(BuiltinRole::Anyone.id());
        let told = (0..model.subject.slot_count)
            .filter_map(|slot| u16::try_from(slot).ok())
            .any(|slot| self.attributes.slot(slot) != crate::schema::Slot::Absent);
        self.id.is_none()
            && self.persona.is_none()
            && !told
            && self.roles == model.effective(anyone)
    }

    /// Whether it may act across tenants.
    #[must_use]
    pub fn crosses_tenants(&self) -> bool {
        self.crosses_tenants
    }

    /// Whether it is signed in.
    #[must_use]
    pub fn is_signed_in(&self) -> bool {
        self.id.is_some()
    }

    pub(super) fn verdict(&self, action: ActionId) -> Verdict {
        self.verdicts
            .get(action.index())
            .copied()
            .unwrap_or(Verdict::Never)
    }

    /// The rules at a span of the candidates.
    pub(super) fn span(&self, start: u32, end: u32) -> impl Iterator<Item = usize> + '_ {
        let span = usize::try_from(start).ok().zip(usize::try_from(end).ok());
        let span = span
            .and_then(|(start, end)| self.candidates.get(start..end))
            .unwrap_or_default();
        span.iter().map(|&index| usize::from(index))
    }

    fn settle(&mut self, actions: &[ActionRules]) {
        let mut candidates = Vec::new();
        let verdicts = actions
            .iter()
            .map(|rules| self.verdict_of(rules, &mut candidates))
            .collect();
        self.verdicts = verdicts;
        self.candidates = candidates.into();
    }

    fn verdict_of(&self, rules: &ActionRules, candidates: &mut Vec<u16>) -> Verdict {
        let fits = |rule: &&Rule| self.may_match(rule);
        let mut denies = rules.deny.iter().filter(fits);
        if let Some(rule) = denies.clone().find(|rule| rule.is_settled_by_subject()) {
            return Verdict::Denied(rule.id);
        }
        let Some(first) = rules.allow.iter().find(fits) else {
            return Verdict::Never;
        };
        let undenied = rules.states.is_none() && denies.next().is_none();
        if undenied && first.is_settled_by_subject() {
            return Verdict::Always(first.id);
        }
        let start = self.left(&rules.deny, candidates);
        let allows = self.left(&rules.allow, candidates);
        Verdict::Depends {
            start,
            allows,
            end: length(candidates),
        }
    }

    /// Adds the rules that are left to ask to the candidates: where they begin.
    fn left(&self, rules: &[Rule], candidates: &mut Vec<u16>) -> u32 {
        let start = length(candidates);
        let fitting = rules.iter().enumerate();
        let fitting = fitting.filter(|(_, rule)| self.may_match(rule));
        candidates.extend(fitting.filter_map(|(index, _)| u16::try_from(index).ok()));
        start
    }

    /// Whether a rule's roles and personas fit.
    pub(super) fn may_match(&self, rule: &Rule) -> bool {
        let roles = rule.roles.is_none_or(|roles| roles.intersects(self.roles));
        let persona = || self.persona.map_or(0, |persona| 1u64 << persona.0.min(63));
        roles
            && rule
                .personas
                .is_none_or(|personas| personas & persona() != 0)
    }
}

fn length(candidates: &[u16]) -> u32 {
    u32::try_from(candidates.len()).unwrap_or(u32::MAX)
}

/// The roles that a subject has, with those that they include.
pub(crate) fn effective_roles(model: &Model, head: &SubjectHead<'_>) -> Result<RoleSet, Failure> {
    let mut roles = RoleSet::EMPTY.with(BuiltinRole::Anyone.id());
    if head.id.is_some() || head.system {
        roles = roles.with(BuiltinRole::SignedIn.id());
        let defaults = model
            .roles
            .iter()
            .enumerate()
            .filter(|(_, role)| role.default);
        roles = defaults
            .filter_map(|(index, _)| crate::id::RoleId::from_index(index))
            .fold(roles, RoleSet::with);
    }
    if head.system {
        roles = roles.with(BuiltinRole::System.id());
    }
    for name in head.roles {
        let Some(role) = model.names().find(name) else {
            let near = nearest(name, model.roles.iter().map(|role| &*role.name))
                .unwrap_or_default()
                .to_owned();
            let failure = Failure::new(Code::KernelUnknownRole).with("name", (*name).to_owned());
            return Err(failure.with("suggestion", near));
        };
        // Built-in roles say what a subject is; they are not given by name.
        if role.index() > BuiltinRole::System.id().index() {
            roles = roles.with(role);
        }
    }
    Ok(model.effective(roles))
}

fn persona(
    model: &Model,
    head: &SubjectHead<'_>,
    roles: RoleSet,
) -> Result<Option<PersonaId>, Failure> {
    let Some(name) = head.persona else {
        return Ok(None);
    };
    let found = model
        .persona(name)
        .and_then(|id| Some((id, model.personas.get(id.index())?)));
    match found {
        Some((id, persona)) if roles.contains(persona.role) => Ok(Some(id)),
        Some(_) => Err(Failure::new(Code::AccessDenied).with("action", format!("persona {name}"))),
        None => Err(Failure::new(Code::KernelUnknownPersona).with("name", name.to_owned())),
    }
}

pub(super) fn checked_id(text: &str, what: &'static str) -> Result<Id, Failure> {
    Id::new(text).ok_or_else(|| Failure::new(Code::KernelBadId).with("what", what))
}
