//! Answers.

use crate::id::RuleId;

/// The answer to "may this subject do this to this record?".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Decision {
    /// Whether it may.
    pub allowed: bool,
    /// The rule that decided, where one did.
    pub rule: Option<RuleId>,
    /// Why.
    pub reason: Reason,
}

/// Why a decision is what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// A rule allows it.
    Allowed,
    /// A rule denies it.
    Denied,
    /// No rule allows it.
    NoRule,
    /// The record belongs to another tenant, or to none where each must belong to one.
    OtherTenant,
    /// The record is in a state that this transition does not start from.
    WrongState,
    /// Only some fields may be written: name them.
    FieldsOnly,
    /// The action is of another kind than the record.
    OtherKind,
}

impl Reason {
    /// The stable word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::Denied => "denied",
            Self::NoRule => "no_rule",
            Self::OtherTenant => "other_tenant",
            Self::WrongState => "wrong_state",
            Self::FieldsOnly => "fields_only",
            Self::OtherKind => "other_kind",
        }
    }

    /// What would change the answer, in a sentence.
    #[must_use]
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Allowed => "A rule allows this.",
            Self::Denied => "A rule denies this; while it applies, no role or relation allows it.",
            Self::NoRule => {
                "No rule allows this; a role, a relation to the record or a condition is missing."
            }
            Self::OtherTenant => "The record does not belong to the subject's tenant.",
            Self::WrongState => "The record is not in a state that this transition starts from.",
            Self::FieldsOnly => "Only some fields may be written; ask for those by name.",
            Self::OtherKind => "The action belongs to another kind of record.",
        }
    }
}

impl Decision {
    pub(super) const fn no(reason: Reason, rule: Option<RuleId>) -> Self {
        Self {
            allowed: false,
            rule,
            reason,
        }
    }

    pub(super) const fn yes(rule: RuleId) -> Self {
        Self {
            allowed: true,
            rule: Some(rule),
            reason: Reason::Allowed,
        }
    }
}
