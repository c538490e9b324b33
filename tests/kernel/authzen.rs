//! AuthZEN requests by the fixtures.

use profilekit::Kernel;
use profilekit::error::Failure;
use profilekit::kernel::Candidate;
use serde_json::{Value, json};

use crate::{each_case, expect, kernel};

#[test]
fn evaluations_and_searches() {
    each_case("authzen", |fixture, case| {
        let kernel = kernel(&fixture["blueprint"]);
        if case.get("search").is_some() {
            return search(&kernel, fixture, case);
        }
        let answer = kernel.evaluations(case["request"].to_string().as_bytes(), false);
        let expected = &case["expect"];
        let answer = match (answer, expected.get("failure")) {
            (Ok(answer), None) => answer,
            (Err(failure), Some(code)) => {
                return expect("failure", &json!(failure.code().as_str()), code);
            }
            (answer, expected) => return Err(format!("{answer:?}, expected {expected:?}")),
        };
        let json: Value = serde_json::from_str(&answer.json).unwrap();
        let decisions = |list: &Value| -> Value {
            list.as_array()
                .unwrap()
                .iter()
                .map(|one| one["decision"].clone())
                .collect()
        };
        if let Some(list) = expected.get("evaluations") {
            expect("decisions", &decisions(&json["evaluations"]), list)?;
            let yes = |one: &Value| *one == json!(true);
            let semantic = &case["request"]["options"]["evaluations_semantic"];
            let mut answers = list.as_array().unwrap().iter();
            let permitted = if *semantic == "permit_on_first_permit" {
                answers.any(yes)
            } else {
                answers.all(yes)
            };
            expect("permitted", answer.permitted, permitted)?;
            let errors = case["expect"]["errors"].as_array().into_iter().flatten();
            let failed = errors.into_iter().any(|code| !code.is_null());
            expect("failed", answer.failed, failed)?;
        } else {
            expect("decision", &json["decision"], &expected["decision"])?;
        }
        if let Some(codes) = expected.get("errors") {
            let found = json["evaluations"].as_array().unwrap().iter();
            let found: Value = found
                .map(|one| one["context"]["error"]["code"].clone())
                .collect();
            expect("errors", &found, codes)?;
        }
        match expected.get("error") {
            Some(code) => expect("error", &json["context"]["error"]["code"], code),
            None => Ok(()),
        }
    });
}

fn candidates(fixture: &Value) -> Vec<(String, String, String)> {
    let list = fixture["candidates"].as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    list.map(|one| {
        (
            text(&one["type"]),
            text(&one["id"]),
            one["properties"].to_string(),
        )
    })
    .collect()
}

fn searched(
    kernel: &Kernel,
    fixture: &Value,
    case: &Value,
    request: &Value,
) -> Result<Value, Failure> {
    let owned = candidates(fixture);
    let candidates: Vec<Candidate<'_>> = owned
        .iter()
        .map(|(ty, id, properties)| Candidate { ty, id, properties })
        .collect();
    let bytes = request.to_string();
    let answer = match case["search"].as_str() {
        Some("subject") => kernel.search_subjects(bytes.as_bytes(), &candidates),
        Some("resource") => kernel.search_resources(bytes.as_bytes(), &candidates),
        _ => kernel.search_actions(bytes.as_bytes()),
    };
    answer.map(|json| serde_json::from_str(&json).unwrap())
}

fn search(kernel: &Kernel, fixture: &Value, case: &Value) -> Result<(), String> {
    let mut request = case["request"].clone();
    if let Some(code) = case.get("failure") {
        let failure = searched(kernel, fixture, case, &request).err();
        return expect(
            "failure",
            failure.map(|f| json!(f.code().as_str())),
            Some(code.clone()),
        );
    }
    for (number, page) in case["pages"].as_array().unwrap().iter().enumerate() {
        let answer =
            searched(kernel, fixture, case, &request).map_err(|failure| failure.to_string())?;
        let name = |one: &Value| {
            one.get("id")
                .or(one.get("name"))
                .cloned()
                .unwrap_or_default()
        };
        let found: Value = answer["results"]
            .as_array()
            .unwrap()
            .iter()
            .map(name)
            .collect();
        expect("page", &found, page)?;
        let last = number + 1 == case["pages"].as_array().unwrap().len();
        expect("the last page", answer["page"]["next_token"] == "", last)?;
        request["page"]["token"] = answer["page"]["next_token"].clone();
    }
    Ok(())
}
