//! `retain`, `drift`, `migrate`, and stores that cannot be opened.

use profilekit_tests::workspace;
use rusqlite::Connection;
use serde_json::json;

use crate::world::World;

#[test]
fn what_was_kept_long_enough_goes() {
    let world = World::new();
    let retain = "retain --blueprint club.json";
    let done = world.open(&format!("{retain} --json"));
    assert_eq!(done.code, 0, "{done:?}");
    assert_eq!(
        done.json()["emptied"],
        json!([{"kind": "card", "records": 1}])
    );
    let card = "records get --blueprint club.json --kind card --id c1 --as ada.json --json";
    assert_eq!(
        world.open(card).json()["document"],
        json!({"basics": {"headline": "Builder"}})
    );
    let again = world.open(retain);
    assert!(
        again.out.ends_with("old enough to be looked at\n"),
        "{}",
        again.out
    );
}

#[test]
fn a_snapshot_that_strayed_is_found_and_made_anew() {
    let world = World::new();
    let drift = "drift --blueprint club.json --kind card";
    let fine = world.open(drift);
    assert_eq!(
        (fine.code, fine.out.as_str()),
        (0, "2 records looked at, 0 differences found\n")
    );
    world.tamper(
        "UPDATE records SET document = '{\"basics\":{\"headline\":\"Forged\"}}' WHERE id = 'c1'",
    );
    let found = world.open(&format!("{drift} --json"));
    assert_eq!(found.code, 1);
    let expected = json!([{"kind": "card", "id": "c1", "damaged": [],
        "differing": ["/basics/headline", "/contact"], "unwritten": [], "repaired": false}]);
    assert_eq!(found.json()["found"], expected);
    let repaired = world.open(&format!("{drift} --repair"));
    assert_eq!(repaired.code, 0, "{repaired:?}");
    assert!(repaired.out.contains("repaired"), "{}", repaired.out);
    assert!(
        !repaired.out.contains("canary"),
        "paths, never values: {}",
        repaired.out
    );
    assert_eq!(world.open(drift).code, 0);
    assert_eq!(
        world.open("drift --blueprint club.json --kind crad").code,
        2
    );
}

/// The version of a store that is made now: how many migrations there are.
fn newest() -> usize {
    let folder = workspace().join("store-sqlite/migrations");
    std::fs::read_dir(folder).unwrap().count()
}

#[test]
fn a_store_of_an_earlier_version_waits_to_be_migrated() {
    let world = World::empty();
    let first = include_str!("../../../store-sqlite/migrations/0001_records.sql");
    let file = Connection::open(world.store()).unwrap();
    let newest = newest();
    file.execute_batch(first).unwrap();
    file.pragma_update(None, "user_version", 1).unwrap();
    let waits = world.open("outbox status");
    assert_eq!(waits.code, 2);
    assert!(
        waits
            .err
            .contains(&format!("is at version 1, this program needs {newest}")),
        "{}",
        waits.err
    );
    assert!(waits.err.contains("migrate"), "{}", waits.err);
    assert_eq!(
        world.open("migrate --json").json(),
        json!({"from": 1, "to": newest})
    );
    let already = format!("at version {newest} already\n");
    assert_eq!(world.open("migrate").out, already);
    assert_eq!(world.open("outbox status").code, 0);
    file.pragma_update(None, "user_version", 99).unwrap();
    for words in ["outbox status", "migrate"] {
        let later = world.open(words);
        assert_eq!(later.code, 2);
        assert!(later.err.contains("is at version 99"), "{}", later.err);
    }
}

#[test]
fn a_store_is_made_when_that_is_asked_for_and_never_by_mistake() {
    let mut world = World::empty();
    let missing = world.open("audit verify");
    assert_eq!(missing.code, 2);
    assert!(missing.err.contains("There is no file"), "{}", missing.err);
    assert!(!world.store().exists());
    let made = format!("from version 0 to {}\n", newest());
    assert_eq!(world.open("migrate").out, made);
    assert_eq!(
        world.open("audit verify").out,
        "whole 0 entries, 0 checkpoints\n"
    );
    world.write(
        "club.db",
        "this is no database, and long enough to be told from an empty one",
    );
    let other = world.open("audit verify --json");
    assert_eq!(other.code, 2);
    assert!(other.err.contains("store.corrupt"), "{}", other.err);
    for address in ["club.db", "sqlite:", "mysql://x", "postgres:host"] {
        address.clone_into(&mut world.address);
        let refused = world.open("outbox status");
        assert_eq!(refused.code, 2, "{address}");
        assert!(
            refused.err.contains("not the address of a store"),
            "{}",
            refused.err
        );
    }
    "postgres://me:secret@127.0.0.1:1/x".clone_into(&mut world.address);
    let refused = world.open("outbox status");
    assert_eq!(refused.code, 2);
    assert!(!refused.err.contains("secret"), "{}", refused.err);
}
