//! Being forgotten.

use profilekit::error::Code;
use profilekit::hub::{Call, Erased, Person, Target, Treatment};
use profilekit::store::{Address, Claim, Settled, Settlement};

use crate::world::{START, World, everywhere};

const ADA: Person<'_> = Person {
    id: "canary-ada",
    tenant: "",
};

/// Values of hers, and what was said of an announcement about her.
const CANARIES: [&str; 6] = [
    "canary-1",
    "canary-2",
    "canary-3",
    "canary-4",
    "canary-told",
    "+49151",
];

/// An announcement about her record is given up, with a reason that quotes her.
async fn give_up(world: &World) {
    let claim = Claim {
        holder: "relay".to_owned(),
        now: START + 5,
        until: START + 6,
        limit: 1,
    };
    let claimed = world.store.claim(&claim).await.unwrap();
    let error = "canary-told does not exist".to_owned();
    let settled = claimed.iter().map(|stored| Settled {
        sequence: stored.sequence,
        how: Settlement::Dead {
            error: error.clone(),
        },
    });
    let settled: Vec<Settled> = settled.collect();
    let held = world.store.settle("relay", &settled).await.unwrap();
    assert_eq!(held, 1);
    assert_eq!(world.store.dead(0, 9).await.unwrap()[0].error, error);
}

/// Every place of a text, with what stands around it.
fn around(text: &str, wanted: &str) -> Vec<String> {
    let places = text.match_indices(wanted);
    let around = places.map(|(at, _)| {
        let (from, until) = (at.saturating_sub(60), (at + 60).min(text.len()));
        String::from_utf8_lossy(&text.as_bytes()[from..until]).into_owned()
    });
    around.collect()
}

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
    everywhere(async |world| {
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
        let before = world.store.owned("", "canary-ada", None, 9).await.unwrap();
        let refused = world.hub.erase(&call, &ADA, "0000000000000000").await;
        assert!(refused.unwrap_err().is(Code::HubNotConfirmed));
        let after = world.store.owned("", "canary-ada", None, 9).await.unwrap();
        assert_eq!(before, after);
        assert_eq!(world.store.erasures(0).await.unwrap(), []);
        // Another record came since: that is not what was confirmed.
        world.make(&call, "note", "n2", r#"{"text":"more"}"#).await;
        let refused = world.hub.erase(&call, &ADA, &plan.confirmation).await;
        assert!(refused.unwrap_err().is(Code::HubNotConfirmed));
    });
}

#[test]
fn nobody_is_erased_by_others() {
    everywhere(async |world| {
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
    everywhere(async |world| {
        world.fill().await;
        give_up(&world).await;
        let before = world.everything();
        for canary in CANARIES {
            assert!(before.contains(canary), "{canary} was there");
        }
        let links = world.hub.verify(&[]).await.unwrap().links;
        // Who looked waits to be written: here, and in another process, which learns nothing of it.
        let elsewhere = world.elsewhere();
        let target = |id| Target {
            kind: "card",
            id,
            ..Target::default()
        };
        let (ada, bob) = (
            Call::new(&world.ada, START + 4),
            Call::new(&world.bob, START + 4),
        );
        elsewhere.get(&bob, &target("c1")).await.unwrap();
        elsewhere.get(&ada, &target("c2")).await.unwrap();
        elsewhere
            .get(&bob.clone().by("guest"), &target("c2"))
            .await
            .unwrap();
        let erased = erase(&world).await;
        assert_eq!(erased.records, 3);
        world.hub.flush().await.unwrap();
        elsewhere.flush().await.unwrap();
        let left = world.everything();
        for canary in CANARIES {
            assert_eq!(around(&left, canary), [""; 0], "{canary}");
        }
        // The ledger names whom to erase again, as a person and as a record; a request is named
        // by the host. Nothing else does.
        let named = around(&left, "canary-ada");
        assert_eq!(named.len(), 3, "{named:?}");
        let verified = world.hub.verify(&[]).await.unwrap();
        assert_eq!(verified.broken, []);
        assert!(verified.links > links && verified.erased > 0);
        let kept = Address::new("", "invoice", "i1");
        let kept = world.store.get(&kept).await.unwrap().unwrap();
        assert_eq!(kept.document, r#"{"number":"2026-1","name":"Ada Law"}"#);
        assert_eq!(kept.owner, None);
        let call = Call::new(&world.bob, START + 20);
        let bobs = world.hub.get(&call, &target("c2")).await.unwrap();
        assert!(
            bobs.document.contains("bob@example.org"),
            "others keep theirs"
        );
        let looks = world.hub.who_saw_me(&call, None, 9).await.unwrap();
        let viewers = looks.iter().map(|look| look.viewer.as_str());
        assert_eq!(
            viewers.collect::<Vec<_>>(),
            ["guest"],
            "and who else looked"
        );
    });
}

#[test]
fn an_old_copy_forgets_again() {
    everywhere(async |world| {
        world.fill().await;
        give_up(&world).await;
        let restored = world.copy();
        let ledger = erase(&world).await.ledger;
        assert!(restored.everything().contains("canary-1"));
        let call = Call::new(&restored.system, START + 30);
        let stranger = Call::new(&restored.ada, START + 30);
        let refused = restored.hub.erase_again(&stranger, &ledger).await;
        assert!(refused.unwrap_err().is(Code::AccessDenied));
        let erased = restored.hub.erase_again(&call, &ledger).await.unwrap();
        assert_eq!(erased.records, 3);
        let left = restored.everything();
        for canary in CANARIES {
            assert_eq!(around(&left, canary), [""; 0], "{canary}");
        }
        assert_eq!(restored.hub.verify(&[]).await.unwrap().broken, []);
        let again = restored.hub.erase_again(&call, &ledger).await.unwrap();
        assert_eq!(again.records, 0);
    });
}
