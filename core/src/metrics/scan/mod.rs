//! The scan: one pass over the facts for all atoms of a plan.

mod few;
mod fold;
mod group;
mod input;
mod marks;
mod sums;
#[cfg(test)]
mod tests;
mod values;
mod work;

use std::cell::OnceCell;
use std::ops::Range;

use super::cells::Part;
use super::facts::{Facts, Numbers};
use super::filter::Bound;
use super::partial::Partial;
use super::plan::{Atom, Fold, Kind, Plan, Ticks, refuse};
use super::segment::in_order;
use crate::error::Failure;
use fold::folded;
pub(super) use group::{pair, unpair};
use work::Work;

/// Rows that are looked at together: few enough that what is known of them stays in a near cache, and so many that
/// memory is read a column at a time.
const BLOCK: usize = 4096;

/// So many rows are worth a thread: to begin one takes as long as some ten thousands of them.
const THREAD: usize = 1 << 17;

/// What is known of a block of rows.
struct Block<'b> {
    rows: Range<usize>,
    at: &'b [i64],
    /// The plan's segment of each row, where they are not in the order of time.
    segments: Vec<u32>,
    /// Where they are: the plan's segments, each with the row that it ends before.
    runs: Option<Vec<(u32, usize)>>,
    filters: &'b [Bound<'b>],
    /// For each condition which rows it holds for, once that was asked.
    keep: Vec<OnceCell<Vec<bool>>>,
    cells: Vec<u32>,
}

impl Block<'_> {
    /// Which rows a condition holds for.
    fn keep(&self, filter: usize) -> Option<&[bool]> {
        let (known, filter) = (self.keep.get(filter)?, self.filters.get(filter)?);
        let keep = known.get_or_init(|| {
            let mut keep = vec![false; self.rows.len()];
            filter.keep(self.rows.start, &mut keep);
            keep
        });
        Some(keep)
    }

    /// How many of some rows of the table a condition holds for, where it need not say which these are.
    fn count(&self, filter: usize, rows: Range<usize>) -> Option<usize> {
        self.filters.get(filter)?.count(rows)
    }
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
        let parts = self.parts(facts, rows, self.clocks(), &self.folds)?;
        Ok(Partial::new(self.fingerprint, count, parts))
    }

    /// How many threads, `most` at most, it pays to scan so many rows with, each a part of them.
    ///
    /// One, where each value is kept for an exact percentile: all of them would be handed on to be merged, which takes
    /// longer than to have one thread look at them.
    #[must_use]
    pub fn threads(&self, rows: usize, most: usize) -> usize {
        let kept = self
            .atoms
            .iter()
            .any(|atom| matches!(atom.kind, Kind::Quantile(_)));
        if kept && rows <= self.setting.exact as usize {
            return 1;
        }
        (rows / THREAD).clamp(1, most.max(1))
    }

    /// Adds facts to a partial result that is kept: a few of them cost as much as they are, not
    /// as much as the result.
    ///
    /// # Errors
    /// Those of [`Plan::scan`] and [`Partial::merge`].
    pub fn add(&self, kept: &mut Partial, facts: &Facts) -> Result<(), Failure> {
        if facts.rows() <= few::FEW {
            return self.put(kept, facts);
        }
        let touched = self.touched(facts.at(self.setting.at).ok_or_else(missing)?);
        let parts = self.parts(facts, 0..facts.rows(), &touched, &[])?;
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
        folds: &[Option<Fold>],
    ) -> Result<Vec<Part>, Failure> {
        self.check(facts)?;
        let at = facts.at(self.setting.at).ok_or_else(missing)?;
        let mut works = self.works(facts, rows.len(), clocks, folds)?;
        let filters: Vec<Bound<'_>> = self
            .filters
            .iter()
            .map(|filter| filter.bind(facts))
            .collect();
        let mut start = rows.start;
        while start < rows.end {
            // From the second block on, each is as many zones of a column as it can be.
            let end = rows.end.min((start / BLOCK + 1) * BLOCK);
            let mut block = self.block(at, &filters, start..end);
            let works = works.iter_mut().flatten();
            works.for_each(|work| work.block(&mut block));
            start = end;
        }
        let exact = self.setting.exact;
        let scanned = works.into_iter();
        let scanned = scanned.map(|work| work.map(|work| work.finish(exact)));
        self.completed(scanned.collect(), clocks, folds)
    }

    fn check(&self, facts: &Facts) -> Result<(), Failure> {
        let same = *facts.shape() == self.shape;
        same.then_some(())
            .ok_or_else(|| refuse("the facts have another shape"))
    }

    /// What is done for each atom; nothing for one that is put together from another's cells, if
    /// these are not more than the rows that it would take otherwise.
    fn works<'f>(
        &'f self,
        facts: &'f Facts,
        rows: usize,
        clocks: &'f [Ticks],
        folds: &[Option<Fold>],
    ) -> Result<Vec<Option<Work<'f>>>, Failure> {
        let work = |atom: &'f Atom| {
            let ticks = clocks.get(atom.clock).ok_or_else(missing)?;
            Work::new(atom, facts, ticks, self.setting.exact).map(Some)
        };
        let atoms = || {
            let folds = folds.iter().chain(std::iter::repeat(&None));
            self.atoms.iter().zip(folds).enumerate()
        };
        let first = atoms().map(|(_, (atom, fold))| match fold {
            Some(_) => Ok(None),
            None => work(atom),
        });
        let mut works: Vec<Option<Work<'_>>> = first.collect::<Result<_, Failure>>()?;
        let small = |work: &Option<Work<'_>>| {
            let mut work = work.iter();
            work.any(|work| work.size() <= rows.max(BLOCK))
        };
        for (place, (atom, fold)) in atoms() {
            let from = fold.as_ref().map(|fold| works.get(fold.from));
            let scanned = from.is_some_and(|from| !from.is_some_and(small));
            if let (true, Some(slot)) = (scanned, works.get_mut(place)) {
                *slot = work(atom)?;
            }
        }
        Ok(works)
    }

    /// The parts with those that the scan left out.
    fn completed(
        &self,
        mut parts: Vec<Option<Part>>,
        clocks: &[Ticks],
        folds: &[Option<Fold>],
    ) -> Result<Vec<Part>, Failure> {
        for (place, fold) in folds.iter().enumerate() {
            let (Some(None), Some(fold)) = (parts.get(place), fold) else {
                continue;
            };
            let from = parts.get(fold.from).and_then(Option::as_ref);
            let atom = self.atoms.get(place).ok_or_else(missing)?;
            let ticks = clocks.get(atom.clock).ok_or_else(missing)?;
            let (from, exact) = (from.ok_or_else(missing)?, self.setting.exact);
            let part = folded((atom, ticks.segments), fold, from, exact)?;
            if let Some(slot) = parts.get_mut(place) {
                *slot = Some(part);
            }
        }
        let parts = parts.into_iter().map(|part| part.ok_or_else(missing));
        parts.collect()
    }

    fn block<'b>(
        &self,
        at: &'b Numbers,
        filters: &'b [Bound<'b>],
        rows: Range<usize>,
    ) -> Block<'b> {
        let instants = at.values.get(rows.clone()).unwrap_or_default();
        let whole = !at.nulls.any();
        let ordered = whole && (!at.turns || in_order(instants));
        let runs = ordered.then(|| self.segments.runs(instants));
        let mut segments: Vec<u32> = match runs {
            Some(_) => Vec::new(),
            None => instants.iter().map(|at| self.segments.of(*at)).collect(),
        };
        if at.nulls.any() {
            for (row, segment) in rows.clone().zip(&mut segments) {
                *segment = if at.nulls.has(row) { 0 } else { *segment };
            }
        }
        let keep = filters.iter().map(|_| OnceCell::new()).collect();
        Block {
            rows,
            at: instants,
            segments,
            runs,
            filters,
            keep,
            cells: Vec::new(),
        }
    }
}

fn missing() -> Failure {
    refuse("a column that is not there")
}

#[inline]
fn change<S>(states: &mut [S], cell: usize, change: impl FnOnce(&mut S)) {
    if let Some(state) = states.get_mut(cell) {
        change(state);
    }
}
