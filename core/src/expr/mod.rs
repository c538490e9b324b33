//! Conditions in CEL, the Common Expression Language.
//!
//! A condition is parsed by the published grammar, type-checked against an [`Environment`],
//! and compiled to a [`Node`] tree that a [`Scope`] of values is evaluated against. What is
//! outside the subset is a compile error that names it. Evaluation is bounded and reads lists
//! and objects straight from their JSON text.

mod arithmetic;
mod ast;
mod check;
mod environment;
mod eval;
mod function;
mod lexer;
mod parse;
mod plan;
mod problem;
mod program;
mod raw;
mod text;
mod traverse;
mod types;
mod value;

pub use environment::{Environment, Resolution, Scope, Var};
pub use eval::EvalFault;
pub(crate) use eval::Evaluation;
pub use plan::{Comparison, Literal, MacroKind, Node, Operator, TextTest, TimePart};
pub use problem::ExprProblem;
pub use program::{Outcome, Program};
pub use types::Type;
pub use value::Value;
