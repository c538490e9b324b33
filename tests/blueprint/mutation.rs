//! Damaged blueprints: reading never panics, and either gives a model or says what is wrong.

use profilekit::Kernel;
use serde_json::Value;

use crate::{case, shipped};

/// Blueprints of each product with damaged members, and with damaged bytes: 5,200 in all.
const MEMBERS: u64 = 400;
const BYTES: u64 = 900;

/// SplitMix64, so that a failure can be repeated from its seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        let sides = u64::try_from(sides.max(1)).unwrap_or(1);
        usize::try_from((z ^ (z >> 31)) % sides).unwrap_or(0)
    }
}

/// Reads, resolves and compiles: a kernel with its model, or at least one error.
fn survives(bytes: &[u8], seed: &str) {
    let compiled = std::panic::catch_unwind(|| match Kernel::compile(bytes) {
        Ok(kernel) => kernel.model().roles.len() >= 3,
        Err(problems) => problems.has_errors(),
    });
    match compiled {
        Ok(sound) => assert!(sound, "{seed}: neither a model nor an error"),
        Err(_) => panic!("{seed} panicked"),
    }
}

/// Every place in a document, as pointers.
fn places(value: &Value, at: String, found: &mut Vec<String>) {
    let children: Vec<(String, &Value)> = match value {
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| (name.replace('~', "~0").replace('/', "~1"), value))
            .collect(),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .map(|(i, value)| (i.to_string(), value))
            .collect(),
        _ => Vec::new(),
    };
    for (name, child) in children {
        let at = format!("{at}/{name}");
        found.push(at.clone());
        places(child, at, found);
    }
}

/// Deletes, replaces, duplicates or renames something.
fn damage(document: &mut Value, places: &[String], dice: &mut Dice) {
    let Some(at) = places.get(dice.roll(places.len())) else {
        return;
    };
    let other = places
        .get(dice.roll(places.len()))
        .and_then(|at| document.pointer(at))
        .cloned();
    let (parent, name) = at.rsplit_once('/').unwrap_or_default();
    let name = name.replace("~1", "/").replace("~0", "~");
    let choice = dice.roll(6);
    let odd = odd(dice);
    match document.pointer_mut(parent) {
        Some(Value::Object(members)) => match choice {
            0 => drop(members.shift_remove(&name)),
            1 => drop(members.insert(name, odd)),
            2 => drop(members.insert(name, other.unwrap_or_default())),
            3 => {
                if let Some(value) = members.shift_remove(&name) {
                    members.insert(format!("{name}x"), value);
                }
            }
            4 => drop(members.insert("extra".to_owned(), odd)),
            _ => {
                let copy = members.get(&name).cloned().unwrap_or_default();
                members.insert(format!("{name}_2"), copy);
            }
        },
        Some(Value::Array(items)) => {
            let index = name
                .parse::<usize>()
                .unwrap_or(0)
                .min(items.len().saturating_sub(1));
            match (choice, items.get(index).cloned()) {
                (0, Some(_)) => drop(items.remove(index)),
                (1 | 2, Some(copy)) => items.push(copy),
                (3, Some(_)) => items.insert(index, other.unwrap_or_default()),
                _ => items.push(odd),
            }
        }
        _ => {}
    }
}

/// A value that is unlikely to fit.
fn odd(dice: &mut Dice) -> Value {
    let odd = [
        "null",
        "true",
        "-1",
        "0",
        "1.5",
        "1e400",
        "99999999999999999999",
        "\"\"",
        "\"*.*\"",
        "\"/\"",
        "\"/a/*/*\"",
        "\"owner\"",
        "\"self.\"",
        "\"has(\"",
        "\"((((((((((\"",
        "\"P1Y\"",
        "\"\\u0000\"",
        "\"💥\"",
        "[]",
        "{}",
        "[[]]",
        "{\"type\":\"list\",\"of\":{\"type\":\"list\"}}",
        "[\"\",\"\"]",
        "{\"a\":{\"b\":{}}}",
        "\"-9223372036854775808\"",
    ];
    let text = odd.get(dice.roll(odd.len())).copied().unwrap_or("null");
    serde_json::from_str(text).unwrap_or(Value::Null)
}

fn damaged_members_are_survived(product: &str) {
    let whole: Value = serde_json::from_slice(&shipped::bytes(product)).unwrap_or_default();
    assert!(whole.is_object(), "{product}");
    let mut found = Vec::new();
    places(&whole, String::new(), &mut found);
    for seed in 0..MEMBERS {
        let mut dice = Dice(seed);
        let mut document = whole.clone();
        for _ in 0..=dice.roll(4) {
            damage(&mut document, &found, &mut dice);
        }
        let bytes = document.to_string();
        survives(bytes.as_bytes(), &format!("{product} members {seed}"));
    }
}

#[test]
fn damaged_members_of_the_marketplace_are_survived() {
    damaged_members_are_survived("marketplace");
}

#[test]
fn damaged_members_of_mentoring_are_survived() {
    damaged_members_are_survived("mentoring");
}

#[test]
fn damaged_members_of_the_saas_are_survived() {
    damaged_members_are_survived("saas");
}

#[test]
fn damaged_members_of_talent_are_survived() {
    damaged_members_are_survived("talent");
}

#[test]
fn damaged_bytes_are_survived() {
    for product in shipped::PRODUCTS {
        let whole = shipped::bytes(product);
        for seed in 0..BYTES {
            let mut dice = Dice(seed + 1_000_000);
            let mut bytes = whole.clone();
            for _ in 0..=dice.roll(3) {
                let at = dice.roll(bytes.len());
                match dice.roll(4) {
                    0 => bytes.truncate(at),
                    1 => drop(bytes.get(at).is_some().then(|| bytes.remove(at))),
                    2 => bytes.insert(at, u8::try_from(dice.roll(256)).unwrap_or(0)),
                    _ => bytes
                        .iter_mut()
                        .skip(at)
                        .take(1)
                        .for_each(|byte| *byte ^= 0x20),
                }
            }
            survives(&bytes, &format!("{product} bytes {seed}"));
        }
    }
}

#[test]
fn damaged_cases_are_survived() {
    for case in case::all() {
        let Ok(whole) = serde_json::from_slice::<Value>(&case.bytes()) else {
            continue;
        };
        let mut found = Vec::new();
        places(&whole, String::new(), &mut found);
        for seed in 0..5 {
            let mut dice = Dice(seed);
            let mut document = whole.clone();
            damage(&mut document, &found, &mut dice);
            survives(
                document.to_string().as_bytes(),
                &format!("{} {seed}", case.name),
            );
        }
    }
}
