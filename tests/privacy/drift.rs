//! Sections and snapshots that do not say the same.

use std::collections::BTreeMap;

use profilekit::hub::{Call, Drift, Reads, Settings, Target};
use profilekit::store::{Address, Commit, Section, StoredRecord, Write, WriteMode};

use crate::world::{START, World, everywhere};

/// Writes past the hub.
async fn tamper(world: &World, document: Option<&str>, section: Option<Section>) {
    let at = Address::new("", "card", "c1");
    let record = world.store.get(&at).await.unwrap().unwrap();
    let document = document.map_or(record.document.clone(), str::to_owned);
    let write = Write {
        how: WriteMode::Replace,
        keys: vec!["owner=canary-ada".to_owned()],
        sections: section.into_iter().collect(),
        record: StoredRecord {
            version: record.version + 1,
            document,
            ..record
        },
        ..Write::default()
    };
    let commit = Commit {
        writes: vec![write],
        ..Commit::default()
    };
    world.store.commit(&commit).await.unwrap();
}

#[test]
fn a_snapshot_that_strayed_is_found_and_made_anew() {
    everywhere(async |world| {
        world.fill().await;
        let call = Call::new(&world.system, START + 10);
        let mut looked_at = 0;
        let mut progress = |count| looked_at = count;
        let clean = world.hub.drift(&call, "card", true, &mut progress);
        let clean = clean.await.unwrap();
        assert_eq!((clean.looked_at, clean.found.len(), looked_at), (2, 0, 2));
        let before = world
            .store
            .get(&Address::new("", "card", "c1"))
            .await
            .unwrap();
        let before = before.unwrap().document;
        tamper(&world, Some(r#"{"basics":{"headline":"Forged"}}"#), None).await;
        let found = world
            .hub
            .drift(&call, "card", false, &mut |_| {})
            .await
            .unwrap();
        assert_eq!(found.found[0].differing, ["/basics/headline", "/contact"]);
        assert!(!found.found[0].repaired);
        let repaired = world
            .hub
            .drift(&call, "card", true, &mut |_| {})
            .await
            .unwrap();
        assert!(repaired.found[0].repaired);
        let after = world
            .store
            .get(&Address::new("", "card", "c1"))
            .await
            .unwrap();
        assert_eq!(after.unwrap().document, before);
        let again = world
            .hub
            .drift(&call, "card", false, &mut |_| {})
            .await
            .unwrap();
        assert_eq!(again.found, []);
    });
}

/// A card as a store kept it before it had sections.
async fn unsectioned(world: &World) {
    let write = Write {
        how: WriteMode::Insert,
        record: StoredRecord {
            address: Address::new("", "card", "old"),
            owner: Some("carl".to_owned()),
            version: 1,
            document: OLD.to_owned(),
            choices: "{}".into(),
            forced: "{}".into(),
            provenance: "{}".into(),
            ..StoredRecord::default()
        },
        ..Write::default()
    };
    let commit = Commit {
        writes: vec![write],
        ..Commit::default()
    };
    world.store.commit(&commit).await.unwrap();
}

async fn look(world: &World, repair: bool) -> Vec<Drift> {
    let call = Call::new(&world.system, START + 10);
    let mut progress = |_| {};
    let found = world.hub.drift(&call, "card", repair, &mut progress);
    found.await.unwrap().found
}

const OLD: &str = r#"{"basics":{"headline":"Carver"},"contact":{"mail":"carl@example.org"}}"#;

#[test]
fn what_was_never_taken_apart_is_taken_from_the_snapshot() {
    everywhere(async |world| {
        for changes in [false, true] {
            let world = world.fresh();
            unsectioned(&world).await;
            let call = Call::new(&world.system, START + 10);
            let mut expected = OLD.to_owned();
            if changes {
                let patch = r#"{"basics":{"headline":"Cutter"}}"#;
                world.change(&call, "card", "old", patch).await;
                expected = OLD.replace("Carver", "Cutter");
            }
            let found = look(&world, false).await;
            let unwritten: &[&str] = if changes {
                &["contact"]
            } else {
                &["basics", "contact"]
            };
            assert_eq!(found[0].unwritten, unwritten);
            assert_eq!(found[0].differing, [""; 0]);
            let reads = BTreeMap::from([("card".to_owned(), Reads::Sections)]);
            let hub = world.hub.clone().with_settings(Settings {
                reads,
                ..Settings::default()
            });
            let target = Target {
                kind: "card",
                id: "old",
                ..Target::default()
            };
            let seen = hub.get(&call, &target).await.unwrap();
            assert_eq!(seen.document, expected);
            assert!(look(&world, true).await[0].repaired);
            let after = world.store.get(&Address::new("", "card", "old")).await;
            assert_eq!(after.unwrap().unwrap().document, expected);
            assert_eq!(look(&world, false).await, []);
        }
    });
}

#[test]
fn a_damaged_section_is_told_and_left_alone() {
    everywhere(async |world| {
        world.fill().await;
        let damaged = Section {
            body: r#"{"headline":"Forged"}"#.to_owned(),
            ..Section::new("basics", r#"{"headline":"Architect"}"#.to_owned())
        };
        tamper(&world, None, Some(damaged)).await;
        let call = Call::new(&world.system, START + 10);
        let found = world
            .hub
            .drift(&call, "card", true, &mut |_| {})
            .await
            .unwrap();
        assert_eq!(found.found[0].damaged, ["basics"]);
        assert!(!found.found[0].repaired);
    });
}

#[test]
fn reads_take_what_they_are_told_to() {
    everywhere(async |world| {
        world.fill().await;
        tamper(&world, Some(r#"{"basics":{"headline":"Forged"}}"#), None).await;
        let target = Target {
            kind: "card",
            id: "c1",
            ..Target::default()
        };
        for (reads, forged, differing) in [
            (Reads::Snapshot, true, 0),
            (Reads::Sections, false, 0),
            (Reads::Compare, true, 1),
        ] {
            let hub = world.hub.clone().with_settings(Settings {
                reads: BTreeMap::from([("card".to_owned(), reads)]),
                ..Settings::default()
            });
            let before = hub.differing_reads();
            let call = Call::new(&world.ada, START + 10);
            let seen = hub.get(&call, &target).await.unwrap();
            assert_eq!(seen.document.contains("Forged"), forged, "{reads:?}");
            assert_eq!(hub.differing_reads() - before, differing, "{reads:?}");
        }
    });
}
