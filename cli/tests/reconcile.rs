//! `sync reconcile` with Clerk's interface, and the report that a person reads.
#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed"
)]

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Command, Output};
use std::sync::{Arc, Mutex};
use std::time::UNIX_EPOCH;

use profilekit::Kernel;
use profilekit::access::SubjectHead;
use profilekit::hub::{Call, Entropy, Hub, Person};
use profilekit_sqlite::Options;
use profilekit_tests::workspace;
use serde_json::{Value, json};
use tempfile::TempDir;
use url::Url;

/// The same bytes each time: there is one thing to name.
struct Zero;

impl Entropy for Zero {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(0);
    }
}

const SECRET: &str = "sk_test_canary";

/// Clerk's interface, played: users in the order in which they were made.
struct Clerk {
    at: SocketAddr,
    asked: Arc<Mutex<Vec<Url>>>,
    /// What it was told: of what, and what.
    told: Arc<Mutex<Vec<(String, Value)>>>,
    /// The offsets at which it is overloaded, each once.
    tired_at: Arc<Mutex<BTreeSet<usize>>>,
}

impl Clerk {
    fn with(users: Vec<Value>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let clerk = Self {
            at: listener.local_addr().unwrap(),
            asked: Arc::default(),
            told: Arc::default(),
            tired_at: Arc::default(),
        };
        let (asked, tired_at) = (Arc::clone(&clerk.asked), Arc::clone(&clerk.tired_at));
        let told = Arc::clone(&clerk.told);
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                answer(&stream, &users, &asked, &told, &tired_at);
            }
        });
        clerk
    }

    fn address(&self) -> String {
        format!("http://{}/v1/", self.at)
    }
}

fn answer(
    stream: &TcpStream,
    users: &[Value],
    asked: &Mutex<Vec<Url>>,
    told: &Mutex<Vec<(String, Value)>>,
    tired_at: &Mutex<BTreeSet<usize>>,
) {
    let mut reader = BufReader::new(stream);
    let head = reader.by_ref().lines().map_while(Result::ok);
    let lines: Vec<String> = head.take_while(|line| !line.is_empty()).collect();
    let Some((path, lines)) = lines.split_first() else {
        return;
    };
    let bearer = format!("authorization: Bearer {SECRET}");
    assert!(lines.iter().any(|line| line.eq_ignore_ascii_case(&bearer)));
    if let Some(path) = path.strip_prefix("PATCH ") {
        let length = lines
            .iter()
            .find_map(|line| line.strip_prefix("content-length: "));
        let mut body = vec![0; length.unwrap().parse().unwrap()];
        reader.read_exact(&mut body).unwrap();
        let path = path.split(' ').next().unwrap().to_owned();
        let body = serde_json::from_slice(&body).unwrap();
        told.lock().unwrap().push((path, body));
        let mut stream = stream;
        let ok = b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\n{}";
        return stream.write_all(ok).unwrap();
    }
    let path = path
        .strip_prefix("GET ")
        .unwrap()
        .split(' ')
        .next()
        .unwrap();
    let url = Url::parse(&format!("http://x{path}")).unwrap();
    let all = |name: &str| -> Vec<String> {
        let pairs = url.query_pairs().filter(|(known, _)| known == name);
        pairs.map(|(_, value)| value.into_owned()).collect()
    };
    let number = |name: &str| all(name).first().map(|text| text.parse::<usize>().unwrap());
    let (ids, offset) = (all("user_id"), number("offset"));
    let found: Vec<&Value> = users
        .iter()
        .filter(|user| ids.is_empty() || ids.contains(&user["id"].as_str().unwrap().to_owned()))
        .skip(offset.unwrap_or(0))
        .take(number("limit").unwrap())
        .collect();
    let tired = offset.is_some_and(|offset| tired_at.lock().unwrap().remove(&offset));
    asked.lock().unwrap().push(url);
    let (status, body) = match tired {
        true => ("429 Too Many Requests", "{}".to_owned()),
        false => ("200 OK", json!(found).to_string()),
    };
    let head = format!(
        "HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    let mut stream = stream;
    stream.write_all((head + &body).as_bytes()).unwrap();
}

struct Place {
    folder: TempDir,
    blueprint: String,
}

impl Place {
    /// A marketplace in which somebody has the last word on mail addresses.
    fn owned_by(owner: &str) -> Self {
        let known = workspace().join("core/blueprints/marketplace.json");
        let text = std::fs::read_to_string(known).unwrap();
        let mut blueprint: Value = serde_json::from_str(&text).unwrap();
        blueprint["identity"]["fields"]["email"] = json!(owner);
        let folder = tempfile::tempdir().unwrap();
        let mut place = Self {
            blueprint: String::new(),
            folder,
        };
        place.blueprint = place.file("blueprint.json", &blueprint.to_string());
        assert!(
            place
                .run(&["open", &place.store(), "migrate"])
                .status
                .success()
        );
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

    fn run(&self, args: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_profilekit"));
        let command = command.args(args).env("CLERK_SECRET_KEY", SECRET);
        command.output().unwrap()
    }

    fn reconcile(&self, more: &[&str]) -> Output {
        let store = self.store();
        let args = ["sync", "reconcile", &self.blueprint, &store];
        self.run(&[&args[..], more].concat())
    }

    fn report(&self, more: &[&str]) -> (Option<i32>, Value) {
        let output = self.reconcile(&[more, &["--report", "json"]].concat());
        let found = serde_json::from_slice(&output.stdout);
        (
            output.status.code(),
            found.unwrap_or_else(|_| panic!("{output:?}")),
        )
    }

    /// An administrator grants a role.
    fn grant(&self, user: &str, role: &str) {
        let text = std::fs::read(&self.blueprint).unwrap();
        let kernel = Kernel::compile(&text).unwrap();
        let head = SubjectHead {
            id: Some("root"),
            roles: &["admin"],
            ..SubjectHead::default()
        };
        let admin = kernel.subject(&head).unwrap();
        let file = self.folder.path().join("a.db");
        let store = Arc::new(Options::default().open(&file).unwrap());
        let hub = Hub::new(kernel, store, Arc::new(Zero));
        let now = UNIX_EPOCH.elapsed().unwrap().as_micros();
        let call = Call::new(&admin, i64::try_from(now).unwrap());
        let person = Person {
            id: user,
            tenant: "",
        };
        pollster::block_on(hub.grant(&call, &person, role)).unwrap();
    }

    fn accounts(&self) -> i64 {
        let file = rusqlite::Connection::open(self.folder.path().join("a.db")).unwrap();
        let query = "SELECT count(*) FROM records WHERE kind = 'user'";
        file.query_row(query, [], |row| row.get(0)).unwrap()
    }
}

fn user(id: &str, email: &str, minute: i64) -> Value {
    json!({
        "id": id, "first_name": "Ada", "primary_email_address_id": "i",
        "email_addresses": [{ "id": "i", "email_address": email, "verification": { "status": "verified" } }],
        "updated_at": 1_700_000_000_000_i64 + minute * 60_000
    })
}

/// The same person has one domain at the provider and another one here.
#[test]
fn two_domains_of_one_person_are_told_and_treated_as_the_blueprint_says() {
    for (owner, action, changes, stays, ends) in [
        ("provider", "update", "email: provider_owns", "", "linked"),
        ("newest", "update", "email: provider_newer", "", "linked"),
        ("local", "none", "", "email: local_owns", "email_differs"),
        ("manual", "none", "", "email: manual", "email_differs"),
    ] {
        let with_domains = |text: &str| match text {
            "" => String::new(),
            text => format!("{text} (here buildappswith.com, there buildappswith.ai)"),
        };
        let (changes, stays) = (&*with_domains(changes), &*with_domains(stays));
        let place = Place::owned_by(owner);
        let here = user("user_1", "ada@buildappswith.com", 0).to_string();
        let (_, made) = place.report(&["--apply", &place.file("here", &here)]);
        assert_eq!(made["applied"], 1, "{owner}");

        let there = user("user_1", "ada@buildappswith.ai", 5).to_string();
        let there = place.file("there", &there);
        let (code, told) = place.report(&[&there]);
        assert_eq!(code, Some(1), "{owner}");
        assert_eq!(told["counts"], json!({ "email_differs": 1 }), "{owner}");
        let list = |text: &str| {
            json!(
                Some(text)
                    .filter(|text| !text.is_empty())
                    .into_iter()
                    .collect::<Vec<_>>()
            )
        };
        let row = &told["findings"][0];
        assert_eq!(
            (&row["action"], &row["user"]),
            (&json!(action), &json!("user_1")),
            "{owner}"
        );
        assert_eq!(
            (&row["changes"], &row["conflicts"]),
            (&list(changes), &list(stays)),
            "{owner}"
        );

        let page = place.reconcile(&[&there, "--report", "html"]);
        let page = String::from_utf8(page.stdout).unwrap();
        let account = row["account"].as_str().unwrap();
        let cells = ["email_differs", "user_1", account, action, changes, stays];
        let cells = cells.map(|cell| format!("<td>{cell}")).concat();
        assert!(
            page.starts_with("<!doctype html>") && page.contains(&cells),
            "{page}"
        );
        assert!(
            page.contains("<p>1 users, 1 accounts, 0 made or changed.</p>"),
            "{page}"
        );
        assert!(
            !page.contains("ada@") && !page.contains("Ada"),
            "a report is passed on: {page}"
        );

        let (_, done) = place.report(&["--apply", &there]);
        assert_eq!(done["applied"], u64::from(action == "update"), "{owner}");
        let (_, after) = place.report(&[&there]);
        assert_eq!(after["counts"], json!({ (ends): 1 }), "{owner}");
        assert_eq!(place.accounts(), 1, "{owner}: never a second one");
    }
}

#[test]
fn clerk_is_asked_page_by_page_and_a_run_that_it_ended_goes_on() {
    let place = Place::owned_by("provider");
    let users = (0..250).map(|n| user(&format!("user_{n}"), &format!("user_{n}@example.com"), 0));
    let clerk = Clerk::with(users.collect());
    let address = clerk.address();
    let from = ["--clerk", "--clerk-address", address.as_str()];
    let (code, told) = place.report(&from);
    assert_eq!(
        (code, &told["counts"]),
        (Some(1), &json!({ "missing_here": 250 }))
    );
    assert_eq!(
        (&told["complete"], &told["earlier"]),
        (&json!(true), &json!(0))
    );
    assert_eq!(place.accounts(), 0);

    // The third page is refused once: what was found before is told, and the next run goes on.
    let offsets = || -> BTreeSet<usize> {
        let asked = clerk.asked.lock().unwrap();
        let asked = asked.iter().flat_map(Url::query_pairs);
        let offsets = asked.filter(|(name, _)| name == "offset");
        offsets.map(|(_, value)| value.parse().unwrap()).collect()
    };
    let third = *offsets().iter().nth(2).unwrap();
    clerk.tired_at.lock().unwrap().insert(third);
    let apply = [&from[..], &["--apply"]].concat();
    let (code, first) = place.report(&apply);
    assert_eq!(code, Some(2));
    let made = usize::try_from(place.accounts()).unwrap();
    assert!(made > 0 && made < 250, "{made}");
    assert_eq!(first["complete"], false);
    assert_eq!(first["findings"].as_array().unwrap().len(), made);
    let (_, second) = place.report(&apply);
    assert_eq!(
        (&second["applied"], &second["users"]),
        (&json!(250), &json!(250))
    );
    assert_eq!(second["counts"], json!({ "missing_here": 250 }));
    assert_eq!(second["earlier"], made);
    assert_eq!(second["findings"].as_array().unwrap().len(), 250 - made);
    assert_eq!(place.accounts(), 250);
    let (code, well) = place.report(&from);
    assert_eq!(
        (code, &well["counts"]),
        (Some(0), &json!({ "linked": 250 }))
    );
    let asked = clerk.asked.lock().unwrap();
    assert!(asked.iter().all(|url| url.path() == "/v1/users"));
}

/// From the grant to Clerk: the change, the announcement that comes with it, the relay, the request.
#[test]
fn roles_that_are_granted_here_reach_clerk() {
    let place = Place::owned_by("provider");
    let users = [
        user("user_1", "ada@example.com", 0),
        user("user_2", "bob@example.com", 0),
    ];
    let whole = place.file("whole", &users.map(|user| user.to_string()).join("\n"));
    assert_eq!(place.report(&["--apply", &whole]).1["applied"], 2);
    place.grant("user_2", "builder");

    let clerk = Clerk::with(Vec::new());
    let (store, address) = (place.store(), clerk.address());
    let to = format!("ndjson:{}", place.folder.path().join("events").display());
    let relay = [
        "open",
        &store,
        "outbox",
        "relay",
        "--blueprint",
        &place.blueprint,
        "--to",
        &to,
    ];
    let with_clerk = ["--clerk", "--clerk-address", &address];
    let relayed = place.run(&[&relay[..], &with_clerk].concat());
    assert!(relayed.status.success(), "{relayed:?}");
    let expected = json!({ "public_metadata": { "roles": ["builder"] } });
    let path = "/v1/users/user_2/metadata".to_owned();
    assert_eq!(*clerk.told.lock().unwrap(), [(path, expected)]);
    let events = std::fs::read_to_string(place.folder.path().join("events")).unwrap();
    assert!(
        events.lines().count() > 0,
        "whatever else happened goes where it went"
    );
    assert!(!events.contains("set_roles"), "{events}");
}

#[test]
fn half_a_list_of_users_empties_no_product() {
    let place = Place::owned_by("provider");
    let users = (0..12).map(|n| user(&format!("user_{n}"), &format!("user_{n}@example.com"), 0));
    let users: Vec<String> = users.map(|user| user.to_string()).collect();
    let whole = place.file("whole", &users.join("\n"));
    assert_eq!(place.report(&["--apply", &whole]).1["applied"], 12);
    let half = place.file("half", &users[..1].join("\n"));
    let refused = place.reconcile(&["--apply", "--leave", &half]);
    assert_eq!(refused.status.code(), Some(2));
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(said.contains("11 of 12 accounts"), "{said}");
    let (_, told) = place.report(&["--apply", &whole]);
    assert_eq!(told["counts"], json!({ "linked": 12 }), "nobody left");
    let (_, left) = place.report(&["--apply", "--leave", "--leave-at-most", "11", &half]);
    assert_eq!(left["applied"], 11, "{left}");
}

#[test]
fn clerk_is_asked_with_a_key_from_the_environment_and_over_no_open_line() {
    let place = Place::owned_by("provider");
    let store = place.store();
    let args = ["sync", "reconcile", &place.blueprint, &store];
    let run = |more: &[&str], key: Option<&str>| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_profilekit"));
        command.args(args).args(more).env_remove("CLERK_SECRET_KEY");
        key.map(|key| command.env("CLERK_SECRET_KEY", key));
        let output = command.output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{more:?}: {output:?}");
        String::from_utf8(output.stderr).unwrap()
    };
    assert!(run(&["--clerk"], None).contains("CLERK_SECRET_KEY is not set"));
    let open = ["--clerk", "--clerk-address", "http://clerk.example.com/v1/"];
    let refused = run(&open, Some(SECRET));
    assert!(
        refused.contains("not https") && !refused.contains(SECRET),
        "{refused}"
    );
    let here = ["--clerk", "--clerk-address", "http://127.0.0.1:9/v1/"];
    let gone = run(&here, Some(SECRET));
    assert!(
        gone.contains("identity provider") && !gone.contains(SECRET),
        "{gone}"
    );
    run(&[], Some(SECRET));
    run(&["--clerk", "users.ndjson"], Some(SECRET));
    run(
        &["users.ndjson", "--clerk-address", "http://127.0.0.1:9/"],
        Some(SECRET),
    );
}
