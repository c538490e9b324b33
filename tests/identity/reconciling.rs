//! All users against all accounts.

use std::collections::BTreeSet;
use std::sync::Mutex;

use async_trait::async_trait;
use profilekit::error::{Code, Failure, Locale};
use profilekit::hub::{
    Create, Found, ProviderClient, Reconciled, Reconciling, Refusal, Undelivered, UserPage,
};
use profilekit::identity::{Action, Class, ProviderUser, Side, reconcile};
use profilekit::store::Address;
use profilekit_stores::Adapter;
use serde_json::{Value, json};

use crate::world::{
    START, World, blueprint, but, deleted, event, everywhere, following, parsed, user,
};

/// A provider with so many users, who are made when they are asked for.
pub(crate) struct Users {
    count: usize,
    user: fn(usize) -> Option<Value>,
    /// The pages at which it fails, each once.
    pub(crate) fails_at: Mutex<BTreeSet<usize>>,
    /// Which of several providers it is.
    pub(crate) name: &'static str,
}

impl Users {
    pub(crate) fn new(count: usize, user: fn(usize) -> Option<Value>) -> Self {
        Self {
            count,
            user,
            fails_at: Mutex::default(),
            name: "",
        }
    }
}

#[async_trait]
impl ProviderClient for Users {
    fn source(&self) -> String {
        self.name.to_owned()
    }

    async fn page(&self, after: Option<&str>, limit: usize) -> Result<UserPage, Failure> {
        let from: usize = after.map_or(0, |after| after.parse().unwrap());
        if self.fails_at.lock().unwrap().remove(&from) {
            return Err(Failure::new(Code::IdentityProviderFailed).with("reason", "it is tired"));
        }
        let until = (from + limit).min(self.count);
        let users = (from..until).filter_map(self.user);
        Ok(UserPage {
            users: users.map(|user| parsed(&user)).collect(),
            next: (until < self.count).then(|| until.to_string()),
        })
    }

    async fn users(&self, ids: &[&str], emails: &[&str]) -> Result<Vec<ProviderUser>, Failure> {
        let users = (0..self.count).filter_map(self.user);
        let asked = |user: &ProviderUser| {
            let mut own = user.emails.iter().map(|email| &*email.value);
            ids.contains(&user.id.as_str()) || own.any(|own| emails.contains(&own))
        };
        Ok(users.map(|user| parsed(&user)).filter(asked).collect())
    }

    async fn set_roles(&self, _: &str, _: &str, _: &[String]) -> Result<(), Undelivered> {
        Ok(())
    }
}

/// One user of each class; 5 and 6 share an address.
fn each(number: usize) -> Option<Value> {
    let id = format!("user_{number}");
    let email = match number {
        1 => "one@buildappswith.ai".to_owned(),
        6 => "user_5@example.com".to_owned(),
        _ => format!("{id}@example.com"),
    };
    let roles = match number {
        2 => json!(["builder"]),
        _ => json!([]),
    };
    Some(but(
        user(&id, &email, 0),
        &json!({ "public_metadata": { "roles": roles } }),
    ))
}

async fn settle(world: &World) {
    for (owner, external, email) in [
        ("zero", "user_0", "user_0@example.com"),
        ("one", "user_1", "one@buildappswith.com"),
        ("two", "user_2", "user_2@example.com"),
        ("four", "user_99", "four@example.com"),
        ("five", "user_5", "user_5@example.com"),
        ("seven", "", "user_7@example.com"),
    ] {
        let mut document =
            json!({ "email": email, "name": "Ada", "image": "https://img.example.com/a.png" });
        if !external.is_empty() {
            document["external_id"] = json!(external);
        }
        world.make(owner, &document, START).await;
    }
}

async fn run(world: &World, users: &Users, apply: bool) -> (Reconciled, Vec<Found>) {
    let how = Reconciling {
        apply,
        page: 3,
        ..Reconciling::default()
    };
    let mut all = Vec::new();
    let mut told = |found: &Found| {
        all.push(found.clone());
        Ok(())
    };
    let call = world.call(START);
    let reached = world
        .hub
        .reconcile(&call, users, &how, &mut told)
        .await
        .unwrap();
    (reached, all)
}

fn classes(found: &[Found]) -> Vec<(String, Vec<&'static str>)> {
    let each = found.iter().map(|found| {
        let who = found
            .finding
            .user
            .clone()
            .unwrap_or_else(|| "here".to_owned());
        (
            who,
            found
                .finding
                .classes
                .iter()
                .map(|class| class.word())
                .collect(),
        )
    });
    each.collect()
}

#[test]
fn every_class_is_found_and_put_right() {
    everywhere(&following(), async |world: World| {
        settle(&world).await;
        let users = Users::new(8, each);
        let before = world.everything();
        let (reached, found) = run(&world, &users, false).await;
        let expected: Vec<(&str, Vec<&str>)> = vec![
            ("user_0", vec!["linked"]),
            ("user_1", vec!["email_differs"]),
            ("user_2", vec!["role_differs"]),
            ("user_3", vec!["missing_here"]),
            ("user_4", vec!["missing_here"]),
            ("user_5", vec!["duplicate"]),
            ("user_6", vec!["duplicate", "missing_here"]),
            ("user_7", vec!["linked"]),
            ("here", vec!["missing_there"]),
        ];
        let told = classes(&found);
        let told: Vec<(&str, Vec<&str>)> = told
            .iter()
            .map(|(who, what)| (who.as_str(), what.clone()))
            .collect();
        assert_eq!(told, expected);
        assert_eq!(
            (reached.users, reached.accounts, reached.applied),
            (8, 6, 0)
        );
        let data = |text: &str| text.matches("buildappswith.ai").count();
        assert_eq!(data(&world.everything()), data(&before), "nothing was done");

        let (reached, _) = run(&world, &users, true).await;
        assert_eq!(reached.applied, 5, "{reached:?}");
        assert_eq!(world.document("one").await["email"], "one@buildappswith.ai");
        assert_eq!(world.document("seven").await["external_id"], "user_7");
        assert_eq!(world.roles("two").await, ["builder"]);
        assert!(
            world.account("user_6").await.is_none(),
            "never a second account"
        );
        let (reached, _) = run(&world, &users, true).await;
        assert_eq!(reached.applied, 0);
        assert_eq!(reached.counts.get("missing_there"), Some(&1));
    });
}

/// Users in pairs that have one address.
fn paired(number: usize) -> Option<Value> {
    let email = format!("user_{}@example.com", number % 4);
    Some(user(&format!("user_{number}"), &email, 0))
}

#[test]
fn two_users_with_one_address_are_told_wherever_pages_end() {
    everywhere(&following(), async |world: World| {
        let users = Users::new(8, paired);
        let (reached, dry) = run(&world, &users, false).await;
        assert_eq!(reached.counts.get("duplicate"), Some(&8), "{reached:?}");
        let (reached, done) = run(&world, &users, true).await;
        assert_eq!(reached.applied, 4, "never a second account");
        let there = |found: &[Found]| {
            let mut told = classes(found);
            told.retain(|(who, _)| who != "here");
            told
        };
        assert_eq!(there(&done), there(&dry), "a dry run told what was found");
    });
}

#[test]
fn an_account_without_a_user_leaves_where_that_is_asked_for() {
    everywhere(&following(), async |world: World| {
        settle(&world).await;
        let users = Users::new(8, each);
        let how = Reconciling {
            apply: true,
            leave: true,
            page: 4,
            ..Reconciling::default()
        };
        let call = world.call(START);
        world
            .hub
            .reconcile(&call, &users, &how, &mut |_| Ok(()))
            .await
            .unwrap();
        assert!(world.account("four").await.is_none());
        assert!(world.account("five").await.is_some());
    });
}

#[test]
fn a_provider_without_users_empties_no_product() {
    everywhere(&following(), async |world: World| {
        settle(&world).await;
        let leaving = |most_leaving| Reconciling {
            apply: true,
            leave: true,
            most_leaving,
            page: 4,
            ..Reconciling::default()
        };
        let call = world.call(START);
        let nobody = Users::new(0, each);
        let before = world.accounts().await;
        for _ in 0..2 {
            let how = leaving(None);
            let refused = world
                .hub
                .reconcile(&call, &nobody, &how, &mut |_| Ok(()))
                .await;
            let Err(Refusal::Failed(failure)) = refused else {
                panic!("all of them would have left");
            };
            assert_eq!(failure.code(), Code::IdentityTooManyLeaving);
            assert_eq!(
                failure.message(Locale::En),
                "5 of 6 accounts have no user at the provider any more, and at most 0 may leave at \
                 once. None did."
            );
            assert!(world.account("five").await.is_some());
            assert_eq!(world.accounts().await, before);
        }
        let how = leaving(Some(5));
        let reached = world
            .hub
            .reconcile(&call, &nobody, &how, &mut |_| Ok(()))
            .await;
        assert_eq!(reached.unwrap().applied, 5);
        assert!(world.account("five").await.is_none());
        assert!(
            world.account("seven").await.is_some(),
            "it never had a user"
        );
    });
}

#[test]
fn no_more_leave_than_may_whatever_the_provider_says_meanwhile() {
    everywhere(&following(), async |world: World| {
        settle(&world).await;
        let how = Reconciling {
            apply: true,
            leave: true,
            most_leaving: Some(1),
            page: 8,
            ..Reconciling::default()
        };
        let (all, nobody) = (Users::new(8, each), Users::new(0, each));
        let call = world.call(START);
        let mut told = |_: &Found| Ok(());
        // All users, then all accounts: one of them would leave.
        for _ in 0..2 {
            let page = world.hub.reconcile_page(&call, &all, &how, &mut told).await;
            assert!(!page.unwrap().complete);
        }
        let page = world
            .hub
            .reconcile_page(&call, &nobody, &how, &mut told)
            .await;
        assert!(page.unwrap_err().is(Code::IdentityTooManyLeaving));
        let mut here = 0;
        for owner in ["zero", "one", "two", "four", "five"] {
            here += u8::from(world.account(owner).await.is_some());
        }
        assert_eq!(here, 4, "not one more left than may");
        // The next run begins with the users: what is new there is not passed over.
        let page = world.hub.reconcile_page(&call, &all, &how, &mut told).await;
        assert_eq!(page.unwrap().users, 8);
    });
}

#[test]
fn whoever_comes_back_with_another_identifier_is_no_duplicate() {
    let mut identity = following();
    identity["on_delete"] = json!("deactivate");
    everywhere(&identity, async |world: World| {
        let email = "user_0@example.com";
        let created = event("user.created", user("user_0", email, 0), 0);
        world.expect("applied", "msg_1", &created).await;
        world
            .expect("applied", "msg_2", &deleted("user_0", 1))
            .await;
        let users = Users::new(1, |_| Some(user("user_9", "user_0@example.com", 2)));
        let (reached, found) = run(&world, &users, true).await;
        assert_eq!(classes(&found)[0], ("user_9".to_owned(), vec!["linked"]));
        assert_eq!(reached.applied, 1, "it is theirs again");
        assert_eq!(world.accounts().await, 1);
        assert_eq!(world.document("user_0").await["external_id"], "user_9");
    });
}

/// What the blueprint takes from now on is taken of states that were followed before, too.
#[test]
fn what_a_blueprint_takes_anew_is_filled_in() {
    let mut before = following();
    before["fields"].as_object_mut().unwrap().remove("name");
    for adapter in Adapter::all() {
        println!("on {}:", adapter.name());
        let world = World::of(adapter.fresh(), &blueprint(&before));
        pollster::block_on(async {
            const COUNT: usize = 16;
            let users = Users::new(COUNT, |number| {
                let id = format!("user_{number}");
                Some(user(&id, &format!("{id}@example.com"), 0))
            });
            run(&world, &users, true).await;
            let world = world.released(&blueprint(&following()));
            let (reached, _) = run(&world, &users, true).await;
            assert_eq!(reached.applied, 16);
            for number in 0..COUNT {
                assert_eq!(
                    world.document(&format!("user_{number}")).await["name"],
                    "Ada"
                );
            }
        });
    }
}

#[test]
fn somebody_who_cannot_be_followed_holds_up_nobody() {
    let mut before = following();
    before["fields"].as_object_mut().unwrap().remove("name");
    let mut stricter = blueprint(&before);
    stricter["kinds"]["user"]["fields"]["name"]["max"] = json!(5);
    for adapter in Adapter::all() {
        println!("on {}:", adapter.name());
        let world = World::of(adapter.fresh(), &blueprint(&before));
        pollster::block_on(async {
            for (owner, name) in [
                ("user_0", "Ada"),
                ("user_1", "Ada Lovelace"),
                ("user_2", "Ada"),
            ] {
                let document = json!({ "external_id": owner, "email": "old.".to_owned() + owner + "@example.com", "name": name });
                world.make(owner, &document, START).await;
            }
            let world = world.released(&stricter);
            let users = Users::new(3, |number| {
                let id = format!("user_{number}");
                Some(user(&id, &format!("{id}@example.com"), 0))
            });
            let (reached, found) = run(&world, &users, true).await;
            assert!(reached.complete);
            assert_eq!(reached.applied, 2);
            let trouble: Vec<Option<Code>> = found
                .iter()
                .map(|found| found.trouble.as_ref().map(Failure::code))
                .collect();
            assert_eq!(trouble, [None, Some(Code::IdentityBadPayload), None]);
            assert_eq!(
                world.document("user_2").await["email"],
                "user_2@example.com"
            );
        });
    }
}

#[test]
fn an_account_in_a_tenant_leaves_though_it_was_never_tied() {
    let mut identity = following();
    identity["tenant_claim"] = json!("public_metadata.tenant");
    let mut blueprint = blueprint(&identity);
    blueprint["tenancy"] = json!({ "crossed_by": ["admin"] });
    for adapter in Adapter::all() {
        println!("on {}:", adapter.name());
        let world = World::of(adapter.fresh(), &blueprint);
        pollster::block_on(async {
            let text =
                json!({ "external_id": "user_7", "email": "bob@example.com", "name": "Bob" })
                    .to_string();
            let create = Create {
                kind: "user",
                owner: Some("bob"),
                tenant: Some("t1"),
                document: text.as_bytes(),
                ..Create::default()
            };
            world.hub.create(&world.call(START), &create).await.unwrap();
            // Its deletion says no tenant: the account is not found by it.
            world.deliver("msg_1", &deleted("user_7", 1), START).await;
            let users = Users::new(1, each);
            let how = Reconciling {
                apply: true,
                leave: true,
                ..Reconciling::default()
            };
            let call = world.call(START);
            let reached = world
                .hub
                .reconcile(&call, &users, &how, &mut |_| Ok(()))
                .await
                .unwrap();
            assert_eq!(reached.applied, 1);
            let found = world.store.find("t1", "user", "owner=bob").await.unwrap();
            assert!(found.is_none(), "it is anonymised, and nobody's");
            let reached = world
                .hub
                .reconcile(&call, &users, &how, &mut |_| Ok(()))
                .await
                .unwrap();
            assert_eq!(reached.applied, 0);
        });
    }
}

#[test]
fn one_at_a_time_goes_over_the_accounts() {
    everywhere(&following(), async |world: World| {
        settle(&world).await;
        let users = Users::new(8, each);
        let call = world.call(START);
        let first = Reconciling {
            page: 2,
            holder: "a",
            ..Reconciling::default()
        };
        let second = Reconciling {
            holder: "b",
            ..first
        };
        world
            .hub
            .reconcile_page(&call, &users, &first, &mut |_| Ok(()))
            .await
            .unwrap();
        let refused = world
            .hub
            .reconcile_page(&call, &users, &second, &mut |_| Ok(()))
            .await;
        assert!(refused.unwrap_err().is(Code::StoreSerialization));
        // Once the first is gone for good, the second goes on where it was.
        let later = world.call(START + first.lease + 1);
        let reached = world
            .hub
            .reconcile(&later, &users, &second, &mut |_| Ok(()))
            .await
            .unwrap();
        assert_eq!(reached.users, 8);
    });
}

const MANY: usize = 100_000;

/// One in ten has no account, one in seven another address.
pub(crate) fn many(number: usize) -> Option<Value> {
    let id = format!("user_{number}");
    Some(json!({
        "id": id, "first_name": "A", "updated_at": START / 1000,
        "primary_email_address_id": "i",
        "email_addresses": [{ "id": "i", "email_address": format!("{id}@example.com"), "verification": { "status": "verified" } }]
    }))
}

/// What is found of as many users and accounts, in pages of both.
fn compared(page: usize) -> std::collections::BTreeMap<&'static str, usize> {
    let world = World::over(Adapter::Memory.fresh(), &following());
    let model = world.hub.kernel().model();
    let local = |number: usize| profilekit::identity::LocalUser {
        record: format!("r{number}"),
        id: format!("o{number}"),
        document: json!({
            "external_id": format!("user_{number}"),
            "email": format!("user_{number}@{}", if number.is_multiple_of(7) { "example.org" } else { "example.com" })
        }),
        ..Default::default()
    };
    let mut counts = std::collections::BTreeMap::new();
    for from in (0..MANY).step_by(page) {
        let users: Vec<ProviderUser> = (from..from + page)
            .filter(|n| n % 11 != 0)
            .filter_map(many)
            .map(|user| parsed(&user))
            .collect();
        let locals: Vec<_> = (from..from + page)
            .filter(|n| n % 10 != 0)
            .map(local)
            .collect();
        for side in [Side::Provider, Side::Local] {
            for finding in reconcile(model, side, &users, &locals).unwrap() {
                for class in finding.classes {
                    *counts.entry(Class::word(class)).or_default() += 1;
                }
            }
        }
    }
    counts
}

#[test]
fn as_many_as_there_are_are_compared_page_by_page() {
    let counts = compared(500);
    let count = |which: fn(usize) -> bool| (0..MANY).filter(|number| which(*number)).count();
    assert_eq!(
        counts["missing_here"],
        count(|n| n % 11 != 0 && n % 10 == 0)
    );
    assert_eq!(
        counts["missing_there"],
        count(|n| n % 11 == 0 && n % 10 != 0)
    );
    assert_eq!(
        counts["email_differs"],
        count(|n| n % 11 != 0 && n % 10 != 0 && n % 7 == 0)
    );
    assert_eq!(
        counts["linked"],
        count(|n| n % 11 != 0 && n % 10 != 0 && n % 7 != 0)
    );
    assert_eq!(counts, compared(1000), "whatever the page");
}

/// What the provider said was followed, and then somebody changed it here.
#[test]
fn what_was_changed_here_since_is_put_right_as_the_blueprint_says() {
    for (owner, ends, action, reason) in [
        ("provider", "user_0@example.com", Action::Update, None),
        (
            "local",
            "mine@example.com",
            Action::None,
            Some("local_owns"),
        ),
        ("manual", "mine@example.com", Action::None, Some("manual")),
        (
            "newest",
            "mine@example.com",
            Action::None,
            Some("local_newer"),
        ),
    ] {
        let mut identity = following();
        identity["fields"]["email"] = json!(owner);
        identity["match"] = json!("id");
        everywhere(&identity, async |world: World| {
            let users = Users::new(1, many);
            let created = event("user.created", many(0).unwrap(), 0);
            world.expect("applied", "msg_1", &created).await;
            let mine = json!({ "email": "mine@example.com" });
            world.edit("user_0", &mine, START + 1).await;
            // The same news once more is no news; a reconciliation looks at both sides.
            world.expect("stale", "msg_2", &created).await;
            for apply in [false, true] {
                let (reached, found) = run(&world, &users, apply).await;
                let plan = found[0].plan.as_ref().unwrap();
                assert_eq!(classes(&found)[0].1, ["email_differs"], "{owner}");
                assert_eq!(plan.action, action, "{owner}");
                let told = plan.conflicts.first().map(|one| one.reason.word());
                assert_eq!(told, reason, "{owner}");
                let applied = u64::from(apply && action == Action::Update);
                assert_eq!(reached.applied, applied, "{owner}");
            }
            assert_eq!(world.document("user_0").await["email"], ends, "{owner}");
            let tie = Address::new("", "identity.link", "user_0");
            let version = async || world.store.get(&tie).await.unwrap().unwrap().version;
            let before = version().await;
            let (_, again) = run(&world, &users, true).await;
            let well = classes(&again)[0].1 == ["linked"];
            assert_eq!(well, action == Action::Update, "{owner}");
            assert_eq!(
                version().await,
                before,
                "where nothing changes, nothing is written"
            );
        });
    }
}
