//! States put together, and the figures that they give.

use std::borrow::Cow;
use std::ops::Range;

use super::super::cells::{Cells, Layout, Part, row};
use super::super::measure::{Aggregate, Outer};
use super::super::number::{Number, overflow, power};
use super::super::state::{Distinct, Edge, Extreme, Quantile, State, Sum, Tally};
use super::value::{Figure, Found, MORE, count};
use crate::error::Failure;

/// States of one kind, merged.
pub(super) enum Merged<'c> {
    Tally(Tally),
    Sum(Sum),
    Extreme(Extreme),
    Edge(Edge),
    Distinct(Cow<'c, Distinct>),
    Quantile(Cow<'c, Quantile>),
}

/// The segments in which a key was seen, in order.
pub(super) fn seen<'c>(part: &'c Part, codes: &'c [usize]) -> impl Iterator<Item = usize> + 'c {
    let states = if let Cells::Seen(states) = &part.cells {
        &states[..]
    } else {
        &[]
    };
    let layout = &part.layout;
    let at = move |segment: &usize| {
        let mut rows = codes.iter().map(|code| row(states, layout, *code, 0));
        rows.any(|row| row.get(*segment).is_some_and(|seen| seen.0))
    };
    (0..layout.segments.saturating_sub(1)).filter(at)
}

/// The states of groups in segments as one; a single one that has seen a fact is not copied.
pub(super) fn merged<'s, S: State>(
    states: &'s [S],
    layout: &Layout,
    codes: &[usize],
    currency: usize,
    segments: Range<usize>,
) -> Result<Cow<'s, S>, Failure> {
    let mut merged: Option<Cow<'s, S>> = None;
    for code in codes {
        let row = row(states, layout, *code, currency);
        let states = row.get(segments.clone()).unwrap_or_default();
        for state in states.iter().filter(|state| !state.is_empty()) {
            match &mut merged {
                Some(merged) => merged.to_mut().merge(state)?,
                None => merged = Some(Cow::Borrowed(state)),
            }
        }
    }
    Ok(merged.unwrap_or_else(|| Cow::Owned(S::default())))
}

pub(super) fn gather<'p>(
    part: &'p Part,
    codes: &[usize],
    currency: usize,
    segments: Range<usize>,
) -> Result<Merged<'p>, Failure> {
    let layout = &part.layout;
    Ok(match &part.cells {
        Cells::Tally(states) => Merged::Tally(*merged(states, layout, codes, currency, segments)?),
        Cells::Sum(states) => Merged::Sum(*merged(states, layout, codes, currency, segments)?),
        Cells::Extreme(states) => {
            Merged::Extreme(*merged(states, layout, codes, currency, segments)?)
        }
        Cells::Edge(states) => Merged::Edge(*merged(states, layout, codes, currency, segments)?),
        Cells::Distinct(states) => {
            Merged::Distinct(merged(states, layout, codes, currency, segments)?)
        }
        Cells::Quantile(states) => {
            Merged::Quantile(merged(states, layout, codes, currency, segments)?)
        }
        Cells::Seen(_) | Cells::Journey(_) => Merged::Tally(Tally(0)),
    })
}

/// Whether no fact of a key is in the segments, so that it gives no figure.
pub(super) fn untouched(part: &Part, codes: &[usize], segments: Range<usize>) -> bool {
    fn all<S: State>(
        states: &[S],
        layout: &Layout,
        codes: &[usize],
        segments: &Range<usize>,
    ) -> bool {
        let currencies = 0..layout.currencies.len().max(1);
        let mut rows = codes
            .iter()
            .flat_map(|code| currencies.clone().map(|c| (*code, c)));
        rows.all(|(code, currency)| {
            let cells = row(states, layout, code, currency).get(segments.clone());
            cells.unwrap_or_default().iter().all(State::is_empty)
        })
    }
    let layout = &part.layout;
    match &part.cells {
        Cells::Tally(states) => all(states, layout, codes, &segments),
        Cells::Sum(states) => all(states, layout, codes, &segments),
        Cells::Extreme(states) => all(states, layout, codes, &segments),
        Cells::Edge(states) => all(states, layout, codes, &segments),
        Cells::Distinct(states) => all(states, layout, codes, &segments),
        Cells::Quantile(states) => all(states, layout, codes, &segments),
        Cells::Seen(_) | Cells::Journey(_) => true,
    }
}

/// The figure that a state gives. Nothing is a count and a sum of zero, and no figure else.
pub(super) fn value(
    aggregate: &Aggregate,
    merged: &Merged<'_>,
    (scale, money): (u8, bool),
) -> Found {
    let number = |units: i64| (Number::new(i128::from(units), scale), true);
    let finer = if money { scale } else { (scale + MORE).min(18) };
    Ok(match (aggregate, merged) {
        (Aggregate::Count, Merged::Tally(Tally(count))) => {
            Some((Number::new(i128::from(*count), 0), true))
        }
        (Aggregate::Sum(_), Merged::Sum(sum)) => Some((Number::new(sum.units, scale), true)),
        (Aggregate::Sum(_), _) => Some((Number::new(0, scale), true)),
        (Aggregate::Avg(_), Merged::Sum(sum)) => {
            let count = i128::from(sum.count)
                .checked_mul(power(scale))
                .ok_or_else(overflow)?;
            let mean = Number::quotient(sum.units, count, finer);
            if mean.is_none() && sum.count > 0 {
                return Err(overflow());
            }
            mean.map(|mean| (mean, true))
        }
        (Aggregate::Min(_), Merged::Extreme(state)) => state.0.map(|(least, _)| number(least)),
        (Aggregate::Max(_), Merged::Extreme(state)) => state.0.map(|(_, most)| number(most)),
        (Aggregate::First(_), Merged::Edge(state)) => state.0.map(|[(_, first), _]| number(first)),
        (Aggregate::Last(_), Merged::Edge(state)) => state.0.map(|[_, (_, last)]| number(last)),
        (Aggregate::Distinct(_), Merged::Distinct(state)) => {
            let (count, exact) = state.count();
            Some((Number::new(i128::from(count), 0), exact))
        }
        (Aggregate::Percentile(wanted), Merged::Quantile(state)) => {
            let digits = if wanted.between { finer } else { scale };
            let found = state.at(wanted.share, wanted.method(), power(digits - scale));
            found.map(|(units, exact)| (Number::new(units, digits), exact))
        }
        _ => None,
    })
}

/// One figure of many.
pub(super) fn combine(outer: Outer, figures: &[Figure]) -> Found {
    let exact = figures.iter().all(|(_, exact)| *exact);
    let numbers = figures.iter().map(|(number, _)| *number);
    let number = match outer {
        Outer::Count => Some(count(figures.len())),
        Outer::Sum => Some(total(figures)?),
        Outer::Min => numbers.min_by(|a, b| a.order(*b)),
        Outer::Max => numbers.max_by(|a, b| a.order(*b)),
        Outer::Avg => {
            let sum = total(figures)?;
            sum.over(count(figures.len()), (sum.scale() + MORE).min(18))
        }
    };
    Ok(number.map(|number| (number, exact)))
}

pub(super) fn total(figures: &[Figure]) -> Result<Number, Failure> {
    let zero = Number::new(0, figures.first().map_or(0, |(first, _)| first.scale()));
    let mut numbers = figures.iter().map(|(number, _)| *number);
    numbers.try_fold(zero, Number::plus).ok_or_else(overflow)
}
