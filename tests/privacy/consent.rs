//! Agreeing, and taking it back.

use profilekit::error::Code;
use profilekit::hub::{
    Agreement, Call, Create, Operation, Person, Revert, Target, Together, Update, Withdrawn,
};
use profilekit::store::Address;

use crate::world::{START, World, everywhere};

const ADA: Person<'_> = Person {
    id: "canary-ada",
    tenant: "",
};

const LINKEDIN: Agreement<'_> = Agreement {
    purpose: "matching",
    source: "linkedin",
    text: "v3",
};

async fn document(world: &World, id: &str) -> String {
    let found = world
        .store
        .get(&Address::new("", "card", id))
        .await
        .unwrap();
    found.unwrap().document
}

#[test]
fn what_came_from_a_source_goes_with_the_agreement() {
    everywhere(async |world| {
        world.fill().await;
        let call = Call::new(&world.ada, START + 10);
        assert!(
            world
                .hub
                .give_consent(&call, &ADA, &LINKEDIN)
                .await
                .unwrap()
        );
        assert!(
            !world
                .hub
                .give_consent(&call, &ADA, &LINKEDIN)
                .await
                .unwrap()
        );
        let imported = call.clone().from("linkedin");
        let patch =
            r#"{"basics":{"headline":"canary-imported"},"contact":{"phone":"+4915100000002"}}"#;
        world.change(&imported, "card", "c1", patch).await;
        // What she writes over is her own.
        world
            .change(
                &call,
                "card",
                "c1",
                r#"{"contact":{"phone":"+4915100000003"}}"#,
            )
            .await;
        let withdrawn = world
            .hub
            .withdraw_consent(&call, &ADA, &LINKEDIN)
            .await
            .unwrap();
        let expected = Withdrawn {
            changed: true,
            records: 1,
        };
        assert_eq!(withdrawn, expected);
        assert_eq!(
            document(&world, "c1").await,
            r#"{"basics":{},"contact":{"mail":"canary-4@example.org","phone":"+4915100000003"}}"#
        );
        assert!(!world.everything().contains("canary-imported"));
        let versions = world
            .store
            .versions(&Address::new("", "card", "c1"), None, 9)
            .await;
        assert_eq!(versions.unwrap().len(), 1);
        let events = world.store.events(None, 0, 99).await.unwrap();
        let told = events
            .iter()
            .filter(|stored| stored.event.name == "consent.withdrawn");
        let data: Vec<&str> = told.map(|stored| stored.event.data.as_str()).collect();
        assert_eq!(data, [r#"{"purpose":"matching","source":"linkedin"}"#]);
        let again = world
            .hub
            .withdraw_consent(&call, &ADA, &LINKEDIN)
            .await
            .unwrap();
        assert_eq!(again, Withdrawn::default());
        let kept = world.hub.consents(&call, &ADA).await.unwrap();
        assert_eq!(
            kept.iter().map(|one| one.given).collect::<Vec<_>>(),
            [true, false]
        );
    });
}

/// Imports a headline and writes another one over it; gives back the version that has the first.
async fn written_over(world: &World) -> i64 {
    let call = Call::new(&world.ada, START + 10);
    world
        .hub
        .give_consent(&call, &ADA, &LINKEDIN)
        .await
        .unwrap();
    let imported = call.clone().from("linkedin");
    let patch = r#"{"basics":{"headline":"canary-imported"}}"#;
    world.change(&imported, "card", "c1", patch).await;
    let at = Address::new("", "card", "c1");
    let version = world.store.get(&at).await.unwrap().unwrap().version;
    world
        .change(&call, "card", "c1", r#"{"basics":{"headline":"Own"}}"#)
        .await;
    version
}

#[test]
fn going_back_to_what_came_takes_its_source_along() {
    everywhere(async |world| {
        world.fill().await;
        let to = written_over(&world).await;
        let call = Call::new(&world.ada, START + 11);
        let target = Target {
            kind: "card",
            id: "c1",
            ..Target::default()
        };
        let revert = Revert { target, to };
        world.hub.revert(&call, &revert).await.unwrap();
        assert!(document(&world, "c1").await.contains("canary-imported"));
        let withdrawn = world.hub.withdraw_consent(&call, &ADA, &LINKEDIN).await;
        assert_eq!(withdrawn.unwrap().records, 1);
        assert!(!document(&world, "c1").await.contains("headline"));
        assert!(!world.everything().contains("canary-imported"));
    });
}

#[test]
fn nobody_goes_back_to_what_came_from_a_withdrawn_source() {
    everywhere(async |world| {
        world.fill().await;
        let to = written_over(&world).await;
        let call = Call::new(&world.ada, START + 11);
        let withdrawn = world.hub.withdraw_consent(&call, &ADA, &LINKEDIN).await;
        assert_eq!(withdrawn.unwrap().records, 1, "its versions held it");
        let kept = document(&world, "c1").await;
        assert!(kept.contains("Own") && kept.contains("canary-4"), "{kept}");
        assert!(!world.everything().contains("canary-imported"));
        let target = Target {
            kind: "card",
            id: "c1",
            ..Target::default()
        };
        let refused = world.hub.revert(&call, &Revert { target, to }).await;
        assert!(refused.unwrap_err().is(Code::HubNoSuchVersion));
        let again = world.hub.withdraw_consent(&call, &ADA, &LINKEDIN).await;
        assert_eq!(again.unwrap().records, 0);
    });
}

#[test]
fn nothing_more_comes_from_a_withdrawn_source() {
    everywhere(async |world| {
        world.fill().await;
        let call = Call::new(&world.ada, START + 10);
        let imported = call.clone().from("linkedin");
        let headline = r#"{"basics":{"headline":"Imported"}}"#;
        // Nobody asked her: what may be taken is for the product to say.
        world.change(&imported, "card", "c1", headline).await;
        let agreed = world.hub.give_consent(&call, &ADA, &LINKEDIN).await;
        assert!(agreed.unwrap());
        let withdrawn = world.hub.withdraw_consent(&call, &ADA, &LINKEDIN).await;
        assert_eq!(withdrawn.unwrap().records, 1);
        let kept = document(&world, "c1").await;
        let product = Call::new(&world.system, START + 11).from("linkedin");
        let target = Target {
            kind: "card",
            id: "c1",
            ..Target::default()
        };
        let update = Update {
            target,
            patch: headline.as_bytes(),
            ..Update::default()
        };
        for call in [&imported, &product] {
            let refused = world.hub.update(call, &update).await.unwrap_err();
            assert!(refused.is(Code::HubConsentWithdrawn), "{refused:?}");
        }
        let create = Create {
            kind: "note",
            id: Some("n9"),
            document: br#"{"text":"canary-late"}"#,
            ..Create::default()
        };
        let refused = world.hub.create(&imported, &create).await.unwrap_err();
        assert!(refused.is(Code::HubConsentWithdrawn));
        let operations = [Operation::Update(update.clone())];
        let outcomes = world.hub.bulk(&imported, &operations, Together::BestEffort);
        let outcome = outcomes.await.unwrap().remove(0);
        assert!(outcome.unwrap_err().is(Code::HubConsentWithdrawn));
        assert_eq!(document(&world, "c1").await, kept);
        // Her own words, other sources, and other people's cards are as before.
        world.hub.update(&call, &update).await.unwrap();
        let other = call.clone().from("github");
        world
            .change(
                &other,
                "card",
                "c1",
                r#"{"contact":{"mail":"a@example.org"}}"#,
            )
            .await;
        let bob = Call::new(&world.bob, START + 11).from("linkedin");
        world.change(&bob, "card", "c2", headline).await;
        let again = Call::new(&world.ada, START + 12);
        let agreed = world.hub.give_consent(&again, &ADA, &LINKEDIN).await;
        assert!(agreed.unwrap());
        world
            .hub
            .create(&again.from("linkedin"), &create)
            .await
            .unwrap();
    });
}

#[test]
fn another_purpose_keeps_what_came() {
    everywhere(async |world| {
        world.fill().await;
        let call = Call::new(&world.ada, START + 10);
        let other = Agreement {
            purpose: "display",
            ..LINKEDIN
        };
        for agreement in [&LINKEDIN, &other] {
            assert!(
                world
                    .hub
                    .give_consent(&call, &ADA, agreement)
                    .await
                    .unwrap()
            );
        }
        let imported = call.clone().from("linkedin");
        world
            .change(
                &imported,
                "card",
                "c1",
                r#"{"basics":{"headline":"Imported"}}"#,
            )
            .await;
        let first = world
            .hub
            .withdraw_consent(&call, &ADA, &LINKEDIN)
            .await
            .unwrap();
        assert_eq!(
            first,
            Withdrawn {
                changed: true,
                records: 0
            }
        );
        assert!(document(&world, "c1").await.contains("Imported"));
        let last = world
            .hub
            .withdraw_consent(&call, &ADA, &other)
            .await
            .unwrap();
        assert_eq!(
            last,
            Withdrawn {
                changed: true,
                records: 1
            }
        );
        assert!(!document(&world, "c1").await.contains("Imported"));
    });
}

#[test]
fn nobody_agrees_for_others() {
    everywhere(async |world| {
        let call = Call::new(&world.bob, START);
        let refused = world.hub.give_consent(&call, &ADA, &LINKEDIN).await;
        assert!(refused.unwrap_err().is(Code::AccessDenied));
        let call = Call::new(&world.ada, START);
        let bad = Agreement {
            purpose: "Every thing",
            ..LINKEDIN
        };
        let refused = world.hub.give_consent(&call, &ADA, &bad).await;
        assert!(refused.unwrap_err().is(Code::KernelBadRequest));
    });
}

#[test]
fn what_came_about_somebody_goes_from_records_that_name_them() {
    everywhere(async |world| {
        let bob = Call::new(&world.bob, START);
        let both: [(&str, &[&str]); 2] = [("client", &["canary-ada"]), ("builder", &["bob"])];
        let document = r#"{"topic":"Roof","starts_at":"2026-01-01T10:00:00Z","remark":"own"}"#;
        world
            .make_with(&bob, ("meeting", "m1"), &both, document)
            .await;
        let account: [(&str, &[&str]); 1] = [("account", &["canary-ada"])];
        world
            .make_with(&bob, ("customer", "k1"), &account, "{}")
            .await;
        let ada = Call::new(&world.ada, START + 1);
        world.hub.give_consent(&ada, &ADA, &LINKEDIN).await.unwrap();
        let imported = Call::new(&world.bob, START + 2).from("linkedin");
        let patch = r#"{"topic":"Cellar","starts_at":"2026-02-01T10:00:00Z","message":"canary-a"}"#;
        world.change(&imported, "meeting", "m1", patch).await;
        let patch = r#"{"name":"canary-b","mark":"bobs-mark"}"#;
        world.change(&imported, "customer", "k1", patch).await;
        let later = Call::new(&world.bob, START + 3);
        world
            .change(&later, "meeting", "m1", r#"{"message":"over"}"#)
            .await;
        assert!(
            world.everything().contains("canary-a"),
            "an earlier version has it"
        );
        let withdrawn = world
            .hub
            .withdraw_consent(&ada, &ADA, &LINKEDIN)
            .await
            .unwrap();
        assert_eq!((withdrawn.changed, withdrawn.records), (true, 2));
        let left = world.everything();
        assert!(!left.contains("canary-a\"") && !left.contains("canary-b"));
        // When it is is about the builder, who was never asked; a mark is its owner's.
        let stored = async |kind, id| {
            let found = world.store.get(&Address::new("", kind, id)).await;
            found.unwrap().unwrap().document
        };
        let meeting = r#"{"topic":"Cellar","starts_at":"2026-02-01T10:00:00Z","remark":"own","message":"over"}"#;
        assert_eq!(stored("meeting", "m1").await, meeting);
        assert_eq!(stored("customer", "k1").await, r#"{"mark":"bobs-mark"}"#);
        let again = world
            .hub
            .withdraw_consent(&ada, &ADA, &LINKEDIN)
            .await
            .unwrap();
        assert_eq!(again, Withdrawn::default());
        // Of what nobody owns, everybody whom it names is asked.
        let update = Update {
            target: Target {
                kind: "meeting",
                id: "m1",
                ..Target::default()
            },
            patch: br#"{"message":"more"}"#,
            ..Update::default()
        };
        let refused = world.hub.update(&imported, &update).await;
        assert!(refused.unwrap_err().is(Code::HubConsentWithdrawn));
    });
}
