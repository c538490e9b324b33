//! Random documents, for both implementations of CEL.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use cel::Value as Cel;
use cel::objects::Key;
use chrono::{DateTime, Duration};
use profilekit::expr::Type;
use profilekit::time::{parse_duration, parse_instant, write_instant};
use serde_json::{Map, Number, Value as Json, json};

use crate::random::Random;
use crate::world::declared;

pub(crate) const TEXTS: [&str; 18] = [
    "", "a", "b", "ab", "aab", "aabaab", "ba", "Zoë", "e\u{301}", "é", "ß", "😀", "a😀", "日本",
    "a\nb", "\"q\"", "\\", "it's",
];

pub(crate) const INTS: [i64; 10] = [
    0,
    1,
    -1,
    2,
    7,
    1000,
    i64::MAX,
    i64::MIN,
    i64::MAX - 1,
    9_007_199_254_740_993,
];

pub(crate) const DOUBLES: [f64; 12] = [
    0.0, -0.0, 0.5, 1.0, -1.5, 2.0, 7.25, 1e300, -1e300, 5e-324, 9.3e18, 1_000.0,
];

/// The declared type of `self`. Every member but `o` may be missing: a section that is not set has
/// no members here, as an unset message; the `cel` crate knows maps only, where asking is an error.
/// Decimals are not CEL's own.
pub(crate) fn types() -> BTreeMap<String, Type> {
    let item = json!({"object": {"i": "int", "s": "string", "l": {"list": "int"}}});
    let members = json!({"object": {
        "i1": "int", "i2": "int", "k1": "int", "k2": "int", "d1": "double", "d2": "double",
        "s1": "string", "s2": "string", "b1": "bool", "b2": "bool", "b3": "bool",
        "t1": "timestamp", "t2": "timestamp", "u1": "duration", "u2": "duration",
        "n1": "dyn", "n2": "dyn",
        "li": {"list": "int"}, "lk": {"list": "int"}, "ld": {"list": "double"},
        "ls": {"list": "string"}, "lt": {"list": "timestamp"}, "lu": {"list": "duration"},
        "lx": {"list": "dyn"}, "mi": {"map": "int"}, "ms": {"map": "string"},
        "items": {"list": item}, "o": item
    }});
    [("self".to_owned(), declared(&members))].into()
}

/// Every member of `self`, with the shape of its values.
const MEMBERS: [(&str, &str); 28] = [
    ("i1", "i"),
    ("i2", "i"),
    ("k1", "k"),
    ("k2", "k"),
    ("d1", "d"),
    ("d2", "d"),
    ("s1", "s"),
    ("s2", "s"),
    ("b1", "b"),
    ("b2", "b"),
    ("b3", "b"),
    ("t1", "t"),
    ("t2", "t"),
    ("u1", "u"),
    ("u2", "u"),
    ("n1", "n"),
    ("n2", "n"),
    ("li", "[i"),
    ("lk", "[k"),
    ("ld", "[d"),
    ("ls", "[s"),
    ("lt", "[t"),
    ("lu", "[u"),
    ("lx", "[n"),
    ("mi", "{k"),
    ("ms", "{s"),
    ("items", "[o"),
    ("o", "o"),
];

pub(crate) const KEYS: [&str; 5] = ["de", "fr", "x", "a\"b", "é"];

/// A random document, in JSON.
pub(crate) fn document(random: &mut Random) -> Json {
    let mut members = Map::new();
    for (name, shape) in MEMBERS {
        if name == "o" || !random.once_in(7) {
            members.insert(name.to_owned(), value(random, shape));
        }
    }
    json!({ "self": members })
}

fn value(random: &mut Random, shape: &str) -> Json {
    match shape {
        "i" => integer(random).into(),
        "k" => random.between(-9, 9).into(),
        "d" => double(random).into(),
        "s" => random.pick(&TEXTS).into(),
        "b" => random.once_in(2).into(),
        "t" => instant(random).into(),
        "u" => span(random).into(),
        "n" => anything(random),
        "o" => object(random),
        _ if shape.starts_with('[') => {
            let count = random.below(5);
            (0..count).map(|_| value(random, &shape[1..])).collect()
        }
        _ => {
            let keys = KEYS.iter().filter(|_| random.once_in(2)).copied();
            let keys: Vec<&str> = keys.collect();
            let members = keys
                .into_iter()
                .map(|key| (key, value(random, &shape[1..])));
            Json::Object(
                members
                    .map(|(key, value)| (key.to_owned(), value))
                    .collect(),
            )
        }
    }
}

fn object(random: &mut Random) -> Json {
    let mut members = Map::new();
    for (name, shape) in [("i", "k"), ("s", "s"), ("l", "[k")] {
        if !random.once_in(5) {
            members.insert(name.to_owned(), value(random, shape));
        }
    }
    Json::Object(members)
}

/// A dyn value: never a list or an object, which conditions do not compare.
fn anything(random: &mut Random) -> Json {
    let shape = random.pick(&["k", "k", "s", "b", "h", "0"]);
    match shape {
        "h" => (0.5 * f64::from(i8::try_from(random.between(-9, 9)).unwrap())).into(),
        "0" => Json::Null,
        shape => value(random, shape),
    }
}

pub(crate) fn integer(random: &mut Random) -> i64 {
    match random.below(3) {
        0 => INTS[random.below(INTS.len())],
        1 => random.between(-20, 20),
        _ => random.next().cast_signed(),
    }
}

pub(crate) fn double(random: &mut Random) -> f64 {
    match random.below(3) {
        0 => DOUBLES[random.below(DOUBLES.len())],
        1 => 0.25 * f64::from(i8::try_from(random.between(-40, 40)).unwrap()),
        _ => Some(f64::from_bits(random.next()))
            .filter(|d| d.is_finite())
            .unwrap_or(1.25),
    }
}

/// Fifty years, so that no sum of a few leaves the range of the other implementation, whose
/// durations are nanoseconds.
pub(crate) fn instant(random: &mut Random) -> String {
    const SECOND: i64 = 1_000_000;
    let seconds = random.between(631_152_000, 2_208_988_800);
    let micros = if random.once_in(2) {
        random.between(0, SECOND - 1)
    } else {
        0
    };
    write_instant(seconds * SECOND + micros)
}

fn span(random: &mut Random) -> String {
    let seconds = random.between(0, 40_000_000);
    match random.below(3) {
        0 => format!("PT{seconds}S"),
        1 => format!("PT{}H", seconds / 3600),
        _ => format!("PT{seconds}.{:06}S", random.between(0, 999_999)),
    }
}

/// The same document for the other implementation: typed as declared.
pub(crate) fn translated(value: &Json, ty: &Type) -> Cel {
    match (value, ty) {
        (Json::String(text), Type::Timestamp) => {
            let micros = parse_instant(text).unwrap();
            Cel::Timestamp(
                DateTime::from_timestamp_micros(micros)
                    .unwrap()
                    .fixed_offset(),
            )
        }
        (Json::String(text), Type::Duration) => {
            Cel::Duration(Duration::microseconds(parse_duration(text).unwrap()))
        }
        (Json::String(text), _) => Cel::String(Arc::new(text.clone())),
        (Json::Number(number), _) => translated_number(number),
        (Json::Bool(value), _) => Cel::Bool(*value),
        (Json::Null, _) => Cel::Null,
        (Json::Array(items), Type::List(of)) => {
            let items = items.iter().map(|item| translated(item, of));
            Cel::List(Arc::new(items.collect()))
        }
        (Json::Object(members), _) => {
            let member = |(name, value): (&String, &Json)| {
                (
                    Key::from(name.clone()),
                    translated(value, &member_type(ty, name)),
                )
            };
            Cel::from(members.iter().map(member).collect::<HashMap<Key, Cel>>())
        }
        (Json::Array(_), _) => panic!("a list that is not declared"),
    }
}

fn translated_number(number: &Number) -> Cel {
    match number.as_i64() {
        Some(whole) => Cel::Int(whole),
        None => Cel::Float(number.as_f64().unwrap()),
    }
}

fn member_type(ty: &Type, name: &str) -> Type {
    match ty {
        Type::Map(of) => (**of).clone(),
        Type::Object(members) => {
            let found = members.iter().find(|(known, _)| **known == *name);
            found.map(|(_, ty)| ty.clone()).unwrap_or(Type::Dyn)
        }
        other => panic!("{other} has no members"),
    }
}
