//! Cross-field checks.

use std::sync::Arc;

use super::capture::Capture;
use super::violation::{Rule, Violation};
use crate::error::{Code, Params};
use crate::expr::{EvalFault, Outcome, Program, Scope, Value, Var};

/// The variable `now` of checks and factors.
pub const NOW: Var = Var(u16::MAX);

/// A condition that a whole document must meet.
#[derive(Debug, Clone)]
pub struct Check {
    /// The code of its violation.
    pub code: Arc<str>,
    /// What its violation says.
    pub message: Arc<str>,
    /// Where its violation points.
    pub at: Box<str>,
    /// The condition.
    pub condition: Program,
}

impl Check {
    /// The violation, where the document does not meet the condition.
    ///
    /// A condition about a value that is not there does not apply: whether a value must be
    /// there is what `required` says.
    pub(crate) fn violation(&self, scope: &Moment<'_>) -> Option<Violation> {
        let rule = match self.condition.test(scope) {
            Outcome::True | Outcome::Unknown(EvalFault::Missing) => return None,
            Outcome::False => Rule::Check {
                code: self.code.clone(),
                message: self.message.clone(),
            },
            Outcome::Unknown(_) => Rule::Code(Code::SchemaCheckUndecided),
        };
        let params = match rule {
            Rule::Code(_) => vec![("check", self.code.to_string().into())],
            Rule::Check { .. } => Params::new(),
        };
        Some(Violation {
            path: self.at.to_string(),
            rule,
            params,
        })
    }
}

/// A document at a moment.
pub(crate) struct Moment<'c> {
    pub(crate) document: &'c Capture<'c>,
    pub(crate) now: Option<i64>,
}

impl Scope for Moment<'_> {
    fn load(&self, var: Var) -> Value<'_> {
        if var == NOW {
            return self.now.map_or(Value::Absent, Value::Timestamp);
        }
        self.document.value(var.0)
    }
}
