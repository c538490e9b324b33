//! Validation and the exported JSON Schema agree, but for what JSON Schema cannot say.

use std::collections::HashSet;

use profilekit::schema::{Caption, FieldPlan, KindPlan, Options, Violation, json_schema, validate};
use profilekit_tests::Seeded;
use serde_json::Value;

use crate::{generator, wide};

const DOCUMENTS: usize = 24_000;

/// What the schema leaves open: the field (`*` for any), the code, and why. Here the schema
/// accepts what validation refuses; it never refuses what validation accepts. The list in words,
/// with what these documents do not come upon, stands at the head of `core/src/schema/json_schema.rs`.
const LEFT_OPEN: &[(&str, &str, &str)] = &[
    ("*", "ordered", "a check across fields"),
    (
        "decimal",
        "schema.too_large",
        "bounds of decimals, which are texts",
    ),
    (
        "digits",
        "schema.too_long",
        "digits in all, zeros at the end not counted",
    ),
    (
        "money",
        "schema.too_small",
        "bounds of amounts, which are texts",
    ),
    ("money", "schema.currency", "the list of currencies"),
    (
        "money",
        "schema.too_many_decimals",
        "the decimals of the currency",
    ),
    (
        "local",
        "schema.too_many_decimals",
        "the decimals of the currency",
    ),
    ("date", "schema.too_early", "bounds of dates"),
    ("rough", "schema.date", "days that the calendar lacks"),
    ("end", "schema.too_early", "bounds of instants"),
    ("email", "schema.email", "the rules of mail addresses"),
    ("staff", "schema.email", "the rules of mail addresses"),
    (
        "staff",
        "schema.pattern",
        "a pattern over a form that is stored in another case",
    ),
    ("url", "schema.url", "the rules of links"),
    ("url", "schema.url_credentials", "credentials"),
    ("site", "schema.url", "the rules of links"),
    ("site", "schema.url_host", "lists of hosts"),
    ("site", "schema.url_credentials", "credentials"),
    ("hook", "schema.url_host", "private networks"),
    ("hook", "schema.url_credentials", "credentials"),
    ("photo", "schema.url_credentials", "credentials"),
    ("country", "schema.country", "the list of countries"),
    ("currency", "schema.currency", "the list of currencies"),
    ("timezone", "schema.timezone", "the list of time zones"),
    ("glyphs", "schema.too_long", "lengths in graphemes"),
    (
        "dotted",
        "schema.pattern",
        "a pattern that ECMA 262 has no words for",
    ),
    ("head", "schema.mixed_script", "words of mixed scripts"),
    (
        "trimmed",
        "schema.too_long",
        "the length of a text with normalisers",
    ),
    (
        "trimmed",
        "schema.control_character",
        "characters of a text with normalisers",
    ),
    (
        "lowered",
        "schema.pattern",
        "a pattern over a text with normalisers",
    ),
    (
        "lowered",
        "schema.control_character",
        "characters of a text with normalisers",
    ),
    (
        "composed",
        "schema.too_short",
        "the length of a text with normalisers",
    ),
    (
        "composed",
        "schema.too_long",
        "the length of a text with normalisers",
    ),
    (
        "composed",
        "schema.control_character",
        "characters of a text with normalisers",
    ),
    (
        "cleaned",
        "schema.too_long",
        "the length of a text with normalisers",
    ),
    (
        "skill",
        "schema.too_short",
        "the length of a text with normalisers",
    ),
    (
        "skill",
        "schema.control_character",
        "characters of a text with normalisers",
    ),
    ("skills", "schema.duplicate_item", "`unique_by`"),
    (
        "set",
        "schema.duplicate_item",
        "items that are equal as they are stored",
    ),
    (
        "rates",
        "schema.duplicate_item",
        "equal numbers of different spelling",
    ),
    (
        "pairs",
        "schema.duplicate_item",
        "items that are equal once their defaults are filled in",
    ),
    (
        "anything",
        "schema.duplicate_item",
        "items with free numbers",
    ),
];

/// The entry that covers a violation.
fn left_open(violation: &Violation) -> Option<usize> {
    let field = violation.path.split('/').nth(1).unwrap_or_default();
    let covers = |(name, code, _): &(&str, &str, &str)| {
        (*name == "*" || *name == field) && *code == violation.code()
    };
    LEFT_OPEN.iter().position(covers)
}

fn schema(plan: &KindPlan) -> Value {
    let caption = |field: &FieldPlan| Caption {
        title: Some(field.name.to_string()),
        description: None,
    };
    let text = json_schema(plan, "urn:profilekit:wide:1.0.0:wide", &caption);
    serde_json::from_str(&text).expect("a schema is JSON")
}

#[test]
fn the_schema_is_valid_against_its_meta_schema() {
    let product = wide::product();
    let schema = schema(&product.kind("wide").plan);
    assert!(jsonschema::meta::is_valid(&schema));
}

#[test]
fn both_agree_on_generated_documents() {
    let product = wide::product();
    let plan = &product.kind("wide").plan;
    let schema = schema(plan);
    let oracle = jsonschema::draft202012::options()
        .should_validate_formats(true)
        .build(&schema)
        .expect("a schema");
    let mut random = Seeded::new(20_261_121);
    let mut tally = Tally::default();
    for round in 0..DOCUMENTS {
        let mut document = generator::document(plan, &mut random);
        for _ in 0..(round % 4).saturating_sub(1) {
            generator::mutate(&mut document, &mut random);
        }
        let text = document.to_string();
        let ours = validate(plan, text.as_bytes(), &Options::default()).violations;
        tally.note(&ours, oracle.is_valid(&document), || {
            let errors = oracle.iter_errors(&document);
            let errors: Vec<String> = errors
                .map(|e| format!("{}: {e}", e.instance_path()))
                .collect();
            format!("{text}\nwe say {ours:?}\nthe schema says {errors:?}")
        });
    }
    tally.check();
}

#[derive(Default)]
struct Tally {
    both_accept: usize,
    both_refuse: usize,
    left_open: usize,
    /// Entries of [`LEFT_OPEN`] that were needed.
    used: HashSet<usize>,
    disagreements: Vec<String>,
}

impl Tally {
    fn note(&mut self, ours: &[Violation], theirs: bool, shown: impl FnOnce() -> String) {
        match (ours.is_empty(), theirs) {
            (true, true) => self.both_accept += 1,
            (false, false) => self.both_refuse += 1,
            (false, true) if ours.iter().all(|v| left_open(v).is_some()) => {
                self.left_open += 1;
                self.used.extend(ours.iter().filter_map(left_open));
            }
            _ => self.disagreements.push(shown()),
        }
    }

    /// A run in which one side always says the same proves nothing.
    fn check(&self) {
        let count = self.disagreements.len();
        let first: Vec<&str> = self
            .disagreements
            .iter()
            .take(12)
            .map(String::as_str)
            .collect();
        assert!(count == 0, "{count} disagreements:\n{}", first.join("\n\n"));
        let idle = (0..LEFT_OPEN.len()).filter(|entry| !self.used.contains(entry));
        let idle: Vec<_> = idle.filter_map(|entry| LEFT_OPEN.get(entry)).collect();
        assert!(idle.is_empty(), "left open for no reason: {idle:?}");
        let shown = (self.both_accept, self.both_refuse, self.left_open);
        assert!(self.both_accept > DOCUMENTS / 4, "{shown:?}");
        assert!(self.both_refuse > DOCUMENTS / 5, "{shown:?}");
        assert!(self.left_open < DOCUMENTS / 3, "{shown:?}");
    }
}
