//! How far a factor is met.

use super::card::{Factor, Measure};
use super::score::Asked;
use crate::error::{Code, Params};
use crate::expr::Outcome;
use crate::schema::{Capture, Moment};

/// All of a factor, in basis points.
pub(super) const FULL: i64 = 10_000;

/// How far a factor is met, and what lacks.
pub(super) struct Measured {
    /// Basis points, 0 to [`FULL`].
    pub(super) achieved: i64,
    /// What lacks to the target.
    pub(super) missing: i64,
    /// What is wrong, where something is.
    pub(super) issue: Option<(Code, Params)>,
}

pub(super) fn measure(factor: &Factor, document: &Capture<'_>, asked: &Asked<'_>) -> Measured {
    match &factor.measure {
        Measure::Present(slot) => yes_no(document.has_content(*slot), Code::StrengthMissing),
        Measure::Count(slot, target) => part(document.count(*slot), *target, Code::StrengthTooFew),
        Measure::Length(slot, target) => {
            part(document.count(*slot), *target, Code::StrengthTooShort)
        }
        Measure::UpdatedWithin(span) => {
            let fresh = asked
                .updated_at
                .zip(asked.now)
                .is_some_and(|(updated, now)| now.saturating_sub(updated) <= *span);
            yes_no(fresh, Code::StrengthStale)
        }
        Measure::When(condition) => {
            let moment = Moment {
                document,
                now: asked.now,
            };
            yes_no(
                condition.test(&moment) == Outcome::True,
                Code::StrengthUnmet,
            )
        }
    }
}

fn yes_no(met: bool, code: Code) -> Measured {
    Measured {
        achieved: if met { FULL } else { 0 },
        missing: i64::from(!met),
        issue: (!met).then(|| (code, Params::new())),
    }
}

fn part(found: usize, target: u32, too_little: Code) -> Measured {
    let target = i64::from(target);
    let found = i64::try_from(found).unwrap_or(i64::MAX).min(target);
    let code = if found == 0 {
        Code::StrengthMissing
    } else {
        too_little
    };
    let params = || vec![("found", found.into()), ("target", target.into())];
    Measured {
        achieved: found * FULL / target.max(1),
        missing: target - found,
        issue: (found < target).then(|| (code, params())),
    }
}
