//! The store, against servers of its own.

mod contract;
mod server;
