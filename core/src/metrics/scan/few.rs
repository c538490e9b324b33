//! A few facts more: each is put into the cells that it belongs to. To give them cells of their own, and to merge these,
//! would take longer than the facts do.

use std::borrow::Cow;

use super::super::cells::{Cells, Part};
use super::super::facts::{Data, Facts, TextDigest, digest};
use super::super::filter::Bound;
use super::super::partial::Partial;
use super::super::plan::{Atom, Kind, Plan};
use super::super::state::{State, Sum, Tally};
use super::{change, missing, pair};
use crate::error::Failure;

/// So many facts are few.
pub(super) const FEW: usize = 16;

/// A fact that is in a segment of the plan.
struct Fact<'f> {
    facts: &'f Facts,
    row: usize,
    at: i64,
    /// Which of the plan's conditions hold.
    keep: Vec<bool>,
    /// What stands for the text of a column, once it was asked for.
    digest: Option<(usize, TextDigest)>,
}

/// What an atom measures of a fact.
enum Value<'f> {
    None,
    Number(i64),
    Money(i64, (&'f str, u8)),
    Digest(TextDigest),
}

impl Plan {
    /// Adds facts one by one.
    pub(super) fn put(&self, kept: &mut Partial, facts: &Facts) -> Result<(), Failure> {
        self.check(facts)?;
        let instants = facts.at(self.setting.at).ok_or_else(missing)?;
        kept.count(self.fingerprint, facts.rows() as u64)?;
        let filters = self.filters.iter().map(|filter| filter.bind(facts));
        let filters: Vec<Bound<'_>> = filters.collect();
        let rows = (0..facts.rows()).filter_map(|row| Some((row, instants.get(row)?)));
        for (row, at) in rows {
            let mut fact = Fact {
                facts,
                row,
                at,
                keep: filters.iter().map(|filter| filter.holds(row)).collect(),
                digest: None,
            };
            let segment = self.segments.of(at);
            for (atom, part) in self.atoms.iter().zip(&mut kept.parts) {
                let ticks = self.clocks().get(atom.clock).ok_or_else(missing)?;
                let segment = ticks.of(segment) as usize;
                if segment > 0 && fact.counts(atom) {
                    fact.put(atom, (part, segment), self.setting.exact)?;
                }
            }
        }
        Ok(())
    }
}

impl<'f> Fact<'f> {
    fn holds(&self, filter: usize) -> bool {
        self.keep.get(filter) == Some(&true)
    }

    fn counts(&self, atom: &Atom) -> bool {
        atom.filters.iter().all(|filter| self.holds(*filter))
    }

    fn put(
        &mut self,
        atom: &Atom,
        (part, segment): (&mut Part, usize),
        exact: u32,
    ) -> Result<(), Failure> {
        let Some(value) = self.value(atom) else {
            return Ok(());
        };
        let label = match atom.per {
            None => atom.by.and_then(|by| self.text(by)),
            // What has no key is not looked at.
            Some(per) => match (self.text(per), atom.by) {
                (None, _) => return Ok(()),
                (key, None) => key,
                (Some(key), Some(by)) => Some(pair(self.text(by).as_deref(), &key).into()),
            },
        };
        let currency = match &value {
            Value::Money(_, currency) => Some(*currency),
            _ => None,
        };
        let cell = part.place(label.as_deref(), currency)? + segment;
        self.add(atom, (&mut part.cells, cell), (value, exact))
    }

    fn text(&self, place: usize) -> Option<Cow<'f, str>> {
        self.facts.text(place, self.row)
    }

    /// What is measured; nothing where the fact has no value of it.
    fn value(&mut self, atom: &Atom) -> Option<Value<'f>> {
        let Some(of) = atom.of() else {
            return Some(Value::None);
        };
        if matches!(atom.kind, Kind::Distinct(_)) {
            return self.digest(of).map(Value::Digest);
        }
        match self.facts.data(of)? {
            Data::Int(numbers) | Data::Decimal(numbers, _) => {
                numbers.get(self.row).map(Value::Number)
            }
            Data::Money(moneys) => {
                let (units, currency, exponent) = moneys.get(self.row)?;
                Some(Value::Money(units, (currency, exponent)))
            }
            _ => None,
        }
    }

    fn digest(&mut self, of: usize) -> Option<TextDigest> {
        if let Some((_, known)) = self.digest.filter(|(place, _)| *place == of) {
            return Some(known);
        }
        let found = digest(&self.text(of)?);
        self.digest = Some((of, found));
        Some(found)
    }

    fn add(
        &self,
        atom: &Atom,
        (cells, cell): (&mut Cells, usize),
        (value, exact): (Value<'_>, u32),
    ) -> Result<(), Failure> {
        let number = match value {
            Value::Number(units) | Value::Money(units, _) => units,
            Value::None | Value::Digest(_) => 0,
        };
        match cells {
            Cells::Tally(states) => return merge(states, cell, &Tally(1)),
            Cells::Sum(states) => {
                let (units, count) = (number.into(), 1);
                return merge(states, cell, &Sum { units, count });
            }
            Cells::Seen(states) => change(states, cell, |state| state.0 = true),
            Cells::Extreme(states) => change(states, cell, |state| state.add(number)),
            Cells::Edge(states) => change(states, cell, |state| state.add(self.at, number)),
            Cells::Distinct(states) => change(states, cell, |state| {
                state.limit = exact;
                if let Value::Digest(digest) = value {
                    state.add(digest);
                }
            }),
            Cells::Quantile(states) => change(states, cell, |state| {
                state.limit = exact;
                state.add(number);
            }),
            Cells::Journey(states) => change(states, cell, |state| {
                if let Kind::Journey(steps) = &atom.kind {
                    let steps = (0u8..).zip(steps);
                    let taken = steps.filter(|(_, filter)| self.holds(**filter));
                    state.0.extend(taken.map(|(step, _)| (self.at, step)));
                }
            }),
        }
        Ok(())
    }
}

fn merge<S: State>(states: &mut [S], cell: usize, other: &S) -> Result<(), Failure> {
    let state = states.get_mut(cell);
    state.map_or(Ok(()), |state| state.merge(other))
}
