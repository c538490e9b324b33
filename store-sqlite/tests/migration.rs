//! Files that earlier versions made.

use profilekit::store::{
    AccessLog, Address, Claim, Jobs, Members, Outbox, Records, Settled, Settlement, StoreError,
    contract,
};
use profilekit_sqlite::{NewerFile, SqliteStore};
use rusqlite::Connection;

const FIRST: &str = include_str!("../migrations/0001_records.sql");

/// What the first version kept.
fn fill(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(FIRST)?;
    connection.execute_batch(
        "INSERT INTO records VALUES
            ('t1', 'note', 'n1', 'u1', '[\"member\"]', 'open', 7, 10, 20,
                '{\"reader\":[\"u2\",\"u3\"]}', '{\"title\":\"é\"}', '{\"/title\":\"public\"}', '{}'),
            ('', 'note', 'n1', NULL, '[]', NULL, 1, 11, 21, '{}', '{}', '{}', '{}'),
            ('t2', 'note', 'n1', 'u1', '[]', 'open', 2, 12, 22, '{}', '{}', '{}', '{}');
        INSERT INTO record_keys VALUES
            ('t1', 'note', 'owner=u1', 'n1'), ('t1', 'note', 'slug=x', 'n1'),
            ('t2', 'note', 'owner=u1', 'n1');
        PRAGMA user_version = 1;",
    )
}

/// The migrations after the first, with what the version before each of them kept.
const LATER: [(&str, &str); 8] = [
    (include_str!("../migrations/0002_changes.sql"), ""),
    (
        include_str!("../migrations/0003_access_log.sql"),
        "INSERT INTO members (tenant, user, roles, persona, version, updated_at)
            VALUES ('t1', 'u1', '[\"member\"]', 'reader', 3, 30);
        INSERT INTO accesses VALUES
            ('t1', 'u1', 'a2', 20, 'note', 'n1', 'u2', '', '[\"/title\"]', 'read', ''),
            ('t1', 'u1', 'a1', 10, 'note', 'n1', 'u3', 'u2', '[\"/title\"]', 'list', 'r1');
        INSERT INTO events (sequence, delivery, attempts, due_at, holder, until_at, at, version, id,
                name, tenant, kind, record, error, data)
        VALUES (1, 1, 1, 10, NULL, NULL, 10, 1, 'e1', 'note.created', 't1', 'note', 'n1', '', '{}'),
            (2, 0, 0, 20, 'relay', 99, 20, 2, 'e2', 'note.updated', 't1', 'note', 'n1', '', '{}'),
            (3, -1, 0, 30, NULL, NULL, 30, 3, 'e3', 'note.updated', 't1', 'note', 'n1', '', '{}'),
            (4, 2, 9, 40, NULL, NULL, 40, 1, 'e4', 'note.created', 't2', 'note', 'n1', 'no', '{}');
        INSERT INTO authors VALUES (1, 't1', 'u1');
        INSERT INTO version_documents VALUES (1, '{\"title\":\"e\"}');
        INSERT INTO record_versions SELECT number, 6, 15, 1, 1, 'update', '[\"/title\"]', 'open'
            FROM records WHERE tenant = 't1';
        INSERT INTO record_versions SELECT number, 7, 20, 1, NULL, 'update', '[\"/title\"]', 'open'
            FROM records WHERE tenant = 't1';
        INSERT INTO record_sections SELECT number, '*', zeroblob(32), '{\"title\":\"é\"}'
            FROM records WHERE tenant = 't1';
        INSERT INTO record_slots SELECT 'note', 't1', 'starts_at owner=u1', 200, 100, number
            FROM records WHERE tenant = 't1';
        INSERT INTO consents VALUES ('t1', 'u1', 'c1', 'matching', 'linkedin', 1, 12, 'v1');
        INSERT INTO remembered VALUES ('t1', 'u1', 'k1', 13, zeroblob(32), '[]');
        INSERT INTO received VALUES ('clerk', 'm1', 5);
        INSERT INTO erasures VALUES (1, 14, 'x1', 't1', 'u9', '[[\"t1\",\"note\",\"n9\"]]');
        INSERT INTO jobs VALUES ('backup', '{}');",
    ),
    (include_str!("../migrations/0004_deliveries.sql"), ""),
    (
        include_str!("../migrations/0005_plain_records.sql"),
        "UPDATE records SET archived_at = 33, draft = 1 WHERE tenant = 't2';",
    ),
    (include_str!("../migrations/0006_marks.sql"), ""),
    (include_str!("../migrations/0007_rollups.sql"), ""),
    (include_str!("../migrations/0008_roles.sql"), ""),
    (include_str!("../migrations/0009_extents.sql"), ""),
];

/// A file as a version left it.
fn left_by(path: &std::path::Path, version: i64) -> rusqlite::Result<()> {
    let connection = Connection::open(path)?;
    fill(&connection)?;
    for (number, (migration, kept)) in (2i64..).zip(LATER) {
        connection.execute_batch(kept)?;
        if number > version {
            break;
        }
        connection.execute_batch(migration)?;
        connection.pragma_update(None, "user_version", number)?;
    }
    Ok(())
}

#[test]
fn a_file_of_the_first_version_opens_with_all_that_it_has() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.db");
    fill(&Connection::open(&path).unwrap()).unwrap();
    for _ in 0..2 {
        let store = SqliteStore::open(&path).unwrap();
        let get = |tenant: &str| {
            let address = Address::new(tenant, "note", "n1");
            pollster::block_on(store.get(&address)).unwrap()
        };
        assert_eq!(get("t1"), Some(contract::early()));
        let versions = ["", "t2"].map(|tenant| get(tenant).map(|record| record.version));
        assert_eq!(versions, [Some(1), Some(2)]);
        for key in ["owner=u1", "slug=x"] {
            let found = pollster::block_on(store.find("t1", "note", key)).unwrap();
            assert_eq!(found, Some(contract::early()), "{key}");
        }
        let owned = pollster::block_on(store.owned("t2", "u1", None, 9)).unwrap();
        assert_eq!(owned.records.len(), 1);
        assert_eq!(store.integrity_problems().unwrap(), Vec::<String>::new());
    }
    let file = Connection::open(&path).unwrap();
    let related = "SELECT group_concat(other) FROM record_relations WHERE name = 'reader'";
    let related: String = file.query_row(related, [], |row| row.get(0)).unwrap();
    assert_eq!(related, "u2,u3");
    let dangling = "SELECT COUNT(*) FROM pragma_foreign_key_check";
    let dangling: i64 = file.query_row(dangling, [], |row| row.get(0)).unwrap();
    assert_eq!(dangling, 0);
}

#[test]
fn every_later_version_opens_with_all_that_it_has() {
    let newest = SqliteStore::NEWEST_VERSION;
    assert_eq!(i64::try_from(LATER.len()).unwrap() + 1, newest);
    for version in 2..newest {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.db");
        left_by(&path, version).unwrap();
        assert_eq!(SqliteStore::version_of(&path).unwrap(), version);
        let store = SqliteStore::open(&path).unwrap();
        let get = |tenant: &str| {
            let address = Address::new(tenant, "note", "n1");
            pollster::block_on(store.get(&address)).unwrap().unwrap()
        };
        assert_eq!(get("t1"), contract::early(), "{version}");
        pollster::block_on(contract::check_early(&store));
        assert_eq!(get("").choices, "{}", "{version}");
        let aside = (get("t2").archived_at, get("t2").draft);
        let was = if version >= 4 {
            (Some(33), true)
        } else {
            (None, false)
        };
        assert_eq!(aside, was, "{version}");
        let member = pollster::block_on(store.member("t1", "u1"))
            .unwrap()
            .unwrap();
        assert_eq!(member, contract::early_member(), "{version}");
        let log = pollster::block_on(store.accesses("t1", "u1", None, 9)).unwrap();
        let ids: Vec<&str> = log.iter().map(|access| access.id.as_str()).collect();
        assert_eq!(ids, ["a2", "a1"], "{version}");
        assert_eq!(
            (log[1].viewer.as_str(), log[1].behalf.as_str()),
            ("u3", "u2")
        );
        assert_eq!(
            claimed(&store, 50),
            [0i64; 0],
            "{version}: a relay has them"
        );
        let settled = [Settled {
            sequence: 2,
            how: Settlement::Delivered,
        }];
        let held = pollster::block_on(store.settle("relay", &settled)).unwrap();
        assert_eq!((held, claimed(&store, 60)), (1, vec![3]), "{version}");
        let backlog = pollster::block_on(store.backlog()).unwrap();
        let figures = (backlog.pending, backlog.delivered, backlog.dead);
        assert_eq!(figures, (1, 2, 1), "{version}");
        assert_eq!(store.integrity_problems().unwrap(), Vec::<String>::new());
    }
}

/// What a relay takes on at an instant.
fn claimed(store: &SqliteStore, now: i64) -> Vec<i64> {
    let claim = Claim {
        holder: "other".into(),
        now,
        until: now + 10,
        limit: 9,
    };
    let taken = pollster::block_on(store.claim(&claim)).unwrap_or_default();
    taken.iter().map(|stored| stored.sequence).collect()
}

#[test]
fn a_store_that_is_closed_is_one_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.db");
    let store = SqliteStore::open(&path).unwrap();
    pollster::block_on(store.save_job("j", "{}")).unwrap();
    assert!(pollster::block_on(store.job("j")).unwrap().is_some());
    drop(store);
    let files = std::fs::read_dir(folder.path()).unwrap();
    assert_eq!(files.count(), 1, "whoever copies it copies everything");
}

#[test]
fn a_file_of_a_later_version_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.db");
    assert!(SqliteStore::version_of(&path).is_err(), "it is not there");
    assert!(!path.exists());
    fill(&Connection::open(&path).unwrap()).unwrap();
    assert_eq!(SqliteStore::version_of(&path).unwrap(), 1);
    drop(SqliteStore::open(&path).unwrap());
    let newest = SqliteStore::NEWEST_VERSION;
    assert_eq!(SqliteStore::version_of(&path).unwrap(), newest);
    let file = Connection::open(&path).unwrap();
    let later = newest + 1;
    file.pragma_update(None, "user_version", later).unwrap();
    let refused = SqliteStore::open(&path).unwrap_err();
    let StoreError::Unavailable(reason) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(
        reason.downcast_ref::<NewerFile>().map(|newer| newer.found),
        Some(later)
    );
}

#[test]
fn a_file_of_the_first_version_is_opened_by_two_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.db");
    fill(&Connection::open(&path).unwrap()).unwrap();
    let opened = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4)
            .map(|_| scope.spawn(|| SqliteStore::open(&path)))
            .collect();
        let opened = threads.into_iter().map(|thread| thread.join().unwrap());
        opened.filter(Result::is_ok).count()
    });
    assert_eq!(opened, 4);
}
