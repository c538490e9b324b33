//! Failures that arise in JavaScript, in the words of the registry.

use napi::bindgen_prelude::Utf16String;
use napi_derive::napi;
use profilekit::error::{Code, Failure, Locale};
use profilekit::json::quoted;
use profilekit::wire;

/// A failure of the registry with a reason, as JSON.
fn told(code: Code, reason: &Utf16String) -> String {
    let failure = Failure::new(code).with("reason", reason.to_string());
    wire::failure(&failure, Locale::En)
}

/// What the caller handed in cannot be read.
#[napi(catch_unwind)]
pub fn refusal(reason: Utf16String) -> String {
    told(Code::KernelBadRequest, &reason)
}

/// Something inside went wrong.
#[napi(catch_unwind)]
pub fn internal(reason: Utf16String) -> String {
    told(Code::KernelInternal, &reason)
}

/// Every code of the registry, as a JSON list.
#[napi(catch_unwind)]
pub fn codes() -> String {
    let codes: Vec<String> = Code::ALL.iter().map(|code| quoted(code.as_str())).collect();
    format!("[{}]", codes.join(","))
}

/// Panics, for the test that a panic becomes an error and the next call works.
#[napi(catch_unwind)]
#[allow(clippy::panic, reason = "what it is for")]
pub fn panics() -> String {
    panic!("on purpose")
}
