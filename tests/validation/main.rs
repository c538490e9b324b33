//! Validation of documents: the fixtures, agreement with JSON Schema, and properties.
#![expect(
    clippy::panic,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a panic is how a test fails"
)]

mod agreement;
mod case;
mod codes;
mod fixtures;
mod generator;
mod javascript;
mod naughty;
mod product;
mod properties;
mod wide;
