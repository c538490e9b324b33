//! What a database finds for a plan is what a scan finds, state by state.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed"
)]

mod dashboards;
mod engine;
mod refusals;
mod worlds;
