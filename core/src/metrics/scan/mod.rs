//! The scan: one pass over the facts for all atoms of a plan.

mod group;
mod values;
mod work;

use std::ops::Range;

use super::cells::Part;
use super::facts::{Facts, Numbers};
use super::filter::Bound;
use super::partial::Partial;
use super::plan::{Plan, Ticks, refuse};
use crate::error::Failure;
pub(super) use group::{pair, unpair};
use work::Work;

/// Rows that are looked at together: what is known of them stays in the nearest cache.
const BLOCK: usize = 1024;

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
        let exact = self.setting.exact;
        let works = self.atoms.iter().map(|atom| {
            let ticks = clocks.get(atom.clock).ok_or_else(missing)?;
            Work::new(atom, facts, ticks, exact)
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
