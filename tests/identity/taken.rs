//! Whose an account is, whatever stands in it.

use profilekit::hub::{Call, Credential, Outcome};
use serde_json::{Value, json};

use crate::orders::permutations;
use crate::world::{MINUTE, START, World, blueprint, but, event, everywhere, following, user};

/// Who signs in as a user of the provider.
async fn is(world: &World, user: &str) -> Option<String> {
    let who = world.hub.signed_in(&Credential::Session(user), START).await;
    Some(who.ok()?.subject.id()?.to_string())
}

async fn created(world: &World, message: &str, id: &str, email: &str, minute: i64) -> Outcome {
    let created = event("user.created", user(id, email, minute), minute);
    world.deliver(message, &created, START).await.outcome
}

#[test]
fn an_account_that_is_tied_is_nobody_elses_whatever_stands_in_it() {
    everywhere(&following(), async |world: World| {
        assert_eq!(
            created(&world, "msg_1", "user_1", "eve@example.com", 0).await,
            Outcome::Applied
        );
        world.grant("user_1", "builder", START).await;
        // As if nobody had it: no identifier, and the address of somebody else.
        let bare = json!({ "external_id": null, "email": "ada@example.com" });
        world.set("user_1", &bare, START + MINUTE).await;
        assert_eq!(
            created(&world, "msg_2", "user_2", "ada@example.com", 2).await,
            Outcome::Conflict
        );
        assert_eq!(
            is(&world, "user_2").await,
            None,
            "nobody signs in as somebody else"
        );
        assert_eq!(is(&world, "user_1").await.as_deref(), Some("user_1"));
        // Nor by an identifier that is somebody else's.
        let theirs = json!({ "external_id": "user_3", "email": "eve@example.com" });
        world.set("user_1", &theirs, START + 3 * MINUTE).await;
        assert_eq!(
            created(&world, "msg_3", "user_3", "bob@example.com", 4).await,
            Outcome::Conflict
        );
        assert_eq!(is(&world, "user_3").await, None);
        assert_eq!(world.accounts().await, 1);
        assert_eq!(world.roles("user_1").await, ["builder"]);
    });
}

#[test]
fn people_write_neither_what_they_are_found_by_nor_whose_they_are() {
    everywhere(&following(), async |world: World| {
        created(&world, "msg_1", "user_1", "eve@example.com", 0).await;
        for patch in [
            json!({ "external_id": "user_2" }),
            json!({ "email": "ada@example.com" }),
        ] {
            let own = world.subject("user_1", &[]);
            let refused = world.changed_by(&own, "user_1", &patch, START).await;
            assert!(refused.is_err(), "{patch}");
        }
    });
}

#[test]
fn an_address_is_one_however_it_is_written() {
    everywhere(&following(), async |world: World| {
        world
            .make(
                "ada",
                &json!({ "email": "Ada@Example.COM", "name": "Ada" }),
                START,
            )
            .await;
        assert_eq!(
            created(&world, "msg_1", "user_1", "aDa@example.com", 0).await,
            Outcome::Applied
        );
        assert_eq!(world.accounts().await, 1, "never a second one");
        assert_eq!(is(&world, "user_1").await.as_deref(), Some("ada"));
    });
}

#[test]
fn a_state_that_stood_in_the_way_is_not_overtaken_by_an_older_one() {
    for newer_first in [true, false] {
        everywhere(&following(), async |world: World| {
            world
                .make(
                    "bob",
                    &json!({ "email": "bob@example.com", "name": "Bob" }),
                    START,
                )
                .await;
            world
                .set("bob", &json!({ "external_id": "user_9" }), START)
                .await;
            let mut states = [("old@example.com", 1), ("bob@example.com", 2)];
            if newer_first {
                states.reverse();
            }
            for (email, minute) in states {
                created(&world, &format!("msg_{minute}"), "user_1", email, minute).await;
            }
            let account = world.account("user_1").await;
            if newer_first {
                assert!(account.is_none(), "what was said before makes no account");
            } else {
                let document: Value = serde_json::from_str(&account.unwrap().document).unwrap();
                assert_eq!(
                    document["email"], "old@example.com",
                    "the new address is taken"
                );
            }
            // What is said later counts either way.
            let later = event("user.updated", user("user_1", "new@example.com", 3), 3);
            world.expect("applied", "msg_3", &later).await;
            assert_eq!(world.document("user_1").await["email"], "new@example.com");
        });
    }
}

#[test]
fn a_delivery_that_was_refused_is_tried_again_where_somebody_asks() {
    let with = |claim: &str| {
        let mut identity = following();
        identity["tenant_claim"] = json!(claim);
        let mut blueprint = blueprint(&identity);
        blueprint["tenancy"] = json!({ "crossed_by": ["admin"] });
        blueprint
    };
    for adapter in profilekit_stores::Adapter::all() {
        println!("on {}:", adapter.name());
        let world = World::of(adapter.fresh(), &with("public_metadata.org"));
        pollster::block_on(async {
            // No name of a tenant: it is not looked for.
            let none = json!({ "public_metadata": { "org": "t\u{0}" } });
            let none = but(user("user_9", "zoe@example.com", 0), &none);
            let handled = world
                .deliver("msg_9", &event("user.created", none, 0), START)
                .await;
            assert_eq!(handled.status(), 422, "{handled:?}");
            let tenant = json!({ "public_metadata": { "tenant": "t1" } });
            let user = but(user("user_1", "ada@example.com", 0), &tenant);
            let created = event("user.created", user, 0);
            let body = created.to_string();
            assert_eq!(
                world.deliver("msg_1", &created, START).await.outcome,
                Outcome::Refused
            );
            assert_eq!(
                world.deliver("msg_1", &created, START).await.outcome,
                Outcome::Repeated
            );
            let id = profilekit::identity::MessageId::parse("msg_1").unwrap();
            let replay = async |world: &World| {
                let call = world.call(START);
                let replayed = world.hub.replay_webhook(&call, &id, body.as_bytes()).await;
                replayed.unwrap().outcome
            };
            assert_eq!(
                replay(&world).await,
                Outcome::Refused,
                "nothing changed yet"
            );
            let noted = async |world: &World| {
                let call = world.call(START);
                let noted = world.hub.delivered(&call, &id).await.unwrap().unwrap();
                (noted.event, noted.outcome, noted.code, noted.attempts)
            };
            let told = |outcome: &str, code: &str, attempts| {
                let (event, outcome) = ("user.created".to_owned(), outcome.to_owned());
                (event, outcome, code.to_owned(), attempts)
            };
            let refused = told("refused", "identity.no_tenant", 2);
            assert_eq!(noted(&world).await, refused);
            let world = world.released(&with("public_metadata.tenant"));
            assert_eq!(replay(&world).await, Outcome::Applied);
            assert_eq!(replay(&world).await, Outcome::Repeated);
            assert_eq!(noted(&world).await, told("applied", "", 3));
            let somebody = world.subject("ada", &["admin"]);
            let asked = Call::new(&somebody, START);
            assert!(world.hub.delivered(&asked, &id).await.is_err());
            let found = world
                .store
                .find("t1", "user", "owner=user_1")
                .await
                .unwrap();
            assert!(found.is_some());
        });
    }
}

/// Of a value that no two accounts may have, one that somebody else has was never given: the silence
/// after it takes nothing away, in whatever order both come.
#[test]
fn a_value_that_is_somebody_elses_takes_nothing_away() {
    let mut identity = following();
    identity["fields"]["username"] = json!("newest");
    let mut blueprint = blueprint(&identity);
    let kind = &mut blueprint["kinds"]["user"];
    kind["fields"]["username"] = kind["fields"]["name"].clone();
    kind["unique"]
        .as_array_mut()
        .unwrap()
        .push(json!("/username"));
    // What the provider says of the name at 0, 1 and 2 minutes, and what there is in the end.
    let cases = [
        (vec![Some("bob"), None], Some("own")),
        (vec![Some("bob"), Some("bob"), None], Some("own")),
        (vec![Some("free"), Some("bob"), None], None),
        (vec![Some("bob"), Some("free"), None], None),
    ];
    for adapter in profilekit_stores::Adapter::all() {
        println!("on {}:", adapter.name());
        let world = World::of(adapter.fresh(), &blueprint);
        pollster::block_on(async {
            let bob =
                json!({ "external_id": "bob", "email": "bob@example.com", "username": "bob" });
            world.make("bob", &bob, START - 9 * MINUTE).await;
            for (number, (said, end)) in cases.iter().enumerate() {
                for (turn, order) in permutations(said.len()).iter().enumerate() {
                    let id = format!("user_{number}_{turn}");
                    let email = format!("{id}@example.com");
                    let own = json!({ "external_id": id, "email": email, "username": "own" });
                    world.make(&id, &own, START - 9 * MINUTE).await;
                    for index in order {
                        let minute = i64::try_from(*index).unwrap();
                        let name = json!({ "username": said[*index] });
                        let said = but(user(&id, &email, minute), &name);
                        let said = event("user.updated", said, minute);
                        let message = format!("msg_{id}_{index}");
                        let handled = world.deliver(&message, &said, START + 30 * MINUTE).await;
                        assert_eq!(handled.status(), 200, "{handled:?}");
                    }
                    let found = world.document(&id).await;
                    let found = found.get("username").and_then(Value::as_str);
                    assert_eq!(found, *end, "{said:?} {order:?}");
                    let out = json!({ "username": null });
                    world.set(&id, &out, START + 40 * MINUTE).await;
                }
            }
        });
    }
}
