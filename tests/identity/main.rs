//! Accounts that follow the identity provider, on every store.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed"
)]

mod anything;
mod aside;
mod calling;
mod deliveries;
mod differing;
mod fixture;
mod guarding;
mod guide;
mod interrupted;
mod late;
mod leaving;
mod meeting;
mod never;
mod noisy;
mod noted;
mod oracle;
mod orders;
mod owners;
mod payload;
mod reconciling;
mod standing;
mod staying;
mod taken;
mod telling;
mod verifying;
mod whose;
mod world;
