//! Rollups: figures that are kept, and what takes them along.

use super::{at, one, plain};
use crate::store::{
    Address, Commit, Erasure, Parts, RollupChange, RollupPart, RollupRecord, Store, StoreError,
    StoredRollup, WriteMode,
};

fn rollup(tenant: &str, name: &str, reader: &str, version: i64) -> StoredRollup {
    StoredRollup {
        tenant: tenant.to_owned(),
        name: name.to_owned(),
        id: "r1".to_owned(),
        reader: reader.to_owned(),
        version,
        at: version * 10,
        state: format!("{{\"é\\u0000\":{version}}}"),
    }
}

fn part(start: i64, facts: &[u8]) -> RollupPart {
    RollupPart {
        start,
        states: vec![0, 255, 7],
        facts: facts.to_vec(),
    }
}

fn of(address: Address, starts: &[i64]) -> RollupRecord {
    RollupRecord {
        address,
        starts: starts.to_vec(),
    }
}

/// A rollup that knows records.
fn knows(rollup: StoredRollup, records: &[Address]) -> RollupChange {
    let records = records.iter();
    RollupChange {
        rollup,
        anew: false,
        parts: vec![part(-5, &[1]), part(3, &[2, 0]), part(9, &[3])],
        records: records.map(|record| of(record.clone(), &[-5, 9])).collect(),
    }
}

async fn keep(store: &dyn Store, change: &RollupChange) {
    let kept = store.keep_rollup(change).await;
    assert!(kept.is_ok(), "{kept:?}");
}

async fn names(store: &dyn Store) -> Vec<String> {
    let found = store.rollups(None, 9).await.unwrap_or_default();
    found.into_iter().map(|rollup| rollup.name).collect()
}

pub(super) async fn rollups_change_as_a_whole(store: &dyn Store) {
    let first = rollup("t1", "a", "u1", 1);
    assert_eq!(store.rollup("t1", "a").await.ok(), Some(None));
    let gone = store.rollup_parts(&first, Parts::Whole(&[3])).await;
    assert!(matches!(gone, Err(StoreError::NotFound)), "{gone:?}");
    let early = knows(rollup("t1", "a", "u1", 2), &[]);
    let early = store.keep_rollup(&early).await;
    assert!(matches!(early, Err(StoreError::NotFound)), "{early:?}");

    keep(store, &knows(first.clone(), &[at("n1"), at("n2")])).await;
    assert_eq!(
        store.rollup("t1", "a").await.ok(),
        Some(Some(first.clone()))
    );
    assert_eq!(store.rollup("t2", "a").await.ok(), Some(None));
    let whole = store.rollup_parts(&first, Parts::Whole(&[9, 4, -5])).await;
    assert_eq!(whole.ok(), Some(vec![part(-5, &[1]), part(9, &[3])]));
    let states = store.rollup_parts(&first, Parts::States(None, 2)).await;
    assert_eq!(states.ok(), Some(vec![part(-5, &[]), part(3, &[])]));
    let states = store.rollup_parts(&first, Parts::States(Some(3), 2)).await;
    assert_eq!(states.ok(), Some(vec![part(9, &[])]));

    let second = rollup("t1", "a", "u1", 2);
    let change = RollupChange {
        rollup: second.clone(),
        anew: false,
        parts: vec![part(3, &[]), part(9, &[4])],
        records: vec![of(at("n1"), &[9]), of(at("n2"), &[]), of(at("n3"), &[-5])],
    };
    keep(store, &change).await;
    let stale = store.keep_rollup(&change).await;
    assert!(
        matches!(stale, Err(StoreError::Conflict { current: 2 })),
        "{stale:?}"
    );
    let stale = store.rollup_parts(&first, Parts::States(None, 9)).await;
    assert!(
        matches!(stale, Err(StoreError::Conflict { current: 2 })),
        "{stale:?}"
    );
    let again = store.keep_rollup(&knows(first, &[])).await;
    assert!(
        matches!(again, Err(StoreError::Conflict { current: 2 })),
        "{again:?}"
    );
    let other = StoredRollup {
        id: "r2".to_owned(),
        ..second.clone()
    };
    let stale = store.rollup_parts(&other, Parts::States(None, 9)).await;
    assert!(
        matches!(stale, Err(StoreError::Conflict { .. })),
        "{stale:?}"
    );
    let other = StoredRollup {
        version: 3,
        ..other
    };
    let stale = store.keep_rollup(&knows(other, &[])).await;
    assert!(
        matches!(stale, Err(StoreError::Conflict { .. })),
        "{stale:?}"
    );
    let whole = store.rollup_parts(&second, Parts::Whole(&[-5, 3, 9])).await;
    assert_eq!(whole.ok(), Some(vec![part(-5, &[1]), part(9, &[4])]));
    let asked = [at("n3"), at("n1"), at("n2")];
    let records = store.rollup_records(&second, &asked).await;
    let found = vec![of(at("n1"), &[9]), of(at("n3"), &[-5])];
    assert_eq!(records.ok(), Some(found));

    let third = rollup("t1", "a", "u1", 3);
    let anew = RollupChange {
        rollup: third.clone(),
        anew: true,
        parts: vec![part(1, &[6])],
        records: vec![of(at("n9"), &[1])],
    };
    keep(store, &anew).await;
    let whole = store.rollup_parts(&third, Parts::States(None, 9)).await;
    assert_eq!(whole.ok(), Some(vec![part(1, &[])]));
    let records = store.rollup_records(&third, &asked).await;
    assert_eq!(records.ok(), Some(vec![]));
}

pub(super) async fn rollups_are_told_and_forgotten(store: &dyn Store) {
    for (tenant, name) in [("t1", "b"), ("", "z"), ("t1", "a")] {
        keep(store, &knows(rollup(tenant, name, "u1", 1), &[])).await;
    }
    keep(store, &knows(rollup("t1", "b", "u1", 2), &[])).await;
    assert_eq!(names(store).await, ["z", "a", "b"]);
    let behind = store.rollups(Some(("", "z")), 1).await.unwrap_or_default();
    assert_eq!(behind, [rollup("t1", "a", "u1", 1)]);
    assert_eq!(store.forget_rollups(10).await.ok(), Some(0));
    assert_eq!(store.forget_rollups(20).await.ok(), Some(2));
    assert_eq!(names(store).await, ["b"]);
}

pub(super) async fn what_goes_for_good_takes_its_rollups_along(store: &dyn Store) {
    for id in ["n1", "n2", "n3"] {
        super::insert(store, &plain(id)).await;
    }
    for (name, reader, known) in [("a", "u1", "n1"), ("b", "u2", "n2"), ("c", "u3", "n3")] {
        keep(store, &knows(rollup("", name, reader, 1), &[at(known)])).await;
    }
    let other = Address::new("t2", "note", "n1");
    keep(store, &knows(rollup("t2", "d", "u1", 1), &[other])).await;

    let mut next = plain("n1");
    next.version = 2;
    let mut change = one(WriteMode::Replace, next.clone());
    assert!(store.commit(&change).await.is_ok());
    assert_eq!(names(store).await.len(), 4, "nothing of it went for good");
    next.version = 3;
    change = one(WriteMode::Replace, next);
    if let Some(write) = change.writes.first_mut() {
        write.forgets = true;
    }
    assert!(store.commit(&change).await.is_ok());
    assert_eq!(names(store).await, ["b", "c", "d"]);
    let gone = store.commit(&one(WriteMode::Remove, plain("n2"))).await;
    assert!(gone.is_ok(), "{gone:?}");
    assert_eq!(names(store).await, ["c", "d"]);
    let erasure = Erasure {
        id: "x1".into(),
        at: 50,
        person: "u3".into(),
        ..Erasure::default()
    };
    let commit = Commit {
        erasure: Some(erasure),
        ..Commit::default()
    };
    assert!(store.commit(&commit).await.is_ok());
    assert_eq!(names(store).await, ["d"]);
    // Whom a record named may be a dimension: what an erasure changes is forgotten too.
    keep(store, &knows(rollup("", "e", "u4", 1), &[at("n3")])).await;
    let mut unnamed = plain("n3");
    unnamed.version = 2;
    let commit = Commit {
        erasure: Some(Erasure {
            id: "x2".into(),
            at: 51,
            person: "u5".into(),
            ..Erasure::default()
        }),
        ..one(WriteMode::Replace, unnamed)
    };
    assert!(store.commit(&commit).await.is_ok());
    assert_eq!(names(store).await, ["d"]);
}
