//! Buckets that are out of line with those before them.

use profilekit::metrics::{Anomaly, Expected, Grain, Point};

use crate::history::{History, float, number};
use crate::model::{LEAST, fitted};

/// How many of a hundred intervals hold a figure that is in line.
const LEVEL: u8 = 99;

/// How many of the last buckets are judged.
const JUDGED: usize = 7;

/// The buckets among the last seven that are over, and that lie outside of the interval of 99 in a
/// hundred which the buckets before each of them give. What came later has no say.
#[must_use]
pub fn anomalies(series: &[Point], grain: Grain) -> Vec<Anomaly> {
    let over: Vec<&Point> = series
        .iter()
        .filter(|point| point.bucket.complete())
        .collect();
    let first = over.len().saturating_sub(JUDGED).max(LEAST);
    (first..over.len())
        .filter_map(|place| {
            let before: Vec<Point> = over.iter().take(place).copied().copied().collect();
            judged(&before, over.get(place)?, grain)
        })
        .collect()
}

fn judged(before: &[Point], point: &Point, grain: Grain) -> Option<Anomaly> {
    let value = point.value?;
    let history = History::of(before);
    let (prediction, outlook) = fitted(&history.values, grain, 1, LEVEL).ok()?;
    let (expected, (lower, upper)) = *prediction.first()?;
    let lower = if history.is_positive {
        lower.max(0.0)
    } else {
        lower
    };
    let scale = history.scale.max(value.scale());
    let (low, high) = (number(lower, scale)?, number(upper, scale)?);
    let found = float(value);
    let side = if found > float(high) {
        "above"
    } else if found < float(low) {
        "below"
    } else {
        return None;
    };
    let method = outlook.method.as_deref().unwrap_or_default();
    let count = history.values.len();
    Some(Anomaly {
        value,
        reason: format!(
            "{value} is {side} {low} to {high}, where {method} expects it to be after {count} \
             buckets in {LEVEL} of 100 cases."
        ),
        expected: Expected {
            bucket: point.bucket,
            value: number(expected, scale)?,
            lower: low,
            upper: high,
            level: LEVEL,
        },
    })
}
