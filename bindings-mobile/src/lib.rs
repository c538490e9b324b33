//! The kernel for Swift and Kotlin: converts, calls the kernel, converts.
//!
//! What a developer of an app sees is in `../swift` and `../kotlin`, over the sources that uniffi
//! generates from this crate. Answers with a shape are records, documents cross as JSON text or
//! bytes. Every function gives a `Result`, for then a panic arrives as an error that can be
//! caught, and the next call works.

#![expect(
    clippy::result_large_err,
    reason = "a uniffi error is a value, and failing is rare"
)]

pub mod answer;
pub mod failure;
pub mod handle;
pub mod kernel;
pub mod question;

uniffi::setup_scaffolding!("profilekit");
