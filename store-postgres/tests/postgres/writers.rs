//! Many writers at once.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use profilekit::privacy::{Chain, Detail, Entry};
use profilekit::store::{
    Account, Address, Changes, Commit, Event, Outbox, Records, Slot, StoreError, Write, WriteMode,
    contract,
};
use profilekit_postgres::PostgresStore;
use profilekit_tests::Seeded;

use crate::server::Server;

fn at(id: &str) -> Address {
    Address::new("t1", "note", id)
}

/// A change of a record from the version that is stored, with what a change has.
fn change(store: &PostgresStore, id: &str, name: &str) -> (Write, (Entry, Detail)) {
    let stored = pollster::block_on(store.get(&at(id))).unwrap();
    let mut record = stored.unwrap_or(contract::note(id));
    let how = if record.address.tenant.is_empty() {
        record.address = at(id);
        WriteMode::Insert
    } else {
        record.version += 1;
        WriteMode::Replace
    };
    let event = Event {
        id: name.to_owned(),
        address: at(id),
        version: record.version,
        data: "{}".into(),
        ..Event::default()
    };
    let detail = Detail {
        actor: "u1".into(),
        ..Detail::default()
    };
    let entry = Entry {
        id: name.to_owned(),
        tenant: "t1".into(),
        kind: "note".into(),
        record: id.to_owned(),
        version: record.version,
        commitment: detail.commitment(),
        ..Entry::default()
    };
    let write = Write {
        how,
        keys: vec![format!("slug={id}{}", record.version % 3)],
        slots: vec![Slot {
            key: format!("room={id}"),
            from: record.version,
            until: record.version + 1,
        }],
        events: vec![event],
        record,
        ..Write::default()
    };
    (write, (entry, detail))
}

/// Changes some records in one commit, and once more where another change came first; says how
/// often it took.
fn insist(store: &PostgresStore, ids: &[String], name: &str) -> usize {
    for attempt in 1.. {
        let changes = ids
            .iter()
            .map(|id| change(store, id, &format!("{name} {id}")));
        let (writes, audit) = changes.unzip();
        let commit = Commit {
            writes,
            audit,
            ..Commit::default()
        };
        match pollster::block_on(store.commit(&commit)) {
            Ok(()) => return attempt,
            Err(StoreError::Conflict { .. } | StoreError::Serialization(_)) => {}
            Err(StoreError::UniqueViolation { what }) if what == "id" => {}
            Err(other) => panic!("{other:?}"),
        }
    }
    0
}

/// Every event, read in order while it is written, until there is nothing more to come.
fn follow(store: &PostgresStore, is_over: impl Fn(usize) -> bool) -> BTreeSet<String> {
    let (mut after, mut seen) = (0, BTreeSet::new());
    while !is_over(seen.len()) {
        let events = pollster::block_on(store.events(None, after, 100)).unwrap();
        for stored in events {
            assert!(stored.sequence > after);
            after = stored.sequence;
            assert!(seen.insert(stored.event.id));
        }
    }
    seen
}

fn verify(store: &PostgresStore) -> usize {
    let mut count = 0;
    for (number, last, hash) in pollster::block_on(store.chains()).unwrap() {
        let mut chain = Chain::new(number);
        for link in pollster::block_on(store.links(number, 0, usize::MAX)).unwrap() {
            chain.follow(&link).unwrap();
            count += 1;
        }
        assert_eq!(chain.reached(), (last, hash));
    }
    count
}

#[test]
fn two_stores_and_eight_writers_lose_nothing() {
    const WRITERS: usize = 8;
    const EACH: usize = 60;
    let server = Server::start();
    let stores = [server.fresh(), server.again()];
    let (attempts, changes) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let is_written = AtomicBool::new(false);
    let start = std::time::Instant::now();
    let seen = thread::scope(|scope| {
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| {
                let (stores, attempts, changes) = (&stores, &attempts, &changes);
                scope.spawn(move || {
                    let mut random = Seeded::new(u64::try_from(writer).unwrap());
                    for number in 0..EACH {
                        let hot = (0..=random.below(3)).map(|_| format!("n{}", random.below(5)));
                        // In any order: the store has its own.
                        let ids: BTreeSet<String> = hot.collect();
                        let mut ids: Vec<String> = ids.into_iter().collect();
                        if random.percent(50) {
                            ids.reverse();
                        }
                        let name = format!("{writer}-{number}");
                        let took = insist(&stores[writer % 2], &ids, &name);
                        attempts.fetch_add(took, Ordering::Relaxed);
                        changes.fetch_add(ids.len(), Ordering::Relaxed);
                    }
                })
            })
            .collect();
        let (store, is_written, changes) = (&stores[1], &is_written, &changes);
        let reader = scope.spawn(move || {
            let all = |seen| {
                is_written.load(Ordering::Acquire) && seen >= changes.load(Ordering::Relaxed)
            };
            follow(store, all)
        });
        for writer in writers {
            writer.join().unwrap();
        }
        is_written.store(true, Ordering::Release);
        reader.join().unwrap()
    });
    let (attempts, changes) = (attempts.into_inner(), changes.into_inner());
    println!(
        "{} commits, {changes} changes, {attempts} attempts in {:?}",
        WRITERS * EACH,
        start.elapsed()
    );
    let versions: i64 = (0..5)
        .map(|id| {
            pollster::block_on(stores[0].get(&at(&format!("n{id}"))))
                .unwrap()
                .unwrap()
        })
        .map(|record| record.version)
        .sum();
    assert_eq!(versions, i64::try_from(changes).unwrap());
    assert_eq!(seen.len(), changes);
    assert_eq!(verify(&stores[0]), changes);
    assert!(pollster::block_on(stores[0].chains()).unwrap().len() > 1);
    let mut last = [0; 5];
    for stored in pollster::block_on(stores[0].events(None, 0, usize::MAX)).unwrap() {
        let number: usize = stored.event.address.id[1..].parse().unwrap();
        last[number] += 1;
        assert_eq!(
            stored.event.version, last[number],
            "places are in the order of versions"
        );
    }
}

#[test]
fn one_of_two_takes_a_key_and_a_slot() {
    let server = Server::start();
    let store = server.fresh();
    for round in 0..20 {
        let results = thread::scope(|scope| {
            let tries = ["a", "b", "c", "d"].map(|who| {
                let store = &store;
                scope.spawn(move || {
                    let id = format!("{who}{round}");
                    let (mut write, _) = change(store, &id, "x");
                    let shared = format!("slug={round}");
                    if round % 2 == 0 {
                        write.keys = vec![shared];
                    } else {
                        write.slots[0].key = shared;
                    }
                    let commit = Commit {
                        writes: vec![write],
                        ..Commit::default()
                    };
                    pollster::block_on(store.commit(&commit))
                })
            });
            tries.map(|one| one.join().unwrap())
        });
        let made = results.iter().filter(|result| result.is_ok()).count();
        assert_eq!(made, 1, "{results:?}");
        for error in results.into_iter().filter_map(Result::err) {
            match error {
                StoreError::UniqueViolation { what } => {
                    assert_eq!((what.as_str(), round % 2), ("slug", 0))
                }
                StoreError::ExclusionViolation { what } => {
                    assert_eq!((what.as_str(), round % 2), ("slug", 1))
                }
                StoreError::Serialization(_) => {}
                other => panic!("{other:?}"),
            }
        }
    }
}
