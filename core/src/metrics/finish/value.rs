//! Figures from states.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use super::super::Partial;
use super::super::cells::{Cells, Part};
use super::super::measure::Aggregate;
use super::super::money::RateTable;
use super::super::number::{Number, overflow, power};
use super::super::plan::{Atom, Plan, Prepared, Tree};
use super::super::range::Span;
use super::super::scan::unpair;
use super::super::state::{Journey, Tally};
use super::gather::{Merged, combine, gather, merged, seen, untouched, value};
use crate::error::Failure;

/// A number, and whether it is exact.
pub(super) type Figure = (Number, bool);
pub(super) type Found = Result<Option<Figure>, Failure>;

/// Digits of a ratio.
pub(super) const RATIO: u8 = 6;
/// Digits that a mean has more than its column.
pub(super) const MORE: u8 = 4;

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

/// A card and the states of its atoms.
pub(super) struct Finish<'p> {
    pub(super) plan: &'p Plan,
    pub(super) card: &'p Prepared,
    pub(super) partial: &'p Partial,
    /// For atoms whose keys were looked at, how many were first seen in each segment.
    pub(super) firsts: RefCell<BTreeMap<usize, Vec<usize>>>,
    /// For atoms with groups, the codes of each label.
    pub(super) codes: RefCell<BTreeMap<usize, Index<'p>>>,
}

/// The codes of each label: one, or one for each key that was looked at.
pub(super) type Index<'p> = HashMap<Option<&'p str>, Vec<usize>>;

fn index<'p>(part: &'p Part, atom: &Atom) -> Index<'p> {
    let mut index = Index::new();
    let labels = std::iter::once(None).chain(part.layout.labels.iter().map(Some));
    for (code, label) in labels.enumerate() {
        let label = match atom.per {
            None => Some(label),
            Some(_) => label.and_then(unpair).map(|(label, _)| label),
        };
        if let Some(label) = label {
            index.entry(label).or_default().push(code);
        }
    }
    index
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

pub(super) fn count(number: usize) -> Number {
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
                let scale = match (self.plan.is_money(one), self.plan.is_money(two)) {
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
                let scale = if self.plan.is_money(of) {
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
            return converted(aggregate, rates, part, codes, segments);
        }
        let place =
            currency.and_then(|name| layout.currencies.iter().position(|(own, _)| **own == *name));
        if !layout.currencies.is_empty() && place.is_none() {
            return value(
                aggregate,
                &Merged::Tally(Tally(0)),
                self.plan.scale(atom, currency),
            );
        }
        let merged = gather(part, codes, place.unwrap_or(0), segments)?;
        let scale = (layout.exponent(place.unwrap_or(0)), true);
        let scale = if layout.currencies.is_empty() {
            self.plan.scale(atom, currency)
        } else {
            scale
        };
        value(aggregate, &merged, scale)
    }

    /// The codes of groups.
    pub(super) fn codes(&self, part: &Part, atom: &Atom, groups: Groups<'_>) -> Vec<usize> {
        let (Groups::Labels(labels), Some(_)) = (groups, atom.by) else {
            return (0..=part.layout.labels.len()).collect();
        };
        let mut atoms = self.plan.atoms.iter();
        let place = atoms.position(|known| std::ptr::eq(known, atom));
        let Some((place, part)) =
            place.and_then(|place| Some((place, self.partial.parts.get(place)?)))
        else {
            return Vec::new();
        };
        let mut known = self.codes.borrow_mut();
        let by_label = known.entry(place).or_insert_with(|| index(part, atom));
        let codes = labels.iter().filter_map(|label| by_label.get(label));
        let mut codes: Vec<usize> = codes.flatten().copied().collect();
        codes.sort_unstable();
        codes
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
        if let (None, Cells::Seen(states)) = (spec.by, &part.cells) {
            // What has no key is not looked at, and the first segment does not count.
            for states in states.chunks(part.layout.segments).skip(1) {
                let first = states.iter().skip(1).position(|seen| seen.0);
                if let Some(count) = first.and_then(|first| firsts.get_mut(first)) {
                    *count += 1;
                }
            }
            return firsts;
        }
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

    /// Shows for each key the segments in which it was seen.
    pub(super) fn presence(
        &self,
        (part, atom): (&Part, &Atom),
        groups: Groups<'_>,
        mut show: impl FnMut(&mut dyn Iterator<Item = usize>),
    ) {
        for codes in self.keys(part, atom, groups).iter() {
            show(&mut seen(part, codes));
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

/// A sum or mean of amounts in the currency of a table.
fn converted(
    aggregate: &Aggregate,
    rates: &RateTable,
    part: &Part,
    codes: &[usize],
    segments: Range<usize>,
) -> Found {
    let mut amounts = Vec::new();
    let mut total = 0;
    for (place, (name, exponent)) in part.layout.currencies.iter().enumerate() {
        if let Merged::Sum(sum) = gather(part, codes, place, segments.clone())? {
            amounts.push((&**name, Number::new(sum.units, *exponent)));
            total += i128::from(sum.count);
        }
    }
    let sum = rates.total(amounts)?;
    match aggregate {
        Aggregate::Avg(_) => {
            let mean = sum.over(Number::new(total, 0), sum.scale());
            Ok(mean.map(|mean| (mean, true)))
        }
        _ => exactly(sum),
    }
}
