//! Where a condition's names come from.

use super::types::Type;
use super::value::Value;

/// A variable of a compiled condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Var(pub u16);

/// Resolves names when a condition is compiled.
pub trait Environment {
    /// What a dotted path such as `resource.basics.headline` stands for. As many names as
    /// possible are used up; the rest select members of the value.
    fn resolve(&mut self, names: &[&str]) -> Resolution;
}

/// What a dotted path stands for.
#[derive(Debug, Clone, PartialEq)]
pub enum Resolution {
    /// A variable.
    Found {
        /// The variable.
        var: Var,
        /// Its type.
        ty: Type,
        /// How many of the names it takes.
        used: usize,
    },
    /// A name that exists elsewhere and is never there here.
    Absent,
    /// No such name.
    Unknown {
        /// Index of the name that is not known.
        at: usize,
        /// The name that was probably meant.
        suggestion: Option<String>,
    },
}

/// Gives variables their values when a condition is evaluated.
pub trait Scope {
    /// The value, [`Value::Absent`] when it is missing.
    fn load(&self, var: Var) -> Value<'_>;
}
