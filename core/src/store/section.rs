//! Sections of a document as rows of their own.
//!
//! A kind's sections are what it is made of; the record's document is the snapshot that reads
//! take. Both are written in one commit. Each section has a hash of its content, and the
//! snapshot can be compared with them at any time.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::error::Failure;
use crate::json::{members, push_member};
use crate::privacy::Digest;

/// The fields outside of sections.
pub const REST: &str = "";

/// A section of a document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Section {
    /// Its name; empty for the fields outside of sections.
    pub name: String,
    /// Its content: compact JSON.
    pub body: String,
    /// The hash of its content.
    pub hash: Digest,
}

impl Section {
    /// A section with its hash.
    #[must_use]
    pub fn new(name: &str, body: String) -> Self {
        Self {
            name: name.to_owned(),
            hash: Digest::of(body.as_bytes()),
            body,
        }
    }

    /// Whether the content is what the hash was made of.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        Digest::of(self.body.as_bytes()) == self.hash
    }
}

/// Takes a document apart: one section for each of the names that it has, and one for the rest.
///
/// # Errors
/// Faults of the JSON.
pub fn take_apart(document: &str, names: &[&str]) -> Result<Vec<Section>, Failure> {
    let sections = bodies(document, names)?;
    let section =
        |(name, body): (Cow<'_, str>, Cow<'_, str>)| Section::new(&name, body.into_owned());
    Ok(sections.into_iter().map(section).collect())
}

/// The sections of a document that are not as they were: those that changed, and those that are
/// gone, with an empty body; all of them where nothing was there before.
///
/// # Errors
/// Faults of the JSON.
pub fn changed_sections(
    before: Option<&str>,
    after: &str,
    names: &[&str],
) -> Result<Vec<Section>, Failure> {
    let after = bodies(after, names)?;
    let before = match before {
        Some(before) => bodies(before, names)?,
        None => BTreeMap::new(),
    };
    let gone = before.keys().filter(|name| !after.contains_key(*name));
    let gone = gone.map(|name| Section::new(name, String::new()));
    let changed = after
        .iter()
        .filter(|(name, body)| before.get(*name) != Some(*body));
    let changed = changed.map(|(name, body)| Section::new(name, body.clone().into_owned()));
    Ok(changed.chain(gone).collect())
}

/// The bodies of sections by their names.
fn bodies<'d>(
    document: &'d str,
    names: &[&str],
) -> Result<BTreeMap<Cow<'d, str>, Cow<'d, str>>, Failure> {
    let mut sections = BTreeMap::new();
    let mut rest = String::from("{");
    for (name, body) in members(document)? {
        if names.contains(&&*name) {
            sections.insert(name, Cow::Borrowed(body));
        } else {
            push_member(&mut rest, &name, body);
        }
    }
    if rest.len() > 1 {
        rest.push('}');
        sections.insert(Cow::Borrowed(REST), Cow::Owned(rest));
    }
    Ok(sections)
}

/// Puts sections together to a document, with its members in the order of another one where that
/// has them, the others behind, so that a document taken apart comes back as it was.
///
/// # Errors
/// Faults of the JSON.
pub fn put_together(sections: &[Section], order: &str) -> Result<String, Failure> {
    let mut parts: BTreeMap<Cow<'_, str>, &str> = BTreeMap::new();
    for section in sections {
        if section.name == REST {
            parts.extend(members(&section.body)?);
        } else {
            parts.insert(Cow::Borrowed(&*section.name), &section.body);
        }
    }
    let mut document = String::from("{");
    for (name, _) in members(order)? {
        if let Some(body) = parts.remove(&name) {
            push_member(&mut document, &name, body);
        }
    }
    for (name, body) in parts {
        push_member(&mut document, &name, body);
    }
    document.push('}');
    Ok(document)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_taken_apart_comes_back_as_it_was() {
        let document = r#"{"b":{"x":[1,"}"]},"free":1,"a":{"y":"\"é"},"q\"":null}"#;
        let sections = take_apart(document, &["a", "b", "c"]).unwrap();
        let names: Vec<&str> = sections.iter().map(|section| &*section.name).collect();
        assert_eq!(names, ["", "a", "b"]);
        assert_eq!(sections[0].body, r#"{"free":1,"q\"":null}"#);
        assert!(sections.iter().all(Section::is_whole));
        assert_eq!(put_together(&sections, document).unwrap(), document);
    }

    #[test]
    fn what_the_order_does_not_name_comes_last() {
        let sections = take_apart(r#"{"a":1,"b":2,"c":3}"#, &["b"]).unwrap();
        assert_eq!(
            put_together(&sections, r#"{"c":0,"x":0}"#).unwrap(),
            r#"{"c":3,"a":1,"b":2}"#
        );
        assert_eq!(put_together(&[], "{}").unwrap(), "{}");
        assert_eq!(take_apart("{}", &["b"]).unwrap(), []);
        assert!(take_apart("[]", &[]).is_err());
    }
}
