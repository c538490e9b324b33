//! `profilekit open`: a store from the command line, with what people read and what machines do.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed"
)]

mod audit;
mod dashboard;
mod outbox;
mod people;
mod postgres;
mod records;
mod upkeep;
mod world;
