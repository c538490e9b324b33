//! Every rule considered, and why it did or did not apply.

use super::decide::{Access, in_state, outcome, related};
use super::resource::{Context, Resource};
use super::rules::{Effect, Rule};
use super::scope::Call;
use super::subject::Subject;
use crate::expr::{EvalFault, Outcome};
use crate::id::{ActionId, RuleId};

/// One rule considered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Explained {
    /// The rule.
    pub rule: RuleId,
    /// What it would do.
    pub effect: Effect,
    /// Whether it applies.
    pub applies: bool,
    /// Why.
    pub because: Because,
}

/// Why a rule applies or does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Because {
    /// Everything it asks for is there.
    Matches,
    /// The subject has none of its roles or personas.
    Role,
    /// The subject holds none of its relations.
    Relation,
    /// The record is in another state.
    State,
    /// The record belongs to another tenant.
    Tenant,
    /// The rule is about some fields only: it allows those, not the record.
    Fields,
    /// Its condition is false.
    Condition,
    /// Its condition has no answer: an allow does not apply, a deny does.
    Unknown(EvalFault),
}

impl Because {
    /// The stable word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Matches => "matches",
            Self::Role => "role",
            Self::Relation => "relation",
            Self::State => "state",
            Self::Tenant => "tenant",
            Self::Fields => "fields",
            Self::Condition => "condition",
            Self::Unknown(_) => "unknown",
        }
    }

    /// What it means, in a sentence.
    #[must_use]
    pub fn sentence(self) -> String {
        match self {
            Self::Matches => "Everything the rule asks for is there.".to_owned(),
            Self::Role => "The subject has none of the rule's roles or personas.".to_owned(),
            Self::Relation => "The subject holds none of the rule's relations.".to_owned(),
            Self::State => "The record is in another state.".to_owned(),
            Self::Tenant => "The record belongs to another tenant.".to_owned(),
            Self::Fields => "The rule is about some fields only.".to_owned(),
            Self::Condition => "The rule's condition is false.".to_owned(),
            Self::Unknown(fault) => format!("The rule's condition has no answer: {fault}."),
        }
    }
}

impl Access {
    /// Every rule of an action, denies first, with why it did or did not apply.
    #[must_use]
    pub fn explain(
        &self,
        subject: &Subject,
        action: ActionId,
        resource: &Resource<'_>,
        context: &Context,
    ) -> Vec<Explained> {
        let Some(rules) = self.rules_of(action) else {
            return Vec::new();
        };
        let call = Call {
            subject,
            resource,
            context,
        };
        let same_tenant = self.same_tenant(subject, resource);
        let explained = |rule: &Rule, effect: Effect, states: Option<u64>| {
            let because = match because(rule, &call) {
                _ if !same_tenant => Because::Tenant,
                Because::Matches if !in_state(states, resource) => Because::State,
                Because::Matches | Because::Unknown(_) if rule.fields.is_some() => Because::Fields,
                because => because,
            };
            Explained {
                rule: rule.id,
                effect,
                applies: match because {
                    Because::Matches => true,
                    Because::Unknown(_) => effect == Effect::Deny,
                    _ => false,
                },
                because,
            }
        };
        let denies = rules.deny.iter();
        let denies = denies.map(|rule| explained(rule, Effect::Deny, None));
        let allows = rules.allow.iter();
        let allows = allows.map(|rule| explained(rule, Effect::Allow, rules.states));
        denies.chain(allows).collect()
    }
}

fn because(rule: &Rule, call: &Call<'_>) -> Because {
    if !call.subject.may_match(rule) {
        return Because::Role;
    }
    if !related(rule, call) {
        return Because::Relation;
    }
    if !in_state(rule.states, call.resource) {
        return Because::State;
    }
    match outcome(&rule.condition, call) {
        Outcome::True => Because::Matches,
        Outcome::False => Because::Condition,
        Outcome::Unknown(fault) => Because::Unknown(fault),
    }
}
