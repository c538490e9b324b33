//! Answers with a shape, as records.

pub mod decision;
pub mod diff;
pub mod filter;
pub mod matrix;
pub mod navigation;
pub mod problem;
pub mod score;
pub mod validation;
pub mod view;

pub use decision::{Decision, ExplainedRule, Explanation};
pub(crate) use decision::{decisions, place};
pub use diff::Diff;
pub use filter::SqlFilter;
pub use matrix::{Matrix, MatrixFormat};
pub use navigation::NavigationEntry;
pub use problem::{Check, Problem};
pub use score::{Rating, Score};
pub use validation::Found;
pub use view::View;

use std::collections::HashMap;

/// A parameter of a message.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum Param {
    /// A whole number.
    Number(i64),
    /// A text.
    Text(String),
}

/// Parameters by name.
pub(crate) fn params(
    params: &[(&'static str, profilekit::error::Param)],
) -> HashMap<String, Param> {
    use profilekit::error::Param as Told;
    let params = params.iter().map(|(name, value)| {
        let value = match value {
            Told::Int(value) => Param::Number(*value),
            Told::Text(text) => Param::Text(text.to_string()),
        };
        ((*name).to_owned(), value)
    });
    params.collect()
}

fn owned(text: &str) -> String {
    text.to_owned()
}
