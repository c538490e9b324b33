//! Nothing is kept longer than the blueprint says.

use profilekit::error::Code;
use profilekit::hub::Call;
use profilekit::privacy::Digest;
use profilekit::store::{Address, Claim, Commit, Remembered, Settled, Settlement};

use crate::world::{DAY, START, World, everywhere};

async fn document(world: &World, kind: &str, id: &str) -> String {
    let found = world.store.get(&Address::new("", kind, id)).await.unwrap();
    found.unwrap().document
}

#[test]
fn fields_go_when_their_time_is_over() {
    everywhere(async |world| {
        world.fill().await;
        let mut told = Vec::new();
        for (days, expected, emptied) in [
            (
                29,
                r#"{"basics":{"headline":"Architect"},"contact":{"mail":"canary-4@example.org","phone":"+4915100000001"}}"#,
                0,
            ),
            (
                31,
                r#"{"basics":{"headline":"Architect"},"contact":{"phone":"+4915100000001"}}"#,
                2,
            ),
            (61, r#"{"basics":{"headline":"Architect"}}"#, 1),
            (62, r#"{"basics":{"headline":"Architect"}}"#, 0),
        ] {
            let call = Call::new(&world.system, START + days * DAY);
            let mut progress = |kind: &str, count| told.push((kind.to_owned(), count));
            let done = world.hub.retain(&call, &mut progress).await.unwrap();
            let cards = done.emptied.iter().find(|(kind, _)| kind == "card");
            assert_eq!(cards.map_or(0, |(_, count)| *count), emptied, "{days}");
            assert_eq!(document(&world, "card", "c1").await, expected, "{days}");
        }
        assert!(told.contains(&("card".to_owned(), 2)));
        let at = Address::new("", "card", "c1");
        let versions = world.store.versions(&at, None, 9).await.unwrap();
        assert_eq!(versions.len(), 1, "earlier versions had it too");
        let call = Call::new(&world.system, START + 800 * DAY);
        world.hub.retain(&call, &mut |_, _| {}).await.unwrap();
        assert_eq!(document(&world, "note", "n1").await, "{}");
        let invoice = r#"{"number":"2026-1","name":"Ada Law"}"#;
        assert_eq!(document(&world, "invoice", "i1").await, invoice);
        assert_eq!(world.hub.verify(&[]).await.unwrap().broken, []);
    });
}

#[test]
fn what_was_written_over_goes_in_its_time_although_the_record_lives_on() {
    everywhere(async |world| {
        world.fill().await;
        for days in [10, 20, 30, 40, 50] {
            let call = Call::new(&world.ada, START + days * DAY);
            let patch = format!(r#"{{"contact":{{"mail":"day-{days}@example.org"}}}}"#);
            world.change(&call, "card", "c1", &patch).await;
        }
        let call = Call::new(&world.system, START + 55 * DAY);
        let done = world.hub.retain(&call, &mut |_, _| {}).await.unwrap();
        // Thirty days behind, that of the twentieth day took a place.
        assert_eq!(done.versions, 4, "{done:?}");
        let at = Address::new("", "card", "c1");
        let left = world.store.versions(&at, None, 9).await.unwrap();
        let left: Vec<i64> = left.iter().map(|one| (one.at - START) / DAY).collect();
        assert_eq!(left, [50, 40, 30, 20]);
        let everything = world.everything();
        for gone in ["canary-1@", "canary-4@", "day-10@"] {
            assert!(!everything.contains(gone), "{gone}");
        }
        assert!(everything.contains("day-20@") && everything.contains("day-50@"));
        assert_eq!(world.hub.verify(&[]).await.unwrap().broken, []);
    });
}

#[test]
fn what_the_hub_needs_no_more_is_forgotten_in_its_time() {
    everywhere(async |world| {
        world.fill().await;
        world.hub.flush().await.unwrap();
        let store = &world.store;
        let claim = Claim {
            holder: "relay".into(),
            now: START + DAY,
            until: START + 2 * DAY,
            limit: 3,
        };
        let claimed = store.claim(&claim).await.unwrap();
        let settled: Vec<Settled> = claimed
            .iter()
            .map(|event| Settled {
                sequence: event.sequence,
                how: Settlement::Delivered,
            })
            .collect();
        store.settle("relay", &settled).await.unwrap();
        let answer = Remembered {
            tenant: String::new(),
            actor: "ada".into(),
            key: "k1".into(),
            request: Digest::of(b"request"),
            answer: "answer".into(),
            at: START,
        };
        let commit = Commit {
            remembered: Some(answer),
            ..Commit::default()
        };
        store.commit(&commit).await.unwrap();
        let before = store.backlog().await.unwrap();
        let ada = world.ada.id().unwrap().as_str();
        let seen = store.accesses("", ada, None, 99).await.unwrap().len();
        assert!(before.delivered > 0 && seen > 0, "{before:?}, {seen}");
        for (days, events, accesses, answers) in [
            (29, 0, 0, 0),
            (31, 0, 0, 1),
            (365, 0, 0, 0),
            (368, before.delivered, 0, 0),
            (730, 0, 0, 0),
            (733, 0, u64::try_from(seen).unwrap(), 0),
            (9999, 0, 0, 0),
        ] {
            let call = Call::new(&world.system, START + days * DAY);
            let done = world.hub.retain(&call, &mut |_, _| {}).await.unwrap();
            assert_eq!(done.events, events, "{days}");
            assert!(done.answers >= answers, "{days}");
            assert!(answers > 0 || done.answers == 0, "{days}");
            assert!(done.accesses >= accesses, "{days}");
            assert!(accesses > 0 || done.accesses == 0 || days == 9999, "{days}");
        }
        // What was not delivered waits for ever.
        let after = store.backlog().await.unwrap();
        assert_eq!(after.delivered, 0);
        assert!(after.pending + after.dead >= before.pending + before.dead);
        assert_eq!(store.accesses("", ada, None, 9).await.unwrap(), []);
    });
}

#[test]
fn retention_is_the_products_own_work() {
    everywhere(async |world| {
        let call = Call::new(&world.staff, START);
        let refused = world.hub.retain(&call, &mut |_, _| {}).await;
        assert!(refused.unwrap_err().is(Code::AccessDenied));
    });
}
