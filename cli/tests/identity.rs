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
use profilekit_tests::{fixtures, workspace};
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
}

/// A webhook as `webhook verify` is asked about it.
struct Asked<'a> {
    keys: &'a [&'a str],
    signature: &'a str,
    now: &'a str,
    tolerance: Option<&'a str>,
}

impl Asked<'_> {
    /// The exit code, and what was said of it, for machines.
    fn verdict(&self, body: &str) -> (Option<i32>, Value) {
        let mut args = vec!["--json", "webhook", "verify", "--id", "msg_1"];
        args.extend(["--timestamp", "1700000000", "--signature", self.signature]);
        args.extend(["--now", self.now, body]);
        args.extend(self.keys.iter().flat_map(|key| ["--secret", key]));
        args.extend(self.tolerance.iter().flat_map(|text| ["--tolerance", text]));
        let output = run(&args);
        let code = output.status.code();
        let said = if code == Some(2) {
            &output.stderr
        } else {
            &output.stdout
        };
        let text = String::from_utf8_lossy(said);
        assert!(!text.contains("MfKQ9r8G"), "{text}");
        (code, serde_json::from_slice(said).unwrap())
    }

    fn holds(&self, body: &str, code: Option<&str>) {
        let (exit, said) = self.verdict(body);
        let expected = (Some(i32::from(code.is_some())), json!(code.is_none()));
        assert_eq!((exit, said["genuine"].clone()), expected, "{said}");
        assert_eq!(said["code"].as_str(), code);
        assert_eq!(said["message"].is_string(), code.is_some());
    }
}

const OTHER: &str = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX";
const NOW: &str = "2023-11-14T22:13:20Z";

/// With another secret, a body that was written anew, at any time, and while a secret is replaced.
#[test]
fn each_reason_that_a_webhook_is_not_genuine_is_said() {
    let place = Place::new();
    let body = place.file("body", "{\"a\":1}");
    let anew = place.file("anew", "{\"a\": 1}");
    let id = MessageId::parse("msg_1").unwrap();
    let secret = Secret::parse(SECRET).unwrap();
    let signature = sign(&secret, &id, 1_700_000_000, b"{\"a\":1}");
    let good = Asked {
        keys: &[SECRET],
        signature: &signature,
        now: NOW,
        tolerance: None,
    };
    good.holds(&body, None);
    good.holds(&anew, Some("identity.wrong_signature"));
    let other = Asked {
        keys: &[OTHER],
        ..good
    };
    other.holds(&body, Some("identity.wrong_signature"));
    for keys in [[SECRET, OTHER], [OTHER, SECRET]] {
        let both = Asked {
            keys: &keys,
            ..good
        };
        both.holds(&body, None);
        both.holds(&anew, Some("identity.wrong_signature"));
    }
    let (early, late) = ("2023-11-14T22:08:19Z", "2023-11-14T22:18:21Z");
    for (now, tolerance, code) in [
        (late, None, Some("identity.too_old")),
        (early, None, Some("identity.too_new")),
        (late, Some("PT5M1S"), None),
        (early, Some("PT5M1S"), None),
        (
            "2023-11-14T22:13:31Z",
            Some("PT10S"),
            Some("identity.too_old"),
        ),
        (
            "2023-11-14T22:13:09Z",
            Some("PT10S"),
            Some("identity.too_new"),
        ),
        ("2023-11-14T22:13:30Z", Some("PT10S"), None),
    ] {
        let then = Asked {
            now,
            tolerance,
            ..good
        };
        then.holds(&body, code);
    }
    let odd = Asked {
        tolerance: Some("five minutes"),
        ..good
    };
    assert_eq!(odd.verdict(&body).0, Some(2));
}

#[test]
fn a_public_key_verifies_what_its_private_one_signed() {
    let place = Place::new();
    let mut fixtures = fixtures("identity").into_iter();
    let file = fixtures.find(|file| file.name == "webhooks");
    let mut cases = file.as_ref().unwrap().json["cases"]
        .as_array()
        .unwrap()
        .iter();
    let case = cases.find(|case| case["name"] == "signed with a private key");
    let case = case.unwrap();
    let body = place.file("body", case["body"].as_str().unwrap());
    let key = case["keys"][0].as_str().unwrap();
    assert!(key.starts_with("whpk_"));
    let signed = Asked {
        keys: &[key],
        signature: case["headers"][2][1].as_str().unwrap(),
        now: NOW,
        tolerance: None,
    };
    signed.holds(&body, None);
    signed.holds(&place.file("other", "{}"), Some("identity.wrong_signature"));
    let secret = Asked {
        keys: &[SECRET],
        ..signed
    };
    secret.holds(&body, Some("identity.wrong_signature"));
    let both = Asked {
        keys: &[SECRET, key],
        ..signed
    };
    both.holds(&body, None);
}

/// Without a secret that can be one, nothing is known of the webhook: neither that it is genuine nor
/// that it is not.
#[test]
fn a_secret_that_is_none_is_a_mistake_of_the_call() {
    let place = Place::new();
    let body = place.file("body", "{}");
    for (key, code) in [
        ("", "identity.short_secret"),
        ("whsec_", "identity.short_secret"),
        ("whsec_c2hvcnQ=", "identity.short_secret"),
        // A byte less than may be.
        (
            "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRY=",
            "identity.short_secret",
        ),
        ("whsec_no base64", "identity.bad_secret"),
        ("whpk_", "identity.bad_secret"),
        (
            "whpk_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX",
            "identity.bad_secret",
        ),
    ] {
        // Beside one that would do, too: somebody meant it.
        for keys in [&[key][..], &[SECRET, key]] {
            let asked = Asked {
                keys,
                signature: "v1,AAAA",
                now: NOW,
                tolerance: None,
            };
            let (exit, said) = asked.verdict(&body);
            assert_eq!(
                (exit, &said["error"]["code"]),
                (Some(2), &json!(code)),
                "{key}"
            );
            assert!(said["error"]["help"].is_string(), "{said}");
        }
    }
}

#[test]
fn a_plan_is_told_to_people_with_its_reasons_and_conflicts() {
    let place = Place::new();
    let (blueprint, store) = (Place::blueprint(), place.store());
    let plan = |user: &Value| {
        let file = place.file("user.json", &user.to_string());
        let output = run(&["sync", "plan", &blueprint, &store, &file]);
        (output.status.code(), printed(&output))
    };
    let ada = user("user_1", 0);
    let fresh = concat!(
        "create\n  /external_id: null → \"user_1\" (created)\n",
        "  /email: null → \"user_1@example.com\" (created)\n  /name: null → \"Ada\" (created)\n"
    );
    for _ in 0..2 {
        assert_eq!(plan(&ada), (Some(0), fresh.to_owned()), "nothing is done");
    }
    let users = place.file("users.ndjson", &ada.to_string());
    let args = ["sync", "reconcile", &blueprint, &store, &users, "--apply"];
    assert_eq!(run(&args).status.code(), Some(1));

    let mut next = user("user_1", 1);
    next["first_name"] = json!("Bea");
    next["email_addresses"][0] = json!({ "id": "i", "email_address": "new@example.com" });
    next["public_metadata"] = json!({ "roles": ["admin", "builder", "nobody"] });
    let (code, said) = plan(&next);
    assert_eq!(code, Some(1), "{said}");
    let lines: Vec<&str> = said.lines().collect();
    let expected = [
        "update",
        "  /name: \"Ada\" → \"Bea\" (provider_owns)",
        "  not_verified email: here \"user_1@example.com\", there \"new@example.com\"",
        "  not_grantable roles: here null, there \"admin\"",
        "  unknown_role roles: here null, there \"nobody\"",
        "  tell the provider the roles",
    ];
    assert_eq!(lines, expected);
    // Conflicts alone are findings as well.
    let mut odd = user("user_1", 1);
    odd["public_metadata"] = json!({ "roles": ["admin"] });
    let (code, said) = plan(&odd);
    assert_eq!(code, Some(1));
    assert!(said.contains("not_grantable roles"), "{said}");
    let nobody = place.file("nobody.json", "{}");
    let refused = run(&["sync", "plan", &blueprint, &store, &nobody]);
    assert_eq!(refused.status.code(), Some(2));
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
