//! How strong a record is.

use std::collections::HashMap;

use profilekit::error::{Code, Locale, Params, render};
use profilekit::strength;

use super::{Param, owned, params};

/// What is wrong with a factor, and what to do.
#[derive(Debug, Clone, uniffi::Record)]
pub struct Issue {
    /// `error`, `warning` or `info`.
    pub severity: String,
    /// The stable code.
    pub code: String,
    /// Parameters of the message.
    pub params: HashMap<String, Param>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub fix: String,
}

/// A factor of a score.
#[derive(Debug, Clone, uniffi::Record)]
pub struct StrengthCheck {
    /// The factor.
    pub id: String,
    /// Points achieved.
    pub score: u32,
    /// Points possible.
    pub max: u32,
    /// How much of it is met, in hundredths of a percent.
    pub achieved: u16,
    /// How many points the whole score would gain.
    pub gain: u8,
    /// Whether it must be met to publish.
    pub required: bool,
    /// What is wrong, where something is.
    pub issues: Vec<Issue>,
}

/// A score alone, and its level.
#[derive(Debug, Clone, uniffi::Record)]
pub struct Rating {
    /// 0 to 100; nothing where no factor counts.
    pub score: Option<u8>,
    /// The level, where the card has levels.
    pub level: Option<String>,
}

/// How strong a record is, and what would raise it.
#[derive(Debug, Clone, uniffi::Record)]
pub struct Score {
    /// 0 to 100; nothing where no factor counts.
    pub score: Option<u8>,
    /// The level's name.
    pub level: Option<String>,
    /// The version of the card.
    pub card: u32,
    /// The factors that count.
    pub checks: Vec<StrengthCheck>,
    /// The factors that would raise it most, best first.
    pub next: Vec<String>,
}

impl Score {
    pub(crate) fn of(score: &strength::Score) -> Self {
        let next = score.next.iter();
        let next = next.filter_map(|index| score.checks.get(*index));
        Self {
            score: score.score,
            level: score.level.as_deref().map(owned),
            card: score.card,
            next: next.map(|check| owned(&check.id)).collect(),
            checks: score.checks.iter().map(StrengthCheck::of).collect(),
        }
    }
}

impl StrengthCheck {
    fn of(check: &strength::Check) -> Self {
        let issue = check.issue.iter();
        Self {
            id: owned(&check.id),
            score: check.score,
            max: check.max,
            achieved: check.achieved,
            gain: check.gain,
            required: check.required,
            issues: issue
                .map(|issue| Issue::of(check.severity(), issue))
                .collect(),
        }
    }
}

impl Issue {
    fn of(severity: &str, (code, told, fix): &(Code, Params, String)) -> Self {
        Self {
            severity: severity.to_owned(),
            code: code.as_str().to_owned(),
            params: params(told),
            message: render(*code, told, Locale::En),
            fix: fix.clone(),
        }
    }
}
