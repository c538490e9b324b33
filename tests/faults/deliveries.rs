//! Deliveries of the identity provider over a store that fails at each of its calls.

use std::sync::Arc;

use profilekit::Kernel;
use profilekit::access::SubjectHead;
use profilekit::hub::{Call, Credential, Handled, Hub, Outcome, Target, Webhook};
use profilekit::identity::{Key, MessageId, Secret, parse_clerk_user, sign};
use profilekit::store::{Address, MemoryStore, Store};
use profilekit_stores::{Adapter, Kept};
use serde_json::{Value, json};

use crate::failing::{Failing, Fault};
use crate::nth::{Turns, stores};
use crate::world::Counting;

const BLUEPRINT: &[u8] = br#"{
    "blueprint": 1, "name": "accounts", "version": "1.0.0",
    "roles": { "member": { "default": true }, "guide": { "granted_by": ["system"] } },
    "kinds": {
        "user": { "owner": "user", "one_per": ["owner"], "unique": ["/email", "/external_id"], "audience": "platform", "on_delete": "archive",
            "fields": { "external_id": { "type": "string", "source": "identity" }, "email": { "type": "email", "normalize": ["trim", "lower"], "source": "identity" }, "name": { "type": "string" } } },
        "note": { "owner": "user", "audience": "private", "on_delete": "delete", "fields": { "text": { "type": "string" } } }
    },
    "policies": [ { "id": "product", "allow": ["*.create", "*.read", "*.update"], "roles": ["system"] } ],
    "identity": { "provider": "clerk", "fields": { "email": "provider", "name": "newest", "roles": "provider" },
        "role_claim": "public_metadata.roles", "on_delete": "deactivate", "cascade": { "note": "erase" } }
}"#;

const START: i64 = 1_700_000_000_000_000;
const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

fn kernel() -> Kernel {
    Kernel::compile(BLUEPRINT).unwrap_or_else(|problems| panic!("{problems:?}"))
}

fn user(id: &str, minute: i64, role: &str) -> Value {
    json!({
        "id": id, "first_name": format!("{id} {minute}"), "primary_email_address_id": "i",
        "email_addresses": [{ "id": "i", "email_address": format!("{id}@example.com"), "verification": { "status": "verified" } }],
        "public_metadata": { "roles": [role] }, "updated_at": START / 1000 + minute * 60_000
    })
}

fn event(name: &str, data: &Value) -> Value {
    json!({ "type": name, "data": data, "timestamp": START / 1000 })
}

/// What a delivery does on the way that each of them goes.
fn events() -> [(&'static str, Value); 5] {
    let gone = json!({ "id": "ada", "deleted": true });
    [
        ("created", event("user.created", &user("bob", 0, "guide"))),
        ("updated", event("user.updated", &user("ada", 9, "none"))),
        ("deleted", event("user.deleted", &gone)),
        ("recorded", event("session.created", &json!({}))),
        ("refused", event("user.updated", &json!({}))),
    ]
}

struct World {
    hub: Hub,
    system: profilekit::access::Subject,
}

impl World {
    fn over(store: Arc<dyn Store>, seed: u64) -> Self {
        let head = SubjectHead {
            id: Some("product"),
            system: true,
            ..SubjectHead::default()
        };
        let kernel = kernel();
        Self {
            system: kernel.subject(&head).unwrap(),
            hub: Hub::new(kernel, store, Arc::new(Counting::from(seed))),
        }
    }

    async fn deliver(&self, id: &str, event: &Value) -> Handled {
        self.deliver_at(id, event, START).await
    }

    async fn deliver_at(&self, id: &str, event: &Value, now: i64) -> Handled {
        let (body, secret) = (event.to_string(), Secret::parse(SECRET).unwrap());
        let message = MessageId::parse(id).unwrap();
        let signature = sign(&secret, &message, 1_700_000_000, body.as_bytes());
        let headers = [
            ("svix-id", id),
            ("svix-timestamp", "1700000000"),
            ("svix-signature", signature.as_str()),
        ];
        let webhook = Webhook {
            headers: &headers,
            body: body.as_bytes(),
            peer: None,
        };
        let call = Call::new(&self.system, now);
        let handled = self
            .hub
            .handle_webhook(&call, &[Key::from(secret)], &webhook)
            .await;
        handled.unwrap()
    }
}

/// Ada has an account, a role and a note.
async fn filled() -> MemoryStore {
    let store = Arc::new(MemoryStore::default());
    fill(store.clone()).await;
    MemoryStore::clone(&store)
}

async fn fill(store: Arc<dyn Store>) {
    let world = World::over(store, 0);
    let created = event("user.created", &user("ada", 0, "guide"));
    assert_eq!(
        world.deliver("first", &created).await.outcome,
        Outcome::Applied
    );
    let note = profilekit::hub::Create {
        kind: "note",
        owner: Some("ada"),
        document: br#"{"text":"a"}"#,
        ..Default::default()
    };
    let call = Call::new(&world.system, START);
    world.hub.create(&call, &note).await.unwrap();
}

/// What a store holds; a record that is made at the second attempt has another identifier.
async fn essence(kernel: &Kernel, store: &dyn Store) -> String {
    const MADE_THEN: &str = "018bcfe5-6800-7000-";
    let text = crate::essence::essence(kernel, store).await;
    let mut parts = text.split(MADE_THEN);
    let first = parts.next().unwrap().to_owned();
    parts.fold(first, |text, part| text + &part[17..])
}

/// How often a delivery was tried, as it is noted.
async fn attempts(store: &dyn Store) -> Option<i64> {
    let noted = store
        .get(&Address::new("", "identity.delivery", "msg_1"))
        .await;
    let noted: Value = serde_json::from_str(&noted.unwrap()?.document).unwrap();
    noted["attempts"].as_i64()
}

/// Holds something to be so on every store, of some of the faults on those that are slow to copy.
fn everywhere(least: usize, then: impl AsyncFn(&Kernel, &Kept, &mut Turns)) {
    let kernel = kernel();
    for (adapter, every) in stores() {
        let mut turns = Turns::new(every);
        pollster::block_on(async {
            let kept = adapter.fresh();
            fill(kept.store()).await;
            then(&kernel, &kept, &mut turns).await;
        });
        println!("on {}: {} faults", adapter.name(), turns.taken);
        assert!(turns.taken * every > least, "{}", turns.taken);
    }
}

/// How many calls something asks of a copy of a store where none fails, and what is there then.
struct Good {
    kept: Kept,
    counting: Arc<Failing>,
}

impl Good {
    fn of(kept: &Kept) -> Self {
        let kept = kept.copy();
        let counting = Arc::new(Failing::new(kept.store(), Fault::Gone, 0));
        Self { kept, counting }
    }
}

#[test]
fn whichever_call_fails_a_delivery_is_whole_or_comes_again() {
    everywhere(80, async |kernel, kept, turns| {
        let before = essence(kernel, &*kept.store()).await;
        let mut noted = 0;
        for (name, event) in events() {
            let good = Good::of(kept);
            let expected = World::over(good.counting.clone(), 1)
                .deliver("msg_1", &event)
                .await;
            assert_ne!(expected.status(), 503, "{name}");
            let after = essence(kernel, &*good.kept.store()).await;
            let calls = good.counting.calls();
            let faults = [Fault::Gone, Fault::Corrupt, Fault::Met, Fault::AnswerLost];
            let each = (1..=calls).flat_map(|at| faults.map(|fault| (at, fault)));
            for (at, fault) in each.filter(|_| turns.take()) {
                let which = format!("{name}, {fault:?} at call {at} of {calls}");
                let copy = kept.copy();
                let store = copy.store();
                let failing = Arc::new(Failing::new(Arc::clone(&store), fault, at));
                let first = World::over(failing, 1).deliver("msg_1", &event).await;
                let left = essence(kernel, &*store).await;
                if first.status() == 503 {
                    let whole = left == before || left == after;
                    assert!(whole, "{which}:\n{left}\nwas\n{before}");
                    noted += usize::from(attempts(&*store).await.is_some());
                } else {
                    assert_eq!(first.status(), expected.status(), "{which}");
                }
                // It comes again, and again: in the end all is as it should be, once.
                let world = World::over(Arc::clone(&store), 1);
                let second = world.deliver("msg_1", &event).await;
                let known = [expected.outcome, Outcome::Repeated];
                assert!(known.contains(&second.outcome), "{which}: {second:?}");
                let third = world.deliver("msg_1", &event).await;
                assert_eq!(third.outcome, Outcome::Repeated, "{which}");
                let reached = essence(kernel, &*store).await;
                assert_eq!(reached, after, "{which}");
            }
        }
        assert!(
            noted * 4 > turns.taken,
            "{noted} of {} are noted",
            turns.taken
        );
    });
}

/// Page after page is written: one that meets a change of the person's own is written again.
#[test]
fn a_deletion_of_many_records_is_done_whichever_of_its_pages_meets_a_change() {
    pollster::block_on(async {
        let (full, kernel) = (Arc::new(filled().await), kernel());
        let world = World::over(full.clone(), 5);
        for _ in 0..430 {
            let note = profilekit::hub::Create {
                kind: "note",
                owner: Some("ada"),
                document: br#"{"text":"a"}"#,
                ..Default::default()
            };
            let call = Call::new(&world.system, START);
            world.hub.create(&call, &note).await.unwrap();
        }
        let store = MemoryStore::clone(&full);
        let [_, _, (_, event), ..] = events();
        let good = Arc::new(store.clone());
        let counting = Arc::new(Failing::new(good.clone(), Fault::Gone, 0));
        let done = World::over(counting.clone(), 1)
            .deliver("msg_1", &event)
            .await;
        assert_eq!(done.outcome, Outcome::Applied);
        let after = essence(&kernel, &*good).await;
        let mut overtaken = 0;
        for at in 1..=counting.calls() {
            let copy = Arc::new(store.clone());
            let failing = Arc::new(Failing::new(copy.clone(), Fault::Overtaken, at));
            let handled = World::over(failing.clone(), 1)
                .deliver("msg_1", &event)
                .await;
            assert_eq!(handled.outcome, Outcome::Applied, "{at}: {handled:?}");
            assert_eq!(essence(&kernel, &*copy).await, after, "{at}");
            overtaken += usize::from(failing.calls() > counting.calls());
        }
        assert!(overtaken >= 3, "{overtaken}");
    });
}

#[test]
fn attempts_are_counted_until_one_goes_well() {
    for adapter in Adapter::all() {
        println!("on {}:", adapter.name());
        let kept = adapter.fresh();
        pollster::block_on(counted(kept.store()));
    }
}

async fn counted(store: Arc<dyn Store>) {
    const MINUTE: i64 = 60_000_000;
    fill(store.clone()).await;
    let (_, event) = events().into_iter().next().unwrap();
    let world = World::over(store.clone(), 1);
    let noted = async || {
        let id = MessageId::parse("msg_1").unwrap();
        let call = Call::new(&world.system, START);
        let noted = world.hub.delivered(&call, &id).await.unwrap().unwrap();
        let minutes = [noted.first_at, noted.last_at].map(|at| (at - START) / MINUTE);
        (noted.outcome, noted.code, noted.attempts, minutes)
    };
    for attempt in 1..=3 {
        // The second call reads the tie.
        let failing = Arc::new(Failing::new(store.clone(), Fault::Gone, 2));
        let now = START + i64::from(attempt) * MINUTE;
        let handled = World::over(failing, 1)
            .deliver_at("msg_1", &event, now)
            .await;
        assert_eq!((handled.outcome, handled.status()), (Outcome::Failed, 503));
        let (outcome, code) = ("failed".to_owned(), "store.unavailable".to_owned());
        let minutes = [1, i64::from(attempt)];
        assert_eq!(noted().await, (outcome, code, attempt, minutes));
    }
    let handled = world.deliver_at("msg_1", &event, START + 4 * MINUTE).await;
    assert_eq!(handled.outcome, Outcome::Applied);
    let well = ("applied".to_owned(), String::new(), 4, [1, 4]);
    assert_eq!(noted().await, well, "what was wrong is wrong no more");
}

#[test]
fn what_a_reconciliation_does_is_whole_and_nobody_is_let_in_by_a_failure() {
    everywhere(3, async |kernel, kept, turns| {
        let before = essence(kernel, &*kept.store()).await;
        let bytes = user("ada", 9, "none").to_string();
        let ada = parse_clerk_user(bytes.as_bytes()).unwrap();
        let good = Good::of(kept);
        let world = World::over(good.counting.clone(), 1);
        let call = Call::new(&world.system, START);
        world.hub.sync_user(&call, &ada).await.unwrap();
        let store = good.kept.store();
        let after = essence(kernel, &*store).await;
        for at in (1..=good.counting.calls()).filter(|_| turns.take()) {
            let copy = kept.copy();
            let failing = Failing::new(copy.store(), Fault::Gone, at);
            let world = World::over(Arc::new(failing), 1);
            let call = Call::new(&world.system, START);
            assert!(world.hub.sync_user(&call, &ada).await.is_err(), "{at}");
            assert_eq!(essence(kernel, &*copy.store()).await, before, "{at}");
            assert!(world.hub.sync_user(&call, &ada).await.is_ok(), "{at}");
            assert_eq!(essence(kernel, &*copy.store()).await, after, "{at}");
        }
        for (user, refused) in [("ada", false), ("bob", true)] {
            for at in 1..=4 {
                let failing = Failing::new(Arc::clone(&store), Fault::Gone, at);
                let world = World::over(Arc::new(failing), 1);
                let target = Target {
                    kind: "note",
                    id: "none",
                    ..Target::default()
                };
                let session = Credential::Session(user);
                let guarded = world.hub.guard(&session, START, "read", &target).await;
                assert!(guarded.is_err(), "{user} {at}");
                let known = world.hub.signed_in(&session, START).await.is_err();
                assert!(known || !refused, "{user} {at}");
            }
        }
    });
}
