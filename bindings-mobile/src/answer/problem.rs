//! Findings about a blueprint.

use profilekit::blueprint::{self, Severity};
use profilekit::error::Locale;

/// How much a finding matters.
#[uniffi::remote(Enum)]
pub enum Severity {
    Note,
    Warning,
    Error,
}

/// A span of bytes in an expression.
#[derive(Debug, Clone, uniffi::Record)]
pub struct Span {
    /// Where it begins.
    pub start: u64,
    /// Where it ends.
    pub end: u64,
}

/// A finding about a blueprint.
#[derive(Debug, Clone, uniffi::Record)]
pub struct Problem {
    /// How much it matters.
    pub severity: Severity,
    /// JSON Pointer into the blueprint.
    pub path: String,
    /// The stable code.
    pub code: String,
    /// What is wrong.
    pub message: String,
    /// What to do next.
    pub help: Option<String>,
    /// A name near the unknown one.
    pub suggestion: Option<String>,
    /// For conditions: where in the expression.
    pub span: Option<Span>,
}

impl Problem {
    pub(crate) fn of(problem: &blueprint::Problem) -> Self {
        Self::told(problem, Locale::En)
    }

    pub(crate) fn told(problem: &blueprint::Problem, locale: Locale) -> Self {
        let place = |place: usize| u64::try_from(place).unwrap_or(u64::MAX);
        let span = |(start, end): (usize, usize)| Span {
            start: place(start),
            end: place(end),
        };
        Self {
            severity: problem.severity,
            path: problem.path.clone(),
            code: problem.code.as_str().to_owned(),
            message: problem.message(locale),
            help: problem.help(locale),
            suggestion: problem.suggestion.clone(),
            span: problem.span.map(span),
        }
    }
}

/// What static analysis of a blueprint found.
#[derive(Debug, Clone, uniffi::Record)]
pub struct Check {
    /// Whether no finding is an error.
    pub valid: bool,
    /// The findings.
    pub problems: Vec<Problem>,
}

impl Check {
    pub(crate) fn of(problems: &[blueprint::Problem], locale: Locale) -> Self {
        let error = |problem: &blueprint::Problem| problem.severity == Severity::Error;
        let told = problems
            .iter()
            .map(|problem| Problem::told(problem, locale));
        Self {
            valid: !problems.iter().any(error),
            problems: told.collect(),
        }
    }
}
