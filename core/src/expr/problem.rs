//! What is wrong with a condition.

use std::ops::Range;

use crate::error::{Code, Locale, Params, render};

/// One mistake in a condition's source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExprProblem {
    /// The registry code.
    pub code: Code,
    /// Bytes of the source that it is about.
    pub at: Range<usize>,
    /// The message's parameters.
    pub params: Params,
    /// The name that was probably meant.
    pub suggestion: Option<String>,
}

impl ExprProblem {
    pub(crate) fn new(code: Code, at: Range<usize>) -> Self {
        Self {
            code,
            at,
            params: Params::new(),
            suggestion: None,
        }
    }

    pub(crate) fn what(mut self, what: impl Into<String>) -> Self {
        self.params.push(("what", what.into().into()));
        self
    }

    pub(crate) fn expected(mut self, expected: impl Into<String>) -> Self {
        self.params.push(("expected", expected.into().into()));
        self
    }

    /// Says what stands at the place, unless the problem says something better.
    pub(crate) fn quote(&mut self, source: &str) {
        if self.params.iter().any(|(name, _)| *name == "what") {
            return;
        }
        let written = source.get(self.at.clone()).filter(|text| !text.is_empty());
        let what = written.unwrap_or("end of expression").to_owned();
        self.params.insert(0, ("what", what.into()));
    }

    pub(crate) fn types(mut self, expected: impl Into<String>, actual: impl Into<String>) -> Self {
        self.params.push(("expected", expected.into().into()));
        self.params.push(("actual", actual.into().into()));
        self
    }

    /// The message in a locale.
    #[must_use]
    pub fn message(&self, locale: Locale) -> String {
        render(self.code, &self.params, locale)
    }
}
