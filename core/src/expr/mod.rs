//! Conditions in CEL, the Common Expression Language.
//!
//! A condition is parsed by the published grammar, type-checked against an [`Environment`],
//! and compiled to a [`Node`] tree that a [`Scope`] of values is evaluated against. What is
//! outside the subset is a compile error that names it. Evaluation is bounded and reads lists
//! and objects straight from their JSON text.

mod arithmetic;
#[cfg(feature = "compiler")]
mod ast;
#[cfg(feature = "compiler")]
mod check;
#[cfg(feature = "compiler")]
mod compile;
mod environment;
mod eval;
#[cfg(feature = "compiler")]
mod function;
mod image;
#[cfg(feature = "compiler")]
mod lexer;
#[cfg(feature = "compiler")]
mod parse;
mod plan;
#[cfg(feature = "compiler")]
mod problem;
mod program;
mod raw;
#[cfg(feature = "compiler")]
mod sql;
mod text;
mod traverse;
mod types;
mod value;

#[cfg(feature = "compiler")]
pub(crate) use arithmetic::TIMESTAMPS;
pub use environment::{Environment, Resolution, Scope, Var};
pub use eval::EvalFault;
pub(crate) use eval::Evaluation;
pub use plan::{Comparison, Literal, MacroKind, Node, Operator, TextTest, TimePart};
#[cfg(feature = "compiler")]
pub use problem::ExprProblem;
pub use program::{Outcome, Program};
#[cfg(feature = "compiler")]
pub use sql::{Dialect, Sql, SqlValue};
pub use types::Type;
pub use value::Value;
