//! Figures over facts.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed"
)]

mod case;
mod cdnow;
mod fixtures;
mod hostile;
