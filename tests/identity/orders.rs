//! Deliveries in any order, and more than once.

use profilekit_stores::Adapter;
use profilekit_tests::Seeded;
use serde_json::{Value, json};

use crate::world::{START, World, but, deleted, event, following, user};

/// Created, three updates, and perhaps a deletion with a late update, about one user.
fn events(id: &str, leaves: bool) -> Vec<Value> {
    let at = |minute: i64, name: &str, role: &str| {
        but(
            user(id, &format!("{id}-{minute}@example.com"), minute),
            &json!({
                "first_name": name, "has_image": minute % 2 == 0, "public_metadata": { "roles": [role] }
            }),
        )
    };
    let mut events = vec![
        event("user.created", at(0, "A", "builder"), 0),
        event("user.updated", at(1, "B", "mentor"), 1),
        event("user.updated", at(2, "C", "admin"), 2),
        event("user.updated", at(3, "D", "builder"), 3),
    ];
    if leaves {
        events.push(deleted(id, 4));
        events.push(event("user.updated", at(5, "E", "mentor"), 5));
    }
    events
}

/// Every order of so many.
fn permutations(count: usize) -> Vec<Vec<usize>> {
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
            json!({ "document": document, "draft": account.draft, "archived": account.archived_at.is_some(), "roles": roles })
        }
    }
}

async fn run(world: &World, id: &str, order: &[usize], leaves: bool, random: &mut Seeded) -> Value {
    let events = events(id, leaves);
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

fn converge(count: usize, leaves: bool) {
    let orders = permutations(count);
    for adapter in Adapter::all() {
        let world = World::over(adapter.fresh(), &following());
        let mut random = Seeded::new(7);
        let mut first = None;
        // The example of a host's own store writes its journal anew for each.
        let step = if adapter.name() == "host" { 16 } else { 1 };
        for (number, order) in orders.iter().enumerate().step_by(step) {
            let id = format!("user_{number}");
            let reached = pollster::block_on(run(&world, &id, order, leaves, &mut random));
            let first = first.get_or_insert_with(|| reached.clone());
            assert_eq!(reached, *first, "{} {order:?}", adapter.name());
        }
        let first = first.unwrap();
        match leaves {
            true => assert_eq!(first, json!({ "gone": true, "roles": [] })),
            false => {
                assert_eq!(first["roles"], json!(["builder"]));
                assert!(
                    first["document"]
                        .as_str()
                        .unwrap()
                        .contains("ID-3@example.com")
                );
            }
        }
    }
}

#[test]
fn every_order_of_four_states_ends_in_the_last() {
    converge(4, false);
}

#[test]
fn every_order_with_a_deletion_ends_in_it() {
    converge(6, true);
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
