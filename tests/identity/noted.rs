//! What is noted of a delivery, and for how long.

use profilekit::hub::{Call, Credential, Delivered, Outcome};
use profilekit::identity::MessageId;
use serde_json::json;

use crate::world::{MINUTE, START, World, but, deleted, event, everywhere, following, user};

const YEAR: i64 = 366 * 24 * 60 * MINUTE;

async fn noted(world: &World, id: &str) -> Delivered {
    let id = MessageId::parse(id).unwrap();
    let call = world.call(START);
    let noted = world.hub.delivered(&call, &id).await.unwrap();
    noted.unwrap_or_else(|| panic!("{id} came"))
}

/// When it was tried first and last, in minutes, and how often.
fn tried(noted: &Delivered) -> (i64, i64, u32) {
    let minutes = |at: i64| (at - START) / MINUTE;
    (
        minutes(noted.first_at),
        minutes(noted.last_at),
        noted.attempts,
    )
}

#[test]
fn when_a_delivery_was_tried_first_and_last_is_noted() {
    let mut identity = following();
    identity["tenant_claim"] = json!("public_metadata.tenant");
    let mut blueprint = crate::world::blueprint(&identity);
    blueprint["tenancy"] = json!({ "crossed_by": ["admin"] });
    for adapter in profilekit_stores::Adapter::all() {
        println!("on {}:", adapter.name());
        let world = World::of(adapter.fresh(), &blueprint);
        pollster::block_on(async {
            let nowhere = event("user.created", user("user_1", "a@example.com", 0), 0);
            let body = nowhere.to_string();
            let refused = world.deliver("msg_1", &nowhere, START + MINUTE).await;
            assert_eq!(refused.outcome, Outcome::Refused);
            assert_eq!(tried(&noted(&world, "msg_1").await), (1, 1, 1));
            // It comes again by itself: that is no attempt.
            let again = world.deliver("msg_1", &nowhere, START + 3 * MINUTE).await;
            assert_eq!(again.outcome, Outcome::Repeated);
            assert_eq!(tried(&noted(&world, "msg_1").await), (1, 1, 1));
            // Somebody asks for it: that is one.
            let id = MessageId::parse("msg_1").unwrap();
            let call = Call::new(&world.system, START + 5 * MINUTE);
            let asked = world.hub.replay_webhook(&call, &id, body.as_bytes()).await;
            assert_eq!(asked.unwrap().outcome, Outcome::Refused);
            let noted_last = noted(&world, "msg_1").await;
            assert_eq!(tried(&noted_last), (1, 5, 2));
            let told = (&*noted_last.event, &*noted_last.outcome, &*noted_last.code);
            assert_eq!(told, ("user.created", "refused", "identity.no_tenant"));
            assert!(noted_last.conflicts.is_empty());
            // One that goes well has no code.
            let there = json!({ "public_metadata": { "tenant": "t1" } });
            let there = but(user("user_1", "a@example.com", 1), &there);
            let there = event("user.updated", there, 1);
            let handled = world.deliver("msg_2", &there, START + 7 * MINUTE).await;
            assert_eq!(handled.outcome, Outcome::Applied);
            let well = noted(&world, "msg_2").await;
            assert_eq!((tried(&well), &*well.code), ((7, 7, 1), ""));
        });
    }
}

/// The same deliveries count once however late they come again: neither who they were about nor
/// that they came is forgotten, whatever is kept no longer.
#[test]
fn a_delivery_counts_once_ever() {
    everywhere(&following(), async |world: World| {
        let roles = json!({ "public_metadata": { "roles": ["builder"] } });
        let created = but(user("user_1", "a@example.com", 0), &roles);
        let created = event("user.created", created, 0);
        world.expect("applied", "msg_1", &created).await;
        assert_eq!(world.roles("user_1").await, ["builder"]);
        world
            .expect("applied", "msg_2", &deleted("user_1", 1))
            .await;
        // Somebody who stays, so that there is something to forget.
        let other = event("user.created", user("user_2", "b@example.com", 0), 0);
        world.expect("applied", "msg_3", &other).await;
        let before = noted(&world, "msg_1").await;
        let accounts = world.accounts().await;
        let mut emptied = 0;
        for years in [1, 3, 30] {
            let last = START + years * YEAR;
            let retained = world.hub.retain(&world.call(last), &mut |_, _| {}).await;
            emptied += retained.unwrap().emptied.len();
            for (id, event, outcome) in [
                ("msg_1", &created, Outcome::Repeated),
                ("msg_2", &deleted("user_1", 1), Outcome::Repeated),
                // The same news under another identifier, which nobody has seen.
                (&*format!("msg_{years}_c"), &created, Outcome::Stale),
                (
                    &*format!("msg_{years}_d"),
                    &deleted("user_1", 1),
                    Outcome::Stale,
                ),
            ] {
                let handled = world.deliver(id, event, last).await;
                assert_eq!(handled.outcome, outcome, "{years} {id}: {handled:?}");
                assert_eq!(handled.status(), 200);
            }
            assert!(world.account("user_1").await.is_none(), "{years}");
            assert_eq!(world.accounts().await, accounts, "{years}");
            assert!(world.roles("user_1").await.is_empty(), "{years}");
            assert!(
                world
                    .hub
                    .signed_in(&Credential::Session("user_1"), last)
                    .await
                    .is_err()
            );
        }
        assert_eq!(
            emptied, 1,
            "of the account that is left, what was kept long enough"
        );
        assert_eq!(noted(&world, "msg_1").await, before);
    });
}
