//! How a subject's questions about one action are answered, as far as it can be told beforehand.

use super::decide::{Access, Tenancy};
use super::rules::{Condition, Relations, Rule};
use super::subject::{Subject, Verdict};
use crate::id::{ActionId, KindId};

/// How a subject's questions about one action are answered.
#[derive(Debug, Clone, Copy)]
pub struct Right {
    pub(super) kind: Option<KindId>,
    pub(super) tenancy: Tenancy,
    pub(super) how: How,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    Always,
    Never,
    /// To the owner alone.
    Own,
    /// Record by record.
    Ask,
}

impl Right {
    /// The right in one number, for hosts that answer by it. From the lowest bit on: two for how it
    /// is answered (0 never, 1 always, 2 to the owner alone, 3 record by record), two for the
    /// tenants whose records it reaches (0 all, 1 the subject's and none, 2 the subject's), and,
    /// behind four more, the kind.
    #[must_use]
    pub fn packed(self, subject: &Subject) -> u32 {
        let Some(kind) = self.kind else { return 0 };
        let how = match self.how {
            How::Never => 0,
            How::Always => 1,
            How::Own => 2,
            How::Ask => 3,
        };
        let reach = match self.tenancy {
            _ if subject.crosses_tenants => 0,
            Tenancy::Shared => 0,
            Tenancy::IfGiven => 1,
            Tenancy::Isolated => 2,
        };
        how | reach << 2 | u32::from(kind.0) << 8
    }
}

impl Access {
    /// How a subject's questions about an action are answered.
    #[must_use]
    pub fn right(&self, subject: &Subject, action: ActionId) -> Right {
        let kind = self.kinds.get(action.index()).copied();
        let tenancy = kind.map(|kind| self.tenancy_of(kind));
        Right {
            kind,
            tenancy: tenancy.unwrap_or(Tenancy::Isolated),
            how: self.how(subject, action),
        }
    }

    fn how(&self, subject: &Subject, action: ActionId) -> How {
        match subject.verdict(action) {
            Verdict::Always(_) => How::Always,
            Verdict::Never | Verdict::Denied(_) => How::Never,
            Verdict::Depends { start, allows, end } if start == allows => {
                self.how_allowed(subject, action, (allows, end))
            }
            Verdict::Depends { .. } => How::Ask,
        }
    }

    /// How, where nothing denies: by ownership where that is all that the rules ask for.
    fn how_allowed(&self, subject: &Subject, action: ActionId, (from, to): (u32, u32)) -> How {
        let Some(rules) = self.actions.get(action.index()) else {
            return How::Never;
        };
        let mut rules_left = subject.span(from, to);
        let only = rules_left.next().and_then(|index| rules.allow.get(index));
        match only {
            Some(rule) if rules.states.is_none() && rules_left.next().is_none() && is_own(rule) => {
                How::Own
            }
            _ => How::Ask,
        }
    }
}

/// Whether a rule asks for the owner and nothing else. Nobody without an identifier owns anything.
fn is_own(rule: &Rule) -> bool {
    let owner = Relations {
        owner: true,
        ..Relations::default()
    };
    let by_relation = rule.relations == Some(owner) && matches!(rule.condition, Condition::Always);
    let by_condition = rule.relations.is_none_or(|relations| relations == owner)
        && matches!(rule.condition, Condition::OwnerIsSubject);
    rule.states.is_none() && rule.fields.is_none() && (by_relation || by_condition)
}
