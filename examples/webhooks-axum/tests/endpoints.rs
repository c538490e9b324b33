//! The endpoints, over a real socket and a SQLite file.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed"
)]

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::sync::{Arc, Barrier, Mutex};

use profilekit::Kernel;
use profilekit::error::{Code, Failure};
use profilekit::hub::{Clock, Hub};
use profilekit::identity::{Key, MessageId, Secret, TokenKeys, sign};
use profilekit_example_axum::{App, KeySource, Machine, Trust};
use profilekit_sqlite::SqliteStore;
use profilekit_tests::{fixtures, workspace};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
/// When the tokens of the fixtures are good.
const NOW: i64 = 1_700_000_000;

/// A clock that stands until somebody sets it forward, in seconds.
#[derive(Default)]
struct Then(AtomicI64);

impl Clock for Then {
    fn now(&self) -> i64 {
        (NOW + self.0.load(Ordering::SeqCst)) * 1_000_000
    }
}

/// An issuer that publishes other keys now and then, and may not answer.
#[derive(Default)]
struct Issuer {
    keys: Mutex<Option<TokenKeys>>,
    asked: AtomicUsize,
}

impl Issuer {
    fn of(keys: TokenKeys) -> Self {
        let issuer = Self::default();
        issuer.publish(Some(keys));
        issuer
    }

    fn publish(&self, keys: Option<TokenKeys>) {
        *self.keys.lock().unwrap() = keys;
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }
}

impl KeySource for Issuer {
    fn fetch(&self) -> Result<TokenKeys, Failure> {
        self.asked.fetch_add(1, Ordering::SeqCst);
        let keys = self.keys.lock().unwrap().clone();
        keys.ok_or_else(|| Failure::new(Code::IdentityProviderFailed).with("reason", "away"))
    }
}

/// The cases of session tokens that every language runs.
fn tokens() -> Value {
    let mut fixtures = fixtures("identity").into_iter();
    fixtures.find(|one| one.name == "tokens").unwrap().json
}

fn case(name: &str) -> Value {
    let tokens = tokens();
    let mut cases = tokens["cases"].as_array().unwrap().iter();
    let case = cases.find(|case| case["name"] == name);
    case.unwrap_or_else(|| panic!("there is no token `{name}`"))
        .clone()
}

/// A token of `user_1`, or one that is wrong in some way.
fn token(name: &str) -> String {
    case(name)["token"].as_str().unwrap().to_owned()
}

/// The name of a token that an administrator holds who acts as `user_1`.
const ACTING: &str = "somebody acts as the user";

/// The keys that the endpoints trust.
fn keys() -> TokenKeys {
    keys_but(|_| true)
}

/// Some of them.
fn keys_but(which: impl Fn(&Value) -> bool) -> TokenKeys {
    let mut set = tokens()["jwks"].take();
    let others = case(ACTING)["jwks"]["keys"].take();
    let keys = set["keys"].as_array_mut().unwrap();
    keys.extend(others.as_array().unwrap().iter().cloned());
    keys.retain(which);
    TokenKeys::from_jwks(set.to_string().as_bytes()).unwrap()
}

/// The endpoints, served.
struct Server {
    at: SocketAddr,
    folder: TempDir,
    runtime: Runtime,
    hub: Hub,
}

impl Server {
    fn start() -> Self {
        Self::trusting(
            vec![Key::parse(SECRET).unwrap()],
            &Arc::new(Issuer::of(keys())),
            &Arc::new(Then::default()),
        )
    }

    fn trusting(webhooks: Vec<Key>, issuer: &Arc<Issuer>, clock: &Arc<Then>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let blueprint = workspace().join("examples/webhooks-axum/blueprint.json");
        let kernel = Kernel::compile(&std::fs::read(blueprint).unwrap());
        let kernel = kernel.unwrap_or_else(|problems| panic!("{problems:?}"));
        let store = SqliteStore::open(folder.path().join("a.db")).unwrap();
        let hub = Hub::new(kernel, Arc::new(store), Arc::new(Machine));
        let trust = Trust {
            webhooks,
            tokens: Arc::clone(issuer) as Arc<dyn KeySource>,
            issuer: "https://clerk.example.com".to_owned(),
            parties: vec!["https://app.example.com".to_owned()],
        };
        let clock = Arc::clone(clock) as Arc<dyn Clock>;
        let router = App::new(hub.clone(), trust, clock).unwrap().router();
        let mut runtime = tokio::runtime::Builder::new_multi_thread();
        let runtime = runtime.worker_threads(2).enable_all().build().unwrap();
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let at = listener.local_addr().unwrap();
        let service = router.into_make_service_with_connect_info::<SocketAddr>();
        runtime.spawn(async move { axum::serve(listener, service).await });
        Self {
            at,
            folder,
            runtime,
            hub,
        }
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("a.db")
    }

    fn ask(&self, line: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let mut stream = TcpStream::connect(self.at).unwrap();
        let mut request = format!("{line} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n");
        for (name, value) in headers {
            request += &format!("{name}: {value}\r\n");
        }
        request += &format!("content-length: {}\r\n\r\n", body.len());
        stream.write_all(request.as_bytes()).unwrap();
        // Of a body that is too long not all may be taken.
        let _ = stream.write_all(body);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        Answer::of(&String::from_utf8(answer).unwrap())
    }

    /// Delivers a body with the signature of what `signed` says, which is the body mostly.
    fn deliver(&self, id: &str, seconds: i64, signed: &[u8], body: &[u8]) -> Answer {
        self.signed_by(SECRET, id, seconds, signed, body)
    }

    fn signed_by(
        &self,
        secret: &str,
        id: &str,
        seconds: i64,
        signed: &[u8],
        body: &[u8],
    ) -> Answer {
        let (secret, message) = (Secret::parse(secret), MessageId::parse(id));
        let at = u64::try_from(seconds).unwrap();
        let signature = sign(&secret.unwrap(), &message.unwrap(), at, signed);
        let seconds = seconds.to_string();
        let headers = [
            ("content-type", "application/json"),
            ("svix-id", id),
            ("svix-timestamp", &seconds),
            ("svix-signature", &signature),
        ];
        self.ask("POST /webhooks/clerk", &headers, body)
    }

    fn send(&self, id: &str, event: &Value) -> u16 {
        let body = event.to_string();
        self.deliver(id, NOW, body.as_bytes(), body.as_bytes())
            .status
    }

    fn get(&self, path: &str, token: Option<&str>) -> Answer {
        self.with(&format!("GET {path}"), token)
    }

    fn with(&self, line: &str, token: Option<&str>) -> Answer {
        let bearer = token.map(|token| format!("Bearer {token}"));
        let headers: Vec<(&str, &str)> = bearer
            .iter()
            .map(|bearer| ("authorization", bearer.as_str()))
            .collect();
        self.ask(line, &headers, b"")
    }

    /// What the file has of a user of the provider: the account's identifier and its document.
    fn account(&self, user: &str) -> Option<(String, Value)> {
        let file = rusqlite::Connection::open(self.file()).unwrap();
        let query = "SELECT id, document FROM records WHERE kind = 'user' AND owner = ?1";
        let found = file.query_row(query, [user], |row| {
            Ok((row.get(0)?, row.get::<_, String>(1)?))
        });
        let (id, document) = found.ok()?;
        Some((id, serde_json::from_str(&document).unwrap()))
    }
}

#[derive(Debug)]
struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Answer {
    fn of(text: &str) -> Self {
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        Self {
            status: head[9..12].parse().unwrap(),
            head: head.to_lowercase(),
            body: body.to_owned(),
        }
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|_| panic!("{self:?}"))
    }
}

fn user(id: &str, minute: i64, name: &str, roles: &[&str]) -> Value {
    json!({
        "id": id, "first_name": name, "updated_at": NOW * 1000 + minute * 60_000,
        "primary_email_address_id": "i",
        "email_addresses": [{ "id": "i", "email_address": format!("{id}@example.com"), "verification": { "status": "verified" } }],
        "public_metadata": { "roles": roles }, "unsafe_metadata": { "roles": ["admin"] }
    })
}

fn event(name: &str, data: &Value) -> Value {
    json!({ "type": name, "object": "event", "data": data })
}

#[test]
fn accounts_follow_however_deliveries_come() {
    let server = Server::start();
    let created = event("user.created", &user("user_1", 0, "Ada", &["builder"]));
    let updated = event(
        "user.updated",
        &user("user_1", 1, "Ada L", &["builder", "admin"]),
    );
    let gone = event("user.deleted", &json!({ "id": "user_1", "deleted": true }));
    assert_eq!(server.send("msg_2", &updated), 200);
    assert_eq!(server.send("msg_1", &created), 200);
    assert_eq!(server.send("msg_2", &updated), 200);
    let (_, document) = server.account("user_1").unwrap();
    assert_eq!(
        document,
        json!({ "external_id": "user_1", "email": "user_1@example.com", "name": "Ada L" })
    );
    assert_eq!(server.send("msg_3", &gone), 200);
    assert_eq!(server.send("msg_4", &updated), 200);
    assert!(server.account("user_1").is_none(), "it does not come back");
}

#[test]
fn of_deliveries_that_meet_one_makes_the_account() {
    let server = Server::start();
    for round in 0..20 {
        let id = format!("user_{round}");
        let created = event("user.created", &user(&id, 0, "Ada", &[]));
        let barrier = Barrier::new(8);
        std::thread::scope(|scope| {
            for thread in 0..8 {
                let (server, created, barrier) = (&server, &created, &barrier);
                scope.spawn(move || {
                    barrier.wait();
                    // The same delivery, and the same news in another.
                    let message = format!("msg_{round}_{}", thread % 2);
                    assert_eq!(server.send(&message, created), 200);
                });
            }
        });
    }
    let file = rusqlite::Connection::open(server.file()).unwrap();
    let count = |query: &str| -> i64 { file.query_row(query, [], |row| row.get(0)).unwrap() };
    assert_eq!(
        count("SELECT count(*) FROM records WHERE kind = 'user'"),
        20
    );
    let noted = "SELECT count(*) FROM records WHERE kind = 'identity.delivery'";
    assert_eq!(count(noted), 40);
}

#[test]
fn what_counts_are_the_bytes_of_the_body() {
    let server = Server::start();
    let name = "Zo\u{eb} \u{1f980}";
    let value = event("user.created", &user("user_1", 0, name, &[]));
    let pretty = serde_json::to_string_pretty(&value).unwrap() + "\r\n\t";
    let anew = value.to_string();
    let parsed = server.deliver("msg_1", NOW, pretty.as_bytes(), anew.as_bytes());
    assert_eq!(parsed.status, 401, "parsed and written anew");
    let whole = server.deliver("msg_1", NOW, pretty.as_bytes(), pretty.as_bytes());
    assert_eq!(whole.status, 200);
    assert_eq!(server.account("user_1").unwrap().1["name"], name);
}

#[test]
fn what_will_never_go_well_is_never_a_fault_of_ours() {
    let server = Server::start();
    let good = event("user.created", &user("user_1", 0, "Ada", &[])).to_string();
    let good = good.as_bytes();
    let statuses = [
        (
            "a broken body",
            server.deliver("msg_1", NOW, b"{\"type\":", b"{\"type\":"),
            422,
        ),
        (
            "the same again",
            server.deliver("msg_1", NOW, b"{\"type\":", b"{\"type\":"),
            200,
        ),
        (
            "nobody's news",
            server.deliver(
                "msg_2",
                NOW,
                b"{\"type\":\"user.updated\",\"data\":{}}",
                b"{\"type\":\"user.updated\",\"data\":{}}",
            ),
            422,
        ),
        (
            "another's signature",
            server.deliver("msg_3", NOW, b"{}", good),
            401,
        ),
        (
            "an hour ago",
            server.deliver("msg_4", NOW - 3600, good, good),
            401,
        ),
        (
            "an hour ahead",
            server.deliver("msg_5", NOW + 3600, good, good),
            401,
        ),
        (
            "no headers",
            server.ask("POST /webhooks/clerk", &[], good),
            400,
        ),
        (
            "a header that is no text",
            server.ask("POST /webhooks/clerk", &[("svix-id", "\u{e9}")], good),
            400,
        ),
        (
            "too long",
            server.deliver("msg_6", NOW, &[b' '; 1 << 20], &[b' '; 1 << 20]),
            413,
        ),
        (
            "another method",
            server.ask("GET /webhooks/clerk", &[], b""),
            405,
        ),
    ];
    for (what, answer, status) in statuses {
        assert_eq!(answer.status, status, "{what}: {answer:?}");
        assert!(!answer.body.contains("MfKQ9r8G"), "{what}");
    }
    assert!(server.account("user_1").is_none());
    let whole = server.deliver("msg_7", NOW, good, good);
    assert_eq!(whole.status, 200, "{whole:?}");
}

#[test]
fn what_may_go_well_later_is_asked_for_again() {
    let server = Server::start();
    let created = event("user.created", &user("user_1", 0, "Ada", &[]));
    let file = rusqlite::Connection::open(server.file()).unwrap();
    file.execute_batch("ALTER TABLE records RENAME TO away")
        .unwrap();
    assert_eq!(server.send("msg_1", &created), 503);
    file.execute_batch("ALTER TABLE away RENAME TO records")
        .unwrap();
    assert_eq!(server.send("msg_1", &created), 200);
    assert!(server.account("user_1").is_some());
}

#[test]
fn an_endpoint_lets_in_whom_it_should() {
    let server = Server::start();
    for id in ["user_1", "user_2"] {
        let created = event("user.created", &user(id, 0, "Ada", &[]));
        assert_eq!(server.send(id, &created), 200);
    }
    let place = |user: &str| format!("/accounts/{}", server.account(user).unwrap().0);
    let (own, other) = (place("user_1"), place("user_2"));
    let good = token("RS256 by its key");

    for wrong in [
        None,
        Some(String::new()),
        Some("nonsense".to_owned()),
        Some(token("no signature wanted")),
        Some(token("a public key taken for a secret")),
        Some(token("expired")),
        Some(token("another issuer")),
        Some(token("another party")),
    ] {
        let answer = server.get(&own, wrong.as_deref());
        assert_eq!(answer.status, 401, "{wrong:?}: {answer:?}");
        assert!(answer.head.contains("www-authenticate: bearer"));
        assert!(answer.head.contains("application/problem+json"));
        assert_eq!(answer.json()["status"], 401);
    }

    let seen = server.get(&own, Some(&good));
    assert_eq!(
        (seen.status, &seen.json()["email"]),
        (200, &json!("user_1@example.com"))
    );
    let seen = server.get(&other, Some(&token("ES256 by its key")));
    assert_eq!((seen.status, seen.json()), (200, json!({ "name": "Ada" })));
    let none = server.get("/accounts/none", Some(&good));
    assert_eq!(
        (none.status, none.json()["code"].clone()),
        (404, json!("access.not_visible"))
    );

    let change = |path: &str| server.with(&format!("PUT {path}/picture"), Some(&good));
    assert_eq!(change(&own).status, 204);
    let refused = change(&other);
    assert_eq!(
        (refused.status, refused.json()["code"].clone()),
        (403, json!("access.denied"))
    );
    assert_eq!(change("/accounts/none").status, 404);

    let gone = event("user.deleted", &json!({ "id": "user_1", "deleted": true }));
    assert_eq!(server.send("gone", &gone), 200);
    let after = server.get(&other, Some(&good));
    assert_eq!(
        (after.status, after.json()["code"].clone()),
        (401, json!("identity.unknown_user"))
    );
}

#[test]
fn whoever_calls_too_often_is_told_when_to_come_again() {
    let server = Server::start();
    let created = event("user.created", &user("user_1", 0, "Ada", &["builder"]));
    assert_eq!(server.send("msg_1", &created), 200);
    let own = format!("/accounts/{}", server.account("user_1").unwrap().0);
    let good = token("RS256 by its key");
    assert_eq!(server.with("PUT /persona/nobody", Some(&good)).status, 400);
    assert_eq!(server.with("PUT /persona/builder", None).status, 401);
    assert_eq!(server.with("PUT /persona/builder", Some(&good)).status, 204);
    // That was a call too, and so was the one that was refused.
    for left in (0..18).rev() {
        let seen = server.get(&own, Some(&good));
        assert_eq!(seen.status, 200);
        let header = format!("ratelimit: \"default\";r={left};");
        assert!(seen.head.contains(&header), "{seen:?}");
    }
    let refused = server.get(&own, Some(&good));
    assert_eq!(refused.status, 429, "{refused:?}");
    assert!(refused.head.contains("retry-after: 3"), "{refused:?}");
    assert_eq!(refused.json()["code"], "identity.rate_limited");
    // Nor does it go on elsewhere.
    let refused = server.with("PUT /persona/builder", Some(&good));
    assert_eq!(refused.status, 429, "{refused:?}");
    assert!(refused.head.contains("retry-after: 3"), "{refused:?}");
    let refused = server.with(&format!("PUT {own}/picture"), Some(&good));
    assert_eq!(refused.status, 429, "{refused:?}");
}

#[test]
fn whoever_takes_a_persona_is_told_how_many_calls_are_left() {
    let server = Server::start();
    let created = event("user.created", &user("user_1", 0, "Ada", &["builder"]));
    assert_eq!(server.send("msg_1", &created), 200);
    let good = token("RS256 by its key");
    for left in (0..20).rev() {
        let switched = server.with("PUT /persona/builder", Some(&good));
        assert_eq!(switched.status, 204, "{switched:?}");
        let header = format!("ratelimit: \"default\";r={left};");
        assert!(switched.head.contains(&header), "{switched:?}");
    }
    let refused = server.with("PUT /persona/builder", Some(&good));
    assert_eq!(refused.status, 429, "{refused:?}");
}

#[test]
fn while_the_secret_of_webhooks_is_replaced_both_count() {
    const NEW: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
    let clock = Arc::new(Then::default());
    let old = Key::parse(SECRET).unwrap().until((NOW + 60) * 1_000_000);
    let keys = vec![Key::parse(NEW).unwrap(), old];
    let server = Server::trusting(keys, &Arc::new(Issuer::of(self::keys())), &clock);
    let body = event("user.created", &user("user_1", 0, "Ada", &[])).to_string();
    let by = |secret, id| server.signed_by(secret, id, NOW, body.as_bytes(), body.as_bytes());
    assert_eq!(by(SECRET, "msg_1").status, 200);
    assert_eq!(by(NEW, "msg_2").status, 200);
    clock.0.store(60, Ordering::SeqCst);
    assert_eq!(by(SECRET, "msg_3").status, 200, "at its last instant");
    clock.0.store(61, Ordering::SeqCst);
    assert_eq!(by(SECRET, "msg_4").status, 401, "it was replaced");
    assert_eq!(by(NEW, "msg_5").status, 200);
}

#[test]
fn keys_are_fetched_again_where_one_is_not_known_and_at_most_once_a_minute() {
    let (clock, issuer) = (
        Arc::new(Then::default()),
        Arc::new(Issuer::of(keys_but(|key| key["kid"] == "ec-1"))),
    );
    let set = |seconds| clock.0.store(seconds, Ordering::SeqCst);
    set(-60);
    let secret = vec![Key::parse(SECRET).unwrap()];
    let server = Server::trusting(secret, &issuer, &clock);
    let created = event("user.created", &user("user_1", 0, "Ada", &[]));
    assert_eq!(server.send("msg_1", &created), 200);
    let own = format!("/accounts/{}", server.account("user_1").unwrap().0);
    let ask = |name: &str| {
        let answer = server.get(&own, Some(&token(name)));
        (answer.status, answer.json()["code"].clone())
    };
    let (old, new) = ("ES256 by its key", "RS256 by its key");
    let (known, unknown) = ((200, Value::Null), (401, json!("identity.unknown_key")));

    issuer.publish(Some(keys()));
    set(-1);
    assert_eq!(
        (ask(new), issuer.asked()),
        (unknown.clone(), 1),
        "too early"
    );
    assert_eq!((ask(old), issuer.asked()), (known.clone(), 1));
    // Where the issuer does not answer, what is known counts on.
    issuer.publish(None);
    set(0);
    assert_eq!((ask(new), issuer.asked()), (unknown.clone(), 2));
    issuer.publish(Some(keys()));
    set(59);
    assert_eq!((ask(new), issuer.asked()), (unknown, 2), "too early again");
    assert_eq!((ask(old), issuer.asked()), (known.clone(), 2));
    set(60);
    assert_eq!((ask(new), issuer.asked()), (known.clone(), 3));
    assert_eq!((ask(old), issuer.asked()), (known, 3));
}

#[test]
fn of_requests_that_meet_one_fetches_the_keys() {
    let (clock, issuer) = (
        Arc::new(Then::default()),
        Arc::new(Issuer::of(keys_but(|key| key["kid"] == "ec-1"))),
    );
    // The clock went back, as clocks do: the keys are as old as if it had gone on.
    let secret = vec![Key::parse(SECRET).unwrap()];
    clock.0.store(90, Ordering::SeqCst);
    let server = Server::trusting(secret, &issuer, &clock);
    clock.0.store(0, Ordering::SeqCst);
    let created = event("user.created", &user("user_1", 0, "Ada", &[]));
    assert_eq!(server.send("msg_1", &created), 200);
    let own = format!("/accounts/{}", server.account("user_1").unwrap().0);
    issuer.publish(Some(keys()));
    let (good, forged) = (token("RS256 by its key"), token("a key that nobody knows"));
    std::thread::scope(|scope| {
        for _ in 0..16 {
            scope.spawn(|| server.get(&own, Some(&forged)));
        }
    });
    assert_eq!(issuer.asked(), 2);
    assert_eq!(server.get(&own, Some(&good)).status, 200);
    assert_eq!(server.get(&own, Some(&forged)).status, 401);
    assert_eq!(issuer.asked(), 2);
}

#[test]
fn whoever_acts_in_somebody_elses_session_is_named_in_the_account() {
    let server = Server::start();
    let created = event("user.created", &user("user_1", 0, "Ada", &["builder"]));
    assert_eq!(server.send("msg_1", &created), 200);
    let own = format!("/accounts/{}", server.account("user_1").unwrap().0);
    let acting = token(ACTING);
    let switched = server.with("PUT /persona/builder", Some(&acting));
    assert_eq!(switched.status, 204, "{switched:?}");
    assert_eq!(server.get(&own, Some(&acting)).status, 200);
    server.runtime.block_on(server.hub.flush()).unwrap();

    let file = rusqlite::Connection::open(server.file()).unwrap();
    let who = |query: &str| -> (String, String) {
        let row = file.query_row(query, [], |row| Ok((row.get(0)?, row.get(1)?)));
        row.unwrap()
    };
    let administrator = ("user_admin".to_owned(), "user_1".to_owned());
    let changed = "SELECT actor, behalf FROM links WHERE action = 'member.switch_persona'";
    assert_eq!(who(changed), administrator);
    let looked = "SELECT viewer, behalf FROM accesses";
    assert_eq!(who(looked), administrator);
}
