//! Types of a blueprint for the languages that use it: the shapes of its kinds' documents, and
//! its roles, personas, kinds and actions as constants.

mod kotlin;
mod rust;
mod shape;
mod swift;
mod typescript;
mod word;

use super::model::Model;
use shape::Catalog;

/// A language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// TypeScript.
    TypeScript,
    /// Swift, with `Codable` structs.
    Swift,
    /// Kotlin, with `kotlinx.serialization` data classes.
    Kotlin,
    /// Rust, with `serde` structs.
    Rust,
}

/// One source file with the types of a blueprint. The same blueprint gives the same text.
#[must_use]
pub fn write(model: &Model, target: Target) -> String {
    let catalog = Catalog::of(model);
    match target {
        Target::TypeScript => typescript::write(&catalog),
        Target::Swift => swift::write(&catalog),
        Target::Kotlin => kotlin::write(&catalog),
        Target::Rust => rust::write(&catalog),
    }
}
