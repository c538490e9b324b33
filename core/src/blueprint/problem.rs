//! What is wrong with a blueprint.

use std::collections::HashSet;

use crate::error::{Code, Failure, Locale, Param, Params, help, render};
use crate::json::push_string;

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Most likely a mistake; the blueprint still compiles.
    Warning,
    /// The blueprint does not compile.
    Error,
}

impl Severity {
    /// `note`, `warning` or `error`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One finding about a blueprint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// JSON Pointer into the blueprint.
    pub path: String,
    /// The registry code.
    pub code: Code,
    /// The message's parameters.
    pub params: Params,
    /// How much it matters.
    pub severity: Severity,
    /// A name near the unknown one.
    pub suggestion: Option<String>,
    /// For conditions: the byte span in the expression's source.
    pub span: Option<(usize, usize)>,
}

impl Problem {
    /// An error at a JSON Pointer.
    #[must_use]
    pub fn new(path: impl Into<String>, code: Code) -> Self {
        Self {
            path: path.into(),
            code,
            params: Params::new(),
            severity: Severity::Error,
            suggestion: None,
            span: None,
        }
    }

    /// A member that must be there: the problem stands where the member would.
    #[must_use]
    pub(crate) fn missing(at: &str, name: &'static str) -> Self {
        Self::new(format!("{at}/{name}"), Code::BlueprintMissing).with("name", name)
    }

    /// What something that the blueprint describes was refused with.
    #[must_use]
    pub(crate) fn refused(at: &str, failure: &Failure) -> Self {
        Self {
            params: failure.params().to_vec(),
            ..Self::new(at, failure.code())
        }
    }

    /// Adds a parameter of the message.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Param>) -> Self {
        self.params.push((name, value.into()));
        self
    }

    /// Adds the name that was probably meant.
    #[must_use]
    pub fn near(mut self, suggestion: Option<&str>) -> Self {
        self.suggestion = suggestion.map(str::to_owned);
        self
    }

    /// The same finding with another severity.
    #[must_use]
    pub fn severity(mut self, severity: Severity) -> Self {
        self.severity = severity;
        self
    }

    /// The message, with the suggestion where there is one.
    #[must_use]
    pub fn message(&self, locale: Locale) -> String {
        let message = render(self.code, &self.params, locale);
        match (&self.suggestion, locale) {
            (Some(near), Locale::En) => format!("{message} Did you mean `{near}`?"),
            (Some(near), Locale::De) => format!("{message} Meinten Sie `{near}`?"),
            (None, _) => message,
        }
    }

    /// What to do next, where there is more to say than the message does.
    #[must_use]
    pub fn help(&self, locale: Locale) -> Option<String> {
        help(self.code, &self.params, locale)
    }

    /// Adds the finding as a JSON object.
    pub fn push_json(&self, out: &mut String, locale: Locale) {
        for (name, value) in [
            ("{\"severity\":", self.severity.word()),
            (",\"path\":", &self.path),
            (",\"code\":", self.code.as_str()),
            (",\"message\":", &self.message(locale)),
        ] {
            out.push_str(name);
            push_string(out, value);
        }
        if let Some(help) = self.help(locale) {
            out.push_str(",\"help\":");
            push_string(out, &help);
        }
        if let Some(near) = &self.suggestion {
            out.push_str(",\"suggestion\":");
            push_string(out, near);
        }
        if let Some((start, end)) = self.span {
            out.push_str(&format!(",\"span\":[{start},{end}]"));
        }
        out.push('}');
    }
}

/// Findings, at most one error per place: what follows from a mistake is not reported again.
#[derive(Debug, Clone, Default)]
pub struct Problems {
    list: Vec<Problem>,
    failed: HashSet<String>,
}

impl Problems {
    /// Notes a finding.
    pub fn push(&mut self, problem: Problem) {
        if problem.severity == Severity::Error
            && problem.span.is_none()
            && !self.failed.insert(problem.path.clone())
        {
            return;
        }
        self.list.push(problem);
    }

    /// Says nothing about a place that could not be looked at, as what is around it is wrong.
    pub(crate) fn silence(&mut self, path: &str) {
        self.failed.insert(path.to_owned());
    }

    /// Whether the blueprint cannot be compiled.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.list
            .iter()
            .any(|problem| problem.severity == Severity::Error)
    }

    /// The findings, in the order in which they were noted.
    #[must_use]
    pub fn into_vec(self) -> Vec<Problem> {
        self.list
    }

    /// The findings so far.
    #[must_use]
    pub fn as_slice(&self) -> &[Problem] {
        &self.list
    }
}
