//! The same on SQLite, beside the same rows written and read by hand with prepared statements.

use std::path::Path;
use std::sync::Arc;

use profilekit::access::SubjectHead;
use profilekit::hub::{Call, Operation, Pace, Relay, Together, Update};
use profilekit::store::{Condition, Replay};
use profilekit_benches::rows::Row;
use profilekit_benches::timing::{Contestant, Times, measure};
use profilekit_sqlite::Durability;

use crate::bare::{Bare, Bytes};
use crate::world::{NOW, World, at_once, id, small, target};
use crate::{LOT, Nowhere, PROFILES, Still, at, patch, row, waiting};

const OWNERS: usize = 1000;
const WAITING: usize = 60_000;
const SECTION: &str = r#"{"headline":"Builds things, take 1000","bio":"A bio of a few lines."}"#;

/// Two files of the same records.
struct Bench {
    world: World,
    bare: Bare,
    profiles: usize,
    // Gone when both are closed.
    _folder: tempfile::TempDir,
}

/// Changes, one by one and in lots, each beside a file of its own.
pub(crate) fn changes(name: &str, durability: Durability, synchronous: &str) -> Vec<Row> {
    let bench = Bench::new(durability, synchronous, PROFILES);
    let lots = Bench::new(durability, synchronous, PROFILES);
    vec![
        bench.changes(&format!("one change, {name}")),
        lots.lots(&format!("{LOT} changes, {name}")),
    ]
}

pub(crate) fn reads() -> Row {
    Bench::new(Durability::Normal, "normal", PROFILES).reads()
}

pub(crate) fn lists(records: usize) -> Vec<Row> {
    let bench = Bench::new(Durability::Normal, "normal", 10);
    bench.crowd(records);
    bench.lists(records)
}

pub(crate) fn deliveries() -> Row {
    let bench = Bench::new(Durability::Normal, "normal", 10);
    bench.announce();
    bench.deliveries()
}

/// All of it with so many records.
pub(crate) fn grown(records: usize) -> Vec<Row> {
    let bench = Bench::new(Durability::Normal, "normal", PROFILES);
    bench.crowd(records);
    let mut rows = vec![bench.changes("one change"), bench.reads()];
    rows.extend(bench.lists(records));
    bench.announce();
    rows.push(bench.deliveries());
    rows
}

impl Bench {
    fn new(durability: Durability, synchronous: &str, profiles: usize) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = |name: &str| folder.path().join(name);
        let world = World::new(&path("ours.db"), durability, profiles);
        let bare = bare(&path("bare.db"), synchronous, &world, profiles);
        Self {
            world,
            bare,
            profiles,
            _folder: folder,
        }
    }

    /// Adds many small records.
    fn crowd(&self, records: usize) {
        self.world.crowd(records, OWNERS, &at_once);
        self.bare.all(|bare| {
            for number in self.profiles..records {
                let owner = format!("builder-{}", number % OWNERS);
                bare.insert(&id(number), &owner, &small(number));
            }
        });
    }

    fn announce(&self) {
        waiting(&self.world, WAITING, &at_once);
        self.bare.all(|bare| {
            bare.settle();
            for number in 0..WAITING {
                bare.announce(&id(number % 1000), 1);
            }
        });
    }

    fn bytes<'b>(&'b self, ids: &'b [String], call: usize) -> Bytes<'b> {
        Bytes {
            id: &ids[call % PROFILES],
            version: i64::try_from(call).unwrap_or(0) + 2,
            document: &self.world.documents[call % self.world.documents.len()],
            section: SECTION,
        }
    }

    fn changes(&self, what: &str) -> Row {
        let ids = ids();
        let times = measure(&mut [
            Contestant::new("ours", |call| {
                let number = call % PROFILES;
                let patch = patch(call);
                let update = Update {
                    target: target(&ids[number]),
                    patch: patch.as_bytes(),
                    ..Update::default()
                };
                let asked = Call::new(&self.world.builders[number], at(call));
                let done = pollster::block_on(self.world.hub.update(&asked, &update));
                u64::try_from(done.expect("it is changed").version).unwrap_or(0)
            }),
            Contestant::new("bare", |call| {
                self.bare.changes(&[self.bytes(&ids, call)]);
                1
            }),
        ]);
        row(what, &times[0], "five rows by hand", &times[1], 1.6)
    }

    fn lots(&self, what: &str) -> Row {
        let ids = ids();
        let head = SubjectHead {
            id: Some("product"),
            system: true,
            ..SubjectHead::default()
        };
        let system = self.world.hub.kernel().subject(&head);
        let system = system.expect("it is a subject");
        let times = measure(&mut [
            Contestant::new("ours", |call| {
                let patches: Vec<String> = (0..LOT)
                    .map(|index| patch(call * LOT + index + 1_000_000))
                    .collect();
                let operations = patches.iter().enumerate().map(|(index, patch)| {
                    Operation::Update(Update {
                        target: target(&ids[(call + index) % PROFILES]),
                        patch: patch.as_bytes(),
                        ..Update::default()
                    })
                });
                let operations: Vec<Operation<'_>> = operations.collect();
                let asked = Call::new(&system, at(call));
                let bulk = self
                    .world
                    .hub
                    .bulk(&asked, &operations, Together::AllOrNothing);
                let done = pollster::block_on(bulk).expect("the lot is looked at");
                let done = done.iter().filter(|one| one.is_ok());
                done.count().try_into().unwrap_or(0)
            }),
            Contestant::new("bare", |call| {
                let all = (0..LOT).map(|index| self.bytes(&ids, call * LOT + index));
                self.bare.changes(&all.collect::<Vec<_>>());
                1
            }),
        ]);
        row(what, &times[0], "five rows each by hand", &times[1], 1.6)
    }

    fn reads(&self) -> Row {
        let ids = ids();
        let stranger = SubjectHead::default();
        let stranger = self.world.hub.kernel().subject(&stranger);
        let stranger = stranger.expect("it is a subject");
        let times = measure(&mut [
            Contestant::new("ours", |call| {
                let asked = Call::new(&stranger, NOW);
                let target = target(&ids[call % PROFILES]);
                let seen = self.world.hub.get(&asked, &target);
                let seen = pollster::block_on(seen).expect("it is public");
                seen.document.len().try_into().unwrap_or(0)
            }),
            Contestant::new("bare", |call| {
                let document = self.bare.document(&ids[call % PROFILES]);
                document.try_into().unwrap_or(0)
            }),
        ]);
        let what = "a profile for the public, by id";
        row(what, &times[0], "SELECT of the snapshot", &times[1], 2.0)
    }

    fn lists(&self, records: usize) -> Vec<Row> {
        let kernel = self.world.hub.kernel();
        let head = SubjectHead {
            id: Some("builder-7"),
            roles: &["builder"],
            ..SubjectHead::default()
        };
        let subject = kernel.subject(&head).expect("it is a subject");
        let call = Call::new(&subject, NOW);
        let action = kernel.action("app.list").expect("the action is there");
        let after = |call: usize| id(call * 997 % (records / 2).max(1));
        let own = vec![Condition::Owner("builder-7".into())];
        let stored = |after: String| {
            let who = (kernel, &subject, action, &call.context);
            pollster::block_on(crate::stored_list(&self.world.store, who, (&own, after)))
        };
        let times: Vec<Times> = measure(&mut [
            Contestant::new("ours", |number| stored(after(number))),
            Contestant::new("bare", |number| {
                self.bare.fifty("builder-7", &after(number))
            }),
            Contestant::new("whole", |_| {
                pollster::block_on(crate::whole_list(&self.world.hub, &call, &own))
            }),
        ]);
        let by_hand = "SELECT by hand";
        let hub = "the same, redacted, through the hub";
        vec![
            row(
                "50 of an owner, filtered",
                &times[0],
                by_hand,
                &times[1],
                1.5,
            ),
            row(hub, &times[2], by_hand, &times[1], 3.0),
        ]
    }

    fn deliveries(&self) -> Row {
        let pace = Pace {
            batch: 100,
            ..Pace::default()
        };
        let store = Arc::clone(&self.world.store);
        let (sink, still) = (Arc::new(Nowhere), Arc::new(Still));
        let relay = Relay::new("p", store, sink, still.clone(), still).at(pace);
        let times = measure(&mut [
            Contestant::new("ours", |_| {
                let relayed = pollster::block_on(relay.step()).expect("it is delivered");
                if relayed.is_idle() {
                    let again = self.world.store.replay(Replay::Between(0, i64::MAX), NOW);
                    pollster::block_on(again).expect("they wait again");
                }
                relayed.delivered.try_into().unwrap_or(0)
            }),
            Contestant::new("bare", |_| {
                let done = self.bare.deliver(100);
                if done == 0 {
                    self.bare.wait_again();
                }
                done
            }),
        ]);
        let what = "100 announcements to a callback";
        row(what, &times[0], "claim and mark by hand", &times[1], 2.0)
    }
}

fn ids() -> Vec<String> {
    (0..PROFILES).map(id).collect()
}

/// The same profiles, written by hand.
fn bare(path: &Path, synchronous: &str, world: &World, profiles: usize) -> Bare {
    let bare = Bare::open(path, synchronous);
    for number in 0..profiles {
        let document = &world.documents[number % world.documents.len()];
        bare.insert(
            &id(number),
            &format!("builder-{}", number % OWNERS),
            document,
        );
    }
    bare
}
