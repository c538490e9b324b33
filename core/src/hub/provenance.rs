//! Where the values of a document come from.
//!
//! Beside a record stands a JSON object of JSON Pointers and sources: what an import or another
//! system brought, down to the values themselves; a list is one value. What a person writes over
//! is the person's own from then on.
//!
//! What came once is still in earlier versions. As long as these are kept, the member `came`
//! knows it: a hash of each value with its pointer, and the source. Whoever goes back to such a
//! value gets it with its source, and when the agreement to a source ends, the versions with its
//! values go too.

use std::collections::BTreeMap;

use super::identity;
use crate::error::Failure;
use crate::json::{
    Limits, Pointer, PointerBuf, Tree, Value, is_within, parse, push_member, quoted,
};
use crate::privacy::Digest;

type Sources = BTreeMap<String, String>;

/// The member for what is in earlier versions; a pointer begins with `/`.
const CAME: &str = "came";

/// How much of the hash of a value its name has.
const HASH: usize = 16;

#[derive(Debug, Default)]
struct Provenance {
    /// The sources of what the document holds, by pointers.
    now: Sources,
    /// The sources of all that came, by hashes and pointers.
    came: Sources,
}

impl Provenance {
    fn read(provenance: &str) -> Result<Self, Failure> {
        if provenance.is_empty() {
            return Ok(Self::default());
        }
        let tree = parse(provenance.as_bytes(), Limits::default())?;
        let came = tree.get(CAME).map_or(Ok(Sources::new()), sources)?;
        let mut now = sources(&tree)?;
        now.remove(CAME);
        Ok(Self { now, came })
    }

    fn write(&self) -> String {
        let mut json = object(&self.now);
        if !self.came.is_empty() {
            json.pop();
            push_member(&mut json, CAME, &object(&self.came));
            json.push('}');
        }
        json
    }

    /// Forgets where the values at some paths came from.
    fn clear(&mut self, changed: &[String]) {
        let touched = |path: &String| {
            let mut changed = changed.iter();
            changed.any(|at| is_within(path, at) || is_within(at, path))
        };
        self.now.retain(|path, _| !touched(path));
    }
}

fn sources(tree: &Tree) -> Result<Sources, Failure> {
    let Value::Object(members) = &tree.value else {
        return Err(Failure::bad_request("provenance is an object"));
    };
    let source = |value: &Tree| value.as_str().unwrap_or_default().to_owned();
    let members = members.iter();
    Ok(members
        .map(|member| (member.name.to_string(), source(&member.value)))
        .collect())
}

fn object(sources: &Sources) -> String {
    let mut json = String::from("{");
    for (path, source) in sources {
        push_member(&mut json, path, &quoted(source));
    }
    json.push('}');
    json
}

/// The name of a value that came: nobody reads from it what the value was.
fn name(value: &Tree, path: &str) -> String {
    let hash = Digest::of(value.to_json().as_bytes()).to_string();
    format!("{}{path}", hash.get(..HASH).unwrap_or_default())
}

/// What of the document came from a source: JSON Pointers.
pub(super) fn of_source(provenance: &str, source: &str) -> Result<Vec<String>, Failure> {
    let sources = Provenance::read(provenance)?.now.into_iter();
    let from_there = sources.filter(|(_, known)| known == source);
    Ok(from_there.map(|(path, _)| path).collect())
}

/// What in earlier versions came from a source: JSON Pointers.
pub(super) fn ever_of_source(provenance: &str, source: &str) -> Result<Vec<String>, Failure> {
    let came = Provenance::read(provenance)?.came.into_iter();
    let from_there = came.filter(|(_, known)| known == source);
    let path = |(name, _): (String, String)| name.get(HASH..).unwrap_or_default().to_owned();
    Ok(from_there.map(path).collect())
}

/// Values that are written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Written<'w> {
    /// The document with them.
    pub(super) document: &'w str,
    /// JSON Pointers to what changed.
    pub(super) changed: &'w [String],
    /// Where they come from, where they are not the person's own.
    pub(super) source: Option<&'w str>,
    /// Whether earlier versions are kept.
    pub(super) keeps: bool,
}

/// What is known after values were written.
pub(super) fn after(provenance: &str, written: Written<'_>) -> Result<String, Failure> {
    if written.source.is_none() && matches!(provenance, "" | "{}") {
        return Ok("{}".to_owned());
    }
    let mut known = Provenance::read(provenance)?;
    known.clear(written.changed);
    if let Some(source) = written.source {
        each(written.document, written.changed, |path, value| {
            if written.keeps {
                known.came.insert(name(value, &path), source.to_owned());
            }
            known.now.insert(path, source.to_owned());
        })?;
    }
    Ok(known.write())
}

/// What is known after values became what they were in an earlier version: what came then from a
/// source comes from it again. What the identity provider said then is said here now.
pub(super) fn back(
    provenance: &str,
    document: &str,
    changed: &[String],
) -> Result<String, Failure> {
    let mut known = Provenance::read(provenance)?;
    known.clear(changed);
    each(document, changed, |path, value| {
        let source = known.came.get(&name(value, &path));
        if let Some(source) = source.filter(|source| *source != identity::SOURCE) {
            known.now.insert(path, source.clone());
        }
    })?;
    Ok(known.write())
}

/// What is known after values and all earlier versions went: of what is left, where it came from.
pub(super) fn forgotten(provenance: &str, document: &str) -> Result<String, Failure> {
    if matches!(provenance, "" | "{}") {
        return Ok("{}".to_owned());
    }
    let mut known = Provenance::read(provenance)?;
    let tree = parse(document.as_bytes(), Limits::default())?;
    known.now.retain(|path, _| lookup(&tree, path).is_some());
    let left = known.now.keys();
    let left = left.filter_map(|path| Some(name(lookup(&tree, path)?, path)));
    let left: Vec<String> = left.collect();
    known.came.retain(|name, _| left.contains(name));
    Ok(known.write())
}

/// Every value of a document at or below some paths.
fn each(
    document: &str,
    changed: &[String],
    mut then: impl FnMut(String, &Tree),
) -> Result<(), Failure> {
    let tree = parse(document.as_bytes(), Limits::default())?;
    for at in changed {
        if let Some(found) = lookup(&tree, at) {
            values(found, &from_pointer(at), &mut then);
        }
    }
    Ok(())
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
fn values(tree: &Tree, at: &PointerBuf, then: &mut impl FnMut(String, &Tree)) {
    match &tree.value {
        Value::Object(members) => {
            for member in members {
                values(&member.value, &at.child(&member.name), then);
            }
        }
        _ => then(at.as_str().to_owned(), tree),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(list: &[&str]) -> Vec<String> {
        list.iter().map(|path| (*path).to_owned()).collect()
    }

    fn write(provenance: &str, document: &str, changed: &[&str], source: Option<&str>) -> String {
        let written = Written {
            document,
            changed: &paths(changed),
            source,
            keeps: false,
        };
        after(provenance, written).unwrap()
    }

    #[test]
    fn values_are_known_by_where_they_come_from() {
        let document = r#"{"a":{"b":1,"c":[2]},"d":"x"}"#;
        let imported = write("{}", document, &["/a"], Some("linkedin"));
        assert_eq!(imported, r#"{"/a/b":"linkedin","/a/c":"linkedin"}"#);
        let edited = write(&imported, document, &["/a/c"], None);
        assert_eq!(edited, r#"{"/a/b":"linkedin"}"#);
        let github = write(&edited, document, &["/a/b", "/d"], Some("github"));
        assert_eq!(of_source(&github, "github").unwrap(), ["/a/b", "/d"]);
        assert_eq!(of_source(&github, "linkedin").unwrap(), [""; 0]);
        let gone = write(&github, r#"{"d":"x"}"#, &["/a"], None);
        assert_eq!(of_source(&gone, "github").unwrap(), ["/d"]);
    }

    #[test]
    fn what_is_the_persons_own_needs_no_note() {
        assert_eq!(write("{}", "{}", &["/a"], None), "{}");
        assert_eq!(write("", "{}", &[], None), "{}");
        assert_eq!(back("{}", r#"{"a":1}"#, &paths(&["/a"])).unwrap(), "{}");
        assert_eq!(forgotten("", "{}").unwrap(), "{}");
    }

    #[test]
    fn what_came_once_is_known_as_long_as_versions_are_kept() {
        let (old, new) = (r#"{"a":{"b":"x"},"c":1}"#, r#"{"a":{"b":"y"},"c":1}"#);
        let changed = paths(&["/a"]);
        let written = Written {
            document: old,
            changed: &changed,
            source: Some("linkedin"),
            keeps: true,
        };
        let imported = after("{}", written).unwrap();
        let own = Written {
            document: new,
            source: None,
            ..written
        };
        let own = after(&imported, own).unwrap();
        assert_eq!(of_source(&own, "linkedin").unwrap(), [""; 0]);
        let ever = ever_of_source(&own, "linkedin").unwrap();
        assert_eq!(ever, ["/a/b"]);
        assert_eq!(ever_of_source(&own, "github").unwrap(), [""; 0]);
        let reverted = back(&own, old, &paths(&["/a/b"])).unwrap();
        assert_eq!(of_source(&reverted, "linkedin").unwrap(), ["/a/b"]);
        // The same value somewhere else is not the one that came.
        let elsewhere = back(&own, r#"{"a":{"d":"x"}}"#, &paths(&["/a/d"])).unwrap();
        assert_eq!(of_source(&elsewhere, "linkedin").unwrap(), [""; 0]);
        let left = forgotten(&reverted, old).unwrap();
        assert_eq!(of_source(&left, "linkedin").unwrap(), ["/a/b"]);
        assert_eq!(forgotten(&own, new).unwrap(), "{}");
        assert_eq!(forgotten(&reverted, r#"{"c":1}"#).unwrap(), "{}");
    }
}
