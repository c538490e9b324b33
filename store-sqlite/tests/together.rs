//! Several threads on one store, and copies of it meanwhile.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "tests say so where they fail"
)]

use std::sync::atomic::{AtomicUsize, Ordering};

use profilekit::store::{
    Address, Changes, Commit, Event, Outbox, Records, StoreError, StoredRecord, Write, WriteMode,
};
use profilekit_sqlite::SqliteStore;

fn write(how: WriteMode, version: i64) -> Commit {
    let address = Address::new("", "note", "n1");
    let write = Write {
        how,
        record: StoredRecord {
            address: address.clone(),
            version,
            document: format!("{{\"v\":{version}}}"),
            choices: "{}".into(),
            forced: "{}".into(),
            ..StoredRecord::default()
        },
        events: vec![Event {
            address,
            version,
            ..Event::default()
        }],
        ..Write::default()
    };
    Commit {
        writes: vec![write],
        ..Commit::default()
    }
}

fn current(store: &SqliteStore) -> i64 {
    let address = Address::new("", "note", "n1");
    let record = pollster::block_on(store.get(&address)).unwrap().unwrap();
    assert_eq!(record.document, format!("{{\"v\":{}}}", record.version));
    record.version
}

/// Adds 1 to the version until somebody added 1 often enough.
fn race(store: &SqliteStore, made: &AtomicUsize, until: i64) {
    loop {
        let version = current(store);
        if version >= until {
            return;
        }
        let change = write(WriteMode::Replace, version + 1);
        match pollster::block_on(store.commit(&change)) {
            Ok(()) => drop(made.fetch_add(1, Ordering::Relaxed)),
            Err(StoreError::Conflict { current }) => assert!(current > version),
            Err(other) => panic!("{other:?}"),
        }
    }
}

#[test]
fn of_changes_that_meet_one_happens() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(folder.path().join("a.db")).unwrap();
    pollster::block_on(store.commit(&write(WriteMode::Insert, 1))).unwrap();
    let made = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..6 {
            scope.spawn(|| race(&store, &made, 200));
        }
    });
    assert_eq!((current(&store), made.into_inner()), (200, 199));
    let events = pollster::block_on(store.events(None, 0, 1000)).unwrap();
    let versions: Vec<i64> = events.iter().map(|stored| stored.event.version).collect();
    assert_eq!(versions, (1..=200).collect::<Vec<_>>());
}

#[test]
fn a_copy_is_whole_while_others_write() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(folder.path().join("a.db")).unwrap();
    pollster::block_on(store.commit(&write(WriteMode::Insert, 1))).unwrap();
    let made = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        scope.spawn(|| race(&store, &made, 300));
        for number in 0..5 {
            let path = folder.path().join(format!("copy{number}.db"));
            store.backup(&path).unwrap();
            let again = store.backup(&path).unwrap_err();
            assert!(matches!(again, StoreError::Unavailable(_)), "{again:?}");
            let copy = SqliteStore::open(&path).unwrap();
            assert_eq!(copy.integrity_problems().unwrap(), Vec::<String>::new());
            let events = pollster::block_on(copy.events(None, 0, 1000)).unwrap();
            assert_eq!(i64::try_from(events.len()).unwrap(), current(&copy));
        }
    });
    let memory = SqliteStore::in_memory().unwrap();
    pollster::block_on(memory.commit(&write(WriteMode::Insert, 1))).unwrap();
    let path = folder.path().join("memory.db");
    memory.backup(&path).unwrap();
    assert_eq!(current(&SqliteStore::open(&path).unwrap()), 1);
}
