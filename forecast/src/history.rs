//! What is known of a series: its last figures without a gap, of buckets that are over.

use profilekit::decimal::Decimal;
use profilekit::metrics::{Calendar, Grain, Number, Point, Span};

/// The last figures of a series.
pub(crate) struct History {
    pub(crate) values: Vec<f64>,
    /// Digits after the point.
    pub(crate) scale: u8,
    /// Whether no figure was below zero.
    pub(crate) is_positive: bool,
}

impl History {
    /// The figures behind the last gap; before the first activity nothing was measured.
    pub(crate) fn of(series: &[Point]) -> Self {
        let over = series.iter().filter(|point| point.bucket.complete());
        let figures: Vec<Option<Number>> = over.map(|point| point.value).collect();
        let behind = figures.iter().rposition(Option::is_none);
        let known = figures.into_iter().skip(behind.map_or(0, |gap| gap + 1));
        let known: Vec<Number> = known.flatten().collect();
        let idle = known.iter().take_while(|value| value.units() == 0).count();
        let idle = if idle == known.len() { 0 } else { idle };
        let known = known.get(idle..).unwrap_or_default();
        Self {
            values: known.iter().copied().map(float).collect(),
            scale: known.iter().map(|value| value.scale()).max().unwrap_or(0),
            is_positive: known.iter().all(|value| value.units() >= 0),
        }
    }

    /// The bucket after the last one that is over.
    pub(crate) fn next(&self, series: &[Point], grain: Grain, calendar: &Calendar) -> Span {
        let mut points = series.iter();
        if let Some(running) = points.find(|point| !point.bucket.complete()) {
            return running.bucket;
        }
        let start = series.last().map_or(0, |point| point.bucket.end);
        Span {
            start,
            until: start,
            end: calendar.next(grain, start),
        }
    }
}

/// The nearest floating point number.
pub(crate) fn float(number: Number) -> f64 {
    number.to_string().parse().unwrap_or(0.0)
}

/// A floating point number with so many digits, half to even.
pub(crate) fn number(value: f64, scale: u8) -> Option<Number> {
    let text = format!("{value:.*}", usize::from(scale));
    let text = match text.trim_start_matches('-') {
        zero if zero.bytes().all(|byte| b"0.".contains(&byte)) => zero,
        _ => &text,
    };
    let decimal = Decimal::parse(text)?;
    Some(Number::new(decimal.units(), decimal.scale()))
}
