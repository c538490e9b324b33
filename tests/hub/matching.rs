//! Whether an answer is what a step expects.

use serde_json::Value;

/// Members whose value must be the expected one entirely; of all others only the members that
/// are named are compared.
const WHOLE: [&str; 5] = ["document", "data", "relations", "sections", "value"];

/// The first thing that is not as expected, with its path.
pub(crate) fn mismatch(expected: &Value, found: &Value, path: &str) -> Option<String> {
    match (expected, found) {
        (Value::Object(expected), Value::Object(found)) => {
            expected.iter().find_map(|(name, value)| {
                let at = format!("{path}/{name}");
                let there = found.get(name).unwrap_or(&Value::Null);
                if WHOLE.contains(&name.as_str()) {
                    return differs(value, there, &at);
                }
                mismatch(value, there, &at)
            })
        }
        (Value::Array(expected), Value::Array(items)) => {
            if expected.len() != items.len() {
                let lengths = format!("{} items, expected {}", items.len(), expected.len());
                return Some(format!("{path} has {lengths}: {found}"));
            }
            let pairs = expected.iter().zip(items).enumerate();
            let mut pairs =
                pairs.map(|(index, (one, other))| (format!("{path}/{index}"), one, other));
            pairs.find_map(|(at, one, other)| mismatch(one, other, &at))
        }
        _ => differs(expected, found, path),
    }
}

fn differs(expected: &Value, found: &Value, path: &str) -> Option<String> {
    // Members may come in any order.
    (expected != found).then(|| format!("{path} is {found}, expected {expected}"))
}
