//! What must survive: writers and servers that are killed, many writers and relays at once.
//!
//! Short by default; `PROFILEKIT_SOAK=1` (`cargo xtask soak`) runs everything in full.
#![expect(
    clippy::panic,
    clippy::expect_used,
    clippy::missing_panics_doc,
    reason = "this crate is used by tests only, where a panic is the report"
)]

mod checked;
pub mod users;
mod world;

pub use checked::{Acknowledged, Checked, check};
pub use profilekit_tests::rounds;
pub use world::{Clockwork, Randomness, blueprint, hub, now, open, person};
