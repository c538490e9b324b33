//! Reading JSON text that was checked before, without allocating.

use super::types::Type;
use super::value::{Value, whole};
use crate::decimal::Decimal;
use crate::host;
use crate::json::scan::string_stop;
use crate::time::{parse_duration, parse_instant};

/// The value that a JSON text spells, as a value of the type.
pub(super) fn value<'a>(text: &'a str, ty: &Type) -> Value<'a> {
    match (ty, plain(text)) {
        (Type::Timestamp | Type::Duration | Type::Decimal, value) => read(value, ty),
        // A double may be written without a point.
        (Type::Double, Value::Int(_)) => host::double(text).map_or(Value::Absent, Value::Double),
        // A whole number may be written with one.
        (Type::Int, Value::Double(double)) => {
            whole(double).map_or(Value::Double(double), Value::Int)
        }
        (_, plain) => plain,
    }
}

/// Longest text of a timestamp, duration or decimal.
const SHORT: usize = 64;

/// The timestamp, duration or decimal that a text spells.
fn read<'a>(value: Value<'a>, ty: &Type) -> Value<'a> {
    let mut buffer = [0; SHORT];
    let text = match value {
        Value::Text(text) => Some(text),
        Value::Escaped(_) => short(value, &mut buffer),
        _ => return value,
    };
    let read = text.and_then(|text| match ty {
        Type::Timestamp => parse_instant(text).map(Value::Timestamp),
        Type::Duration => parse_duration(text).map(Value::Duration),
        _ => Decimal::parse(text).map(Value::Decimal),
    });
    read.unwrap_or(Value::Absent)
}

/// A short ASCII text with its escapes resolved.
fn short<'b>(value: Value<'_>, buffer: &'b mut [u8; SHORT]) -> Option<&'b str> {
    let mut length = 0;
    for character in value.characters() {
        *buffer.get_mut(length)? = u8::try_from(character).ok().filter(u8::is_ascii)?;
        length += 1;
    }
    std::str::from_utf8(buffer.get(..length)?).ok()
}

fn plain(text: &str) -> Value<'_> {
    match text.as_bytes().first() {
        Some(b'"') => {
            let inner = text.get(1..text.len() - 1).unwrap_or_default();
            if inner.contains('\\') {
                Value::Escaped(inner)
            } else {
                Value::Text(inner)
            }
        }
        Some(b'{' | b'[') => Value::Json(text),
        Some(b't') => Value::Bool(true),
        Some(b'f') => Value::Bool(false),
        Some(b'n') => Value::Null,
        Some(_) => number(text),
        None => Value::Absent,
    }
}

fn number(text: &str) -> Value<'_> {
    match text.parse() {
        Ok(whole) => Value::Int(whole),
        Err(_) => host::double(text).map_or(Value::Absent, Value::Double),
    }
}

/// Items of a list, or names and values of an object, one after the other.
pub(super) struct Items<'a> {
    text: &'a str,
    at: usize,
    object: bool,
}

impl<'a> Items<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self {
            text,
            at: 1,
            object: text.starts_with('{'),
        }
    }

    /// Whether the items have names.
    pub(super) fn is_object(&self) -> bool {
        self.object
    }

    fn pass(&mut self) {
        let skip = |b: &u8| matches!(b, b' ' | b'\t' | b'\n' | b'\r' | b',' | b':');
        self.at += self
            .text
            .as_bytes()
            .iter()
            .skip(self.at)
            .take_while(|b| skip(b))
            .count();
    }

    fn one(&mut self) -> Option<&'a str> {
        self.pass();
        let bytes = self.text.as_bytes();
        if matches!(bytes.get(self.at), None | Some(b'}' | b']')) {
            return None;
        }
        let start = self.at;
        self.at = value_end(bytes, start);
        self.text.get(start..self.at)
    }
}

impl<'a> Iterator for Items<'a> {
    /// The name's text with its quotes (empty for a list's items) and the value's text.
    type Item = (&'a str, &'a str);

    fn next(&mut self) -> Option<Self::Item> {
        let name = if self.object { self.one()? } else { "" };
        Some((name, self.one()?))
    }
}

/// The text of an object's member.
pub(super) fn member<'a>(text: &'a str, name: Value<'_>) -> Option<&'a str> {
    let items = Items::new(text);
    if !items.is_object() {
        return None;
    }
    let named = |found: &str| plain(found).equals(name) == Ok(true);
    items
        .into_iter()
        .find(|(found, _)| named(found))
        .map(|(_, value)| value)
}

/// One past the last byte of the value that starts at `start`.
fn value_end(bytes: &[u8], start: usize) -> usize {
    let (mut at, mut depth) = (start, 0usize);
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' => at = string_end(bytes, at),
            b'{' | b'[' => (at, depth) = (at + 1, depth + 1),
            b'}' | b']' if depth == 0 => return at,
            b'}' | b']' => (at, depth) = (at + 1, depth - 1),
            b',' | b' ' | b'\n' | b'\r' | b'\t' | b':' if depth == 0 => return at,
            _ => {
                at += 1;
                continue;
            }
        }
        if depth == 0 {
            return at;
        }
    }
    at
}

fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    loop {
        at = string_stop(bytes, at);
        match bytes.get(at) {
            Some(b'\\') => at += 2,
            Some(b'"') | None => return (at + 1).min(bytes.len()),
            Some(_) => at += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_and_members_are_found_whatever_the_spacing() {
        let text = r#"{ "a" : [ 1 , { "b" : "x\"]}" } , true ] , "c\u0064":-2.5e3 }"#;
        let list = member(text, Value::Text("a")).unwrap_or_default();
        let items: Vec<&str> = Items::new(list).map(|(_, value)| value).collect();
        assert_eq!(items, ["1", r#"{ "b" : "x\"]}" }"#, "true"]);
        assert!(
            matches!(member(text, Value::Text("cd")).map(plain), Some(Value::Double(v)) if v == -2500.0)
        );
        assert_eq!(member(text, Value::Text("b")), None);
        assert_eq!(member("[]", Value::Text("a")), None);
        assert_eq!(Items::new("{}").count() + Items::new("[ ]").count(), 0);
    }

    #[test]
    fn values_have_the_type_that_is_declared() {
        let of = |text, ty| value(text, &ty);
        assert!(matches!(of("3", Type::Double), Value::Double(v) if v == 3.0));
        assert!(matches!(of("3.0", Type::Int), Value::Int(3)));
        assert!(matches!(of("3.5", Type::Int), Value::Double(_)));
        assert!(matches!(of("1e400", Type::Int), Value::Double(_)));
        let second = r#""1970-01-01T00:00:01\u005a""#;
        assert!(matches!(
            of(second, Type::Timestamp),
            Value::Timestamp(1_000_000)
        ));
        assert!(matches!(
            of(r#""PT\u0031S""#, Type::Duration),
            Value::Duration(1_000_000)
        ));
        let long = format!("\"{}\"", "\\u0031".repeat(100));
        assert!(matches!(of(&long, Type::Decimal), Value::Absent));
        assert!(matches!(of(r#""\u00e9""#, Type::Decimal), Value::Absent));
        assert!(matches!(of("null", Type::Timestamp), Value::Null));
    }
}
