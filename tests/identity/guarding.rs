//! Who may do what at an endpoint.

use profilekit::error::Code;
use profilekit::hub::{Credential, Target, Update};
use profilekit::store::AccountRequest;
use serde_json::json;

use crate::world::{START, World, blueprint, but, deleted, event, everywhere, following, user};
use profilekit_stores::Adapter;

fn at(id: &str) -> Target<'_> {
    Target {
        kind: "user",
        id,
        ..Target::default()
    }
}

fn acting<'c>(user: &'c str, actor: &'c str) -> Credential<'c> {
    Credential::Acting { user, actor }
}

#[test]
fn each_refusal_has_its_status() {
    everywhere(&following(), async |world: World| {
        for (id, user) in [
            ("msg_1", user("user_1", "a@example.com", 0)),
            ("msg_2", user("user_2", "b@example.com", 0)),
            (
                "msg_3",
                but(
                    user("user_3", "c@example.com", 0),
                    &json!({ "banned": true }),
                ),
            ),
            ("msg_4", user("user_4", "d@example.com", 0)),
        ] {
            world
                .expect("applied", id, &event("user.created", user, 0))
                .await;
        }
        world
            .expect("applied", "msg_5", &deleted("user_4", 1))
            .await;
        let (one, two) = (
            world.account("user_1").await.unwrap(),
            world.account("user_2").await.unwrap(),
        );
        let (one, two) = (one.address.id.as_str(), two.address.id.as_str());
        let session = Credential::Session;
        for (credential, action, id, status) in [
            (session("user_1"), "update", one, 200),
            (session("user_1"), "read", two, 200),
            (session("user_1"), "update", two, 403),
            (session("user_1"), "delete", two, 403),
            (session("user_1"), "read", "nothing", 404),
            (session("user_1"), "update", "nothing", 404),
            (session(""), "read", one, 401),
            (session("with space"), "read", one, 401),
            (session("user_3"), "read", one, 401),
            (session("user_4"), "read", one, 401),
            (session("user_9"), "read", one, 401),
            (Credential::Nobody, "read", one, 401),
            (acting("user_1", "root"), "update", one, 200),
            (acting("user_1", "root"), "update", two, 403),
            (acting("user_1", "root"), "update", "nothing", 404),
            (acting("user_1", ""), "update", one, 401),
            (acting("", "root"), "update", one, 401),
            (acting("user_3", "root"), "read", one, 401),
            (acting("user_9", "user_1"), "read", one, 401),
        ] {
            let guarded = world.hub.guard(&credential, START, action, &at(id)).await;
            let found = match guarded {
                Ok(guarded) => {
                    assert_eq!(guarded.record.unwrap().address.id, id);
                    200
                }
                Err(profilekit::hub::Refusal::Failed(failure)) => failure.code().http_status(),
                Err(refusal) => panic!("{refusal}"),
            };
            assert_eq!(found, status, "{credential:?} {action} {id}");
        }
        // Set aside here, nobody is signed in.
        world
            .hub
            .archive(&world.call(START), &at(one))
            .await
            .unwrap();
        let refused = world
            .hub
            .signed_in(&session("user_1"), START)
            .await
            .unwrap_err();
        assert!(refused.is(Code::IdentityUnknownUser));
    });
}

#[test]
fn roles_are_those_that_are_held_here() {
    everywhere(&following(), async |world: World| {
        let builder = but(
            user("user_1", "a@example.com", 0),
            &json!({ "public_metadata": { "roles": ["builder", "admin"] } }),
        );
        world
            .expect("applied", "msg_1", &event("user.created", builder, 0))
            .await;
        let who = world
            .hub
            .signed_in(&Credential::Session("user_1"), START)
            .await
            .unwrap();
        let roles = who.subject.roles();
        let names = world.hub.kernel().model().names();
        assert!(roles.contains(names.find("builder").unwrap()));
        assert!(!roles.contains(names.find("admin").unwrap()));
    });
}

/// Changes an account and looks at another in a session.
async fn use_session(world: &World, credential: &Credential<'_>, own: &str, other: &str) {
    let who = world.hub.signed_in(credential, START).await.unwrap();
    assert_eq!(who.subject.id().unwrap().as_str(), "user_1");
    let update = Update {
        target: at(own),
        patch: br#"{"name":"Ada L"}"#,
        ..Update::default()
    };
    world.hub.update(&who.call(START), &update).await.unwrap();
    world.hub.get(&who.call(START), &at(other)).await.unwrap();
    world.hub.flush().await.unwrap();
}

#[test]
fn whoever_acts_in_the_hosts_own_session_is_named() {
    for (credential, expected) in [
        (Credential::Session("user_1"), ("user_1", "")),
        (acting("user_1", "root"), ("root", "user_1")),
    ] {
        everywhere(&following(), async |world: World| {
            for id in ["user_1", "user_2"] {
                let created = user(id, &format!("{id}@example.com"), 0);
                let created = event("user.created", created, 0);
                world.expect("applied", id, &created).await;
            }
            let own = world.account("user_1").await.unwrap().address.id;
            let other = world.account("user_2").await.unwrap().address.id;
            use_session(&world, &credential, &own, &other).await;

            let request = AccountRequest {
                record: Some(("user".to_owned(), own.clone())),
                limit: 9,
                ..AccountRequest::default()
            };
            let links = world.store.account(&request).await.unwrap();
            let updated = links.iter().find(|link| link.entry.action == "user.update");
            let detail = updated.unwrap().detail.as_ref().unwrap();
            assert_eq!((&*detail.actor, &*detail.behalf), expected);

            let looks = world.store.accesses("", "user_2", None, 9).await.unwrap();
            let [look] = looks.as_slice() else {
                panic!("{looks:?}");
            };
            assert_eq!((&*look.viewer, &*look.behalf), expected);
        });
    }
}

#[test]
fn what_another_tenant_has_does_not_exist() {
    let mut identity = following();
    identity["tenant_claim"] = json!("public_metadata.tenant");
    let mut blueprint = blueprint(&identity);
    blueprint["tenancy"] = json!({ "crossed_by": ["admin"] });
    for adapter in Adapter::all() {
        let world = World::of(adapter.fresh(), &blueprint);
        pollster::block_on(async {
            for (id, tenant) in [("user_1", "t1"), ("user_2", "t2")] {
                let user = but(
                    user(id, &format!("{id}@example.com"), 0),
                    &json!({ "public_metadata": { "tenant": tenant } }),
                );
                world
                    .expect("applied", id, &event("user.created", user, 0))
                    .await;
            }
            let other = world
                .store
                .find("t2", "user", "owner=user_2")
                .await
                .unwrap()
                .unwrap();
            let one = Credential::Session("user_1");
            let there = Target {
                tenant: Some("t2"),
                ..at(&other.address.id)
            };
            let nowhere = Target {
                tenant: Some("t2"),
                ..at("nothing")
            };
            let mut answers = Vec::new();
            for target in [at(&other.address.id), there, nowhere, at("nothing")] {
                for action in ["read", "update"] {
                    let refused = world
                        .hub
                        .guard(&one, START, action, &target)
                        .await
                        .unwrap_err();
                    answers.push(refused);
                }
            }
            assert!(
                answers
                    .iter()
                    .all(|answer| answer.is(Code::AccessNotVisible))
            );
            assert!(
                answers.iter().all(|answer| *answer == answers[0]),
                "{answers:?}"
            );
        });
    }
}
