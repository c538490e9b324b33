//! The Node addon: converts, calls the kernel, converts.
//!
//! Everything that a caller sees is in `../lib`; what is here takes text, bytes and handles and
//! gives text and numbers. A failure is an error whose message is the JSON of
//! [`profilekit::wire::failure`]; a panic becomes an error too, and the next call works.

pub mod facts;
pub mod failure;
pub mod identity;
pub mod kernel;
mod text;
