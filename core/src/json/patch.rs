//! Merge patches (RFC 7396) and differences, member by member over compact texts.
//!
//! Only objects that a patch goes into are taken apart; everything else is copied as it stands.

use std::borrow::Cow;

use super::fault::Fault;
use super::pointer::push_segment;
use super::reader::{Limits, Reader};
use super::write::push_string;

/// The members of an object in order, names as they read, values as they stand.
///
/// # Errors
/// Faults of the JSON; another value than an object is one.
pub fn members(object: &str) -> Result<Vec<(Cow<'_, str>, &str)>, Fault> {
    let mut reader = Reader::new(object, Limits::default());
    let mut open = reader.open_object()?;
    let mut members = Vec::new();
    while let Some(name) = reader.next_name(&mut open)? {
        reader.keep(&mut open)?;
        members.push((name.decode(), reader.skip()?));
    }
    Ok(members)
}

/// Adds a member to an object that is not closed yet.
pub fn push_member(object: &mut String, name: &str, value: &str) {
    if object.len() > 1 && !object.ends_with('{') {
        object.push(',');
    }
    push_string(object, name);
    object.push(':');
    object.push_str(value);
}

/// A document after a merge patch.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Merged {
    /// The document; members stay in place, new ones come last.
    pub document: String,
    /// JSON Pointers to what is not what it was, in the order of the document.
    pub changed: Vec<String>,
}

/// Applies a merge patch to a document, both compact objects.
///
/// # Errors
/// Faults of the JSON.
///
/// ```
/// use profilekit::json::merge;
/// let merged = merge(r#"{"a":{"b":1,"c":2}}"#, r#"{"a":{"b":3,"c":null},"d":[4]}"#).unwrap();
/// assert_eq!(merged.document, r#"{"a":{"b":3},"d":[4]}"#);
/// assert_eq!(merged.changed, ["/a/b", "/a/c", "/d"]);
/// ```
pub fn merge(document: &str, patch: &str) -> Result<Merged, Fault> {
    let mut merged = Merged {
        document: String::with_capacity(document.len() + patch.len()),
        changed: Vec::new(),
    };
    let mut path = String::new();
    merge_into(&mut merged, document, patch, &mut path)?;
    Ok(merged)
}

fn merge_into(
    merged: &mut Merged,
    object: &str,
    patch: &str,
    path: &mut String,
) -> Result<(), Fault> {
    let mut patches = members(patch)?;
    merged.document.push('{');
    for (name, value) in members(object)? {
        let found = patches.iter().position(|(patched, _)| *patched == name);
        match found.map(|index| patches.remove(index)) {
            None => push_member(&mut merged.document, &name, value),
            Some((_, patch)) => one(merged, &name, Some(value), patch, path)?,
        }
    }
    for (name, patch) in patches {
        one(merged, &name, None, patch, path)?;
    }
    merged.document.push('}');
    Ok(())
}

/// Writes one member that the patch names.
fn one(
    merged: &mut Merged,
    name: &str,
    value: Option<&str>,
    patch: &str,
    path: &mut String,
) -> Result<(), Fault> {
    let length = path.len();
    push_segment(path, name);
    if patch.starts_with('{') {
        // A patch of what is no object begins with an empty one.
        let object = value.filter(|value| value.starts_with('{'));
        push_member(&mut merged.document, name, "");
        if object.is_none() {
            merged.changed.push(path.clone());
        }
        let known = merged.changed.len();
        merge_into(merged, object.unwrap_or("{}"), patch, path)?;
        if object.is_none() {
            merged.changed.truncate(known);
        }
    } else if patch != "null" {
        push_member(&mut merged.document, name, patch);
        if value != Some(patch) {
            merged.changed.push(path.clone());
        }
    } else if value.is_some() {
        merged.changed.push(path.clone());
    }
    path.truncate(length);
    Ok(())
}

/// Something in which two documents differ.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Difference {
    /// JSON Pointer to it.
    pub path: String,
    /// What the first document has there, as it stands.
    pub before: Option<String>,
    /// What the second document has there, as it stands.
    pub after: Option<String>,
}

/// In what two compact objects differ, whatever the order of their members; lists are compared
/// as a whole.
///
/// # Errors
/// Faults of the JSON.
///
/// ```
/// use profilekit::json::differences;
/// let found = differences(r#"{"a":{"b":1},"c":2}"#, r#"{"c":2,"a":{"b":3,"d":4}}"#).unwrap();
/// let paths: Vec<&str> = found.iter().map(|one| &*one.path).collect();
/// assert_eq!(paths, ["/a/b", "/a/d"]);
/// ```
pub fn differences(before: &str, after: &str) -> Result<Vec<Difference>, Fault> {
    let mut found = Vec::new();
    differ(before, after, &mut String::new(), &mut found)?;
    Ok(found)
}

fn differ(
    before: &str,
    after: &str,
    path: &mut String,
    found: &mut Vec<Difference>,
) -> Result<(), Fault> {
    let mut later = members(after)?;
    let mut pairs: Vec<(Cow<'_, str>, Option<&str>, Option<&str>)> = Vec::new();
    for (name, value) in members(before)? {
        let index = later.iter().position(|(known, _)| *known == name);
        let other = index.map(|index| later.remove(index).1);
        pairs.push((name, Some(value), other));
    }
    pairs.extend(
        later
            .into_iter()
            .map(|(name, value)| (name, None, Some(value))),
    );
    for (name, before, after) in pairs {
        let length = path.len();
        push_segment(path, &name);
        match (before, after) {
            (Some(before), Some(after)) if before == after => {}
            (Some(before), Some(after)) if before.starts_with('{') && after.starts_with('{') => {
                differ(before, after, path, found)?;
            }
            _ => found.push(Difference {
                path: path.clone(),
                before: before.map(str::to_owned),
                after: after.map(str::to_owned),
            }),
        }
        path.truncate(length);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples of RFC 7396, appendix A, whose target and patch are objects.
    #[test]
    fn patches_merge_as_the_standard_says() {
        for (document, patch, expected) in [
            (r#"{"a":"b"}"#, r#"{"a":"c"}"#, r#"{"a":"c"}"#),
            (r#"{"a":"b"}"#, r#"{"b":"c"}"#, r#"{"a":"b","b":"c"}"#),
            (r#"{"a":"b"}"#, r#"{"a":null}"#, "{}"),
            (r#"{"a":"b","b":"c"}"#, r#"{"a":null}"#, r#"{"b":"c"}"#),
            (r#"{"a":["b"]}"#, r#"{"a":"c"}"#, r#"{"a":"c"}"#),
            (r#"{"a":"c"}"#, r#"{"a":["b"]}"#, r#"{"a":["b"]}"#),
            (
                r#"{"a":{"b":"c"}}"#,
                r#"{"a":{"b":"d","c":null}}"#,
                r#"{"a":{"b":"d"}}"#,
            ),
            (r#"{"a":[{"b":"c"}]}"#, r#"{"a":[1]}"#, r#"{"a":[1]}"#),
            (r#"{"e":null}"#, r#"{"a":1}"#, r#"{"e":null,"a":1}"#),
            ("{}", r#"{"a":{"bb":{"ccc":null}}}"#, r#"{"a":{"bb":{}}}"#),
        ] {
            let merged = merge(document, patch).unwrap();
            assert_eq!(merged.document, expected, "{document} {patch}");
        }
    }

    #[test]
    fn what_changed_is_told_where_it_stands() {
        let changed = |document, patch| merge(document, patch).unwrap().changed;
        assert_eq!(changed(r#"{"a":1,"b":2}"#, r#"{"a":1,"b":3}"#), ["/b"]);
        assert_eq!(changed(r#"{"a":1}"#, r#"{"b":null}"#), [""; 0]);
        assert_eq!(changed("{}", r#"{"a":{"b":{"c":1}}}"#), ["/a"]);
        assert_eq!(
            changed(r#"{"a":{"x/y":1}}"#, r#"{"a":{"x/y":2}}"#),
            ["/a/x~1y"]
        );
    }

    #[test]
    fn differences_undo_what_a_patch_did() {
        let (document, patch) = (
            r#"{"a":{"b":1,"c":2},"l":[1]}"#,
            r#"{"a":{"b":null},"l":[2]}"#,
        );
        let merged = merge(document, patch).unwrap();
        let found = differences(document, &merged.document).unwrap();
        let paths: Vec<&String> = found.iter().map(|one| &one.path).collect();
        assert_eq!(paths, merged.changed.iter().collect::<Vec<_>>());
        assert_eq!(found[0].before.as_deref(), Some("1"));
        assert_eq!(found[0].after, None);
        assert_eq!(differences(document, document).unwrap(), []);
    }
}
