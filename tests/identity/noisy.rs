//! A source that says more than it may: it is told to wait, and nothing of it is lost.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use profilekit::error::{Code, Failure};
use profilekit::hub::{Clock, Credential, Pace, Refusal, Relay, Sink, Target, Undelivered, Update};
use profilekit::store::StoredEvent;
use profilekit_stores::Adapter;
use serde_json::json;

use crate::calling::{act_as, limited};
use crate::world::{Counting, MINUTE, START, World, but, event, user};

/// So many changes the source has; it may make three a minute.
const CHANGES: i64 = 12;
/// So many announcements leave at once.
const BATCH: usize = 4;

/// A clock that is set by hand.
struct Hand(AtomicI64);

impl Clock for Hand {
    fn now(&self) -> i64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// Who listens and cannot keep up: every third delivery is refused, the same one never twice.
#[derive(Default)]
struct Slow(Mutex<Heard>);

#[derive(Default)]
struct Heard {
    asked: usize,
    refused: Vec<String>,
    events: Vec<(String, i64)>,
}

#[async_trait]
impl Sink for Slow {
    async fn deliver(&self, stored: &StoredEvent, _: &str) -> Result<(), Undelivered> {
        let mut heard = self.0.lock().unwrap();
        heard.asked += 1;
        let event = &stored.event;
        if heard.asked.is_multiple_of(3) && !heard.refused.contains(&event.id) {
            heard.refused.push(event.id.clone());
            return Err(Undelivered::passing("busy"));
        }
        let of = format!("{} {}", event.name, event.address.id);
        heard.events.push((of, event.version));
        Ok(())
    }
}

fn own(id: &str) -> Target<'_> {
    Target {
        kind: "user",
        id,
        ..Target::default()
    }
}

/// One change of somebody's own account; the seconds to wait where they call too often.
async fn change(world: &World, who: &str, id: &str, name: &str, now: i64) -> Result<(), i64> {
    let session = Credential::Session(who);
    let guarded = world.hub.guard(&session, now, "update", &own(id)).await;
    let guarded = match guarded {
        Ok(guarded) => guarded,
        Err(Refusal::Failed(failure)) => return Err(seconds(&failure)),
        Err(other) => panic!("{other:?}"),
    };
    let patch = json!({ "image": format!("https://img.example.com/{name}") }).to_string();
    let update = Update {
        target: own(id),
        patch: patch.as_bytes(),
        ..Update::default()
    };
    world
        .hub
        .update(&guarded.who.call(now), &update)
        .await
        .unwrap();
    Ok(())
}

fn seconds(failure: &Failure) -> i64 {
    assert_eq!(failure.code(), Code::IdentityRateLimited);
    let mut params = failure.params().iter();
    let wait = params.find(|(name, _)| *name == "seconds").unwrap();
    wait.1.to_string().parse().unwrap()
}

/// Announces everything in batches, and says what was heard of an account.
async fn heard(world: &World, id: &str) -> Vec<i64> {
    let (slow, clock) = (Arc::new(Slow::default()), Arc::new(Hand(AtomicI64::new(0))));
    let pace = Pace {
        batch: BATCH,
        ..Pace::default()
    };
    let store = Arc::clone(&world.store);
    let sink = Arc::clone(&slow) as Arc<dyn Sink>;
    let entropy = Arc::new(Counting::default());
    let relay = Relay::new("product", store, sink, clock.clone(), entropy).at(pace);
    for hour in 1.. {
        clock.0.store(START + hour * 60 * MINUTE, Ordering::Relaxed);
        let before = slow.0.lock().unwrap().asked;
        let step = relay.step().await.unwrap();
        assert!(slow.0.lock().unwrap().asked - before <= BATCH);
        assert_eq!((step.dead, step.lost), (0, 0));
        if step.is_idle() {
            break;
        }
    }
    let heard = std::mem::take(&mut *slow.0.lock().unwrap());
    assert!(heard.refused.len() > 2, "{:?}", heard.refused);
    let of = [format!("user.created {id}"), format!("user.updated {id}")];
    let events = heard.events.into_iter();
    let events = events.filter(|(event, _)| of.contains(event));
    events.map(|(_, version)| version).collect()
}

#[test]
fn a_noisy_source_waits_and_nothing_of_it_is_lost() {
    for adapter in Adapter::all() {
        println!("on {}:", adapter.name());
        let world = World::of(adapter.fresh(), &limited());
        pollster::block_on(async {
            let mut accounts = Vec::new();
            for id in ["noisy", "quiet"] {
                let roles = json!({ "public_metadata": { "roles": ["builder"] } });
                let made = but(user(id, &format!("{id}@example.com"), 0), &roles);
                let made = event("user.created", made, 0);
                world.expect("applied", id, &made).await;
                act_as(&world, id, "builder").await;
                accounts.push(world.account(id).await.unwrap().address);
            }
            let (mut now, mut waits) = (START, 0);
            for number in 1..=CHANGES {
                let name = format!("take-{number}");
                while let Err(wait) = change(&world, "noisy", &accounts[0].id, &name, now).await {
                    let stored = world.account("noisy").await.unwrap();
                    assert_eq!(stored.version, number, "what is refused changes nothing");
                    let name = format!("quiet-{number}");
                    let quiet = change(&world, "quiet", &accounts[1].id, &name, now).await;
                    assert_eq!(quiet, Ok(()), "nobody else waits");
                    now += wait * 1_000_000;
                    waits += 1;
                }
            }
            assert_eq!(
                waits,
                CHANGES - 3,
                "three at once, then each after its wait"
            );
            assert_eq!(now, START + 3 * MINUTE, "no slower than it may be");
            let all: Vec<i64> = (1..=CHANGES + 1).collect();
            let kept = world.store.versions(&accounts[0], None, 100).await.unwrap();
            let mut kept: Vec<i64> = kept.iter().map(|version| version.version).collect();
            kept.reverse();
            assert_eq!(kept, all);
            let last = world.document("noisy").await;
            assert_eq!(last["image"], "https://img.example.com/take-12");
            assert_eq!(
                heard(&world, &accounts[0].id).await,
                all,
                "each once, in order"
            );
        });
    }
}
