//! Many relays at once.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use profilekit::store::{
    Address, Changes, Claim, Commit, Event, Outbox, Settled, Settlement, StoreError, Write,
    WriteMode, contract,
};
use profilekit_postgres::PostgresStore;
use profilekit_tests::Seeded;

use crate::server::Server;

const RECORDS: usize = 6;
const VERSIONS: i64 = 50;

fn announce(store: &PostgresStore, record: usize, version: i64) {
    let mut write = Write {
        how: WriteMode::Insert,
        record: contract::note(&format!("n{record}")),
        ..Write::default()
    };
    write.record.version = version;
    if version > 1 {
        write.how = WriteMode::Replace;
    }
    let event = |half: i64| Event {
        id: format!("{record}-{version}-{half}"),
        address: write.record.address.clone(),
        version: version * 2 + half,
        data: "{}".into(),
        ..Event::default()
    };
    write.events = vec![event(0), event(1)];
    let commit = Commit {
        writes: vec![write],
        ..Commit::default()
    };
    pollster::block_on(store.commit(&commit)).unwrap();
}

/// What was delivered of each record, and who works on it.
#[derive(Default)]
struct Ledger {
    delivered: BTreeMap<Address, Vec<i64>>,
    at_work: BTreeMap<Address, usize>,
}

/// Takes events on and delivers them, gives some back and fails at some, until all are through.
fn relay(store: &PostgresStore, number: usize, ledger: &Mutex<Ledger>, is_over: &AtomicBool) {
    let mut random = Seeded::new(u64::try_from(number).unwrap() + 100);
    for turn in 0.. {
        // Time passes by turns, so that what failed is due again.
        let claim = Claim {
            holder: format!("relay {number}"),
            now: turn,
            until: i64::MAX,
            limit: 1 + random.below(7),
        };
        let claimed = match pollster::block_on(store.claim(&claim)) {
            Ok(claimed) => claimed,
            Err(StoreError::Serialization(_)) => continue,
            Err(other) => panic!("{other:?}"),
        };
        if claimed.is_empty() && is_over.load(Ordering::Relaxed) {
            let left = pollster::block_on(store.backlog()).unwrap().pending;
            if left == 0 {
                return;
            }
        }
        for stored in &claimed {
            let mut ledger = ledger.lock().unwrap();
            let address = stored.event.address.clone();
            let worker = *ledger.at_work.entry(address.clone()).or_insert(number);
            assert_eq!(worker, number, "two work on {address}");
        }
        let mut stopped: Vec<Address> = Vec::new();
        let mut settled = Vec::new();
        for stored in &claimed {
            let address = stored.event.address.clone();
            let how = if stopped.contains(&address) {
                Settlement::Released
            } else if random.percent(10) {
                stopped.push(address.clone());
                Settlement::Retry {
                    due_at: turn + 1,
                    error: "no answer".into(),
                }
            } else {
                let mut ledger = ledger.lock().unwrap();
                ledger
                    .delivered
                    .entry(address)
                    .or_default()
                    .push(stored.event.version);
                Settlement::Delivered
            };
            settled.push(Settled {
                sequence: stored.sequence,
                how,
            });
        }
        thread::sleep(Duration::from_micros(
            u64::try_from(random.below(900)).unwrap(),
        ));
        for stored in &claimed {
            ledger.lock().unwrap().at_work.remove(&stored.event.address);
        }
        let count = pollster::block_on(store.settle(&claim.holder, &settled)).unwrap();
        assert_eq!(count, claimed.len());
    }
}

#[test]
fn four_relays_hand_out_each_record_in_order() {
    let server = Server::start();
    let stores = [server.fresh(), server.again()];
    let ledger = Mutex::new(Ledger::default());
    let is_over = AtomicBool::new(false);
    let start = Instant::now();
    thread::scope(|scope| {
        let writers: Vec<_> = (0..RECORDS)
            .map(|record| {
                let store = &stores[0];
                scope.spawn(move || {
                    (1..=VERSIONS).for_each(|version| announce(store, record, version))
                })
            })
            .collect();
        for number in 0..4 {
            let (store, ledger, is_over) = (&stores[number % 2], &ledger, &is_over);
            scope.spawn(move || relay(store, number, ledger, is_over));
        }
        for writer in writers {
            writer.join().unwrap();
        }
        is_over.store(true, Ordering::Relaxed);
    });
    let ledger = ledger.into_inner().unwrap();
    assert_eq!(ledger.delivered.len(), RECORDS);
    for (address, versions) in &ledger.delivered {
        let expected: Vec<i64> = (2..2 + VERSIONS * 2).collect();
        assert_eq!(versions, &expected, "{address}");
    }
    println!(
        "{} events by four relays in {:?}",
        RECORDS * 100,
        start.elapsed()
    );
}

#[test]
fn whoever_waits_is_woken_by_another_store() {
    let server = Server::start();
    let (store, other) = (server.fresh(), server.again());
    let claim = Claim {
        holder: "r".into(),
        now: 1,
        until: 2,
        limit: 9,
    };
    let claimed = || pollster::block_on(store.claim(&claim)).unwrap().len();
    let wait = |millis: u64| {
        pollster::block_on(store.wait_for_events(Duration::from_millis(millis))).unwrap()
    };
    assert_eq!(claimed(), 0);
    assert!(wait(10_000), "it looks once more when it begins to listen");
    assert_eq!(claimed(), 0);
    assert!(!wait(50));
    announce(&other, 1, 1);
    let start = Instant::now();
    assert!(
        wait(10_000),
        "what was announced before it waits is not missed"
    );
    assert_eq!(claimed(), 2);
    thread::scope(|scope| {
        let waits = scope.spawn(|| (wait(10_000), start.elapsed()));
        thread::sleep(Duration::from_millis(100));
        announce(&other, 1, 2);
        let (woken, after) = waits.join().unwrap();
        assert!(woken && after < Duration::from_secs(5), "{after:?}");
    });
}

#[test]
fn a_long_backlog_is_not_read_through() {
    let server = Server::start();
    let store = server.fresh();
    server.run(
        "INSERT INTO outbox (tenant, kind, record, id, name, version, at, data) \
         SELECT 't1', 'note', 'n' || n % 5000, 'e' || n, 'note.updated', n, n, '{}' \
         FROM generate_series(1, 100000) n; \
         INSERT INTO deliveries (sequence, tenant, kind, record, at, due_at) \
         SELECT sequence, tenant, kind, record, at, at FROM outbox WHERE at % 4 <> 0",
    );
    let mut slowest = Duration::ZERO;
    for number in 0..20 {
        let claim = Claim {
            holder: format!("relay {number}"),
            now: 200_000,
            until: 300_000,
            limit: 100,
        };
        let start = Instant::now();
        let claimed = pollster::block_on(store.claim(&claim)).unwrap();
        slowest = slowest.max(start.elapsed());
        assert_eq!(claimed.len(), 100);
        let delivered = claimed.iter().map(|stored| Settled {
            sequence: stored.sequence,
            how: Settlement::Delivered,
        });
        let delivered: Vec<Settled> = delivered.collect();
        let count = pollster::block_on(store.settle(&claim.holder, &delivered)).unwrap();
        assert_eq!(count, 100);
    }
    println!("100 of 75,000 events claimed in {slowest:?} at most");
    let scans = || (server.scans("outbox"), server.scans("deliveries"));
    let before = scans();
    for limit in [1, 50] {
        let claim = Claim {
            holder: "last".into(),
            now: 200_000,
            until: 300_000,
            limit,
        };
        assert_eq!(
            pollster::block_on(store.claim(&claim)).unwrap().len(),
            limit
        );
    }
    thread::sleep(Duration::from_millis(1500));
    assert_eq!(
        pollster::block_on(store.events(Some("t1"), 5, 10))
            .unwrap()
            .len(),
        10
    );
    assert_eq!(scans(), before);
}
