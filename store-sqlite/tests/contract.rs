//! The contract of stores, against files and against memory.

use profilekit::store::{
    Address, Changes, Commit, History, PastVersion, Records, StoreError, Write, contract,
};
use profilekit_sqlite::SqliteStore;

#[test]
fn a_database_in_memory_keeps_the_contract() {
    let fresh = || SqliteStore::in_memory().unwrap();
    assert_eq!(pollster::block_on(contract::run(&fresh)), contract::CASES);
}

#[test]
fn a_file_keeps_the_contract_and_is_whole_after() {
    let folder = tempfile::tempdir().unwrap();
    let count = std::cell::Cell::new(0);
    let path = |n: i32| folder.path().join(format!("{n}.db"));
    let fresh = || {
        count.set(count.get() + 1);
        SqliteStore::open(path(count.get())).unwrap()
    };
    assert_eq!(pollster::block_on(contract::run(&fresh)), contract::CASES);
    for n in 1..=count.get() {
        let store = SqliteStore::open(path(n)).unwrap();
        assert_eq!(store.integrity_problems().unwrap(), Vec::<String>::new());
    }
}

#[test]
fn what_was_stored_is_there_after_opening_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.db");
    let record = contract::note("n1");
    let write = Write {
        record: record.clone(),
        kept: Some(PastVersion::default()),
        ..Write::default()
    };
    let commit = Commit {
        writes: vec![write],
        ..Commit::default()
    };
    let store = SqliteStore::open(&path).unwrap();
    pollster::block_on(store.commit(&commit)).unwrap();
    drop(store);
    let store = SqliteStore::open(&path).unwrap();
    let address = Address::new("", "note", "n1");
    let found = pollster::block_on(store.get(&address)).unwrap();
    assert_eq!(found, Some(record));
    let versions = pollster::block_on(store.versions(&address, None, 9)).unwrap();
    assert_eq!(versions, [PastVersion::default()]);
}

#[test]
fn a_file_that_is_no_database_is_said_to_be_corrupt() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.db");
    std::fs::write(&path, [b'x'; 4096]).unwrap();
    let error = SqliteStore::open(&path).unwrap_err();
    assert!(matches!(error, StoreError::Corrupt(_)), "{error:?}");
}
