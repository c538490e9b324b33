//! Static analysis by the fixtures, and the shipped blueprints.

use serde_json::{Value, json};

use profilekit_tests::merged;

use crate::{each_case, expect, kernel, shipped};

#[test]
fn findings() {
    each_case("check", |fixture, case| {
        let kernel = kernel(&merged(&fixture["blueprint"], &case["patch"]));
        let found: Value = kernel
            .check()
            .iter()
            .map(|problem| json!([problem.severity.word(), problem.code.as_str(), problem.path]))
            .collect();
        expect("findings", &found, &case["findings"])
    });
}

#[test]
fn shipped_blueprints_have_no_findings() {
    for name in ["marketplace", "talent", "mentoring", "saas"] {
        let findings = shipped(name).check();
        assert!(findings.is_empty(), "{name}: {findings:#?}");
    }
}
