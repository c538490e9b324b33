//! What validation found.

use std::collections::HashMap;

use profilekit::error::Locale;
use profilekit::schema::{self, Validation};

use super::{Param, params};

/// One thing that is wrong with a document.
#[derive(Debug, Clone, uniffi::Record)]
pub struct Violation {
    /// JSON Pointer to the value.
    pub path: String,
    /// The stable code: of the registry, or the one that the blueprint gave a check.
    pub code: String,
    /// Parameters of the message.
    pub params: HashMap<String, Param>,
    /// What is wrong.
    pub message: String,
}

/// What validation found; a document that is already as it should be does not come back.
#[derive(Debug, Clone, uniffi::Record)]
pub struct Found {
    /// Everything that is wrong, in document order.
    pub violations: Vec<Violation>,
    /// Whether the document is already in its normal form.
    pub unchanged: bool,
    /// The normalised document, where it differs; nothing where the input was no strict JSON.
    pub document: Option<String>,
}

impl Found {
    pub(crate) fn of(found: &Validation<'_>, bytes: &[u8], locale: Locale) -> Self {
        let document = found.document.as_deref();
        let unchanged = document.is_some_and(|document| document.as_bytes() == bytes);
        let violations = found.violations.iter();
        Self {
            violations: violations.map(|one| Violation::of(one, locale)).collect(),
            unchanged,
            document: document.filter(|_| !unchanged).map(str::to_owned),
        }
    }
}

impl Violation {
    fn of(violation: &schema::Violation, locale: Locale) -> Self {
        Self {
            path: violation.path.clone(),
            code: violation.code().to_owned(),
            params: params(&violation.params),
            message: violation.message(locale),
        }
    }
}
