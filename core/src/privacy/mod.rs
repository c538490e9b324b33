//! What is owed to the people whom records are about: an account of every change that nobody can
//! alter unseen, of which what names a person can be taken away.

mod audit;
mod digest;

pub use audit::{Broken, Chain, Detail, Entry, Link, Outcome};
pub use digest::Digest;
