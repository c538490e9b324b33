//! From a condition's source to its plan.

use super::check::check;
use super::environment::Environment;
use super::parse::parse;
use super::problem::ExprProblem;
use super::program::Program;
use super::types::Type;

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
}
