//! Decisions and their reasons.

use profilekit::Kernel;
use profilekit::access::{self, Effect, Explained, Reason};
use profilekit::id::RuleId;
use profilekit::kernel::Answer;

use super::owned;

/// Why a decision is what it is.
#[uniffi::remote(Enum)]
pub enum Reason {
    Allowed,
    Denied,
    NoRule,
    OtherTenant,
    WrongState,
    FieldsOnly,
    OtherKind,
}

/// Every reason, in the order in which [`place`] counts them.
const REASONS: [Reason; 7] = [
    Reason::Allowed,
    Reason::Denied,
    Reason::NoRule,
    Reason::OtherTenant,
    Reason::WrongState,
    Reason::FieldsOnly,
    Reason::OtherKind,
];

/// Whether a rule allows or denies.
#[uniffi::remote(Enum)]
pub enum Effect {
    Allow,
    Deny,
}

/// A decision and its reason.
#[derive(Debug, Clone, uniffi::Record)]
pub struct Decision {
    /// Whether it is allowed.
    pub allowed: bool,
    /// Why.
    pub reason: Reason,
    /// The policy or transition that decided.
    pub rule: Option<String>,
    /// The reason in a sentence.
    pub message: String,
    /// For writes: pointers of the fields that may be written, where not all may.
    pub fields: Option<Vec<String>>,
    /// What the caller must do when it acts on this.
    pub obligations: Vec<String>,
}

impl Decision {
    pub(crate) fn of(reason: Reason, answer: &Answer<'_>) -> Self {
        let fields = answer.fields.as_ref();
        Self {
            allowed: answer.allowed,
            reason,
            rule: answer.rule.map(owned),
            message: answer.message.to_owned(),
            fields: fields.map(|fields| fields.iter().copied().map(owned).collect()),
            obligations: answer.obligations.iter().map(|name| owned(name)).collect(),
        }
    }
}

/// Everything that a kernel may decide, without fields. A decision then crosses as its place here,
/// for its texts would cost more than it does.
pub(crate) fn decisions(kernel: &Kernel) -> Vec<Decision> {
    let rules = (0..).map_while(|index| {
        let rule = RuleId::from_index(index)?;
        kernel.access().rule(rule).map(|_| Some(rule))
    });
    let rules = std::iter::once(None).chain(rules);
    let all = rules.flat_map(|rule| REASONS.map(|reason| decision(reason, rule)));
    all.map(|decision| Decision::of(decision.reason, &kernel.answer(&decision)))
        .collect()
}

fn decision(reason: Reason, rule: Option<RuleId>) -> access::Decision {
    access::Decision {
        allowed: reason == Reason::Allowed,
        rule,
        reason,
    }
}

/// Where a decision stands in [`decisions`].
pub(crate) fn place(decision: &access::Decision) -> u32 {
    let rule = decision.rule.map_or(0, |rule| rule.index() + 1);
    let reason = REASONS.iter().position(|known| *known == decision.reason);
    let place = rule * REASONS.len() + reason.unwrap_or_default();
    u32::try_from(place).unwrap_or(u32::MAX)
}

/// A rule of an action, and why it did or did not apply.
#[derive(Debug, Clone, uniffi::Record)]
pub struct ExplainedRule {
    /// The policy or transition.
    pub rule: String,
    /// Where it stands in the blueprint.
    pub at: String,
    /// What it would do.
    pub effect: Effect,
    /// Whether it applies.
    pub applies: bool,
    /// The stable word for why.
    pub because: String,
    /// Why, in a sentence.
    pub message: String,
}

/// A decision, and every rule that could have made it.
#[derive(Debug, Clone, uniffi::Record)]
pub struct Explanation {
    /// The decision.
    pub decision: Decision,
    /// The rules, denies first.
    pub rules: Vec<ExplainedRule>,
}

impl ExplainedRule {
    pub(crate) fn of(kernel: &Kernel, explained: &Explained) -> Self {
        let info = kernel.access().rule(explained.rule);
        let (rule, at) = info.map_or(("", ""), |info| (&*info.name, &*info.at));
        Self {
            rule: rule.to_owned(),
            at: at.to_owned(),
            effect: explained.effect,
            applies: explained.applies,
            because: explained.because.word().to_owned(),
            message: explained.because.sentence(),
        }
    }
}
