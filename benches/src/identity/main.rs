//! Webhooks and session tokens beside what they cannot do without.

#![allow(
    clippy::unwrap_used,
    reason = "a benchmark that cannot go on has failed"
)]

use std::hint::black_box;
use std::process::ExitCode;

use base64ct::{Base64UrlUnpadded, Encoding as _};
use hmac::{Hmac, KeyInit as _, Mac as _};
use p256::ecdsa::signature::{Signer as _, Verifier as _};
use p256::ecdsa::{Signature, SigningKey};
use profilekit::identity::{
    Expected, Key, MessageId, Secret, TokenKeys, parse_clerk, sign, verify_token, verify_webhook,
};
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

fn token() -> Row {
    let key = SigningKey::from_slice(SECRET).unwrap();
    let point = key.verifying_key().to_sec1_point(false);
    let part = |bytes: Option<&[u8]>| Base64UrlUnpadded::encode_string(bytes.unwrap());
    let (x, y) = point.as_bytes().get(1..).unwrap().split_at(32);
    let jwks = json!({ "keys": [{ "kty": "EC", "crv": "P-256", "kid": "k", "x": part(Some(x)), "y": part(Some(y)) }] });
    let keys = TokenKeys::from_jwks(jwks.to_string().as_bytes()).unwrap();
    let claims = json!({ "iss": "https://clerk.example.com", "sub": "user_1", "sid": "sess_1", "exp": 1_700_000_060, "metadata": { "roles": ["builder"] } });
    let text = |value: &Value| Base64UrlUnpadded::encode_string(value.to_string().as_bytes());
    let signed = format!(
        "{}.{}",
        text(&json!({ "alg": "ES256", "kid": "k" })),
        text(&claims)
    );
    let signature: Signature = key.sign(signed.as_bytes());
    let token = format!("{signed}.{}", part(Some(&signature.to_bytes())));
    let expected = Expected {
        issuer: "https://clerk.example.com",
        ..Expected::default()
    };
    let ours = Contestant::new("verify_token", |_| {
        let claims = verify_token(black_box(&token), &keys, &expected, NOW).unwrap();
        claims.subject.len() as u64
    });
    let public = *key.verifying_key();
    let theirs = Contestant::new("p256 alone", |_| {
        u64::from(
            public
                .verify(black_box(signed.as_bytes()), &signature)
                .is_ok(),
        )
    });
    row("session token, ES256", 1.1, ours, theirs)
}

fn main() -> ExitCode {
    match report(&[webhook(), token()]) {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    }
}
