//! Connecting, and what cannot be stored.

use std::error::Error;

use profilekit::Kernel;
use profilekit::store::{
    Changes, Claim, Commit, Event, Outbox, Records, Settled, Settlement, StoreError, Write,
    contract,
};
use profilekit_postgres::{NotStorable, Options, PostgresStore, UnknownSchema, row_level_security};

use crate::server::Server;

#[test]
fn programs_that_start_together_make_the_tables_once() {
    let server = Server::start();
    let stores = server.together("fresh", 4);
    let commit = Commit {
        writes: vec![Write {
            record: contract::note("n1"),
            ..Write::default()
        }],
        ..Commit::default()
    };
    pollster::block_on(stores[0].commit(&commit)).unwrap();
    let found = pollster::block_on(stores[3].get(&contract::note("n1").address)).unwrap();
    assert_eq!(found, Some(contract::note("n1")));
}

/// The role that owns the tables need not be a superuser, and is not shut out by the row-level
/// security that it writes.
#[test]
fn an_ordinary_role_is_enough() {
    let server = Server::start();
    server.run(
        "CREATE ROLE app LOGIN; CREATE ROLE reports; GRANT CREATE ON DATABASE postgres TO app",
    );
    let store = server.fresh_as("app");
    let kernel = Kernel::compile(BLUEPRINT.as_bytes()).unwrap();
    let security = row_level_security(&kernel, "s1", "reports").unwrap();
    assert_eq!(security.refused, []);
    server.run(&format!("SET ROLE app; {}", security.sql));
    let record = contract::note("n1");
    let commit = Commit {
        writes: vec![Write {
            record: record.clone(),
            ..Write::default()
        }],
        ..Commit::default()
    };
    pollster::block_on(store.commit(&commit)).unwrap();
    let found = pollster::block_on(store.get(&record.address)).unwrap();
    assert_eq!(found, Some(record));
    let seen = server.run("SET ROLE reports; SELECT id FROM records");
    assert_eq!(seen, Vec::<Vec<String>>::new(), "nobody is signed in");
    let owner = "SELECT set_config('profilekit.subject', 'u1', false)";
    let seen = server.run(&format!(
        "SET ROLE reports; {owner}; SELECT id FROM records"
    ));
    assert_eq!(seen.last(), Some(&vec!["n1".to_owned()]));
    assert!(
        server
            .try_run("SET ROLE reports; SELECT * FROM versions")
            .is_err()
    );
}

const BLUEPRINT: &str = r#"{
    "blueprint": 1, "name": "open", "version": "1.0.0",
    "kinds": { "note": { "owner": "user", "fields": { "title": { "type": "string" } } } },
    "policies": [ { "id": "own", "allow": ["note.*"], "relations": ["owner"] } ]
}"#;

#[test]
fn tables_of_a_later_version_are_left_alone() {
    let server = Server::start();
    drop(server.fresh());
    server.run("INSERT INTO migrations (version) VALUES (99)");
    let error = server.try_store("s1").unwrap_err();
    let StoreError::Unavailable(source) = &error else {
        panic!("{error:?}");
    };
    let expected = UnknownSchema::Newer {
        found: 99,
        known: PostgresStore::NEWEST_VERSION,
    };
    assert_eq!(source.downcast_ref(), Some(&expected));
    assert!(server.try_store("drop table").is_err());
}

#[test]
fn outside_of_a_runtime_nothing_connects_and_nothing_panics() {
    let address = "host=127.0.0.1 port=1 user=nobody";
    let store = pollster::block_on(PostgresStore::connect(address, &Options::default()));
    assert!(matches!(store, Err(StoreError::Unavailable(_))));
}

/// A document has U+0000 escaped; whatever else has it is refused, and says so.
#[test]
fn texts_with_the_character_that_postgres_has_not_are_refused() {
    let server = Server::start();
    let store = server.fresh();
    let mut write = Write {
        record: contract::note("n1"),
        events: vec![Event {
            address: contract::note("n1").address,
            data: "{\"x\":\"\\u0000\"}".into(),
            ..Event::default()
        }],
        ..Write::default()
    };
    let commit = |write: &Write| {
        let writes = vec![write.clone()];
        let commit = Commit {
            writes,
            ..Commit::default()
        };
        pollster::block_on(store.commit(&commit))
    };
    write.record.owner = Some("u\0".into());
    is_not_storable(&commit(&write).unwrap_err());
    write.record.owner = None;
    commit(&write).unwrap();
    let claim = Claim {
        holder: "r".into(),
        now: 1,
        until: 2,
        limit: 9,
    };
    let claimed = pollster::block_on(store.claim(&claim)).unwrap();
    let settled = Settled {
        sequence: claimed[0].sequence,
        how: Settlement::Dead {
            error: "secret\0".into(),
        },
    };
    let refused = pollster::block_on(store.settle("r", &[settled])).unwrap_err();
    is_not_storable(&refused);
}

fn is_not_storable(error: &StoreError) {
    let source = error.source().unwrap();
    assert_eq!(source.downcast_ref(), Some(&NotStorable));
    assert!(!format!("{error:?} {error} {source}").contains("secret"));
}
