//! What makes one document of another.

use profilekit::blueprint::Kind;
use profilekit::json::{Fault, Limits, Tree, Value, parse, push_member};

/// The merge patch (RFC 7396) that makes `new` of `old`, but for what others than its owner write
/// into a document: that stays.
pub(crate) fn patch(kind: &Kind, old: &str, new: &str) -> Result<String, Fault> {
    let read = |text: &str| parse(text.as_bytes(), Limits::default());
    let own = |path: &str| kind.field_at(path).is_none_or(is_own);
    Ok(between(&read(old)?, Some(&read(new)?), "", &own))
}

fn is_own(field: &profilekit::blueprint::FieldInfo) -> bool {
    field.written_by.is_none() && field.derived.is_none()
}

/// The patch of one value; nothing is left of it where there is no new one.
fn between(old: &Tree, new: Option<&Tree>, path: &str, own: &dyn Fn(&str) -> bool) -> String {
    let none = Vec::new();
    let (before, after) = match (&old.value, new.map(|new| &new.value)) {
        (Value::Object(before), Some(Value::Object(after))) => (before, after),
        (Value::Object(before), None) => (before, &none),
        _ => return new.map_or_else(|| "null".to_owned(), Tree::to_json),
    };
    let mut patch = String::from("{");
    for known in before {
        let path = format!("{path}/{}", known.name);
        let next = new.and_then(|new| new.get(&known.name));
        let same = next.is_some_and(|next| next.to_json() == known.value.to_json());
        if !same && (next.is_some() || own(&path)) {
            let value = between(&known.value, next, &path, own);
            push_member(&mut patch, &known.name, &value);
        }
    }
    let fresh = after
        .iter()
        .filter(|member| old.get(&member.name).is_none());
    fresh.for_each(|member| push_member(&mut patch, &member.name, &member.value.to_json()));
    patch.push('}');
    patch
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_patch_says_what_goes_what_comes_and_what_changes() {
        let read = |text: &str| parse(text.as_bytes(), Limits::default()).unwrap();
        let old = read(r#"{"a":{"x":1,"y":[1]},"b":1,"c":{"z":1},"e":{"own":1,"theirs":2}}"#);
        let new = read(r#"{"a":{"x":1,"y":[2]},"c":2,"d":{"f":[]}}"#);
        let own = |path: &str| !path.ends_with("/theirs");
        let expected = r#"{"a":{"y":[2]},"b":null,"c":2,"e":{"own":null},"d":{"f":[]}}"#;
        assert_eq!(between(&old, Some(&new), "", &own), expected);
        assert_eq!(between(&old, Some(&old), "", &own), "{}");
    }
}
