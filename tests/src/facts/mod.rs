//! Facts and questions that engines are held to.

#![allow(
    clippy::unwrap_used,
    reason = "a fixture that is not read is a failed test"
)]

mod table;
pub mod worlds;

pub use table::{Cell, Table};
