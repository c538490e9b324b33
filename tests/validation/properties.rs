//! What holds for every document, right or wrong.

use profilekit::json::{FaultKind, Limits, Reader};
use profilekit::schema::{KindPlan, Mode, Options, Validation, Violation, validate};
use profilekit_tests::Seeded;
use serde_json::Value;

use crate::{generator, wide};

fn modes(plan: &KindPlan) -> [Mode<'_>; 6] {
    let step = plan.step("first").expect("a step");
    [
        Mode::Create,
        Mode::Replace,
        Mode::Patch,
        Mode::Draft,
        Mode::Publish,
        Mode::Step(step),
    ]
}

fn check<'a>(plan: &KindPlan, bytes: &'a [u8], mode: Mode<'_>) -> Validation<'a> {
    let options = Options {
        mode,
        ..Options::default()
    };
    validate(plan, bytes, &options)
}

/// Pieces of JSON, whole and broken.
const TOKENS: [&str; 40] = [
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    "\"a\"",
    "\"b\"",
    "\"\\u0061\"",
    "\"\\ud83d\\ude00\"",
    "\"\\ud83d\"",
    "\"\\n\"",
    "\"\n\"",
    "\"é\"",
    "0",
    "-0",
    "12",
    "-1.5",
    "1e5",
    "1E-2",
    "01",
    "1.",
    "-",
    "+1",
    ".5",
    "true",
    "false",
    "null",
    "tru",
    "nul",
    " ",
    "\n",
    "\t",
    "\u{a0}",
    "{}",
    "[]",
    "\"__proto__\"",
    "\"\\x\"",
];

fn soup(random: &mut Seeded) -> String {
    let count = 1 + random.below(12);
    (0..count).map(|_| *random.pick(&TOKENS)).collect()
}

/// Bytes of no meaning, pieces of JSON, and documents with broken bytes.
fn bytes(plan: &KindPlan, random: &mut Seeded) -> Vec<u8> {
    match random.below(4) {
        0 => (0..random.below(40))
            .map(|_| u8::try_from(random.below(256)).unwrap_or_default())
            .collect(),
        1 => format!("{{\"json\":{}}}", soup(random)).into_bytes(),
        2 => soup(random).into_bytes(),
        _ => {
            let mut text = generator::document(plan, random).to_string().into_bytes();
            for _ in 0..=random.below(3) {
                let at = random.below(text.len());
                let byte = u8::try_from(random.below(256)).unwrap_or_default();
                text.get_mut(at).into_iter().for_each(|old| *old = byte);
            }
            text
        }
    }
}

#[test]
fn no_bytes_make_it_panic() {
    let product = wide::product();
    let plan = &product.kind("wide").plan;
    let mut random = Seeded::new(1);
    for round in 0..100_000 {
        let bytes = bytes(plan, &mut random);
        let mode = modes(plan).into_iter().nth(round % 6).unwrap_or_default();
        let found = check(plan, &bytes, mode);
        if let Some(document) = &found.document {
            assert!(Reader::new(document, Limits::default()).skip().is_ok());
        } else {
            assert!(!found.is_valid());
        }
    }
}

#[test]
fn a_normalised_document_is_valid_and_stays_the_same() {
    let product = wide::product();
    let plan = &product.kind("wide").plan;
    let mut random = Seeded::new(2);
    let mut valid = 0;
    for round in 0..20_000 {
        let mut document = generator::document(plan, &mut random);
        if round % 2 == 1 {
            generator::mutate(&mut document, &mut random);
        }
        let text = document.to_string();
        for mode in [Mode::Create, Mode::Draft, Mode::Patch] {
            let once = check(plan, text.as_bytes(), mode);
            if !once.is_valid() {
                continue;
            }
            valid += 1;
            let stored = once.document.unwrap_or_default();
            let again = check(plan, stored.as_bytes(), mode);
            assert_eq!(again.violations, [], "{stored}");
            assert_eq!(again.document.as_deref(), Some(&*stored));
        }
    }
    assert!(valid > 15_000, "{valid}");
}

/// Where a violation stands: the positions along its path. What is missing comes after what is
/// there, and what is wrong with a value as a whole after what is wrong inside of it.
fn place(document: &Value, violation: &Violation) -> Vec<usize> {
    let mut place = Vec::new();
    let mut current = Some(document);
    for segment in violation.path.split('/').skip(1) {
        let name = segment.replace("~1", "/").replace("~0", "~");
        let (at, next) = match current {
            Some(Value::Object(members)) => (
                members.keys().position(|known| *known == name),
                members.get(&name),
            ),
            Some(Value::Array(items)) => {
                let at = name.parse::<usize>().ok();
                (at, at.and_then(|at| items.get(at)))
            }
            _ => (None, None),
        };
        place.push(at.unwrap_or(usize::MAX - 1));
        current = next;
        if current.is_none() {
            return place;
        }
    }
    place.push(usize::MAX);
    place
}

#[test]
fn violations_stand_in_document_order() {
    let product = wide::product();
    let plan = &product.kind("wide").plan;
    let mut random = Seeded::new(3);
    let mut several = 0;
    for _ in 0..15_000 {
        let mut document = generator::document(plan, &mut random);
        for _ in 0..4 {
            generator::mutate(&mut document, &mut random);
        }
        let text = document.to_string();
        for mode in [Mode::Create, Mode::Patch] {
            let found = check(plan, text.as_bytes(), mode).violations;
            // Checks come last, and a fault of the text ends the reading.
            let ordered = found.iter().filter(|v| v.code().starts_with("schema."));
            let places: Vec<Vec<usize>> = ordered.map(|v| place(&document, v)).collect();
            assert!(places.is_sorted(), "{text}\n{found:?}");
            several += usize::from(places.len() > 1);
        }
    }
    assert!(several > 2_000, "{several}");
}

#[test]
fn an_empty_patch_is_valid_whatever_the_kind_requires() {
    let product = wide::product();
    let plan = &product.kind("wide").plan;
    for text in ["{}", " { } "] {
        let found = check(plan, text.as_bytes(), Mode::Patch);
        assert_eq!(found.violations, []);
        assert_eq!(found.document.as_deref(), Some("{}"));
    }
    assert!(!check(plan, b"{}", Mode::Create).is_valid());
}

/// Rules that are ours alone: JSON itself allows what they refuse.
fn is_stricter(kind: FaultKind) -> bool {
    matches!(
        kind,
        FaultKind::DuplicateName
            | FaultKind::ForbiddenName
            | FaultKind::TooDeep
            | FaultKind::LoneSurrogate
    )
}

#[test]
fn the_reader_accepts_what_serde_json_accepts() {
    let mut random = Seeded::new(4);
    let (mut accepted, mut refused) = (0, 0);
    for round in 0..60_000 {
        let text = match round % 2 {
            0 => soup(&mut random),
            _ => broken(&mut random),
        };
        let mut reader = Reader::new(&text, Limits::default());
        let ours = reader.skip().and_then(|_| reader.finish());
        let Some(theirs) = is_json(&text) else {
            continue;
        };
        match ours.map_err(|fault| fault.kind) {
            Ok(_) => {
                assert!(theirs, "{text}");
                accepted += 1;
            }
            Err(kind) if is_stricter(kind) => {}
            Err(kind) => {
                assert!(!theirs, "{text}: {kind:?}");
                refused += 1;
            }
        }
    }
    assert!(accepted > 5_000 && refused > 5_000, "{accepted}, {refused}");
}

/// Whether `serde_json` reads it; it stops at a number that no double holds, which is no matter
/// of syntax.
fn is_json(text: &str) -> Option<bool> {
    match serde_json::from_str::<Value>(text) {
        Ok(_) => Some(true),
        Err(error) if error.to_string().starts_with("number out of range") => None,
        Err(_) => Some(false),
    }
}

/// A JSON text with at most one piece put in.
fn broken(random: &mut Seeded) -> String {
    let mut text = generator::any(random, 4).to_string();
    let token = *random.pick(&TOKENS);
    let at = random.below(text.len() + 1);
    if random.percent(60) && text.is_char_boundary(at) {
        text.insert_str(at, token);
    }
    text
}
