//! Changes that fail leave nothing.

use std::time::Duration;

use profilekit::privacy::{Chain, Detail, Entry};
use profilekit::store::{
    Account, Address, Changes, Commit, Event, History, Outbox, PastVersion, Records, Section,
    StoreError, StoredRecord, Write, WriteMode,
};
use rusqlite::Connection;

use crate::{Options, SqliteStore};

fn address(number: usize) -> Address {
    Address::new("t1", "note", &format!("n{number}"))
}

/// A change that writes to every table that a change of a record writes to.
fn change(number: usize, version: i64) -> Commit {
    let document = format!("{{\"a\":\"{}\"}}", "x".repeat(20_000));
    let detail = Detail {
        actor: "u1".into(),
        ..Detail::default()
    };
    let entry = Entry {
        id: format!("{number}-{version}"),
        commitment: detail.commitment(),
        ..Entry::default()
    };
    let write = Write {
        how: if version == 1 {
            WriteMode::Insert
        } else {
            WriteMode::Replace
        },
        record: StoredRecord {
            address: address(number),
            version,
            document: document.clone(),
            choices: "{}".into(),
            forced: "{}".into(),
            ..StoredRecord::default()
        },
        keys: vec![format!("slug={number}")],
        sections: vec![Section::new("a", "{}".into())],
        kept: Some(PastVersion {
            version,
            actor: "u1".into(),
            document,
            ..PastVersion::default()
        }),
        events: vec![Event {
            address: address(number),
            version,
            ..Event::default()
        }],
        ..Write::default()
    };
    Commit {
        writes: vec![write],
        audit: vec![(entry, detail)],
        ..Commit::default()
    }
}

fn commit(store: &SqliteStore, number: usize, version: i64) -> Result<(), StoreError> {
    pollster::block_on(store.commit(&change(number, version)))
}

/// Everything there is of `count` changes, and nothing else.
fn assert_whole(store: &SqliteStore, count: usize) {
    pollster::block_on(async {
        for number in 0..=count {
            let there = number < count;
            let address = address(number);
            assert_eq!(store.get(&address).await.unwrap().is_some(), there);
            let key = format!("slug={number}");
            let held = store.find("t1", "note", &key).await.unwrap();
            assert_eq!(held.is_some(), there);
            let sections = store.sections(&address).await.unwrap();
            assert_eq!(sections.len(), usize::from(there));
            let versions = store.versions(&address, None, 9).await.unwrap();
            assert_eq!(versions.len(), usize::from(there));
        }
        let events = store.events(None, 0, usize::MAX).await.unwrap();
        assert_eq!(events.len(), count);
        let mut chain = Chain::new(0);
        let links = store.links(0, 0, usize::MAX).await.unwrap();
        links.iter().for_each(|link| chain.follow(link).unwrap());
        assert_eq!(links.len(), count);
    });
    assert_eq!(store.integrity_problems().unwrap(), Vec::<String>::new());
}

#[test]
fn nothing_of_a_change_is_there_when_the_disk_is_full() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.db");
    let store = SqliteStore::open(&path).unwrap();
    commit(&store, 0, 1).unwrap();
    let pages = |pages: i64| {
        let writer = store.writer();
        let full = format!("PRAGMA max_page_count = {pages}");
        let left: i64 = writer
            .connection
            .query_row(&full, [], |row| row.get(0))
            .unwrap();
        left
    };
    // Each change needs some pages: whichever of them is missing, nothing is half there.
    let mut count = 1;
    let mut refused = 0;
    for most in pages(1)..pages(1) + 60 {
        pages(most);
        match commit(&store, count, 1) {
            Ok(()) => count += 1,
            Err(StoreError::Unavailable(_)) => refused += 1,
            Err(other) => panic!("{other:?}"),
        }
        assert_whole(&store, count);
    }
    assert!(refused > 10 && count > 5, "{refused} {count}");
    pages(1_000_000);
    commit(&store, count, 1).unwrap();
    assert_whole(&store, count + 1);
}

#[test]
fn a_locked_file_is_told_and_changes_later() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.db");
    let options = Options::default().patience(Duration::from_millis(20));
    let store = options.open(&path).unwrap();
    commit(&store, 0, 1).unwrap();
    let other = Connection::open(&path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let error = commit(&store, 1, 1).unwrap_err();
    assert!(matches!(error, StoreError::Serialization(_)), "{error:?}");
    // Whoever reads does not wait.
    assert_whole(&store, 1);
    other.execute_batch("ROLLBACK").unwrap();
    commit(&store, 1, 1).unwrap();
    assert_whole(&store, 2);
}

#[test]
fn two_stores_of_one_file_write_one_chain() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.db");
    let stores = [0, 1].map(|_| SqliteStore::open(&path).unwrap());
    for number in 0..40 {
        let store = &stores[number * number % 3 % 2];
        commit(store, number, 1).unwrap();
    }
    assert_whole(&stores[0], 40);
}

#[test]
fn links_are_found_before_and_after_they_are_filed() {
    let store = SqliteStore::in_memory().unwrap();
    let request = |limit| profilekit::store::AccountRequest {
        actor: Some("u1".into()),
        limit,
        ..profilekit::store::AccountRequest::default()
    };
    for number in 0..600 {
        commit(&store, number, 1).unwrap();
        if number % 50 == 0 || (250..260).contains(&number) {
            let links = pollster::block_on(store.account(&request(1000))).unwrap();
            assert_eq!(links.len(), number + 1);
        }
    }
    let links = pollster::block_on(store.account(&request(300))).unwrap();
    let numbers: Vec<i64> = links.iter().map(|link| link.number).collect();
    assert_eq!(numbers, (301..=600).rev().collect::<Vec<_>>());
    let backlog = pollster::block_on(store.backlog()).unwrap();
    assert_eq!(backlog.pending, 600);
    let claim = profilekit::store::Claim {
        holder: "r".into(),
        until: 1,
        limit: 1000,
        ..profilekit::store::Claim::default()
    };
    let taken = pollster::block_on(store.claim(&claim)).unwrap();
    let places: Vec<i64> = taken.iter().map(|stored| stored.sequence).collect();
    assert_eq!(places, (1..=600).collect::<Vec<_>>());
}

#[test]
fn no_place_is_given_twice() {
    use profilekit::store::{Claim, Settled, Settlement};
    let store = SqliteStore::in_memory().unwrap();
    for number in 0..3 {
        commit(&store, number, 1).unwrap();
        let claim = Claim {
            holder: "r".into(),
            until: 1,
            limit: 9,
            ..Claim::default()
        };
        let taken = pollster::block_on(store.claim(&claim)).unwrap();
        let place = i64::try_from(number).unwrap() + 1;
        assert_eq!(
            taken.iter().map(|one| one.sequence).collect::<Vec<_>>(),
            [place]
        );
        let settled = [Settled {
            sequence: place,
            how: Settlement::Delivered,
        }];
        assert_eq!(pollster::block_on(store.settle("r", &settled)).unwrap(), 1);
        assert_eq!(pollster::block_on(store.forget_delivered(9)).unwrap(), 1);
        assert_eq!(pollster::block_on(store.forget_delivered(9)).unwrap(), 0);
        assert_eq!(pollster::block_on(store.events(None, 0, 9)).unwrap(), []);
        let backlog = pollster::block_on(store.backlog()).unwrap();
        assert_eq!((backlog.pending, backlog.delivered), (0, 0));
    }
}

#[test]
fn every_version_keeps_its_document() {
    let store = SqliteStore::in_memory().unwrap();
    let write = |version: i64, kept: bool, document: &str| {
        let mut commit = change(0, version);
        let write = &mut commit.writes[0];
        write.record.document = format!("{{\"v\":{version}}}");
        write.kept = kept.then(|| PastVersion {
            version,
            document: document.to_owned(),
            ..PastVersion::default()
        });
        pollster::block_on(store.commit(&commit)).unwrap();
    };
    write(1, true, "{\"v\":1}");
    write(2, true, "{\"v\":2}");
    write(3, false, "");
    write(4, true, "{\"v\":\"other\"}");
    write(5, true, "{\"v\":5}");
    let versions = pollster::block_on(store.versions(&address(0), None, 9)).unwrap();
    let documents: Vec<&str> = versions.iter().map(|version| &*version.document).collect();
    assert_eq!(
        documents,
        ["{\"v\":5}", "{\"v\":\"other\"}", "{\"v\":2}", "{\"v\":1}"]
    );
    let removed = Write {
        how: WriteMode::Remove,
        record: change(0, 5).writes.remove(0).record,
        ..Write::default()
    };
    let commit = Commit {
        writes: vec![removed],
        ..Commit::default()
    };
    pollster::block_on(store.commit(&commit)).unwrap();
    let left = "SELECT COUNT(*) FROM version_documents";
    let left: i64 = store
        .writer()
        .connection
        .query_row(left, [], |row| row.get(0))
        .unwrap();
    assert_eq!(left, 0);
}
