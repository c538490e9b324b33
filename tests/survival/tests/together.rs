//! Many writers on the same records, and many relays that are aborted while they deliver.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use profilekit::access::Subject;
use profilekit::error::Code;
use profilekit::hub::{Call, Create, Hub, Pace, Relay, Sink, Target, Undelivered, Update};
use profilekit::json::{Limits, parse};
use profilekit::store::{
    Address, Commit, MemoryStore, Store, StoreError, StoredEvent, StoredRecord, Write, WriteMode,
};
use profilekit_survival::{
    Acknowledged, Clockwork, Randomness, check, hub, now, open, person, rounds,
};
use profilekit_tests::{Postgres, Seeded};
use tokio::task::JoinHandle;

const WRITERS: usize = 8;
const RELAYS: usize = 4;
const CARDS: usize = 4;

/// Keeps what comes, in the order in which it comes.
#[derive(Default)]
struct Came(Mutex<Vec<(String, i64, String)>>);

#[async_trait]
impl Sink for Came {
    async fn deliver(&self, stored: &StoredEvent, _: &str) -> Result<(), Undelivered> {
        // Somewhere between taking an announcement and having delivered it, relays are aborted.
        tokio::time::sleep(Duration::from_micros(300)).await;
        let event = &stored.event;
        let came = (event.address.id.clone(), stored.sequence, event.id.clone());
        self.0.lock().unwrap().push(came);
        Ok(())
    }
}

/// What came, looked at.
#[derive(Debug, Default)]
struct Delivery {
    /// Different announcements.
    events: usize,
    /// Repetitions of one that came before, with the same identifier.
    repeated: usize,
    /// Announcements that came for the first time after a later one of the same record.
    out_of_order: usize,
}

impl Came {
    fn delivery(&self) -> Delivery {
        let mut delivery = Delivery::default();
        let mut ids: BTreeMap<i64, String> = BTreeMap::new();
        let mut latest: BTreeMap<String, i64> = BTreeMap::new();
        for (record, sequence, id) in self.0.lock().unwrap().iter() {
            if let Some(known) = ids.get(sequence) {
                assert_eq!(known, id, "a repetition has the same identifier");
                delivery.repeated += 1;
                continue;
            }
            ids.insert(*sequence, id.clone());
            let latest = latest.entry(record.clone()).or_default();
            delivery.out_of_order += usize::from(*sequence < *latest);
            *latest = (*latest).max(*sequence);
        }
        delivery.events = ids.len();
        let different: BTreeSet<&String> = ids.values().collect();
        assert_eq!(
            different.len(),
            ids.len(),
            "no two announcements share an identifier"
        );
        delivery
    }
}

fn target(id: &str) -> Target<'_> {
    Target {
        kind: "card",
        id,
        ..Target::default()
    }
}

async fn make_cards(hub: &Hub) {
    for number in 0..CARDS {
        let id = format!("u{number}");
        let subject = person(hub.kernel(), &id, false);
        let create = Create {
            kind: "card",
            id: Some(&id),
            document: br#"{"counts":{"edits":0}}"#,
            ..Create::default()
        };
        hub.create(&Call::new(&subject, now()), &create)
            .await
            .unwrap();
    }
}

fn edits(document: &str) -> i64 {
    let tree = parse(document.as_bytes(), Limits::default()).unwrap();
    let edits = tree.get("counts").and_then(|counts| counts.get("edits"));
    edits.unwrap().to_json().parse().unwrap()
}

async fn all_edits(hub: &Hub) -> i64 {
    let mut sum = 0;
    for number in 0..CARDS {
        let at = Address::new("", "card", &format!("u{number}"));
        sum += edits(&hub.store().get(&at).await.unwrap().unwrap().document);
    }
    sum
}

/// Counts one up, as often as it takes: what was read must still be there.
async fn count_up(hub: &Hub, subject: &Subject, id: &str) -> i64 {
    loop {
        let call = Call::new(subject, now());
        let seen = hub.get(&call, &target(id)).await.unwrap();
        let patch = format!(r#"{{"counts":{{"edits":{}}}}}"#, edits(&seen.document) + 1);
        let update = Update {
            target: Target {
                version: Some(seen.version),
                ..target(id)
            },
            patch: patch.as_bytes(),
            ..Update::default()
        };
        match hub.update(&call, &update).await {
            Ok(done) => return done.version,
            Err(refusal) if refusal.is(Code::StoreConflict) => {}
            Err(refusal) if refusal.is(Code::StoreSerialization) => {}
            Err(refusal) => panic!("{refusal}"),
        }
    }
}

fn writers(hub: &Hub, changes: usize) -> Vec<JoinHandle<Acknowledged>> {
    let writer = |number: usize| {
        let hub = hub.clone();
        tokio::spawn(async move {
            let mut seeded = Seeded::new(u64::try_from(number).unwrap());
            let subject = person(hub.kernel(), &format!("w{number}"), false);
            let mut known = Acknowledged::new();
            for _ in 0..changes {
                let id = format!("u{}", seeded.below(CARDS));
                let version = count_up(&hub, &subject, &id).await;
                let latest = known.entry(id).or_default();
                *latest = version.max(*latest);
            }
            known
        })
    };
    (0..WRITERS).map(writer).collect()
}

fn relay(store: &Arc<dyn Store>, came: &Arc<Came>, lease: i64) -> JoinHandle<()> {
    let sink = Arc::clone(came) as Arc<dyn Sink>;
    let (clock, entropy) = (Arc::new(Clockwork), Arc::new(Randomness));
    let pace = Pace {
        batch: 20,
        lease,
        ..Pace::default()
    };
    let relay = Relay::new("survival", Arc::clone(store), sink, clock, entropy).at(pace);
    tokio::spawn(async move {
        loop {
            let relayed = relay.step().await;
            if relayed.map_or(true, |relayed| relayed.is_idle()) {
                tokio::time::sleep(Duration::from_millis(3)).await;
            }
        }
    })
}

/// Aborts a relay now and then, wherever it waits, and starts another one, until it is told to
/// stop.
async fn disturb(
    store: Arc<dyn Store>,
    came: Arc<Came>,
    lease: i64,
    stop: Arc<AtomicBool>,
) -> usize {
    let mut seeded = Seeded::new(5);
    let mut relays: Vec<JoinHandle<()>> = Vec::new();
    relays.resize_with(RELAYS, || relay(&store, &came, lease));
    let mut aborted = 0;
    while !stop.load(Ordering::Relaxed) {
        let pause = 40 + seeded.below(160);
        tokio::time::sleep(Duration::from_millis(u64::try_from(pause).unwrap())).await;
        let next = seeded.below(RELAYS);
        if let Some(place) = relays.get_mut(next) {
            place.abort();
            *place = relay(&store, &came, lease);
            aborted += 1;
        }
    }
    relays.iter().for_each(JoinHandle::abort);
    aborted
}

async fn wait_until_delivered(store: &Arc<dyn Store>) {
    for _ in 0..6000 {
        if store.backlog().await.unwrap().pending == 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("not everything is delivered: {:?}", store.backlog().await);
}

/// All of it on one store: what came, and how often a relay was aborted.
async fn together(store: Arc<dyn Store>, changes: usize, lease: i64) -> (Delivery, usize) {
    let hub = hub(Arc::clone(&store));
    make_cards(&hub).await;
    let (came, stop) = (Arc::new(Came::default()), Arc::new(AtomicBool::new(false)));
    let disturbing = disturb(
        Arc::clone(&store),
        Arc::clone(&came),
        lease,
        Arc::clone(&stop),
    );
    let disturbing = tokio::spawn(disturbing);
    let mut known = Acknowledged::new();
    for writer in writers(&hub, changes) {
        for (id, version) in writer.await.unwrap() {
            let latest = known.entry(id).or_default();
            *latest = version.max(*latest);
        }
    }
    wait_until_delivered(&store).await;
    stop.store(true, Ordering::Relaxed);
    let aborted = disturbing.await.unwrap();
    let total = WRITERS * changes;
    assert_eq!(
        all_edits(&hub).await,
        i64::try_from(total).unwrap(),
        "no edit is lost"
    );
    let checked = check(store, &known).await;
    assert_eq!(checked.events, total + CARDS);
    let delivery = came.delivery();
    assert_eq!(
        delivery.events, checked.events,
        "every announcement arrived"
    );
    (delivery, aborted)
}

fn run<T>(work: impl Future<Output = T>) -> T {
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    runtime
        .worker_threads(4)
        .enable_all()
        .build()
        .unwrap()
        .block_on(work)
}

const LEASE: i64 = 1_000_000;

#[test]
fn writers_and_relays_on_postgres_lose_nothing() {
    let server = Postgres::start_durable();
    let store = format!("postgres:{}", server.address());
    let changes = rounds(60, 5000);
    let (delivery, aborted) =
        run(async { together(open(&store).await.unwrap(), changes, LEASE).await });
    assert_eq!(delivery.out_of_order, 0, "{delivery:?}");
    assert!(aborted > 0, "no relay was aborted");
    println!(
        "postgres: {WRITERS} writers of {changes} changes, {aborted} relays aborted, {delivery:?}"
    );
}

#[test]
fn writers_and_relays_on_sqlite_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let store = format!("sqlite:{}", folder.path().join("a.db").display());
    let changes = rounds(60, 2000);
    let (delivery, aborted) =
        run(async { together(open(&store).await.unwrap(), changes, LEASE).await });
    assert_eq!(delivery.out_of_order, 0, "{delivery:?}");
    assert!(aborted > 0, "no relay was aborted");
    println!(
        "sqlite: {WRITERS} writers of {changes} changes, {aborted} relays aborted, {delivery:?}"
    );
}

/// A lease that is over before anything is delivered keeps relays from nothing: what the others
/// protect against appears.
#[test]
fn without_leases_announcements_come_again_and_again() {
    let (delivery, _) = run(together(Arc::new(MemoryStore::default()), 20, 1000));
    assert!(delivery.repeated > 20, "{delivery:?}");
}

/// A writer that takes the current version for its own, without looking at what it has, loses
/// what the others wrote.
#[test]
fn without_versions_edits_are_lost() {
    let total = WRITERS * 200;
    let kept = run(async {
        let hub = hub(Arc::new(MemoryStore::default()));
        make_cards(&hub).await;
        let blind = (0..WRITERS).map(|number| {
            let hub = hub.clone();
            tokio::spawn(async move {
                let mut seeded = Seeded::new(u64::try_from(number).unwrap());
                for _ in 0..total / WRITERS {
                    let id = format!("u{}", seeded.below(CARDS));
                    overwrite(&hub, &id).await;
                }
            })
        });
        let blind: Vec<JoinHandle<()>> = blind.collect();
        for writer in blind {
            writer.await.unwrap();
        }
        all_edits(&hub).await
    });
    assert!(
        kept < i64::try_from(total).unwrap(),
        "all {kept} edits were kept"
    );
}

async fn overwrite(hub: &Hub, id: &str) {
    let at = Address::new("", "card", id);
    let read = hub.store().get(&at).await.unwrap().unwrap();
    let document = format!(r#"{{"counts":{{"edits":{}}}}}"#, edits(&read.document) + 1);
    tokio::task::yield_now().await;
    let mut version = read.version;
    loop {
        let write = Write {
            how: WriteMode::Replace,
            record: StoredRecord {
                version: version + 1,
                document: document.clone(),
                ..read.clone()
            },
            ..Write::default()
        };
        let commit = Commit {
            writes: vec![write],
            ..Commit::default()
        };
        match hub.store().commit(&commit).await {
            Ok(()) => return,
            Err(StoreError::Conflict { current }) => version = current,
            Err(error) => panic!("{error}"),
        }
    }
}
