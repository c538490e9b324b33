//! What is done for one atom, block by block.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::ops::Range;

use super::super::cells::{Cells, Layout, Part};
use super::super::facts::{Bounds, Facts};
use super::super::plan::{Atom, Kind, Ticks};
use super::super::state::{Journey, State, Sum};
use super::group::groups;
use super::input::Input;
use super::marks::Marks;
use super::sums::Sums;
use super::values::Values;
use super::{Block, change};
use crate::error::Failure;

/// An atom and the columns of a table.
pub(super) struct Work<'f> {
    atom: &'f Atom,
    groups: Option<Cow<'f, [u32]>>,
    input: Input<'f>,
    /// The segments of the atom's clock.
    ticks: &'f Ticks,
    /// Whether nothing but its time decides about the cell of a row that counts.
    timed: bool,
    /// Whether some rows have nothing to measure.
    gaps: bool,
    part: Part,
    values: Option<Values>,
    sums: Option<Sums>,
    /// Where keys are looked at and nothing else.
    marks: Option<Marks>,
}

impl<'f> Work<'f> {
    pub(super) fn new(
        atom: &'f Atom,
        facts: &'f Facts,
        ticks: &'f Ticks,
        exact: u32,
    ) -> Result<Self, Failure> {
        let (groups, labels) = groups(atom, facts)?;
        let input = Input::new(atom, facts);
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
            exact,
        )?;
        let values = match &input {
            Input::Codes(_, dictionary) => Some(Values::new(part.layout.size()?, dictionary)),
            _ => None,
        };
        let keys = matches!(part.cells, Cells::Seen(_)) && atom.by.is_none();
        let marks = keys.then(|| Marks::new(ticks.segments, part.layout.labels.len() + 1));
        let sums = groups.is_some().then(Sums::default);
        let timed = keys || groups.is_none() && part.layout.currencies.len() < 2;
        Ok(Self {
            atom,
            groups,
            ticks,
            timed,
            gaps: input.gaps(),
            input,
            part,
            values,
            sums,
            marks,
        })
    }

    /// The atom's segment for one of the plan's.
    fn segment(&self, segment: u32) -> u32 {
        self.ticks.of(segment)
    }

    /// How many cells there are.
    pub(super) fn size(&self) -> usize {
        self.part.layout.size().unwrap_or(usize::MAX)
    }

    pub(super) fn block(&mut self, block: &mut Block<'_>) {
        let Some(runs) = &block.runs else {
            return self.each(block);
        };
        if runs.iter().all(|(segment, _)| self.segment(*segment) == 0) {
            return;
        }
        if !self.timed && !self.grouped(block) {
            return self.each(block);
        }
        let mut from = 0;
        let keep = OnceCell::new();
        let mut runs = runs.iter().peekable();
        while let Some((segment, end)) = runs.next() {
            let cell = self.segment(*segment);
            let goes_on = runs.peek().map(|(next, _)| self.segment(*next));
            if goes_on == Some(cell) {
                continue;
            }
            let cell = cell as usize;
            if cell > 0 && !self.counted(cell, from..*end, block) {
                let keep = keep.get_or_init(|| self.keep(block)).as_deref();
                self.run(cell, from..*end, (block, keep));
            }
            from = *end;
        }
    }

    /// Counts rows of a block under the only condition, where nobody need know which of them it holds for.
    fn counted(&mut self, cell: usize, within: Range<usize>, block: &Block<'_>) -> bool {
        let [filter] = *self.atom.filters else {
            return false;
        };
        let (Cells::Tally(states), None) = (&mut self.part.cells, &self.groups) else {
            return false;
        };
        let start = block.rows.start;
        let count = block.count(filter, start + within.start..start + within.end);
        if let Some(count) = count {
            change(states, cell, |state| {
                state.0 = state.0.wrapping_add(count as u64);
            });
        }
        count.is_some()
    }

    /// Whether the rows of a block, which are of groups, are added up run by run.
    fn grouped(&self, block: &Block<'_>) -> bool {
        let runs = block.runs.as_ref().map_or(usize::MAX, Vec::len);
        let pays = Sums::pays(&self.part, runs, block.rows.len());
        pays && self.input.holds(block.rows.clone(), Sums::BITS)
    }

    /// Which rows of a block count; `None` where all do.
    fn keep<'b>(&self, block: &'b Block<'_>) -> Option<Cow<'b, [bool]>> {
        let filters = self.atom.filters.iter();
        let mut filters = filters.filter_map(|filter| block.keep(*filter));
        let first = filters.next().map(Cow::Borrowed);
        let mut keep = match first {
            Some(keep) => keep,
            None if self.gaps => vec![true; block.rows.len()].into(),
            None => return None,
        };
        for other in filters {
            let both = keep.to_mut().iter_mut().zip(other);
            both.for_each(|(keep, other)| *keep &= other);
        }
        if self.gaps {
            self.only_measured(block.rows.clone(), keep.to_mut());
        }
        Some(keep)
    }

    /// Leaves out the rows without a value of what is measured.
    fn only_measured(&self, rows: Range<usize>, keep: &mut [bool]) {
        match &self.input {
            Input::Numbers(numbers) => {
                let rows = keep.iter_mut().zip(rows);
                rows.for_each(|(keep, row)| *keep &= !numbers.nulls.has(row));
            }
            Input::Money(moneys) => {
                let codes = moneys.codes.get(rows).unwrap_or_default();
                let rows = keep.iter_mut().zip(codes);
                rows.for_each(|(keep, code)| *keep &= *code > 0);
            }
            Input::None | Input::Codes(..) => {}
        }
    }

    /// Takes those rows of a block that count, all in one cell.
    fn run(
        &mut self,
        cell: usize,
        within: Range<usize>,
        (block, keep): (&Block<'_>, Option<&[bool]>),
    ) {
        let start = block.rows.start;
        let rows = start + within.start..start + within.end;
        let kept = keep.and_then(|keep| keep.get(within.clone()));
        if let (Some(values), Input::Codes(codes, _)) = (&mut self.values, &self.input) {
            let codes = codes.get(rows).unwrap_or_default();
            return values.extend(cell, codes, kept);
        }
        if let (Some(marks), Some(groups)) = (&mut self.marks, &self.groups) {
            return marks.take(cell, groups.get(rows).unwrap_or_default(), kept);
        }
        if let (Some(sums), Some(groups)) = (&mut self.sums, &self.groups) {
            let codes = groups.get(rows.clone()).unwrap_or_default();
            let rows = (codes, self.input.values(rows), kept);
            let keys = self.atom.per.is_some();
            return sums.take(&mut self.part, cell, rows, keys);
        }
        let values = self.input.values(rows.clone());
        let at = block.at.get(within).unwrap_or_default();
        let Some(keep) = kept else {
            match &mut self.part.cells {
                Cells::Extreme(states) => {
                    if let Some((least, most)) = self.input.bounds(rows, Bounds::within) {
                        change(states, cell, |state| {
                            state.add(least);
                            state.add(most);
                        });
                    }
                }
                Cells::Sum(states) if self.input.holds(rows, Sum::SMALL) => {
                    change(states, cell, |state| state.extend_small(values));
                }
                cells => take(cells, cell, at.len(), (at, values)),
            }
            return;
        };
        let count = count(keep);
        let at = match self.part.cells {
            Cells::Edge(_) => pick(at, keep),
            _ => Vec::new(),
        };
        let values = pick(values, keep);
        take(&mut self.part.cells, cell, count, (&at, &values));
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
        let mut cells = std::mem::take(&mut block.cells);
        cells.clear();
        match &block.runs {
            Some(runs) => {
                for (segment, end) in runs {
                    cells.resize(*end, self.segment(*segment));
                }
            }
            None => {
                let segments = block.segments.iter();
                cells.extend(segments.map(|segment| self.segment(*segment)));
            }
        }
        let filters = self.atom.filters.iter();
        for keep in filters.filter_map(|filter| block.keep(*filter)) {
            clear(&mut cells, keep, |keep| *keep);
        }
        self.leave_out(rows.clone(), &mut cells);
        let segments = number(self.part.layout.segments);
        let currencies = number(self.part.layout.currencies.len().max(1));
        if let (Input::Money(moneys), true) = (&self.input, currencies > 1) {
            let codes = moneys.codes.get(rows.clone()).unwrap_or_default();
            for (cell, code) in cells.iter_mut().zip(codes) {
                let currency = u32::from(code.saturating_sub(1));
                *cell = cell.wrapping_add(currency.wrapping_mul(segments));
            }
        }
        if let Some(groups) = &self.groups {
            let stride = segments.wrapping_mul(currencies);
            let groups = groups.get(rows).unwrap_or_default();
            for (cell, group) in cells.iter_mut().zip(groups) {
                *cell = cell.wrapping_add(group.wrapping_mul(stride));
            }
        }
        block.cells = cells;
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

    pub(super) fn finish(self, exact: u32) -> Part {
        let mut part = self.part;
        if let (Cells::Distinct(states), Some(values), Input::Codes(_, dictionary)) =
            (&mut part.cells, self.values, &self.input)
        {
            values.settle(states, part.layout.segments, exact, dictionary);
        }
        if let (Cells::Seen(states), Some(marks)) = (&mut part.cells, &self.marks) {
            marks.tell(states, part.layout.segments);
        }
        settle(&mut part);
        part
    }
}

/// How many are kept, several of which are counted at once.
fn count(keep: &[bool]) -> usize {
    let parts = keep.chunks(128);
    let few = |keep: &[bool]| {
        keep.iter()
            .fold(0u8, |few, keep| few.wrapping_add(u8::from(*keep)))
    };
    parts.map(|keep| usize::from(few(keep))).sum()
}

/// The values that are kept. Each is written, and those that are not are written over: a branch
/// that nobody foresees would take longer.
fn pick(values: &[i64], keep: &[bool]) -> Vec<i64> {
    let mut picked = vec![0; values.len()];
    let mut count = 0usize;
    for (value, keep) in values.iter().zip(keep) {
        if let Some(slot) = picked.get_mut(count) {
            *slot = *value;
        }
        count = count.wrapping_add(usize::from(*keep));
    }
    picked.truncate(count);
    picked
}

/// Takes so many rows into one cell: when each happened, and its value.
fn take(cells: &mut Cells, cell: usize, count: usize, (at, values): (&[i64], &[i64])) {
    if count == 0 {
        return;
    }
    match cells {
        Cells::Tally(states) => change(states, cell, |state| {
            state.0 = state.0.wrapping_add(count as u64);
        }),
        Cells::Seen(states) => change(states, cell, |state| state.0 = true),
        Cells::Sum(states) => change(states, cell, |state| state.extend(values)),
        Cells::Extreme(states) => change(states, cell, |state| state.extend(values)),
        Cells::Edge(states) => change(states, cell, |state| {
            let pairs = at.iter().zip(values);
            pairs.for_each(|(at, value)| state.add(*at, *value));
        }),
        Cells::Quantile(states) => change(states, cell, |state| state.extend(values)),
        // Their rows are of groups, or of codes.
        Cells::Distinct(_) | Cells::Journey(_) => {}
    }
}

/// Adds the steps that each row takes.
fn journeys(states: &mut [Journey], steps: &[usize], block: &Block<'_>, segments: usize) {
    let cells = block.cells.iter().map(|cell| *cell as usize);
    let events = cells.zip(block.at).enumerate();
    for (row, (cell, at)) in events.filter(|(_, (cell, _))| !cell.is_multiple_of(segments)) {
        for (step, filter) in (0u8..).zip(steps) {
            let taken = block.keep(*filter).and_then(|keep| keep.get(row));
            if taken == Some(&true) {
                change(states, cell, |state| state.0.push((*at, step)));
            }
        }
    }
}

fn number(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
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
