//! Thresholds: figures that somebody is to look at.

use std::cmp::Ordering;

use super::super::answer::Unit;
use super::super::finish::{Object, number};
use super::super::number::Number;
use super::answer::Shown;
use crate::blueprint::document::AlertSeverity;
use crate::json::quoted;

/// A figure beyond it is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Threshold {
    /// The last figure that is not told.
    pub at: Number,
    /// Whether what is above it is told; otherwise what is below.
    pub above: bool,
    /// Whether it is one for each part of the breakdown; otherwise for the whole.
    pub each: bool,
    /// How much it matters.
    pub severity: AlertSeverity,
}

/// A figure beyond a threshold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breach {
    /// The most severe threshold that the figure is beyond.
    pub threshold: Threshold,
    /// The figure.
    pub value: Number,
    /// The part of the breakdown that it is of; none for the whole.
    pub part: Option<Box<str>>,
    /// The reason in words.
    pub reason: String,
}

impl Threshold {
    fn is_beyond(&self, value: Number) -> bool {
        let side = if self.above {
            Ordering::Greater
        } else {
            Ordering::Less
        };
        value.order(self.at) == side
    }

    fn word(&self) -> &'static str {
        if self.above { "above" } else { "below" }
    }
}

impl Shown {
    /// The figures beyond a threshold, each with the most severe: the whole first, then the parts of the
    /// breakdown in their order. What stands for all others has none.
    #[must_use]
    pub fn breaches(&self) -> Vec<Breach> {
        if self.thresholds.is_empty() {
            return Vec::new();
        }
        let mut breaches = Vec::new();
        for line in &self.answer.lines {
            breaches.extend(
                line.value
                    .and_then(|value| self.breach(value, &line.unit, None)),
            );
            for slice in line.breakdown.iter().filter(|slice| slice.others.is_none()) {
                let part = slice.label.as_deref().unwrap_or("none");
                let found = slice
                    .value
                    .and_then(|value| self.breach(value, &line.unit, Some(part)));
                breaches.extend(found);
            }
        }
        breaches
    }

    fn breach(&self, value: Number, unit: &Unit, part: Option<&str>) -> Option<Breach> {
        let beyond =
            |threshold: &&Threshold| threshold.each == part.is_some() && threshold.is_beyond(value);
        // Of two that are as severe, the first of the blueprint.
        let found = self.thresholds.iter().filter(beyond).rev();
        let threshold = *found.max_by_key(|threshold| threshold.severity)?;
        let name = self.label.as_deref().unwrap_or(&self.answer.id);
        let of = part.map(|part| format!(" of {part}")).unwrap_or_default();
        let words = |figure| match (unit, &self.counts) {
            (Unit::Ratio, _) => percent(figure),
            (_, Some(counts)) => format!("{} {counts}", short(figure)),
            _ => short(figure),
        };
        let (said, side, at) = (words(value), threshold.word(), words(threshold.at));
        Some(Breach {
            threshold,
            value,
            part: part.map(Into::into),
            reason: format!("{name}{of}: {said}, {side} {at}."),
        })
    }
}

/// A figure without zeros at its end.
fn short(figure: Number) -> String {
    let text = figure.to_string();
    match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text,
    }
}

/// A share of one in percent, with at most four digits after the point.
fn percent(share: Number) -> String {
    let hundredfold = share.units().checked_mul(100);
    let whole = hundredfold.map(|units| Number::new(units, share.scale()));
    let whole = whole.and_then(|whole| whole.rounded(4)).map(short);
    whole.map_or_else(|| short(share), |whole| format!("{whole} %"))
}

impl Breach {
    pub(super) fn to_json(&self) -> String {
        let threshold = &self.threshold;
        Object::default()
            .text("severity", threshold.severity.word())
            .some("part", self.part.as_deref().map(quoted))
            .member("value", number(Some(self.value)))
            .member(threshold.word(), number(Some(threshold.at)))
            .text("reason", &self.reason)
            .finish()
    }
}
