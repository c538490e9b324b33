//! Roles on their way to the provider.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use profilekit::error::Failure;
use profilekit::hub::{
    Call, Clock, Person, ProviderClient, Relay, RolesSink, Target, Undelivered, UserPage,
};
use profilekit::identity::ProviderUser;
use profilekit::store::Replay;
use serde_json::json;

use crate::late::revoke;
use crate::world::{
    Counting, MINUTE, START, World, but, deleted, event, everywhere, following, parsed, user,
};

struct Fixed;

impl Clock for Fixed {
    fn now(&self) -> i64 {
        START + 100 * MINUTE
    }
}

/// A provider that notes what it is told.
#[derive(Default)]
struct Told(Mutex<Vec<(String, String, Vec<String>)>>);

#[async_trait]
impl ProviderClient for Told {
    fn source(&self) -> String {
        String::new()
    }

    async fn page(&self, _: Option<&str>, _: usize) -> Result<UserPage, Failure> {
        Ok(UserPage::default())
    }

    async fn users(&self, _: &[&str], _: &[&str]) -> Result<Vec<ProviderUser>, Failure> {
        Ok(Vec::new())
    }

    async fn set_roles(
        &self,
        user: &str,
        claim: &str,
        roles: &[String],
    ) -> Result<(), Undelivered> {
        let told = (user.to_owned(), claim.to_owned(), roles.to_vec());
        self.0.lock().unwrap().push(told);
        Ok(())
    }
}

async fn told(world: &World) -> Vec<Vec<String>> {
    let client = Arc::new(Told::default());
    let provider = Arc::clone(&client) as Arc<dyn ProviderClient>;
    let sink = RolesSink::new(world.hub.clone(), provider, None);
    let (store, entropy) = (Arc::clone(&world.store), Arc::new(Counting::default()));
    let relay = Relay::new("product", store, Arc::new(sink), Arc::new(Fixed), entropy);
    while relay.step().await.unwrap().delivered > 0 {}
    let told = std::mem::take(&mut *client.0.lock().unwrap());
    let each = told.into_iter().map(|(user, claim, roles)| {
        assert_eq!(
            (user.as_str(), claim.as_str()),
            ("user_1", "public_metadata.roles")
        );
        roles
    });
    each.collect()
}

fn roles_owned_by(owner: &str) -> serde_json::Value {
    let mut identity = following();
    identity["fields"]["roles"] = json!(owner);
    identity["role_map"] = json!([{ "from": "creator", "to": "builder" }]);
    identity
}

#[test]
fn roles_granted_here_are_told_in_the_providers_words() {
    everywhere(&roles_owned_by("local"), async |world: World| {
        world
            .expect(
                "applied",
                "msg_1",
                &event("user.created", user("user_1", "a@example.com", 0), 0),
            )
            .await;
        assert!(told(&world).await.is_empty());
        world.grant("user_1", "mentor", START + MINUTE).await;
        world.grant("user_1", "builder", START + 2 * MINUTE).await;
        // Whenever it is told, it is what they have by then.
        assert_eq!(told(&world).await, [["creator", "mentor"]; 2]);
        // What comes back changes nothing and is not told again.
        let back = but(
            user("user_1", "a@example.com", 3),
            &json!({ "public_metadata": { "roles": ["creator", "mentor"] } }),
        );
        world
            .expect("unchanged", "msg_2", &event("user.updated", back, 3))
            .await;
        // What somebody changed there is put right.
        let other = but(
            user("user_1", "a@example.com", 4),
            &json!({ "public_metadata": { "roles": ["creator"] } }),
        );
        world
            .expect("unchanged", "msg_3", &event("user.updated", other, 4))
            .await;
        assert_eq!(told(&world).await, [vec!["creator", "mentor"]]);
        assert_eq!(world.roles("user_1").await, ["builder", "mentor"]);
    });
}

#[test]
fn what_is_told_once_more_or_late_is_what_they_have_now() {
    everywhere(&roles_owned_by("newest"), async |world: World| {
        let created = user("user_1", "a@example.com", 0);
        world
            .expect("applied", "msg_1", &event("user.created", created, 0))
            .await;
        world.grant("user_1", "builder", START + MINUTE).await;
        assert_eq!(told(&world).await, [["creator"]]);
        let admin = world.subject("root", &["admin"]);
        let person = Person {
            id: "user_1",
            tenant: "",
        };
        let call = Call::new(&admin, START + 2 * MINUTE);
        world.hub.revoke(&call, &person, "builder").await.unwrap();
        assert_eq!(told(&world).await, [[""; 0]]);
        let all = Replay::Between(0, START + 90 * MINUTE);
        let again = world.store.replay(all, START + 100 * MINUTE).await.unwrap();
        assert!(again >= 2);
        assert_eq!(told(&world).await, [[""; 0], [""; 0]]);
        // Somebody who is gone is told nothing of.
        world
            .expect("applied", "msg_2", &deleted("user_1", 3))
            .await;
        world.store.replay(all, START + 100 * MINUTE).await.unwrap();
        assert!(told(&world).await.is_empty());
    });
}

#[test]
fn of_the_newest_roles_whoever_changed_them_last_is_followed() {
    everywhere(&roles_owned_by("newest"), async |world: World| {
        let first = but(
            user("user_1", "a@example.com", 0),
            &json!({ "public_metadata": { "roles": ["creator"] } }),
        );
        world
            .expect("applied", "msg_1", &event("user.created", first.clone(), 0))
            .await;
        assert_eq!(world.roles("user_1").await, ["builder"]);
        world.grant("user_1", "mentor", START + MINUTE).await;
        assert_eq!(told(&world).await, [vec!["creator", "mentor"]]);
        // Nothing changed about roles there: what was granted here stays.
        let same = but(
            first.clone(),
            &json!({ "first_name": "B", "updated_at": (START + 2 * MINUTE) / 1000 }),
        );
        world
            .expect("applied", "msg_2", &event("user.updated", same, 2))
            .await;
        assert_eq!(world.roles("user_1").await, ["builder", "mentor"]);
        told(&world).await;
        let other = but(
            first,
            &json!({ "public_metadata": { "roles": ["mentor"] }, "updated_at": (START + 3 * MINUTE) / 1000 }),
        );
        world
            .expect("applied", "msg_3", &event("user.updated", other, 3))
            .await;
        assert_eq!(world.roles("user_1").await, ["mentor"]);
        assert!(told(&world).await.is_empty());
    });
}

#[test]
fn roles_that_the_provider_owns_are_not_told() {
    everywhere(&following(), async |world: World| {
        world
            .expect(
                "applied",
                "msg_1",
                &event("user.created", user("user_1", "a@example.com", 0), 0),
            )
            .await;
        world.grant("user_1", "mentor", START + MINUTE).await;
        assert!(told(&world).await.is_empty());
    });
}

#[test]
fn a_word_that_is_said_twice_is_told_of_no_more_than_once() {
    everywhere(&roles_owned_by("local"), async |world: World| {
        let roles = json!({ "public_metadata": { "roles": ["creator", "creator"] } });
        let twice = but(user("user_1", "a@example.com", 0), &roles);
        let created = event("user.created", twice.clone(), 0);
        world.expect("applied", "msg_1", &created).await;
        told(&world).await;
        world.grant("user_1", "builder", START + MINUTE).await;
        told(&world).await;
        let user = parsed(&twice);
        for minute in 2..5 {
            let call = world.call(START + minute * MINUTE);
            let plan = world.hub.sync_user(&call, &user).await.unwrap();
            assert_eq!(plan.commands, [], "it says what is held here");
        }
    });
}

#[test]
fn of_whom_the_provider_was_not_heard_it_is_told_what_they_have_now() {
    everywhere(&roles_owned_by("newest"), async |world: World| {
        let account = json!({ "email": "a@example.com", "external_id": "user_1" });
        world.make("ada", &account, START).await;
        world.grant("ada", "builder", START + MINUTE).await;
        revoke(&world, "ada", "builder", START + 2 * MINUTE).await;
        // What was granted is told late: it is over by then.
        assert_eq!(told(&world).await, [[""; 0], [""; 0]]);
        let account = world.account("ada").await.unwrap().address;
        world.grant("ada", "mentor", START + 3 * MINUTE).await;
        let target = Target {
            kind: "user",
            id: &account.id,
            ..Target::default()
        };
        let call = world.call(START + 4 * MINUTE);
        world.hub.delete(&call, &target).await.unwrap();
        assert!(told(&world).await.is_empty(), "of whom nothing is left");
    });
}
