//! Where the values of a document come from.
//!
//! Beside a record stands a JSON object of JSON Pointers and sources: what an import or another
//! system brought, down to the values themselves; a list is one value. What a person writes over
//! is the person's own from then on.

use std::collections::BTreeMap;

use crate::error::Failure;
use crate::json::{Limits, Pointer, PointerBuf, Tree, Value, parse, push_member, quoted};

type Sources = BTreeMap<String, String>;

fn read(provenance: &str) -> Result<Sources, Failure> {
    if provenance.is_empty() {
        return Ok(Sources::new());
    }
    let tree = parse(provenance.as_bytes(), Limits::default())?;
    let Value::Object(members) = tree.value else {
        return Err(Failure::bad_request("provenance is an object"));
    };
    let source = |value: &Tree| value.as_str().unwrap_or_default().to_owned();
    let members = members.into_iter();
    Ok(members
        .map(|member| (member.name, source(&member.value)))
        .collect())
}

fn write(sources: &Sources) -> String {
    let mut json = String::from("{");
    for (path, source) in sources {
        push_member(&mut json, path, &quoted(source));
    }
    json.push('}');
    json
}

/// What came from a source: JSON Pointers.
pub(super) fn of_source(provenance: &str, source: &str) -> Result<Vec<String>, Failure> {
    let sources = read(provenance)?.into_iter();
    let from_there = sources.filter(|(_, known)| known == source);
    Ok(from_there.map(|(path, _)| path).collect())
}

/// What is known after a document changed at some paths, by values from a source, or by the
/// person's own.
pub(super) fn after(
    provenance: &str,
    document: &str,
    changed: &[String],
    source: Option<&str>,
) -> Result<String, Failure> {
    if source.is_none() && matches!(provenance, "" | "{}") {
        return Ok("{}".to_owned());
    }
    let mut sources = read(provenance)?;
    let touched = |path: &String| {
        changed
            .iter()
            .any(|at| is_within(path, at) || is_within(at, path))
    };
    sources.retain(|path, _| !touched(path));
    if let Some(source) = source {
        let tree = parse(document.as_bytes(), Limits::default())?;
        for at in changed {
            if let Some(found) = lookup(&tree, at) {
                values(found, &from_pointer(at), &mut |path| {
                    sources.insert(path, source.to_owned());
                });
            }
        }
    }
    Ok(write(&sources))
}

/// Whether a path is another one or lies below it.
fn is_within(path: &str, other: &str) -> bool {
    path.strip_prefix(other)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

fn lookup<'t>(tree: &'t Tree, pointer: &str) -> Option<&'t Tree> {
    let pointer = Pointer::new(pointer)?;
    pointer
        .segments()
        .try_fold(tree, |found, name| found.get(&name))
}

fn from_pointer(pointer: &str) -> PointerBuf {
    let segments = Pointer::new(pointer);
    let segments = segments.iter().flat_map(Pointer::segments);
    segments.fold(PointerBuf::root(), |path, name| path.child(&name))
}

/// Every value below, objects taken apart.
fn values(tree: &Tree, at: &PointerBuf, then: &mut impl FnMut(String)) {
    match &tree.value {
        Value::Object(members) => {
            for member in members {
                values(&member.value, &at.child(&member.name), then);
            }
        }
        _ => then(at.as_str().to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(list: &[&str]) -> Vec<String> {
        list.iter().map(|path| (*path).to_owned()).collect()
    }

    #[test]
    fn values_are_known_by_where_they_come_from() {
        let document = r#"{"a":{"b":1,"c":[2]},"d":"x"}"#;
        let imported = after("{}", document, &paths(&["/a"]), Some("linkedin")).unwrap();
        assert_eq!(imported, r#"{"/a/b":"linkedin","/a/c":"linkedin"}"#);
        let edited = after(&imported, document, &paths(&["/a/c"]), None).unwrap();
        assert_eq!(edited, r#"{"/a/b":"linkedin"}"#);
        let github = after(&edited, document, &paths(&["/a/b", "/d"]), Some("github")).unwrap();
        assert_eq!(of_source(&github, "github").unwrap(), ["/a/b", "/d"]);
        assert_eq!(of_source(&github, "linkedin").unwrap(), [""; 0]);
        let gone = after(&github, r#"{"d":"x"}"#, &paths(&["/a"]), None).unwrap();
        assert_eq!(of_source(&gone, "github").unwrap(), ["/d"]);
    }

    #[test]
    fn what_is_the_persons_own_needs_no_note() {
        assert_eq!(after("{}", "{}", &paths(&["/a"]), None).unwrap(), "{}");
        assert_eq!(after("", "{}", &[], None).unwrap(), "{}");
    }
}
