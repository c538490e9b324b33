//! Accounts that somebody here deleted or set aside.

use profilekit::hub::{Credential, Target};
use profilekit::identity::Why;
use profilekit::store::Address;
use serde_json::{Value, json};

use crate::world::{
    MINUTE, START, World, but, deleted, event, everywhere, following, parsed, user,
};

const OLD: &str = "canary-old@example.com";
const NEW: &str = "canary-new@example.com";

fn target(id: &str) -> Target<'_> {
    Target {
        kind: "user",
        id,
        ..Target::default()
    }
}

async fn document_at(world: &World, at: &Address) -> Option<Value> {
    let record = world.store.get(at).await.unwrap()?;
    Some(serde_json::from_str(&record.document).unwrap())
}

fn leaving(how: &str) -> Value {
    let mut identity = following();
    identity["on_delete"] = json!(how);
    identity
}

#[test]
fn what_was_anonymised_here_is_not_filled_again() {
    everywhere(&following(), async |world: World| {
        let first = event("user.created", user("user_1", OLD, 0), 0);
        world.expect("applied", "msg_1", &first).await;
        let old = world.account("user_1").await.unwrap().address;
        let call = world.call(START + MINUTE);
        world.hub.delete(&call, &target(&old.id)).await.unwrap();
        assert!(world.account("user_1").await.is_none());
        // The provider knows the user still: there is a new account, and the old one stays empty.
        let said = user("user_1", NEW, 2);
        world
            .expect("applied", "msg_2", &event("user.updated", said, 2))
            .await;
        let new = world.account("user_1").await.unwrap().address;
        assert_ne!(new, old);
        assert_eq!(world.document("user_1").await["email"], NEW);
        let left = document_at(&world, &old).await.unwrap();
        assert!(!left.to_string().contains("canary"), "{left}");
        // And once more, by a reconciliation, of the same state.
        world
            .hub
            .delete(&world.call(START + 3 * MINUTE), &target(&new.id))
            .await
            .unwrap();
        let same = parsed(&user("user_1", NEW, 2));
        world
            .hub
            .sync_user(&world.call(START + 4 * MINUTE), &same)
            .await
            .unwrap();
        let last = world.account("user_1").await.unwrap().address;
        assert!(last != new && last != old);
        world
            .expect("applied", "msg_3", &deleted("user_1", 5))
            .await;
        for at in [&old, &new, &last] {
            let left = document_at(&world, at).await.unwrap_or_default();
            assert!(!left.to_string().contains("canary"), "{left}");
        }
        let nobody = world.store.member("", "").await.unwrap();
        assert!(nobody.is_none(), "nobody has no roles: {nobody:?}");
    });
}

#[test]
fn who_was_set_aside_before_is_not_brought_back_by_being_tied() {
    for how in ["deactivate", "anonymise"] {
        everywhere(&leaving(how), async |world: World| {
            let known = json!({ "external_id": "user_1", "email": OLD });
            let at = world.make("ada", &known, START).await;
            world
                .hub
                .archive(&world.call(START), &target(&at.id))
                .await
                .unwrap();
            let said = user("user_1", NEW, 1);
            let plan = world
                .hub
                .plan_user(&world.call(START), &parsed(&said))
                .await;
            let told = plan.unwrap().conflicts;
            assert!(
                told.iter().any(|one| one.reason == Why::SetAside),
                "{told:?}"
            );
            world
                .expect("applied", "msg_1", &event("user.created", said, 1))
                .await;
            let account = world.account("ada").await.unwrap();
            assert!(account.archived_at.is_some(), "{how}");
            assert_eq!(
                world.document("ada").await["email"],
                NEW,
                "it follows all the same"
            );
            let session = Credential::Session("user_1");
            assert!(world.hub.signed_in(&session, START).await.is_err());
        });
    }
}

#[test]
fn whoever_left_comes_back_to_what_nobody_else_set_aside() {
    // Whether an administrator set the account aside before its user left; whether they brought it back
    // and set it aside after that; whether it is there again in the end.
    for (before, after, back) in [
        (false, false, true),
        (true, false, false),
        (false, true, false),
    ] {
        everywhere(&leaving("deactivate"), async |world: World| {
            let first = event("user.created", user("user_1", OLD, 0), 0);
            world.expect("applied", "msg_1", &first).await;
            let id = world.account("user_1").await.unwrap().address.id;
            if before {
                let call = world.call(START + MINUTE);
                world.hub.archive(&call, &target(&id)).await.unwrap();
            }
            world
                .expect("applied", "msg_2", &deleted("user_1", 2))
                .await;
            if after {
                let call = world.call(START + 3 * MINUTE);
                world.hub.restore(&call, &target(&id)).await.unwrap();
                let call = world.call(START + 4 * MINUTE);
                world.hub.archive(&call, &target(&id)).await.unwrap();
            }
            let again = event("user.created", user("user_2", OLD, 5), 5);
            world.expect("applied", "msg_3", &again).await;
            let account = world.account("user_1").await.unwrap();
            assert_eq!(account.address.id, id, "one person, one account");
            assert_eq!(account.archived_at.is_none(), back, "{before} {after}");
            let session = Credential::Session("user_2");
            assert_eq!(world.hub.signed_in(&session, START).await.is_ok(), back);
        });
    }
}

#[test]
fn what_was_never_filled_here_is_no_newer_value() {
    let mut identity = following();
    identity["fields"]["name"] = json!("newest");
    everywhere(&identity, async |world: World| {
        // Made here after the provider's state, without a name and with one.
        for (owner, name, expected) in [
            ("user_1", Value::Null, "Ada"),
            ("user_2", json!("Own"), "Own"),
        ] {
            let email = format!("{owner}@example.com");
            let mut own = json!({ "external_id": owner, "email": email });
            if name.is_string() {
                own["name"] = name;
            }
            world.make(owner, &own, START + 10 * MINUTE).await;
            let said = but(user(owner, &email, 1), &json!({ "first_name": "Ada" }));
            let message = format!("msg_{owner}");
            let said = event("user.updated", said, 1);
            world.deliver(&message, &said, START + 20 * MINUTE).await;
            let found = world.document(owner).await;
            assert!(
                found["name"].as_str().unwrap().starts_with(expected),
                "{found}"
            );
        }
    });
}
