//! Many people are erased, several at once, while others go on with what they share: no byte of
//! them is left, in the store or in what comes back of an old copy, and nobody else loses anything.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use profilekit::Kernel;
use profilekit::access::Subject;
use profilekit::error::Code;
use profilekit::hub::{Call, Create, Hub, Person, Refusal, Target, Update};
use profilekit::store::{Claim, Erasure, Settled, Settlement, Store};
use profilekit_stores::{Adapter, Kept};
use profilekit_survival::{Randomness, now, person, rounds};
use tokio::task::JoinSet;

const BLUEPRINT: &[u8] = br#"{
    "blueprint": 1, "name": "forgotten", "version": "1.0.0",
    "roles": { "member": { "default": true } },
    "kinds": {
        "card": { "owner": "user", "one_per": ["owner"], "audience": "platform", "on_delete": "archive",
            "fields": { "headline": { "type": "string" },
                "mail": { "type": "email", "data_class": "contact", "lawful_basis": "contract", "retention": "P2Y" } } },
        "note": { "owner": "user", "audience": "private", "on_delete": "delete",
            "fields": { "text": { "type": "text", "data_class": "confidential", "lawful_basis": "consent", "retention": "P2Y" } } },
        "meeting": { "relations": { "client": { "to": "user" }, "builder": { "to": "user" } }, "on_delete": "delete", "audience": "platform",
            "fields": {
                "message": { "type": "text", "data_class": "confidential", "lawful_basis": "contract", "retention": "P2Y", "about": ["client"] },
                "remark": { "type": "text", "data_class": "confidential", "lawful_basis": "contract", "retention": "P2Y", "about": ["builder"] },
                "edits": { "type": "int" } } }
    },
    "policies": [
        { "id": "product", "allow": ["*.create", "*.read", "*.list", "*.update"], "roles": ["system"] },
        { "id": "own", "allow": ["card.*", "note.*"], "relations": ["owner"] },
        { "id": "cards", "allow": ["card.read"], "roles": ["signed_in"] },
        { "id": "meet", "allow": ["meeting.*"], "relations": ["client", "builder"] }
    ]
}"#;

/// How many erase at once.
const AT_ONCE: usize = 4;

fn kernel() -> Kernel {
    Kernel::compile(BLUEPRINT).unwrap_or_else(|problems| panic!("{problems:?}"))
}

fn hub(store: Arc<dyn Store>) -> Hub {
    Hub::new(kernel(), store, Arc::new(Randomness))
}

fn name(number: usize) -> String {
    format!("p{number}")
}

fn target<'t>(kind: &'t str, id: &'t str) -> Target<'t> {
    Target {
        kind,
        id,
        ..Target::default()
    }
}

async fn make(
    hub: &Hub,
    call: &Call<'_>,
    (kind, id): (&str, &str),
    relations: &[(&str, &str)],
    document: &str,
) {
    let relations = relations.iter().map(|(name, who)| (*name, vec![*who]));
    let create = Create {
        kind,
        id: Some(id),
        relations: relations.collect(),
        document: document.as_bytes(),
        ..Create::default()
    };
    hub.create(call, &create).await.unwrap();
}

async fn change(
    hub: &Hub,
    call: &Call<'_>,
    target: Target<'_>,
    patch: &str,
) -> Result<(), Refusal> {
    let update = Update {
        target,
        patch: patch.as_bytes(),
        ..Update::default()
    };
    hub.update(call, &update).await.map(drop)
}

/// Everybody has a card in two versions, a note and a meeting with the next one, who looked at the
/// card; some announcement about each was given up, with a reason that quotes them.
async fn fill(hub: &Hub, people: usize) {
    for number in 0..people {
        let (who, id) = (name(number), format!("canary-{number}-"));
        let subject = person(hub.kernel(), &who, false);
        let call = Call::new(&subject, now());
        let card = format!("c{number}");
        let document = format!(r#"{{"headline":"H","mail":"{id}first@example.org"}}"#);
        make(hub, &call, ("card", &card), &[], &document).await;
        let patch = format!(r#"{{"mail":"{id}second@example.org"}}"#);
        change(hub, &call, target("card", &card), &patch)
            .await
            .unwrap();
        let text = format!(r#"{{"text":"{id}note"}}"#);
        make(hub, &call, ("note", &format!("n{number}")), &[], &text).await;
        let next = (number + 1) % people;
        let document =
            format!(r#"{{"message":"{id}message","remark":"canary-{next}-remark","edits":0}}"#);
        let both = [("client", who.as_str()), ("builder", &name(next))];
        make(
            hub,
            &call,
            ("meeting", &format!("m{number}")),
            &both,
            &document,
        )
        .await;
        let other = person(hub.kernel(), &name(next), false);
        let look = Call::new(&other, now());
        hub.get(&look, &target("card", &card)).await.unwrap();
    }
    hub.flush().await.unwrap();
    loop {
        let claim = Claim {
            holder: "relay".to_owned(),
            now: now(),
            until: now() + 60_000_000,
            limit: 100,
        };
        let claimed = hub.store().claim(&claim).await.unwrap();
        if claimed.is_empty() {
            return;
        }
        let settled = claimed.iter().map(|stored| {
            let of: String = stored.event.address.id.chars().skip(1).collect();
            Settled {
                sequence: stored.sequence,
                how: Settlement::Dead {
                    error: format!("canary-{of}-told does not exist"),
                },
            }
        });
        let settled: Vec<Settled> = settled.collect();
        hub.store().settle("relay", &settled).await.unwrap();
    }
}

/// Of whom there is something, past the store.
fn told_of(kept: &Kept) -> BTreeSet<usize> {
    let bytes = kept.bytes();
    let text = String::from_utf8_lossy(&bytes);
    let places = text.match_indices("canary-");
    let numbers = places.map(|(at, found)| {
        let rest = text.get(at + found.len()..).unwrap();
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        digits.parse().unwrap()
    });
    numbers.collect()
}

/// Erases somebody, however often others change meanwhile what is shared.
async fn erase(hub: &Hub, system: &Subject, who: &str) -> (Vec<Erasure>, usize) {
    let person = Person {
        id: who,
        tenant: "",
    };
    let mut ledger = Vec::new();
    for again in 0..1000 {
        let call = Call::new(system, now());
        let plan = hub.plan_erasure(&call, &person).await.unwrap();
        match hub.erase(&call, &person, &plan.confirmation).await {
            Ok(erased) => {
                ledger.extend(erased.ledger);
                return (ledger, again);
            }
            Err(refusal) => {
                let met = refusal.is(Code::StoreSerialization) || refusal.is(Code::HubNotConfirmed);
                assert!(met, "{refusal}");
            }
        }
    }
    panic!("{who} is never erased");
}

/// Those who stay go on with their meetings, also with those who go.
async fn go_on(hub: Hub, people: usize, stop: Arc<AtomicBool>) -> usize {
    let mut changes = 0;
    for turn in 0.. {
        if stop.load(Ordering::Relaxed) {
            break;
        }
        let number = turn * 2 % people;
        let subject = person(hub.kernel(), &name(number), false);
        let patch = format!(r#"{{"edits":{turn}}}"#);
        for meeting in [number, (number + people - 1) % people] {
            let call = Call::new(&subject, now());
            let id = format!("m{meeting}");
            match change(&hub, &call, target("meeting", &id), &patch).await {
                Ok(()) => changes += 1,
                Err(refusal) => assert!(refusal.is(Code::StoreSerialization), "{refusal}"),
            }
        }
        tokio::task::yield_now().await;
    }
    changes
}

/// Every second one goes, several at once; what is noted of it, how often others were met, and how
/// many changes others made meanwhile.
async fn forget(store: Arc<dyn Store>, people: usize) -> (Vec<Erasure>, usize, usize) {
    let stop = Arc::new(AtomicBool::new(false));
    let going_on = go_on(hub(Arc::clone(&store)), people, Arc::clone(&stop));
    let going_on = tokio::spawn(going_on);
    let mut erasing = JoinSet::new();
    for part in 0..AT_ONCE {
        let hub = hub(Arc::clone(&store));
        erasing.spawn(async move {
            let system = person(hub.kernel(), "product", true);
            let (mut ledger, mut met) = (Vec::new(), 0);
            for number in (1..people).step_by(2).skip(part).step_by(AT_ONCE) {
                let (lines, again) = erase(&hub, &system, &name(number)).await;
                ledger.extend(lines);
                met += again;
            }
            (ledger, met)
        });
    }
    let (mut ledger, mut met) = (Vec::new(), 0);
    while let Some(part) = erasing.join_next().await {
        let (lines, again) = part.unwrap();
        ledger.extend(lines);
        met += again;
    }
    stop.store(true, Ordering::Relaxed);
    (ledger, met, going_on.await.unwrap())
}

#[test]
fn many_are_erased_at_once_while_others_go_on() {
    let people = rounds(24, 2_000);
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    let runtime = runtime.worker_threads(2).enable_all().build().unwrap();
    for adapter in [Adapter::Sqlite, Adapter::postgres()] {
        let start = Instant::now();
        let kept = adapter.fresh();
        let whole = hub(kept.store());
        runtime.block_on(fill(&whole, people));
        let all: BTreeSet<usize> = (0..people).collect();
        assert_eq!(told_of(&kept), all);
        let old = kept.copy();
        let (ledger, met, changes) = runtime.block_on(forget(kept.store(), people));
        assert!(changes > 0);
        let left: BTreeSet<usize> = (0..people).step_by(2).collect();
        assert_eq!(told_of(&kept), left);
        let verified = runtime.block_on(whole.verify(&[])).unwrap();
        assert_eq!(verified.broken, []);
        // What was handed out brings an old copy as far.
        assert_eq!(told_of(&old), all);
        let restored = hub(old.store());
        let system = person(restored.kernel(), "product", true);
        let call = Call::new(&system, now());
        runtime
            .block_on(restored.erase_again(&call, &ledger))
            .unwrap();
        assert_eq!(told_of(&old), left);
        let verified = runtime.block_on(restored.verify(&[])).unwrap();
        assert_eq!(verified.broken, []);
        println!(
            "{}: {} of {people} people erased, {AT_ONCE} at once, {changes} changes meanwhile, \
            {met} times met, {:.1?}",
            adapter.name(),
            people / 2,
            start.elapsed()
        );
    }
}
