//! The cases of `tests/fixtures/metrics`.

use profilekit::metrics::{Facts, Plan};
use serde_json::{Value as Json, json};

use crate::case::{facts, plan, setting};
use profilekit_tests::{difference, fixtures};

/// A point of a series written short: `["2026-03-01T00:00:00Z", "12.50"]`.
fn expanded(expected: &Json) -> Json {
    match expected {
        Json::Object(members) => members
            .iter()
            .map(|(name, value)| match (name.as_str(), value) {
                ("series", Json::Array(points)) => {
                    (name.clone(), points.iter().map(point).collect())
                }
                _ => (name.clone(), expanded(value)),
            })
            .collect(),
        Json::Array(items) => items.iter().map(expanded).collect(),
        other => other.clone(),
    }
}

fn point(point: &Json) -> Json {
    match point.as_array().map(Vec::as_slice) {
        Some([start, value]) => json!({ "start": start, "value": value }),
        _ => point.clone(),
    }
}

fn json_of(plan: &Plan, facts: &Facts) -> Json {
    let answers = plan.answer(facts).unwrap();
    serde_json::from_str(&answers[0].to_json()).unwrap()
}

/// The same from partial results of every row alone, as bytes, the last row first.
fn row_by_row(plan: &Plan, facts: &Facts) -> Json {
    let mut merged = plan.nothing().unwrap();
    for row in (0..facts.rows()).rev() {
        let bytes = plan.scan(facts, row..row + 1).unwrap().to_bytes();
        merged.merge(&plan.read_partial(&bytes).unwrap()).unwrap();
    }
    let whole = plan.scan(facts, 0..facts.rows()).unwrap();
    assert_eq!(merged.to_bytes(), whole.to_bytes());
    let answers = plan.finish(&merged).unwrap();
    serde_json::from_str(&answers[0].to_json()).unwrap()
}

fn run(fixture: &Json, case: &Json) -> Option<String> {
    let own = if case["facts"].is_null() {
        &fixture["facts"]
    } else {
        &case["facts"]
    };
    let loaded = facts(own);
    if loaded.bad.len() as u64 != own["bad"].as_u64().unwrap_or(0) {
        return Some(format!("bad rows: {:?}", loaded.bad));
    }
    let facts = loaded.facts;
    let mut settings = fixture["setting"].clone();
    for (name, value) in case["setting"].as_object().into_iter().flatten() {
        settings[name] = value.clone();
    }
    let setting = setting(&settings, facts.shape());
    let plan = plan(&case["card"], setting, facts.shape());
    let outcome = plan.and_then(|plan| plan.answer(&facts).map(|_| plan));
    match (outcome, case["error"].as_str()) {
        (Err(failure), Some(code)) if failure.code().as_str() == code => None,
        (Err(failure), _) => Some(format!("{failure}")),
        (Ok(_), Some(code)) => Some(format!("no failure, expected {code}")),
        (Ok(plan), None) => {
            let found = json_of(&plan, &facts);
            let split = row_by_row(&plan, &facts);
            let same = (found != split).then(|| format!("{found}\nrow by row: {split}"));
            difference(&expanded(&case["answer"]), &found, "").or(same)
        }
    }
}

#[test]
fn every_fixture_is_answered_as_it_says() {
    let mut faults = Vec::new();
    let mut count = 0;
    for fixture in fixtures("metrics") {
        for case in fixture.json["cases"].as_array().unwrap() {
            count += 1;
            if let Some(fault) = run(&fixture.json, case) {
                faults.push(format!(
                    "{}: {}: {fault}",
                    fixture.name, case["description"]
                ));
            }
        }
    }
    assert!(
        faults.is_empty(),
        "{} of {count}:\n{}",
        faults.len(),
        faults.join("\n")
    );
}
