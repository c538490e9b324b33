//! Views by the fixtures.

use profilekit::access::{Context, SubjectHead};
use profilekit::kernel::{Record, View, ViewAs};
use profilekit::visibility::check_toggles;
use serde_json::{Value, json};

use crate::{each_case, expect, kernel};

/// The texts of a list.
fn texts(value: &Value) -> Vec<&str> {
    value
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect()
}

fn checked(view: &View<'_>, case: &Value) -> Result<(), String> {
    let document: Value = serde_json::from_str(&view.document).unwrap();
    expect("document", &document, &case["document"])?;
    expect("shared", &json!(view.shared), &case["shared"])?;
    let hidden = view.hidden.as_ref().map(|list| -> Value {
        let one = |hidden: &profilekit::kernel::Hidden| {
            json!([hidden.path, hidden.audience.map(|a| a.word()), hidden.rule])
        };
        list.iter().map(one).collect()
    });
    expect("hidden", hidden.as_ref(), case.get("hidden"))
}

#[test]
fn what_each_viewer_sees() {
    each_case("visibility", |fixture, case| {
        let kernel = kernel(&fixture["blueprint"]);
        let stored = &fixture["record"];
        let relations: Vec<(&str, Vec<&str>)> = stored["relations"]
            .as_object()
            .unwrap()
            .iter()
            .map(|(name, ids)| (name.as_str(), texts(ids)))
            .collect();
        let relations: Vec<(&str, &[&str])> = relations
            .iter()
            .map(|(n, ids)| (*n, ids.as_slice()))
            .collect();
        let document = case
            .get("document_of")
            .unwrap_or(&stored["document"])
            .to_string();
        let document = case["document_text"].as_str().unwrap_or(&document);
        let toggles = |name: &str| case.get(name).map(Value::to_string);
        let (choices, forced) = (toggles("choices"), toggles("forced"));
        let mut record = Record {
            document,
            choices: choices.as_deref(),
            forced: forced.as_deref(),
            ..Record::default()
        };
        record.head.id = stored["id"].as_str();
        record.head.owner = stored["owner"].as_str();
        record.head.relations = &relations;
        let owner_roles = texts(&case["owner_roles"]);
        record.head.owner_roles = &owner_roles;
        let context = Context::default();
        let view = match case["as"].as_str() {
            Some(whom) => {
                kernel.view_as("profile", &record, ViewAs::parse(whom).unwrap(), &context)
            }
            None => {
                let roles = texts(&case["viewer"]["roles"]);
                let head = SubjectHead {
                    id: case["viewer"]["id"].as_str(),
                    roles: &roles,
                    ..SubjectHead::default()
                };
                let viewer = kernel.subject(&head).unwrap();
                kernel.view("profile", &record, &viewer, &context)
            }
        };
        match (view, case.get("failure")) {
            (Ok(view), None) => checked(&view, case),
            (Err(failure), Some(code)) => expect("failure", &json!(failure.code().as_str()), code),
            (view, _) => Err(format!("{view:?}")),
        }
    });
}

#[test]
fn toggles_out_of_bounds_are_refused_when_they_are_written() {
    let fixture = profilekit_tests::fixtures("visibility").remove(0);
    let kernel = kernel(&fixture.json["blueprint"]);
    let kind = kernel.kind("profile").unwrap();
    let found = |toggles: &str| -> Vec<String> {
        let violations = check_toggles(kind, toggles).unwrap();
        violations
            .iter()
            .map(|v| format!("{} {}", v.path, v.code()))
            .collect()
    };
    assert_eq!(
        found(r#"{"/open":"platform","/work/jobs/*/salary":"restricted"}"#),
        [""; 0]
    );
    assert_eq!(
        found(r#"{"/open":"tenant","/nowhere":"public","/work":"all","/friends":7}"#),
        [
            "/~1open visibility.out_of_bounds",
            "/~1nowhere kernel.unknown_field",
            "/~1work kernel.unknown_audience",
            "/~1friends kernel.unknown_audience"
        ]
    );
    assert!(check_toggles(kind, "[]").is_err());
}
