//! Whose an account is, and was: namesakes in other tenants, accounts that were deleted here, people
//! who came back.

use profilekit::hub::{Call, Create, Credential, Person, Revert, Target};
use profilekit::store::Address;
use profilekit_stores::Adapter;
use serde_json::{Value, json};

use crate::late::revoke;
use crate::world::{
    MINUTE, START, World, blueprint, but, deleted, event, everywhere, following, user,
};

/// A state of a user with roles, changed at some minute.
fn said(id: &str, email: &str, roles: &[&str], minute: i64) -> Value {
    let roles = json!({ "public_metadata": { "roles": roles } });
    event("user.updated", but(user(id, email, minute), &roles), minute)
}

async fn signs_in(world: &World, user: &str) -> bool {
    let session = Credential::Session(user);
    world.hub.signed_in(&session, START).await.is_ok()
}

async fn delete_account(world: &World, owner: &str, now: i64) -> Address {
    let address = world.account(owner).await.unwrap().address;
    let target = Target {
        kind: "user",
        id: &address.id,
        ..Target::default()
    };
    world.hub.delete(&world.call(now), &target).await.unwrap();
    address
}

async fn note(world: &World, owner: &str) -> Address {
    let create = Create {
        kind: "note",
        owner: Some(owner),
        document: br#"{"text":"hers"}"#,
        ..Create::default()
    };
    let made = world.hub.create(&world.call(START), &create).await;
    made.unwrap().address
}

/// Everything follows the provider, and of roles the newest word counts.
fn newest() -> Value {
    let mut identity = following();
    identity["fields"]["roles"] = json!("newest");
    identity
}

#[test]
fn a_namesake_in_another_tenant_stays_tied() {
    let mut identity = newest();
    identity["tenant_claim"] = json!("public_metadata.tenant");
    let mut blueprint = blueprint(&identity);
    blueprint["tenancy"] = json!({ "crossed_by": ["admin"] });
    for adapter in Adapter::all() {
        println!("on {}:", adapter.name());
        let world = World::of(adapter.fresh(), &blueprint);
        pollster::block_on(async {
            // Two who are called Ada, with accounts of one identifier.
            for tenant in ["t1", "t2"] {
                let document = json!({ "email": format!("{tenant}@example.com") }).to_string();
                let create = Create {
                    kind: "user",
                    id: Some("ada-1"),
                    owner: Some("ada"),
                    tenant: Some(tenant),
                    document: document.as_bytes(),
                    ..Create::default()
                };
                world.hub.create(&world.call(START), &create).await.unwrap();
            }
            let state = |id: &str, tenant: &str, roles: &[&str], minute| {
                let mut state = said(id, &format!("{tenant}@example.com"), roles, minute);
                state["data"]["public_metadata"]["tenant"] = json!(tenant);
                state
            };
            for (number, (id, tenant)) in [("user_1", "t1"), ("user_2", "t2")].iter().enumerate() {
                let first = state(id, tenant, &["builder"], 0);
                world
                    .expect("applied", &format!("msg_{number}"), &first)
                    .await;
            }
            let (ada, call) = (
                |tenant| Person { id: "ada", tenant },
                |minute| world.call(START + minute * MINUTE),
            );
            let there = ada("t2");
            world.hub.revoke(&call(1), &there, "builder").await.unwrap();
            let here = ada("t1");
            let plan = world.hub.plan_erasure(&call(2), &here).await.unwrap();
            let ties = plan
                .records
                .iter()
                .find(|(kind, ..)| kind == "identity.link");
            assert_eq!(ties.unwrap().2, 1, "hers, and not the other one's");
            let erased = world.hub.erase(&call(2), &here, &plan.confirmation).await;
            let ledger = erased.unwrap().ledger;
            assert!(!signs_in(&world, "user_1").await);
            assert!(signs_in(&world, "user_2").await, "it is somebody else");
            let later = state("user_2", "t2", &["builder"], 3);
            world.deliver("msg_3", &later, START).await;
            let member = world.store.member("t2", "ada").await.unwrap().unwrap();
            assert_eq!(member.roles, [""; 0], "what was taken back stays so");
            // Nor does the ledger reach the other one.
            world.hub.erase_again(&call(4), &ledger).await.unwrap();
            assert!(signs_in(&world, "user_2").await);
        });
    }
}

#[test]
fn whose_account_was_deleted_here_is_the_same_person_when_it_is_made_anew() {
    everywhere(&newest(), async |world: World| {
        world
            .make("ada", &json!({ "email": "a@example.com" }), START)
            .await;
        let note = note(&world, "ada").await;
        let first = said("user_1", "a@example.com", &["builder"], 0);
        world.expect("applied", "msg_0", &first).await;
        assert_eq!(world.roles("ada").await, ["builder"]);
        delete_account(&world, "ada", START + MINUTE).await;
        revoke(&world, "ada", "builder", START + 2 * MINUTE).await;
        let again = said("user_1", "a@example.com", &["builder"], 3);
        world.expect("applied", "msg_1", &again).await;
        assert!(world.account("ada").await.is_some(), "it is hers");
        assert!(world.account("user_1").await.is_none());
        assert_eq!(
            world.roles("ada").await,
            [""; 0],
            "what was taken back stays so"
        );
        world
            .expect("applied", "msg_2", &deleted("user_1", 4))
            .await;
        assert!(
            world
                .store
                .get(&note)
                .await
                .unwrap()
                .is_none_or(|note| note.owner.is_none())
        );
        assert!(world.account("ada").await.is_none());
    });
}

#[test]
fn what_somebody_has_goes_though_another_account_stood_in_the_way_of_theirs() {
    everywhere(&following(), async |world: World| {
        let first = said("user_1", "a@example.com", &[], 0);
        world.expect("applied", "msg_0", &first).await;
        let note = note(&world, "user_1").await;
        delete_account(&world, "user_1", START + MINUTE).await;
        // Bob has the address by now, and belongs to another user.
        let bob = json!({ "email": "a@example.com", "external_id": "user_2" });
        world.make("bob", &bob, START + 2 * MINUTE).await;
        for (message, minute) in [("msg_3", 3), ("msg_4", 4)] {
            let again = said("user_1", "a@example.com", &[], minute);
            world.expect("conflict", message, &again).await;
        }
        assert!(!signs_in(&world, "user_1").await);
        world
            .expect("applied", "msg_5", &deleted("user_1", 5))
            .await;
        assert!(
            world
                .store
                .get(&note)
                .await
                .unwrap()
                .is_none_or(|note| note.owner.is_none())
        );
        assert!(world.account("bob").await.is_some(), "he keeps his");
    });
}

#[test]
fn what_is_of_whoever_came_back_is_not_replayed_away() {
    for (how, cascade) in [
        ("erase", json!({})),
        ("erase", json!({ "user": "deactivate" })),
    ] {
        let mut identity = following();
        (identity["on_delete"], identity["cascade"]) = (json!(how), cascade);
        everywhere(&identity, async |world: World| {
            let carl = |id, roles: &[&str], minute| {
                let mut state = said(id, "c@example.com", roles, minute);
                state["data"]["external_id"] = json!("carl");
                state
            };
            world
                .expect("applied", "msg_0", &carl("user_1", &[], 0))
                .await;
            let before = world.copy(&blueprint(&identity));
            let gone = world
                .deliver("msg_1", &deleted("user_1", 1), START + MINUTE)
                .await;
            assert_eq!(gone.outcome.word(), "applied");
            let ledger = world.store.erasures(0).await.unwrap();
            let back = carl("user_2", &["mentor"], 2);
            let back = world.deliver("msg_2", &back, START + 2 * MINUTE).await;
            assert_eq!(back.outcome.word(), "applied");
            let document = world.document("carl").await;
            assert_eq!(document["external_id"], "user_2");
            let call = world.call(START + 3 * MINUTE);
            world.hub.erase_again(&call, &ledger).await.unwrap();
            assert_eq!(world.document("carl").await, document);
            assert_eq!(world.roles("carl").await, ["mentor"]);
            assert!(signs_in(&world, "user_2").await);
            // In an old copy nobody came back.
            let call = before.call(START + 3 * MINUTE);
            before.hub.erase_again(&call, &ledger).await.unwrap();
            assert!(!signs_in(&before, "user_1").await);
        });
    }
}

#[test]
fn an_account_that_the_product_makes_again_is_found() {
    everywhere(&following(), async |world: World| {
        let first = said("user_1", "a@example.com", &[], 0);
        world.expect("applied", "msg_0", &first).await;
        delete_account(&world, "user_1", START + MINUTE).await;
        let again = json!({ "email": "a@example.com", "external_id": "user_1" });
        world.make("ada", &again, START + 2 * MINUTE).await;
        assert!(!signs_in(&world, "user_1").await);
        let state = said("user_1", "a@example.com", &[], 3);
        world.expect("applied", "msg_1", &state).await;
        assert!(signs_in(&world, "user_1").await);
        assert_eq!(world.document("ada").await["name"], "Ada");
        assert!(
            world.account("user_1").await.is_none(),
            "there is no second one"
        );
    });
}

#[test]
fn what_was_kept_as_long_as_it_may_is_filled_in_again() {
    const DAY: i64 = 24 * 60;
    let mut identity = following();
    identity["fields"]["name"] = json!("newest");
    everywhere(&identity, async |world: World| {
        let first = said("user_1", "a@example.com", &[], 0);
        world.expect("applied", "msg_0", &first).await;
        let over = START + 740 * DAY * MINUTE;
        let retained = world.hub.retain(&world.call(over), &mut |_, _| {}).await;
        assert!(!retained.unwrap().emptied.is_empty());
        assert!(world.document("user_1").await.get("name").is_none());
        let later = said("user_1", "a@example.com", &[], 741 * DAY);
        let handled = world.deliver("msg_1", &later, over + MINUTE).await;
        assert_eq!(handled.outcome.word(), "applied");
        assert_eq!(world.document("user_1").await["name"], "Ada");
    });
}

#[test]
fn an_account_that_is_nobodys_signs_nobody_in() {
    everywhere(&following(), async |world: World| {
        let first = said("user_1", "a@example.com", &["mentor"], 0);
        world.expect("applied", "msg_0", &first).await;
        assert!(signs_in(&world, "user_1").await);
        let account = delete_account(&world, "user_1", START + MINUTE).await;
        let target = Target {
            kind: "user",
            id: &account.id,
            ..Target::default()
        };
        // The product brings it back as it is: without anybody's data, and nobody's.
        let call = world.call(START + 2 * MINUTE);
        world.hub.restore(&call, &target).await.unwrap();
        let restored = world.store.get(&account).await.unwrap().unwrap();
        assert_eq!((restored.owner, restored.archived_at), (None, None));
        assert!(!signs_in(&world, "user_1").await);
    });
}

#[test]
fn what_the_product_made_for_a_new_user_stays_when_the_old_one_is_deleted() {
    everywhere(&following(), async |world: World| {
        let as_carl = |id, minute| {
            let mut state = said(id, "c@example.com", &[], minute);
            state["data"]["external_id"] = json!("carl");
            state
        };
        world
            .expect("applied", "msg_0", &as_carl("user_1", 0))
            .await;
        delete_account(&world, "carl", START + MINUTE).await;
        let again = json!({ "email": "c@example.com", "external_id": "user_2" });
        world.make("carl", &again, START + 2 * MINUTE).await;
        // The deletion overtakes the first word of the new user.
        world
            .expect("applied", "msg_1", &deleted("user_1", 3))
            .await;
        assert_eq!(world.document("carl").await, again);
        world
            .expect("applied", "msg_2", &as_carl("user_2", 4))
            .await;
        assert_eq!(world.document("carl").await["external_id"], "user_2");
        assert!(signs_in(&world, "user_2").await);
        assert_eq!(
            world.accounts().await,
            2,
            "his, and what is left of the old one"
        );
    });
}

#[test]
fn whoever_stood_in_their_own_way_first_is_not_replayed_away() {
    let mut identity = following();
    identity["on_delete"] = json!("erase");
    everywhere(&identity, async |world: World| {
        let as_carl = |id, minute| {
            let mut state = said(id, "c@example.com", &["mentor"], minute);
            state["data"]["external_id"] = json!("carl");
            state
        };
        world
            .expect("applied", "msg_0", &as_carl("user_1", 0))
            .await;
        let at = |minute| START + minute * MINUTE;
        let handled = world.deliver("msg_1", &as_carl("user_2", 2), at(2)).await;
        assert_eq!(handled.outcome.word(), "conflict");
        let handled = world.deliver("msg_2", &deleted("user_1", 3), at(3)).await;
        assert_eq!(handled.outcome.word(), "applied");
        let ledger = world.store.erasures(0).await.unwrap();
        let handled = world.deliver("msg_3", &as_carl("user_2", 4), at(4)).await;
        assert_eq!(handled.outcome.word(), "applied");
        let call = world.call(at(5));
        world.hub.erase_again(&call, &ledger).await.unwrap();
        assert!(signs_in(&world, "user_2").await);
        assert_eq!(world.roles("carl").await, ["mentor"]);
    });
}

#[test]
fn an_account_that_the_product_made_again_leaves_with_its_user() {
    everywhere(&following(), async |world: World| {
        let first = said("user_1", "a@example.com", &[], 0);
        world.expect("applied", "msg_0", &first).await;
        let note = note(&world, "user_1").await;
        world.grant("user_1", "mentor", START).await;
        delete_account(&world, "user_1", START + MINUTE).await;
        let again = json!({ "email": "a@example.com", "external_id": "user_1" });
        world.make("ada", &again, START + 2 * MINUTE).await;
        world
            .expect("applied", "msg_1", &deleted("user_1", 3))
            .await;
        assert!(world.account("ada").await.is_none());
        let note = world.store.get(&note).await.unwrap();
        assert!(
            note.is_none_or(|note| note.owner.is_none()),
            "and what else"
        );
        assert_eq!(world.roles("user_1").await, [""; 0]);
        assert!(!world.everything().contains("a@example.com"));
    });
}

#[test]
fn going_back_to_what_the_provider_said_once_is_somebodys_own_word() {
    let mut identity = following();
    identity["fields"]["name"] = json!("newest");
    let blueprint = blueprint(&identity);
    for adapter in Adapter::all() {
        println!("on {}:", adapter.name());
        let world = World::of(adapter.fresh(), &blueprint);
        pollster::block_on(async {
            let named = |name: &str, image: &str, minute| {
                let changes = json!({ "first_name": name, "image_url": image });
                let user = but(user("user_1", "a@example.com", minute), &changes);
                event("user.updated", user, minute)
            };
            let (one, other) = (
                "https://img.example.com/1.png",
                "https://img.example.com/2.png",
            );
            world
                .expect("applied", "msg_0", &named("Ada", one, 0))
                .await;
            world
                .expect("applied", "msg_1", &named("Eva", one, 1))
                .await;
            let ada = world.subject("user_1", &[]);
            let account = world.account("user_1").await.unwrap().address;
            let revert = Revert {
                target: Target {
                    kind: "user",
                    id: &account.id,
                    ..Target::default()
                },
                to: 1,
            };
            let call = Call::new(&ada, START + 2 * MINUTE);
            world.hub.revert(&call, &revert).await.unwrap();
            assert_eq!(world.document("user_1").await["name"], "Ada");
            world
                .expect("applied", "msg_2", &named("Eva", other, 3))
                .await;
            let document = world.document("user_1").await;
            assert_eq!(
                (&document["name"], &document["image"]),
                (&json!("Ada"), &json!(other))
            );
        });
    }
}

#[test]
fn whoever_was_erased_here_is_made_again_whatever_class_their_identifier_has() {
    let mut blueprint = blueprint(&following());
    let key = blueprint["kinds"]["user"]["fields"]["external_id"]
        .as_object_mut()
        .unwrap();
    for name in ["data_class", "lawful_basis", "retention"] {
        key.remove(name);
    }
    for adapter in Adapter::all() {
        println!("on {}:", adapter.name());
        let world = World::of(adapter.fresh(), &blueprint);
        pollster::block_on(async {
            let first = said("user_1", "a@example.com", &[], 0);
            world.expect("applied", "msg_0", &first).await;
            let person = Person {
                id: "user_1",
                tenant: "",
            };
            let call = world.call(START + MINUTE);
            let plan = world.hub.plan_erasure(&call, &person).await.unwrap();
            let erased = world.hub.erase(&call, &person, &plan.confirmation).await;
            erased.unwrap();
            let later = said("user_1", "a@example.com", &[], 2);
            world.expect("applied", "msg_1", &later).await;
            assert!(signs_in(&world, "user_1").await);
        });
    }
}
