//! A store full of announcements, a clock that can be moved, and relays.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use profilekit::hub::{Clock, Entropy, Pace, Relay, Sink};
use profilekit::store::{
    Address, Changes, Commit, Event, MemoryStore, StoredEvent, StoredRecord, Write, WriteMode,
};
use profilekit_sinks::SystemClock;

/// The time of the machine, and so much later.
#[derive(Default)]
pub(crate) struct Ahead(AtomicI64);

impl Ahead {
    pub(crate) fn by_seconds(&self, seconds: i64) {
        self.0.fetch_add(seconds * 1_000_000, Ordering::Relaxed);
    }
}

impl Clock for Ahead {
    fn now(&self) -> i64 {
        SystemClock.now() + self.0.load(Ordering::Relaxed)
    }
}

#[derive(Default)]
struct Numbers(AtomicU64);

impl Entropy for Numbers {
    fn fill(&self, bytes: &mut [u8]) {
        for byte in bytes {
            let next = self.0.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed);
            *byte = next.wrapping_mul(0xbf58_476d_1ce4_e5b9).to_be_bytes()[0];
        }
    }
}

/// Records that announced so many changes each.
pub(crate) struct World {
    pub(crate) store: Arc<MemoryStore>,
    pub(crate) clock: Arc<Ahead>,
    records: usize,
    changes: usize,
    entropy: Arc<Numbers>,
}

/// What identifies the announcement of a change.
fn id(record: usize, change: usize) -> String {
    format!("r{record}-{change}")
}

impl World {
    pub(crate) fn new(records: usize, changes: usize) -> Self {
        let store = Arc::new(MemoryStore::default());
        for change in 1..=changes {
            for record in 0..records {
                let write = write(record, change);
                let commit = Commit {
                    writes: vec![write],
                    ..Commit::default()
                };
                pollster::block_on(store.commit(&commit)).unwrap();
            }
        }
        Self {
            store,
            records,
            changes,
            clock: Arc::default(),
            entropy: Arc::default(),
        }
    }

    pub(crate) fn relay(&self, sink: Arc<dyn Sink>) -> Relay {
        let (store, clock) = (self.store.clone(), self.clock.clone());
        let pace = Pace {
            batch: 7,
            first_wait: 2000,
            longest_wait: 10_000,
            attempts: u32::MAX,
            ..Pace::default()
        };
        Relay::new("tests", store, sink, clock, self.entropy.clone()).at(pace)
    }

    /// All that was announced.
    pub(crate) fn all(&self) -> BTreeSet<String> {
        let records = 0..self.records;
        records
            .flat_map(|record| (1..=self.changes).map(move |change| id(record, change)))
            .collect()
    }

    /// Holds what came, in its order, to the promises: everything, each record's in order, and
    /// twice only what a relay delivered before it died.
    pub(crate) fn check(&self, came: &[String], died_with: &[String]) {
        let mut seen = BTreeSet::new();
        let mut latest = BTreeMap::new();
        let mut twice = Vec::new();
        for id in came {
            if !seen.insert(id.clone()) {
                twice.push(id.clone());
                continue;
            }
            let (record, change) = id.split_once('-').unwrap();
            let change: usize = change.parse().unwrap();
            let before = latest.insert(record.to_owned(), change).unwrap_or(0);
            assert_eq!(change, before + 1, "{record} came out of order");
        }
        assert_eq!(seen, self.all(), "something was lost");
        twice.sort();
        assert_eq!(twice, died_with, "something else came twice");
    }
}

fn write(record: usize, change: usize) -> Write {
    let address = Address::new("", "note", &format!("r{record}"));
    let version = i64::try_from(change).unwrap();
    let how = if change == 1 {
        WriteMode::Insert
    } else {
        WriteMode::Replace
    };
    Write {
        how,
        record: StoredRecord {
            address: address.clone(),
            version,
            ..StoredRecord::default()
        },
        events: vec![event(&id(record, change), &address, version)],
        ..Write::default()
    }
}

fn event(id: &str, address: &Address, version: i64) -> Event {
    Event {
        id: id.to_owned(),
        name: "note.updated".into(),
        address: address.clone(),
        version,
        at: 1_700_000_000_000_000,
        data: r#"{"fields":["/title"]}"#.into(),
    }
}

/// One announcement, and its JSON.
pub(crate) fn announcement(id: &str) -> (StoredEvent, String) {
    let event = event(id, &Address::new("t1", "note", "n1"), 3);
    let stored = StoredEvent {
        sequence: 7,
        event,
        ..StoredEvent::default()
    };
    let json = profilekit::hub::cloud_event("/tests", &stored);
    (stored, json)
}

/// The id of a CloudEvent.
pub(crate) fn id_of(json: &str) -> String {
    let event: serde_json::Value = serde_json::from_str(json).unwrap();
    assert_eq!(event["specversion"], "1.0");
    event["id"].as_str().unwrap().to_owned()
}
