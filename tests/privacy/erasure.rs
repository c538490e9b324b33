//! Being forgotten.

use profilekit::error::Code;
use profilekit::hub::{Call, Erased, Person, Target, Treatment};
use profilekit::store::{Address, Records};

use crate::world::{START, World};

const ADA: Person<'_> = Person {
    id: "canary-ada",
    tenant: "",
};

async fn erase(world: &World) -> Erased {
    let call = Call::new(&world.ada, START + 10);
    let plan = world.hub.plan_erasure(&call, &ADA).await.unwrap();
    world
        .hub
        .erase(&call, &ADA, &plan.confirmation)
        .await
        .unwrap()
}

#[test]
fn what_would_go_is_told_and_confirmed_first() {
    pollster::block_on(async {
        let world = World::new();
        world.fill().await;
        let call = Call::new(&world.ada, START + 10);
        let plan = world.hub.plan_erasure(&call, &ADA).await.unwrap();
        let records = [
            ("card".to_owned(), Treatment::Anonymise, 1),
            ("invoice".to_owned(), Treatment::Retain, 1),
            ("note".to_owned(), Treatment::Delete, 1),
        ];
        assert_eq!(plan.records, records);
        let retained = [("invoice".to_owned(), vec!["/name".to_owned()])];
        assert_eq!(plan.retained, retained);
        let before = world.everything();
        let refused = world.hub.erase(&call, &ADA, "0000000000000000").await;
        assert!(refused.unwrap_err().is(Code::HubNotConfirmed));
        assert_eq!(world.everything(), before);
        // Another record came since: that is not what was confirmed.
        world.make(&call, "note", "n2", r#"{"text":"more"}"#).await;
        let refused = world.hub.erase(&call, &ADA, &plan.confirmation).await;
        assert!(refused.unwrap_err().is(Code::HubNotConfirmed));
    });
}

#[test]
fn nobody_is_erased_by_others() {
    pollster::block_on(async {
        let world = World::new();
        world.fill().await;
        for who in [&world.bob, &world.staff] {
            let call = Call::new(who, START + 10);
            let refused = world.hub.plan_erasure(&call, &ADA).await;
            assert!(refused.unwrap_err().is(Code::AccessDenied));
            let acting = Call::new(&world.ada, START + 10).by("bob");
            let refused = world.hub.plan_erasure(&acting, &ADA).await;
            assert!(
                refused.unwrap_err().is(Code::AccessDenied),
                "not in her name"
            );
        }
        let call = Call::new(&world.system, START + 10);
        assert!(world.hub.plan_erasure(&call, &ADA).await.is_ok());
    });
}

#[test]
fn no_byte_of_an_erased_person_is_left_and_the_account_holds() {
    pollster::block_on(async {
        let world = World::new();
        world.fill().await;
        for canary in ["canary-1", "canary-2", "canary-3", "canary-4", "+49151"] {
            assert!(world.everything().contains(canary), "{canary} was there");
        }
        let links = world.hub.verify(&[]).await.unwrap().links;
        let erased = erase(&world).await;
        assert_eq!(erased.records, 3);
        // The ledger names whom to erase again, a request is named by the host: nothing else does.
        let left = world.everything();
        let left = left.replace("person: \"canary-ada\"", "");
        let left = left.replace("kind: \"member\", id: \"canary-ada\"", "");
        let left = left.replace("request: \"request canary-ada\"", "");
        if let Some(at) = left.find("canary") {
            let from = at.saturating_sub(300);
            panic!("{}", &left[from..(at + 100).min(left.len())]);
        }
        assert!(!left.contains("+49151"));
        let verified = world.hub.verify(&[]).await.unwrap();
        assert_eq!(verified.broken, []);
        assert!(verified.links > links && verified.erased > 0);
        let kept = Address::new("", "invoice", "i1");
        let kept = world.store.get(&kept).await.unwrap().unwrap();
        assert_eq!(kept.document, r#"{"number":"2026-1","name":"Ada Law"}"#);
        assert_eq!(kept.owner, None);
        let target = Target {
            kind: "card",
            id: "c2",
            ..Target::default()
        };
        let call = Call::new(&world.bob, START + 20);
        let bobs = world.hub.get(&call, &target).await.unwrap();
        assert!(
            bobs.document.contains("bob@example.org"),
            "others keep theirs"
        );
    });
}

#[test]
fn an_old_copy_forgets_again() {
    pollster::block_on(async {
        let world = World::new();
        world.fill().await;
        let ledger = erase(&world).await.ledger;
        let restored = World::new();
        restored.fill().await;
        let call = Call::new(&restored.system, START + 30);
        let stranger = Call::new(&restored.ada, START + 30);
        let refused = restored.hub.erase_again(&stranger, &ledger).await;
        assert!(refused.unwrap_err().is(Code::AccessDenied));
        let erased = restored.hub.erase_again(&call, &ledger).await.unwrap();
        assert_eq!(erased.records, 3);
        for canary in ["canary-1", "canary-2", "canary-3", "canary-4", "+49151"] {
            assert!(!restored.everything().contains(canary), "{canary}");
        }
        assert_eq!(restored.hub.verify(&[]).await.unwrap().broken, []);
        let again = restored.hub.erase_again(&call, &ledger).await.unwrap();
        assert_eq!(again.records, 0);
    });
}
