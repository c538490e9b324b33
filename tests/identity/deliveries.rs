//! What becomes of single deliveries.

use profilekit::error::Code;
use profilekit::hub::{Outcome, Webhook};
use profilekit::identity::{Key, MessageId, Secret, sign};
use profilekit::privacy::Link;
use profilekit::store::AccountRequest;
use serde_json::{Value, json};

use crate::world::{
    MINUTE, SECRET, START, World, blueprint, but, deleted, event, everywhere, following, user,
};
use profilekit_stores::Adapter;

#[test]
fn a_user_becomes_an_account_and_follows() {
    everywhere(&following(), async |world: World| {
        let made = user("user_1", "ada@example.com", 0);
        let made = but(
            made,
            &json!({ "public_metadata": { "roles": ["builder"] } }),
        );
        world
            .expect("applied", "msg_1", &event("user.created", made.clone(), 0))
            .await;
        assert_eq!(
            world.document("user_1").await,
            json!({ "external_id": "user_1", "email": "ada@example.com", "name": "Ada", "image": "https://img.example.com/a.png" })
        );
        assert_eq!(world.roles("user_1").await, ["builder"]);

        world
            .expect("repeated", "msg_1", &event("user.created", made.clone(), 0))
            .await;
        world
            .expect("stale", "msg_2", &event("user.created", made.clone(), 0))
            .await;
        let same = but(
            made.clone(),
            &json!({ "updated_at": (START + MINUTE) / 1000 }),
        );
        world
            .expect("unchanged", "msg_3", &event("user.updated", same, 1))
            .await;

        let other = but(
            made,
            &json!({
                "first_name": "  Ada", "last_name": "Lovelace ", "has_image": false,
                "public_metadata": { "roles": "mentor" }, "updated_at": (START + 2 * MINUTE) / 1000
            }),
        );
        world
            .expect("applied", "msg_4", &event("user.updated", other, 2))
            .await;
        let document = world.document("user_1").await;
        assert_eq!(document["name"], "Ada Lovelace");
        assert_eq!(
            document.get("image"),
            None,
            "what the provider took back goes"
        );
        assert_eq!(world.roles("user_1").await, ["mentor"]);
        let account = world.account("user_1").await.unwrap();
        assert_eq!(
            account.version, 2,
            "nothing was written where nothing changed"
        );
        assert!(world.hub.verify(&[]).await.unwrap().broken.is_empty());
        world
            .expect("applied", "msg_5", &deleted("user_1", 3))
            .await;
        // Who did what, by which rule, and what changed: never a value.
        let expected: [(&str, i64, &[&str]); 6] = [
            ("member.leave", 3, &["/roles/mentor"]),
            ("member.sync", 1, &["/roles/builder"]),
            ("member.sync", 2, &["/roles/builder", "/roles/mentor"]),
            ("user.leave", 3, &["/external_id", "/email", "/name"]),
            (
                "user.sync",
                1,
                &["/external_id", "/email", "/name", "/image"],
            ),
            ("user.sync", 2, &["/name", "/image"]),
        ];
        let noted = noted(&world).await;
        for (link, (action, version, fields)) in noted.iter().zip(expected) {
            let entry = &link.entry;
            assert_eq!((entry.action.as_str(), entry.version), (action, version));
            assert_eq!(entry.fields, fields, "{action}");
            assert_eq!((&*entry.rule, &*entry.reason), ("identity", "allowed"));
            let detail = link.detail.as_ref().unwrap();
            let who = (detail.actor.as_str(), detail.behalf.as_str());
            assert_eq!(who, ("product", ""), "{action}");
        }
        assert_eq!(noted.len(), expected.len());
    });
}

/// What is in the account of changes, by what was done.
async fn noted(world: &World) -> Vec<Link> {
    let mut noted = Vec::new();
    for (chain, ..) in world.store.chains().await.unwrap() {
        noted.extend(world.store.links(chain, 0, 100).await.unwrap());
    }
    noted.sort_by_key(|link| {
        let entry = &link.entry;
        (entry.action.clone(), entry.kind.clone(), entry.version)
    });
    noted
}

#[test]
fn what_is_not_about_accounts_is_recorded_and_what_says_nothing_is_refused_once() {
    everywhere(&following(), async |world: World| {
        let other = event(
            "session.created",
            json!({ "id": "sess_1", "user_id": "user_1" }),
            0,
        );
        world.expect("recorded", "msg_1", &other).await;
        world.expect("repeated", "msg_1", &other).await;
        world
            .expect(
                "recorded",
                "msg_2",
                &json!({ "type": "organization.created", "data": 7 }),
            )
            .await;
        for (id, body, code) in [
            (
                "msg_3",
                json!({ "type": "user.updated", "data": {} }),
                Code::IdentityNoUserId,
            ),
            (
                "msg_4",
                json!({ "type": "user.deleted", "data": { "deleted": true } }),
                Code::IdentityNoUserId,
            ),
            (
                "msg_5",
                json!({ "type": "user.updated" }),
                Code::IdentityBadPayload,
            ),
            ("msg_6", json!({ "data": {} }), Code::IdentityBadPayload),
            ("msg_7", json!([]), Code::IdentityBadPayload),
        ] {
            let handled = world.deliver(id, &body, START).await;
            assert_eq!(handled.outcome, Outcome::Refused, "{id}");
            assert_eq!(
                handled.failure.as_ref().map(|failure| failure.code()),
                Some(code),
                "{id}"
            );
            assert_eq!(
                handled.status(),
                422,
                "never 500: it would not go well another time"
            );
            world.expect("repeated", id, &body).await;
        }
        assert_eq!(world.accounts().await, 0);
    });
}

#[test]
fn an_account_without_what_it_must_have_is_a_draft() {
    everywhere(&following(), async |world: World| {
        let bare = json!({ "id": "user_1", "primary_email_address_id": "idn_9", "email_addresses": [], "updated_at": START / 1000 });
        world
            .expect("applied", "msg_1", &event("user.created", bare, 0))
            .await;
        assert!(world.account("user_1").await.unwrap().draft);
        let whole = user("user_1", "ada@example.com", 1);
        world
            .expect("applied", "msg_2", &event("user.updated", whole, 1))
            .await;
        assert!(!world.account("user_1").await.unwrap().draft);
        // A required value is not taken away.
        let bare = json!({ "id": "user_1", "email_addresses": [], "updated_at": (START + 2 * MINUTE) / 1000 });
        let handled = world
            .expect("applied", "msg_3", &event("user.updated", bare, 2))
            .await;
        let conflicts = handled.plan.unwrap().conflicts;
        assert_eq!(conflicts[0].reason.word(), "required_here");
        assert_eq!(world.document("user_1").await["email"], "ada@example.com");
    });
}

#[test]
fn what_does_not_fit_is_left_out_and_told() {
    everywhere(&following(), async |world: World| {
        let odd = but(
            user("user_1", "ada@example.com", 0),
            &json!({
                "image_url": "javascript:alert(1)", "first_name": "x".repeat(60)
            }),
        );
        let handled = world
            .expect("applied", "msg_1", &event("user.created", odd, 0))
            .await;
        let conflicts = handled.plan.unwrap().conflicts;
        let told: Vec<(&str, &str)> = conflicts
            .iter()
            .map(|one| (one.about.as_str(), one.reason.word()))
            .collect();
        assert_eq!(told, [("name", "not_valid"), ("image", "not_valid")]);
        let document = world.document("user_1").await;
        assert_eq!(
            document,
            json!({ "external_id": "user_1", "email": "ada@example.com" })
        );
    });
}

fn signed<'s>(id: &'s str, at: &'s str, signature: &'s str) -> [(&'s str, &'s str); 3] {
    [
        ("webhook-id", id),
        ("webhook-timestamp", at),
        ("webhook-signature", signature),
    ]
}

#[test]
fn what_is_not_genuine_is_rejected_and_noted_without_secret_or_body() {
    everywhere(&following(), async |world: World| {
        let secret = Secret::parse(SECRET).unwrap();
        let body = event("user.created", user("user_1", "canary@example.com", 0), 0).to_string();
        let id = MessageId::parse("msg_1").unwrap();
        let good = sign(&secret, &id, 1_700_000_000, body.as_bytes());
        let bad = sign(&secret, &id, 1_700_000_000, b"canary");
        let call = world.call(START);
        let keys = [Key::from(secret)];
        for (at, signature, status, code) in [
            (
                "1700000000",
                bad.as_str(),
                401,
                Code::IdentityWrongSignature,
            ),
            ("1699990000", good.as_str(), 401, Code::IdentityTooOld),
            ("soon", good.as_str(), 400, Code::IdentityBadTimestamp),
            ("1700000000", "v9,AAAA", 400, Code::IdentityUnknownVersion),
        ] {
            let headers = signed("msg_1", at, signature);
            let webhook = Webhook {
                headers: &headers,
                body: body.as_bytes(),
                peer: None,
            };
            let handled = world
                .hub
                .handle_webhook(&call, &keys, &webhook)
                .await
                .unwrap();
            assert_eq!(handled.outcome, Outcome::Rejected);
            assert_eq!(
                (handled.status(), handled.failure.map(|f| f.code())),
                (status, Some(code))
            );
        }
        let request = AccountRequest {
            limit: 10,
            ..AccountRequest::default()
        };
        let noted = world.store.account(&request).await.unwrap();
        let reasons: Vec<String> = noted.iter().map(|link| link.entry.reason.clone()).collect();
        assert_eq!(reasons.len(), 4);
        assert!(reasons.contains(&"identity.too_old".to_owned()));
        let everything = world.everything();
        assert!(!everything.contains("canary") && !everything.contains("MfKQ9r8G"));
        // The same delivery, genuine this time, is not held back by the others.
        let headers = signed("msg_1", "1700000000", &good);
        let webhook = Webhook {
            headers: &headers,
            body: body.as_bytes(),
            peer: None,
        };
        let handled = world
            .hub
            .handle_webhook(&call, &keys, &webhook)
            .await
            .unwrap();
        assert_eq!(handled.outcome, Outcome::Applied);
    });
}

#[test]
fn a_flood_of_forgeries_fills_no_store() {
    everywhere(&following(), async |world: World| {
        let keys = [Key::parse(SECRET).unwrap()];
        let headers = signed("msg_1", "1700000000", "v1,AAAA");
        let webhook = Webhook {
            headers: &headers,
            body: b"{}",
            peer: None,
        };
        for _ in 0..1000 {
            let call = world.call(START);
            world
                .hub
                .handle_webhook(&call, &keys, &webhook)
                .await
                .unwrap();
        }
        let later = world.call(START + MINUTE);
        world
            .hub
            .handle_webhook(&later, &keys, &webhook)
            .await
            .unwrap();
        let request = AccountRequest {
            limit: 1000,
            ..AccountRequest::default()
        };
        let noted = world.store.account(&request).await.unwrap();
        assert_eq!(noted.len(), 61);
        assert_eq!(noted[0].entry.rule, "and 940 before it that were not noted");
    });
}

#[test]
fn senders_outside_the_networks_are_rejected() {
    let mut identity = following();
    identity["allow_ips"] = json!(["203.0.113.0/24", "2001:db8:1::/48"]);
    identity["trusted_proxies"] = json!(["10.0.0.0/8", "fd00::/8"]);
    everywhere(&identity, async |world: World| {
        let body = event("user.created", user("user_1", "ada@example.com", 0), 0).to_string();
        let secret = Secret::parse(SECRET).unwrap();
        let id = MessageId::parse("msg_1").unwrap();
        let signature = sign(&secret, &id, 1_700_000_000, body.as_bytes());
        let signed = signed("msg_1", "1700000000", &signature);
        let keys = [Key::from(secret)];
        for (peer, forwarded, status) in [
            (None, None, 400),
            (Some("198.51.100.1"), None, 403),
            (Some("198.51.100.1"), Some("203.0.113.7"), 403),
            (Some("10.0.0.1"), Some("203.0.113.7, 198.51.100.9"), 403),
            (Some("10.0.0.1"), Some("nonsense"), 400),
            (Some("2001:db8:2::1"), None, 403),
            (Some("fd00::1"), Some("2001:db8:1::7, 2001:db8:2::1"), 403),
            (Some("10.0.0.1"), Some("1.2.3.4, 203.0.113.7"), 200),
            (Some("fd00::1"), Some("2001:db8:2::1, 2001:db8:1::7"), 200),
            (Some("::ffff:203.0.113.9"), None, 200),
        ] {
            let mut headers = signed.to_vec();
            headers.extend(forwarded.map(|list| ("X-Forwarded-For", list)));
            let webhook = Webhook {
                headers: &headers,
                body: body.as_bytes(),
                peer: peer.map(|peer| peer.parse().unwrap()),
            };
            let call = world.call(START);
            let handled = world
                .hub
                .handle_webhook(&call, &keys, &webhook)
                .await
                .unwrap();
            assert_eq!(handled.status(), status, "{peer:?} {forwarded:?}");
        }
        // It is noted who sent them, and not the proxy that handed them on.
        let request = AccountRequest {
            limit: 10,
            ..AccountRequest::default()
        };
        let noted = world.store.account(&request).await.unwrap();
        let rejected = noted
            .iter()
            .filter(|one| one.entry.action.ends_with("rejected"));
        let from: Vec<String> = rejected
            .filter_map(|one| one.detail.as_ref().map(|detail| detail.actor.clone()))
            .collect();
        for expected in ["ip:198.51.100.1", "ip:198.51.100.9"] {
            assert!(from.iter().any(|actor| actor == expected), "{from:?}");
        }
    });
}

#[test]
fn only_the_product_handles_deliveries() {
    let world = World::over(Adapter::Memory.fresh(), &following());
    pollster::block_on(async {
        let ada = world.subject("ada", &["admin"]);
        let call = profilekit::hub::Call::new(&ada, START);
        let refused = world
            .hub
            .handle_webhook(&call, &[], &Webhook::default())
            .await;
        assert!(refused.unwrap_err().is(Code::AccessDenied));
        let mut bare = blueprint(&Value::Null);
        bare.as_object_mut().unwrap().remove("identity");
        let other = World::of(Adapter::Memory.fresh(), &bare);
        let refused = other
            .hub
            .handle_webhook(&other.call(START), &[], &Webhook::default())
            .await;
        assert!(refused.unwrap_err().is(Code::IdentityNotConfigured));
    });
}

#[test]
fn tenants_come_from_what_users_cannot_write() {
    let mut identity = following();
    identity["tenant_claim"] = json!("public_metadata.tenant");
    let mut blueprint = blueprint(&identity);
    blueprint["tenancy"] = json!({ "crossed_by": ["admin"] });
    for adapter in Adapter::all() {
        let world = World::of(adapter.fresh(), &blueprint);
        pollster::block_on(async {
            let none = user("user_1", "ada@example.com", 0);
            let forged = but(
                none.clone(),
                &json!({ "unsafe_metadata": { "tenant": "t1" } }),
            );
            for (id, user) in [("msg_1", none.clone()), ("msg_2", forged)] {
                let handled = world
                    .deliver(id, &event("user.created", user, 0), START)
                    .await;
                assert_eq!((handled.outcome, handled.status()), (Outcome::Refused, 422));
            }
            let of = |tenant: &str, minute| {
                but(
                    user("user_1", "ada@example.com", minute),
                    &json!({ "public_metadata": { "tenant": tenant } }),
                )
            };
            world
                .expect("applied", "msg_3", &event("user.updated", of("t1", 1), 1))
                .await;
            let moved = world
                .expect("unchanged", "msg_4", &event("user.updated", of("t2", 2), 2))
                .await;
            assert_eq!(
                moved.plan.unwrap().conflicts[0].reason.word(),
                "tenant_moved"
            );
            let here = world
                .store
                .find("t1", "user", "owner=user_1")
                .await
                .unwrap();
            let there = world
                .store
                .find("t2", "user", "owner=user_1")
                .await
                .unwrap();
            assert!(here.is_some() && there.is_none());
            world
                .expect("applied", "msg_5", &deleted("user_1", 3))
                .await;
            assert!(
                world
                    .store
                    .find("t1", "user", "owner=user_1")
                    .await
                    .unwrap()
                    .is_none()
            );
        });
    }
}
