//! What the shipped code of core may know: which module imports which, which crates it stands
//! on, and that it has no clock, no randomness and no I/O.
//!
//! `#[cfg(test)]` code is left out; it may use what it likes.
#![expect(
    clippy::panic,
    reason = "a panic in a function that tests share is the test's report"
)]

mod dependencies;
mod imports;
mod purity;
mod source;

/// Fails with all of `faults`, one a line.
fn assert_none(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}
