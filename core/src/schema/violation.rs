//! What is wrong with a document.

use std::sync::Arc;

use crate::error::{self, Code, Locale, Param, Params};
use crate::json::push_string;

/// The rule that was broken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rule {
    /// One of the kernel's own.
    Code(Code),
    /// A cross-field check of the blueprint: its code and its message.
    Check {
        /// The code the blueprint gave it.
        code: Arc<str>,
        /// The message the blueprint gave it.
        message: Arc<str>,
    },
}

/// One thing that is wrong with a document, where, and what would be right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// JSON Pointer to the value.
    pub path: String,
    /// The broken rule.
    pub rule: Rule,
    /// Typed parameters of the message.
    pub params: Params,
}

impl Violation {
    /// A violation of one of the kernel's own rules.
    #[must_use]
    pub fn new(path: String, code: Code, params: Params) -> Self {
        Self {
            path,
            rule: Rule::Code(code),
            params,
        }
    }

    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &str {
        match &self.rule {
            Rule::Code(code) => code.as_str(),
            Rule::Check { code, .. } => code,
        }
    }

    /// The message for a person.
    #[must_use]
    pub fn message(&self, locale: Locale) -> String {
        match &self.rule {
            Rule::Code(code) => error::render(*code, &self.params, locale),
            Rule::Check { message, .. } => message.to_string(),
        }
    }

    /// What the person may do next, where there is more to say than the message does.
    #[must_use]
    pub fn help(&self, locale: Locale) -> Option<String> {
        match &self.rule {
            Rule::Code(code) => error::help(*code, &self.params, locale),
            Rule::Check { .. } => None,
        }
    }

    /// Adds `{"path":…,"code":…,"params":{…},"message":…}`.
    pub fn push_json(&self, out: &mut String, locale: Locale) {
        out.push_str("{\"path\":");
        push_string(out, &self.path);
        out.push_str(",\"code\":");
        push_string(out, self.code());
        out.push_str(",\"params\":");
        push_params(out, &self.params);
        out.push_str(",\"message\":");
        push_string(out, &self.message(locale));
        out.push('}');
    }
}

/// Adds parameters as a JSON object.
pub(crate) fn push_params(out: &mut String, params: &[(&'static str, Param)]) {
    out.push('{');
    for (index, (name, value)) in params.iter().enumerate() {
        out.push_str(if index > 0 { "," } else { "" });
        push_string(out, name);
        out.push(':');
        match value {
            Param::Int(value) => out.push_str(&value.to_string()),
            Param::Text(value) => push_string(out, value),
        }
    }
    out.push('}');
}
