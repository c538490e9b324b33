//! Stores that fail, clocks that go back, callers who ask for what cannot be: nothing is half
//! there, no failure is a permission, and every store gives the same answer.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed"
)]

mod cases;
mod clock;
mod deliveries;
mod essence;
mod failing;
mod given;
mod hot;
mod kept;
mod looks;
mod lots;
mod nth;
mod shared;
mod world;
