//! A compiled condition.

use super::environment::{Scope, Var};
use super::eval::{EvalFault, Evaluation};
use super::plan::Node;
use super::value::Value;
use crate::order;

/// A condition or other expression, parsed, type-checked and ready to be evaluated.
///
/// ```
/// use profilekit::expr::{Environment, Outcome, Program, Resolution, Scope, Type, Value, Var};
///
/// struct Age;
/// impl Environment for Age {
///     fn resolve(&mut self, names: &[&str]) -> Resolution {
///         match names {
///             ["age", ..] => Resolution::Found { var: Var(0), ty: Type::Int, used: 1 },
///             _ => Resolution::Unknown { at: 0, suggestion: Some("age".to_owned()) },
///         }
///     }
/// }
/// struct Person(Option<i64>);
/// impl Scope for Person {
///     fn load(&self, _: Var) -> Value<'_> {
///         self.0.map_or(Value::Absent, Value::Int)
///     }
/// }
///
/// let adult = Program::compile("age >= 18", &mut Age, &Type::Bool).unwrap();
/// assert_eq!(adult.test(&Person(Some(21))), Outcome::True);
/// assert!(matches!(adult.test(&Person(None)), Outcome::Unknown(_)));
/// let problems = Program::compile("agee >= 18", &mut Age, &Type::Bool).unwrap_err();
/// assert_eq!(problems[0].suggestion.as_deref(), Some("age"));
/// ```
#[derive(Debug, Clone)]
pub struct Program {
    pub(super) source: Box<str>,
    pub(super) root: Node,
}

/// What a condition says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It holds.
    True,
    /// It does not hold.
    False,
    /// There is no answer.
    Unknown(EvalFault),
}

impl Program {
    /// Evaluates the expression.
    ///
    /// # Errors
    /// Why there is no value.
    pub fn evaluate<'a, S: Scope>(&'a self, scope: &'a S) -> Result<Value<'a>, EvalFault> {
        Evaluation::new(scope).value(&self.root)
    }

    /// Evaluates a condition.
    #[inline]
    pub fn test<S: Scope>(&self, scope: &S) -> Outcome {
        match self.evaluate(scope) {
            Ok(Value::Bool(true)) => Outcome::True,
            Ok(Value::Bool(false)) => Outcome::False,
            Ok(_) => Outcome::Unknown(EvalFault::Type),
            Err(fault) => Outcome::Unknown(fault),
        }
    }

    /// The plan, for partial evaluation and for SQL.
    #[must_use]
    pub fn root(&self) -> &Node {
        &self.root
    }

    /// The source.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Every variable that it reads.
    #[must_use]
    pub fn variables(&self) -> Vec<Var> {
        let mut found = Vec::new();
        self.root.walk(&mut |node| {
            if let Node::Load(var, _) | Node::Present(var) = node {
                found.push(*var);
            }
        });
        order::sort(&mut found);
        found.dedup();
        found
    }
}
