//! The contract of stores, and what a journal is after a crash.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test that cannot go on has failed"
)]

use std::cell::Cell;
use std::fs;
use std::path::Path;

use profilekit::store::{
    Address, Changes, Commit, Jobs, Outbox, Records, StoreError, Write, contract,
};
use profilekit_host_store::JournalStore;

#[test]
fn a_journal_keeps_the_contract() {
    let folder = tempfile::tempdir().unwrap();
    let count = Cell::new(0);
    let fresh = || {
        count.set(count.get() + 1);
        JournalStore::open(folder.path().join(count.get().to_string())).unwrap()
    };
    assert_eq!(pollster::block_on(contract::run(&fresh)), contract::CASES);
}

fn insert(store: &JournalStore, id: &str) -> Result<(), StoreError> {
    let write = Write {
        record: contract::note(id),
        ..Write::default()
    };
    let commit = Commit {
        writes: vec![write],
        ..Commit::default()
    };
    pollster::block_on(store.commit(&commit))
}

fn is_there(store: &JournalStore, id: &str) -> bool {
    let found = pollster::block_on(store.get(&Address::new("", "note", id)));
    found.unwrap().is_some()
}

/// A journal of two records.
fn two(path: &Path) -> Vec<u8> {
    let store = JournalStore::open(path).unwrap();
    insert(&store, "n1").unwrap();
    insert(&store, "n2").unwrap();
    fs::read(path).unwrap()
}

#[test]
fn wherever_the_last_line_was_torn_the_ones_before_it_are_there() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.journal");
    let whole = two(&path);
    let first = whole.iter().position(|byte| *byte == b'\n').unwrap() + 1;
    for length in (first..=whole.len()).step_by(7).chain([whole.len() - 1]) {
        fs::write(&path, &whole[..length]).unwrap();
        let store = JournalStore::open(&path).unwrap();
        assert!(is_there(&store, "n1"));
        assert_eq!(is_there(&store, "n2"), length == whole.len());
        insert(&store, "n3").unwrap();
        drop(store);
        let again = JournalStore::open(&path).unwrap();
        assert!(is_there(&again, "n1") && is_there(&again, "n3"));
    }
}

#[test]
fn a_line_that_was_altered_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.journal");
    let text = String::from_utf8(two(&path)).unwrap();
    fs::write(&path, text.replacen("u1", "u2", 1)).unwrap();
    let error = JournalStore::open(&path).unwrap_err();
    assert!(matches!(error, StoreError::Corrupt(_)), "{error:?}");
}

#[test]
fn a_journal_is_had_by_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.journal");
    let store = JournalStore::open(&path).unwrap();
    for _ in 0..2 {
        let error = JournalStore::open(&path).unwrap_err();
        assert!(matches!(error, StoreError::Unavailable(_)), "{error:?}");
        store.tidy().unwrap();
    }
}

#[test]
fn a_long_journal_is_written_anew_and_places_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.journal");
    let store = JournalStore::open(&path).unwrap();
    insert(&store, "n1").unwrap();
    for number in 0..1100 {
        let state = format!("{{\"page\":{number}}}");
        pollster::block_on(store.save_job("import", &state)).unwrap();
    }
    let lines = fs::read(&path).unwrap();
    let lines = lines.iter().filter(|byte| **byte == b'\n').count();
    assert!(lines < 200, "{lines}");
    drop(store);
    let store = JournalStore::open(&path).unwrap();
    assert!(is_there(&store, "n1"));
    let state = pollster::block_on(store.job("import")).unwrap();
    assert_eq!(state.as_deref(), Some("{\"page\":1099}"));
    assert_eq!(pollster::block_on(store.backlog()).unwrap().pending, 0);
}
