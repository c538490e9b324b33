//! Partial states: what is known of some of the facts, and how two of them become one.
//!
//! Merging is associative and commutative, so that a result does not depend on how the facts
//! were split; a property test holds every state to it.

mod bucket;
mod bytes;
mod distinct;
mod journey;
mod near;
mod quantile;
mod rank;
mod simple;

pub(super) use bucket::SKETCH_ERROR as QUANTILE_ERROR;
pub(super) use bytes::{Reader, Writer, bad_state};
pub(super) use distinct::{Distinct, SKETCH_ERROR as DISTINCT_ERROR};
pub(super) use journey::{Journey, Seen};
pub(super) use quantile::{Method, Quantile};
pub(super) use simple::{Edge, Extreme, Sum, Tally};

use crate::error::Failure;

/// The state of one measure in one cell: a group in a segment of time.
pub(super) trait State: Clone + Default {
    /// Adds what another state knows.
    fn merge(&mut self, other: &Self) -> Result<(), Failure>;

    /// Whether no fact was seen.
    fn is_empty(&self) -> bool;

    /// Writes the state; equal knowledge gives equal bytes.
    fn write(&self, out: &mut Writer);

    /// Reads a state.
    fn read(bytes: &mut Reader<'_>) -> Result<Self, Failure>;
}
