//! Files that are taken away under an open store.
#![cfg(unix)]

use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use profilekit::store::{Jobs, StoreError};
use profilekit_sqlite::{MissingFile, SqliteStore};

fn save(store: &SqliteStore, state: &str) -> Result<(), StoreError> {
    pollster::block_on(store.save_job("j", state))
}

/// The state that a store gives back, once it has looked after its file again.
fn state(store: &SqliteStore) -> Result<Option<String>, StoreError> {
    sleep(Duration::from_millis(150));
    pollster::block_on(store.job("j"))
}

fn is_missed<T: std::fmt::Debug>(came: Result<T, StoreError>, path: &Path) -> bool {
    let Err(StoreError::Unavailable(reason)) = came else {
        return false;
    };
    let missing = reason.downcast_ref::<MissingFile>();
    missing.is_some_and(|missing| missing.path == path)
}

#[test]
fn a_file_that_was_deleted_is_missed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.db");
    let store = SqliteStore::open(&path).unwrap();
    save(&store, "1").unwrap();
    std::fs::remove_file(&path).unwrap();
    assert!(is_missed(save(&store, "2"), &path));
    assert!(is_missed(state(&store), &path));
    assert!(is_missed(store.scrub(), &path));
    assert!(is_missed(store.backup(folder.path().join("b.db")), &path));
    assert!(!folder.path().join("b.db").exists());
}

#[test]
fn another_file_in_its_place_is_not_taken_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let (path, other) = (folder.path().join("a.db"), folder.path().join("b.db"));
    let (store, second) = (SqliteStore::open(&path), SqliteStore::open(&other));
    let store = store.unwrap();
    save(&store, "mine").unwrap();
    let second = second.unwrap();
    save(&second, "of the copy").unwrap();
    drop(second);
    let aside = folder.path().join("c.db");
    std::fs::rename(&path, &aside).unwrap();
    std::fs::rename(&other, &path).unwrap();
    assert!(is_missed(save(&store, "lost"), &path));
    assert!(is_missed(state(&store), &path));
    // What was moved away and is back is the same file.
    std::fs::rename(&path, &other).unwrap();
    std::fs::rename(&aside, &path).unwrap();
    assert_eq!(state(&store).unwrap().as_deref(), Some("mine"));
    save(&store, "still mine").unwrap();
    assert_eq!(state(&store).unwrap().as_deref(), Some("still mine"));
    let copy = SqliteStore::open(&other).unwrap();
    assert_eq!(state(&copy).unwrap().as_deref(), Some("of the copy"));
}
