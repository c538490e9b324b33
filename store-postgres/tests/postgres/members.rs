//! Roles that change while records do.

use std::thread;
use std::time::Duration;

use profilekit::privacy::{Detail, Entry};
use profilekit::store::{
    Address, Changes, Commit, Member, Records, StoreError, StoredRecord, Write, WriteMode, contract,
};
use profilekit_postgres::PostgresStore;

use crate::server::Server;

fn at(id: &str) -> Address {
    Address::new("t1", "note", id)
}

/// A commit that writes a record of `u1` with the roles that were read, and accounts for it.
fn write(how: WriteMode, id: &str, version: i64) -> Commit {
    let record = StoredRecord {
        address: at(id),
        version,
        owner_roles: vec!["read".into()],
        ..contract::note(id)
    };
    let entry = Entry {
        id: format!("{id} {version}"),
        tenant: "t1".into(),
        kind: "note".into(),
        record: id.to_owned(),
        version,
        ..Entry::default()
    };
    Commit {
        writes: vec![Write {
            how,
            record,
            ..Write::default()
        }],
        audit: vec![(entry, Detail::default())],
        ..Commit::default()
    }
}

fn grant(version: i64) -> Commit {
    Commit {
        members: vec![Member {
            tenant: "t1".into(),
            user: "u1".into(),
            roles: vec![format!("r{version}")],
            version,
            ..Member::default()
        }],
        ..Commit::default()
    }
}

fn commit(store: &PostgresStore, commit: &Commit) -> Result<(), StoreError> {
    pollster::block_on(store.commit(commit))
}

fn roles(store: &PostgresStore, id: &str) -> Vec<String> {
    let record = pollster::block_on(store.get(&at(id))).unwrap();
    record.unwrap().owner_roles
}

/// Waits until so many wait for a lock, or somebody is done.
fn until_waiting(server: &Server, count: &str, is_done: impl Fn() -> bool) {
    let waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted";
    while !is_done() && server.run(waiting) != [[count]] {
        thread::sleep(Duration::from_millis(5));
    }
}

/// Begins a change of a record that comes as far as the account, then a change of roles; the record
/// goes on only when those wait or are stored. Says what the roles are at the end.
fn met(server: &Server, store: &PostgresStore, first: &Commit, second: &Commit) -> Vec<String> {
    let held = server.hold("SELECT FROM chains FOR UPDATE");
    thread::scope(|scope| {
        let changed = scope.spawn(|| commit(store, first));
        until_waiting(server, "1", || changed.is_finished());
        let granted = scope.spawn(|| commit(store, second));
        until_waiting(server, "2", || granted.is_finished());
        drop(held);
        changed.join().unwrap().unwrap();
        granted.join().unwrap().unwrap();
    });
    roles(store, &first.writes[0].record.address.id)
}

#[test]
fn roles_reach_a_record_that_is_being_written() {
    let server = Server::start();
    let store = server.fresh();
    let new = |id: &str| write(WriteMode::Insert, id, 1);
    assert_eq!(met(&server, &store, &new("n1"), &grant(1)), ["r1"]);
    assert_eq!(met(&server, &store, &new("n2"), &grant(2)), ["r2"]);
    let changed = write(WriteMode::Replace, "n1", 2);
    assert_eq!(met(&server, &store, &changed, &grant(3)), ["r3"]);
    assert_eq!(roles(&store, "n2"), ["r3"]);
}

#[test]
fn a_record_that_waits_for_roles_gets_them() {
    let server = Server::start();
    let store = server.fresh();
    let granted = |version: i64| Commit {
        audit: write(WriteMode::Replace, "u1", version).audit,
        ..grant(version)
    };
    let waited = |id: &str, how, version, of| {
        let held = server.hold("SELECT FROM chains FOR UPDATE");
        thread::scope(|scope| {
            let granted = scope.spawn(|| commit(&store, &granted(of)));
            until_waiting(&server, "1", || granted.is_finished());
            let written = scope.spawn(|| commit(&store, &write(how, id, version)));
            until_waiting(&server, "2", || written.is_finished());
            drop(held);
            granted.join().unwrap().unwrap();
            written.join().unwrap().unwrap();
        });
        roles(&store, id)
    };
    assert_eq!(waited("n1", WriteMode::Insert, 1, 1), ["r1"]);
    assert_eq!(waited("n2", WriteMode::Insert, 1, 2), ["r2"]);
    assert_eq!(waited("n1", WriteMode::Replace, 2, 3), ["r3"]);
}

#[test]
fn roles_and_records_that_change_at_once_agree_at_the_end() {
    const GRANTS: i64 = 20;
    const ROUNDS: i64 = 3 * GRANTS;
    let server = Server::start();
    let store = server.fresh();
    let insist = |commits: &dyn Fn() -> Commit| loop {
        match commit(&store, &commits()) {
            Ok(()) => return,
            Err(StoreError::Serialization(_)) => {}
            Err(other) => panic!("{other:?}"),
        }
    };
    insist(&|| write(WriteMode::Insert, "n0", 1));
    thread::scope(|scope| {
        scope.spawn(|| (1..=GRANTS).for_each(|version| insist(&|| grant(version))));
        scope.spawn(|| {
            (2..=ROUNDS).for_each(|version| insist(&|| write(WriteMode::Replace, "n0", version)));
        });
        scope.spawn(|| {
            let id = |number| format!("n{number}");
            (1..=ROUNDS).for_each(|number| insist(&|| write(WriteMode::Insert, &id(number), 1)));
        });
    });
    let last = [format!("r{GRANTS}")];
    for number in 0..=ROUNDS {
        assert_eq!(roles(&store, &format!("n{number}")), last, "{number}");
    }
}
