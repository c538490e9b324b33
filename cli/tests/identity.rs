//! `webhook` and `sync`, as somebody types them.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed"
)]

use std::path::PathBuf;
use std::process::{Command, Output};

use profilekit::identity::{MessageId, Secret, sign};
use profilekit_tests::workspace;
use serde_json::{Value, json};
use tempfile::TempDir;

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

struct Place {
    folder: TempDir,
}

impl Place {
    fn new() -> Self {
        let place = Self {
            folder: tempfile::tempdir().unwrap(),
        };
        let store = place.store();
        assert!(run(&["open", &store, "migrate"]).status.success());
        place
    }

    fn file(&self, name: &str, text: &str) -> String {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }

    fn store(&self) -> String {
        format!("sqlite:{}", self.folder.path().join("a.db").display())
    }

    fn blueprint() -> String {
        let path: PathBuf = workspace().join("core/blueprints/marketplace.json");
        path.to_str().unwrap().to_owned()
    }
}

fn run(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_profilekit"))
        .args(args)
        .output()
        .unwrap()
}

fn printed(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn user(id: &str, minute: i64) -> Value {
    json!({
        "id": id, "first_name": "Ada", "primary_email_address_id": "i",
        "email_addresses": [{ "id": "i", "email_address": format!("{id}@example.com"), "verification": { "status": "verified" } }],
        "updated_at": 1_700_000_000_000_i64 + minute * 60_000
    })
}

#[test]
fn a_webhook_is_genuine_or_is_not_and_says_why() {
    let place = Place::new();
    let body = place.file("body", "{\"a\":1}");
    let id = MessageId::parse("msg_1").unwrap();
    let signature = sign(
        &Secret::parse(SECRET).unwrap(),
        &id,
        1_700_000_000,
        b"{\"a\":1}",
    );
    let verify = |secret: &str, signature: &str, now: &str| {
        run(&[
            "webhook",
            "verify",
            "--secret",
            secret,
            "--id",
            "msg_1",
            "--timestamp",
            "1700000000",
            "--signature",
            signature,
            "--now",
            now,
            &body,
        ])
    };
    let now = "2023-11-14T22:13:25Z";
    let good = verify(SECRET, &signature, now);
    assert_eq!(
        (good.status.code(), printed(&good).trim()),
        (Some(0), "genuine")
    );
    for (signature, now, code) in [
        (
            signature.as_str(),
            "2023-11-14T23:13:25Z",
            "identity.too_old",
        ),
        ("v1,AAAA", now, "identity.bad_signature"),
        ("v2,AAAA", now, "identity.unknown_version"),
    ] {
        let bad = verify(SECRET, signature, now);
        assert_eq!(bad.status.code(), Some(1));
        assert!(printed(&bad).contains(code), "{}", printed(&bad));
        assert!(!printed(&bad).contains("MfKQ9r8G"));
    }
    assert_eq!(
        verify("whsec_c2hvcnQ=", &signature, now).status.code(),
        Some(2)
    );
}

#[test]
fn webhooks_that_were_kept_are_handled_once() {
    let place = Place::new();
    let (blueprint, store) = (Place::blueprint(), place.store());
    let line = |id: &str, event: &str, data: Value| {
        let body = json!({ "type": event, "data": data }).to_string();
        json!({ "id": id, "body": body }).to_string()
    };
    let lines = [
        line("msg_2", "user.updated", user("user_1", 1)),
        line("msg_1", "user.created", user("user_1", 0)),
        line("msg_3", "session.created", json!({})),
    ];
    let file = place.file("kept.ndjson", &lines.join("\n"));
    let replay = || {
        let output = run(&["--json", "webhook", "replay", &blueprint, &store, &file]);
        let rows: Vec<Vec<String>> = serde_json::from_slice(&output.stdout).unwrap();
        rows.into_iter()
            .map(|row| row[2].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(replay(), ["applied", "stale", "recorded"]);
    assert_eq!(replay(), ["repeated", "repeated", "repeated"]);
    let shown = run(&["--json", "webhook", "show", &blueprint, &store, "msg_1"]);
    let noted: Value = serde_json::from_slice(&shown.stdout).unwrap();
    assert_eq!(
        (&noted["outcome"], &noted["attempts"]),
        (&json!("stale"), &json!(1))
    );
    let shown = run(&["webhook", "show", &blueprint, &store, "msg_2"]);
    assert!(
        String::from_utf8_lossy(&shown.stdout).contains("applied\n  attempts: 1, the first at ")
    );
    let never = run(&["webhook", "show", &blueprint, &store, "msg_9"]);
    assert_eq!(never.status.code(), Some(1));
    let broken = place.file("broken.ndjson", "{}");
    assert_eq!(
        run(&["webhook", "replay", &blueprint, &store, &broken])
            .status
            .code(),
        Some(2)
    );
}

#[test]
fn a_reconciliation_tells_first_and_does_when_asked() {
    let place = Place::new();
    let (blueprint, store) = (Place::blueprint(), place.store());
    let users = [user("user_1", 0), user("user_2", 0)].map(|user| user.to_string());
    let users = place.file("users.ndjson", &users.join("\n"));
    let one = place.file("user.json", &user("user_1", 0).to_string());

    let planned = run(&["--json", "sync", "plan", &blueprint, &store, &one]);
    let plan: Value = serde_json::from_slice(&planned.stdout).unwrap();
    assert_eq!(plan["action"], "create");

    let reconcile = |more: &[&str]| {
        let args = [&["sync", "reconcile", &blueprint, &store, &users], more].concat();
        run(&args)
    };
    let found = |output: &Output| -> Value { serde_json::from_slice(&output.stdout).unwrap() };
    for _ in 0..2 {
        let told = reconcile(&["--dry-run", "--report", "json"]);
        assert_eq!(told.status.code(), Some(1));
        assert_eq!(
            found(&told)["counts"],
            json!({ "missing_here": 2 }),
            "nothing is done"
        );
    }
    let done = found(&reconcile(&["--apply", "--report", "json"]));
    assert_eq!((&done["applied"], &done["users"]), (&json!(2), &json!(2)));
    let well = reconcile(&["--report", "json"]);
    assert_eq!(well.status.code(), Some(0));
    assert_eq!(found(&well)["counts"], json!({ "linked": 2 }));

    let fewer = place.file("users.ndjson", &user("user_1", 0).to_string());
    let page = printed(&run(&[
        "sync",
        "reconcile",
        &blueprint,
        &store,
        &fewer,
        "--report",
        "html",
    ]));
    assert!(page.starts_with("<!doctype html>") && page.contains("<td>missing_there"));
    let people = printed(&reconcile(&[]));
    assert!(
        people.contains("1 users, 2 accounts") && people.contains("missing_there"),
        "{people}"
    );
    assert_eq!(reconcile(&["--dry-run", "--apply"]).status.code(), Some(2));
}
