//! The store, against servers of its own.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed"
)]

mod contract;
mod lists;
mod members;
mod migrations;
mod opening;
mod relays;
mod rls;
mod server;
mod tls;
mod writers;
