//! The cases of `tests/fixtures/expr`.

use std::collections::BTreeMap;

use profilekit::error::{Locale, Param};
use profilekit::expr::{ExprProblem, Outcome, Program, Type};
use profilekit_tests::{Fixture, fixtures};
use serde_json::{Map, Value as Json};

use crate::world::{Names, WAYS, declared};

/// The members of `shared`, replaced or joined by those of `own`.
fn merged(shared: &Json, own: &Json) -> Map<String, Json> {
    let members = [shared, own].map(|json| json.as_object().cloned().unwrap_or_default());
    members.into_iter().flatten().collect()
}

/// `{"$repeat": [times, item]}` is a list of that many items, or a text that many times.
fn expanded(value: &Json) -> Json {
    match value {
        Json::Object(members) if members.contains_key("$repeat") => {
            let times = usize::try_from(members["$repeat"][0].as_u64().unwrap()).unwrap();
            match &members["$repeat"][1] {
                Json::String(text) => text.repeat(times).into(),
                item => vec![item.clone(); times].into(),
            }
        }
        Json::Object(members) => members
            .iter()
            .map(|(name, value)| (name.clone(), expanded(value)))
            .collect(),
        other => other.clone(),
    }
}

/// A text, or a list of texts with how often each comes.
pub(crate) fn source(expr: &Json) -> String {
    let Some(parts) = expr.as_array() else {
        return expr.as_str().unwrap().to_owned();
    };
    let part = |part: &Json| {
        let times = usize::try_from(part[1].as_u64().unwrap()).unwrap();
        part[0].as_str().unwrap().repeat(times)
    };
    parts.iter().map(part).collect()
}

fn parameter<'p>(problem: &'p ExprProblem, name: &str) -> Option<&'p str> {
    problem
        .params
        .iter()
        .find_map(|(param, value)| match value {
            Param::Text(text) if *param == name => Some(&**text),
            _ => None,
        })
}

/// What differs between a problem and what the fixture expects of it.
fn difference(problem: &ExprProblem, expected: &Json, source: &str) -> Option<String> {
    let text = |name: &str| expected.get(name).and_then(Json::as_str);
    let at = expected
        .get("at")
        .is_none_or(|at| at.as_u64() == u64::try_from(problem.at.start).ok());
    let about = text("about").is_none_or(|about| source.get(problem.at.clone()) == Some(about));
    let told = |name: &str| text(name).is_none_or(|value| parameter(problem, name) == Some(value));
    let what = told("what") && told("expected");
    let same = text("code") == Some(problem.code.as_str())
        && text("suggestion") == problem.suggestion.as_deref();
    let readable = Locale::ALL
        .iter()
        .all(|locale| is_sentence(&problem.message(*locale)));
    (!(at && about && what && same && readable)).then(|| {
        format!(
            "{problem:?} about {:?}: {}",
            source.get(problem.at.clone()),
            problem.message(Locale::En)
        )
    })
}

/// Whether a message has no gap where a parameter should be.
fn is_sentence(message: &str) -> bool {
    let gap = ["``", "  ", " ,"].iter().any(|gap| message.contains(gap));
    !gap && !message.ends_with(" .")
}

fn outcome(expected: &Json) -> Option<&'static str> {
    match expected {
        Json::Bool(true) => Some("true"),
        Json::Bool(false) => Some("false"),
        Json::String(text) if text == "unknown" => Some("unknown"),
        _ => None,
    }
}

/// Runs a case in every way to resolve and spell; the ways whose answer is not the expected one.
fn faults(fixture: &Fixture, case: &Json) -> Vec<String> {
    let types: BTreeMap<String, Type> = merged(&fixture.json["variables"], &case["variables"])
        .iter()
        .map(|(name, ty)| (name.clone(), declared(ty)))
        .collect();
    let values = expanded(&Json::Object(merged(
        &fixture.json["values"],
        &case["values"],
    )));
    let (source, expected) = (source(&case["expr"]), &case["expect"]);
    let mut faults = Vec::new();
    for (shape, spelling) in WAYS {
        let mut names = Names::new(&types, shape);
        let fault = match Program::compile(&source, &mut names, &Type::Bool) {
            Ok(program) => {
                let found = match program.test(&names.values(&values, spelling)) {
                    Outcome::True => "true",
                    Outcome::False => "false",
                    Outcome::Unknown(_) => "unknown",
                };
                (outcome(expected) != Some(found)).then(|| found.to_owned())
            }
            Err(problems) => difference(&problems[0], expected, &source),
        };
        let name = format!("{}: {}", fixture.name, case["name"]);
        faults.extend(
            fault.map(|fault| format!("{name} ({shape:?}, {spelling:?}): {source}: {fault}")),
        );
    }
    faults
}

#[test]
fn conditions_answer_as_the_fixtures_say() {
    let mut count = 0;
    let mut faults_found = Vec::new();
    for fixture in fixtures("expr") {
        for case in fixture.json["cases"].as_array().unwrap() {
            assert!(case["reason"].is_string(), "{case}");
            count += 1;
            faults_found.extend(faults(&fixture, case));
        }
    }
    assert!(count >= 120, "only {count} cases");
    assert!(faults_found.is_empty(), "\n{}", faults_found.join("\n"));
}
