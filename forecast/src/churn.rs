//! Whether more people leave than used to.

use profilekit::metrics::{Cohort, Number};

/// The fewest people on each side of a comparison.
const LEAST: u64 = 30;

/// How far the two shares may lie apart, in deviations: 99 of 100 in line are nearer.
const APART: f64 = 2.576;

/// Whether more people leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// More than before.
    Worse,
    /// As many as before, as far as can be told.
    Same,
    /// Fewer than before.
    Better,
}

/// How many of the last cohort did not come back in the next bucket, beside those before.
#[derive(Debug, Clone, PartialEq)]
pub struct Churn {
    /// The share of the last cohort that did not come back.
    pub last: Number,
    /// The same of all cohorts before.
    pub before: Number,
    /// What that means.
    pub signal: Signal,
    /// The method and the numbers in words.
    pub reason: String,
}

/// Compares the last cohort whose next bucket is over with those before it, by a two-proportion
/// z-test at 99 of 100 (pooled; see NIST/SEMATECH 7.3.3). Of a retention's cohorts the last has no
/// next bucket yet, and the one before has one that may still run: neither counts.
///
/// # Errors
/// The reason in words where there are too few cohorts or people.
pub fn churn(cohorts: &[Cohort]) -> Result<Churn, String> {
    let over = cohorts.get(..cohorts.len().saturating_sub(2));
    let Some((last, before)) = over.and_then(<[Cohort]>::split_last) else {
        return Err("There are too few cohorts to compare.".to_owned());
    };
    let back = |cohort: &Cohort| cohort.active.get(1).copied().unwrap_or(0);
    let (size, left) = (last.size, last.size.saturating_sub(back(last)));
    let others: u64 = before.iter().map(|cohort| cohort.size).sum();
    let gone: u64 = before
        .iter()
        .map(|cohort| cohort.size.saturating_sub(back(cohort)))
        .sum();
    if size < LEAST || others < LEAST {
        return Err(format!(
            "There are {size} people in the last cohort and {others} before; {LEAST} are needed."
        ));
    }
    let share = |part: u64, whole: u64| Number::quotient(part.into(), whole.into(), 4);
    let (Some(share_last), Some(share_before)) = (share(left, size), share(gone, others)) else {
        return Err("There is nobody to compare.".to_owned());
    };
    let apart = deviations((left, size), (gone, others));
    let signal = if apart > APART {
        Signal::Worse
    } else if apart < -APART {
        Signal::Better
    } else {
        Signal::Same
    };
    Ok(Churn {
        last: share_last,
        before: share_before,
        signal,
        reason: format!(
            "Two-proportion z-test: {left} of {size} did not come back, {gone} of {others} before; \
             {apart:.2} deviations apart, where 2.58 would be one case in a hundred."
        ),
    })
}

#[allow(clippy::cast_precision_loss, reason = "counts of people are smaller")]
fn deviations((left, size): (u64, u64), (gone, others): (u64, u64)) -> f64 {
    let (left, size, gone, others) = (left as f64, size as f64, gone as f64, others as f64);
    let pooled = (left + gone) / (size + others);
    let spread = (pooled * (1.0 - pooled) * (1.0 / size + 1.0 / others)).sqrt();
    if spread > 0.0 {
        (left / size - gone / others) / spread
    } else {
        0.0
    }
}
