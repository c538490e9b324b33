//! `cargo xtask bench hub [RECORDS] [PART …]`: changes, reads, lists and deliveries of the hub on
//! SQLite and PostgreSQL, beside the same rows written and read by hand.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a benchmark that cannot set itself up has nothing to report"
)]

mod bare;
mod postgres;
mod world;

use std::process::ExitCode;
use std::sync::Arc;

use async_trait::async_trait;
use bare::{Bare, Bytes};
use profilekit::access::{Context, Subject};
use profilekit::hub::{
    Call, Clock, Entropy, Hub, List, Operation, Pace, Relay, Sink, Together, Undelivered, Update,
};
use profilekit::id::ActionId;
use profilekit::kernel::Kernel;
use profilekit::store::{Condition, PageRequest, Selection, Store, StoredEvent};
use profilekit_benches::rows::{Row, report};
use profilekit_benches::timing::{Contestant, Times, measure};
use profilekit_sqlite::Durability;
use world::{KIND, NOW, World, at_once, id, small, target};

/// How many profiles are changed and read.
const PROFILES: usize = 500;
/// How many changes one lot has.
const LOT: usize = 100;

fn main() -> ExitCode {
    let asked = Asked::read(std::env::args().skip(1));
    let mut rows = Vec::new();
    if asked.wants("changes") {
        for (name, durability, synchronous) in [
            ("synchronous=NORMAL", Durability::Normal, "normal"),
            ("synchronous=FULL", Durability::Full, "full"),
        ] {
            eprintln!("measuring changes, {name} …");
            rows.extend(changes(name, durability, synchronous));
        }
    }
    if asked.wants("reads") {
        eprintln!("measuring reads …");
        rows.push(reads());
    }
    if asked.wants("lists") {
        eprintln!("measuring lists of {} records …", asked.records);
        rows.extend(lists(asked.records));
    }
    if asked.wants("deliveries") {
        eprintln!("measuring deliveries …");
        rows.push(deliveries());
    }
    if asked.wants("postgres") {
        eprintln!("measuring PostgreSQL with {} records …", asked.records);
        rows.extend(postgres::rows(asked.records));
    }
    if report(&rows) {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    }
}

/// What is to be measured: `[RECORDS] [changes] [reads] [lists] [deliveries] [postgres]`, all where
/// none is named.
struct Asked {
    records: usize,
    parts: Vec<String>,
}

impl Asked {
    fn read(words: impl Iterator<Item = String>) -> Self {
        let (numbers, parts): (Vec<_>, Vec<_>) =
            words.partition(|word| word.parse::<usize>().is_ok());
        let records = numbers.first().and_then(|word| word.parse().ok());
        Self {
            records: records.unwrap_or(1_000_000),
            parts,
        }
    }

    fn wants(&self, part: &str) -> bool {
        self.parts.is_empty() || self.parts.iter().any(|asked| asked == part)
    }
}

fn row(what: &str, ours: &Times, peer: &str, theirs: &Times, limit: f64) -> Row {
    Row {
        what: what.to_owned(),
        ours: ours.median(),
        peer: peer.to_owned(),
        theirs: theirs.median(),
        ratio: ours.ratio_to(theirs),
        limit,
    }
}

fn patch(call: usize) -> String {
    format!(r#"{{"basics":{{"headline":"Builds things, take {call}"}}}}"#)
}

/// When a change is made: some milliseconds after the one before it.
fn at(call: usize) -> i64 {
    NOW + i64::try_from(call).unwrap_or(0) * 3000
}

fn changes(name: &str, durability: Durability, synchronous: &str) -> Vec<Row> {
    let folder = tempfile::tempdir().expect("a folder");
    let world = World::new(&folder.path().join("ours.db"), durability, PROFILES);
    let mut bare = Bare::open(&folder.path().join("bare.db"), synchronous);
    let ids: Vec<String> = (0..PROFILES).map(id).collect();
    for (number, id) in ids.iter().enumerate() {
        bare.insert(
            id,
            "builder-1",
            &world.documents[number % world.documents.len()],
        );
    }
    let mut lots = Bare::open(&folder.path().join("lots.db"), synchronous);
    for (number, id) in ids.iter().enumerate() {
        lots.insert(
            id,
            "builder-1",
            &world.documents[number % world.documents.len()],
        );
    }
    let section = r#"{"headline":"Builds things, take 1000","bio":"A bio of a few lines."}"#;
    let bytes = |call: usize| Bytes {
        id: &ids[call % PROFILES],
        version: i64::try_from(call).unwrap_or(0) + 2,
        document: &world.documents[call % world.documents.len()],
        section,
    };
    let times = measure(&mut [
        Contestant::new("ours", |call| {
            let number = call % PROFILES;
            let patch = patch(call);
            let update = Update {
                target: target(&ids[number]),
                patch: patch.as_bytes(),
                ..Update::default()
            };
            let asked = Call::new(&world.builders[number], at(call));
            let done = pollster::block_on(world.hub.update(&asked, &update));
            u64::try_from(done.expect("it is changed").version).unwrap_or(0)
        }),
        Contestant::new("bare", |call| {
            bare.change(&bytes(call));
            1
        }),
    ]);
    let lots_times = measure(&mut [
        Contestant::new("ours", |call| {
            let patches: Vec<String> = (0..LOT)
                .map(|index| patch(call * LOT + index + 1_000_000))
                .collect();
            let number = call % PROFILES;
            let asked = Call::new(&world.builders[number], at(call));
            let operations: Vec<Operation<'_>> = patches
                .iter()
                .enumerate()
                .map(|(index, patch)| {
                    Operation::Update(Update {
                        target: target(&ids[(number + index) % PROFILES]),
                        patch: patch.as_bytes(),
                        ..Update::default()
                    })
                })
                .collect();
            let system = profilekit::access::SubjectHead {
                id: Some("product"),
                system: true,
                ..profilekit::access::SubjectHead::default()
            };
            let system = world
                .hub
                .kernel()
                .subject(&system)
                .expect("it is a subject");
            let asked = Call {
                subject: &system,
                ..asked
            };
            let done = world.hub.bulk(&asked, &operations, Together::AllOrNothing);
            let done = pollster::block_on(done).expect("the lot is looked at");
            done.iter()
                .filter(|one| one.is_ok())
                .count()
                .try_into()
                .unwrap_or(0)
        }),
        Contestant::new("bare", |call| {
            let all: Vec<Bytes<'_>> = (0..LOT).map(|index| bytes(call * LOT + index)).collect();
            lots.changes(&all);
            1
        }),
    ]);
    vec![
        row(
            &format!("one change, {name}"),
            &times[0],
            "five rows by hand",
            &times[1],
            1.6,
        ),
        row(
            &format!("{LOT} changes, {name}"),
            &lots_times[0],
            "five rows each by hand",
            &lots_times[1],
            1.6,
        ),
    ]
}

fn reads() -> Row {
    let folder = tempfile::tempdir().expect("a folder");
    let world = World::new(&folder.path().join("ours.db"), Durability::Normal, PROFILES);
    let bare = Bare::open(&folder.path().join("bare.db"), "normal");
    let ids: Vec<String> = (0..PROFILES).map(id).collect();
    for (number, id) in ids.iter().enumerate() {
        bare.insert(
            id,
            "builder-1",
            &world.documents[number % world.documents.len()],
        );
    }
    let stranger = profilekit::access::SubjectHead::default();
    let stranger = world
        .hub
        .kernel()
        .subject(&stranger)
        .expect("it is a subject");
    let times = measure(&mut [
        Contestant::new("ours", |call| {
            let asked = Call::new(&stranger, NOW);
            let target = target(&ids[call % PROFILES]);
            let seen = world.hub.get(&asked, &target);
            let seen = pollster::block_on(seen).expect("it is public");
            seen.document.len().try_into().unwrap_or(0)
        }),
        Contestant::new("bare", |call| {
            bare.document(&ids[call % PROFILES]).try_into().unwrap_or(0)
        }),
    ]);
    row(
        "a profile for the public, by id",
        &times[0],
        "SELECT of the snapshot",
        &times[1],
        2.0,
    )
}

fn lists(records: usize) -> Vec<Row> {
    const OWNERS: usize = 1000;
    let folder = tempfile::tempdir().expect("a folder");
    let world = World::new(&folder.path().join("ours.db"), Durability::Normal, 10);
    world.crowd(records, OWNERS, &at_once);
    let bare = Bare::open(&folder.path().join("bare.db"), "normal");
    bare.all(|bare| {
        for number in 0..records {
            bare.insert(
                &id(number),
                &format!("builder-{}", number % OWNERS),
                &small(number),
            );
        }
    });
    let kernel = world.hub.kernel();
    let head = profilekit::access::SubjectHead {
        id: Some("builder-7"),
        roles: &["builder"],
        ..profilekit::access::SubjectHead::default()
    };
    let subject = kernel.subject(&head).expect("it is a subject");
    let call = Call::new(&subject, NOW);
    let action = kernel.action("app.list").expect("the action is there");
    let after = |call: usize| id(call * 997 % (records / 2).max(1));
    let own = vec![Condition::Owner("builder-7".into())];
    let stored = |after: String| {
        let who = (kernel, &subject, action, &call.context);
        pollster::block_on(stored_list(&world.store, who, (&own, after)))
    };
    let times = measure(&mut [
        Contestant::new("ours", |number| stored(after(number))),
        Contestant::new("bare", |number| bare.fifty("builder-7", &after(number))),
        Contestant::new("whole", |_| {
            pollster::block_on(whole_list(&world.hub, &call, &own))
        }),
    ]);
    let by_hand = "SELECT by hand";
    vec![
        row(
            "50 of an owner, filtered",
            &times[0],
            by_hand,
            &times[1],
            1.5,
        ),
        row(
            "the same, redacted, through the hub",
            &times[2],
            by_hand,
            &times[1],
            3.0,
        ),
    ]
}

/// How many records a store lists for somebody behind a place, at most 50.
async fn stored_list(
    store: &Arc<dyn Store>,
    (kernel, subject, action, context): (&Kernel, &Subject, ActionId, &Context),
    (conditions, after): (&[Condition], String),
) -> u64 {
    let selection = Selection::new(kernel, subject, action, context).expect("it is a selection");
    let request = PageRequest {
        after: Some((after, String::new())),
        limit: 50,
        conditions: conditions.to_vec(),
        tenant: Some(String::new()),
        ..PageRequest::default()
    };
    let page = store.list(&selection, &request).await;
    let records = page.expect("it is listed").records;
    records.len().try_into().unwrap_or(0)
}

/// How many records the hub lists for somebody, at most 50.
async fn whole_list(hub: &Hub, call: &Call<'_>, conditions: &[Condition]) -> u64 {
    let list = List {
        kind: "app",
        conditions: conditions.to_vec(),
        limit: 50,
        ..List::default()
    };
    let listed = hub.list(call, &list).await.expect("it is listed");
    listed.records.len().try_into().unwrap_or(0)
}

/// Delivers to nobody.
struct Nowhere;

#[async_trait]
impl Sink for Nowhere {
    async fn deliver(&self, _: &StoredEvent, json: &str) -> Result<(), Undelivered> {
        std::hint::black_box(json.len());
        Ok(())
    }
}

struct Still;

impl Clock for Still {
    fn now(&self) -> i64 {
        NOW + 1_000_000
    }
}

impl Entropy for Still {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(7);
    }
}

fn deliveries() -> Row {
    const WAITING: usize = 60_000;
    let folder = tempfile::tempdir().expect("a folder");
    let world = World::new(&folder.path().join("ours.db"), Durability::Normal, 10);
    waiting(&world, WAITING, &at_once);
    let bare = Bare::open(&folder.path().join("bare.db"), "normal");
    bare.all(|bare| {
        for number in 0..WAITING {
            bare.announce(&id(number % 1000), 1);
        }
    });
    let pace = Pace {
        batch: 100,
        ..Pace::default()
    };
    let store = Arc::clone(&world.store);
    let relay = Relay::new(
        "p",
        store,
        Arc::new(Nowhere),
        Arc::new(Still),
        Arc::new(Still),
    )
    .at(pace);
    let times = measure(&mut [
        Contestant::new("ours", |_| {
            let relayed = pollster::block_on(relay.step()).expect("it is delivered");
            let all = profilekit::store::Replay::Between(0, i64::MAX);
            if relayed.is_idle() {
                let again = world.store.replay(all, NOW);
                pollster::block_on(again).expect("they wait again");
            }
            relayed.delivered.try_into().unwrap_or(0)
        }),
        Contestant::new("bare", |_| {
            let done = bare.deliver(100);
            if done == 0 {
                bare.wait_again();
            }
            done
        }),
    ]);
    row(
        "100 announcements to a callback",
        &times[0],
        "claim and mark by hand",
        &times[1],
        2.0,
    )
}

fn waiting(world: &World, count: usize, wait: world::Wait<'_>) {
    use profilekit::store::{Address, Commit, Event};
    let event = |number: usize| Event {
        id: id(number),
        name: format!("{KIND}.updated"),
        address: Address::new("", KIND, &id(number % 1000)),
        version: 1,
        at: NOW,
        data: "{}".into(),
    };
    let commit = Commit {
        events: (0..count).map(event).collect(),
        ..Commit::default()
    };
    wait(&*world.store, &commit);
}
