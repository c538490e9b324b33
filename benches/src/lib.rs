//! Seeded input and the peers that ProfileKit is measured beside.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a benchmark that cannot set itself up has nothing to report"
)]

pub mod bookings;
pub mod decisions;
pub mod pushdown;
pub mod redaction;
pub mod rows;
pub mod timing;
pub mod validation;

use profilekit::Kernel;

/// The kernel of the marketplace.
#[must_use]
pub fn marketplace() -> Kernel {
    let blueprint = include_bytes!("../../core/blueprints/marketplace.json");
    Kernel::compile(blueprint).expect("the shipped blueprint compiles")
}
