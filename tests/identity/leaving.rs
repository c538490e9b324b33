//! Somebody was deleted at the provider.

use profilekit::hub::Create;
use serde_json::json;

use crate::world::{START, World, deleted, event, everywhere, following, user};

async fn settle(world: &World, notes: usize) {
    world
        .expect(
            "applied",
            "msg_1",
            &event("user.created", user("user_1", "canary@example.com", 0), 0),
        )
        .await;
    world.grant("user_1", "builder", START).await;
    for number in 0..notes {
        let kinds = [
            ("note", r#"{"text":"canary"}"#),
            ("app", r#"{"title":"t"}"#),
        ];
        let (kind, document) = kinds[number % 2];
        let create = Create {
            kind,
            owner: Some("user_1"),
            document: document.as_bytes(),
            ..Create::default()
        };
        world.hub.create(&world.call(START), &create).await.unwrap();
    }
}

/// Of somebody's records, how many are there, and how many of them are set aside.
async fn left(world: &World) -> (usize, usize) {
    let page = world.store.owned("", "user_1", None, 2000).await.unwrap();
    let own = page
        .records
        .iter()
        .filter(|record| !record.address.kind.contains('.'));
    let aside = own
        .clone()
        .filter(|record| record.archived_at.is_some())
        .count();
    (own.count(), aside)
}

#[test]
fn records_are_treated_as_the_blueprint_says() {
    for (how, cascade, ends) in [
        ("deactivate", json!({}), (5, 5)),
        (
            "deactivate",
            json!({ "note": "erase", "app": "keep" }),
            (3, 1),
        ),
        ("anonymise", json!({}), (0, 0)),
        (
            "anonymise",
            json!({ "note": "erase", "app": "deactivate" }),
            (2, 2),
        ),
        ("erase", json!({}), (0, 0)),
        ("keep", json!({}), (5, 0)),
    ] {
        let mut identity = following();
        (identity["on_delete"], identity["cascade"]) = (json!(how), cascade.clone());
        everywhere(&identity, async |world: World| {
            settle(&world, 4).await;
            world
                .expect("applied", "msg_2", &deleted("user_1", 1))
                .await;
            assert_eq!(left(&world).await, ends, "{how} {cascade}");
            assert_eq!(
                world.roles("user_1").await,
                [""; 0],
                "whoever left has no roles"
            );
            world.expect("stale", "msg_3", &deleted("user_1", 2)).await;
            let late = event("user.updated", user("user_1", "late@example.com", 3), 3);
            world.expect("stale", "msg_4", &late).await;
            assert_eq!(left(&world).await, ends);
            if how != "deactivate" && how != "keep" && cascade == json!({}) {
                let all = world.everything();
                assert!(!all.contains("canary@example.com"), "{how}");
            }
            assert!(world.hub.verify(&[]).await.unwrap().broken.is_empty());
        });
    }
}

#[test]
fn more_records_than_a_page_leave_too() {
    let mut identity = following();
    identity["on_delete"] = json!("erase");
    everywhere(&identity, async |world: World| {
        settle(&world, 430).await;
        world
            .expect("applied", "msg_2", &deleted("user_1", 1))
            .await;
        assert_eq!(left(&world).await, (0, 0));
        assert!(!world.everything().contains("canary"));
    });
}

#[test]
fn a_deletion_that_comes_first_holds() {
    everywhere(&following(), async |world: World| {
        world
            .expect("applied", "msg_2", &deleted("user_1", 1))
            .await;
        world
            .expect(
                "stale",
                "msg_1",
                &event("user.created", user("user_1", "a@example.com", 0), 0),
            )
            .await;
        assert_eq!(world.accounts().await, 0);
    });
}

#[test]
fn an_account_that_was_here_before_its_user_was_heard_of_leaves_too() {
    everywhere(&following(), async |world: World| {
        world
            .make(
                "ada",
                &json!({ "email": "a@example.com", "external_id": "user_1" }),
                START,
            )
            .await;
        world
            .expect("applied", "msg_1", &deleted("user_1", 1))
            .await;
        assert!(world.account("ada").await.is_none());
    });
}
