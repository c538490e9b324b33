//! Where tests find what they read.
//!
//! Fixtures lie in `tests/fixtures/<area>/*.json`, readable without the code, for every language.
//! Files of npm packages lie in a cache that `cargo xtask test` fills and names.
#![expect(
    clippy::panic,
    clippy::indexing_slicing,
    reason = "this crate is used by tests only, where a panic is the report"
)]

mod corpus;
pub mod dashboards;
pub mod facts;
mod fixture;
mod fuzz;
mod garden;
mod nats;
mod npm;
mod postgres;
pub mod profiles;
mod python;
mod seeded;

pub use corpus::{AREAS, corpus, merged};
pub use fixture::{Fixture, difference, fixtures};
pub use fuzz::{Fuzz, fnv1a};
pub use garden::{Canary, Garden};
pub use nats::Nats;
pub use npm::npm_file;
pub use postgres::Postgres;
pub use python::{interpreter, python};
pub use seeded::Seeded;

use std::path::{Path, PathBuf};

/// The folder of the workspace.
#[must_use]
pub fn workspace() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap_or(package).to_path_buf()
}

/// How often something is done: in full where that is asked for, as `cargo xtask soak` does by
/// `PROFILEKIT_SOAK=1`.
#[must_use]
pub fn rounds(short: usize, full: usize) -> usize {
    match std::env::var("PROFILEKIT_SOAK") {
        Ok(word) if word == "1" => full,
        _ => short,
    }
}
