//! Cards: one figure of a dashboard and what it is made of.

use super::filter::Filter;
use super::grain::Grain;
use super::measure::{Measure, Window};
use super::money::RateTable;
use super::range::{Compare, Range};

/// A question to facts.
#[derive(Debug, Clone, PartialEq)]
pub struct Card {
    /// Its name in the dashboard.
    pub id: Box<str>,
    /// What is computed.
    pub measure: Measure,
    /// Which facts count.
    pub filter: Option<Filter>,
    /// The time it is about.
    pub range: Range,
    /// What it is compared with.
    pub compare: Option<Compare>,
    /// The same measure bucket by bucket.
    pub series: Option<Series>,
    /// What becomes of the figures of the series, and with it of the card.
    pub window: Option<Window>,
    /// The same measure for each value of a column.
    pub breakdown: Option<Breakdown>,
    /// One currency for all money; without, each has its own result.
    pub rates: Option<RateTable>,
}

impl Card {
    /// A card of everything until now, and nothing else.
    #[must_use]
    pub fn new(id: &str, measure: Measure) -> Self {
        Self {
            id: id.into(),
            measure,
            filter: None,
            range: Range::All,
            compare: None,
            series: None,
            window: None,
            breakdown: None,
            rates: None,
        }
    }
}

/// Buckets of time; those without facts are among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Series {
    /// How long each is.
    pub grain: Grain,
    /// So many of them to the end of the range; without, those of the range.
    pub last: Option<u32>,
}

/// Values of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Breakdown {
    /// The column, by its place.
    pub by: usize,
    /// How many of the greatest are shown; all others are one.
    pub top: Option<usize>,
    /// Of how many values a mean or percentile must be to be shown for itself.
    pub least: Option<u64>,
}
