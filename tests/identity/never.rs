//! What no sequence of events and edits ever gives.

use profilekit::Kernel;
use profilekit::hub::{Call, Credential, Outcome, Person, Refusal};
use profilekit::identity::SyncPlan;
use profilekit_stores::Adapter;
use profilekit_tests::Seeded;
use serde_json::{Value, json};

use crate::world::{
    MINUTE, START, World, blueprint, but, deleted, event, everywhere, following, parsed, user,
};

const WORDS: [&str; 10] = [
    "admin",
    "Admin",
    "admin ",
    "system",
    "anyone",
    "root",
    "org:admin",
    "builder",
    "client",
    "lead",
];

/// Anything that somebody may try to become an administrator by.
fn attempt(random: &mut Seeded, id: &str, minute: i64) -> Value {
    let mut words = || -> Value {
        let word = WORDS[random.below(WORDS.len())];
        match random.below(4) {
            0 => json!(word),
            1 => json!([word, "builder"]),
            2 => json!({ "role": word }),
            _ => json!([[word]]),
        }
    };
    let mut user = user(id, &format!("{id}@example.com"), minute);
    user["public_metadata"] = json!({ "roles": words(), "role": words(), "admin": true });
    user["unsafe_metadata"] = json!({ "roles": words(), "public_metadata": { "roles": words() } });
    user["private_metadata"] = json!({ "roles": words() });
    user["roles"] = words();
    user["username"] = json!("admin");
    user
}

/// What was reached on the way: where nothing is, nothing is shown.
#[derive(Debug, Default)]
struct Reached {
    /// Roles that the provider's words gave.
    granted: usize,
    /// Edits of people, and writes of the product, that succeeded.
    edited: usize,
    written: usize,
    /// Deletions that somebody left by.
    left: usize,
    /// Reconciliations that found somebody.
    followed: usize,
    /// How often somebody acted as what they may, and was refused what they may not.
    acted: usize,
    refused: usize,
    /// How often somebody was looked at who had roles, and who was signed in.
    held: usize,
    signed_in: usize,
}

impl Reached {
    fn follow(&mut self, plan: &SyncPlan) {
        let granted = plan.roles.iter().filter(|change| change.granted);
        self.granted += granted.count();
    }

    /// Whether all of it was, but for roles where the provider gives none.
    fn is_whole(&self, gives: bool) -> bool {
        let given = [self.granted, self.acted, self.held];
        let any = [
            self.edited,
            self.written,
            self.left,
            self.followed,
            self.refused,
            self.signed_in,
        ];
        let reached = |counts: &[usize]| counts.iter().all(|count| *count > 0);
        reached(&any) && (reached(&given) || !gives && given == [0; 3])
    }
}

fn nothing_makes_an_administrator_by(claim: &str) {
    for owner in ["provider", "local", "newest", "manual"] {
        let mut identity = following();
        identity["fields"]["roles"] = json!(owner);
        identity["role_claim"] = json!(claim);
        identity["role_map"] = json!([{ "from": "org:admin", "to": "builder" }]);
        let mut random = Seeded::new(23);
        let mut blueprint = blueprint(&identity);
        // The product itself may grant it: what it includes would come along.
        blueprint["roles"]["lead"] = json!({ "includes": ["admin"], "granted_by": ["system"] });
        blueprint["personas"] =
            json!({ "builder": { "role": "builder" }, "boss": { "role": "admin" } });
        for adapter in Adapter::all() {
            let world = World::of(adapter.fresh(), &blueprint);
            let mut reached = Reached::default();
            for run in 0..12 {
                let id = format!("user_{run}");
                pollster::block_on(tried(&world, &mut random, &id, &mut reached));
            }
            let name = adapter.name();
            println!("{owner} on {name}: {reached:?}");
            let gives = ["provider", "newest"].contains(&owner);
            assert!(reached.is_whole(gives), "{owner} on {name}: {reached:?}");
        }
    }
}

#[test]
fn nothing_makes_an_administrator_but_one() {
    nothing_makes_an_administrator_by("public_metadata.roles");
}

#[test]
fn nor_does_what_only_the_products_server_writes() {
    nothing_makes_an_administrator_by("private_metadata.roles");
}

/// Delivers what may be anything but a failure that comes again each time.
async fn delivered(world: &World, delivery: &str, event: &Value, reached: &mut Reached) {
    let handled = world.deliver(delivery, event, START).await;
    assert!(handled.status() < 500, "{handled:?}");
    let gone = event["type"] == "user.deleted" && handled.outcome == Outcome::Applied;
    reached.left += usize::from(gone);
    handled.plan.iter().for_each(|plan| reached.follow(plan));
}

async fn tried(world: &World, random: &mut Seeded, id: &str, reached: &mut Reached) {
    for step in 0..25i64 {
        let minute = i64::try_from(random.below(40)).unwrap();
        let delivery = format!("msg_{id}_{step}");
        match random.below(12) {
            0 => {
                let gone = deleted(&format!("{id}x"), minute);
                delivered(world, &delivery, &gone, reached).await;
            }
            1 if world.account(id).await.is_some() => {
                let patch = json!({ "name": WORDS[random.below(WORDS.len())] });
                world.edit(id, &patch, START + minute * MINUTE).await;
                reached.edited += 1;
            }
            2 if world.account(id).await.is_some() => {
                // What the product writes: nobody's identifier, or somebody else's, and their address.
                let other = format!("{id}_{}", ["other", "more"][random.below(2)]);
                let theirs = [json!(null), json!(other)][random.below(2)].clone();
                let patch =
                    json!({ "external_id": theirs, "email": format!("{other}@example.com") });
                let set = world.try_set(id, &patch, START + minute * MINUTE).await;
                reached.written += usize::from(set.is_ok());
            }
            5 if random.below(2) == 0 => {
                delivered(world, &delivery, &deleted(id, minute), reached).await;
            }
            9 => {
                // A reconciliation finds it.
                let attempt = parsed(&attempt(random, id, minute));
                match world.hub.sync_user(&world.call(START), &attempt).await {
                    Ok(plan) => {
                        reached.followed += 1;
                        reached.follow(&plan);
                    }
                    Err(Refusal::Failed(failure)) => {
                        assert!(failure.code().http_status() < 500, "{failure}");
                    }
                    Err(Refusal::Invalid(_)) => {}
                }
            }
            7 | 8 => act(world, random, id, START + minute * MINUTE, reached).await,
            3 => {
                // A person asks for it outright.
                let own = world.subject(id, &["builder"]);
                let call = Call::new(&own, START);
                let person = Person { id, tenant: "" };
                assert!(world.hub.grant(&call, &person, "admin").await.is_err());
            }
            4 => {
                let other = but(
                    attempt(random, id, minute),
                    &json!({ "id": format!("{id}_other"), "external_id": id }),
                );
                let created = event("user.created", other, minute);
                delivered(world, &delivery, &created, reached).await;
            }
            _ => {
                let updated = event("user.updated", attempt(random, id, minute), minute);
                delivered(world, &delivery, &updated, reached).await;
            }
        }
        for who in [id.to_owned(), format!("{id}_other")] {
            is_no_administrator(world, &who, reached).await;
        }
    }
}

/// A person acts as whatever they may, and tries what they may not.
async fn act(world: &World, random: &mut Seeded, id: &str, now: i64, reached: &mut Reached) {
    let session = Credential::Session(id);
    let Ok(own) = world.hub.signed_in(&session, START).await else {
        return;
    };
    let call = own.call(now);
    let boss = world.hub.switch_persona(&call, Some("boss")).await;
    assert!(boss.is_err());
    reached.refused += 1;
    let builder = world.hub.switch_persona(&call, Some("builder")).await;
    reached.acted += usize::from(builder.is_ok());
    if random.below(2) == 0 {
        world.hub.switch_persona(&call, None).await.unwrap();
    }
}

async fn is_no_administrator(world: &World, who: &str, reached: &mut Reached) {
    let roles = world.roles(who).await;
    let allowed = roles
        .iter()
        .all(|role| ["builder", "mentor"].contains(&role.as_str()));
    assert!(allowed, "{who}: {roles:?}");
    reached.held += usize::from(!roles.is_empty());
    let session = Credential::Session(who);
    if let Ok(signed_in) = world.hub.signed_in(&session, START).await {
        let admin = world.hub.kernel().model().names().find("admin").unwrap();
        let held = signed_in.subject.roles();
        assert!(!held.contains(admin), "{who}: {roles:?}");
        reached.signed_in += 1;
    }
}

#[test]
fn no_word_stands_for_a_role_that_includes_an_administrators() {
    let mut identity = following();
    identity["role_map"] = json!([{ "from": "chief", "to": "lead" }]);
    let compile = |includes: &str| {
        let mut blueprint = blueprint(&identity);
        blueprint["roles"]["lead"] = json!({ "includes": [includes], "granted_by": ["system"] });
        Kernel::compile(blueprint.to_string().as_bytes())
    };
    assert!(compile("builder").is_ok());
    assert!(compile("client").is_ok(), "everybody has it");
    let problems = compile("admin").unwrap_err().into_vec();
    let paths: Vec<&str> = problems.iter().map(|problem| &*problem.path).collect();
    assert_eq!(paths, ["/identity/role_map/0/to"]);
}

#[test]
fn a_role_that_an_administrator_granted_is_not_taken_back_by_the_provider() {
    everywhere(&following(), async |world: World| {
        world
            .expect(
                "applied",
                "msg_1",
                &event("user.created", user("user_1", "a@example.com", 0), 0),
            )
            .await;
        world.grant("user_1", "admin", START).await;
        let next = but(
            user("user_1", "a@example.com", 1),
            &json!({ "public_metadata": { "roles": ["mentor", "nobody"] } }),
        );
        let handled = world
            .expect("applied", "msg_2", &event("user.updated", next, 1))
            .await;
        assert_eq!(world.roles("user_1").await, ["admin", "mentor"]);
        let conflict = &handled.plan.unwrap().conflicts[0];
        assert_eq!(
            (conflict.reason.word(), &conflict.there),
            ("unknown_role", &json!("nobody"))
        );
    });
}
