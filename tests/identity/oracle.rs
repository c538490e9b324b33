//! What the packages that others verify with say about a hundred thousand messages.

use std::fmt::Write as _;
use std::os::unix::fs::symlink;
use std::process::Command;

use profilekit::error::Code;
use profilekit::identity::{Key, MessageId, Secret, sign, verify_webhook};
use profilekit_tests::{Seeded, npm_file};
use serde_json::{Value, json};
use tempfile::TempDir;

const MESSAGES: usize = 100_000;

const PACKAGES: [&str; 4] = [
    "standardwebhooks",
    "svix",
    "@stablelib/base64",
    "fast-sha256",
];

/// Signs each line's message with both packages, says whether each signature is ours, and verifies
/// it at the instant of its signing, damaged where the line says so.
const SCRIPT: &str = "
    const { readFileSync } = require('node:fs');
    const packages = { standardwebhooks: require('standardwebhooks'), svix: require('svix') };
    const counts = { lines: 0, signed: 0, verified: 0, refused: 0 };
    for (const line of readFileSync(process.argv[1], 'utf8').trimEnd().split('\\n')) {
        const { secret, id, seconds, body, signature, damaged } = JSON.parse(line);
        counts.lines += 1;
        Date.now = () => seconds * 1000;
        for (const [name, { Webhook }] of Object.entries(packages)) {
            const webhook = new Webhook(secret);
            if (!damaged && webhook.sign(id, new Date(seconds * 1000), body) === signature) counts.signed += 1;
            const prefix = name === 'svix' ? 'svix' : 'webhook';
            const headers = { [prefix + '-id']: id, [prefix + '-timestamp']: String(seconds), [prefix + '-signature']: signature };
            try { webhook.verify(body, headers); counts.verified += 1; } catch { counts.refused += 1; }
        }
    }
    console.log(JSON.stringify(counts));
";

fn text(random: &mut Seeded, characters: &[char], most: usize) -> String {
    let length = 1 + random.below(most);
    (0..length)
        .map(|_| characters[random.below(characters.len())])
        .collect()
}

/// A message as a line, and whether it is damaged.
fn message(random: &mut Seeded, number: usize, lines: &mut String) -> bool {
    use base64ct::{Base64, Encoding as _};
    let plain: Vec<char> = ('!'..='~').filter(|one| *one != '.').collect();
    let any: Vec<char> = "aZ09 \"\\/\n\t{}[]:,.\u{e9}\u{3042}\u{1f980}\u{0}\u{7f}\u{2028}"
        .chars()
        .collect();
    let bytes: Vec<u8> = (0..24 + random.below(41))
        .map(|_| u8::try_from(random.below(256)).unwrap())
        .collect();
    let secret = format!("whsec_{}", Base64::encode_string(&bytes));
    let id = text(random, &plain, 40);
    let seconds = 1_500_000_000 + random.below(500_000_000);
    // Whatever the packages parse must be JSON for them; it is compared as bytes.
    let body = json!({ "text": text(random, &any, 120) }).to_string();
    let read = MessageId::parse(&id).unwrap();
    let key = Secret::parse(&secret).unwrap();
    let mut signature = sign(
        &key,
        &read,
        u64::try_from(seconds).unwrap(),
        body.as_bytes(),
    );
    let damaged = number.is_multiple_of(10);
    if damaged {
        signature = damage(random, &signature);
    }
    let at = seconds.to_string();
    let headers = [
        ("webhook-id", id.as_str()),
        ("webhook-timestamp", at.as_str()),
        ("webhook-signature", signature.as_str()),
    ];
    let now = i64::try_from(seconds).unwrap() * 1_000_000;
    let verified = verify_webhook(&headers, body.as_bytes(), &[Key::from(key)], now);
    match verified {
        Ok(_) => assert!(!damaged, "{id} {signature}"),
        Err(failure) => {
            let codes = [Code::IdentityWrongSignature, Code::IdentityBadSignature];
            assert!(damaged && codes.contains(&failure.code()), "{failure:?}");
        }
    }
    let line = json!({ "secret": secret, "id": id, "seconds": seconds, "body": body, "signature": signature, "damaged": damaged });
    writeln!(lines, "{line}").unwrap();
    damaged
}

/// Another character somewhere, or an end that is missing.
fn damage(random: &mut Seeded, signature: &str) -> String {
    let (head, body) = signature.split_at(3);
    let at = random.below(42);
    if random.below(4) == 0 {
        return format!("{head}{}", &body[..at]);
    }
    let other = match body.as_bytes()[at] {
        b'A' => 'B',
        _ => 'A',
    };
    format!("{head}{}{other}{}", &body[..at], &body[at + 1..])
}

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

#[test]
fn the_packages_of_others_sign_and_verify_alike() {
    let (mut random, mut lines, mut damaged) = (Seeded::new(5), String::new(), 0);
    for number in 0..MESSAGES {
        damaged += usize::from(message(&mut random, number, &mut lines));
    }
    let project = project();
    let file = project.path().join("messages.ndjson");
    std::fs::write(&file, lines).unwrap();
    let mut command = Command::new("node");
    command.args(["--preserve-symlinks", "--eval", SCRIPT, "--"]);
    let output = command
        .arg(&file)
        .current_dir(project.path())
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    let counts: Value = serde_json::from_slice(&output.stdout).unwrap();
    let good = 2 * (MESSAGES - damaged);
    assert_eq!(
        counts,
        json!({ "lines": MESSAGES, "signed": good, "verified": good, "refused": 2 * damaged })
    );
}
