//! The README's tour is true: every command prints what stands below it.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed"
)]

use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use profilekit::Kernel;
use profilekit::access::SubjectHead;
use profilekit::hub::{Call, Create, Entropy, Hub, Target, Update};
use profilekit_sqlite::SqliteStore;

/// The start of 2026.
const NOW: i64 = 1_767_225_600_000_000;

struct Fixed;

impl Entropy for Fixed {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(7);
    }
}

/// The tour's files, and a store with its profile: made, and changed once.
fn stage(root: &Path) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for place in ["examples/tour", "examples/billing", "core/blueprints"] {
        let (from, to) = (root.join(place), folder.path().join(place));
        std::fs::create_dir_all(&to).unwrap();
        for file in std::fs::read_dir(from).unwrap() {
            let file = file.unwrap();
            std::fs::copy(file.path(), to.join(file.file_name())).unwrap();
        }
    }
    let tour = folder.path().join("examples/tour");
    let read = |name: &str| std::fs::read(tour.join(name)).unwrap();
    let kernel = Kernel::compile(&read("blueprint.json")).unwrap();
    let store = SqliteStore::open(folder.path().join("club.db")).unwrap();
    pollster::block_on(fill(kernel, store, &read("profile.json")));
    folder
}

async fn fill(kernel: Kernel, store: SqliteStore, document: &[u8]) {
    let hub = Hub::new(kernel, Arc::new(store), Arc::new(Fixed));
    let head = SubjectHead {
        id: Some("ada"),
        ..SubjectHead::default()
    };
    let ada = hub.kernel().subject(&head).unwrap();
    let create = Create {
        kind: "profile",
        id: Some("p1"),
        document,
        ..Create::default()
    };
    hub.create(&Call::new(&ada, NOW), &create).await.unwrap();
    let update = Update {
        target: Target {
            kind: "profile",
            id: "p1",
            ..Target::default()
        },
        patch: br#"{"basics":{"headline":"Analyst"}}"#,
        ..Update::default()
    };
    hub.update(&Call::new(&ada, NOW), &update).await.unwrap();
}

#[test]
fn every_command_prints_what_stands_below_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let readme = std::fs::read_to_string(root.join("README.md")).unwrap();
    let stage = stage(&root);
    let mut commands = 0;
    for block in readme.split("```").skip(1).step_by(2) {
        let Some(script) = block.strip_prefix("console\n$ profilekit ") else {
            continue;
        };
        let (line, expected) = script.split_once('\n').unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_profilekit"))
            .args(line.split(' '))
            .current_dir(stage.path())
            .output()
            .unwrap();
        let printed = String::from_utf8(output.stdout).unwrap();
        assert_eq!(printed, expected, "profilekit {line}");
        commands += 1;
    }
    assert_eq!(commands, 9);
}
