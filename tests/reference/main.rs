//! The kernel beside plain reference models, written separately and without care for speed:
//! every combination of a small world, and random worlds by the hundred thousand.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unreachable,
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed"
)]

mod ability;
mod decisions;
mod metrics;
mod small_world;
mod strength;
mod visibility;
mod world;
