//! Conditions: fixtures, and comparison with another implementation of CEL.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a panic is the report of a test"
)]

mod differential;
mod document;
mod fixture;
mod generate;
mod random;
mod robustness;
mod world;
