//! The registry of stable codes, and what carries them.
//!
//! Every failure and every violation has one code of the form `area.what`. A code is never
//! reused for another meaning, has one HTTP status, and has one name in every language. The
//! words a person reads come from the locale files (`core/locales/*.json`).

mod message;
mod registry;
mod suggest;

pub use message::{Locale, help, render};
pub use registry::Code;
pub use suggest::nearest;

use std::borrow::Cow;

use crate::json::{FaultKind, Limits};

/// A typed value that a message may mention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Param {
    /// A whole number.
    Int(i64),
    /// Text: a name from the blueprint or a shape word, never personal data.
    Text(Cow<'static, str>),
}

impl std::fmt::Display for Param {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Int(value) => write!(f, "{value}"),
            Self::Text(value) => f.write_str(value),
        }
    }
}

impl From<i64> for Param {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<usize> for Param {
    fn from(value: usize) -> Self {
        Self::Int(i64::try_from(value).unwrap_or(i64::MAX))
    }
}

impl From<&'static str> for Param {
    fn from(value: &'static str) -> Self {
        Self::Text(Cow::Borrowed(value))
    }
}

impl From<String> for Param {
    fn from(value: String) -> Self {
        Self::Text(Cow::Owned(value))
    }
}

/// Named parameters, in the order in which the registry lists them.
pub type Params = Vec<(&'static str, Param)>;

/// A failure that is not the user's data: a malformed call, an unknown name, a store that is gone.
///
/// ```
/// use profilekit::error::{Code, Failure, Locale};
/// let failure = Failure::new(Code::KernelUnknownKind).with("name", "profil".to_owned());
/// assert_eq!(failure.code().as_str(), "kernel.unknown_kind");
/// assert!(failure.message(Locale::En).contains("profil"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}: {}", code.as_str(), render(*code, params, Locale::En))]
pub struct Failure {
    code: Code,
    path: Option<String>,
    params: Params,
}

impl Failure {
    /// A failure with `code`.
    #[must_use]
    pub fn new(code: Code) -> Self {
        Self {
            code,
            path: None,
            params: Params::new(),
        }
    }

    /// What was handed in cannot be read, for that reason.
    #[must_use]
    pub fn bad_request(reason: impl Into<Param>) -> Self {
        Self::new(Code::KernelBadRequest).with("reason", reason)
    }

    /// Adds a parameter of the message.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Param>) -> Self {
        self.params.push((name, value.into()));
        self
    }

    /// Says where: a JSON Pointer into what was handed in.
    #[must_use]
    pub fn at(mut self, path: impl Into<String>) -> Self {
        self.path = Some(path.into());
        self
    }

    /// The registry code.
    #[must_use]
    pub fn code(&self) -> Code {
        self.code
    }

    /// A JSON Pointer into what was handed in, where one applies.
    #[must_use]
    pub fn path(&self) -> Option<&str> {
        self.path.as_deref()
    }

    /// The message's parameters.
    #[must_use]
    pub fn params(&self) -> &[(&'static str, Param)] {
        &self.params
    }

    /// The message in a locale.
    #[must_use]
    pub fn message(&self, locale: Locale) -> String {
        render(self.code, &self.params, locale)
    }

    /// What to do next, in a locale.
    #[must_use]
    pub fn help(&self, locale: Locale) -> Option<String> {
        help(self.code, &self.params, locale)
    }
}

impl From<crate::json::Fault> for Failure {
    fn from(fault: crate::json::Fault) -> Self {
        let Limits { depth, bytes } = Limits::default();
        let failure = Self::new(fault.kind.code()).with("at", fault.at);
        match fault.kind {
            FaultKind::TooDeep => failure.with("max", depth),
            FaultKind::TooLarge => failure.with("max", bytes),
            _ => failure,
        }
    }
}
