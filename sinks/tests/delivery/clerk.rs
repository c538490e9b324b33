//! Clerk's interface, played by a server that looks at every request.

use std::sync::{Arc, Mutex};

use pollster::block_on;
use profilekit::error::Code;
use profilekit::hub::ProviderClient as _;
use profilekit_sinks::{ClerkClient, HttpSettings};
use serde_json::{Value, json};

use crate::receiver::{Receiver, Request};

type Users = Arc<Mutex<Vec<String>>>;

fn plain() -> HttpSettings {
    HttpSettings {
        plain: true,
        ..HttpSettings::default()
    }
}

fn answer(status: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\ncontent-length: {}\r\ncontent-type: application/json\r\n\r\n{body}",
        body.len()
    )
}

/// The values of a query under one name.
fn asked(request: &Request, name: &str) -> Vec<String> {
    let path = request.line.split(' ').nth(1).unwrap();
    let url = url::Url::parse(&format!("http://x{path}")).unwrap();
    let pairs = url.query_pairs().filter(|(found, _)| found == name);
    pairs.map(|(_, value)| value.into_owned()).collect()
}

/// Users in the order in which they were made, as Clerk pages them.
fn list(users: &Users, request: &Request) -> String {
    assert_eq!(request.header("authorization"), "Bearer sk_test_1");
    assert!(
        request.line.starts_with("GET /v1/users?"),
        "{}",
        request.line
    );
    let number = |name: &str| {
        asked(request, name)
            .first()
            .map(|text| text.parse::<usize>().unwrap())
    };
    let limit = number("limit").unwrap();
    assert!(limit <= 100, "{limit}");
    let (ids, emails) = (asked(request, "user_id"), asked(request, "email_address"));
    let users = users.lock().unwrap();
    let found: Vec<Value> = users
        .iter()
        .filter(|id| ids.is_empty() || ids.contains(id))
        .filter(|id| emails.is_empty() || emails.contains(&format!("{id}@example.com")))
        .skip(number("offset").unwrap_or(0))
        .take(limit)
        .map(|id| json!({ "id": id }))
        .collect();
    if ids.is_empty() && emails.is_empty() {
        assert_eq!(asked(request, "order_by"), ["+created_at"]);
    }
    answer("200 OK", &Value::from(found).to_string())
}

fn provider(count: usize) -> (Receiver, Users, ClerkClient) {
    let users: Users = Arc::new(Mutex::new(
        (0..count).map(|n| format!("user_{n}")).collect(),
    ));
    let known = Arc::clone(&users);
    let receiver = Receiver::start(move |_, request| list(&known, request));
    let client = client(&receiver);
    (receiver, users, client)
}

fn client(receiver: &Receiver) -> ClerkClient {
    let base = format!("http://{}/v1/", receiver.at);
    ClerkClient::at(&base, "sk_test_1", &plain()).unwrap()
}

#[test]
fn every_user_comes_once_however_long_the_pages_are() {
    for (count, limit) in [(0, 10), (10, 10), (11, 10), (250, 99), (250, 1000), (7, 1)] {
        let (_receiver, _, client) = provider(count);
        let (mut after, mut ids) = (None, Vec::new());
        loop {
            let page = block_on(client.page(after.as_deref(), limit)).unwrap();
            ids.extend(page.users.iter().map(|user| user.id.to_string()));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        let expected: Vec<String> = (0..count).map(|n| format!("user_{n}")).collect();
        assert_eq!(ids, expected, "{count} {limit}");
    }
}

/// Reads all of so many users in pages of five. After each, what `gone` says is deleted of those that
/// came.
fn read_while(count: usize, gone: impl Fn(&[String]) -> Vec<String>) -> Vec<String> {
    let (_receiver, users, client) = provider(count);
    let (mut after, mut ids) = (None, Vec::new());
    loop {
        let page = block_on(client.page(after.as_deref(), 5)).unwrap();
        ids.extend(page.users.iter().map(|user| user.id.to_string()));
        after = page.next;
        let gone = gone(&ids);
        users.lock().unwrap().retain(|id| !gone.contains(id));
        if after.is_none() {
            return ids;
        }
    }
}

#[test]
fn everybody_comes_once_where_others_are_deleted_meanwhile() {
    let everybody = |count: usize| (0..count).map(|n| format!("user_{n}")).collect::<Vec<_>>();
    for count in [3, 5, 40, 43] {
        let first = read_while(count, |ids| {
            ids[..ids.len().min(7).saturating_sub(1)].to_vec()
        });
        assert_eq!(first, everybody(count), "the first ones");
        let last = read_while(count, |ids| ids[ids.len().saturating_sub(4)..].to_vec());
        assert_eq!(last, everybody(count), "the last ones of each page but one");
        let but_one = read_while(count, |ids| ids[..ids.len().saturating_sub(1)].to_vec());
        assert_eq!(but_one, everybody(count), "all that came but one");
    }
    // Nobody is left to tell where it was.
    let mut all = read_while(40, <[String]>::to_vec);
    all.sort();
    all.dedup();
    assert_eq!(all.len(), 40);
}

#[test]
fn users_are_found_by_identifier_and_by_address() {
    let (_receiver, _, client) = provider(300);
    let ids: Vec<String> = (0..250).map(|n| format!("user_{n}")).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).chain(["user_999"]).collect();
    let found = block_on(client.users(&ids, &["user_270@example.com", "a+b@example.com"])).unwrap();
    assert_eq!(found.len(), 251);
    assert!(block_on(client.users(&[], &[])).unwrap().is_empty());
}

#[test]
fn roles_are_written_where_the_claim_says() {
    let receiver = Receiver::answering(&answer("200 OK", "{}"));
    let client = client(&receiver);
    let roles = ["builder".to_owned(), "a\"b".to_owned()];
    block_on(client.set_roles("user_1/../x", "public_metadata.app.roles", &roles)).unwrap();
    let request = receiver.came().remove(0);
    assert_eq!(
        request.line,
        "PATCH /v1/users/user_1%2F..%2Fx/metadata HTTP/1.1"
    );
    assert_eq!(request.header("authorization"), "Bearer sk_test_1");
    let body: Value = serde_json::from_str(&request.body).unwrap();
    assert_eq!(
        body,
        json!({ "public_metadata": { "app": { "roles": ["builder", "a\"b"] } } })
    );
}

#[test]
fn what_goes_wrong_there_says_whether_to_try_again() {
    for (status, passing) in [
        ("404 Not Found", false),
        ("422 No", false),
        ("401 No", false),
        ("429 Slow", true),
        ("500 No", true),
    ] {
        let receiver = Receiver::answering(&answer(status, "{\"errors\":[\"canary\"]}"));
        let client = client(&receiver);
        let failed =
            block_on(client.set_roles("user_1", "public_metadata.roles", &[])).unwrap_err();
        assert_eq!(failed.passing, passing, "{status}");
        assert!(!failed.reason.contains("canary"));
        let failed = block_on(client.page(None, 10)).unwrap_err();
        assert_eq!(failed.code(), Code::IdentityProviderFailed);
    }
    let receiver = Receiver::answering(&answer("200 OK", "{\"users\":[]}"));
    assert!(block_on(client(&receiver).page(None, 10)).is_err());
}

#[test]
fn users_are_asked_for_again_when_clerk_says_and_not_for_ever() {
    for (times, goes_well) in [(1, true), (3, true), (4, false)] {
        let receiver = Receiver::start(move |place, _| match place < times {
            true => "HTTP/1.1 429 Slow\r\nretry-after: 0\r\ncontent-length: 0\r\n\r\n".to_owned(),
            false => answer("200 OK", "[]"),
        });
        let page = block_on(client(&receiver).page(None, 10));
        assert_eq!(page.is_ok(), goes_well, "{times}");
        assert_eq!(receiver.came().len(), 4.min(times + 1));
    }
}
