//! Every combination of a small world: role, action, ownership, tenant, relation, state, value.

use profilekit::access::Context;
use serde_json::json;

use crate::decisions::{compiled, resource, subject};
use crate::world::{Person, Policy, Record, VERBS, World, may};

fn policy(deny: bool, verbs: &[&'static str], roles: &[&'static str]) -> Policy {
    Policy {
        deny,
        verbs: verbs.to_vec(),
        roles: roles.to_vec(),
        owner: false,
        helper: false,
        persona: false,
        condition: None,
    }
}

/// A policy of each form that there is.
fn world(tenancy: bool) -> World {
    World {
        policies: vec![
            Policy {
                owner: true,
                ..policy(false, &["read", "update"], &[])
            },
            Policy {
                helper: true,
                ..policy(false, &["read"], &["r1"])
            },
            policy(false, &["read"], &["r2"]),
            Policy {
                condition: Some(2),
                ..policy(false, &["update"], &["signed_in"])
            },
            Policy {
                persona: true,
                ..policy(false, &["move"], &["r0"])
            },
            Policy {
                condition: Some(4),
                ..policy(true, &["update"], &["r3"])
            },
            Policy {
                condition: Some(5),
                helper: true,
                ..policy(true, &["read"], &[])
            },
        ],
        included: vec!["r2"],
        tenancy,
        crossing: true,
    }
}

#[test]
fn every_combination_agrees_with_the_plain_model() {
    let mut asked = 0;
    for tenancy in [false, true] {
        let world = world(tenancy);
        let kernel = compiled(&world);
        let records = records();
        let documents: Vec<String> = records.iter().map(Record::document).collect();
        let resources: Vec<_> = records
            .iter()
            .zip(&documents)
            .map(|(record, text)| resource(&kernel, record, text))
            .collect();
        let actions = VERBS.map(|verb| (verb, kernel.action(&format!("item.{verb}")).unwrap()));
        for person in people() {
            let subject = subject(&kernel, &person);
            for (record, resource) in records.iter().zip(&resources) {
                for (verb, action) in actions {
                    let ours = kernel.decide(&subject, action, resource, &Context::default());
                    assert_eq!(
                        ours.allowed,
                        may(&world, &person, verb, record),
                        "{verb} {person:?} {record:?}"
                    );
                    asked += 1;
                }
            }
        }
    }
    println!("{asked} decisions");
    assert_eq!(asked, 2 * 3 * 240 * 324);
}

/// Every set of the four roles, signed in or not, of each tenant, with and without persona.
fn people() -> Vec<Person> {
    let mut people = Vec::new();
    for bits in 0..16 {
        let roles: Vec<&'static str> = ["r0", "r1", "r2", "r3"]
            .into_iter()
            .enumerate()
            .filter(|(index, _)| bits >> index & 1 == 1)
            .map(|(_, role)| role)
            .collect();
        for (id, persona) in [
            (None, false),
            (Some("u1"), false),
            (Some("u1"), true),
            (Some("u2"), false),
            (Some("u2"), true),
        ] {
            for tenant in [None, Some("t1"), Some("t2")] {
                people.push(Person {
                    id,
                    roles: roles.clone(),
                    tenant,
                    persona,
                    level: None,
                });
            }
        }
    }
    people
}

fn records() -> Vec<Record> {
    let mut records = Vec::new();
    for owner in [None, Some("u1"), Some("u2")] {
        for tenant in [None, Some("t1"), Some("t2")] {
            for state in [None, Some("open"), Some("closed")] {
                for helper in [vec![], vec!["u1"]] {
                    for (flag, number) in [
                        (None, None),
                        (Some(true), None),
                        (Some(false), Some(4)),
                        (None, Some(4)),
                        (Some(true), Some(1)),
                        (Some(false), Some(1)),
                    ] {
                        records.push(Record {
                            owner,
                            tenant,
                            state,
                            helper: helper.clone(),
                            flag,
                            number,
                            tags: None,
                        });
                    }
                }
            }
        }
    }
    records
}

#[test]
fn the_world_is_what_it_says() {
    assert_eq!(
        world(true).blueprint()["tenancy"],
        json!({ "crossed_by": ["r3"] })
    );
    assert_eq!(people().len(), 240);
    assert_eq!(records().len(), 324);
}
