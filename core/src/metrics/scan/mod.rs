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
use super::plan::{Atom, Kind, Plan, Ticks, refuse};
use super::state::{Journey, State};
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
    segments: &'f [u32],
    /// Whether nothing but its time decides about the cell of a row.
    timed: bool,
    part: Part,
    values: Option<Values>,
}

/// What is known of a block of rows.
struct Block<'b> {
    rows: Range<usize>,
    at: &'b [i64],
    /// The plan's segment of each row, where they are not in the order of time.
    segments: Vec<u32>,
    /// Where they are: the plan's segments, each with the row that it ends before.
    runs: Option<Vec<(u32, usize)>>,
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
        let rows = rows.start.min(facts.rows())..rows.end.min(facts.rows());
        let count = rows.len() as u64;
        let parts = self.parts(facts, rows, self.clocks())?;
        Ok(Partial::new(self.fingerprint, count, parts))
    }

    /// Adds facts to a partial result that is kept: a few of them cost as much as they are, not
    /// as much as the result.
    ///
    /// # Errors
    /// Those of [`Plan::scan`] and [`Partial::merge`].
    pub fn add(&self, kept: &mut Partial, facts: &Facts) -> Result<(), Failure> {
        let touched = self.touched(facts.at(self.setting.at).ok_or_else(missing)?);
        let parts = self.parts(facts, 0..facts.rows(), &touched)?;
        kept.count(self.fingerprint, facts.rows() as u64)?;
        let of = self.atoms.iter().filter_map(|atom| touched.get(atom.clock));
        let mut parts = kept.parts.iter_mut().zip(parts.iter().zip(of));
        parts.try_for_each(|(kept, (new, ticks))| kept.merge(new, ticks.touched.as_deref()))
    }

    /// The segments of each clock that the instants are in, and no others.
    fn touched(&self, at: &Numbers) -> Vec<Ticks> {
        let mut all: Vec<u32> = at.values.iter().map(|at| self.segments.of(*at)).collect();
        all.sort_unstable();
        all.dedup();
        let clocks = self.clocks().iter();
        clocks.map(|ticks| ticks.among(&all)).collect()
    }

    fn parts(
        &self,
        facts: &Facts,
        rows: Range<usize>,
        clocks: &[Ticks],
    ) -> Result<Vec<Part>, Failure> {
        if *facts.shape() != self.shape {
            return Err(refuse("the facts have another shape"));
        }
        let at = facts.at(self.setting.at).ok_or_else(missing)?;
        let works = self.atoms.iter().map(|atom| {
            let ticks = clocks.get(atom.clock).ok_or_else(missing)?;
            self.work(atom, facts, ticks)
        });
        let mut works = works.collect::<Result<Vec<Work<'_>>, Failure>>()?;
        let filters: Vec<Bound<'_>> = self
            .filters
            .iter()
            .map(|filter| filter.bind(facts))
            .collect();
        let mut start = rows.start;
        while start < rows.end {
            let end = rows.end.min(start + BLOCK);
            let mut block = self.block(at, &filters, start..end);
            works.iter_mut().for_each(|work| work.block(&mut block));
            start = end;
        }
        let exact = self.setting.exact;
        Ok(works.into_iter().map(|work| work.finish(exact)).collect())
    }

    fn block<'b>(&self, at: &'b Numbers, filters: &[Bound<'_>], rows: Range<usize>) -> Block<'b> {
        let instants = at.values.get(rows.clone()).unwrap_or_default();
        let whole = !at.nulls.any();
        let runs = whole.then(|| self.segments.runs(instants)).flatten();
        let mut segments: Vec<u32> = match runs {
            Some(_) => Vec::new(),
            None => instants.iter().map(|at| self.segments.of(*at)).collect(),
        };
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
            runs,
            keep,
            cells,
        }
    }

    fn work<'f>(
        &'f self,
        atom: &'f Atom,
        facts: &'f Facts,
        ticks: &'f Ticks,
    ) -> Result<Work<'f>, Failure> {
        let (groups, labels) = groups(atom, facts)?;
        let input = input(atom, facts);
        let currencies = match &input {
            Input::Money(moneys) => moneys.currencies.clone(),
            _ => Vec::new(),
        };
        let part = atom.part(
            Layout {
                labels,
                currencies,
                segments: ticks.segments,
            },
            self.setting.exact,
        )?;
        let values = match &input {
            Input::Codes(_, dictionary) => Some(Values::new(part.layout.size()?, dictionary)),
            _ => None,
        };
        let whole = match &input {
            Input::None => true,
            Input::Numbers(numbers) => !numbers.nulls.any(),
            Input::Money(moneys) => !moneys.gaps && part.layout.currencies.len() < 2,
            Input::Codes(..) => false,
        };
        let by_row = matches!(part.cells, Cells::Distinct(_) | Cells::Journey(_));
        let timed = whole && !by_row && atom.filters.is_empty() && groups.is_none();
        Ok(Work {
            atom,
            groups,
            input,
            segments: &ticks.map,
            timed,
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
    /// The atom's segment for one of the plan's.
    fn segment(&self, segment: u32) -> u32 {
        self.segments.get(segment as usize).copied().unwrap_or(0)
    }

    fn block(&mut self, block: &mut Block<'_>) {
        let Some(runs) = &block.runs else {
            return self.each(block);
        };
        if runs.iter().all(|(segment, _)| self.segment(*segment) == 0) {
            return;
        }
        if !self.timed {
            return self.each(block);
        }
        let mut from = 0;
        let mut runs = runs.iter().peekable();
        while let Some((segment, end)) = runs.next() {
            let cell = self.segment(*segment);
            let goes_on = runs.peek().map(|(next, _)| self.segment(*next));
            if goes_on == Some(cell) {
                continue;
            }
            if cell > 0 {
                self.whole(cell as usize, from..*end, block);
            }
            from = *end;
        }
    }

    /// Takes rows of a block that are all in one cell.
    fn whole(&mut self, cell: usize, within: Range<usize>, block: &Block<'_>) {
        let start = block.rows.start;
        let rows = start + within.start..start + within.end;
        let count = rows.len() as u64;
        let at = block.at.get(within).unwrap_or_default();
        let values = self.input.values(rows);
        match &mut self.part.cells {
            Cells::Tally(states) => change(states, cell, |state| {
                state.0 = state.0.wrapping_add(count);
            }),
            Cells::Seen(states) => change(states, cell, |state| state.0 = true),
            Cells::Sum(states) => change(states, cell, |state| state.extend(values)),
            Cells::Extreme(states) => change(states, cell, |state| {
                values.iter().for_each(|value| state.add(*value));
            }),
            Cells::Edge(states) => change(states, cell, |state| {
                let pairs = at.iter().zip(values);
                pairs.for_each(|(at, value)| state.add(*at, *value));
            }),
            Cells::Quantile(states) => change(states, cell, |state| state.extend(values)),
            // Their rows are of groups, or of codes.
            Cells::Distinct(_) | Cells::Journey(_) => {}
        }
    }

    /// Takes rows one by one.
    fn each(&mut self, block: &mut Block<'_>) {
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
                let one = self.groups.is_none() && self.part.layout.currencies.len() < 2;
                let counts = |cell: usize| match one {
                    true => cell != 0,
                    false => !cell.is_multiple_of(segments),
                };
                let counted = values.filter(|(cell, _)| counts(*cell));
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
        match &block.runs {
            Some(runs) => {
                for (segment, end) in runs {
                    block.cells.resize(*end, self.segment(*segment));
                }
            }
            None => {
                let segments = block.segments.iter();
                block
                    .cells
                    .extend(segments.map(|segment| self.segment(*segment)));
            }
        }
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
        Cells::Quantile(_) | Cells::Distinct(_) | Cells::Journey(_) => {}
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
