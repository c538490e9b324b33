//! What the series of a dashboard are expected to do, and where they were out of line.
//!
//! Figures are exact; what is here is statistics, in floating point, rounded to the digits of the
//! series at its border. Every answer names its method and gives an interval, and a series that is
//! too short is told so.
//!
//! ```
//! use profilekit::metrics::{Grain, Number, Point, Span, Unit, Zone, Calendar, Weekday};
//! use profilekit_forecast::forecast;
//! let day = 86_400_000_000;
//! let point = |n: i64| Point {
//!     bucket: Span { start: n * day, until: (n + 1) * day, end: (n + 1) * day },
//!     value: Some(Number::new(i128::from(100 + 5 * n), 0)),
//! };
//! let series: Vec<Point> = (0..12).map(point).collect();
//! let calendar = Calendar { zone: Zone::utc(), week_start: Weekday::Monday };
//! let outlook = forecast(&series, Grain::Day, 2, &calendar);
//! assert_eq!(outlook.points[1].value.to_string(), "165");
//!
//! let short = forecast(&series[..3], Grain::Day, 2, &calendar);
//! assert!(short.method.is_none() && short.reason.contains("at least 8"));
//! ```

mod anomaly;
mod churn;
mod history;
mod model;

pub use anomaly::anomalies;
pub use churn::{Churn, Signal, churn};

use history::{History, number};
use model::fitted;
use profilekit::metrics::{Calendar, Cohort, Dashboard, Expected, Grain, Outlook, Point, Span};

/// How many of a hundred intervals of a forecast hold the figure.
const LEVEL: u8 = 95;

/// Adds to every card of a dashboard what it wants to know beyond its figures, and to those of
/// cohorts whether more people leave than used to.
pub fn outlook(dashboard: &mut Dashboard, calendar: &Calendar) {
    for card in &mut dashboard.cards {
        let lines = card.answer.lines.iter();
        if lines.clone().any(|line| !line.cohorts.is_empty()) {
            let outlooks = lines.map(|line| leaving(&line.cohorts));
            card.outlooks = outlooks.collect();
            continue;
        }
        let Some(wanted) = card.wanted else { continue };
        let outlooks = lines.map(|line| {
            let mut outlook = forecast(&line.series, wanted.grain, wanted.ahead, calendar);
            if wanted.anomalies {
                outlook.anomalies = anomalies(&line.series, wanted.grain);
            }
            outlook
        });
        card.outlooks = outlooks.collect();
    }
}

/// Whether more of a card's cohorts leave than did before, in words.
fn leaving(cohorts: &[Cohort]) -> Outlook {
    let churn = match churn(cohorts) {
        Ok(churn) => churn,
        Err(reason) => return nothing(reason),
    };
    let words = match churn.signal {
        Signal::Worse => "More people leave than before.",
        Signal::Same => "No more people leave than before, as far as can be told.",
        Signal::Better => "Fewer people leave than before.",
    };
    Outlook {
        method: Some("two-proportion z-test".into()),
        ..nothing(format!("{words} {}", churn.reason))
    }
}

/// What a series is expected to do in so many buckets from its running one on.
///
/// Exponential smoothing, chosen among error and trend forms by AICc (`AutoETS` of the crate
/// `augurs`); where there are three whole seasons (24 hours, 7 days, 12 months), on top of a
/// decomposition into trend, season and remainder (MSTL). A series that never was below zero is
/// not expected to be.
#[must_use]
pub fn forecast(series: &[Point], grain: Grain, ahead: u32, calendar: &Calendar) -> Outlook {
    let history = History::of(series);
    let found = fitted(
        &history.values,
        grain,
        usize::try_from(ahead).unwrap_or(0),
        LEVEL,
    );
    let (prediction, mut outlook) = match found {
        Ok(found) => found,
        Err(reason) => return nothing(reason),
    };
    let mut bucket = history.next(series, grain, calendar);
    for (value, (lower, upper)) in prediction {
        let positive = |value: f64| {
            if history.is_positive {
                value.max(0.0)
            } else {
                value
            }
        };
        let ends = (positive(value), positive(lower), positive(upper));
        let (Some(value), Some(lower), Some(upper)) = (
            number(ends.0, history.scale),
            number(ends.1, history.scale),
            number(ends.2, history.scale),
        ) else {
            return nothing("The series grows beyond what can be written.".to_owned());
        };
        outlook.points.push(Expected {
            bucket,
            value,
            lower,
            upper,
            level: LEVEL,
        });
        let end = calendar.next(grain, bucket.end);
        bucket = Span {
            start: bucket.end,
            until: bucket.end,
            end,
        };
    }
    outlook
}

fn nothing(reason: String) -> Outlook {
    Outlook {
        method: None,
        reason,
        points: Vec::new(),
        anomalies: Vec::new(),
    }
}

#[cfg(test)]
mod tests;
