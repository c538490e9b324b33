//! Reconciliations that are interrupted, and go on.

use std::collections::BTreeSet;

use profilekit::error::{Code, Failure};
use profilekit::hub::{Found, Reconciled, Reconciling};
use profilekit::identity::{Class, LocalUser, Side, reconcile};
use profilekit_stores::Adapter;
use serde_json::{Value, json};

use crate::reconciling::{Users, many};
use crate::world::{MINUTE, START, World, following};

const COUNT: usize = 60;
const PAGE: usize = 7;

/// A provider that lacks every ninth.
fn users() -> Users {
    Users::new(COUNT, |number| {
        (number % 9 != 0).then(|| many(number)).flatten()
    })
}

/// Every other user has an account, with another address.
async fn settle(world: &World) {
    for number in (0..COUNT).step_by(2) {
        let document = json!({ "external_id": format!("user_{number}"), "email": format!("user_{number}@example.org") });
        world.make(&format!("o{number}"), &document, START).await;
    }
}

/// What was found, in words that are the same in every store.
fn said(found: &Found) -> String {
    let finding = &found.finding;
    let plan = found
        .plan
        .as_ref()
        .map(|plan| (plan.action, &plan.fields, &plan.conflicts));
    format!(
        "{:?} {:?} {:?} {plan:?}",
        finding.classes, finding.user, finding.by
    )
}

/// Reconciles, interrupted after each finding that `interrupts` says, and begins again each time.
async fn run(
    world: &World,
    users: &Users,
    apply: bool,
    interrupts: fn(usize) -> bool,
) -> (Reconciled, Vec<String>) {
    let how = Reconciling {
        apply,
        leave: apply,
        page: PAGE,
        ..Reconciling::default()
    };
    let mut all = Vec::new();
    for _ in 0..10 * COUNT {
        let mut told = |found: &Found| {
            all.push(said(found));
            match interrupts(all.len()) {
                true => Err(Failure::new(Code::IdentityProviderFailed).with("reason", "enough")),
                false => Ok(()),
            }
        };
        let call = world.call(START);
        let reached = world.hub.reconcile(&call, users, &how, &mut told).await;
        match reached {
            Ok(reached) => return (reached, all),
            Err(refusal) => assert!(refusal.is(Code::IdentityProviderFailed), "{refusal}"),
        }
    }
    panic!("it never ends");
}

/// Everybody's account and roles.
async fn state(world: &World) -> Value {
    let mut all = Vec::new();
    for number in 0..COUNT {
        for owner in [format!("o{number}"), format!("user_{number}")] {
            if let Some(account) = world.account(&owner).await {
                let aside = account.archived_at.is_some();
                all.push(json!([owner, account.document, account.version, aside]));
            }
        }
    }
    json!({ "accounts": world.accounts().await, "all": all })
}

#[test]
fn whoever_is_interrupted_anywhere_goes_on_and_ends_alike() {
    for adapter in Adapter::all() {
        for apply in [false, true] {
            let worlds = [(); 3].map(|()| World::over(adapter.fresh(), &following()));
            pollster::block_on(async {
                let [whole, after_each, at_pages] = &worlds;
                for world in &worlds {
                    settle(world).await;
                }
                let expected = run(whole, &users(), apply, |_| false).await;
                let reached = &expected.0;
                assert_eq!((reached.users, reached.applied > 0), (53, apply));
                assert_eq!(reached.counts["missing_there"], 4);

                // After each finding: in the middle of each page, and at its end.
                assert_eq!(run(after_each, &users(), apply, |_| true).await, expected);
                // At each page of the provider, and in the middle of some.
                let tired = users();
                *tired.fails_at.lock().unwrap() = (0..COUNT).step_by(PAGE).collect();
                let found = run(at_pages, &tired, apply, |told| told % 5 == 0).await;
                assert_eq!(found, expected);
                assert_eq!(*tired.fails_at.lock().unwrap(), BTreeSet::new());

                let end = state(whole).await;
                assert_eq!(state(after_each).await, end, "{}", adapter.name());
                assert_eq!(state(at_pages).await, end, "{}", adapter.name());
            });
        }
    }
}

#[test]
fn what_was_found_long_ago_or_of_something_else_is_not_gone_on_with() {
    let world = World::over(Adapter::Memory.fresh(), &following());
    let users = users();
    pollster::block_on(async {
        settle(&world).await;
        let page = async |now: i64, apply: bool, leave: bool| {
            let how = Reconciling {
                apply,
                leave,
                page: PAGE,
                ..Reconciling::default()
            };
            let call = world.call(now);
            let reached = world
                .hub
                .reconcile_page(&call, &users, &how, &mut |_| Ok(()))
                .await;
            reached.unwrap().users
        };
        let first = page(START, false, false).await;
        assert!(page(START + MINUTE, false, false).await > first);
        assert_eq!(page(START, true, false).await, first, "now it is done");
        assert_eq!(page(START, true, true).await, first, "and now they leave");
        let later = START + 25 * 60 * MINUTE;
        assert_eq!(page(later, true, true).await, first, "a day is over");
    });
}

/// How many may leave is asked anew where somebody says another number.
#[test]
fn a_number_that_was_said_anew_counts() {
    let world = World::over(Adapter::Memory.fresh(), &following());
    pollster::block_on(async {
        // Twenty of forty have no user any more.
        for number in 0..40 {
            let document = json!({ "external_id": format!("user_{number}"), "email": format!("user_{number}@example.com") });
            world.make(&format!("o{number}"), &document, START).await;
        }
        let users = Users::new(40, |number| {
            (number % 2 == 0).then(|| many(number)).flatten()
        });
        let how = |most_leaving| Reconciling {
            apply: true,
            leave: true,
            page: PAGE,
            most_leaving: Some(most_leaving),
            ..Reconciling::default()
        };
        let mut left = 0;
        let mut told = |found: &Found| {
            left += usize::from(found.plan.is_none());
            match left {
                3 => Err(Failure::new(Code::IdentityProviderFailed).with("reason", "enough")),
                _ => Ok(()),
            }
        };
        let call = world.call(START);
        let interrupted = world
            .hub
            .reconcile(&call, &users, &how(20), &mut told)
            .await;
        assert!(interrupted.is_err());
        let refused = world
            .hub
            .reconcile(&call, &users, &how(3), &mut |_| Ok(()))
            .await;
        let refused = refused.unwrap_err();
        assert!(refused.is(Code::IdentityTooManyLeaving), "{refused}");
        let done = world
            .hub
            .reconcile(&call, &users, &how(17), &mut |_| Ok(()))
            .await;
        assert!(done.unwrap().complete);
    });
}

/// Two tenants may have an account of one name each.
#[test]
fn an_account_of_one_name_in_another_tenant_is_another_account() {
    let mut product = crate::world::blueprint(&following());
    product["tenancy"] = json!({ "crossed_by": ["admin"] });
    product["identity"]["tenant_claim"] = json!("public_metadata.org");
    let kernel = profilekit::Kernel::compile(product.to_string().as_bytes());
    let kernel = kernel.unwrap_or_else(|problems| panic!("{problems:?}"));
    let account = |tenant: &str, key: &str| LocalUser {
        record: "a".into(),
        id: "ada".into(),
        tenant: tenant.into(),
        document: json!({ "external_id": key, "email": format!("{key}@example.com") }),
        ..LocalUser::default()
    };
    let accounts = [account("t1", "user_1"), account("t2", "user_2")];
    let there = crate::world::but(
        crate::world::user("user_1", "user_1@example.com", 0),
        &json!({ "public_metadata": { "org": "t1" } }),
    );
    let there = [crate::world::parsed(&there)];
    let found = reconcile(kernel.model(), Side::Local, &there, &accounts).unwrap();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].classes, [Class::MissingThere]);
    assert_eq!(found[0].tenant.as_deref(), Some("t2"));
}
