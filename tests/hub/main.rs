//! The hub, held to the stories that every language runs, to a plain model of itself, and to
//! what audiences may see.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unreachable,
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed"
)]

mod act;
mod answer;
mod canary;
mod dashboards;
mod entropy;
mod form;
mod matching;
mod meeting;
mod model;
mod rollups;
mod tell;
mod world;
mod yard;

use std::collections::BTreeSet;

use profilekit_stores::Adapter;
use serde_json::json;
use tell::tell;

#[test]
fn stories_go_as_they_are_told_on_every_store() {
    let stories = profilekit_tests::fixtures("hub");
    let mut failures = Vec::new();
    for adapter in Adapter::all() {
        let (store, mut steps) = (adapter.name(), 0);
        for story in &stories {
            let (told, wrong) = tell(&story.text, &adapter);
            steps += told;
            let wrong = wrong.into_iter();
            failures.extend(wrong.map(|one| format!("{store}: {}: {one}", story.name)));
        }
        println!("hub: {} stories of {steps} steps on {store}", stories.len());
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

/// Rows of the systems' needs that only stories hold.
const ROWS: [&str; 15] = [
    "T2", "T3", "T7", "T17", "T19", "N5", "N6", "N8", "N12", "B2", "B11", "B15", "M5", "M7", "M8",
];

#[test]
fn every_row_has_a_story() {
    let stories = profilekit_tests::fixtures("hub");
    let named = stories
        .iter()
        .flat_map(|story| story.json["rows"].as_array());
    let named: BTreeSet<&str> = named.flatten().filter_map(|row| row.as_str()).collect();
    let missing: Vec<_> = ROWS.iter().filter(|row| !named.contains(*row)).collect();
    assert!(missing.is_empty(), "no story of {missing:?}");
}

#[test]
fn a_story_that_cannot_be_told_fails() {
    let story = |steps: serde_json::Value| {
        let people = json!({ "ada": { "id": "ada", "roles": ["client"] } });
        json!({
            "description": "A story.", "rows": ["M8"], "blueprint": "marketplace",
            "start": "2026-03-02T09:00:00Z", "people": people, "steps": steps
        })
        .to_string()
    };
    let count = json!({ "count": { "kind": "booking" } });
    let good = json!({ "reason": "Why.", "by": "ada", "do": count, "gives": { "found": 0 } });
    assert_eq!(tell(&story(json!([good])), &Adapter::Memory), (1, vec![]));
    for (steps, says) in [
        (json!([]), "no steps"),
        (
            json!([{ "reason": "Why.", "do": { "dance": {} } }]),
            "dance",
        ),
        (
            json!([{ "reason": "Why.", "do": count, "expects": {} }]),
            "expects",
        ),
        (
            json!([{ "reason": "Why.", "do": { "count": { "kinds": "x" } } }]),
            "kinds",
        ),
        (json!([{ "reason": "", "do": count }]), "no reason"),
        (json!([{ "do": count }]), "reason"),
        (
            json!([{ "reason": "Why.", "by": "bob", "do": count }]),
            "bob",
        ),
        (
            json!([{ "reason": "Why.", "do": count, "gives": { "found": 1 } }]),
            "/found is 0",
        ),
        (
            json!([{ "reason": "Why.", "do": count, "refused": "access.denied" }]),
            "not refused",
        ),
        (
            json!([{ "reason": "Why.", "do": { "get": { "record": "$x" } } }]),
            "called `x`",
        ),
    ] {
        let (_, failures) = tell(&story(steps), &Adapter::Memory);
        assert!(
            failures.len() == 1 && failures[0].contains(says),
            "{failures:?}"
        );
    }
}
