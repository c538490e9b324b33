//! Failures, typed.

use std::collections::HashMap;

use profilekit::blueprint::{Problem as Found, Problems};
use profilekit::error::{Code, Failure as Told, Locale};
use profilekit::wire;

use crate::answer::{Param, Problem, params};

/// What every fallible function gives.
pub(crate) type Outcome<T> = Result<T, KernelError>;

/// A failure with its stable code, where it is, and what to do next.
#[derive(Debug, Clone, uniffi::Record)]
pub struct Failure {
    /// The stable code of the registry.
    pub code: String,
    /// The HTTP status that fits.
    pub status: u16,
    /// JSON Pointer into what was handed in.
    pub path: Option<String>,
    /// Parameters of the message.
    pub params: HashMap<String, Param>,
    /// What is wrong, in English.
    pub message: String,
    /// What to do next.
    pub help: Option<String>,
    /// All of it as JSON text.
    pub json: String,
}

/// Why a call has no answer.
#[derive(Debug, thiserror::Error, uniffi::Error)]
pub enum KernelError {
    /// It failed.
    #[error("{}", failure.message)]
    Failed {
        /// How.
        failure: Failure,
    },
    /// The blueprint does not compile.
    #[error("{}", failure.message)]
    Uncompiled {
        /// The first problem, as a failure.
        failure: Failure,
        /// Everything that is wrong.
        problems: Vec<Problem>,
    },
}

impl From<Told> for KernelError {
    fn from(told: Told) -> Self {
        Self::Failed {
            failure: Failure::of(&told),
        }
    }
}

impl From<Problems> for KernelError {
    fn from(problems: Problems) -> Self {
        let problems = problems.as_slice();
        Self::Uncompiled {
            failure: Failure::of(&first(problems)),
            problems: problems.iter().map(Problem::of).collect(),
        }
    }
}

/// The first problem as a failure, by its code.
fn first(problems: &[Found]) -> Told {
    let Some(first) = problems.first() else {
        return Told::new(Code::KernelInternal);
    };
    let told = Told::new(first.code).at(first.path.clone());
    let params = first.params.iter().cloned();
    params.fold(told, |told, (name, value)| told.with(name, value))
}

impl Failure {
    fn of(told: &Told) -> Self {
        Self {
            code: told.code().as_str().to_owned(),
            status: told.code().http_status(),
            path: told.path().map(str::to_owned),
            params: params(told.params()),
            message: told.message(Locale::En),
            help: told.help(Locale::En),
            json: wire::failure(told, Locale::En),
        }
    }
}

/// What was handed in cannot be read, for that reason.
pub(crate) fn bad(reason: &'static str) -> KernelError {
    Told::bad_request(reason).into()
}

/// What was handed in cannot be read, for a reason that the app's language found.
#[uniffi::export]
pub fn native_refusal(reason: String) -> Outcome<Failure> {
    Ok(Failure::of(&Told::bad_request(reason)))
}

/// Half a surrogate pair at that place.
#[uniffi::export]
pub fn native_lone_surrogate(at: u64) -> Outcome<Failure> {
    let at = i64::try_from(at).unwrap_or(i64::MAX);
    let told = Told::new(Code::JsonLoneSurrogate).with("at", at);
    Ok(Failure::of(&told))
}

/// Something inside went wrong.
#[uniffi::export]
pub fn native_internal(reason: String) -> Outcome<Failure> {
    let told = Told::new(Code::KernelInternal).with("reason", reason);
    Ok(Failure::of(&told))
}

/// Every code of the registry.
#[uniffi::export]
pub fn native_codes() -> Outcome<Vec<String>> {
    Ok(Code::ALL
        .iter()
        .map(|code| code.as_str().to_owned())
        .collect())
}

/// Panics, for the test that a panic becomes an error and the next call works.
#[uniffi::export]
#[allow(clippy::panic, reason = "what it is for")]
pub fn native_panics() -> Outcome<()> {
    panic!("on purpose")
}
