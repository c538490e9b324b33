//! Foreign documents become documents of a kind.
//!
//! The kind's `imports` say where each value goes. What the kind refuses is left out and said;
//! what no mapping names is said too: nothing is lost without a word.

use std::collections::HashSet;

use super::compile::Kernel;
use super::validate::Validate;
use crate::blueprint::document::{Convert, ImportField, ImportFilter};
use crate::error::{Code, Failure, Locale};
use crate::json::{Limits, Member, Pointer, PointerBuf, Tree, Value, parse};
use crate::order;
use crate::schema::Violation;

/// What became of a foreign document.
#[derive(Debug, Clone, PartialEq)]
pub struct Imported {
    /// The document of the kind, valid as a draft.
    pub document: String,
    /// Where each value that was taken went: from, to.
    pub placed: Vec<(String, String)>,
    /// Values that the kind refuses, with the place they were meant for.
    pub refused: Vec<Violation>,
    /// Values that had no place, as pointers into the foreign document.
    pub unplaced: Vec<String>,
}

/// A value of the foreign document: its pointer, the indices of the lists around it, itself.
type Source<'t> = (String, Vec<usize>, &'t Tree);

impl Kernel {
    /// Imports a document of a foreign format such as `jsonresume`.
    ///
    /// # Errors
    /// [`Code::KernelUnknownKind`], [`Code::ImportNoMapping`], [`Code::ImportFormat`] and faults
    /// of the JSON.
    pub fn import(&self, format: &str, kind: &str, bytes: &[u8]) -> Result<Imported, Failure> {
        let of = self.kind(kind)?;
        let mapping = self.model().document.kinds.get(&of.name);
        let mapping = mapping.and_then(|kind| kind.imports.get(format));
        let mapping = mapping.ok_or_else(|| {
            let failure = Failure::new(Code::ImportNoMapping).with("kind", kind.to_owned());
            failure.with("format", format.to_owned())
        })?;
        let foreign = parse(bytes, Limits::default())?;
        if !matches!(foreign.value, Value::Object(_)) {
            let failure = Failure::new(Code::ImportFormat);
            return Err(failure.with("reason", "it is not a JSON object"));
        }
        let mut document = object();
        let mut placed = Vec::new();
        for field in &mapping.fields {
            place(field, &foreign, &mut document, &mut placed);
        }
        compact(&mut document);
        let refused = self.drop_refused(kind, &mut document)?;
        Ok(Imported {
            document: document.to_json(),
            unplaced: unplaced(&foreign, &placed),
            placed,
            refused,
        })
    }

    /// Takes out what the kind refuses, until the document is a valid draft.
    fn drop_refused(&self, kind: &str, document: &mut Tree) -> Result<Vec<Violation>, Failure> {
        let how = Validate {
            mode: "draft",
            ..Validate::default()
        };
        let mut refused = Vec::new();
        loop {
            let text = document.to_json();
            let violations = self.validate(kind, text.as_bytes(), &how)?.violations;
            // From the last to the first, so that the places of list items stay true.
            let mut gone = 0;
            for violation in violations.into_iter().rev() {
                let path = Pointer::new(&violation.path);
                let segments: Vec<String> = path.iter().flat_map(Pointer::segments).collect();
                gone += usize::from(remove(document, &segments));
                refused.push(violation);
            }
            compact(document);
            if holds_nothing(document) {
                *document = object();
            }
            if gone == 0 {
                order::sort_by(&mut refused, |a, b| a.path.cmp(&b.path));
                return Ok(refused);
            }
        }
    }
}

impl Imported {
    /// `{"document":…,"placed":[{"from","to"}],"refused":[violations],"unplaced":[pointers]}`.
    #[must_use]
    pub fn to_json(&self, locale: Locale) -> String {
        use crate::json::quoted;
        let placed: Vec<String> = self
            .placed
            .iter()
            .map(|(from, to)| format!("{{\"from\":{},\"to\":{}}}", quoted(from), quoted(to)))
            .collect();
        let mut refused = String::new();
        for (index, violation) in self.refused.iter().enumerate() {
            refused.push_str(if index > 0 { "," } else { "" });
            violation.push_json(&mut refused, locale);
        }
        let unplaced: Vec<String> = self.unplaced.iter().map(|path| quoted(path)).collect();
        format!(
            "{{\"document\":{},\"placed\":[{}],\"refused\":[{refused}],\"unplaced\":[{}]}}",
            self.document,
            placed.join(","),
            unplaced.join(",")
        )
    }
}

fn place(
    field: &ImportField,
    foreign: &Tree,
    document: &mut Tree,
    placed: &mut Vec<(String, String)>,
) {
    let (Some(from), Some(to)) = (Pointer::new(&field.from), Pointer::new(&field.to)) else {
        return;
    };
    let from: Vec<String> = from.segments().collect();
    let to: Vec<String> = to.segments().collect();
    let mut sources = Vec::new();
    let root = (PointerBuf::root(), Vec::new());
    gather(foreign, &from, field.filter.as_ref(), root, &mut sources);
    for (pointer, indices, value) in sources {
        let Some(value) = converted(field, value) else {
            continue;
        };
        let mut path = PointerBuf::root();
        if set(document, &to, &indices, value, &mut path) {
            placed.extend(told_by_place(field, &from, &pointer, path.as_str()));
            placed.push((pointer, path.as_str().to_owned()));
        }
    }
}

/// The member that chose the place is told by the place.
fn told_by_place(
    field: &ImportField,
    from: &[String],
    pointer: &str,
    to: &str,
) -> Option<(String, String)> {
    let filter = field.filter.as_ref().filter(|f| !f.any.is_empty())?;
    let item = from.iter().rposition(|name| name == "*")? + 1;
    let mut ends = pointer.match_indices('/').map(|(at, _)| at).skip(1);
    let end = ends.nth(item - 1).unwrap_or(pointer.len());
    let member = format!("{}/{}", pointer.get(..end)?, filter.member);
    Some((member, to.to_owned()))
}

/// Every value at a path with `*`; a filter judges the items of the innermost list.
fn gather<'t>(
    tree: &'t Tree,
    path: &[String],
    filter: Option<&ImportFilter>,
    (at, indices): (PointerBuf, Vec<usize>),
    found: &mut Vec<Source<'t>>,
) {
    let Some((name, rest)) = path.split_first() else {
        found.push((at.as_str().to_owned(), indices, tree));
        return;
    };
    match &tree.value {
        Value::Array(items) if name == "*" => {
            let judge = filter.filter(|_| !rest.iter().any(|name| name == "*"));
            for (index, item) in items.iter().enumerate() {
                if judge.is_none_or(|filter| passes(filter, item)) {
                    let indices = indices.iter().copied().chain([index]).collect();
                    gather(item, rest, filter, (at.item(index), indices), found);
                }
            }
        }
        Value::Object(_) => {
            if let Some(member) = tree.get(name) {
                gather(member, rest, filter, (at.child(name), indices), found);
            }
        }
        _ => {}
    }
}

fn passes(filter: &ImportFilter, item: &Tree) -> bool {
    let said = item.get(&filter.member).and_then(Tree::as_str);
    let said = said.unwrap_or_default().trim().to_lowercase();
    let has = |words: &[String]| words.iter().any(|word| word.to_lowercase() == said);
    (filter.any.is_empty() || has(&filter.any)) && !has(&filter.none)
}

/// The value on its way; `None` when nothing of it is left.
fn converted(field: &ImportField, source: &Tree) -> Option<Tree> {
    let value = match &source.value {
        Value::Null => return None,
        Value::String(text) if text.trim().is_empty() => return None,
        Value::Array(items) if items.is_empty() => return None,
        Value::String(text) => match replacement(field, text) {
            Some(value) => value,
            None => Value::String(text.clone()),
        },
        other => other.clone(),
    };
    let value = match (&field.prefix, value) {
        (Some(prefix), Value::String(text)) => Value::String(format!("{prefix}{}", text.trim())),
        (_, value) => value,
    };
    let value = match (field.convert, value) {
        (None, value) => value,
        (Some(Convert::Lines), Value::Array(items)) => {
            let lines: Vec<&str> = items.iter().filter_map(Tree::as_str).collect();
            Value::String(lines.join("\n"))
        }
        (Some(Convert::Decimal), Value::Number(text)) => Value::String(text),
        (Some(convert), Value::String(text)) => Value::String(converted_text(convert, &text)?),
        (Some(_), _) => return None,
    };
    Some(Tree { value, at: 0 })
}

fn converted_text(convert: Convert, text: &str) -> Option<String> {
    let text = text.trim();
    let word = |separator: char| {
        let mut out = String::new();
        for character in text.chars().flat_map(char::to_lowercase) {
            if character.is_ascii_alphanumeric() {
                out.push(character);
            } else if !out.ends_with(separator) && !out.is_empty() {
                out.push(separator);
            }
        }
        let trimmed = out.trim_end_matches(separator);
        (!trimmed.is_empty()).then(|| trimmed.to_owned())
    };
    match convert {
        Convert::Slug => word('-'),
        Convert::Word => word('_'),
        Convert::Lines => Some(text.to_owned()),
        Convert::Decimal => first_number(text),
        Convert::Link => match text.split_once("://") {
            Some(("http", rest)) => Some(format!("https://{rest}")),
            Some(_) => Some(text.to_owned()),
            None => Some(format!("https://{text}")),
        },
    }
}

/// The number that a text such as `3.8/4.0` starts with.
fn first_number(text: &str) -> Option<String> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.');
    let number = text.get(..end.unwrap_or(text.len()))?.trim_end_matches('.');
    (!number.is_empty()).then(|| number.to_owned())
}

/// The replacement of a whole text, compared without case.
fn replacement(field: &ImportField, text: &str) -> Option<Value> {
    let Value::Object(members) = &field.values.0.as_ref()?.value else {
        return None;
    };
    let text = text.trim().to_lowercase();
    let found = members
        .iter()
        .find(|member| member.name.to_lowercase() == text);
    found.map(|member| member.value.value.clone())
}

/// Puts a value in its place unless something is there already. Says whether it did, and where.
fn set(
    tree: &mut Tree,
    path: &[String],
    indices: &[usize],
    value: Tree,
    at: &mut PointerBuf,
) -> bool {
    let Some((name, rest)) = path.split_first() else {
        let free = matches!(tree.value, Value::Null);
        if free {
            *tree = value;
        }
        return free;
    };
    if name == "*" {
        let Some((index, indices)) = indices.split_first() else {
            return false;
        };
        *at = at.item(*index);
        return item(tree, *index).is_some_and(|item| set(item, rest, indices, value, at));
    }
    *at = at.child(name);
    member(tree, name).is_some_and(|member| set(member, rest, indices, value, at))
}

/// The item of a list, made where it is missing.
fn item(tree: &mut Tree, index: usize) -> Option<&mut Tree> {
    if matches!(tree.value, Value::Null) {
        tree.value = Value::Array(Vec::new());
    }
    let Value::Array(items) = &mut tree.value else {
        return None;
    };
    while items.len() <= index {
        items.push(null());
    }
    items.get_mut(index)
}

/// The member of an object, made where it is missing.
fn member<'t>(tree: &'t mut Tree, name: &str) -> Option<&'t mut Tree> {
    if matches!(tree.value, Value::Null) {
        *tree = object();
    }
    let Value::Object(members) = &mut tree.value else {
        return None;
    };
    let known = members.iter().position(|member| member.name == name);
    let index = known.unwrap_or_else(|| {
        members.push(Member {
            name: name.to_owned(),
            value: null(),
        });
        members.len() - 1
    });
    members.get_mut(index).map(|member| &mut member.value)
}

fn null() -> Tree {
    let value = Value::Null;
    Tree { value, at: 0 }
}

fn object() -> Tree {
    let value = Value::Object(Vec::new());
    Tree { value, at: 0 }
}

/// Takes out what holds nothing.
fn compact(tree: &mut Tree) {
    match &mut tree.value {
        Value::Array(items) => {
            items.iter_mut().for_each(compact);
            items.retain(|item| !holds_nothing(item));
        }
        Value::Object(members) => {
            members
                .iter_mut()
                .for_each(|member| compact(&mut member.value));
            members.retain(|member| !holds_nothing(&member.value));
        }
        _ => {}
    }
}

fn holds_nothing(tree: &Tree) -> bool {
    match &tree.value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}

/// Empties the value at a path, or what is nearest around a value that is missing.
fn remove(tree: &mut Tree, path: &[String]) -> bool {
    let Some((name, rest)) = path.split_first() else {
        let had = !holds_nothing(tree);
        *tree = null();
        return had;
    };
    let inner = match &mut tree.value {
        Value::Object(members) => members
            .iter_mut()
            .find(|member| member.name == *name)
            .map(|member| &mut member.value),
        Value::Array(items) => name.parse::<usize>().ok().and_then(|i| items.get_mut(i)),
        _ => None,
    };
    match inner {
        Some(inner) => remove(inner, rest),
        None => {
            *tree = null();
            true
        }
    }
}

/// Values that went nowhere.
fn unplaced(foreign: &Tree, placed: &[(String, String)]) -> Vec<String> {
    let mut left = Vec::new();
    let placed = placed.iter().map(|(from, _)| from.as_str()).collect();
    leftover(foreign, PointerBuf::root(), &placed, &mut left);
    left
}

fn leftover(tree: &Tree, at: PointerBuf, placed: &HashSet<&str>, left: &mut Vec<String>) {
    if placed.contains(at.as_str()) {
        return;
    }
    match &tree.value {
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                leftover(item, at.item(index), placed, left);
            }
        }
        Value::Object(members) => {
            for member in members {
                leftover(&member.value, at.child(&member.name), placed, left);
            }
        }
        Value::Null => {}
        Value::String(text) if text.trim().is_empty() => {}
        _ => left.push(at.as_str().to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BLUEPRINT: &str = r#"{
        "blueprint": 1, "name": "links", "version": "1.0.0",
        "kinds": { "profile": {
            "fields": {
                "github": { "type": "url", "hosts": ["github.com"] },
                "others": { "type": "list", "of": { "type": "object", "fields": {
                    "network": { "type": "string" }, "url": { "type": "url" } } } }
            },
            "imports": { "resume": { "fields": [
                { "from": "/profiles/*/url", "where": { "member": "network", "is": ["github"] }, "to": "/github" },
                { "from": "/profiles/*/name", "where": { "member": "network", "is": ["github"] }, "to": "/github",
                  "prefix": "https://github.com/" },
                { "from": "/profiles/*/network", "where": { "member": "network", "not": ["github"] },
                  "to": "/others/*/network" },
                { "from": "/profiles/*/url", "where": { "member": "network", "not": ["github"] }, "to": "/others/*/url" }
            ] } }
        } }
    }"#;

    fn import(resume: &str) -> Imported {
        let kernel = Kernel::compile(BLUEPRINT.as_bytes()).unwrap();
        kernel
            .import("resume", "profile", resume.as_bytes())
            .unwrap()
    }

    #[test]
    fn a_member_chooses_the_place_of_its_neighbours() {
        let imported = import(
            r#"{"profiles": [
                {"network": "Mastodon", "url": "https://example.social/@a"},
                {"network": "GitHub ", "url": "https://github.com/a"}]}"#,
        );
        assert_eq!(
            imported.document,
            r#"{"github":"https://github.com/a","others":[{"network":"Mastodon","url":"https://example.social/@a"}]}"#
        );
        assert_eq!(imported.unplaced, Vec::<String>::new());
    }

    #[test]
    fn a_name_becomes_a_link_where_no_link_is_given() {
        let imported = import(r#"{"profiles": [{"network": "github", "name": " octo "}]}"#);
        assert_eq!(imported.document, r#"{"github":"https://github.com/octo"}"#);
        assert_eq!(imported.placed.len(), 2);
        let both = import(
            r#"{"profiles": [{"network": "github", "name": "b", "url": "https://github.com/a"}]}"#,
        );
        assert_eq!(both.document, r#"{"github":"https://github.com/a"}"#);
        assert_eq!(both.unplaced, ["/profiles/0/name"]);
    }

    #[test]
    fn a_link_to_another_host_is_refused_at_its_place() {
        let imported =
            import(r#"{"profiles": [{"network": "github", "url": "https://evil.com"}]}"#);
        assert_eq!(imported.document, "{}");
        assert_eq!(imported.refused[0].path, "/github");
    }
}
