//! Answers as JSON text.

use crate::blueprint::{Problem, Severity};
use crate::error::{Failure, Locale};
use crate::json::quoted;
use crate::schema::{Validation, Violation, push_params};

/// `{"valid":…,"violations":[…],"document":…}`; the document is `null` where the text was no
/// strict JSON.
#[must_use]
pub fn validation(found: &Validation<'_>, locale: Locale) -> String {
    format!(
        "{{\"valid\":{},\"violations\":{},\"document\":{}}}",
        found.is_valid(),
        violations(&found.violations, locale),
        found.document.as_deref().unwrap_or("null")
    )
}

/// Of a valid document its normal form, nothing where it is in it already; of any other the
/// violations as JSON, a line end, and the normalised document. The one begins with a brace and the
/// other with a bracket: a valid document is not copied only to say so.
pub(super) fn told(found: Validation<'_>, bytes: &[u8], locale: Locale) -> Option<String> {
    match found.document {
        Some(document) if found.violations.is_empty() => {
            (document.as_bytes() != bytes).then(|| document.into_owned())
        }
        document => {
            let mut out = violations(&found.violations, locale);
            out.push('\n');
            out.push_str(document.as_deref().unwrap_or("null"));
            Some(out)
        }
    }
}

/// `[{"path":…,"code":…,"params":{…},"message":…}]`.
#[must_use]
pub fn violations(violations: &[Violation], locale: Locale) -> String {
    let mut out = String::new();
    list(&mut out, violations, |out, violation| {
        violation.push_json(out, locale);
    });
    out
}

/// `{"valid":…,"problems":[…]}`: findings about a blueprint, which is valid without errors.
#[must_use]
pub fn check(problems: &[Problem], locale: Locale) -> String {
    let error = |problem: &Problem| problem.severity == Severity::Error;
    let valid = !problems.iter().any(error);
    format!(
        "{{\"valid\":{valid},\"problems\":{}}}",
        self::problems(problems, locale)
    )
}

/// `[{"severity":…,"path":…,"code":…,"message":…}]`.
#[must_use]
pub fn problems(problems: &[Problem], locale: Locale) -> String {
    let mut out = String::new();
    list(&mut out, problems, |out, problem| {
        problem.push_json(out, locale);
    });
    out
}

/// `{"code":…,"status":…,"path":…,"params":{…},"message":…,"help":…}`; `path` and `help` where
/// there is one.
#[must_use]
pub fn failure(failure: &Failure, locale: Locale) -> String {
    let code = failure.code();
    let mut out = format!(
        "{{\"code\":{},\"status\":{}",
        quoted(code.as_str()),
        code.http_status()
    );
    let mut member = |name: &str, text: Option<&str>| {
        if let Some(text) = text {
            out.push_str(&format!(",\"{name}\":{}", quoted(text)));
        }
    };
    member("path", failure.path());
    member("message", Some(&failure.message(locale)));
    member("help", failure.help(locale).as_deref());
    out.push_str(",\"params\":");
    push_params(&mut out, failure.params());
    out + "}"
}

/// Adds a list of what `push` adds for each item.
pub(super) fn list<T>(
    out: &mut String,
    items: impl IntoIterator<Item = T>,
    mut push: impl FnMut(&mut String, T),
) {
    out.push('[');
    for (index, item) in items.into_iter().enumerate() {
        out.push_str(if index > 0 { "," } else { "" });
        push(out, item);
    }
    out.push(']');
}
