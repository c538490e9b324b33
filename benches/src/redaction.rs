//! The peer of redaction: parse to a value, remove what is hidden, write it again.

use serde_json::Value;

/// Removes the values at paths such as `["skills", "skills", "*", "level"]`.
#[must_use]
pub fn by_removal(text: &str, paths: &[Vec<String>]) -> String {
    let mut value: Value = serde_json::from_str(text).expect("the profiles are JSON");
    paths.iter().for_each(|path| remove(&mut value, path));
    if let Value::Object(sections) = &mut value {
        sections.retain(|_, section| !section.as_object().is_some_and(serde_json::Map::is_empty));
    }
    value.to_string()
}

fn remove(value: &mut Value, path: &[String]) {
    match (path.split_first(), value) {
        (Some((name, rest)), Value::Array(items)) if name == "*" => {
            items.iter_mut().for_each(|item| remove(item, rest));
        }
        (Some((name, [])), Value::Object(members)) => {
            members.shift_remove(name);
        }
        (Some((name, rest)), Value::Object(members)) => {
            if let Some(inner) = members.get_mut(name) {
                remove(inner, rest);
            }
        }
        _ => {}
    }
}
