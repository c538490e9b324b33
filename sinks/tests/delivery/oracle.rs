//! What the packages that receivers use say about our signatures, and we about theirs.

use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use profilekit::hub::Clock as _;
use profilekit::identity::{Key, verify_webhook};
use profilekit_sinks::SystemClock;
use profilekit_tests::npm_file;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::http::{deliver, plain, sink};
use crate::receiver::{Receiver, SECRET, answer};

const PACKAGES: [&str; 4] = [
    "standardwebhooks",
    "svix",
    "@stablelib/base64",
    "fast-sha256",
];

/// A folder in which Node finds the packages.
fn project() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for package in PACKAGES {
        let place = folder.path().join("node_modules").join(package);
        std::fs::create_dir_all(place.parent().unwrap()).unwrap();
        let manifest = npm_file(package, "package.json");
        symlink(manifest.parent().unwrap(), place).unwrap();
    }
    folder
}

/// Runs a script with `input`, and gives what it printed.
fn node(project: &Path, script: &str, input: &Value) -> Value {
    let mut command = Command::new("node");
    command.args(["--preserve-symlinks", "--eval", script, "--"]);
    command.arg(input.to_string()).current_dir(project);
    let output = command.output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn the_package_of_the_standard_verifies_what_we_send() {
    let receiver = Receiver::answering(&answer("200 OK", ""));
    deliver(&sink(&receiver.address(), &plain()), "e1").unwrap();
    let request = receiver.came().remove(0);
    let headers: serde_json::Map<String, Value> = request
        .headers
        .iter()
        .map(|(name, value)| (name.to_lowercase(), json!(value)))
        .collect();
    let script = "
        const { Webhook } = require('standardwebhooks');
        const { secret, headers, body } = JSON.parse(process.argv[1]);
        const webhook = new Webhook(secret);
        let refused = false;
        try { webhook.verify(body + ' ', headers); } catch { refused = true; }
        const event = webhook.verify(body, headers);
        console.log(JSON.stringify({ id: event.id, refused }));
    ";
    let input = json!({ "secret": SECRET, "headers": headers, "body": request.body });
    let printed = node(project().path(), script, &input);
    assert_eq!(printed, json!({ "id": "e1", "refused": true }));
}

#[test]
fn we_verify_what_the_packages_sign() {
    let script = "
        const standard = require('standardwebhooks');
        const svix = require('svix');
        const { secret, body, seconds } = JSON.parse(process.argv[1]);
        const at = new Date(seconds * 1000);
        const sign = (package) => new package.Webhook(secret).sign('msg_1', at, body);
        console.log(JSON.stringify({ webhook: sign(standard), svix: sign(svix) }));
    ";
    let body = "{\"naïve\": \"\u{1f980}\"}";
    let now = SystemClock.now();
    let seconds = now / 1_000_000;
    let input = json!({ "secret": SECRET, "body": body, "seconds": seconds });
    let printed = node(project().path(), script, &input);
    for family in ["webhook", "svix"] {
        let names = ["id", "timestamp", "signature"].map(|name| format!("{family}-{name}"));
        let timestamp = seconds.to_string();
        let headers = [
            (names[0].as_str(), "msg_1"),
            (names[1].as_str(), timestamp.as_str()),
            (names[2].as_str(), printed[family].as_str().unwrap()),
        ];
        let keys = [Key::parse(SECRET).unwrap()];
        let verified = verify_webhook(&headers, body.as_bytes(), &keys, now).unwrap();
        assert_eq!(verified.id.as_str(), "msg_1");
    }
}
