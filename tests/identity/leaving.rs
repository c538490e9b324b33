//! Somebody was deleted at the provider.

use profilekit::hub::Create;
use profilekit::store::{Address, Extent, StoredRecord, Treatment};
use serde_json::json;

use crate::world::{START, World, blueprint, deleted, event, everywhere, following, user};

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

/// What is there of somebody's records, whoever owns them by now.
async fn all(world: &World, places: &[Address]) -> Vec<Option<(StoredRecord, i64)>> {
    let mut all = Vec::new();
    for place in places {
        let record = world.store.get(place).await.unwrap();
        let aside = |record: StoredRecord| {
            let at = record.archived_at.map_or(0, |_| 1);
            let record = StoredRecord {
                archived_at: None,
                updated_at: 0,
                ..record
            };
            (record, at)
        };
        all.push(record.map(aside));
    }
    all
}

#[test]
fn what_a_deletion_did_is_done_again_to_an_old_copy_and_nothing_else() {
    for (cascade, expected) in [
        (
            json!({ "note": "erase", "app": "deactivate" }),
            [Treatment::SetAside, Treatment::Delete],
        ),
        (
            json!({ "note": "deactivate", "app": "anonymise" }),
            [Treatment::Anonymise, Treatment::SetAside],
        ),
    ] {
        let mut identity = following();
        (identity["on_delete"], identity["cascade"]) = (json!("erase"), cascade);
        everywhere(&identity, async |world: World| {
            settle(&world, 4).await;
            let crew = Create {
                kind: "crew",
                id: Some("c1"),
                relations: vec![("members", vec!["user_1", "user_2"])],
                document: br#"{"motto":"canary crew"}"#,
                ..Create::default()
            };
            world.hub.create(&world.call(START), &crew).await.unwrap();
            let own = world.store.owned("", "user_1", None, 9).await.unwrap();
            let own = own.records.into_iter().map(|record| record.address);
            let mut places: Vec<Address> = own.filter(|at| !at.kind.contains('.')).collect();
            places.push(Address::new("", "crew", "c1"));
            // By the time that the copy comes back, the blueprint asks for less.
            let mut later = identity.clone();
            (later["on_delete"], later["cascade"]) = (json!("keep"), json!({}));
            let restored = world.copy(&blueprint(&later));
            world
                .expect("applied", "msg_2", &deleted("user_1", 1))
                .await;
            let ledger = world.store.erasures(0).await.unwrap();
            assert!(ledger.iter().all(|erasure| erasure.extent == Extent::Own));
            let treated = ledger.iter().flat_map(|erasure| &erasure.records);
            for (kind, how) in ["app", "note"].into_iter().zip(expected) {
                let of_kind = treated.clone().filter(|one| one.address.kind == kind);
                let hows: Vec<_> = of_kind.map(|one| one.how).collect();
                assert_eq!(hows, [Some(how); 2], "{kind}");
            }
            let before = all(&world, &places).await;
            let crew = before.last().cloned().flatten().unwrap();
            assert!(crew.0.relations[0].1.contains(&"user_1".to_owned()));
            for message in ["msg_4", "msg_5"] {
                let call = restored.call(START + 60_000_000);
                restored.hub.erase_again(&call, &ledger).await.unwrap();
                assert_eq!(all(&restored, &places).await, before);
                assert_eq!(restored.roles("user_1").await, [""; 0]);
                let late = event("user.updated", user("user_1", "late@example.com", 3), 3);
                restored.expect("stale", message, &late).await;
            }
            assert!(restored.hub.verify(&[]).await.unwrap().broken.is_empty());
            // Whoever asks for it is erased, although they were deleted before.
            let mut whole = ledger.clone();
            whole
                .iter_mut()
                .for_each(|one| one.extent = Extent::Everywhere);
            let call = restored.call(START + 70_000_000);
            restored.hub.erase_again(&call, &whole).await.unwrap();
            let page = restored.store.owned("", "user_1", None, 9).await.unwrap();
            let own = page.records.iter();
            assert_eq!(own.filter(|one| !one.address.kind.contains('.')).count(), 0);
            let crew = all(&restored, &places).await.pop().flatten().unwrap().0;
            assert_eq!(crew.relations[0].1, ["user_2"]);
        });
    }
}
