//! A small product whose store was filled through the hub.

use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use profilekit::Kernel;
use profilekit::access::{Subject, SubjectHead};
use profilekit::hub::{Call, Create, Entropy, Hub, Target, Update};
use profilekit::store::Store;
use profilekit_sqlite::SqliteStore;
use rusqlite::Connection;
use serde_json::Value;

const BLUEPRINT: &str = r#"{
    "blueprint": 1, "name": "club", "version": "1.0.0",
    "roles": { "member": { "default": true } },
    "kinds": {
        "card": { "owner": "user", "one_per": ["owner"], "audience": "platform", "on_delete": "archive",
            "sections": {
                "basics": { "fields": { "headline": { "type": "string" } } },
                "contact": { "fields": {
                    "mail": { "type": "email", "data_class": "contact", "lawful_basis": "contract", "retention": "P30D" },
                    "phone": { "type": "phone", "audience": "private", "data_class": "contact", "lawful_basis": "consent", "retention": "P60D" } } } } },
        "note": { "owner": "user", "audience": "private", "on_delete": "delete",
            "fields": { "text": { "type": "text", "data_class": "confidential", "lawful_basis": "consent" } } },
        "invoice": { "owner": "user", "audience": "private", "on_delete": "archive",
            "fields": {
                "number": { "type": "string" },
                "name": { "type": "string", "data_class": "identity", "lawful_basis": "legal_obligation" } } }
    },
    "policies": [
        { "id": "own", "allow": ["card.*", "note.*", "invoice.*"], "relations": ["owner"] },
        { "id": "cards", "allow": ["card.read", "card.list"], "roles": ["signed_in"] }
    ]
}"#;

/// Long ago: what is kept for months is over by now.
const START: i64 = 1_700_000_000_000_000;

/// Bytes that differ each time and are the same in every run.
#[derive(Default)]
struct Counting(AtomicU64);

impl Entropy for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        let next = self.0.fetch_add(1, Ordering::Relaxed).to_be_bytes();
        for (index, byte) in bytes.iter_mut().enumerate() {
            *byte = next[index % 8] ^ u8::try_from(index).unwrap();
        }
    }
}

fn somebody(hub: &Hub, id: &str) -> Subject {
    let head = SubjectHead {
        id: Some(id),
        ..SubjectHead::default()
    };
    hub.kernel().subject(&head).unwrap()
}

/// Eight changes and a read of personal data.
pub(crate) async fn fill(store: Arc<dyn Store>) {
    let kernel = Kernel::compile(BLUEPRINT.as_bytes()).unwrap();
    let hub = Hub::new(kernel, store, Arc::new(Counting::default()));
    let (ada, bob) = (somebody(&hub, "ada"), somebody(&hub, "bob"));
    for (subject, kind, id, document) in [
        (
            &ada,
            "card",
            "c1",
            r#"{"basics":{"headline":"Architect"},"contact":{"mail":"canary-1@example.org","phone":"+4915100000001"}}"#,
        ),
        (&ada, "note", "n1", r#"{"text":"canary-2"}"#),
        (&ada, "invoice", "i1", r#"{"number":"7","name":"Ada Law"}"#),
        (&bob, "card", "c2", r#"{"basics":{"headline":"Baker"}}"#),
        (&bob, "note", "n2", r#"{"text":"flour"}"#),
    ] {
        let create = Create {
            kind,
            id: Some(id),
            document: document.as_bytes(),
            ..Create::default()
        };
        hub.create(&Call::new(subject, START), &create)
            .await
            .unwrap();
    }
    for (at, headline) in (1..).zip(["Town planner", "Planner", "Builder"]) {
        let patch = format!(r#"{{"basics":{{"headline":"{headline}"}}}}"#);
        let update = Update {
            target: card(),
            patch: patch.as_bytes(),
            ..Update::default()
        };
        hub.update(&Call::new(&ada, START + at), &update)
            .await
            .unwrap();
    }
    hub.get(&Call::new(&bob, START + 9), &card()).await.unwrap();
    hub.flush().await.unwrap();
}

fn card() -> Target<'static> {
    Target {
        kind: "card",
        id: "c1",
        ..Target::default()
    }
}

/// What a command answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Answer {
    /// The answer as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// Its lines as JSON.
    pub(crate) fn lines(&self) -> Vec<Value> {
        let lines = self.out.lines();
        lines
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }
}

/// A folder with a blueprint, viewers and a store.
pub(crate) struct World {
    folder: tempfile::TempDir,
    /// The store's address.
    pub(crate) address: String,
}

impl World {
    /// A SQLite file that was filled.
    pub(crate) fn new() -> Self {
        let world = Self::empty();
        let store = SqliteStore::open(world.store()).unwrap();
        pollster::block_on(fill(Arc::new(store)));
        world
    }

    /// No store yet.
    pub(crate) fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let address = format!("sqlite:{}", folder.path().join("club.db").display());
        let world = Self { folder, address };
        world.write("club.json", BLUEPRINT);
        world.write("ada.json", r#"{"id":"ada"}"#);
        world.write("bob.json", r#"{"id":"bob"}"#);
        world
    }

    /// The SQLite file.
    pub(crate) fn store(&self) -> PathBuf {
        self.path("club.db")
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, content: &str) {
        std::fs::write(self.path(name), content).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap()
    }

    /// Runs `profilekit open STORE WORDS`; words with a `.` are files of the folder.
    pub(crate) fn open(&self, words: &str) -> Answer {
        let open = ["open", &self.address];
        self.answer(open.into_iter().chain(words.split(' ')))
    }

    /// Runs `profilekit WORDS` in the folder.
    pub(crate) fn run(&self, words: &str) -> Answer {
        self.answer(words.split(' '))
    }

    fn answer<'w>(&self, words: impl Iterator<Item = &'w str>) -> Answer {
        let mut command = Command::new(env!("CARGO_BIN_EXE_profilekit"));
        command.args(words);
        let output = command.current_dir(self.folder.path()).output().unwrap();
        Answer {
            code: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Changes the SQLite file past the store.
    pub(crate) fn tamper(&self, sql: &str) {
        let file = Connection::open(self.store()).unwrap();
        file.execute_batch(sql).unwrap();
    }
}
