//! What usage costs, what is told of it, and who earned it.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed"
)]

mod earnings;
mod fixtures;
mod marks;
mod prices;
