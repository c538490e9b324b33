//! One canary in every field of every shipped kind: it shows where the blueprint lets it, and
//! nowhere else: not in another viewer's document, a score, a decision, a search or an error.

use std::collections::BTreeSet;

use profilekit::Kernel;
use profilekit::access::{Context, ResourceHead};
use profilekit::error::Locale;
use profilekit::kernel::{Candidate, Record, Validate, ViewAs};
use profilekit_tests::{Garden, workspace};
use serde_json::{Value, json};

fn shipped() -> Vec<(String, Value, Kernel)> {
    ["marketplace", "talent", "mentoring", "saas"]
        .into_iter()
        .map(|name| {
            let path = workspace().join(format!("core/blueprints/{name}.json"));
            let text = std::fs::read(path).unwrap();
            let kernel = Kernel::compile(&text).unwrap();
            (
                name.to_owned(),
                serde_json::from_slice(&text).unwrap(),
                kernel,
            )
        })
        .collect()
}

/// A record of a kind in its first state.
fn record<'r>(kernel: &'r Kernel, kind: &str, document: &'r str) -> Record<'r> {
    let life = kernel.kind(kind).unwrap().lifecycle.as_ref();
    let state = life.and_then(|life| Some(&**life.states.get(life.initial.index())?));
    let head = ResourceHead {
        id: Some("record-1"),
        owner: Some("owner-1"),
        tenant: kernel.model().tenancy.as_ref().map(|_| "tenant-1"),
        state,
        ..ResourceHead::default()
    };
    Record {
        head,
        document,
        ..Record::default()
    }
}

#[test]
fn canaries_show_where_the_blueprint_lets_them() {
    let (mut views, mut shown) = (0, 0);
    for (name, blueprint, kernel) in shipped() {
        for (kind, declared) in blueprint["kinds"].as_object().unwrap() {
            let mut garden = Garden::default();
            let document = garden.document(declared).to_string();
            let record = record(&kernel, kind, &document);
            let context = Context::default();
            for (whom, may) in [
                (ViewAs::Public, 0),
                (ViewAs::Platform, 1),
                (ViewAs::Owner, 2),
            ] {
                let Ok(view) = kernel.view_as(kind, &record, whom, &context) else {
                    continue;
                };
                let expected = garden.canaries.iter().filter(|canary| match may {
                    0 => canary.around.0,
                    1 => canary.around.1,
                    _ => true,
                });
                let expected: BTreeSet<&str> = expected.map(|c| c.path.as_str()).collect();
                let at = format!("{name} {kind} {may}");
                assert_eq!(garden.in_text(&view.document), expected, "{at}");
                assert_eq!(garden.in_text(&view.to_json()), expected, "{at}");
                views += 1;
                shown += expected.len();
            }
            for role in blueprint["roles"].as_object().unwrap().keys() {
                let Ok(view) = kernel.view_as(kind, &record, ViewAs::Role(role), &context) else {
                    continue;
                };
                for path in garden.in_text(&view.document) {
                    let canary = garden.canaries.iter().find(|c| c.path == path).unwrap();
                    let named = !canary.audience["roles"].is_null();
                    let same_tenant = canary.word() == "tenant";
                    assert!(
                        canary.around.1 || named || same_tenant,
                        "{name} {kind} {path} for {role}"
                    );
                }
                views += 1;
            }
        }
    }
    assert!(
        views > 100 && shown > 500,
        "{views} views of {shown} canaries"
    );
}

#[test]
fn what_is_forced_to_be_private_shows_to_the_owner_alone() {
    for (name, blueprint, kernel) in shipped() {
        for (kind, declared) in blueprint["kinds"].as_object().unwrap() {
            let mut garden = Garden::default();
            let document = garden.document(declared).to_string();
            for section in declared["sections"].as_object().into_iter().flatten() {
                let path = format!("/{}", section.0);
                let (forced, choices) = (json!({ &path: "private" }), json!({ &path: "public" }));
                let (forced, choices) = (forced.to_string(), choices.to_string());
                let mut record = record(&kernel, kind, &document);
                record.forced = Some(&forced);
                record.choices = Some(&choices);
                let roles = blueprint["roles"].as_object().unwrap();
                let viewers = roles.keys().map(|role| ViewAs::Role(role));
                for whom in viewers.chain([ViewAs::Public, ViewAs::Platform]) {
                    let view = kernel.view_as(kind, &record, whom, &Context::default());
                    let text = view.map_or(String::new(), |view| view.document.into_owned());
                    let seen = garden.in_text(&text);
                    let leaks = seen
                        .iter()
                        .find(|seen| seen.starts_with(&format!("{path}/")));
                    assert_eq!(leaks, None, "{name} {kind}");
                }
            }
        }
    }
}

#[test]
fn no_other_answer_holds_a_value_of_the_document() {
    let mut answers = 0;
    for (name, blueprint, kernel) in shipped() {
        for (kind, declared) in blueprint["kinds"].as_object().unwrap() {
            let mut garden = Garden::default();
            let document = garden.document(declared);
            let text = document.to_string();
            let record = record(&kernel, kind, &text);
            let mut texts = Vec::new();
            // A score says how much there is, never what.
            let viewers = [ViewAs::Public, ViewAs::Platform, ViewAs::Owner];
            for whom in viewers {
                let of = kernel.kind(kind).unwrap();
                let viewer = kernel.hypothetical(of, &record.head, whom).unwrap();
                let context = Context::default();
                for score in [
                    kernel.strength_seen(kind, &record, &viewer, &context),
                    kernel.strength(kind, &record, &viewer, &context),
                ] {
                    match score {
                        Ok(score) => {
                            let mut json = String::new();
                            score.push_json(&mut json, Locale::En);
                            texts.push(json);
                        }
                        Err(failure) => texts.push(failure.to_string()),
                    }
                }
                texts.push(kernel.access().ability(kernel.model(), &viewer));
            }
            // Decisions and searches tell rules and reasons.
            let head = &record.head;
            let properties = json!({
                "owner": head.owner, "tenant": head.tenant, "state": head.state,
                "document": document
            });
            let request = |action: &str| {
                json!({
                    "subject": { "type": "user", "id": "viewer-1", "properties": { "tenant": head.tenant } },
                    "action": { "name": action },
                    "resource": { "type": kind, "id": "record-1", "properties": properties }
                })
                .to_string()
            };
            for action in ["read", "update", "no_such_action"] {
                let answer = kernel.evaluation(request(action).as_bytes(), true);
                texts.push(answer.unwrap().json);
            }
            texts.push(kernel.search_actions(request("read").as_bytes()).unwrap());
            let held = properties.to_string();
            let candidates = [Candidate {
                ty: kind,
                id: "record-1",
                properties: &held,
            }];
            let found = kernel.search_resources(request("read").as_bytes(), &candidates);
            texts.push(found.map_or_else(|failure| failure.to_string(), |found| found.to_string()));
            // What is refused is named by its path, not by its value.
            let validation = kernel.validate(kind, text.as_bytes(), &Validate::default());
            for violation in validation.unwrap().violations {
                texts.push(violation.message(Locale::En));
                let mut json = String::new();
                violation.push_json(&mut json, Locale::De);
                texts.push(json);
            }
            let cut = text.get(..text.len() - 1).unwrap();
            let broken = Record {
                document: cut,
                ..record.clone()
            };
            let viewed = kernel.view_as(kind, &broken, ViewAs::Owner, &Context::default());
            texts.push(
                viewed
                    .err()
                    .map_or(String::new(), |failure| failure.to_string()),
            );
            for text in &texts {
                let found = garden.in_text(text);
                assert!(found.is_empty(), "{name} {kind} {found:?}: {text}");
            }
            answers += texts.len();
        }
    }
    assert!(answers > 1_000, "{answers} answers");
}
