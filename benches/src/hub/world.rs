//! A marketplace on a store, with profiles of 3.3 KB.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use profilekit::access::{Subject, SubjectHead};
use profilekit::hub::{Entropy, Hub, Target};
use profilekit::kernel::Validate;
use profilekit::store::{Address, Commit, Store, StoredRecord, Write, take_apart};
use profilekit_benches::marketplace;
use profilekit_sqlite::{Durability, Options};
use profilekit_tests::profiles;

pub(crate) const KIND: &str = "builder_profile";
pub(crate) const NOW: i64 = 1_780_000_000_000_000;

/// Randomness that costs what a generator in the process costs.
#[derive(Default)]
struct Mixed(AtomicU64);

impl Entropy for Mixed {
    fn fill(&self, bytes: &mut [u8]) {
        for part in bytes.chunks_mut(8) {
            let step = self.0.fetch_add(0x9E37_79B9_7F4A_7C15, Ordering::Relaxed);
            let mixed = (step ^ (step >> 31)).wrapping_mul(0x94D0_49BB_1331_11EB);
            let mixed = mixed.to_le_bytes();
            part.copy_from_slice(&mixed[..part.len()]);
        }
    }
}

/// Waits for a commit, as the store needs it.
pub(crate) type Wait<'w> = &'w dyn Fn(&dyn Store, &Commit);

pub(crate) struct World {
    pub(crate) hub: Hub,
    pub(crate) store: Arc<dyn Store>,
    pub(crate) builders: Vec<Subject>,
    pub(crate) documents: Vec<String>,
}

impl World {
    /// One in a SQLite file.
    pub(crate) fn new(path: &Path, durability: Durability, count: usize) -> Self {
        let store = Options::default().durability(durability).open(path);
        Self::over(Arc::new(store.expect("the file opens")), count, &at_once)
    }

    pub(crate) fn over(store: Arc<dyn Store>, count: usize, wait: Wait<'_>) -> Self {
        let kernel = marketplace();
        let hub = Hub::new(
            kernel.clone(),
            Arc::clone(&store),
            Arc::new(Mixed::default()),
        );
        let valid = |text: &String| {
            let found = kernel.validate(KIND, text.as_bytes(), &Validate::default());
            found.is_ok_and(|found| found.is_valid())
        };
        let documents: Vec<String> = profiles::profiles(count * 2)
            .into_iter()
            .filter(valid)
            .collect();
        let builder = |number: usize| {
            let id = format!("builder-{number}");
            let head = SubjectHead {
                id: Some(&id),
                roles: &["builder"],
                ..SubjectHead::default()
            };
            kernel.subject(&head).expect("it is a subject")
        };
        let world = Self {
            hub,
            store,
            builders: (0..count).map(builder).collect(),
            documents,
        };
        world.fill(count, wait);
        world
    }

    /// As they are stored: builders do not write every field of their profile.
    fn fill(&self, count: usize, wait: Wait<'_>) {
        let model = self.hub.kernel().model();
        let kind = model.document.kinds.get(KIND).expect("the kind is there");
        let sections: Vec<&str> = kind.sections.names().collect();
        for number in 0..count {
            let owner = format!("builder-{number}");
            let document = self.documents[number % self.documents.len()].clone();
            let write = Write {
                keys: vec![format!("owner={owner}")],
                sections: take_apart(&document, &sections).expect("it is an object"),
                record: StoredRecord {
                    address: Address::new("", KIND, &id(number)),
                    owner: Some(owner),
                    owner_roles: vec!["builder".into()],
                    document,
                    ..stored()
                },
                ..Write::default()
            };
            let commit = Commit {
                writes: vec![write],
                ..Commit::default()
            };
            wait(&*self.store, &commit);
        }
    }

    /// Many small records of a few owners, as they are stored.
    pub(crate) fn crowd(&self, count: usize, owners: usize, wait: Wait<'_>) {
        for start in (0..count).step_by(1000) {
            let write = |number: usize| Write {
                record: StoredRecord {
                    address: Address::new("", "app", &id(number)),
                    owner: Some(format!("builder-{}", number % owners)),
                    document: small(number),
                    ..stored()
                },
                ..Write::default()
            };
            let commit = Commit {
                writes: (start..(start + 1000).min(count)).map(write).collect(),
                ..Commit::default()
            };
            wait(&*self.store, &commit);
            if start > 0 && start % 100_000 == 0 {
                eprintln!("  {start} of {count} records …");
            }
        }
    }
}

/// Stores what needs nobody to wait.
pub(crate) fn at_once(store: &dyn Store, commit: &Commit) {
    pollster::block_on(store.commit(commit)).expect("it is stored");
}

fn stored() -> StoredRecord {
    StoredRecord {
        version: 1,
        created_at: NOW,
        updated_at: NOW,
        choices: "{}".into(),
        forced: "{}".into(),
        provenance: "{}".into(),
        ..StoredRecord::default()
    }
}

pub(crate) fn id(number: usize) -> String {
    format!("0198f1c2-7b3a-7c4d-8e5f-{number:012}")
}

pub(crate) fn small(number: usize) -> String {
    format!(
        r#"{{"name":"App {number}","tagline":"{}"}}"#,
        "a small thing ".repeat(8)
    )
}

pub(crate) fn target(id: &str) -> Target<'_> {
    Target {
        kind: KIND,
        id,
        ..Target::default()
    }
}
