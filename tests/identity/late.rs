//! What comes late: what the provider was told, states that were refused, deletions of users who
//! signed up anew, answers that lack somebody.

use std::collections::BTreeSet;
use std::sync::Mutex;

use async_trait::async_trait;
use profilekit::error::Failure;
use profilekit::hub::{
    Call, Credential, Found, Person, ProviderClient, Reconciling, Target, Undelivered, UserPage,
};
use profilekit::identity::{Class, ProviderUser};
use profilekit_stores::Adapter;
use serde_json::{Value, json};

use crate::orders::permutations;
use crate::world::{
    MINUTE, START, World, blueprint, but, deleted, event, everywhere, following, parsed, user,
};

/// Ada with the roles that the provider has of her, changed at some minute.
fn ada(roles: &[&str], minute: i64) -> Value {
    let roles = json!({ "public_metadata": { "roles": roles } });
    let ada = but(user("user_1", "a@example.com", minute), &roles);
    event("user.updated", ada, minute)
}

pub(crate) async fn revoke(world: &World, user: &str, role: &str, now: i64) {
    let admin = world.subject("root", &["admin"]);
    let person = Person {
        id: user,
        tenant: "",
    };
    let call = Call::new(&admin, now);
    world.hub.revoke(&call, &person, role).await.unwrap();
}

#[test]
fn roles_that_come_back_because_they_were_told_say_nothing_of_their_own() {
    let mut identity = following();
    identity["fields"]["roles"] = json!("newest");
    everywhere(&identity, async |world: World| {
        world.expect("applied", "msg_0", &ada(&[], 0)).await;
        world.grant("user_1", "builder", START + MINUTE).await;
        revoke(&world, "user_1", "builder", START + 2 * MINUTE).await;
        // What was told first took its time: it comes back after the role was taken back.
        world
            .expect("unchanged", "msg_3", &ada(&["builder"], 3))
            .await;
        assert!(world.roles("user_1").await.is_empty());
        world.expect("unchanged", "msg_4", &ada(&[], 4)).await;
        assert!(world.roles("user_1").await.is_empty());
        // The same from somebody there counts.
        world
            .expect("applied", "msg_5", &ada(&["builder"], 5))
            .await;
        assert_eq!(world.roles("user_1").await, ["builder"]);
        // And what they take back, though it was told as well.
        world.expect("applied", "msg_6", &ada(&[], 6)).await;
        assert!(world.roles("user_1").await.is_empty());
    });
}

#[test]
fn what_the_provider_says_long_after_is_its_own() {
    let mut identity = following();
    identity["fields"]["roles"] = json!("newest");
    // Long after, and at once where what was told came back.
    for back in [false, true] {
        everywhere(&identity, async |world: World| {
            let there = ada(&["builder"], 0);
            world.expect("applied", "msg_0", &there).await;
            // Taken back and granted at once: the provider was never told the first.
            revoke(&world, "user_1", "builder", START + MINUTE).await;
            world.grant("user_1", "builder", START + 2 * MINUTE).await;
            if back {
                let there = ada(&["builder"], 3);
                world.expect("unchanged", "msg_1", &there).await;
            }
            let minute = if back { 4 } else { 100 };
            world.expect("applied", "msg_2", &ada(&[], minute)).await;
            assert!(world.roles("user_1").await.is_empty(), "{back}");
        });
    }
}

/// Those of two states of a user that can be followed have a tenant.
fn states() -> [Value; 3] {
    let state = |minute: i64, metadata: Value, banned: bool| {
        let state = json!({ "public_metadata": metadata, "banned": banned });
        let user = but(user("user_1", "a@example.com", minute), &state);
        event("user.updated", user, minute)
    };
    [
        state(1, json!({ "tenant": "t1", "roles": ["builder"] }), false),
        state(
            2,
            json!({ "tenant": "t1", "roles": ["builder", "mentor"] }),
            false,
        ),
        state(3, json!({}), true),
    ]
}

#[test]
fn a_state_that_was_refused_is_not_overtaken_by_an_older_one() {
    let mut identity = following();
    identity["tenant_claim"] = json!("public_metadata.tenant");
    let mut blueprint = blueprint(&identity);
    blueprint["tenancy"] = json!({ "crossed_by": ["admin"] });
    for adapter in Adapter::all() {
        for order in permutations(3) {
            let world = World::of(adapter.fresh(), &blueprint);
            pollster::block_on(async {
                let mut refused = false;
                for (place, state) in order.iter().enumerate() {
                    let message = format!("msg_{place}");
                    let handled = world.deliver(&message, &states()[*state], START).await;
                    assert!(handled.status() < 500, "{order:?}: {handled:?}");
                    refused |= handled.outcome.word() == "refused";
                }
                assert_eq!(refused, order[0] == 2, "nobody had an account: {order:?}");
                let member = world.store.member("t1", "user_1").await.unwrap();
                let roles = member.map(|member| member.roles).unwrap_or_default();
                assert!(roles.is_empty(), "{order:?}: {roles:?}");
                let session = Credential::Session("user_1");
                assert!(
                    world.hub.signed_in(&session, START).await.is_err(),
                    "{order:?}"
                );
            });
        }
    }
}

#[test]
fn a_reconciliation_keeps_what_it_could_not_follow() {
    let mut identity = following();
    identity["tenant_claim"] = json!("public_metadata.tenant");
    let mut blueprint = blueprint(&identity);
    blueprint["tenancy"] = json!({ "crossed_by": ["admin"] });
    for adapter in Adapter::all() {
        let world = World::of(adapter.fresh(), &blueprint);
        pollster::block_on(async {
            let [first, _, last] = states();
            let now = parsed(&last["data"]);
            let call = world.call(START);
            assert!(world.hub.sync_user(&call, &now).await.is_err());
            world.expect("stale", "msg_1", &first).await;
            // A later one is followed.
            let there = json!({ "public_metadata": { "tenant": "t1", "roles": ["mentor"] } });
            let later = but(user("user_1", "a@example.com", 4), &there);
            let later = event("user.updated", later, 4);
            world.expect("applied", "msg_2", &later).await;
            let session = Credential::Session("user_1");
            assert!(world.hub.signed_in(&session, START).await.is_ok());
        });
    }
}

/// Carl's account was deleted here, and he signed up at the provider anew.
async fn anew(world: &World) {
    let as_carl = json!({ "external_id": "carl" });
    let old = but(user("user_1", "a@example.com", 0), &as_carl);
    world
        .expect("applied", "msg_1", &event("user.created", old, 0))
        .await;
    // The account was deleted here, and its user is still there.
    let account = world.account("carl").await.unwrap().address.id;
    let target = Target {
        kind: "user",
        id: &account,
        ..Target::default()
    };
    let call = world.call(START + MINUTE);
    world.hub.delete(&call, &target).await.unwrap();
    let roles = json!({ "external_id": "carl", "public_metadata": { "roles": ["mentor"] } });
    let new = but(user("user_2", "a@example.com", 2), &roles);
    world
        .expect("applied", "msg_2", &event("user.created", new, 2))
        .await;
}

#[test]
fn whoever_signed_up_anew_keeps_what_there_is_when_the_old_user_is_deleted() {
    everywhere(&following(), async |world: World| {
        anew(&world).await;
        let before = world.document("carl").await;
        assert_eq!(before["external_id"], "user_2");
        world
            .expect("applied", "msg_3", &deleted("user_1", 3))
            .await;
        assert_eq!(world.document("carl").await, before);
        assert_eq!(world.roles("carl").await, ["mentor"]);
        // What comes of the old one is nobody's any more.
        let late = but(
            user("user_1", "a@example.com", 4),
            &json!({ "external_id": "carl" }),
        );
        world
            .expect("stale", "msg_4", &event("user.updated", late, 4))
            .await;
        world
            .expect("applied", "msg_5", &deleted("user_2", 5))
            .await;
        assert!(world.roles("carl").await.is_empty());
        let session = Credential::Session("user_2");
        assert!(world.hub.signed_in(&session, START).await.is_err());
    });
}

#[test]
fn whoever_signed_up_anew_leaves_though_the_old_user_is_there() {
    everywhere(&following(), async |world: World| {
        anew(&world).await;
        let leaves = deleted("user_2", 3);
        world.expect("applied", "msg_3", &leaves).await;
        assert!(world.account("carl").await.is_none());
        assert!(world.roles("carl").await.is_empty());
        let leaves = deleted("user_1", 4);
        world.expect("applied", "msg_4", &leaves).await;
    });
}

/// A provider with one user whom some answers lack.
struct Forgetful {
    /// The number of the answer, from which on they are there.
    there_from: usize,
    asked: Mutex<usize>,
    everybody: BTreeSet<&'static str>,
}

impl Forgetful {
    fn all(&self) -> Vec<ProviderUser> {
        let user = |id: &&str| parsed(&user(id, &format!("{id}@example.com"), 0));
        self.everybody.iter().map(user).collect()
    }
}

#[async_trait]
impl ProviderClient for Forgetful {
    fn source(&self) -> String {
        String::new()
    }

    async fn page(&self, _: Option<&str>, _: usize) -> Result<UserPage, Failure> {
        let mut users = self.all();
        users.retain(|user| user.id.as_str() != "user_1");
        Ok(UserPage { users, next: None })
    }

    async fn users(&self, ids: &[&str], _: &[&str]) -> Result<Vec<ProviderUser>, Failure> {
        let mut users = self.all();
        users.retain(|user| ids.contains(&user.id.as_str()));
        if ids.contains(&"user_1") {
            let mut asked = self.asked.lock().unwrap();
            *asked += 1;
            if *asked < self.there_from {
                users.retain(|user| user.id.as_str() != "user_1");
            }
        }
        Ok(users)
    }

    async fn set_roles(&self, _: &str, _: &str, _: &[String]) -> Result<(), Undelivered> {
        Ok(())
    }
}

#[test]
fn whom_one_answer_lacks_does_not_leave() {
    // They are asked for to be counted, then with their page, then alone.
    for (there_from, stays) in [(1, true), (2, true), (3, true), (4, false)] {
        everywhere(&following(), async |world: World| {
            for id in ["user_1", "user_2"] {
                let user = user(id, &format!("{id}@example.com"), 0);
                world
                    .expect("applied", id, &event("user.created", user, 0))
                    .await;
            }
            let client = Forgetful {
                there_from,
                asked: Mutex::new(0),
                everybody: BTreeSet::from(["user_1", "user_2"]),
            };
            let how = Reconciling {
                apply: true,
                leave: true,
                ..Reconciling::default()
            };
            let call = world.call(START + MINUTE);
            let mut missing = false;
            let told = &mut |found: &Found| {
                missing |= found.finding.classes.contains(&Class::MissingThere);
                Ok(())
            };
            let reached = world.hub.reconcile(&call, &client, &how, told).await;
            assert!(reached.unwrap().complete);
            assert_eq!(missing, !stays, "whoever is there is not told as missing");
            let session = Credential::Session("user_1");
            let there = world.hub.signed_in(&session, START).await.is_ok();
            assert_eq!(there, stays, "from answer {there_from} on");
        });
    }
}
