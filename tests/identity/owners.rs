//! Who has the last word on what, and the reason that is told.

use profilekit::identity::{Command, SyncPlan};
use serde_json::{Value, json};

use crate::late::revoke;
use crate::world::{MINUTE, START, World, but, event, everywhere, following, user};

const OWNERS: [&str; 4] = ["provider", "local", "newest", "manual"];

/// What is said, or held, of the three.
type State = (&'static str, &'static str, &'static [&'static str]);

const A: State = ("Ada", "https://img.example.com/a.png", &["builder"]);
const B: State = ("Bea", "https://img.example.com/b.png", &["mentor"]);
const C: State = ("Cy", "https://img.example.com/c.png", &["builder"]);
const D: State = (
    "Dee",
    "https://img.example.com/d.png",
    &["builder", "mentor"],
);

fn owned_by(owner: &str) -> Value {
    let mut identity = following();
    for field in ["name", "image", "roles"] {
        identity["fields"][field] = json!(owner);
    }
    identity
}

/// The provider says a state, with an address of its own each time, which it has the last word on.
async fn says(world: &World, (name, image, roles): State, minute: i64) -> SyncPlan {
    let state = json!({
        "first_name": name, "image_url": image, "public_metadata": { "roles": roles }
    });
    let user = user("user_1", &format!("{minute}@example.com"), minute);
    let event = event("user.updated", but(user, &state), minute);
    let now = START + minute * MINUTE;
    let handled = world.deliver(&format!("msg_{minute}"), &event, now).await;
    assert_eq!(handled.outcome.word(), "applied", "{handled:?}");
    handled.plan.unwrap()
}

/// A person and an administrator change all three here.
async fn change(world: &World, (name, image, roles): State, minute: i64) {
    let now = START + minute * MINUTE;
    let patch = json!({ "name": name, "image": image });
    world.edit("user_1", &patch, now).await;
    for role in world.roles("user_1").await {
        revoke(world, "user_1", &role, now).await;
    }
    for role in roles {
        world.grant("user_1", role, now).await;
    }
}

async fn here(world: &World) -> (String, String, Vec<String>) {
    let document = world.document("user_1").await;
    let text = |field: &str| document[field].as_str().unwrap().to_owned();
    (text("name"), text("image"), world.roles("user_1").await)
}

/// Why each of the three changed or stays; `told` where the provider is told the roles, and nothing
/// where both sides say the same.
fn reasons(plan: &SyncPlan) -> [&'static str; 3] {
    ["name", "image", "roles"].map(|about| {
        let fields = plan.fields.iter().filter(|one| one.attribute == about);
        let roles = plan.roles.iter().filter(|_| about == "roles");
        let stays = plan.conflicts.iter().filter(|one| one.about == about);
        let all = fields.map(|one| one.reason);
        let all = all.chain(roles.map(|one| one.reason));
        let mut all: Vec<&str> = all
            .chain(stays.map(|one| one.reason))
            .map(|why| why.word())
            .collect();
        all.extend((about == "roles" && !plan.commands.is_empty()).then_some("told"));
        all.dedup();
        assert!(all.len() < 2, "{about}: {all:?}");
        all.first().copied().unwrap_or_default()
    })
}

#[test]
fn the_owner_has_the_last_word_on_each_and_the_reason_is_told() {
    for owner in OWNERS {
        let (created, theirs, ours) = match owner {
            "provider" => (["created"; 3], ["provider_owns"; 3], ["provider_owns"; 3]),
            "local" => (
                ["created", "created", "told"],
                ["local_owns", "local_owns", "told"],
                ["local_owns", "local_owns", "told"],
            ),
            "newest" => (
                ["created"; 3],
                ["provider_newer"; 3],
                ["local_newer", "local_newer", "told"],
            ),
            _ => (
                ["created", "created", "manual"],
                ["manual"; 3],
                ["manual"; 3],
            ),
        };
        let follows = ["provider", "newest"].contains(&owner);
        // Roles that are decided here are not given by anybody's first word.
        let first: State = if follows { A } else { (A.0, A.1, &[]) };
        everywhere(&owned_by(owner), async |world: World| {
            let is = async |(name, image, roles): State,
                            reasons_are: [&str; 3],
                            plan: &SyncPlan,
                            when: &str| {
                let roles = roles.iter().map(|&role| role.to_owned()).collect();
                let expected = (name.to_owned(), image.to_owned(), roles);
                assert_eq!(here(&world).await, expected, "{owner}: {when}");
                assert_eq!(reasons(plan), reasons_are, "{owner}: {when}");
                for Command::SetRoles { user, roles, .. } in &plan.commands {
                    assert_eq!((&**user, roles), ("user_1", &expected.2), "{owner}: {when}");
                }
            };
            let plan = says(&world, A, 0).await;
            is(first, created, &plan, "at first").await;
            let plan = says(&world, B, 2).await;
            let second = if follows { B } else { first };
            is(second, theirs, &plan, "changed there").await;

            change(&world, C, 4).await;
            // The provider says what it said before, and something else besides.
            let plan = says(&world, B, 6).await;
            let third = if owner == "provider" { B } else { C };
            is(third, ours, &plan, "changed here").await;

            let plan = says(&world, D, 8).await;
            let last = if follows { D } else { C };
            is(last, theirs, &plan, "changed here, and there after it").await;
            let plan = says(&world, last, 10).await;
            is(last, [""; 3], &plan, "both are the same").await;
        });
    }
}

#[test]
fn what_only_an_administrator_grants_is_told_and_not_granted_whoever_owns_roles() {
    for owner in OWNERS {
        everywhere(&owned_by(owner), async |world: World| {
            let told = |plan: &SyncPlan| -> Vec<(&'static str, Value)> {
                let roles = plan.conflicts.iter().filter(|one| one.about == "roles");
                let refused = roles.filter(|one| one.reason.word() != "manual");
                refused
                    .map(|one| (one.reason.word(), one.there.clone()))
                    .collect()
            };
            let said: State = ("Ada", A.1, &["admin", "builder", "nobody", "client"]);
            for minute in [0, 2] {
                let plan = says(&world, said, minute).await;
                let refused = [
                    ("not_grantable", json!("admin")),
                    ("unknown_role", json!("nobody")),
                ];
                assert_eq!(told(&plan), refused, "{owner}");
                assert!(
                    !world.roles("user_1").await.contains(&"admin".to_owned()),
                    "{owner}"
                );
            }
            // Whoever has it, from an administrator, has nothing that they are not granted.
            world.grant("user_1", "admin", START + 4 * MINUTE).await;
            let plan = says(&world, said, 6).await;
            assert_eq!(told(&plan), [("unknown_role", json!("nobody"))], "{owner}");
            assert!(
                world.roles("user_1").await.contains(&"admin".to_owned()),
                "{owner}"
            );
        });
    }
}
