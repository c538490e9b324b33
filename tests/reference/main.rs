//! The kernel beside plain reference models, written separately and without care for speed:
//! every combination of a small world, and random worlds by the hundred thousand.

mod ability;
mod decisions;
mod small_world;
mod strength;
mod visibility;
mod world;
