//! ProfileKit: an embeddable profile kernel.
//!
//! A product describes itself once in a blueprint; the compiled kernel then validates
//! profiles, decides who may do what, redacts what a viewer may not see and scores profile
//! strength, with the reason for every answer. The kernel is pure: no I/O, no clock, no
//! randomness; time and ids are arguments.

// Without the compiler little is made of what it shares with what answers.
#![cfg_attr(not(feature = "compiler"), allow(dead_code))]

pub mod access;
pub mod blueprint;
pub mod decimal;
pub mod error;
pub mod expr;
pub mod host;
#[cfg(feature = "compiler")]
pub mod hub;
pub mod id;
#[cfg(feature = "compiler")]
pub mod identity;
mod image;
pub mod json;
pub mod kernel;
#[cfg(feature = "compiler")]
pub mod metrics;
mod order;
pub mod pattern;
#[cfg(feature = "compiler")]
pub mod privacy;
#[cfg(feature = "compiler")]
pub mod schedule;
pub mod schema;
#[cfg(feature = "compiler")]
pub mod store;
pub mod strength;
pub mod time;
pub mod visibility;
pub mod wire;

#[cfg(feature = "compiler")]
pub use kernel::Kernel;
pub use kernel::Runtime;
