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
use std::sync::{Arc, Barrier};

use profilekit::Kernel;
use profilekit::hub::{Clock, Hub};
use profilekit::identity::{Key, MessageId, Secret, TokenKeys, sign};
use profilekit_example_axum::{App, Machine, Trust};
use profilekit_sqlite::SqliteStore;
use profilekit_tests::{fixtures, workspace};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
/// When the tokens of the fixtures are good.
const NOW: i64 = 1_700_000_000;

struct Then;

impl Clock for Then {
    fn now(&self) -> i64 {
        NOW * 1_000_000
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
    let mut set = tokens()["jwks"].take();
    let others = case(ACTING)["jwks"]["keys"].take();
    let keys = set["keys"].as_array_mut().unwrap();
    keys.extend(others.as_array().unwrap().iter().cloned());
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
        let folder = tempfile::tempdir().unwrap();
        let blueprint = workspace().join("examples/webhooks-axum/blueprint.json");
        let kernel = Kernel::compile(&std::fs::read(blueprint).unwrap());
        let kernel = kernel.unwrap_or_else(|problems| panic!("{problems:?}"));
        let store = SqliteStore::open(folder.path().join("a.db")).unwrap();
        let hub = Hub::new(kernel, Arc::new(store), Arc::new(Machine));
        let trust = Trust {
            webhooks: vec![Key::parse(SECRET).unwrap()],
            tokens: keys(),
            issuer: "https://clerk.example.com".to_owned(),
            parties: vec!["https://app.example.com".to_owned()],
        };
        let router = App::new(hub.clone(), trust, Arc::new(Then))
            .unwrap()
            .router();
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
        let (secret, message) = (Secret::parse(SECRET), MessageId::parse(id));
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
    for left in (0..20).rev() {
        let seen = server.get(&own, Some(&good));
        assert_eq!(seen.status, 200);
        let header = format!("ratelimit: \"default\";r={left};");
        assert!(seen.head.contains(&header), "{seen:?}");
    }
    let refused = server.get(&own, Some(&good));
    assert_eq!(refused.status, 429, "{refused:?}");
    assert!(refused.head.contains("retry-after: 3"), "{refused:?}");
    assert_eq!(refused.json()["code"], "identity.rate_limited");
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
