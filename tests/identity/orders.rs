//! Deliveries in any order, and more than once.

use profilekit::error::Code;
use profilekit::hub::Credential;
use profilekit_stores::Adapter;
use profilekit_tests::Seeded;
use serde_json::{Value, json};

use crate::world::{MINUTE, START, World, but, deleted, event, following, user};

/// Created, three updates, a deletion and a late update, about one user: each order is one of the first
/// so many.
fn events(id: &str) -> Vec<Value> {
    let at = |minute: i64, name: &str, role: &str| {
        but(
            user(id, &format!("{id}-{minute}@example.com"), minute),
            &json!({
                "first_name": name, "has_image": minute % 2 == 0, "public_metadata": { "roles": [role] }
            }),
        )
    };
    vec![
        event("user.created", at(0, "A", "builder"), 0),
        event("user.updated", at(1, "B", "mentor"), 1),
        event("user.updated", at(2, "C", "admin"), 2),
        event("user.updated", at(3, "D", "builder"), 3),
        deleted(id, 4),
        event("user.updated", at(5, "E", "mentor"), 5),
    ]
}

/// Every order of so many.
pub(crate) fn permutations(count: usize) -> Vec<Vec<usize>> {
    let mut all: Vec<Vec<usize>> = vec![vec![]];
    for _ in 0..count {
        let mut longer = Vec::new();
        for order in &all {
            for next in (0..count).filter(|next| !order.contains(next)) {
                longer.push([order.as_slice(), &[next]].concat());
            }
        }
        all = longer;
    }
    all
}

/// What a person sees of the account, the identifier apart.
async fn state(world: &World, id: &str) -> Value {
    let roles = world.roles(id).await;
    match world.account(id).await {
        None => json!({ "gone": true, "roles": roles }),
        Some(account) => {
            let document = account.document.replace(id, "ID");
            let document: Value = serde_json::from_str(&document).unwrap();
            json!({ "document": document, "draft": account.draft, "archived": account.archived_at.is_some(), "roles": roles })
        }
    }
}

async fn run(world: &World, id: &str, order: &[usize], random: &mut Seeded) -> Value {
    let events = events(id);
    for (place, index) in order.iter().enumerate() {
        let delivery = format!("msg_{id}_{index}");
        let handled = world.deliver(&delivery, &events[*index], START).await;
        assert_eq!(handled.status(), 200, "{handled:?}");
        // Now and then an earlier one comes again: the same delivery, or the same news in another.
        let again = order[random.below(place + 1)];
        let delivery = match random.below(3) {
            0 => format!("msg_{id}_{again}"),
            1 => format!("msg_{id}_{place}_again"),
            _ => continue,
        };
        let handled = world.deliver(&delivery, &events[again], START).await;
        assert!(
            ["repeated", "stale"].contains(&handled.outcome.word()),
            "{handled:?}"
        );
    }
    state(world, id).await
}

fn converge(count: usize) {
    let orders = permutations(count);
    for adapter in Adapter::all() {
        let world = World::over(adapter.fresh(), &following());
        let mut random = Seeded::new(7);
        let mut first = None;
        // The example of a host's own store writes its journal anew for each.
        let step = if adapter.name() == "host" { 16 } else { 1 };
        for (number, order) in orders.iter().enumerate().step_by(step) {
            let id = format!("user_{number}");
            let reached = pollster::block_on(run(&world, &id, order, &mut random));
            let first = first.get_or_insert_with(|| reached.clone());
            assert_eq!(reached, *first, "{} {order:?}", adapter.name());
        }
        let first = first.unwrap();
        match count > 4 {
            true => assert_eq!(first, json!({ "gone": true, "roles": [] })),
            false => {
                assert_eq!(first["roles"], json!(["builder"]));
                assert_eq!(first["document"]["email"], "ID-3@example.com");
            }
        }
    }
}

#[test]
fn every_order_of_four_states_ends_in_the_last() {
    converge(4);
}

#[test]
fn every_order_with_a_deletion_ends_in_it() {
    converge(6);
}

/// Nobody says anything after the deletion: what gave roles before it comes before or after it.
#[test]
fn whoever_was_deleted_last_is_gone_in_every_order() {
    for adapter in Adapter::all() {
        println!("on {}:", adapter.name());
        let world = World::over(adapter.fresh(), &following());
        let (mut had, mut had_none) = (0, 0);
        for (number, order) in permutations(5).iter().enumerate() {
            let id = format!("user_{number}");
            pollster::block_on(async {
                let session = Credential::Session(&id);
                let mut roles = 0;
                for index in order {
                    let delivery = format!("msg_{id}_{index}");
                    let said = &events(&id)[*index];
                    let handled = world.deliver(&delivery, said, START).await;
                    assert_eq!(handled.status(), 200, "{handled:?}");
                    roles += world.roles(&id).await.len();
                }
                *if roles > 0 { &mut had } else { &mut had_none } += 1;
                let gone = json!({ "gone": true, "roles": [] });
                assert_eq!(state(&world, &id).await, gone, "{order:?}");
                // That is for good: what is said after it is said of nobody.
                let (delivery, said) = (format!("msg_{id}_late"), &events(&id)[5]);
                let late = world.deliver(&delivery, said, START).await;
                assert_eq!(late.outcome.word(), "stale", "{order:?}");
                assert_eq!(state(&world, &id).await, gone, "{order:?}");
                let refused = world.hub.signed_in(&session, START).await.unwrap_err();
                assert!(refused.is(Code::IdentityUnknownUser), "{order:?}");
            });
        }
        assert_eq!(had + had_none, 120);
        assert!(had > 40 && had_none >= 24, "{had} {had_none}");
    }
}

/// Whether an account is there in the end depends on whether it was made before its user was deleted.
/// That nobody is active, and has roles, does not.
#[test]
fn whoever_was_deleted_is_not_active_in_any_order() {
    for (owner, how) in [
        ("newest", "deactivate"),
        ("newest", "erase"),
        ("provider", "deactivate"),
    ] {
        let mut identity = following();
        identity["on_delete"] = json!(how);
        for field in ["email", "name", "image", "roles"] {
            identity["fields"][field] = json!(owner);
        }
        for adapter in Adapter::all() {
            let world = World::over(adapter.fresh(), &identity);
            let mut random = Seeded::new(11);
            let (mut aside, mut none) = (0, 0);
            // The databases take as many of them as the three cases together take elsewhere.
            let step = match adapter.name() {
                "memory" => 1,
                "host" => 48,
                _ => 3,
            };
            for (number, order) in permutations(6).iter().enumerate().step_by(step) {
                let id = format!("user_{number}");
                let reached = pollster::block_on(run(&world, &id, order, &mut random));
                let name = adapter.name();
                assert_eq!(
                    reached["roles"],
                    json!([]),
                    "{name} {owner} {how} {order:?}"
                );
                match reached.get("gone") {
                    Some(_) => none += 1,
                    None => {
                        assert_eq!(reached["archived"], true, "{name} {owner} {how} {order:?}");
                        aside += 1;
                    }
                }
            }
            assert!(none > 0, "{none}");
            assert_eq!(aside > 0, how == "deactivate", "{aside}");
        }
    }
}

/// States of which not all can be taken: names that are too long or missing, addresses that nobody has
/// proven, no roles.
fn difficult(id: &str) -> Vec<Value> {
    let long = "a".repeat(60);
    let states: [(Option<&str>, bool, &[&str]); 5] = [
        (Some("A"), true, &["builder"]),
        (Some(&long), true, &["mentor"]),
        (None, false, &[]),
        (Some(&long), false, &["builder", "mentor"]),
        (Some(&long), true, &["builder", "mentor"]),
    ];
    let each = (0i64..).zip(states).map(|(minute, (name, proven, roles))| {
        let mut user = user(id, &format!("{id}-{minute}@example.com"), minute);
        user["first_name"] = json!(name);
        user["public_metadata"] = json!({ "roles": roles });
        if minute == 4 {
            // An address must be there, and nobody says one.
            user["email_addresses"] = json!([]);
        }
        if !proven {
            user["email_addresses"][1]["verification"] = json!({ "status": "unverified" });
        }
        event("user.updated", user, minute)
    });
    each.collect()
}

/// All that is said is handled long after it was, which tells nobody's change.
const LATER: i64 = START + 30 * MINUTE;

#[test]
fn every_order_of_states_that_cannot_be_taken_ends_alike() {
    for (owner, known) in [
        ("provider", false),
        ("newest", false),
        ("provider", true),
        ("newest", true),
    ] {
        let mut identity = following();
        for field in ["email", "name", "image", "roles"] {
            identity["fields"][field] = json!(owner);
        }
        for adapter in Adapter::all() {
            let world = World::over(adapter.fresh(), &identity);
            let mut first = None;
            // The example of a host's own store writes its journal anew for each.
            let step = if adapter.name() == "host" { 8 } else { 1 };
            for (number, order) in permutations(5).iter().enumerate().step_by(step) {
                let id = format!("user_{number}");
                let reached = pollster::block_on(async {
                    if known {
                        // The product was there before, and so was the person.
                        let email = format!("{id}@example.com");
                        let own = json!({ "external_id": id, "email": email, "name": "Own" });
                        world.make(&id, &own, START - 9 * MINUTE).await;
                        world.grant(&id, "mentor", START - 8 * MINUTE).await;
                    }
                    for index in order {
                        let (delivery, event) =
                            (format!("msg_{id}_{index}"), &difficult(&id)[*index]);
                        let handled = world.deliver(&delivery, event, LATER).await;
                        assert_eq!(handled.status(), 200, "{handled:?}");
                        // What was said once more says nothing new.
                        let again = format!("{delivery}_again");
                        let handled = world.deliver(&again, event, LATER).await;
                        assert_eq!(handled.outcome.word(), "stale", "{handled:?}");
                    }
                    state(&world, &id).await
                });
                let first = first.get_or_insert_with(|| reached.clone());
                let name = adapter.name();
                assert_eq!(reached, *first, "{name} {owner} {known} {order:?}");
            }
            let first = first.unwrap();
            let document = &first["document"];
            assert_eq!(document["email"], "ID-1@example.com");
            assert_eq!(document.get("name"), None, "its end was said after it");
            assert_eq!(first["roles"], json!(["builder", "mentor"]));
        }
    }
}

/// Silence is no news, but for whoever said something before.
#[test]
fn whoever_said_something_once_took_it_back_in_whatever_order_that_comes() {
    let mut identity = following();
    for field in ["name", "roles"] {
        identity["fields"][field] = json!("newest");
    }
    for adapter in Adapter::all() {
        let world = World::over(adapter.fresh(), &identity);
        for (number, order) in permutations(3).iter().enumerate() {
            let id = format!("user_{number}");
            pollster::block_on(async {
                let own = json!({ "external_id": id, "email": format!("{id}@example.com"), "name": "Own" });
                world.make(&id, &own, START - 9 * MINUTE).await;
                world.grant(&id, "builder", START - 8 * MINUTE).await;
                for index in order {
                    let minute = i64::try_from(*index).unwrap();
                    let (name, roles) = match index {
                        0 => (json!("A"), json!(["mentor"])),
                        _ => (Value::Null, json!([])),
                    };
                    let said = but(
                        user(&id, &format!("{id}@example.com"), minute),
                        &json!({ "first_name": name, "public_metadata": { "roles": roles } }),
                    );
                    let said = event("user.updated", said, minute);
                    let handled = world
                        .deliver(&format!("msg_{id}_{index}"), &said, LATER)
                        .await;
                    assert_eq!(handled.status(), 200, "{handled:?}");
                }
                let name = adapter.name();
                assert_eq!(
                    world.document(&id).await.get("name"),
                    None,
                    "{name} {order:?}"
                );
                assert!(world.roles(&id).await.is_empty(), "{name} {order:?}");
            });
        }
    }
}

/// Somebody left and came back under another identifier, all of it handled late.
#[test]
fn whoever_comes_back_has_the_roles_that_are_said_of_them() {
    for owner in ["provider", "newest"] {
        let mut identity = following();
        identity["fields"]["roles"] = json!(owner);
        for adapter in Adapter::all() {
            let world = World::over(adapter.fresh(), &identity);
            pollster::block_on(async {
                let of = |id: &str, minute: i64, roles: &[&str]| {
                    let user = user(id, &format!("{id}@example.com"), minute);
                    let roles = json!({ "roles": roles });
                    let said = json!({ "external_id": "carl", "public_metadata": roles });
                    event("user.updated", but(user, &said), minute)
                };
                for (delivery, event) in [
                    ("msg_1", of("user_1", 0, &["builder"])),
                    ("msg_2", deleted("user_1", 1)),
                    ("msg_3", of("user_2", 2, &["builder"])),
                    // Their last role is taken back before they leave once more.
                    ("msg_4", of("user_2", 3, &[])),
                    ("msg_5", deleted("user_2", 4)),
                    ("msg_6", of("user_3", 5, &["builder"])),
                ] {
                    let handled = world.deliver(delivery, &event, LATER).await;
                    assert_eq!(handled.outcome.word(), "applied", "{handled:?}");
                    let plan = handled.plan.map(|plan| plan.commands);
                    assert_eq!(plan.unwrap_or_default(), []);
                }
                assert_eq!(world.roles("carl").await, ["builder"], "{owner}");
            });
        }
    }
}

/// A value is nobody's change where sync wrote it, or its end.
#[test]
fn what_sync_wrote_late_is_no_change_of_a_persons() {
    let mut identity = following();
    identity["fields"]["name"] = json!("newest");
    for adapter in Adapter::all() {
        let world = World::over(adapter.fresh(), &identity);
        pollster::block_on(async {
            for (minute, name) in [(0, None), (1, Some("Ada")), (2, None), (3, Some("Bo"))] {
                let said = but(
                    user("user_1", "a@example.com", minute),
                    &json!({ "first_name": name }),
                );
                let said = event("user.updated", said, minute);
                let handled = world.deliver(&format!("msg_{minute}"), &said, LATER).await;
                assert_eq!(handled.outcome.word(), "applied", "{handled:?}");
                let found = world.document("user_1").await;
                assert_eq!(found.get("name").and_then(Value::as_str), name);
            }
        });
    }
}

#[test]
fn two_states_of_one_instant_end_alike_whichever_comes_first() {
    for adapter in Adapter::all() {
        let world = World::over(adapter.fresh(), &following());
        pollster::block_on(async {
            let mut ends = Vec::new();
            for (id, names) in [("user_1", ["A", "B"]), ("user_2", ["B", "A"])] {
                for name in names {
                    let one = but(
                        user(id, &format!("{id}@example.com"), 1),
                        &json!({ "first_name": name, "has_image": false }),
                    );
                    let stripped = but(one, &json!({ "email_addresses": [] }));
                    world
                        .deliver(
                            &format!("{id}{name}"),
                            &event("user.updated", stripped, 1),
                            START,
                        )
                        .await;
                }
                ends.push(world.document(id).await["name"].clone());
            }
            assert_eq!(ends[0], ends[1], "{}", adapter.name());
        });
    }
}
