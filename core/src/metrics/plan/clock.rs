//! The times that a card is about.

use super::super::card::{Card, Series};
use super::super::grain::{Calendar, Grain};
use super::super::measure::{Aggregate, Measure};
use super::super::range::{BEGINNING, Range, Span};
use super::super::segment::Segments;
use super::refuse;
use crate::error::{Code, Failure};
use crate::order;

/// The most boundaries of one card.
const MOST: usize = 10_000;

/// A card's times, and the boundaries between them.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::metrics) struct Clock {
    pub(in crate::metrics) span: Span,
    pub(in crate::metrics) previous: Option<Span>,
    /// The buckets of the series; of the last one only what is past counts.
    pub(in crate::metrics) buckets: Vec<Span>,
    /// The boundaries of the cohorts of a retention.
    pub(in crate::metrics) cohorts: Vec<i64>,
    pub(in crate::metrics) boundaries: Vec<i64>,
}

fn too_many() -> Failure {
    let failure = Failure::new(Code::MetricsTooMany).with("what", "buckets");
    failure.with("max", MOST)
}

impl Clock {
    pub(super) fn new(card: &Card, now: i64, calendar: &Calendar) -> Result<Self, Failure> {
        let span = card.range.at(now, calendar);
        let previous = card
            .compare
            .and_then(|compare| compare.at(card.range, now, calendar));
        let buckets = match card.series {
            Some(series) => buckets(series, card.range, span, now, calendar)?,
            None => Vec::new(),
        };
        let mut clock = Self {
            span,
            previous,
            buckets,
            cohorts: Vec::new(),
            boundaries: Vec::new(),
        };
        if let Some((grain, periods)) = cohorts(&card.measure) {
            clock.cohorts = cohort_boundaries(grain, periods, span, calendar)?;
        }
        clock.boundaries = clock.cut(reaches_back(&card.measure));
        Ok(clock)
    }

    fn cut(&self, back: bool) -> Vec<i64> {
        let spans = [self.span].into_iter().chain(self.previous);
        let spans = spans.chain(self.buckets.iter().copied());
        let mut boundaries: Vec<i64> = spans.flat_map(|span| [span.start, span.until]).collect();
        boundaries.extend(&self.cohorts);
        boundaries.extend(back.then_some(BEGINNING));
        order::sort(&mut boundaries);
        boundaries.dedup();
        boundaries
    }

    /// The card's segments that lie in a span.
    pub(in crate::metrics) fn segments(&self, span: Span) -> std::ops::Range<usize> {
        let place = |at| self.boundaries.partition_point(|boundary| *boundary < at);
        place(span.start)..place(span.until)
    }
}

/// The grain and the number of periods of a retention.
fn cohorts(measure: &Measure) -> Option<(Grain, u32)> {
    match measure {
        Measure::Of(Aggregate::Retention(retention), _) => {
            Some((retention.grain, retention.periods))
        }
        _ => None,
    }
}

/// Whether facts from before the range matter.
fn reaches_back(measure: &Measure) -> bool {
    match measure {
        Measure::Of(aggregate, _) => {
            matches!(aggregate, Aggregate::New(_) | Aggregate::Retention(_))
        }
        Measure::Ratio(one, two) => reaches_back(one) || reaches_back(two),
        Measure::Rate(of, _) => reaches_back(of),
    }
}

/// The last instant of a span.
fn last(span: Span) -> i64 {
    (span.until - 1).max(span.start)
}

fn buckets(
    series: Series,
    range: Range,
    span: Span,
    now: i64,
    calendar: &Calendar,
) -> Result<Vec<Span>, Failure> {
    let Series { grain, last: count } = series;
    let end = if matches!(range, Range::Next { .. }) {
        span.until
    } else {
        span.end.max(span.until)
    };
    let (start, end) = match (count, range) {
        (Some(count), _) => {
            let current = calendar.floor(grain, last(span));
            let back = i64::from(count.max(1)) - 1;
            let start = calendar.shift(grain, current, -back);
            (start, calendar.next(grain, current))
        }
        (None, Range::All) => return Err(refuse("a series of all time needs `last`")),
        (None, _) => (calendar.floor(grain, span.start), end),
    };
    let boundaries = calendar
        .boundaries(grain, start, end, MOST)
        .ok_or_else(too_many)?;
    let ahead = matches!(range, Range::Next { .. });
    let bucket = |(start, end): (&i64, &i64)| {
        let (start, end) = if count.is_some() {
            (*start, *end)
        } else {
            ((*start).max(span.start), (*end).min(span.end))
        };
        let until = if ahead { end } else { now.clamp(start, end) };
        Span { start, until, end }
    };
    let buckets = boundaries.iter().zip(boundaries.iter().skip(1)).map(bucket);
    // Of an empty range that begins within a bucket nothing is left.
    Ok(buckets.filter(|bucket| bucket.start < bucket.end).collect())
}

/// From the first bucket of the range to the last that is looked at, but not beyond now.
fn cohort_boundaries(
    grain: Grain,
    periods: u32,
    span: Span,
    calendar: &Calendar,
) -> Result<Vec<i64>, Failure> {
    if span.start <= BEGINNING {
        return Err(refuse("a retention of all time needs a range"));
    }
    if periods > 1000 {
        return Err(too_many());
    }
    let start = calendar.floor(grain, span.start);
    let mut boundaries = calendar
        .boundaries(grain, start, span.until, MOST)
        .ok_or_else(too_many)?;
    if let Some(end) = boundaries.last_mut() {
        *end = span.until.max(start);
    }
    Ok(boundaries)
}

/// The segments of a clock, as a scan finds them.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::metrics) struct Ticks {
    /// How many there are, with the one of what does not count.
    pub(in crate::metrics) segments: usize,
    /// For each segment of the plan the one that it is in; 0 where it is in none.
    pub(super) map: Vec<u32>,
    /// The plan's segment that the map begins with: what lies before is in none.
    first: u32,
    /// Where these are only some of a clock's: which of its own they are, from the first.
    pub(in crate::metrics) touched: Option<Vec<u32>>,
}

impl Ticks {
    pub(super) fn new(boundaries: &[i64], all: &Segments) -> Self {
        Self {
            segments: boundaries.len().max(1),
            map: all.map_to(boundaries),
            first: 0,
            touched: None,
        }
    }

    /// The segment that one of the plan's is in; 0 for none.
    #[inline]
    pub(in crate::metrics) fn of(&self, segment: u32) -> u32 {
        let place = segment.wrapping_sub(self.first) as usize;
        self.map.get(place).copied().unwrap_or(0)
    }

    /// Those that some of the plan's segments, which are in order, are in.
    pub(in crate::metrics) fn among(&self, some: &[u32]) -> Self {
        let mut touched: Vec<u32> = some.iter().map(|segment| self.of(*segment)).collect();
        touched.sort_unstable();
        touched.dedup();
        touched.retain(|segment| *segment > 0);
        let first = some.first().copied().unwrap_or(0);
        let last = some.last().copied().unwrap_or(0);
        let mut map = vec![0; (last - first) as usize + 1];
        for segment in some {
            let own = touched.binary_search(&self.of(*segment)).ok();
            let own = own.and_then(|own| u32::try_from(own + 1).ok());
            if let Some(slot) = map.get_mut((segment - first) as usize) {
                *slot = own.unwrap_or(0);
            }
        }
        Self {
            segments: touched.len() + 1,
            map,
            first,
            touched: Some(touched),
        }
    }
}
