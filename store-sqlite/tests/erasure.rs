//! What is erased is not in the file any more.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests say so where they fail"
)]

use std::path::Path;

use profilekit::privacy::{Detail, Entry};
use profilekit::store::{
    Access, Address, Changes, Claim, Commit, Erasure, Event, Idempotency, Member, Outbox,
    PastVersion, Received, Remembered, Section, Settled, Settlement, Slot, StoredRecord, Treated,
    Treatment, Write, WriteMode,
};
use profilekit_sqlite::SqliteStore;

/// Stands in everything that is to be erased, with the place that it stands in.
const CANARY: &str = "canary-6e2c";

fn canary(place: &str, number: usize) -> String {
    // Of different lengths, so that pages are divided in many ways.
    format!(
        "{CANARY}-{place}-{number} {}",
        "x".repeat(number * 37 % 900)
    )
}

fn address(number: usize) -> Address {
    Address::new("t1", "note", &format!("n{number}"))
}

/// A record of `u1`, with everything that belongs to one.
fn own(number: usize, version: i64) -> Write {
    let text = |place: &str| canary(place, number * 3 + usize::try_from(version).unwrap());
    Write {
        how: if version == 1 {
            WriteMode::Insert
        } else {
            WriteMode::Replace
        },
        record: StoredRecord {
            address: address(number),
            owner: Some("u1".into()),
            state: Some("open".into()),
            version,
            relations: vec![("reader".into(), vec![text("relation")])],
            document: format!("{{\"a\":\"{}\"}}", text("document").repeat(4)),
            choices: format!("{{\"/{}\":\"public\"}}", text("choices")).into(),
            forced: "{}".into(),
            ..StoredRecord::default()
        },
        keys: vec![format!("mail={}", text("key"))],
        slots: vec![Slot {
            key: format!("time of={}", text("slot")),
            from: version,
            until: version + 1,
        }],
        sections: vec![Section::new("a", text("section").repeat(3))],
        forgets: false,
        kept: Some(PastVersion {
            version,
            actor: "u1".into(),
            document: text("version").repeat(3),
            ..PastVersion::default()
        }),
        events: vec![Event {
            id: format!("e{number}-{version}"),
            address: address(number),
            data: text("event"),
            ..Event::default()
        }],
    }
}

/// What `u1` did to a record: their own, or somebody else's.
fn done(number: usize) -> Commit {
    let detail = Detail {
        actor: "u1".into(),
        about: canary("about", number),
        ..Detail::default()
    };
    let entry = Entry {
        tenant: "t1".into(),
        kind: "note".into(),
        record: format!("n{number}"),
        commitment: detail.commitment(),
        ..Entry::default()
    };
    Commit {
        audit: vec![(entry, detail)],
        accesses: vec![Access {
            id: format!("a{number}"),
            address: address(number),
            owner: "u1".into(),
            viewer: "u2".into(),
            fields: vec![canary("access", number)],
            ..Access::default()
        }],
        remembered: Some(Remembered {
            tenant: "t1".into(),
            actor: "u1".into(),
            key: format!("k{number}"),
            answer: canary("answer", number),
            ..Remembered::default()
        }),
        received: Some(Received {
            source: "s".into(),
            id: format!("r{number}"),
            at: 0,
        }),
        ..Commit::default()
    }
}

fn commit(store: &SqliteStore, commit: Commit) {
    pollster::block_on(store.commit(&commit)).unwrap();
}

/// Records of `u1` among those of others that stay.
fn fill(store: &SqliteStore, count: usize) {
    for number in 0..count {
        commit(
            store,
            Commit {
                writes: vec![own(number, 1), other(number)],
                ..done(number)
            },
        );
    }
    let persona = Some(canary("persona", 1));
    let member = Member {
        tenant: "t1".into(),
        user: "u1".into(),
        persona,
        version: 1,
        ..Member::default()
    };
    commit(
        store,
        Commit {
            members: vec![member],
            ..Commit::default()
        },
    );
    for number in (0..count).step_by(3) {
        let writes = vec![own(number, 2)];
        commit(
            store,
            Commit {
                writes,
                ..Commit::default()
            },
        );
    }
}

/// A record of somebody else.
fn other(number: usize) -> Write {
    let text = format!("stays {}", "y".repeat(number * 53 % 1200));
    Write {
        record: StoredRecord {
            address: Address::new("t1", "note", &format!("o{number}")),
            owner: Some("u2".into()),
            version: 1,
            relations: Vec::new(),
            document: format!("{{\"a\":\"{text}\"}}"),
            choices: "{}".into(),
            forced: "{}".into(),
            ..StoredRecord::default()
        },
        sections: vec![Section::new("a", text.clone())],
        kept: Some(PastVersion {
            version: 1,
            document: text,
            ..PastVersion::default()
        }),
        ..Write::default()
    }
}

/// Some events are delivered, some fail, most wait.
fn deliver(store: &SqliteStore) {
    let claim = Claim {
        holder: "r1".into(),
        now: 1,
        until: 2,
        limit: 40,
    };
    let taken = pollster::block_on(store.claim(&claim)).unwrap();
    let settled: Vec<Settled> = taken
        .iter()
        .enumerate()
        .map(|(index, stored)| Settled {
            sequence: stored.sequence,
            how: if index % 2 == 0 {
                Settlement::Delivered
            } else {
                Settlement::Dead {
                    error: canary("error", index),
                }
            },
        })
        .collect();
    let held = pollster::block_on(store.settle("r1", &settled)).unwrap();
    assert_eq!(held, taken.len());
}

fn erase(store: &SqliteStore, count: usize) {
    for number in 0..count {
        let version = if number % 3 == 0 { 2 } else { 1 };
        let write = Write {
            how: WriteMode::Remove,
            record: own(number, version).record,
            ..Write::default()
        };
        commit(
            store,
            Commit {
                writes: vec![write],
                ..Commit::default()
            },
        );
    }
    let erasure = Erasure {
        id: "x1".into(),
        at: 9,
        tenant: "t1".into(),
        person: "u1".into(),
        records: (0..count)
            .map(|number| Treated::new(address(number), Treatment::Delete))
            .collect(),
        ..Erasure::default()
    };
    commit(
        store,
        Commit {
            erasure: Some(erasure),
            ..Commit::default()
        },
    );
}

/// What stands behind each canary in the files of a database.
fn found(path: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for ending in ["", "-wal", "-shm", "-journal"] {
        let mut file = path.as_os_str().to_owned();
        file.push(ending);
        let bytes = std::fs::read(&file).unwrap_or_default();
        let canary = CANARY.as_bytes();
        let places = bytes.windows(canary.len()).enumerate();
        for (at, _) in places.filter(|(_, window)| *window == canary) {
            let behind = &bytes[at..bytes.len().min(at + 40)];
            found.push(format!("{ending}: {}", String::from_utf8_lossy(behind)));
        }
    }
    found
}

#[test]
fn no_byte_of_what_is_erased_remains() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.db");
    let store = SqliteStore::open(&path).unwrap();
    let count = 300;
    fill(&store, count);
    deliver(&store);
    assert!(found(&path).len() > 1000, "it was there");
    erase(&store, count);
    store.scrub().unwrap();
    let left = found(&path);
    assert_eq!(left, Vec::<String>::new(), "{}", left.len());
    assert_eq!(store.integrity_problems().unwrap(), Vec::<String>::new());
    let answer = pollster::block_on(store.remembered("t1", "u1", "k1")).unwrap();
    assert_eq!(answer, None);
}

#[test]
fn what_a_change_replaced_does_not_remain() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.db");
    let store = SqliteStore::open(&path).unwrap();
    let without_history = |mut write: Write| {
        (write.kept, write.events) = (None, Vec::new());
        write
    };
    let count = 300;
    for number in 0..count {
        let writes = vec![without_history(own(number, 1)), other(number)];
        commit(
            &store,
            Commit {
                writes,
                ..Commit::default()
            },
        );
    }
    for number in 0..count {
        let plain = other(number);
        let write = Write {
            how: WriteMode::Replace,
            record: StoredRecord {
                address: address(number),
                version: 2,
                ..plain.record
            },
            kept: None,
            ..plain
        };
        commit(
            &store,
            Commit {
                writes: vec![write],
                ..Commit::default()
            },
        );
    }
    store.scrub().unwrap();
    let left = found(&path);
    assert_eq!(left, Vec::<String>::new(), "{}", left.len());
}

#[test]
fn a_reader_of_what_is_older_is_waited_for() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.db");
    let options = profilekit_sqlite::Options::default();
    let options = options.patience(std::time::Duration::from_millis(20));
    let store = options.open(&path).unwrap();
    fill(&store, 2);
    let reader = rusqlite::Connection::open(&path).unwrap();
    reader
        .execute_batch("BEGIN; SELECT * FROM records")
        .unwrap();
    let mut rows = reader.prepare("SELECT id FROM records").unwrap();
    let mut rows = rows.query([]).unwrap();
    assert!(rows.next().unwrap().is_some());
    erase(&store, 2);
    let error = store.scrub().unwrap_err();
    assert!(
        matches!(error, profilekit::store::StoreError::Serialization(_)),
        "{error:?}"
    );
    drop(rows);
    reader.execute_batch("ROLLBACK").unwrap();
    store.scrub().unwrap();
}
