//! Scores by the fixtures.

use profilekit::blueprint::Kind;
use profilekit::id::FieldSet;
use profilekit::json::Limits;
use profilekit::schema::extract;
use profilekit::strength::{Asked, Check};
use profilekit::time::parse_instant;
use serde_json::{Value, json};

use crate::{each_case, expect, kernel};

fn fields(kind: &Kind, list: Option<&Value>) -> Option<FieldSet> {
    let mut set = FieldSet::empty(kind.fields.len());
    for path in list?.as_array().unwrap() {
        set.insert(kind.field_at(path.as_str().unwrap()).unwrap().id);
    }
    Some(set)
}

fn told(check: &Check) -> Value {
    let issue = check.issue.as_ref();
    json!([
        &*check.id,
        check.score,
        check.max,
        check.achieved,
        check.gain,
        issue.map(|(code, ..)| code.as_str()),
        issue.map(|(.., fix)| fix)
    ])
}

#[test]
fn scores_and_what_would_raise_them() {
    each_case("strength", |fixture, case| {
        let mut kinds = fixture["kinds"].clone();
        kinds["profile"]["strength"] = case["card"].clone();
        let kernel = kernel(&json!({
            "blueprint": 1, "name": "strength", "version": "1.0.0",
            "roles": { "admin": {} }, "kinds": kinds
        }));
        let kind = kernel.kind("profile").unwrap();
        let (writable, visible) = (
            fields(kind, case.get("writable")),
            fields(kind, case.get("visible")),
        );
        let instant = |value: &Value| value.as_str().and_then(parse_instant);
        let asked = Asked {
            now: instant(&fixture["now"]),
            updated_at: instant(&case["updated_at"]),
            writable: writable.as_ref(),
            visible: visible.as_ref(),
        };
        let document = case["document"].to_string();
        let capture = extract(&kind.plan, &document, Limits::default()).unwrap();
        let score = kernel.card(kind).unwrap().score(&capture, &asked);
        let expected = &case["expect"];
        expect("score", &json!(score.score), &expected["score"])?;
        if let Some(level) = expected.get("level") {
            expect("level", &json!(score.level.as_deref()), level)?;
        }
        if let Some(card) = expected.get("card") {
            expect("card", &json!(score.card), card)?;
        }
        if let Some(checks) = expected.get("checks") {
            expect("checks", &score.checks.iter().map(told).collect(), checks)?;
        }
        let next: Value = score
            .next
            .iter()
            .map(|index| json!(&*score.checks[*index].id))
            .collect();
        expect("next", &next, &expected["next"])
    });
}
