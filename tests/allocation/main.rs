//! What must not allocate.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a panic is the report of a test"
)]

mod counting;
mod decisions;
mod expr;
