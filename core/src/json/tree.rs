//! A JSON tree that keeps member order and positions: what a blueprint is read from.

use super::fault::Fault;
use super::reader::{Limits, Reader};
use super::text::Shape;
use crate::order;

/// A value with the byte offset at which it starts.
#[derive(Debug, Clone, PartialEq)]
pub struct Tree {
    /// The value.
    pub value: Value,
    /// Byte offset of its first byte.
    pub at: usize,
}

/// A JSON value; numbers stay as written.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "the names of JSON's own value kinds")]
pub enum Value {
    Null,
    Bool(bool),
    Number(String),
    String(String),
    Array(Vec<Tree>),
    Object(Vec<Member>),
}

/// One member of an object.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: Tree,
}

/// Parses a whole strict JSON text.
///
/// # Errors
/// The first [`Fault`].
pub fn parse(bytes: &[u8], limits: Limits) -> Result<Tree, Fault> {
    let mut reader = Reader::from_bytes(bytes, limits)?;
    // Duplicate names are found by the skip; the second walk builds the tree.
    reader.skip()?;
    let text = reader.text();
    reader.finish()?;
    build(&mut Reader::new(text, limits))
}

fn build(reader: &mut Reader<'_>) -> Result<Tree, Fault> {
    let shape = reader.peek()?;
    let at = reader.position();
    let value = match shape {
        Shape::Null => {
            reader.null()?;
            Value::Null
        }
        Shape::Bool => Value::Bool(reader.bool()?),
        Shape::Number => Value::Number(reader.number()?.to_owned()),
        Shape::String => Value::String(reader.string()?.decode().into_owned()),
        Shape::Array => Value::Array(items(reader)?),
        Shape::Object => Value::Object(members(reader)?),
    };
    Ok(Tree { value, at })
}

fn items(reader: &mut Reader<'_>) -> Result<Vec<Tree>, Fault> {
    let mut place = reader.open_array()?;
    let mut items = Vec::new();
    while reader.next_item(&mut place)? {
        items.push(build(reader)?);
    }
    Ok(items)
}

fn members(reader: &mut Reader<'_>) -> Result<Vec<Member>, Fault> {
    let mut place = reader.open_object()?;
    let mut members = Vec::new();
    while let Some(name) = reader.next_name(&mut place)? {
        reader.keep(&mut place)?;
        let name = name.decode().into_owned();
        members.push(Member {
            name,
            value: build(reader)?,
        });
    }
    Ok(members)
}

impl Tree {
    /// The member of an object.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Tree> {
        match &self.value {
            Value::Object(members) => members.iter().find(|m| m.name == name).map(|m| &m.value),
            _ => None,
        }
    }

    /// The text of a string.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// What kind of value it is.
    #[must_use]
    pub fn shape(&self) -> Shape {
        match &self.value {
            Value::Null => Shape::Null,
            Value::Bool(_) => Shape::Bool,
            Value::Number(_) => Shape::Number,
            Value::String(_) => Shape::String,
            Value::Array(_) => Shape::Array,
            Value::Object(_) => Shape::Object,
        }
    }

    /// Puts the members of every object in the order of their names.
    pub fn sort(&mut self) {
        match &mut self.value {
            Value::Array(items) => items.iter_mut().for_each(Tree::sort),
            Value::Object(members) => {
                order::sort_by(members, |a, b| a.name.cmp(&b.name));
                members.iter_mut().for_each(|member| member.value.sort());
            }
            _ => {}
        }
    }

    /// The compact JSON text.
    #[must_use]
    pub fn to_json(&self) -> String {
        let mut out = String::new();
        self.push_json(&mut out);
        out
    }

    fn push_json(&self, out: &mut String) {
        match &self.value {
            Value::Null => out.push_str("null"),
            Value::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            Value::Number(text) => out.push_str(text),
            Value::String(text) => super::push_string(out, text),
            Value::Array(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    out.push_str(if index > 0 { "," } else { "" });
                    item.push_json(out);
                }
                out.push(']');
            }
            Value::Object(members) => {
                out.push('{');
                for (index, member) in members.iter().enumerate() {
                    out.push_str(if index > 0 { "," } else { "" });
                    super::push_string(out, &member.name);
                    out.push(':');
                    member.value.push_json(out);
                }
                out.push('}');
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_writes_what_was_read() {
        let text = r#"{"a":[1,2.50,{"b":null}],"c":"\n","d":false}"#;
        assert_eq!(
            parse(text.as_bytes(), Limits::default()).map(|t| t.to_json()),
            Ok(text.to_owned())
        );
    }
}
