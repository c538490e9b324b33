//! Facts as files and batches, and a cluster on this machine.
#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "this crate is used by tests only, where a panic is the report"
)]

mod cluster;
mod loaded;
mod room;

pub use cluster::Cluster;
pub use loaded::{Forms, batch, write_shards};
pub use room::with_room;
