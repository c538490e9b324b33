//! Differences by the fixtures.

use serde_json::{Value, json};

use profilekit_tests::merged;

use crate::{each_case, expect, kernel, shipped};

#[test]
fn changes() {
    each_case("diff", |fixture, case| {
        let old = kernel(&fixture["blueprint"]);
        let new = kernel(&merged(&fixture["blueprint"], &case["patch"]));
        let diff = old.diff(&new);
        let only = case["only"].as_str();
        let wanted = diff
            .changes
            .iter()
            .filter(|change| only.is_none_or(|word| change.verdict.word() == word));
        let found: Value = wanted
            .map(|change| json!([change.verdict.word(), change.path]))
            .collect();
        expect("changes", &found, &case["changes"])?;
        for message in case["messages"].as_array().into_iter().flatten() {
            let said = diff
                .changes
                .iter()
                .any(|change| message == change.message.as_str());
            expect("said", (message, said), (message, true))?;
        }
        let breaking = diff
            .changes
            .iter()
            .any(|change| change.verdict.word() == "breaking");
        expect("compatible", diff.is_compatible(), !breaking)
    });
}

#[test]
fn a_blueprint_does_not_differ_from_itself() {
    for name in ["marketplace", "talent", "mentoring", "saas"] {
        let kernel = shipped(name);
        assert_eq!(kernel.diff(&kernel).changes, []);
    }
}
