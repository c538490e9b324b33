//! What people are owed: everything that is there about them, and that it goes.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed"
)]

mod consent;
mod drift;
mod erasure;
mod export;
mod feed;
mod held;
mod retention;
mod shared;
mod tenants;
mod world;
