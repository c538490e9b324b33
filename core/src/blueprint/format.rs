//! The JSON Schema of the blueprint format itself.

use super::document::Blueprint;
use super::node::{Definitions, Node};
use crate::json::quoted;

/// The JSON Schema (2020-12) that editors complete and check blueprints with.
#[must_use]
pub fn format_schema() -> String {
    let mut definitions = Definitions::new();
    let root = Blueprint::schema(&mut definitions);
    let reference = root.trim_start_matches('{').trim_end_matches('}');
    let definitions: Vec<String> = definitions
        .iter()
        .map(|(name, schema)| format!("{}:{schema}", quoted(name)))
        .collect();
    format!(
        r#"{{"$schema":"https://json-schema.org/draft/2020-12/schema","title":"ProfileKit blueprint",{reference},"$defs":{{{}}}}}"#,
        definitions.join(",")
    )
}

/// The JSON Schema of an object with these members: name, schema, optional.
pub(crate) fn object_schema(members: &[(&str, String, bool)], doc: &str) -> String {
    let properties: Vec<String> = members
        .iter()
        .map(|(name, schema, _)| format!("{}:{schema}", quoted(name)))
        .collect();
    let required: Vec<String> = members
        .iter()
        .filter(|(_, _, optional)| !optional)
        .map(|(name, ..)| quoted(name))
        .collect();
    format!(
        r#"{{"type":"object","description":{},"properties":{{{}}},"required":[{}],"additionalProperties":false}}"#,
        quoted(doc.trim()),
        properties.join(","),
        required.join(",")
    )
}
