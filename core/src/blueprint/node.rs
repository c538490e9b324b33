//! Reading a document's parts from a JSON tree, reporting everything that is wrong.

use std::collections::BTreeMap;

use super::problem::{Problem, Problems};
use crate::error::{Code, nearest};
use crate::id::is_name;
use crate::json::{Member, PointerBuf, Tree, Value, quoted};

/// A part of the blueprint document.
///
/// Reading always gives a value, so that one mistake does not hide the others; what was wrong
/// stands in the problems.
pub trait Node: Default {
    /// Whether the member may be left out.
    const OPTIONAL: bool = false;

    /// Reads the part.
    fn read(tree: &Tree, at: &PointerBuf, problems: &mut Problems) -> Self;

    /// The JSON Schema of the part, as JSON text.
    fn schema(definitions: &mut Definitions) -> String;
}

/// The `$defs` of the format's JSON Schema.
pub type Definitions = BTreeMap<&'static str, String>;

/// Reports that `tree` is not what was expected here.
pub(crate) fn wrong_type(
    tree: &Tree,
    expected: &'static str,
    at: &PointerBuf,
    problems: &mut Problems,
) {
    let problem = Problem::new(at.as_str(), Code::BlueprintWrongType);
    problems.push(
        problem
            .with("expected", expected)
            .with("actual", tree.shape().word()),
    );
}

/// The members of an object that is being read.
pub(crate) struct Members<'t> {
    /// Nothing where something else than an object stands.
    members: Option<&'t [Member]>,
    at: &'t PointerBuf,
}

impl<'t> Members<'t> {
    /// Takes an object and reports the members that are not in `known`.
    pub(crate) fn open(
        tree: &'t Tree,
        at: &'t PointerBuf,
        known: &[&'static str],
        problems: &mut Problems,
    ) -> Self {
        let members = match &tree.value {
            Value::Object(members) => Some(members.as_slice()),
            _ => {
                wrong_type(tree, "object", at, problems);
                None
            }
        };
        let written = members.unwrap_or_default().iter();
        for member in written.filter(|m| !known.contains(&m.name.as_str())) {
            let near = nearest(&member.name, known.iter().copied());
            let problem = Problem::new(at.child(&member.name).as_str(), Code::BlueprintUnknownName);
            problems.push(problem.with("name", member.name.clone()).near(near));
        }
        Self { members, at }
    }

    /// Reads the member of that name; a missing one is a problem unless its type is optional.
    pub(crate) fn read<T: Node>(&self, name: &'static str, problems: &mut Problems) -> T {
        let at = self.at.child(name);
        let mut written = self.members.unwrap_or_default().iter();
        match written.find(|member| member.name == name) {
            Some(member) => return T::read(&member.value, &at, problems),
            None if T::OPTIONAL => {}
            None if self.members.is_none() => problems.silence(at.as_str()),
            None => problems.push(Problem::missing(self.at.as_str(), name)),
        }
        T::default()
    }
}

impl Node for String {
    fn read(tree: &Tree, at: &PointerBuf, problems: &mut Problems) -> Self {
        match tree.as_str() {
            Some(text) => text.to_owned(),
            None => {
                wrong_type(tree, "string", at, problems);
                Self::new()
            }
        }
    }

    fn schema(_: &mut Definitions) -> String {
        r#"{"type":"string"}"#.to_owned()
    }
}

impl Node for bool {
    const OPTIONAL: bool = true;

    fn read(tree: &Tree, at: &PointerBuf, problems: &mut Problems) -> Self {
        match tree.value {
            Value::Bool(value) => value,
            _ => {
                wrong_type(tree, "boolean", at, problems);
                false
            }
        }
    }

    fn schema(_: &mut Definitions) -> String {
        r#"{"type":"boolean","default":false}"#.to_owned()
    }
}

impl Node for u32 {
    fn read(tree: &Tree, at: &PointerBuf, problems: &mut Problems) -> Self {
        let number = match &tree.value {
            Value::Number(written) => written.parse().ok(),
            _ => None,
        };
        number.unwrap_or_else(|| {
            wrong_type(tree, "whole number", at, problems);
            0
        })
    }

    fn schema(_: &mut Definitions) -> String {
        r#"{"type":"integer","minimum":0,"maximum":4294967295}"#.to_owned()
    }
}

impl<T: Node> Node for Option<T> {
    const OPTIONAL: bool = true;

    fn read(tree: &Tree, at: &PointerBuf, problems: &mut Problems) -> Self {
        Some(T::read(tree, at, problems))
    }

    fn schema(definitions: &mut Definitions) -> String {
        T::schema(definitions)
    }
}

impl<T: Node> Node for Box<T> {
    fn read(tree: &Tree, at: &PointerBuf, problems: &mut Problems) -> Self {
        Self::new(T::read(tree, at, problems))
    }

    fn schema(definitions: &mut Definitions) -> String {
        T::schema(definitions)
    }
}

impl<T: Node> Node for Vec<T> {
    const OPTIONAL: bool = true;

    fn read(tree: &Tree, at: &PointerBuf, problems: &mut Problems) -> Self {
        let Value::Array(items) = &tree.value else {
            wrong_type(tree, "array", at, problems);
            return Self::new();
        };
        items
            .iter()
            .enumerate()
            .map(|(index, item)| T::read(item, &at.item(index), problems))
            .collect()
    }

    fn schema(definitions: &mut Definitions) -> String {
        format!(r#"{{"type":"array","items":{}}}"#, T::schema(definitions))
    }
}

/// An object whose members the product names; the order is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct Named<T>(pub Vec<(String, T)>);

impl<T> Default for Named<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Named<T> {
    /// The member of that name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&T> {
        self.0
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value)
    }

    /// Names and members.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// The names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }
}

impl<T: Node> Node for Named<T> {
    const OPTIONAL: bool = true;

    fn read(tree: &Tree, at: &PointerBuf, problems: &mut Problems) -> Self {
        let Value::Object(members) = &tree.value else {
            wrong_type(tree, "object", at, problems);
            return Self::default();
        };
        let read = |member: &Member| {
            let at = at.child(&member.name);
            if !is_name(&member.name) {
                let problem = Problem::new(at.as_str(), Code::BlueprintBadName);
                problems.push(problem.with("name", member.name.clone()));
            }
            (member.name.clone(), T::read(&member.value, &at, problems))
        };
        Self(members.iter().map(read).collect())
    }

    fn schema(definitions: &mut Definitions) -> String {
        let value = T::schema(definitions);
        format!(
            r#"{{"type":"object","propertyNames":{{"pattern":"^[a-z][a-z0-9_]{{0,63}}$"}},"additionalProperties":{value}}}"#
        )
    }
}

/// Any JSON, kept as it stands.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Raw(pub Option<Tree>);

impl Node for Raw {
    const OPTIONAL: bool = true;

    fn read(tree: &Tree, _: &PointerBuf, _: &mut Problems) -> Self {
        Self(Some(tree.clone()))
    }

    fn schema(_: &mut Definitions) -> String {
        "true".to_owned()
    }
}

/// Reads one of `words`; anything else is a problem with the nearest word.
pub(crate) fn read_word(
    tree: &Tree,
    words: &[&'static str],
    at: &PointerBuf,
    problems: &mut Problems,
) -> Option<usize> {
    let Some(text) = tree.as_str() else {
        wrong_type(tree, "string", at, problems);
        return None;
    };
    let found = words.iter().position(|word| *word == text);
    if found.is_none() {
        let problem = Problem::new(at.as_str(), Code::BlueprintUnknownWord);
        let problem = problem
            .with("word", text.to_owned())
            .with("allowed", words.join(", "));
        problems.push(problem.near(nearest(text, words.iter().copied())));
    }
    found
}

/// The JSON Schema of a choice among words.
pub(crate) fn words_schema(words: &[&str], doc: &str) -> String {
    let list: Vec<String> = words.iter().map(|word| quoted(word)).collect();
    format!(
        r#"{{"enum":[{}],"description":{}}}"#,
        list.join(","),
        quoted(doc.trim())
    )
}

/// Adds `"description"` to a JSON Schema object.
pub(crate) fn described(schema: &str, doc: &str) -> String {
    let doc = quoted(doc.trim());
    match schema.strip_prefix('{') {
        Some(rest) if !schema.contains("\"description\"") => {
            let comma = if rest == "}" { "" } else { "," };
            format!(r#"{{"description":{doc}{comma}{rest}"#)
        }
        Some(_) => schema.to_owned(),
        None => format!(r#"{{"description":{doc}}}"#),
    }
}
