//! Routes and navigation by the fixtures.

use profilekit::access::{Entry, SubjectHead};
use serde_json::{Value, json};

use crate::{each_case, expect, kernel};

/// Entries as paths of their names.
fn names(entries: &[Entry<'_>], above: &str, found: &mut Vec<Value>) {
    for entry in entries {
        let name = format!("{above}{}", entry.id);
        found.push(json!(name));
        names(&entry.children, &format!("{name}/"), found);
    }
}

#[test]
fn what_a_subject_may_enter() {
    each_case("guards", |fixture, case| {
        let kernel = kernel(&fixture["blueprint"]);
        let subject = &case["subject"];
        let roles = subject["roles"].as_array().into_iter().flatten();
        let roles: Vec<&str> = roles.filter_map(Value::as_str).collect();
        let head = SubjectHead {
            id: subject["id"].as_str(),
            roles: &roles,
            persona: subject["persona"].as_str(),
            ..SubjectHead::default()
        };
        let subject = kernel
            .subject(&head)
            .map_err(|failure| failure.to_string())?;
        if let Some(path) = case["path"].as_str() {
            let passage = kernel.access().route(kernel.model(), &subject, path);
            expect("passage", json!(passage.word()), case["passage"].clone())?;
        }
        if let Some(expected) = case.get("navigation") {
            let mut found = Vec::new();
            names(
                &kernel.access().navigation(kernel.model(), &subject),
                "",
                &mut found,
            );
            expect("navigation", &Value::Array(found), expected)?;
        }
        Ok(())
    });
}
