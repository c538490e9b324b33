//! ProfileKit: an embeddable profile kernel.
//!
//! A product describes itself once in a blueprint; the compiled kernel then validates
//! profiles, decides who may do what, redacts what a viewer may not see and scores profile
//! strength, with the reason for every answer. The kernel is pure: no I/O, no clock, no
//! randomness; time and ids are arguments.

// Who leaves a part out makes little of what it shares with the others.
#![cfg_attr(not(feature = "hub"), allow(dead_code, unused_imports))]

pub mod access;
pub mod blueprint;
pub mod decimal;
pub mod error;
pub mod expr;
pub mod host;
#[cfg(feature = "hub")]
pub mod hub;
pub mod id;
#[cfg(feature = "hub")]
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
#[cfg(feature = "hub")]
pub mod schedule;
pub mod schema;
#[cfg(feature = "hub")]
pub mod store;
pub mod strength;
pub mod time;
pub mod visibility;
pub mod wire;

#[cfg(feature = "compiler")]
pub use kernel::Kernel;
pub use kernel::Runtime;
