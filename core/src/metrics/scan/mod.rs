//! The scan: one pass over the facts for all atoms of a plan.

mod group;
mod values;

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use super::cells::{Cells, Layout, Part};
use super::facts::{Data, Dictionary, Facts, Moneys, Numbers};
use super::filter::Bound;
use super::partial::Partial;
use super::plan::{Atom, Kind, Plan, refuse};
use super::state::{Journey, Quantile, State};
use crate::error::Failure;
use group::groups;
pub(super) use group::{pair, unpair};
use values::Values;

/// Rows that are looked at together: what is known of them stays in the nearest cache.
const BLOCK: usize = 1024;

/// The column that an atom measures.
enum Input<'f> {
    None,
    Numbers(&'f Numbers),
    Money(&'f Moneys),
    Codes(Cow<'f, [u32]>, Arc<Dictionary>),
}

/// An atom and the columns of a table.
struct Work<'f> {
    atom: &'f Atom,
    groups: Option<Cow<'f, [u32]>>,
    input: Input<'f>,
    /// The atom's segment for each of the plan's.
    segments: Vec<u32>,
    part: Part,
    values: Option<Values>,
}

/// What is known of a block of rows.
struct Block<'b> {
    rows: Range<usize>,
    at: &'b [i64],
    segments: Vec<u32>,
    keep: Vec<Vec<bool>>,
    cells: Vec<u32>,
}

impl Plan {
    /// Computes the partial result of some rows of a table. Those of other rows, and of other
    /// tables of the same shape, can be computed elsewhere and merged.
    ///
    /// # Errors
    /// [`crate::error::Code::MetricsBadCard`] for a table of another shape,
    /// [`crate::error::Code::MetricsTooMany`].
    pub fn scan(&self, facts: &Facts, rows: Range<usize>) -> Result<Partial, Failure> {
        if *facts.shape() != self.shape {
            return Err(refuse("the facts have another shape"));
        }
        let Some(Data::Instant(at)) = facts.data(self.setting.at) else {
            return Err(refuse("a column that is not there"));
        };
        let works: Result<Vec<Work<'_>>, Failure> = self
            .atoms
            .iter()
            .map(|atom| self.work(atom, facts))
            .collect();
        let mut works = works?;
        let filters: Vec<Bound<'_>> = self
            .filters
            .iter()
            .map(|filter| filter.bind(facts))
            .collect();
        let rows = rows.start.min(facts.rows())..rows.end.min(facts.rows());
        let mut start = rows.start;
        while start < rows.end {
            let end = rows.end.min(start + BLOCK);
            let mut block = self.block(at, &filters, start..end);
            works.iter_mut().for_each(|work| work.block(&mut block));
            start = end;
        }
        let exact = self.setting.exact;
        let parts = works.into_iter().map(|work| work.finish(exact)).collect();
        Ok(Partial::new(self.fingerprint, rows.len() as u64, parts))
    }

    fn block<'b>(&self, at: &'b Numbers, filters: &[Bound<'_>], rows: Range<usize>) -> Block<'b> {
        let instants = at.values.get(rows.clone()).unwrap_or_default();
        let mut segments: Vec<u32> = instants.iter().map(|at| self.segments.of(*at)).collect();
        if at.nulls.any() {
            for (row, segment) in rows.clone().zip(&mut segments) {
                *segment = if at.nulls.has(row) { 0 } else { *segment };
            }
        }
        let keep = filters.iter().map(|filter| {
            let mut keep = vec![false; rows.len()];
            filter.keep(rows.start, &mut keep);
            keep
        });
        let (keep, cells) = (keep.collect(), Vec::with_capacity(rows.len()));
        Block {
            rows,
            at: instants,
            segments,
            keep,
            cells,
        }
    }

    fn work<'f>(&'f self, atom: &'f Atom, facts: &'f Facts) -> Result<Work<'f>, Failure> {
        let boundaries = self
            .clock_of(atom)
            .map_or(&[][..], |clock| &clock.boundaries);
        let (groups, labels) = groups(atom, facts)?;
        let input = input(atom, facts);
        let currencies = match &input {
            Input::Money(moneys) => moneys.currencies.clone(),
            _ => Vec::new(),
        };
        let segments = boundaries.len().max(1);
        let part = atom.part(
            Layout {
                labels,
                currencies,
                segments,
            },
            self.setting.exact,
        )?;
        let values = match &input {
            Input::Codes(_, dictionary) => Some(Values::new(part.layout.size()?, dictionary)),
            _ => None,
        };
        let segments = self.segments.map_to(boundaries);
        Ok(Work {
            atom,
            groups,
            input,
            segments,
            part,
            values,
        })
    }
}

fn missing() -> Failure {
    refuse("a column that is not there")
}

fn input<'f>(atom: &Atom, facts: &'f Facts) -> Input<'f> {
    let Some(of) = atom.of() else {
        return Input::None;
    };
    if matches!(atom.kind, Kind::Distinct(_)) {
        let coded = facts.coded(of);
        return coded.map_or(Input::None, |(codes, dictionary)| {
            Input::Codes(codes, dictionary)
        });
    }
    match facts.data(of) {
        Some(Data::Int(numbers) | Data::Decimal(numbers, _)) => Input::Numbers(numbers),
        Some(Data::Money(moneys)) => Input::Money(moneys),
        _ => Input::None,
    }
}

impl Work<'_> {
    fn block(&mut self, block: &mut Block<'_>) {
        self.place(block);
        let rows = block.rows.clone();
        let cells = block.cells.iter().map(|cell| *cell as usize);
        match (&mut self.part.cells, &self.input) {
            (Cells::Tally(states), _) => {
                cells.for_each(|cell| {
                    change(states, cell, |state| state.0 = state.0.wrapping_add(1))
                });
            }
            (Cells::Seen(states), _) => {
                cells.for_each(|cell| change(states, cell, |state| state.0 = true));
            }
            (Cells::Sum(states), input) => {
                let values = input.values(rows);
                cells
                    .zip(values)
                    .for_each(|(cell, value)| change(states, cell, |state| state.add(*value)));
            }
            (Cells::Extreme(states), input) => {
                let values = input.values(rows);
                cells
                    .zip(values)
                    .for_each(|(cell, value)| change(states, cell, |state| state.add(*value)));
            }
            (Cells::Edge(states), input) => {
                let values = input.values(rows).iter().zip(block.at);
                cells.zip(values).for_each(|(cell, (value, at))| {
                    change(states, cell, |state| state.add(*at, *value));
                });
            }
            (Cells::Quantile(states), input) => {
                let segments = self.part.layout.segments;
                let values = cells.zip(input.values(rows));
                let counted = values.filter(|(cell, _)| !cell.is_multiple_of(segments));
                counted.for_each(|(cell, value)| change(states, cell, |state| state.add(*value)));
            }
            (Cells::Distinct(_), Input::Codes(codes, _)) => {
                if let Some(values) = &mut self.values {
                    let codes = codes.get(rows).unwrap_or_default();
                    values.add(&block.cells, codes, self.part.layout.segments);
                }
            }
            (Cells::Distinct(_), _) => {}
            (Cells::Journey(states), _) => {
                if let Kind::Journey(steps) = &self.atom.kind {
                    journeys(states, steps, block, self.part.layout.segments);
                }
            }
        }
    }

    /// Finds the cell of each row: segment 0 of its group where it does not count. A layout is
    /// checked to have fewer cells than overflow, and checks here would keep the loops from being
    /// done for eight rows at once.
    fn place(&self, block: &mut Block<'_>) {
        let rows = block.rows.clone();
        block.cells.clear();
        let segment = |segment: &u32| self.segments.get(*segment as usize).copied().unwrap_or(0);
        block.cells.extend(block.segments.iter().map(segment));
        let filters = self.atom.filters.iter();
        for keep in filters.filter_map(|filter| block.keep.get(*filter)) {
            clear(&mut block.cells, keep, |keep| *keep);
        }
        self.leave_out(rows.clone(), &mut block.cells);
        let segments = number(self.part.layout.segments);
        let currencies = number(self.part.layout.currencies.len().max(1));
        if let (Input::Money(moneys), true) = (&self.input, currencies > 1) {
            let codes = moneys.codes.get(rows.clone()).unwrap_or_default();
            for (cell, code) in block.cells.iter_mut().zip(codes) {
                let currency = u32::from(code.saturating_sub(1));
                *cell = cell.wrapping_add(currency.wrapping_mul(segments));
            }
        }
        if let Some(groups) = &self.groups {
            let stride = segments.wrapping_mul(currencies);
            let groups = groups.get(rows).unwrap_or_default();
            for (cell, group) in block.cells.iter_mut().zip(groups) {
                *cell = cell.wrapping_add(group.wrapping_mul(stride));
            }
        }
    }

    /// Rows without a value of what is measured, or of the key that is looked at.
    fn leave_out(&self, rows: Range<usize>, cells: &mut [u32]) {
        match &self.input {
            Input::Numbers(numbers) if numbers.nulls.any() => {
                for (row, cell) in rows.clone().zip(cells.iter_mut()) {
                    *cell = if numbers.nulls.has(row) { 0 } else { *cell };
                }
            }
            Input::Money(moneys) if moneys.gaps => {
                let codes = moneys.codes.get(rows.clone()).unwrap_or_default();
                clear(cells, codes, |code| *code > 0);
            }
            Input::Codes(codes, _) => {
                let codes = codes.get(rows.clone()).unwrap_or_default();
                clear(cells, codes, |code| *code > 0);
            }
            Input::None | Input::Numbers(_) | Input::Money(_) => {}
        }
        if let (Some(groups), true) = (&self.groups, self.atom.per.is_some()) {
            let groups = groups.get(rows).unwrap_or_default();
            clear(cells, groups, |group| *group > 0);
        }
    }

    fn finish(self, exact: u32) -> Part {
        let mut part = self.part;
        if let (Cells::Distinct(states), Some(values), Input::Codes(_, dictionary)) =
            (&mut part.cells, self.values, &self.input)
        {
            values.settle(states, part.layout.segments, exact, dictionary);
        }
        settle(&mut part);
        part
    }
}

/// Adds the steps that each row takes.
fn journeys(states: &mut [Journey], steps: &[usize], block: &Block<'_>, segments: usize) {
    let cells = block.cells.iter().map(|cell| *cell as usize);
    let events = cells.zip(block.at).enumerate();
    for (row, (cell, at)) in events.filter(|(_, (cell, _))| !cell.is_multiple_of(segments)) {
        for (step, filter) in (0u8..).zip(steps) {
            let taken = block.keep.get(*filter).and_then(|keep| keep.get(row));
            if taken == Some(&true) {
                change(states, cell, |state| state.0.push((*at, step)));
            }
        }
    }
}

fn number(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

#[inline]
fn change<S>(states: &mut [S], cell: usize, change: impl FnOnce(&mut S)) {
    if let Some(state) = states.get_mut(cell) {
        change(state);
    }
}

/// Puts rows that do not count into segment 0.
#[inline]
fn clear<T>(cells: &mut [u32], values: &[T], counts: impl Fn(&T) -> bool) {
    for (cell, value) in cells.iter_mut().zip(values) {
        *cell = if counts(value) { *cell } else { 0 };
    }
}

/// Forgets what does not count, and ends what was put off.
fn settle(part: &mut Part) {
    fn clear<S: State>(states: &mut [S], segments: usize) {
        states
            .iter_mut()
            .step_by(segments)
            .for_each(|state| *state = S::default());
    }
    let segments = part.layout.segments;
    match &mut part.cells {
        Cells::Tally(states) => clear(states, segments),
        Cells::Seen(states) => clear(states, segments),
        Cells::Sum(states) => clear(states, segments),
        Cells::Extreme(states) => clear(states, segments),
        Cells::Edge(states) => clear(states, segments),
        Cells::Quantile(states) => states.iter_mut().for_each(Quantile::settle),
        Cells::Distinct(_) | Cells::Journey(_) => {}
    }
}

impl Input<'_> {
    fn values(&self, rows: Range<usize>) -> &[i64] {
        let values = match self {
            Self::Numbers(numbers) => numbers.values.get(rows),
            Self::Money(moneys) => moneys.units.get(rows),
            Self::None | Self::Codes(..) => None,
        };
        values.unwrap_or_default()
    }
}
