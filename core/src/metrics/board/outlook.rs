//! What a series is expected to do, and where it was out of line.
//!
//! The kernel says what a card wants; who computes it is the host's choice, for statistics need
//! floating point and crates that a page does not carry.

use super::super::finish::{Object, number, span};
use super::super::grain::Grain;
use super::super::number::Number;
use super::super::range::Span;
use crate::json::quoted;

/// What a card wants to know beyond its figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// The buckets of its series.
    pub grain: Grain,
    /// How many buckets from the running one on.
    pub ahead: u32,
    /// Whether buckets that are out of line are pointed out.
    pub anomalies: bool,
}

/// What a series is expected to do.
#[derive(Debug, Clone, PartialEq)]
pub struct Outlook {
    /// The method by its name; none where there was too little to go by.
    pub method: Option<Box<str>>,
    /// Why this method, or why none, in words.
    pub reason: String,
    /// Buckets from the running one on.
    pub points: Vec<Expected>,
    /// Buckets that were out of line.
    pub anomalies: Vec<Anomaly>,
}

/// A figure that is expected, and the interval around it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Expected {
    /// The bucket.
    pub bucket: Span,
    /// The figure.
    pub value: Number,
    /// The lower end of the interval.
    pub lower: Number,
    /// The upper end of the interval.
    pub upper: Number,
    /// How many of a hundred such intervals hold the figure.
    pub level: u8,
}

/// A figure out of line.
#[derive(Debug, Clone, PartialEq)]
pub struct Anomaly {
    /// What it was.
    pub value: Number,
    /// What was expected of the buckets before.
    pub expected: Expected,
    /// The reason in words.
    pub reason: String,
}

impl Expected {
    fn members(&self) -> Object {
        span(self.bucket)
            .member("value", number(Some(self.value)))
            .member("lower", number(Some(self.lower)))
            .member("upper", number(Some(self.upper)))
            .member("level", self.level.to_string())
    }
}

impl Outlook {
    pub(super) fn to_json(&self) -> String {
        let anomaly = |anomaly: &Anomaly| {
            Object::default()
                .member("value", number(Some(anomaly.value)))
                .member("expected", anomaly.expected.members().finish())
                .text("reason", &anomaly.reason)
                .finish()
        };
        Object::default()
            .some("method", self.method.as_deref().map(quoted))
            .text("reason", &self.reason)
            .list("points", &self.points, |point| point.members().finish())
            .list("anomalies", &self.anomalies, anomaly)
            .finish()
    }
}
