//! Scores by the fixtures.

use profilekit::access::{Context, ResourceHead};
use profilekit::blueprint::Kind;
use profilekit::id::FieldSet;
use profilekit::json::Limits;
use profilekit::kernel::{Record, Validate, ViewAs};
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

#[test]
fn an_owner_is_asked_in_the_persona_whose_profile_the_kind_is() {
    let kernel = kernel(&json!({
        "blueprint": 1, "name": "personas", "version": "1.0.0",
        "roles": { "builder": {}, "client": {}, "lead": { "includes": ["builder"] } },
        "personas": {
            "maker": { "role": "builder", "profile": "profile" },
            "chief": { "role": "lead", "profile": "profile" },
            "buyer": { "role": "client" }
        },
        "kinds": { "profile": {
            "fields": { "headline": { "type": "string" } },
            "strength": { "factors": [
                { "id": "h", "weight": 10, "present": "/headline", "tip": "t" }
            ] }
        } },
        "policies": [{
            "id": "makers-write", "allow": ["profile.update"],
            "relations": ["owner"], "personas": ["maker", "chief"]
        }]
    }));
    let score = |roles: &[&str]| {
        let head = ResourceHead {
            owner: Some("u1"),
            owner_roles: roles,
            ..ResourceHead::default()
        };
        let record = Record {
            head,
            document: r#"{"headline":"x"}"#,
            ..Record::default()
        };
        let kind = kernel.kind("profile").unwrap();
        let owner = kernel
            .hypothetical(kind, &record.head, ViewAs::Owner)
            .unwrap();
        let context = Context::default();
        let score = kernel.strength("profile", &record, &owner, &context);
        score.unwrap().score
    };
    assert_eq!(score(&["builder"]), Some(100));
    assert_eq!(score(&["builder", "client"]), Some(100));
    assert_eq!(score(&["lead"]), Some(100), "the more special persona");
    assert_eq!(score(&["client"]), None, "nothing that they may write");
}

#[test]
fn a_weak_document_does_not_pass_the_publish_gate_whoever_may_write_it() {
    let gate = |more: Value, policy: Value| {
        let mut blueprint = json!({
            "blueprint": 1, "name": "gates", "version": "1.0.0",
            "roles": { "staff": {} },
            "kinds": { "note": {
                "owner": "user",
                "relations": { "editor": { "to": "user" } },
                "fields": { "title": { "type": "string" }, "open": { "type": "bool" } },
                "modes": { "publish": { "min_strength": 80 } },
                "strength": { "factors": [
                    { "id": "title", "weight": 10, "present": "/title", "tip": "t" }
                ] }
            } },
            "policies": [policy]
        });
        for (name, value) in more.as_object().unwrap() {
            blueprint[name] = value.clone();
        }
        let kernel = kernel(&blueprint);
        let refused = |document: &str| {
            let how = Validate {
                mode: "publish",
                ..Validate::default()
            };
            let found = kernel.validate("note", document.as_bytes(), &how).unwrap();
            !found.is_valid()
        };
        (refused("{}"), refused(r#"{"title":"x"}"#))
    };
    let by = |extra: Value| {
        let mut policy = json!({ "id": "write", "allow": ["note.update"] });
        for (name, value) in extra.as_object().unwrap() {
            policy[name] = value.clone();
        }
        policy
    };
    for (more, policy) in [
        (json!({}), by(json!({ "relations": ["owner"] }))),
        (
            json!({ "tenancy": {} }),
            by(json!({ "relations": ["owner"] })),
        ),
        (json!({}), by(json!({ "relations": ["editor"] }))),
        (json!({}), by(json!({ "roles": ["staff"] }))),
        (
            json!({}),
            by(json!({ "relations": ["owner"], "when": "resource.open" })),
        ),
    ] {
        let shown = policy.to_string();
        assert_eq!(gate(more, policy), (true, false), "{shown}");
    }
}
