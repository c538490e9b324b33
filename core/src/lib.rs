//! ProfileKit: an embeddable profile kernel.
//!
//! A product describes itself once in a blueprint; the compiled kernel then validates
//! profiles, decides who may do what, redacts what a viewer may not see and scores profile
//! strength, with the reason for every answer. The kernel is pure: no I/O, no clock, no
//! randomness; time and ids are arguments.

pub mod access;
pub mod blueprint;
pub mod decimal;
pub mod error;
pub mod expr;
pub mod hub;
pub mod id;
pub mod identity;
pub mod json;
pub mod kernel;
pub mod metrics;
mod order;
pub mod pattern;
pub mod privacy;
pub mod schema;
pub mod store;
pub mod strength;
pub mod time;
pub mod visibility;
pub mod wire;

pub use kernel::Kernel;
