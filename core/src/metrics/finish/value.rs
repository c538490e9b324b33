//! Figures from states.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Range;

use super::super::cells::{Cells, Layout, Part, row};
use super::super::facts::ColumnType;
use super::super::measure::{Aggregate, Outer};
use super::super::number::{Number, overflow, power};
use super::super::plan::{Atom, Plan, Prepared, Tree};
use super::super::range::Span;
use super::super::scan::unpair;
use super::super::state::{Distinct, Edge, Extreme, Journey, Quantile, State, Sum, Tally};
use super::super::{Partial, answer::Unit};
use crate::error::Failure;

/// A number, and whether it is exact.
pub(super) type Figure = (Number, bool);
pub(super) type Found = Result<Option<Figure>, Failure>;

/// Digits of a ratio.
const RATIO: u8 = 6;
/// Digits that a mean has more than its column.
const MORE: u8 = 4;

/// The groups that are meant: all, or those with the labels.
#[derive(Clone, Copy)]
pub(super) enum Groups<'g> {
    All,
    Labels(&'g [Option<&'g str>]),
}

/// What a figure is of.
#[derive(Clone, Copy)]
pub(super) struct Place<'g> {
    pub(super) groups: Groups<'g>,
    pub(super) span: Span,
    pub(super) currency: Option<&'g str>,
}

/// States of one kind, merged.
enum Merged {
    Tally(Tally),
    Sum(Sum),
    Extreme(Extreme),
    Edge(Edge),
    Distinct(Distinct),
    Quantile(Quantile),
}

/// A card and the states of its atoms.
pub(super) struct Finish<'p> {
    pub(super) plan: &'p Plan,
    pub(super) card: &'p Prepared,
    pub(super) partial: &'p Partial,
    /// For atoms whose keys were looked at, how many were first seen in each segment.
    pub(super) firsts: RefCell<BTreeMap<usize, Vec<usize>>>,
}

/// Codes of groups, run by run: a run for each key.
struct Runs {
    codes: Vec<usize>,
    ends: Vec<usize>,
}

impl Runs {
    fn iter(&self) -> impl Iterator<Item = &[usize]> {
        let starts = std::iter::once(&0).chain(&self.ends);
        let spans = starts.zip(&self.ends);
        spans.map(|(start, end)| self.codes.get(*start..*end).unwrap_or_default())
    }
}

fn exactly(number: Number) -> Found {
    Ok(Some((number, true)))
}

fn count(number: usize) -> Number {
    Number::new(number as i128, 0)
}

impl<'p> Finish<'p> {
    pub(super) fn figure(&self, tree: &Tree, place: Place<'_>) -> Found {
        match tree {
            Tree::Of(aggregate, atom) => self.aggregate(aggregate, *atom, place),
            Tree::Ratio(one, two) => {
                let (over, under) = (self.figure(one, place)?, self.figure(two, place)?);
                let (Some((over, a)), Some((under, b))) = (over, under) else {
                    return Ok(None);
                };
                let scale = match (self.is_money(one), self.is_money(two)) {
                    (true, false) => over.scale(),
                    _ => RATIO,
                };
                Ok(over.over(under, scale).map(|number| (number, a && b)))
            }
            Tree::Rate(of, micros) => {
                let Some((value, exact)) = self.figure(of, place)? else {
                    return Ok(None);
                };
                let elapsed = i128::from(place.span.until) - i128::from(place.span.start);
                let scale = if self.is_money(of) {
                    value.scale()
                } else {
                    value.scale() + MORE
                };
                let product = value
                    .units()
                    .checked_mul(i128::from(*micros))
                    .ok_or_else(overflow)?;
                let rate = Number::quotient(product, elapsed * power(value.scale()), scale);
                Ok(rate.map(|rate| (rate, exact)))
            }
        }
    }

    fn aggregate(&self, aggregate: &Aggregate, atom: usize, place: Place<'_>) -> Found {
        let (Some(part), Some(spec)) = (self.partial.parts.get(atom), self.plan.atoms.get(atom))
        else {
            return Ok(None);
        };
        let segments = self.card.times.segments(place.span);
        match aggregate {
            Aggregate::New(_) => exactly(count(self.first_seen(atom, place.groups, segments))),
            Aggregate::Funnel(funnel) => {
                let steps = self.reached(part, spec, place, (funnel.steps.len(), funnel.within))?;
                let share = (steps.last(), steps.first());
                let (Some(last), Some(first)) = share else {
                    return Ok(None);
                };
                let share = Number::quotient(i128::from(*last), i128::from(*first), RATIO);
                Ok(share.map(|share| (share, true)))
            }
            Aggregate::Retention(_) => Ok(None),
            Aggregate::Each { inner, outer, .. } => {
                let mut figures = Vec::new();
                for codes in self.keys(part, spec, place.groups).iter() {
                    let found =
                        self.plain(inner, part, spec, codes, place.currency, segments.clone())?;
                    figures.extend(found.filter(|_| !untouched(part, codes, segments.clone())));
                }
                combine(*outer, &figures)
            }
            plain => {
                let codes = self.codes(part, spec, place.groups);
                self.plain(plain, part, spec, &codes, place.currency, segments)
            }
        }
    }

    /// A figure of one level, from the groups with these codes.
    fn plain(
        &self,
        aggregate: &Aggregate,
        part: &Part,
        atom: &Atom,
        codes: &[usize],
        currency: Option<&str>,
        segments: Range<usize>,
    ) -> Found {
        let layout = &part.layout;
        if let (Some(rates), false) = (&self.card.card.rates, layout.currencies.is_empty()) {
            let mut amounts = Vec::new();
            let mut total = 0;
            for (place, (name, exponent)) in layout.currencies.iter().enumerate() {
                if let Merged::Sum(sum) = gather(part, codes, place, segments.clone())? {
                    amounts.push((&**name, Number::new(sum.units, *exponent)));
                    total += sum.count;
                }
            }
            let sum = rates.total(amounts)?;
            return match aggregate {
                Aggregate::Avg(_) => {
                    let count = Number::new(i128::from(total), 0);
                    Ok(sum.over(count, sum.scale()).map(|mean| (mean, true)))
                }
                _ => exactly(sum),
            };
        }
        let place =
            currency.and_then(|name| layout.currencies.iter().position(|(own, _)| **own == *name));
        if !layout.currencies.is_empty() && place.is_none() {
            return value(
                aggregate,
                &Merged::Tally(Tally(0)),
                self.scale(atom, currency),
            );
        }
        let merged = gather(part, codes, place.unwrap_or(0), segments)?;
        let scale = (layout.exponent(place.unwrap_or(0)), true);
        let scale = if layout.currencies.is_empty() {
            self.scale(atom, currency)
        } else {
            scale
        };
        value(aggregate, &merged, scale)
    }

    /// Digits after the point of what an atom measures, and whether it is money.
    fn scale(&self, atom: &Atom, currency: Option<&str>) -> (u8, bool) {
        let column = atom.of().and_then(|of| self.plan.shape.columns().get(of));
        match column.map(|column| &column.ty) {
            Some(ColumnType::Decimal { scale }) => (*scale, false),
            Some(ColumnType::Money { .. }) => (
                currency
                    .and_then(crate::schema::currency_exponent)
                    .unwrap_or(0),
                true,
            ),
            _ => (0, false),
        }
    }

    /// The codes of groups.
    fn codes(&self, part: &Part, atom: &Atom, groups: Groups<'_>) -> Vec<usize> {
        if matches!(groups, Groups::All) {
            return (0..=part.layout.labels.len()).collect();
        }
        let labels = std::iter::once(None).chain(part.layout.labels.iter().map(Some));
        let wanted = |label: Option<&str>| match (groups, atom.by, atom.per) {
            (Groups::All, ..) | (_, None, _) => true,
            (Groups::Labels(labels), Some(_), None) => labels.contains(&label),
            (Groups::Labels(labels), Some(_), Some(_)) => label
                .and_then(unpair)
                .is_some_and(|(label, _)| labels.contains(&label)),
        };
        labels
            .enumerate()
            .filter(|(_, label)| wanted(*label))
            .map(|(code, _)| code)
            .collect()
    }

    /// The codes of groups, key by key.
    fn keys(&self, part: &Part, atom: &Atom, groups: Groups<'_>) -> Runs {
        let mut codes = self.codes(part, atom, groups);
        codes.retain(|code| *code > 0);
        if atom.by.is_none() {
            let ends = (1..=codes.len()).collect();
            return Runs { codes, ends };
        }
        let labels: Vec<&str> = part.layout.labels.iter().collect();
        let mut keys: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for code in codes {
            if let Some((_, key)) = labels.get(code - 1).and_then(|label| unpair(label)) {
                keys.entry(key).or_default().push(code);
            }
        }
        let mut runs = Runs {
            codes: Vec::new(),
            ends: Vec::new(),
        };
        for codes in keys.into_values() {
            runs.codes.extend(codes);
            runs.ends.push(runs.codes.len());
        }
        runs
    }

    /// How many keys were first seen in segments.
    fn first_seen(&self, atom: usize, groups: Groups<'_>, segments: Range<usize>) -> usize {
        let within = |firsts: &[usize]| {
            firsts
                .get(segments.clone())
                .unwrap_or_default()
                .iter()
                .sum()
        };
        if let Groups::Labels(_) = groups {
            return within(&self.count_firsts(atom, groups));
        }
        let mut known = self.firsts.borrow_mut();
        within(
            known
                .entry(atom)
                .or_insert_with(|| self.count_firsts(atom, groups)),
        )
    }

    /// How many keys were first seen in each segment.
    fn count_firsts(&self, atom: usize, groups: Groups<'_>) -> Vec<usize> {
        let (Some(part), Some(spec)) = (self.partial.parts.get(atom), self.plan.atoms.get(atom))
        else {
            return Vec::new();
        };
        let mut firsts = vec![0; part.layout.segments];
        for codes in self.keys(part, spec, groups).iter() {
            let first = seen(part, codes)
                .next()
                .and_then(|first| firsts.get_mut(first));
            if let Some(count) = first {
                *count += 1;
            }
        }
        firsts
    }

    /// How many keys reached each step.
    pub(super) fn reached(
        &self,
        part: &Part,
        atom: &Atom,
        place: Place<'_>,
        (steps, within): (usize, Option<i64>),
    ) -> Result<Vec<u64>, Failure> {
        let Cells::Journey(states) = &part.cells else {
            return Ok(Vec::new());
        };
        let segments = self.card.times.segments(place.span);
        let mut reached = vec![0; steps];
        for codes in self.keys(part, atom, place.groups).iter() {
            let journey = merged::<Journey>(states, &part.layout, codes, 0, segments.clone())?;
            let passed = journey.reached(steps, within);
            reached
                .iter_mut()
                .take(passed)
                .for_each(|count| *count += 1);
        }
        Ok(reached)
    }

    /// For each key the segments in which it was seen.
    pub(super) fn presence(&self, part: &Part, atom: &Atom, groups: Groups<'_>) -> Vec<Vec<usize>> {
        let keys = self.keys(part, atom, groups);
        keys.iter()
            .map(|codes| seen(part, codes).collect())
            .collect()
    }

    fn is_money(&self, tree: &Tree) -> bool {
        matches!(self.unit(tree, None), Unit::Money(_))
    }

    /// What a figure counts.
    pub(super) fn unit(&self, tree: &Tree, currency: Option<&str>) -> Unit {
        match tree {
            Tree::Rate(of, _) => self.unit(of, currency),
            Tree::Ratio(one, two) => match (self.is_money(one), self.is_money(two)) {
                (true, false) => self.unit(one, currency),
                _ => Unit::Ratio,
            },
            Tree::Of(Aggregate::Funnel(_) | Aggregate::Retention(_), _) => Unit::Ratio,
            Tree::Of(Aggregate::Count | Aggregate::Distinct(_) | Aggregate::New(_), _)
            | Tree::Of(
                Aggregate::Each {
                    outer: Outer::Count,
                    ..
                },
                _,
            ) => Unit::Count,
            Tree::Of(_, atom) => match self
                .plan
                .atoms
                .get(*atom)
                .map(|atom| self.scale(atom, None))
            {
                Some((_, true)) => Unit::Money(currency.unwrap_or_default().into()),
                _ => Unit::Number,
            },
        }
    }

    /// The currencies of a card's atoms in the order of their codes.
    pub(super) fn currencies(&self, tree: &Tree) -> Vec<&'p str> {
        match tree {
            Tree::Rate(of, _) => self.currencies(of),
            Tree::Ratio(one, two) => {
                let mut names = [self.currencies(one), self.currencies(two)].concat();
                names.sort_unstable();
                names.dedup();
                names
            }
            Tree::Of(_, atom) => {
                let part = self.partial.parts.get(*atom);
                let mut names: Vec<&str> = part.into_iter().flat_map(Part::currencies).collect();
                names.sort_unstable();
                names
            }
        }
    }
}

/// The segments in which a key was seen, in order.
fn seen<'c>(part: &'c Part, codes: &'c [usize]) -> impl Iterator<Item = usize> + 'c {
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

fn merged<S: State>(
    states: &[S],
    layout: &Layout,
    codes: &[usize],
    currency: usize,
    segments: Range<usize>,
) -> Result<S, Failure> {
    let mut merged = S::default();
    for code in codes {
        let row = row(states, layout, *code, currency);
        for state in row.get(segments.clone()).unwrap_or_default() {
            merged.merge(state)?;
        }
    }
    Ok(merged)
}

fn gather(
    part: &Part,
    codes: &[usize],
    currency: usize,
    segments: Range<usize>,
) -> Result<Merged, Failure> {
    let layout = &part.layout;
    Ok(match &part.cells {
        Cells::Tally(states) => Merged::Tally(merged(states, layout, codes, currency, segments)?),
        Cells::Sum(states) => Merged::Sum(merged(states, layout, codes, currency, segments)?),
        Cells::Extreme(states) => {
            Merged::Extreme(merged(states, layout, codes, currency, segments)?)
        }
        Cells::Edge(states) => Merged::Edge(merged(states, layout, codes, currency, segments)?),
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
fn untouched(part: &Part, codes: &[usize], segments: Range<usize>) -> bool {
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
fn value(aggregate: &Aggregate, merged: &Merged, (scale, money): (u8, bool)) -> Found {
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
fn combine(outer: Outer, figures: &[Figure]) -> Found {
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

fn total(figures: &[Figure]) -> Result<Number, Failure> {
    let zero = Number::new(0, figures.first().map_or(0, |(first, _)| first.scale()));
    let mut numbers = figures.iter().map(|(number, _)| *number);
    numbers.try_fold(zero, Number::plus).ok_or_else(overflow)
}
