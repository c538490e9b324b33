//! Every code of a violation is exercised, or it is said why not.

use std::collections::HashSet;

use profilekit::error::Code;
use profilekit_tests::fixtures;

use crate::case::Case;
use crate::product::Product;

/// Codes that validation of one document does not give, and why.
const ELSEWHERE: [(&str, &str); 2] = [
    (
        "schema.check_failed",
        "a check that fails has the code and message that its blueprint gave it",
    ),
    (
        "schema.strength_too_low",
        "the gate of `publish` compares a score, which is computed after validation",
    ),
];

#[test]
fn every_code_is_exercised_or_explained() {
    let mut seen = HashSet::new();
    for fixture in fixtures("validation") {
        let product = Product::new(fixture.json.get("blueprint").expect("a blueprint"));
        for case in Case::all(&fixture.json) {
            let found = case.run(&product).violations;
            seen.extend(found.iter().map(|violation| violation.code().to_owned()));
        }
    }
    let of_validation = |code: &&str| code.starts_with("schema.") || code.starts_with("json.");
    for code in Code::ALL.iter().map(|code| code.as_str()) {
        let explained = ELSEWHERE.iter().any(|(known, _)| *known == code);
        if of_validation(&code) {
            assert_ne!(seen.contains(code), explained, "{code}");
        }
    }
}
