//! Whatever a provider may send: it is answered, once and for all.

use profilekit::hub::{Outcome, Webhook};
use profilekit::identity::{Key, MessageId, Secret, sign};
use profilekit_tests::Seeded;
use serde_json::{Value, json};

use crate::world::{SECRET, START, World, deleted, event, everywhere, following, user};

/// What may stand where something else is expected.
fn odd(random: &mut Seeded) -> Value {
    let texts = [
        "",
        " ",
        "\u{0}",
        "a\u{0}b",
        "\u{feff}",
        "\u{202e}x",
        "\u{d7ff}\u{10ffff}",
        "'; drop table--",
        "user_1",
        "ada@example.com",
        "https://example.com/\u{0}",
        "-1",
        "NaN",
        "true",
    ];
    match random.below(9) {
        0 => Value::Null,
        1 => json!(true),
        2 => json!([i64::MIN, -1, 0, i64::MAX][random.below(4)]),
        3 => json!([1e300, -1e300, 0.5, f64::MIN_POSITIVE][random.below(4)]),
        4 => json!([]),
        5 => json!({}),
        6 => json!([[[[[{ "a": [null, { "b": {} }] }]]]]]),
        7 => json!("x".repeat(random.below(5000))),
        _ => json!(texts[random.below(texts.len())]),
    }
}

/// How many values there are below one, itself among them.
fn count(value: &Value) -> usize {
    1 + match value {
        Value::Object(members) => members.values().map(count).sum(),
        Value::Array(items) => items.iter().map(count).sum(),
        _ => 0,
    }
}

/// Puts something else at the nth value.
fn replace(value: &mut Value, place: &mut usize, other: &Value) {
    if *place == 0 {
        *value = other.clone();
    }
    *place = place.wrapping_sub(1);
    match value {
        Value::Object(members) => members
            .values_mut()
            .for_each(|one| replace(one, place, other)),
        Value::Array(items) => items.iter_mut().for_each(|one| replace(one, place, other)),
        _ => {}
    }
}

fn anything(random: &mut Seeded) -> Value {
    let id = format!("user_{}", random.below(40));
    let minute = i64::try_from(random.below(400)).unwrap();
    let mut all = match random.below(8) {
        0 => deleted(&id, minute),
        _ => {
            let mut user = user(&id, &format!("{id}@example.com"), minute);
            user["public_metadata"] = json!({ "roles": ["builder", ["mentor"]] });
            event("user.updated", user, minute)
        }
    };
    for _ in 0..random.below(4) {
        let mut place = random.below(count(&all));
        let other = odd(random);
        replace(&mut all, &mut place, &other);
    }
    all
}

#[test]
fn what_is_genuine_is_answered_once_and_for_all() {
    everywhere(&following(), async |world: World| {
        let (mut random, mut refused, mut applied) = (Seeded::new(11), 0, 0);
        for number in 0..400 {
            let (id, body) = (format!("msg_{number}"), anything(&mut random));
            let handled = world.deliver(&id, &body, START).await;
            assert!(
                [200, 422].contains(&handled.status()),
                "{body}: {handled:?}"
            );
            refused += usize::from(handled.outcome == Outcome::Refused);
            applied += usize::from(handled.outcome == Outcome::Applied);
            world.expect("repeated", &id, &body).await;
        }
        assert!(refused > 20 && applied > 20, "{refused} {applied}");
        assert!(world.hub.verify(&[]).await.unwrap().broken.is_empty());
    });
}

#[test]
fn bytes_that_are_no_delivery_are_refused_for_good() {
    everywhere(&following(), async |world: World| {
        let secret = Secret::parse(SECRET).unwrap();
        let bodies: [&[u8]; 8] = [
            b"",
            b"\0",
            b"{",
            b"\xff\xfe",
            b"{\"type\":\"user.updated\",\"data\":{\"id\":\"a\",\"id\":\"b\"}}",
            b"{\"type\":\"a\\u0000b\",\"data\":{}}",
            &[b'['; 100_000],
            b"\xef\xbb\xbf{}",
        ];
        for (number, body) in bodies.into_iter().enumerate() {
            let id = format!("msg_{number}");
            let message = MessageId::parse(&id).unwrap();
            let signature = sign(&secret, &message, 1_700_000_000, body);
            let headers = [
                ("svix-id", id.as_str()),
                ("svix-timestamp", "1700000000"),
                ("svix-signature", &signature),
            ];
            let webhook = Webhook {
                headers: &headers,
                body,
                peer: None,
            };
            let (call, keys) = (world.call(START), [Key::from(secret.clone())]);
            let handle = async || {
                let handled = world.hub.handle_webhook(&call, &keys, &webhook).await;
                handled.unwrap()
            };
            let first = handle().await;
            let known = [Outcome::Refused, Outcome::Recorded];
            assert!(known.contains(&first.outcome), "{number}: {first:?}");
            assert!([200, 422].contains(&first.status()), "{number}: {first:?}");
            assert_eq!(handle().await.outcome, Outcome::Repeated, "{number}");
        }
        assert_eq!(world.accounts().await, 0);
    });
}
