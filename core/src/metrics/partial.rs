//! Partial results: of some of the facts, to be merged with those of others.

use std::sync::Arc;

use super::cells::{Cells, Layout, Part};
use super::plan::Plan;
use super::state::{Reader, Writer, bad_state};
use crate::error::Failure;

/// What a plan's scan found in some of the facts.
///
/// Its bytes say the same on every runtime, in whatever order the facts came. They hold the
/// labels of groups and the values of keys that are looked at one by one, so they are as
/// confidential as the facts.
#[derive(Debug, Clone)]
pub struct Partial {
    fingerprint: [u8; 16],
    rows: u64,
    pub(super) parts: Vec<Part>,
}

/// The version of the bytes.
const VERSION: u8 = 1;
const MAGIC: &[u8; 4] = b"PKMP";

impl Partial {
    pub(super) fn new(fingerprint: [u8; 16], rows: u64, parts: Vec<Part>) -> Self {
        Self {
            fingerprint,
            rows,
            parts,
        }
    }

    /// How many facts were looked at.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Refuses what a plan of another fingerprint found.
    pub(super) fn check(&self, fingerprint: [u8; 16]) -> Result<(), Failure> {
        let same = self.fingerprint == fingerprint;
        same.then_some(())
            .ok_or_else(|| bad_state("it is of other cards"))
    }

    /// Adds what another partial result of the same plan knows, in any order. What failed knows
    /// a part of it and is good for nothing.
    ///
    /// # Errors
    /// [`crate::error::Code::MetricsBadState`] for one of another plan,
    /// [`crate::error::Code::MetricsOverflow`], [`crate::error::Code::MetricsTooMany`].
    pub fn merge(&mut self, other: &Self) -> Result<(), Failure> {
        self.count(other.fingerprint, other.rows)?;
        let mut parts = self.parts.iter_mut().zip(&other.parts);
        parts.try_for_each(|(one, two)| one.merge(two, None))
    }

    /// Counts facts more, of the same plan.
    pub(super) fn count(&mut self, fingerprint: [u8; 16], rows: u64) -> Result<(), Failure> {
        self.check(fingerprint)?;
        let rows = self.rows.checked_add(rows);
        self.rows = rows.ok_or_else(super::number::overflow)?;
        Ok(())
    }

    /// The result as bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = Writer::default();
        out.0.extend(MAGIC);
        out.0.push(VERSION);
        out.0.extend(self.fingerprint);
        out.number(self.rows);
        self.parts.iter().for_each(|part| part.write(&mut out));
        out.0
    }
}

impl Plan {
    /// The partial result of no facts.
    ///
    /// # Errors
    /// [`crate::error::Code::MetricsTooMany`].
    pub fn nothing(&self) -> Result<Partial, Failure> {
        let parts = self.atoms.iter().map(|atom| {
            let ticks = self.clocks().get(atom.clock);
            let segments = ticks.map_or(1, |ticks| ticks.segments);
            let layout = Layout {
                labels: Arc::default(),
                currencies: Vec::new(),
                segments,
            };
            atom.part(layout, self.setting.exact)
        });
        let parts: Result<Vec<Part>, Failure> = parts.collect();
        Ok(Partial::new(self.fingerprint, 0, parts?))
    }

    /// Reads a partial result of this plan.
    ///
    /// # Errors
    /// [`crate::error::Code::MetricsBadState`] for whatever [`Partial::to_bytes`] of the same
    /// plan does not write.
    pub fn read_partial(&self, bytes: &[u8]) -> Result<Partial, Failure> {
        let mut input = Reader(bytes);
        if input.take(MAGIC.len())? != MAGIC {
            return Err(bad_state("it is something else"));
        }
        if input.byte()? != VERSION {
            return Err(bad_state("it is of another version"));
        }
        if input.array::<16>()? != self.fingerprint {
            return Err(bad_state("it is of other cards"));
        }
        let mut partial = self.nothing()?;
        partial.rows = input.number()?;
        for part in &mut partial.parts {
            part.read(&mut input)?;
            limit(&mut part.cells, self.setting.exact)?;
        }
        input.finish()?;
        Ok(partial)
    }
}

fn limit(cells: &mut Cells, exact: u32) -> Result<(), Failure> {
    match cells {
        Cells::Distinct(states) => states.iter_mut().try_for_each(|state| state.limited(exact)),
        Cells::Quantile(states) => states.iter_mut().try_for_each(|state| state.limited(exact)),
        _ => Ok(()),
    }
}
