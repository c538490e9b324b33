use base64ct::{Base64, Encoding as _};
use ed25519_dalek::{Signer as _, SigningKey};
use proptest::prelude::*;

use super::*;
use crate::identity::{Secret, sign};

// The examples of the Standard Webhooks specification and its libraries.
const ID: &str = "msg_p5jXN8AQM9LWM0D4loKWxJek";
const AT: i64 = 1_614_265_330;
const BODY: &[u8] = br#"{"test": 2432232314}"#;
const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const SIGNATURE: &str = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
const PUBLIC: &str = "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=";
const SIGNATURE_A: &str =
    "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==";

fn keys(texts: &[&str]) -> Vec<Key> {
    texts.iter().map(|text| Key::parse(text).unwrap()).collect()
}

fn standard<'h>(timestamp: &'h str, signature: &'h str) -> [(&'h str, &'h str); 3] {
    [
        ("webhook-id", ID),
        ("webhook-timestamp", timestamp),
        ("webhook-signature", signature),
    ]
}

/// Verifies the example with another signature and other keys.
fn with(signature: &str, keys: &[Key]) -> Result<Verified, Code> {
    let timestamp = AT.to_string();
    let headers = standard(&timestamp, signature);
    verify_webhook(&headers, BODY, keys, AT * SECOND).map_err(|failure| failure.code())
}

/// Verifies the example with another header for the time, `after` seconds later.
fn timed(timestamp: &str, after: i64) -> Result<Verified, Code> {
    let headers = standard(timestamp, SIGNATURE);
    let now = (AT + after) * SECOND;
    verify_webhook(&headers, BODY, &keys(&[SECRET]), now).map_err(|failure| failure.code())
}

fn both() -> Vec<Key> {
    keys(&[SECRET, PUBLIC])
}

#[test]
fn the_examples_of_the_specification_are_verified() {
    let verified = with(SIGNATURE, &both()).unwrap();
    assert_eq!(verified.id.as_str(), ID);
    assert_eq!((verified.at, verified.key), (AT * SECOND, 0));
    assert_eq!(with(SIGNATURE_A, &both()).unwrap().key, 1);
}

#[test]
fn what_we_sign_is_what_the_specification_signs() {
    let id = MessageId::parse(ID).unwrap();
    let at = u64::try_from(AT).unwrap();
    for text in [SECRET, &SECRET["whsec_".len()..]] {
        let secret = Secret::parse(text).unwrap();
        assert_eq!(sign(&secret, &id, at, BODY), SIGNATURE);
    }
}

#[test]
fn either_family_of_headers_is_taken_and_never_both() {
    let timestamp = AT.to_string();
    let verify = |headers: &[(&str, &str)]| {
        let verified = verify_webhook(headers, BODY, &keys(&[SECRET]), AT * SECOND);
        verified.map(|verified| verified.family).map_err(|failure| {
            let name = failure.params().first().map(|(_, value)| value.to_string());
            (failure.code(), name.unwrap_or_default())
        })
    };
    let svix = [
        ("SVIX-Id", ID),
        ("Svix-Timestamp", timestamp.as_str()),
        ("svix-signature", SIGNATURE),
    ];
    assert_eq!(verify(&svix), Ok(Family::Svix));
    let standard = standard(&timestamp, SIGNATURE);
    assert_eq!(verify(&[standard, svix].concat()), Ok(Family::Standard));
    let mixed = [standard[0], svix[1], svix[2]];
    let missing = |name: &str| Err((Code::IdentityMissingHeader, name.to_owned()));
    assert_eq!(verify(&mixed), missing("webhook-timestamp"));
    assert_eq!(verify(&svix[..2]), missing("svix-signature"));
    assert_eq!(verify(&[]), missing("webhook-id"));
    for (place, repeated) in standard.iter().enumerate() {
        let mut twice = standard.to_vec();
        twice.insert(place, *repeated);
        let failure = (Code::IdentityRepeatedHeader, repeated.0.to_owned());
        assert_eq!(verify(&twice), Err(failure));
    }
}

#[test]
fn one_of_several_signatures_suffices() {
    let wrong = "v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    let many = [
        format!("{wrong} {SIGNATURE}"),
        format!("{SIGNATURE} {wrong}"),
        format!("  v2,later {wrong}  {SIGNATURE} "),
        format!("nonsense {SIGNATURE}"),
    ];
    for signature in &many {
        assert_eq!(with(signature, &keys(&[SECRET])).unwrap().key, 0);
    }
    let sixteen = [vec![wrong; MOST - 1], vec![SIGNATURE]].concat();
    assert!(with(&sixteen.join(" "), &both()).is_ok());
    let seventeen = [vec![wrong], sixteen].concat();
    let refused = with(&seventeen.join(" "), &both()).unwrap_err();
    assert_eq!(refused, Code::IdentityTooManySignatures);
}

#[test]
fn a_key_counts_until_its_last_instant() {
    let other = Key::parse("C2FVsBQIhrscChlQIMV+b5sSYspob7oDAAAAAAAA").unwrap();
    let now = AT * SECOND;
    let until = |last| vec![other.clone(), Key::parse(SECRET).unwrap().until(last)];
    assert_eq!(with(SIGNATURE, &until(now)).unwrap().key, 1);
    let wrong = Err(Code::IdentityWrongSignature);
    assert_eq!(with(SIGNATURE, &until(now - 1)), wrong);
    let none = Err(Code::IdentityNoSecret);
    assert_eq!(with(SIGNATURE, &until(now - 1)[1..]), none);
    assert_eq!(with(SIGNATURE, &[]), none);
}

/// Why a single signature that is not the right one is refused, said the plain way.
fn reason(signature: &str) -> Code {
    if signature.trim_matches(' ').is_empty() {
        return Code::IdentityNoSignature;
    }
    // Several are told apart by spaces: one that can be read is checked, whatever the others are.
    let each: Vec<Code> = signature
        .split(' ')
        .filter(|one| !one.is_empty())
        .map(single)
        .collect();
    let any = |code| each.contains(&code);
    match (
        any(Code::IdentityWrongSignature),
        any(Code::IdentityBadSignature),
    ) {
        (true, _) => Code::IdentityWrongSignature,
        (false, true) => Code::IdentityBadSignature,
        (false, false) => Code::IdentityUnknownVersion,
    }
}

fn single(signature: &str) -> Code {
    let (length, text) = match signature.split_once(',') {
        None => return Code::IdentityBadSignature,
        Some(("v1", text)) => (32, text),
        Some(("v1a", text)) => (64, text),
        Some(_) => return Code::IdentityUnknownVersion,
    };
    match Base64::decode_vec(text) {
        Ok(bytes) if bytes.len() == length => Code::IdentityWrongSignature,
        _ => Code::IdentityBadSignature,
    }
}

#[test]
fn every_prefix_of_a_signature_is_refused_with_its_reason() {
    for signature in [SIGNATURE, SIGNATURE_A] {
        for end in 0..signature.len() {
            let prefix = &signature[..end];
            assert_eq!(with(prefix, &both()), Err(reason(prefix)), "{prefix}");
        }
    }
}

/// The tag, the version, the comma, the text of the base64: no bit is without meaning.
#[test]
fn every_flipped_bit_of_a_signature_is_refused_with_its_reason() {
    for signature in [SIGNATURE, SIGNATURE_A] {
        for bit in 0..signature.len() * 8 {
            let mut bytes = signature.as_bytes().to_vec();
            bytes[bit / 8] ^= 1 << (bit % 8);
            let text = String::from_utf8_lossy(&bytes);
            assert_eq!(with(&text, &both()), Err(reason(&text)), "{text}");
        }
    }
}

#[test]
fn every_flipped_bit_of_the_body_is_refused() {
    let timestamp = AT.to_string();
    for signature in [SIGNATURE, SIGNATURE_A] {
        let headers = standard(&timestamp, signature);
        for bit in 0..BODY.len() * 8 {
            let mut body = BODY.to_vec();
            body[bit / 8] ^= 1 << (bit % 8);
            let refused = verify_webhook(&headers, &body, &both(), AT * SECOND);
            let code = refused.unwrap_err().code();
            assert_eq!(code, Code::IdentityWrongSignature);
        }
    }
}

#[test]
fn signatures_are_refused_with_their_reason() {
    let tag = &SIGNATURE["v1,".len()..];
    let tag_a = &SIGNATURE_A["v1a,".len()..];
    let rows: [(&str, Code); 15] = [
        ("", Code::IdentityNoSignature),
        ("   ", Code::IdentityNoSignature),
        ("v1", Code::IdentityBadSignature),
        ("v1,", Code::IdentityBadSignature),
        (tag, Code::IdentityBadSignature),
        (&format!("v1{tag}"), Code::IdentityBadSignature),
        (&format!("v1={tag}"), Code::IdentityBadSignature),
        (tag.trim_end_matches('='), Code::IdentityBadSignature),
        (&format!("v1,{tag_a}"), Code::IdentityBadSignature),
        (&format!("v1a,{tag}"), Code::IdentityBadSignature),
        (&format!("v1,{tag}\u{a0}"), Code::IdentityBadSignature),
        (&format!("v2,{tag}"), Code::IdentityUnknownVersion),
        (&format!("V1,{tag}"), Code::IdentityUnknownVersion),
        (&format!(",{tag}"), Code::IdentityUnknownVersion),
        (
            "v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
            Code::IdentityWrongSignature,
        ),
    ];
    for (signature, code) in rows {
        assert_eq!(with(signature, &both()), Err(code), "{signature}");
    }
    let wrong = Err(Code::IdentityWrongSignature);
    assert_eq!(with(SIGNATURE, &keys(&[PUBLIC])), wrong);
    assert_eq!(with(SIGNATURE_A, &keys(&[SECRET])), wrong);
}

#[test]
fn the_time_may_differ_by_five_minutes_both_ways() {
    let timestamp = AT.to_string();
    for after in [-300, -1, 0, 1, 300] {
        assert!(timed(&timestamp, after).is_ok(), "{after}");
    }
    assert_eq!(timed(&timestamp, 301), Err(Code::IdentityTooOld));
    assert_eq!(timed(&timestamp, -301), Err(Code::IdentityTooNew));
}

#[test]
fn a_timestamp_is_digits_only_however_extreme() {
    let milliseconds = (AT * 1000).to_string();
    let rows = [
        ("0", Code::IdentityTooOld),
        ("1", Code::IdentityTooOld),
        (&milliseconds, Code::IdentityTooNew),
        ("9223372036854775807", Code::IdentityTooNew),
        ("9223372036854775808", Code::IdentityBadTimestamp),
        ("99999999999999999999999999", Code::IdentityBadTimestamp),
        ("", Code::IdentityBadTimestamp),
        ("-1614265330", Code::IdentityBadTimestamp),
        ("+1614265330", Code::IdentityBadTimestamp),
        ("1614265330.0", Code::IdentityBadTimestamp),
        ("1614265330s", Code::IdentityBadTimestamp),
        ("16142 65330", Code::IdentityBadTimestamp),
        ("0x6037bf32", Code::IdentityBadTimestamp),
        ("1e9", Code::IdentityBadTimestamp),
        ("١٦١٤٢٦٥٣٣٠", Code::IdentityBadTimestamp),
        ("NaN", Code::IdentityBadTimestamp),
        // What was signed is the text: the same number written otherwise is something else.
        ("01614265330", Code::IdentityWrongSignature),
    ];
    for (timestamp, code) in rows {
        assert_eq!(timed(timestamp, 0), Err(code), "{timestamp}");
    }
}

#[test]
fn extreme_clocks_and_tolerances_are_no_harm() {
    let timestamp = AT.to_string();
    let headers = standard(&timestamp, SIGNATURE);
    for now in [i64::MIN, -1, 0, i64::MAX] {
        assert!(verify_webhook(&headers, BODY, &both(), now).is_err());
        let patient = verify_webhook_within(i64::MAX, &headers, BODY, &both(), now);
        assert_eq!(patient.is_ok(), now != i64::MIN, "{now}");
        assert!(verify_webhook_within(i64::MIN, &headers, BODY, &both(), now).is_err());
    }
    let exact = verify_webhook_within(0, &headers, BODY, &both(), AT * SECOND + 999_999);
    assert!(exact.is_ok());
    let far = standard("9223372036854775807", SIGNATURE);
    let failure = verify_webhook_within(i64::MAX, &far, BODY, &both(), i64::MAX).unwrap_err();
    assert_eq!(failure.code(), Code::IdentityTooNew);
}

/// With a full stop in it, the end of the id could be taken for the time, or the time for the
/// beginning of the body.
#[test]
fn an_id_with_a_full_stop_is_refused_even_where_its_signature_fits() {
    let secret = Secret::parse(SECRET).unwrap();
    let body = format!("{AT}.true");
    let id = MessageId::parse("a").unwrap();
    let signature = sign(&secret, &id, 1, body.as_bytes());
    let timestamp = AT.to_string();
    let forged = [
        ("webhook-id", "a.1"),
        ("webhook-timestamp", timestamp.as_str()),
        ("webhook-signature", signature.as_str()),
    ];
    let failure = verify_webhook(&forged, b"true", &both(), AT * SECOND).unwrap_err();
    assert_eq!(failure.code(), Code::IdentityBadMessageId);
}

#[test]
fn secrets_that_are_empty_short_or_nothing_of_the_kind_are_refused() {
    let short = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaA=";
    let rows = [
        ("", Code::IdentityShortSecret),
        ("whsec_", Code::IdentityShortSecret),
        ("whsec_AAAA", Code::IdentityShortSecret),
        (short, Code::IdentityShortSecret),
        ("whsec_not base64 at all, is it?", Code::IdentityBadSecret),
        (
            "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n",
            Code::IdentityBadSecret,
        ),
        (" MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", Code::IdentityBadSecret),
        (
            "whsec_whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
            Code::IdentityBadSecret,
        ),
        (
            "whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbc=",
            Code::IdentityBadSecret,
        ),
        ("whpk_", Code::IdentityBadSecret),
        (
            "whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOig==",
            Code::IdentityBadSecret,
        ),
        // The neutral element, whose signatures fit any body.
        (
            "whpk_AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
            Code::IdentityBadSecret,
        ),
    ];
    for (text, code) in rows {
        assert_eq!(Key::parse(text).unwrap_err().code(), code, "{text}");
    }
    assert!(Secret::parse(PUBLIC).is_err(), "a public key cannot sign");
    assert!(Secret::parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwAA").is_ok());
    let shown = format!("{:?}", Key::parse(SECRET).unwrap());
    assert!(
        !shown.contains("MfKQ") && shown.contains("Secret"),
        "{shown}"
    );
}

#[test]
fn every_refusal_says_what_to_do_and_shows_no_secret() {
    for code in Code::ALL {
        if code.as_str().starts_with("identity.") {
            let failure = Failure::new(*code);
            assert!(failure.help(crate::error::Locale::De).is_some(), "{code:?}");
        }
    }
}

fn any_header() -> impl Strategy<Value = (String, String)> {
    let name = prop_oneof![
        Just("webhook-id".to_owned()),
        Just("Webhook-Timestamp".to_owned()),
        Just("webhook-signature".to_owned()),
        Just("svix-id".to_owned()),
        Just("svix-timestamp".to_owned()),
        Just("svix-signature".to_owned()),
        any::<String>(),
    ];
    let value = prop_oneof![
        any::<String>(),
        "[0-9]{1,25}",
        "(v1a?,[A-Za-z0-9+/]{0,90}={0,2} ?){0,3}",
        Just(AT.to_string()),
        Just(ID.to_owned()),
    ];
    (name, value)
}

proptest! {
    #[test]
    fn no_headers_and_no_body_do_harm_or_pass(
        headers in proptest::collection::vec(any_header(), 0..8),
        body in proptest::collection::vec(any::<u8>(), 0..64),
        now in prop_oneof![any::<i64>(), Just(AT * SECOND)],
        tolerance in any::<i64>(),
    ) {
        let headers: Vec<(&str, &str)> = headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        prop_assert!(verify_webhook(&headers, &body, &both(), now).is_err());
        prop_assert!(verify_webhook_within(tolerance, &headers, &body, &both(), now).is_err());
    }

    #[test]
    fn any_text_is_a_key_or_refused(text in "(whsec_|whpk_|whsk_)?\\PC{0,60}") {
        let _ = Key::parse(&text);
    }

    #[test]
    fn what_is_signed_is_verified(
        bytes in proptest::collection::vec(any::<u8>(), Secret::MIN..80),
        id in "[!-\\-/-~]{1,40}",
        body in proptest::collection::vec(any::<u8>(), 0..200),
        seconds in 0..4_000_000_000i64,
    ) {
        use base64ct::{Base64, Encoding as _};
        let text = format!("whsec_{}", Base64::encode_string(&bytes));
        let secret = Secret::parse(&text).unwrap();
        let id = MessageId::parse(&id).unwrap();
        let at = u64::try_from(seconds).unwrap();
        let private = SigningKey::from_bytes(&[7; 32]);
        let public = Base64::encode_string(private.verifying_key().as_bytes());
        let timestamp = seconds.to_string();
        let signed = Signed { id: &id, timestamp: &timestamp, body: &body };
        let tag = Base64::encode_string(&private.sign(&signed.whole()).to_bytes());
        let both = [sign(&secret, &id, at, &body), format!("v1a,{tag}")];
        for (place, signature) in both.iter().enumerate() {
            let mut headers = standard(&timestamp, signature);
            headers[0].1 = id.as_str();
            let keys = keys(&[&text, &format!("whpk_{public}")]);
            let verified = verify_webhook(&headers, &body, &keys, seconds * SECOND).unwrap();
            prop_assert_eq!((&verified.id, verified.key), (&id, place));
        }
    }
}
