//! Blueprints: those that we ship, everything that can be wrong with one, and the format's
//! JSON Schema.
#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a panic in a function that tests share is the test's report"
)]

mod case;
mod mutation;
mod problems;
mod rows;
mod schema;
mod shipped;
