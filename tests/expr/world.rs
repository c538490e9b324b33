//! Declared names, and the values that a test gives them.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::Arc;

use profilekit::decimal::Decimal;
use profilekit::error::nearest;
use profilekit::expr::{Environment, Resolution, Scope, Type, Value, Var};
use profilekit::time::{parse_duration, parse_instant};
use serde_json::Value as Json;

/// How far a path is resolved before it selects from JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    /// Every path has a variable of its own.
    Paths,
    /// Only the first name is a variable.
    Roots,
}

/// How values are spelled. An answer must not depend on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Spelling {
    /// Texts as they are; lists of texts as the host would hold them.
    Plain,
    /// Texts and lists in JSON with every character escaped, and space wherever it may be.
    Escaped,
}

pub(crate) const WAYS: [(Shape, Spelling); 4] = [
    (Shape::Paths, Spelling::Plain),
    (Shape::Paths, Spelling::Escaped),
    (Shape::Roots, Spelling::Plain),
    (Shape::Roots, Spelling::Escaped),
];

/// The type that a fixture declares: a name, or `{"list": …}`, `{"map": …}`, `{"object": {…}}`.
pub(crate) fn declared(ty: &Json) -> Type {
    if let Some(name) = ty.as_str() {
        return named(name);
    }
    if let Some(of) = ty.get("list") {
        return Type::list(declared(of));
    }
    if let Some(of) = ty.get("map") {
        return Type::Map(Arc::new(declared(of)));
    }
    let members = ty["object"].as_object().unwrap_or_else(|| panic!("{ty}"));
    let typed = members
        .iter()
        .map(|(name, ty)| (name.as_str().into(), declared(ty)));
    Type::object(typed.collect())
}

fn named(name: &str) -> Type {
    match name {
        "null" => Type::Null,
        "bool" => Type::Bool,
        "int" => Type::Int,
        "double" => Type::Double,
        "string" => Type::Text,
        "timestamp" => Type::Timestamp,
        "duration" => Type::Duration,
        "decimal" => Type::Decimal,
        "dyn" => Type::Dyn,
        other => panic!("no type is called `{other}`"),
    }
}

/// An environment that remembers which paths were asked for.
pub(crate) struct Names<'t> {
    types: &'t BTreeMap<String, Type>,
    shape: Shape,
    found: Vec<(Vec<String>, Type)>,
}

impl<'t> Names<'t> {
    pub(crate) fn new(types: &'t BTreeMap<String, Type>, shape: Shape) -> Self {
        Self {
            types,
            shape,
            found: Vec::new(),
        }
    }

    fn var(&mut self, path: &[&str], ty: &Type) -> Var {
        let same = |(known, _): &(Vec<String>, Type)| known.iter().eq(path);
        let at = self.found.iter().position(same).unwrap_or_else(|| {
            let path = path.iter().map(|name| (*name).to_owned());
            self.found.push((path.collect(), ty.clone()));
            self.found.len() - 1
        });
        Var(u16::try_from(at).unwrap())
    }

    /// The values of the paths that were asked for, once conditions are compiled.
    pub(crate) fn values(&self, values: &Json, spelling: Spelling) -> Values {
        let slot = |(path, ty): &(Vec<String>, Type)| {
            let found = path
                .iter()
                .try_fold(values, |within, name| within.get(name));
            found.map_or(Slot::Absent, |value| Slot::new(value, ty, spelling))
        };
        Values(self.found.iter().map(slot).collect())
    }
}

fn unknown<'n>(at: usize, name: &str, known: impl Iterator<Item = &'n str>) -> Resolution {
    let suggestion = nearest(name, known).map(str::to_owned);
    Resolution::Unknown { at, suggestion }
}

impl Environment for Names<'_> {
    fn resolve(&mut self, names: &[&str]) -> Resolution {
        let Some(mut ty) = self.types.get(names[0]) else {
            return unknown(0, names[0], self.types.keys().map(String::as_str));
        };
        let mut used = 1;
        while let (Shape::Paths, Type::Object(members)) = (self.shape, ty) {
            let Some(name) = names.get(used) else { break };
            let Some((_, member)) = members.iter().find(|(known, _)| **known == **name) else {
                return unknown(used, name, members.iter().map(|(known, _)| &**known));
            };
            (ty, used) = (member, used + 1);
        }
        let ty = ty.clone();
        let var = self.var(&names[..used], &ty);
        Resolution::Found { var, ty, used }
    }
}

/// What a host would hold of one variable.
#[derive(Debug, Clone)]
enum Slot {
    Absent,
    Null,
    Bool(bool),
    Int(i64),
    Double(f64),
    Text(String),
    Escaped(String),
    Timestamp(i64),
    Duration(i64),
    Decimal(Decimal),
    Json(String),
    Texts(Vec<Box<str>>),
}

impl Slot {
    fn new(value: &Json, ty: &Type, spelling: Spelling) -> Self {
        match (value, ty) {
            (Json::Null, _) => Self::Null,
            (Json::Bool(value), _) => Self::Bool(*value),
            (Json::Number(number), Type::Double) => Self::Double(number.as_f64().unwrap()),
            (Json::Number(number), _) => match number.as_i64() {
                Some(whole) => Self::Int(whole),
                None => Self::Double(number.as_f64().unwrap()),
            },
            (Json::String(text), _) => Self::text(text, ty, spelling),
            (Json::Array(items), Type::List(of))
                if spelling == Spelling::Plain && **of == Type::Text =>
            {
                let texts = items.iter().map(|item| item.as_str().unwrap().into());
                Self::Texts(texts.collect())
            }
            (Json::Array(_) | Json::Object(_), _) => Self::Json(spelled(value, spelling)),
        }
    }

    fn text(text: &str, ty: &Type, spelling: Spelling) -> Self {
        match (ty, spelling) {
            (Type::Timestamp, _) => Self::Timestamp(parse_instant(text).unwrap()),
            (Type::Duration, _) => Self::Duration(parse_duration(text).unwrap()),
            (Type::Decimal, _) => Self::Decimal(Decimal::parse(text).unwrap()),
            (_, Spelling::Plain) => Self::Text(text.to_owned()),
            (_, Spelling::Escaped) => Self::Escaped(escaped(text)),
        }
    }

    fn value(&self) -> Value<'_> {
        match self {
            Self::Absent => Value::Absent,
            Self::Null => Value::Null,
            Self::Bool(value) => Value::Bool(*value),
            Self::Int(value) => Value::Int(*value),
            Self::Double(value) => Value::Double(*value),
            Self::Text(text) => Value::Text(text),
            Self::Escaped(raw) => Value::Escaped(raw),
            Self::Timestamp(micros) => Value::Timestamp(*micros),
            Self::Duration(micros) => Value::Duration(*micros),
            Self::Decimal(value) => Value::Decimal(*value),
            Self::Json(text) => Value::Json(text),
            Self::Texts(texts) => Value::Texts(texts),
        }
    }
}

/// A scope with the values of a test.
pub(crate) struct Values(Vec<Slot>);

impl Scope for Values {
    fn load(&self, var: Var) -> Value<'_> {
        self.0[usize::from(var.0)].value()
    }
}

/// JSON text of a value.
fn spelled(value: &Json, spelling: Spelling) -> String {
    if spelling == Spelling::Plain {
        return value.to_string();
    }
    match value {
        Json::String(text) => format!("\"{}\"", escaped(text)),
        Json::Array(items) => {
            let items: Vec<String> = items.iter().map(|item| spelled(item, spelling)).collect();
            format!("[ {} ]", items.join(" ,\n"))
        }
        Json::Object(members) => {
            let member = |(name, value): (&String, &Json)| {
                format!("\"{}\" : {}", escaped(name), spelled(value, spelling))
            };
            let members: Vec<String> = members.iter().map(member).collect();
            format!("{{\t{} }}", members.join(" , "))
        }
        other => other.to_string(),
    }
}

/// Every UTF-16 unit as `\uXXXX`.
fn escaped(text: &str) -> String {
    text.encode_utf16().fold(String::new(), |mut out, unit| {
        let _ = write!(out, "\\u{unit:04x}");
        out
    })
}
