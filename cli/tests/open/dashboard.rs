//! `dashboard`.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use profilekit::store::{Address, Commit, Store, StoredRecord, Write};
use profilekit::time::parse_instant;
use profilekit_sqlite::SqliteStore;
use serde_json::Value;

use crate::world::Answer;

const EVENTS: [&str; 3] = [
    "profile_view.csv",
    "portfolio_view.csv",
    "booking_answer.csv",
];

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/dashboard")
}

fn run(words: &[&str]) -> Answer {
    let output = Command::new(env!("CARGO_BIN_EXE_profilekit"))
        .args(words)
        .current_dir(examples())
        .output()
        .unwrap();
    Answer {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

fn record(kind: &str, line: &str) -> StoredRecord {
    let json: Value = serde_json::from_str(line).unwrap();
    let text = |name: &str| json[name].as_str().map(str::to_owned);
    let instant = |name: &str| parse_instant(json[name].as_str()?);
    let relations = json["relations"].as_object().into_iter().flatten();
    let relations = relations.map(|(name, id)| (name.clone(), vec![id.as_str().unwrap().into()]));
    StoredRecord {
        address: Address::new("", kind, &text("id").unwrap()),
        owner: text("owner"),
        state: text("state"),
        version: 1,
        created_at: instant("created_at").unwrap(),
        updated_at: instant("updated_at").unwrap_or_default(),
        relations: relations.collect(),
        document: json["document"].to_string(),
        choices: "{}".into(),
        forced: "{}".into(),
        provenance: "{}".into(),
        ..StoredRecord::default()
    }
}

/// Puts the example's records into a store.
pub(crate) async fn fill(store: Arc<dyn Store>) {
    for kind in ["booking", "review"] {
        let text = std::fs::read_to_string(examples().join(format!("{kind}.ndjson"))).unwrap();
        let writes = text.lines().map(|line| Write {
            record: record(kind, line),
            ..Write::default()
        });
        let commit = Commit {
            writes: writes.collect(),
            ..Commit::default()
        };
        store.commit(&commit).await.unwrap();
    }
}

const WHOSE: [&str; 9] = [
    "--persona",
    "builder",
    "--user",
    "ada",
    "--now",
    "2026-11-22T12:00:00Z",
    "--zone",
    "Europe/Berlin",
    "--facts",
];

const BLUEPRINT: &str = "../../core/blueprints/marketplace.json";

/// What is told of files that hold the same records.
pub(crate) fn of_files() -> String {
    let words = ["--json", "dashboard", BLUEPRINT];
    let files = ["booking.ndjson", "review.ndjson"];
    let answer = run(&[&words[..], &WHOSE, &files, &EVENTS].concat());
    assert_eq!(answer.code, 0, "{}", answer.err);
    answer.out
}

/// What is told of a store.
pub(crate) fn of_store(address: &str, more: &[&str]) -> Answer {
    let words = ["--json", "open", address, "dashboard", "--blueprint"];
    run(&[&words[..], &[BLUEPRINT], more, &WHOSE, &EVENTS].concat())
}

#[test]
fn a_store_tells_what_files_of_the_same_records_tell() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("market.db");
    let store = SqliteStore::open(&path).unwrap();
    pollster::block_on(fill(Arc::new(store)));
    let address = format!("sqlite:{}", path.display());
    let told = of_store(&address, &[]);
    assert_eq!(told.code, 0, "{}", told.err);
    assert!(told.out.contains("\"revenue\"") && told.out == of_files());

    let page = folder.path().join("builder.html");
    let html = page.to_str().unwrap();
    assert_eq!(of_store(&address, &["--html", html]).code, 0);
    let page = std::fs::read_to_string(&page).unwrap();
    assert!(page.contains("<svg"));
}

#[test]
fn facts_that_are_no_records_are_handed_in_and_others_are_not() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("market.db");
    drop(SqliteStore::open(&path).unwrap());
    let address = format!("sqlite:{}", path.display());
    let words = ["open", &address, "dashboard", "--blueprint", BLUEPRINT];
    let whose = &WHOSE[..8];
    let lacking = run(&[&words[..], whose].concat());
    assert_eq!(lacking.code, 2);
    let needed = "needs facts of profile_view, portfolio_view, booking_answer";
    assert!(lacking.err.contains(needed), "{}", lacking.err);
}

#[test]
fn what_is_kept_tells_the_same_and_is_checked() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("market.db");
    let store = SqliteStore::open(&path).unwrap();
    pollster::block_on(fill(Arc::new(store)));
    let address = format!("sqlite:{}", path.display());
    let rollups = |more: &[&str]| {
        let words = ["open", &address, "rollups", "--blueprint", BLUEPRINT];
        run(&[&words[..], more].concat())
    };
    assert!(rollups(&[]).out.contains("0 rollups looked at"));
    let files = of_files();
    for round in ["made", "asked again"] {
        let told = of_store(&address, &["--rollups"]);
        assert!(told.out == files, "{round}: {}", told.err);
    }
    let whole = rollups(&["--json"]);
    assert_eq!(whole.code, 0, "{}", whole.err);
    let expected = r#"{"lookedAt":3,"rebuilt":0,"outdated":0,"found":[]}"#;
    assert_eq!(whole.out.trim(), expected);

    let file = rusqlite::Connection::open(&path).unwrap();
    let spoil = "UPDATE rollup_parts SET states = (SELECT states FROM rollup_parts
        WHERE rollup = 1 ORDER BY start LIMIT 1)
        WHERE rollup = 1 AND start = (SELECT MIN(start) FROM rollup_parts
        WHERE rollup = 1 AND states <> (SELECT states FROM rollup_parts WHERE rollup = 1 ORDER BY start LIMIT 1))";
    assert_eq!(file.execute(spoil, []).unwrap(), 1);
    let spoiled = rollups(&[]);
    assert_eq!(spoiled.code, 1, "{spoiled:?}");
    assert!(spoiled.out.contains("1 difference found"), "{spoiled:?}");
    assert!(spoiled.out.contains("booking  ada"), "{spoiled:?}");
    let mended = rollups(&["--repair"]);
    assert_eq!(mended.code, 0, "{mended:?}");
    assert!(mended.out.contains("rebuilt"), "{mended:?}");
    assert_eq!(rollups(&[]).code, 0);
    let all = rollups(&["--rebuild"]);
    assert!(all.out.contains("3 rebuilt"), "{all:?}");
    assert!(of_store(&address, &["--rollups"]).out == files);
}
