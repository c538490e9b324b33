//! A compiled condition.

use super::check::check;
use super::environment::{Environment, Scope, Var};
use super::eval::{EvalFault, Evaluation};
use super::parse::parse;
use super::plan::Node;
use super::problem::ExprProblem;
use super::types::Type;
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
    source: Box<str>,
    root: Node,
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
    /// Compiles an expression of the expected type.
    ///
    /// # Errors
    /// Every mistake in names and types, or the first in syntax.
    pub fn compile(
        source: &str,
        environment: &mut dyn Environment,
        expected: &Type,
    ) -> Result<Self, Vec<ExprProblem>> {
        let checked = parse(source)
            .map_err(|problem| vec![problem])
            .and_then(|ast| check(&ast, environment, expected));
        match checked {
            Ok(root) => Ok(Self {
                source: source.into(),
                root,
            }),
            Err(mut problems) => {
                problems
                    .iter_mut()
                    .for_each(|problem| problem.quote(source));
                Err(problems)
            }
        }
    }

    /// What keeps an expression from being read, before anything is known of its names.
    pub(crate) fn unreadable(source: &str) -> Option<ExprProblem> {
        let mut problem = parse(source).err()?;
        problem.quote(source);
        Some(problem)
    }

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
