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
pub use world::{Clockwork, Randomness, blueprint, hub, now, open, person};

/// How often something is done: in full where that is asked for.
#[must_use]
pub fn rounds(short: usize, full: usize) -> usize {
    match std::env::var("PROFILEKIT_SOAK") {
        Ok(word) if word == "1" => full,
        _ => short,
    }
}
