//! Webhooks and session tokens beside what they cannot do without.

#![allow(
    clippy::unwrap_used,
    reason = "a benchmark that cannot go on has failed"
)]

mod tokens;

use std::hint::black_box;
use std::process::ExitCode;

use base64ct::Encoding as _;
use hmac::{Hmac, KeyInit as _, Mac as _};
use profilekit::identity::{Key, MessageId, Secret, parse_clerk, sign, verify_webhook};
use profilekit_benches::rows::{Row, report};
use profilekit_benches::timing::{Contestant, measure};
use serde_json::{Value, json};
use sha2::Sha256;

const SECRET: &[u8] = b"0123456789abcdef0123456789abcdef";
const NOW: i64 = 1_700_000_000_000_000;

/// A delivery of some four kilobytes, as large as Clerk's are with a few accounts elsewhere.
fn delivery() -> String {
    let contact = |index: usize| {
        json!({
            "id": format!("idn_{index}"), "object": "email_address", "linked_to": [], "reserved": false,
            "email_address": format!("ada.lovelace+{index}@example.com"), "matches_sso_connection": false,
            "verification": { "status": "verified", "strategy": "email_code", "attempts": 1, "expire_at": 1_700_000_600_000_i64 },
            "created_at": 1_700_000_000_000_i64, "updated_at": 1_700_000_000_000_i64
        })
    };
    let emails: Vec<Value> = (0..12).map(contact).collect();
    let event = json!({
        "type": "user.updated", "object": "event", "timestamp": 1_700_000_000_000_i64,
        "data": {
            "id": "user_2aXcfJ", "object": "user", "first_name": "Ada", "last_name": "Lovelace",
            "image_url": "https://img.clerk.com/eyJ0eXBlIjoiZGVmYXVsdCJ9", "has_image": true,
            "email_addresses": emails, "primary_email_address_id": "idn_3",
            "public_metadata": { "roles": ["builder"] }, "private_metadata": {}, "unsafe_metadata": { "theme": "dark" },
            "external_accounts": [], "phone_numbers": [], "locked": false, "banned": false,
            "created_at": 1_690_000_000_000_i64, "updated_at": 1_700_000_000_000_i64
        }
    });
    event.to_string()
}

fn row(what: &str, limit: f64, ours: Contestant<'_>, theirs: Contestant<'_>) -> Row {
    let peer = theirs.name.to_owned();
    let times = measure(&mut [ours, theirs]);
    let (ours, theirs) = (times.first().unwrap(), times.last().unwrap());
    Row {
        what: what.to_owned(),
        ours: ours.median(),
        peer,
        theirs: theirs.median(),
        ratio: ours.ratio_to(theirs),
        limit,
    }
}

fn webhook() -> Row {
    let body = delivery();
    let secret = Secret::parse(&base64ct::Base64::encode_string(SECRET)).unwrap();
    let id = MessageId::parse("msg_2KWPBgLlAfxdpx2AI54pPJ85f4W").unwrap();
    let signature = sign(&secret, &id, 1_700_000_000, body.as_bytes());
    let headers = [
        ("svix-id", id.as_str()),
        ("svix-timestamp", "1700000000"),
        ("svix-signature", signature.as_str()),
    ];
    let keys = [Key::from(secret)];
    let ours = Contestant::new("verify and parse", |_| {
        let verified = verify_webhook(&headers, body.as_bytes(), &keys, NOW).unwrap();
        let notice = parse_clerk(black_box(body.as_bytes())).unwrap();
        (verified.key + notice.event.len()) as u64
    });
    let mac = Hmac::<Sha256>::new_from_slice(SECRET).unwrap();
    let theirs = Contestant::new("HMAC-SHA256 and serde_json", |_| {
        let mut mac = mac.clone();
        mac.update(black_box(body.as_bytes()));
        let tag = mac.finalize().into_bytes();
        let value: Value = serde_json::from_slice(black_box(body.as_bytes())).unwrap();
        u64::from(tag.first().copied().unwrap_or(0)) + u64::from(value.is_object())
    });
    row(
        &format!("webhook of {} bytes", body.len()),
        1.3,
        ours,
        theirs,
    )
}

fn main() -> ExitCode {
    let [bare, package] = tokens::rs256();
    match report(&[webhook(), tokens::es256(), bare, package]) {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    }
}
