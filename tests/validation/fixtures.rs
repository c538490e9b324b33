//! Every case of `tests/fixtures/validation`.

use profilekit_tests::fixtures;

use crate::case::Case;
use crate::product::Product;

#[test]
fn every_case_has_its_answer() {
    let mut failures = Vec::new();
    let mut count = 0;
    for fixture in fixtures("validation") {
        let product = Product::new(fixture.json.get("blueprint").expect("a blueprint"));
        for case in Case::all(&fixture.json) {
            count += 1;
            let found = case.run(&product);
            for difference in case.differences(&found) {
                let name = case.text("name");
                failures.push(format!("{} / {name}: {difference}", fixture.name));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(count >= 700, "{count} cases");
}

#[test]
fn every_case_says_why_and_has_a_name_of_its_own() {
    for fixture in fixtures("validation") {
        let mut names = Vec::new();
        for case in Case::all(&fixture.json) {
            assert!(!case.text("reason").is_empty());
            let name = case.text("name");
            assert!(!names.contains(&name), "{} / {name}", fixture.name);
            names.push(name);
        }
    }
}
