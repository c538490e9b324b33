//! `cargo xtask bench hub [RECORDS] [PART …]`: changes, reads, lists and deliveries of the hub on
//! SQLite and PostgreSQL, beside the same rows written and read by hand. `cargo xtask bench hub growth
//! [RECORDS …] [sqlite|postgres] [--svg FILE]`: the same with more and more records, drawn.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a benchmark that cannot set itself up has nothing to report"
)]

mod bare;
mod growth;
mod postgres;
mod sqlite;
mod world;

use std::process::ExitCode;
use std::sync::Arc;

use async_trait::async_trait;
use profilekit::access::{Context, Subject};
use profilekit::hub::{Call, Clock, Entropy, Hub, List, Sink, Undelivered};
use profilekit::id::ActionId;
use profilekit::kernel::Kernel;
use profilekit::store::{Condition, PageRequest, Selection, Store, StoredEvent};
use profilekit_benches::rows::{Row, report};
use profilekit_benches::timing::Times;
use profilekit_sqlite::Durability;
use world::{KIND, NOW, World, id};

/// How many profiles are changed and read.
const PROFILES: usize = 500;
/// How many changes one lot has.
const LOT: usize = 100;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if let Some((first, rest)) = words.split_first()
        && first == "growth"
    {
        return growth::run(rest);
    }
    let asked = Asked::read(words.into_iter());
    let mut rows = Vec::new();
    if asked.wants("changes") {
        for (name, durability, synchronous) in [
            ("synchronous=NORMAL", Durability::Normal, "normal"),
            ("synchronous=FULL", Durability::Full, "full"),
        ] {
            eprintln!("measuring changes, {name} …");
            rows.extend(sqlite::changes(name, durability, synchronous));
        }
    }
    if asked.wants("reads") {
        eprintln!("measuring reads …");
        rows.push(sqlite::reads());
    }
    if asked.wants("lists") {
        eprintln!("measuring lists of {} records …", asked.records);
        rows.extend(sqlite::lists(asked.records));
    }
    if asked.wants("deliveries") {
        eprintln!("measuring deliveries …");
        rows.push(sqlite::deliveries());
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

/// A clock that stands still, later than all that was announced: what changes announced is due.
struct Still;

impl Clock for Still {
    fn now(&self) -> i64 {
        NOW + 3_600_000_000
    }
}

impl Entropy for Still {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(7);
    }
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
