//! Why the hub did not do it.

use crate::error::{Code, Failure};
use crate::schema::Violation;
use crate::store::StoreError;

/// Why the hub did not do it. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It failed, or is not allowed.
    #[error(transparent)]
    Failed(#[from] Failure),
    /// The document is not valid: everything that is wrong with it.
    #[error("the document is not valid: {} violations", .0.len())]
    Invalid(Vec<Violation>),
}

impl Refusal {
    /// The code of the failure, or of the first violation.
    #[must_use]
    pub fn code(&self) -> &str {
        match self {
            Self::Failed(failure) => failure.code().as_str(),
            Self::Invalid(violations) => violations.first().map_or("", Violation::code),
        }
    }

    /// Whether it failed with that code.
    #[must_use]
    pub fn is(&self, code: Code) -> bool {
        matches!(self, Self::Failed(failure) if failure.code() == code)
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        Self::Failed(error.into())
    }
}

impl From<crate::json::Fault> for Refusal {
    fn from(fault: crate::json::Fault) -> Self {
        Self::Failed(fault.into())
    }
}

/// The violations as a refusal, where there are some.
pub(super) fn valid(violations: Vec<Violation>) -> Result<(), Refusal> {
    if violations.is_empty() {
        Ok(())
    } else {
        Err(Refusal::Invalid(violations))
    }
}
