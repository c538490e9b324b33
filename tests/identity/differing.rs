//! One person with two mail addresses, two people with one, and accounts made anew.

use profilekit::hub::Outcome;
use serde_json::{Value, json};

use crate::world::{MINUTE, START, World, but, deleted, event, everywhere, following, user};

const THERE: &str = "ada@buildappswith.ai";
const HERE: &str = "ada@buildappswith.com";

fn owned_by(owner: &str) -> Value {
    let mut identity = following();
    identity["fields"]["email"] = json!(owner);
    identity["match"] = json!("id");
    identity
}

/// Tied before, with another address here; what the provider says next changes nothing there.
async fn differing(world: &World) {
    let document = json!({ "external_id": "user_1", "email": HERE, "name": "Ada", "image": "https://img.example.com/a.png" });
    world.make("ada", &document, START - MINUTE).await;
}

#[test]
fn the_address_that_counts_is_the_owners_and_nobody_is_there_twice() {
    for (owner, edited, ends, outcome, reason) in [
        ("provider", None, THERE, "applied", None),
        ("local", None, HERE, "unchanged", Some("local_owns")),
        ("manual", None, HERE, "unchanged", Some("manual")),
        // Changed here before the provider did, and after.
        ("newest", Some(-1), THERE, "applied", None),
        ("newest", Some(5), HERE, "unchanged", Some("local_newer")),
    ] {
        everywhere(&owned_by(owner), async |world: World| {
            differing(&world).await;
            if let Some(minute) = edited {
                let patch = json!({ "email": "ada2@buildappswith.com" });
                world.edit("ada", &patch, START + minute * MINUTE - 1).await;
                world
                    .edit("ada", &json!({ "email": HERE }), START + minute * MINUTE)
                    .await;
            }
            let handled = world
                .expect(
                    outcome,
                    "msg_1",
                    &event("user.updated", user("user_1", THERE, 0), 0),
                )
                .await;
            let plan = handled.plan.unwrap();
            assert_eq!(world.document("ada").await["email"], ends, "{owner}");
            assert_eq!(world.accounts().await, 1, "never a second one");
            let told: Vec<&str> = plan.conflicts.iter().map(|one| one.reason.word()).collect();
            assert_eq!(told, reason.into_iter().collect::<Vec<_>>(), "{owner}");
            if let Some(conflict) = plan.conflicts.first() {
                assert_eq!(
                    (&conflict.here, &conflict.there),
                    (&json!(HERE), &json!(THERE))
                );
            }
            // What was here before is still in the history.
            let address = world.account("ada").await.unwrap().address;
            let versions = world.store.versions(&address, None, 10).await.unwrap();
            assert!(
                versions
                    .iter()
                    .any(|version| version.document.contains(HERE))
            );
        });
    }
}

#[test]
fn of_the_newest_value_the_provider_has_to_change_it_again() {
    everywhere(&owned_by("newest"), async |world: World| {
        world
            .expect(
                "applied",
                "msg_1",
                &event("user.created", user("user_1", THERE, 0), 0),
            )
            .await;
        world
            .edit("user_1", &json!({ "email": HERE }), START + MINUTE)
            .await;
        // Something else changed there: the address is no newer for it.
        let other = but(
            user("user_1", THERE, 2),
            &json!({ "last_name": "Lovelace" }),
        );
        world
            .expect("applied", "msg_2", &event("user.updated", other, 2))
            .await;
        let document = world.document("user_1").await;
        assert_eq!(
            (&document["email"], &document["name"]),
            (&json!(HERE), &json!("Ada Lovelace"))
        );
        let third = "ada@example.org";
        world
            .expect(
                "applied",
                "msg_3",
                &event("user.updated", user("user_1", third, 3), 3),
            )
            .await;
        assert_eq!(world.document("user_1").await["email"], third);
    });
}

/// The one case in which it matters when deliveries come: the guide tells of it.
#[test]
fn of_the_newest_value_a_delivery_that_comes_last_may_come_too_late() {
    everywhere(&owned_by("newest"), async |world: World| {
        const OTHER: &str = "ada@example.org";
        let states = |id: &str| {
            let of = |email: &str, minute| user(id, &format!("{id}.{email}"), minute);
            let named = json!({ "last_name": "Lovelace" });
            [
                ("first", of(THERE, 0)),
                ("changed", of(OTHER, 1)),
                ("named", but(of(OTHER, 3), &named)),
            ]
        };
        for (id, late, ends) in [("user_1", false, HERE), ("user_2", true, OTHER)] {
            let [first, changed, named] = states(id);
            let here = format!("{id}.{HERE}");
            let deliver = async |(name, state): &(&str, Value), outcome: &str| {
                let update = event("user.updated", state.clone(), 9);
                world
                    .expect(outcome, &format!("{id}_{name}"), &update)
                    .await;
            };
            deliver(&first, "applied").await;
            if !late {
                deliver(&changed, "applied").await;
            }
            let mine = json!({ "email": here });
            world.edit(id, &mine, START + 2 * MINUTE).await;
            deliver(&named, "applied").await;
            if late {
                deliver(&changed, "stale").await;
            }
            let document = world.document(id).await;
            assert_eq!(document["email"], format!("{id}.{ends}"));
            assert_eq!(document["name"], "Ada Lovelace");
            // Neither value is lost, and whoever changes it once more settles it.
            let address = world.account(id).await.unwrap().address;
            let versions = world.store.versions(&address, None, 10).await.unwrap();
            let known = |value: &str| versions.iter().any(|one| one.document.contains(value));
            assert!(known(&here));
            world.edit(id, &mine, START + 4 * MINUTE).await;
            assert_eq!(world.document(id).await["email"], here);
        }
    });
}

#[test]
fn an_account_is_found_by_a_verified_address_and_by_no_other() {
    everywhere(&following(), async |world: World| {
        world
            .make("ada", &json!({ "email": THERE }), START - MINUTE)
            .await;
        let mut unverified = user("user_1", THERE, 0);
        unverified["email_addresses"][1]["verification"] = json!({ "status": "unverified" });
        let handled = world
            .expect("conflict", "msg_1", &event("user.created", unverified, 0))
            .await;
        let told = handled.plan.unwrap().conflicts;
        let told: Vec<(&str, &str)> = told
            .iter()
            .map(|one| (one.about.as_str(), one.reason.word()))
            .collect();
        assert_eq!(told, [("email", "not_verified"), ("account", "taken")]);
        assert_eq!(world.document("ada").await, json!({ "email": THERE }));

        let verified = user("user_1", THERE, 1);
        world
            .expect("applied", "msg_2", &event("user.updated", verified, 1))
            .await;
        assert_eq!(world.document("ada").await["external_id"], "user_1");
        assert_eq!(world.accounts().await, 1);

        // Another user with the address of an account that is somebody's.
        let other = world
            .expect(
                "conflict",
                "msg_3",
                &event("user.created", user("user_2", THERE, 2), 2),
            )
            .await;
        assert_eq!(other.outcome, Outcome::Conflict);
        assert_eq!(world.accounts().await, 1);
        assert_eq!(world.document("ada").await["external_id"], "user_1");
    });
}

#[test]
fn an_address_that_another_account_has_is_not_taken_over() {
    everywhere(&following(), async |world: World| {
        world
            .expect(
                "applied",
                "msg_1",
                &event("user.created", user("user_1", "a@example.com", 0), 0),
            )
            .await;
        world
            .expect(
                "applied",
                "msg_2",
                &event("user.created", user("user_2", "b@example.com", 0), 0),
            )
            .await;
        let wanting = but(
            user("user_2", "a@example.com", 1),
            &json!({ "last_name": "B" }),
        );
        let handled = world
            .expect("applied", "msg_3", &event("user.updated", wanting, 1))
            .await;
        let conflict = &handled.plan.unwrap().conflicts[0];
        assert_eq!(
            (conflict.about.as_str(), conflict.reason.word()),
            ("email", "taken")
        );
        let document = world.document("user_2").await;
        assert_eq!(
            (&document["email"], &document["name"]),
            (&json!("b@example.com"), &json!("Ada B"))
        );
    });
}

#[test]
fn the_provider_may_name_the_owner() {
    everywhere(&following(), async |world: World| {
        world
            .make("ada", &json!({ "email": HERE }), START - MINUTE)
            .await;
        let named = but(user("user_1", THERE, 0), &json!({ "external_id": "ada" }));
        world
            .expect("applied", "msg_1", &event("user.created", named, 0))
            .await;
        assert_eq!(world.document("ada").await["email"], THERE);
        // A new one gets the owner that the provider names.
        let other = but(
            user("user_2", "bob@example.com", 0),
            &json!({ "external_id": "bob" }),
        );
        world
            .expect("applied", "msg_2", &event("user.created", other, 0))
            .await;
        assert_eq!(world.document("bob").await["external_id"], "user_2");
    });
}

#[test]
fn an_account_made_anew_is_the_old_one_where_that_was_kept() {
    let mut identity = following();
    identity["on_delete"] = json!("deactivate");
    everywhere(&identity, async |world: World| {
        world
            .expect(
                "applied",
                "msg_1",
                &event("user.created", user("user_1", THERE, 0), 0),
            )
            .await;
        world
            .expect("applied", "msg_2", &deleted("user_1", 1))
            .await;
        assert!(world.account("user_1").await.unwrap().archived_at.is_some());
        world
            .expect(
                "applied",
                "msg_3",
                &event("user.created", user("user_2", THERE, 2), 2),
            )
            .await;
        let account = world.account("user_1").await.unwrap();
        assert!(account.archived_at.is_none());
        assert_eq!(world.document("user_1").await["external_id"], "user_2");
        assert_eq!(world.accounts().await, 1);
        // What comes late of the old user does not count.
        world
            .expect(
                "stale",
                "msg_4",
                &event("user.updated", user("user_1", "x@example.com", 3), 3),
            )
            .await;
        assert_eq!(world.document("user_1").await["email"], THERE);
    });
    everywhere(&following(), async |world: World| {
        world
            .expect(
                "applied",
                "msg_1",
                &event("user.created", user("user_1", THERE, 0), 0),
            )
            .await;
        world
            .expect("applied", "msg_2", &deleted("user_1", 1))
            .await;
        world
            .expect(
                "applied",
                "msg_3",
                &event("user.created", user("user_2", THERE, 2), 2),
            )
            .await;
        assert_eq!(world.document("user_2").await["email"], THERE);
        assert_eq!(
            world.accounts().await,
            2,
            "of the old one nothing personal is left"
        );
    });
}

#[test]
fn who_was_set_aside_here_stays_so() {
    everywhere(&following(), async |world: World| {
        world
            .expect(
                "applied",
                "msg_1",
                &event("user.created", user("user_1", THERE, 0), 0),
            )
            .await;
        let id = world.account("user_1").await.unwrap().address.id;
        let target = profilekit::hub::Target {
            kind: "user",
            id: &id,
            ..Default::default()
        };
        world
            .hub
            .archive(&world.call(START), &target)
            .await
            .unwrap();
        let other = but(user("user_1", THERE, 1), &json!({ "last_name": "L" }));
        world
            .expect("applied", "msg_2", &event("user.updated", other, 1))
            .await;
        assert!(world.account("user_1").await.unwrap().archived_at.is_some());
    });
}
