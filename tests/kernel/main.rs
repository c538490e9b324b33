//! The kernel's answers, held to the fixtures that every language runs.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unreachable,
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed"
)]

mod access;
mod authzen;
mod canary;
mod check;
mod dashboards;
mod diff;
mod guards;
mod image;
mod import;
mod matrix;
mod schema;
mod sql;
mod strength;
mod types;
mod visibility;
mod wire;

use profilekit::Kernel;
use profilekit::error::Locale;
use serde_json::Value;

/// The kernel of a blueprint that must compile.
fn kernel(blueprint: &Value) -> Kernel {
    Kernel::compile(blueprint.to_string().as_bytes()).unwrap_or_else(|problems| {
        let lines = problems.as_slice().iter();
        let lines: Vec<String> = lines
            .map(|problem| format!("{} {}", problem.path, problem.message(Locale::En)))
            .collect();
        panic!("{}", lines.join("\n"))
    })
}

/// A shipped blueprint.
fn shipped(name: &str) -> Kernel {
    kernel(&shipped_document(name))
}

fn shipped_document(name: &str) -> Value {
    let path = profilekit_tests::workspace().join(format!("core/blueprints/{name}.json"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// Runs every case of an area and says which ones failed. An area without cases fails.
fn each_case(area: &str, run: impl Fn(&Value, &Value) -> Result<(), String>) {
    let (mut count, mut failures) = (0, Vec::new());
    for fixture in profilekit_tests::fixtures(area) {
        for case in fixture.json["cases"].as_array().into_iter().flatten() {
            count += 1;
            assert!(case["reason"].is_string(), "{} has no reason", case["name"]);
            if let Err(message) = run(&fixture.json, case) {
                failures.push(format!("{}: {}: {message}", fixture.name, case["name"]));
            }
        }
    }
    assert!(count > 0, "no case in {area}");
    println!("{area}: {count} cases");
    assert!(
        failures.is_empty(),
        "{} of {count}:\n{}",
        failures.len(),
        failures.join("\n")
    );
}

fn expect<T: PartialEq + std::fmt::Debug>(what: &str, found: T, expected: T) -> Result<(), String> {
    if found == expected {
        return Ok(());
    }
    Err(format!("{what} is {found:?}, expected {expected:?}"))
}
