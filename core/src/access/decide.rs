//! The decision itself.

use super::decision::{Decision, Reason};
use super::resource::{Context, Resource};
use super::rules::{ActionRules, Condition, Rule, RuleInfo};
use super::scope::Call;
use super::subject::{Subject, Verdict};
use crate::blueprint::{Model, document::TenantScope};
use crate::expr::Outcome;
use crate::id::{ActionId, KindId, RuleId};

/// Compiled policies.
#[derive(Debug, Clone, Default)]
pub struct Access {
    pub(super) actions: Vec<ActionRules>,
    pub(super) kinds: Vec<KindId>,
    pub(super) rules: Vec<RuleInfo>,
    pub(super) tenancy: Vec<Tenancy>,
}

/// How a kind keeps tenants apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tenancy {
    /// Every record belongs to a tenant.
    Isolated,
    /// A record may belong to a tenant; where it does, others do not reach it.
    IfGiven,
    /// Records are shared by all tenants.
    Shared,
}

impl Tenancy {
    #[inline]
    pub(super) fn admits(self, subject: &Subject, resource: &Resource<'_>) -> bool {
        match (self, &resource.tenant) {
            (Self::Shared, _) | (Self::IfGiven, None) => true,
            // A record without a tenant where each must have one is nobody's but a crosser's.
            (Self::Isolated, None) => subject.crosses_tenants,
            (_, theirs) => subject.tenant == *theirs || subject.crosses_tenants,
        }
    }

    pub(super) fn of(model: &Model, scope: TenantScope) -> Self {
        match (scope, model.tenancy) {
            (TenantScope::Shared, _) => Self::Shared,
            (TenantScope::Isolated, Some(_)) => Self::Isolated,
            (TenantScope::Isolated, None) => Self::IfGiven,
        }
    }
}

impl Access {
    pub(super) fn actions(&self) -> &[ActionRules] {
        &self.actions
    }

    /// The rules of an action.
    #[must_use]
    pub fn rules_of(&self, action: ActionId) -> Option<&ActionRules> {
        self.actions.get(action.index())
    }

    /// What people are told about a rule.
    #[must_use]
    pub fn rule(&self, rule: RuleId) -> Option<&RuleInfo> {
        self.rules.get(rule.index())
    }

    /// Decides. Allocates nothing.
    #[inline]
    #[must_use]
    pub fn decide(
        &self,
        subject: &Subject,
        action: ActionId,
        resource: &Resource<'_>,
        context: &Context,
    ) -> Decision {
        if self.kinds.get(action.index()) != Some(&resource.kind) {
            return Decision::no(Reason::OtherKind, None);
        }
        if !self.same_tenant(subject, resource) {
            return Decision::no(Reason::OtherTenant, None);
        }
        match subject.verdict(action) {
            Verdict::Always(rule) => Decision::yes(rule),
            Verdict::Never => Decision::no(Reason::NoRule, None),
            Verdict::Denied(rule) => Decision::no(Reason::Denied, Some(rule)),
            Verdict::Depends { start, allows, end } => {
                let call = Call {
                    subject,
                    resource,
                    context,
                };
                self.depends(&call, action, (start, allows, end))
            }
        }
    }

    fn depends(
        &self,
        call: &Call<'_>,
        action: ActionId,
        (start, allows, end): (u32, u32, u32),
    ) -> Decision {
        let Some(rules) = self.actions.get(action.index()) else {
            return Decision::no(Reason::NoRule, None);
        };
        let denies = call.subject.span(start, allows);
        let denies = denies.filter_map(|index| rules.deny.get(index));
        let allows = call.subject.span(allows, end);
        let allows = allows.filter_map(|index| rules.allow.get(index));
        judge(call, denies, rules.states, allows)
    }

    /// Whether the tenants of subject and record let them meet; asked before any rule.
    #[inline]
    #[must_use]
    pub fn same_tenant(&self, subject: &Subject, resource: &Resource<'_>) -> bool {
        self.tenancy_of(resource.kind).admits(subject, resource)
    }

    pub(super) fn tenancy_of(&self, kind: KindId) -> Tenancy {
        let tenancy = self.tenancy.get(kind.index()).copied();
        tenancy.unwrap_or(Tenancy::Isolated)
    }
}

/// Judges by the rules that are left to ask.
#[inline]
fn judge<'r>(
    call: &Call<'_>,
    mut denies: impl Iterator<Item = &'r Rule>,
    states: Option<u64>,
    allows: impl Iterator<Item = &'r Rule>,
) -> Decision {
    // A deny about some fields takes those away and leaves the rest.
    let denied = denies.find(|rule| rule.fields.is_none() && denies_record(rule, call));
    if let Some(rule) = denied {
        return Decision::no(Reason::Denied, Some(rule.id));
    }
    if !in_state(states, call.resource) {
        return Decision::no(Reason::WrongState, None);
    }
    let mut some_fields = None;
    for rule in allows.filter(|rule| allowed(rule, call)) {
        if rule.fields.is_none() {
            return Decision::yes(rule.id);
        }
        some_fields = some_fields.or(Some(rule.id));
    }
    match some_fields {
        Some(rule) => Decision::no(Reason::FieldsOnly, Some(rule)),
        None => Decision::no(Reason::NoRule, None),
    }
}

/// Whether a rule's relations, states and condition allow; what is unknown does not.
#[inline]
pub(super) fn allowed(rule: &Rule, call: &Call<'_>) -> bool {
    related(rule, call)
        && in_state(rule.states, call.resource)
        && outcome(&rule.condition, call) == Outcome::True
}

/// Whether a deny applies; what is unknown does.
#[inline]
pub(super) fn denies_record(rule: &Rule, call: &Call<'_>) -> bool {
    related(rule, call)
        && in_state(rule.states, call.resource)
        && outcome(&rule.condition, call) != Outcome::False
}

#[inline]
pub(super) fn related(rule: &Rule, call: &Call<'_>) -> bool {
    let Some(relations) = rule.relations else {
        return true;
    };
    let Some(subject) = &call.subject.id else {
        return false;
    };
    relations.hold(subject, call.resource)
}

#[inline]
pub(super) fn in_state(states: Option<u64>, resource: &Resource<'_>) -> bool {
    states.is_none_or(|states| {
        resource
            .state
            .is_some_and(|state| states >> state.0.min(63) & 1 == 1)
    })
}

#[inline]
pub(super) fn outcome(condition: &Condition, call: &Call<'_>) -> Outcome {
    match condition {
        Condition::Always => Outcome::True,
        Condition::OwnerIsSubject => match (&call.resource.owner, &call.subject.id) {
            (Some(owner), Some(subject)) if owner == subject => Outcome::True,
            (Some(_), Some(_)) => Outcome::False,
            _ => Outcome::Unknown(crate::expr::EvalFault::Missing),
        },
        Condition::Program(program) => program.test(call),
    }
}
