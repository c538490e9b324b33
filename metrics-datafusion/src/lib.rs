#![doc = include_str!("../README.md")]

mod cells;
mod facts;
mod fault;

pub use facts::DataFusionFacts;
