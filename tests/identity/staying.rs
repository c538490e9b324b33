//! What stays as it is, whatever the provider says, and what does not.

use profilekit::hub::{Call, Credential, Person, Reconciling};
use profilekit_stores::Adapter;
use serde_json::{Value, json};

use crate::reconciling::Users;
use crate::world::{
    MINUTE, START, World, blueprint, but, deleted, event, everywhere, following, user,
};

/// A user with changes, at a minute.
fn changed(id: &str, minute: i64, changes: &Value) -> Value {
    let user = but(user(id, &format!("{id}@example.com"), minute), changes);
    event("user.updated", user, minute)
}

fn roles(roles: &[&str]) -> Value {
    json!({ "public_metadata": { "roles": roles } })
}

fn with(field: &str, owner: &str) -> Value {
    let mut identity = following();
    identity["fields"][field] = json!(owner);
    identity
}

#[test]
fn roles_of_somebody_without_an_account_are_known() {
    everywhere(&following(), async |world: World| {
        // Granted before there is an account.
        for role in ["mentor", "admin"] {
            world.grant("carl", role, START).await;
        }
        let carl = but(roles(&["builder"]), &json!({ "external_id": "carl" }));
        world
            .expect("applied", "msg_1", &changed("user_1", 0, &carl))
            .await;
        assert_eq!(world.roles("carl").await, ["admin", "builder"]);
        let account = world.account("carl").await.unwrap();
        let mut owners = account.owner_roles;
        owners.sort();
        assert_eq!(owners, ["admin", "builder"]);
        // Left from an account before: the membership outlives the user's deletion.
        world
            .expect("applied", "msg_2", &deleted("user_1", 1))
            .await;
        assert!(world.roles("carl").await.is_empty());
        world
            .expect("applied", "msg_3", &changed("user_2", 2, &carl))
            .await;
        assert_eq!(world.roles("carl").await, ["builder"]);
    });
}

#[test]
fn whoever_is_banned_is_kept_out_though_their_account_fits_its_kind_no_more() {
    for adapter in Adapter::all() {
        println!("on {}:", adapter.name());
        let mut blueprint = blueprint(&following());
        let name = blueprint["kinds"]["user"]["fields"]["name"].clone();
        let motto = &mut blueprint["kinds"]["user"]["fields"]["motto"];
        *motto = name;
        let world = World::of(adapter.fresh(), &blueprint);
        pollster::block_on(async {
            let first = changed("user_1", 0, &roles(&["builder"]));
            world.expect("applied", "msg_1", &first).await;
            let motto = json!({ "motto": "More is in you" });
            world.edit("user_1", &motto, START).await;
            blueprint["kinds"]["user"]["fields"]["motto"]["max"] = json!(3);
            let world = world.released(&blueprint);
            let session = Credential::Session("user_1");
            assert!(world.hub.signed_in(&session, START).await.is_ok());
            // What is stored is too long by now, whatever becomes of the name.
            let banned = json!({ "first_name": "Al", "banned": true });
            let handled = world
                .expect("applied", "msg_2", &changed("user_1", 1, &banned))
                .await;
            let plan = handled.plan.unwrap();
            assert!(plan.link.banned && plan.roles.iter().any(|change| !change.granted));
            let told = &plan.conflicts[0];
            assert_eq!(
                (told.about.as_str(), told.reason.word()),
                ("name", "not_valid")
            );
            assert_eq!(world.document("user_1").await["name"], "Ada");
            assert!(world.hub.signed_in(&session, START).await.is_err());
            assert!(world.roles("user_1").await.is_empty());
        });
    }
}

#[test]
fn acting_as_another_persona_changes_no_roles() {
    let mut blueprint = blueprint(&with("roles", "newest"));
    blueprint["personas"] =
        json!({ "builder": { "role": "builder" }, "mentor": { "role": "mentor" } });
    for adapter in Adapter::all() {
        println!("on {}:", adapter.name());
        let world = World::of(adapter.fresh(), &blueprint);
        pollster::block_on(async {
            let both = changed("user_1", 0, &roles(&["builder", "mentor"]));
            world.expect("applied", "msg_1", &both).await;
            // Builder is taken back there, which is not followed for a while.
            let own = world.subject("user_1", &["builder", "mentor"]);
            for (minute, persona) in [(6, "mentor"), (7, "builder")] {
                let call = Call::new(&own, START + minute * MINUTE);
                let switched = world.hub.switch_persona(&call, Some(persona)).await;
                assert!(switched.unwrap());
            }
            let less = changed("user_1", 5, &roles(&["mentor"]));
            let handled = world.expect("applied", "msg_2", &less).await;
            assert_eq!(world.roles("user_1").await, ["mentor"]);
            assert!(handled.plan.unwrap().commands.is_empty());
            // What was granted here later is newer.
            world.grant("user_1", "builder", START + 9 * MINUTE).await;
            let other = but(roles(&["mentor"]), &json!({ "first_name": "Bo" }));
            world
                .expect("applied", "msg_3", &changed("user_1", 8, &other))
                .await;
            assert_eq!(world.roles("user_1").await, ["builder", "mentor"]);
        });
    }
}

#[test]
fn what_does_not_fit_takes_nothing_away() {
    for owner in ["provider", "newest"] {
        everywhere(&with("name", owner), async |world: World| {
            let first = changed("user_1", 0, &json!({}));
            world.expect("applied", "msg_1", &first).await;
            let long = json!({ "first_name": "a".repeat(60) });
            let handled = world
                .expect("unchanged", "msg_2", &changed("user_1", 1, &long))
                .await;
            let told = handled.plan.unwrap().conflicts;
            assert_eq!(told.len(), 1, "{told:?}");
            assert_eq!(
                (told[0].reason.word(), &told[0].here),
                ("not_valid", &json!("Ada"))
            );
            assert_eq!(world.document("user_1").await["name"], "Ada");
            let fits = changed("user_1", 2, &json!({ "first_name": "Bo" }));
            world.expect("applied", "msg_3", &fits).await;
            assert_eq!(world.document("user_1").await["name"], "Bo");
        });
    }
}

#[test]
fn whoever_never_said_anything_takes_nothing_away() {
    let mut identity = with("roles", "newest");
    identity["fields"]["name"] = json!("newest");
    everywhere(&identity, async |world: World| {
        // The product was there before the provider.
        let ada = json!({ "external_id": "user_1", "email": "user_1@example.com", "name": "Ada" });
        world.make("ada", &ada, START - 9 * MINUTE).await;
        world.grant("ada", "builder", START - 8 * MINUTE).await;
        let silent = json!({ "first_name": null });
        for minute in [1, 2] {
            let id = format!("msg_{minute}");
            let image = format!("https://img.example.com/{minute}.png");
            let silent = but(silent.clone(), &json!({ "image_url": image }));
            let handled = world
                .expect("applied", &id, &changed("user_1", minute, &silent))
                .await;
            let plan = handled.plan.unwrap();
            let told: Vec<(&str, &str)> = plan
                .conflicts
                .iter()
                .map(|one| (one.about.as_str(), one.reason.word()))
                .collect();
            assert_eq!(told, [("name", "local_newer")]);
            assert_eq!(plan.commands.len(), 1, "the provider is told the roles");
            assert_eq!(world.document("ada").await["name"], "Ada");
            assert_eq!(world.roles("ada").await, ["builder"]);
        }
        // Once something was said, its end is news.
        let said = but(roles(&["builder"]), &json!({ "first_name": "Bo" }));
        world
            .expect("applied", "msg_3", &changed("user_1", 3, &said))
            .await;
        assert_eq!(world.document("ada").await["name"], "Bo");
        world
            .expect("applied", "msg_4", &changed("user_1", 4, &silent))
            .await;
        assert_eq!(world.document("ada").await.get("name"), None);
        assert!(world.roles("ada").await.is_empty());
    });
}

#[test]
fn a_field_whose_name_begins_alike_is_another() {
    let mut blueprint = blueprint(&with("image", "newest"));
    let image = blueprint["kinds"]["user"]["fields"]["image"].clone();
    let alike = &mut blueprint["kinds"]["user"]["fields"]["image_large"];
    *alike = image;
    for adapter in Adapter::all() {
        println!("on {}:", adapter.name());
        let world = World::of(adapter.fresh(), &blueprint);
        pollster::block_on(async {
            let first = changed("user_1", 0, &json!({}));
            world.expect("applied", "msg_1", &first).await;
            let own = json!({ "image": "https://img.example.com/own.png" });
            world.edit("user_1", &own, START + MINUTE).await;
            let large = json!({ "image_large": "https://img.example.com/large.png" });
            world.edit("user_1", &large, START + 6 * MINUTE).await;
            let theirs = "https://img.example.com/theirs.png";
            let theirs = changed("user_1", 5, &json!({ "image_url": theirs }));
            world.expect("applied", "msg_2", &theirs).await;
            let document = world.document("user_1").await;
            assert_eq!(document["image"], "https://img.example.com/theirs.png");
        });
    }
}

#[test]
fn an_address_that_is_not_proven_blocks_nobody() {
    everywhere(&following(), async |world: World| {
        let victim = "victim@example.com";
        let mut unproven = user("user_1", victim, 0);
        unproven["email_addresses"][1]["verification"] = json!({ "status": "unverified" });
        let handled = world
            .expect("applied", "msg_1", &event("user.created", unproven, 0))
            .await;
        let told = handled.plan.unwrap().conflicts;
        assert_eq!(
            (told[0].about.as_str(), told[0].reason.word()),
            ("email", "not_verified")
        );
        assert_eq!(world.document("user_1").await.get("email"), None);
        let theirs = event("user.created", user("user_2", victim, 0), 0);
        world.expect("applied", "msg_2", &theirs).await;
        assert_eq!(world.document("user_2").await["email"], victim);
        // Their own address is not taken from them by one that is not proven.
        let mut other = user("user_2", "other@example.com", 1);
        other["email_addresses"][1]["verification"] = json!({ "status": "unverified" });
        world
            .expect("unchanged", "msg_3", &event("user.updated", other, 1))
            .await;
        assert_eq!(world.document("user_2").await["email"], victim);
    });
}

#[test]
fn users_of_another_source_are_looked_at_from_the_beginning() {
    fn somebody(number: usize) -> Option<Value> {
        let id = format!("user_{number}");
        Some(user(&id, &format!("{id}@example.com"), 0))
    }
    everywhere(&following(), async |world: World| {
        let how = Reconciling {
            apply: true,
            page: 2,
            ..Reconciling::default()
        };
        let run = async |users: &Users| {
            let call = world.call(START);
            let mut told = |_: &_| Ok(());
            world.hub.reconcile(&call, users, &how, &mut told).await
        };
        let first = Users::new(6, |number| somebody(number + 100));
        first.fails_at.lock().unwrap().insert(4);
        assert!(run(&first).await.is_err());
        assert_eq!(world.accounts().await, 4);
        let mut second = Users::new(6, somebody);
        second.name = "another";
        let reached = run(&second).await.unwrap();
        assert_eq!((reached.users, reached.applied), (6, 6));
        assert_eq!(world.accounts().await, 10);
        let person = Person {
            id: "user_0",
            tenant: "",
        };
        assert!(world.hub.subject(&person, None).await.is_ok());
    });
}

#[test]
fn what_an_administrator_took_back_stays_so_though_nothing_is_left() {
    everywhere(&with("roles", "newest"), async |world: World| {
        let ada = json!({ "external_id": "user_1", "email": "user_1@example.com" });
        world.make("ada", &ada, START - 9 * MINUTE).await;
        world.grant("ada", "builder", START).await;
        let admin = world.subject("root", &["admin"]);
        let person = Person {
            id: "ada",
            tenant: "",
        };
        let call = Call::new(&admin, START + 2 * MINUTE);
        assert!(world.hub.revoke(&call, &person, "builder").await.unwrap());
        let said = changed("user_1", 1, &roles(&["builder"]));
        world.expect("applied", "msg_1", &said).await;
        assert!(world.roles("ada").await.is_empty());
    });
}

#[test]
fn a_late_state_ties_no_account_in_part() {
    everywhere(&following(), async |world: World| {
        for (owner, email) in [("ada", "a@example.com"), ("bob", "b@example.com")] {
            let document = json!({ "email": email });
            world.make(owner, &document, START - MINUTE).await;
        }
        let mut unproven = user("user_1", "a@example.com", 2);
        unproven["email_addresses"][1]["verification"] = json!({ "status": "unverified" });
        let later = event("user.updated", unproven, 2);
        world.expect("conflict", "msg_2", &later).await;
        let earlier = event("user.created", user("user_1", "b@example.com", 1), 1);
        world.expect("stale", "msg_1", &earlier).await;
        let session = Credential::Session("user_1");
        assert!(world.hub.signed_in(&session, START).await.is_err());
        // It is nobody's yet: who proves that it is theirs has it.
        let theirs = event("user.created", user("user_2", "b@example.com", 3), 3);
        world.expect("applied", "msg_3", &theirs).await;
        assert_eq!(world.document("bob").await["external_id"], "user_2");
    });
}

#[test]
fn what_another_account_has_leaves_what_an_older_state_gives() {
    for order in [[0, 1, 2], [0, 2, 1]] {
        everywhere(&following(), async |world: World| {
            let other = json!({ "email": "taken@example.com" });
            world.make("other", &other, START - MINUTE).await;
            for index in order {
                let minute = i64::try_from(index).unwrap();
                let email = ["o@example.com", "a@example.com", "taken@example.com"][index];
                let said = event("user.updated", user("user_1", email, minute), minute);
                let handled = world.deliver(&format!("msg_{index}"), &said, START).await;
                assert_eq!(handled.status(), 200, "{handled:?}");
            }
            assert_eq!(world.document("user_1").await["email"], "a@example.com");
        });
    }
}
