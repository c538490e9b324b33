//! The cases of `tests/fixtures/billing`.

use profilekit::Kernel;
use profilekit::wire;

use profilekit_tests::{difference, fixtures, merged};
use serde_json::Value;

fn fault(fixture: &Value, case: &Value) -> Option<String> {
    let blueprint = match case.get("patch") {
        Some(patch) => merged(&fixture["blueprint"], patch),
        None => fixture["blueprint"].clone(),
    };
    let kernel = match Kernel::compile(blueprint.to_string().as_bytes()) {
        Ok(kernel) => kernel,
        Err(problems) => return Some(format!("{problems:?}")),
    };
    let document = case.get("document").map_or(String::new(), Value::to_string);
    let request = case["request"].to_string();
    let answer = wire::call(&kernel, request.as_bytes(), document.as_bytes());
    match (answer, case["error"].as_str()) {
        (Ok(answer), None) => {
            let answer = serde_json::from_str(&answer).unwrap();
            difference(&case["answer"], &answer, "")
        }
        (Err(failure), Some(code)) => {
            let path = case["path"].as_str().or(failure.path());
            let as_said = failure.code().as_str() == code && failure.path() == path;
            (!as_said).then(|| format!("{failure} at {:?}", failure.path()))
        }
        (Ok(answer), Some(code)) => Some(format!("no failure {code}: {answer}")),
        (Err(failure), None) => Some(failure.to_string()),
    }
}

#[test]
fn every_case_is_answered_as_it_says() {
    let mut faults = Vec::new();
    let mut count = 0;
    for fixture in fixtures("billing") {
        for case in fixture.json["cases"].as_array().unwrap() {
            count += 1;
            if let Some(fault) = fault(&fixture.json, case) {
                faults.push(format!("{}: {}: {fault}", fixture.name, case["name"]));
            }
        }
    }
    let found = faults.join("\n");
    assert!(faults.is_empty(), "{} of {count}:\n{found}", faults.len());
    assert!(count > 60, "{count} cases");
}
