//! Several relays on one store, and one of them dies.

use std::future::{Future as _, pending};
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::thread;
use std::time::Duration;

use async_trait::async_trait;
use profilekit::hub::{Clock as _, Relay, Sink, Undelivered};
use profilekit::store::{Outbox as _, StoredEvent};
use profilekit_sinks::{CallbackSink, NdjsonSink};

use crate::http::{plain, sink};
use crate::nats::Setup;
use crate::ndjson;
use crate::receiver::{Receiver, SECRET, answer};
use crate::world::{World, id_of};

/// Delivers so many and then never comes back, as where the process is gone.
struct Dying {
    sink: Arc<dyn Sink>,
    deliveries: usize,
    delivered: Mutex<Vec<String>>,
    gone: AtomicBool,
}

#[async_trait]
impl Sink for Dying {
    async fn deliver(&self, event: &StoredEvent, json: &str) -> Result<(), Undelivered> {
        self.sink.deliver(event, json).await?;
        let delivered = {
            let mut delivered = self.delivered.lock().unwrap();
            delivered.push(event.event.id.clone());
            delivered.len()
        };
        if delivered == self.deliveries {
            self.gone.store(true, Ordering::Release);
            pending::<()>().await;
        }
        Ok(())
    }
}

/// A relay that delivers so many and is dropped before it writes that down: what it delivered.
fn dies_after(world: &World, sink: &Arc<dyn Sink>, deliveries: usize) -> Vec<String> {
    let dying = Arc::new(Dying {
        sink: Arc::clone(sink),
        deliveries,
        delivered: Mutex::default(),
        gone: AtomicBool::new(false),
    });
    let relay = world.relay(dying.clone());
    {
        let mut step = pin!(relay.step());
        let mut context = Context::from_waker(Waker::noop());
        while !dying.gone.load(Ordering::Acquire) {
            match step.as_mut().poll(&mut context) {
                Poll::Ready(step) => panic!("it ended before it died: {step:?}"),
                Poll::Pending => thread::sleep(Duration::from_millis(1)),
            }
        }
    }
    let mut delivered = dying.delivered.lock().unwrap().clone();
    delivered.sort();
    delivered
}

/// Steps until so many announcements are left.
fn run(world: &World, relay: &Relay, left: u64) {
    while pollster::block_on(world.store.backlog()).unwrap().pending > left {
        pollster::block_on(relay.step()).unwrap();
        thread::sleep(Duration::from_millis(1));
    }
}

fn together(world: &World, sink: &Arc<dyn Sink>, left: u64) {
    thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| run(world, &world.relay(Arc::clone(sink)), left));
        }
    });
}

/// One relay dies; three others deliver what they may, and the rest when its lease is over: what
/// the first one had delivered.
fn relayed(world: &World, sink: &Arc<dyn Sink>) -> Vec<String> {
    let died_with = dies_after(world, sink, 3);
    assert_eq!(died_with.len(), 3);
    // What it had taken on, seven records' first, holds up all that these announced later.
    let held = 7 * CHANGES;
    together(world, sink, u64::try_from(held).unwrap());
    world.clock.by_seconds(31);
    together(world, sink, 0);
    died_with
}

const RECORDS: usize = 10;
const CHANGES: usize = 12;

fn world() -> World {
    World::new(RECORDS, CHANGES)
}

#[test]
fn to_a_closure() {
    let world = world();
    let came = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&came);
    let sink: Arc<dyn Sink> = Arc::new(CallbackSink::new(move |event, json| {
        assert_eq!(event.event.id, id_of(json));
        seen.lock().unwrap().push(event.event.id.clone());
        Ok(())
    }));
    let died_with = relayed(&world, &sink);
    world.check(&came.lock().unwrap(), &died_with);
}

#[test]
fn to_a_file() {
    let world = world();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("events.ndjson");
    let sink: Arc<dyn Sink> = Arc::new(NdjsonSink::open(&path).unwrap());
    let died_with = relayed(&world, &sink);
    world.check(&ndjson::ids(&path), &died_with);
}

/// A receiver that is busy now and then.
#[test]
fn to_a_webhook() {
    let world = world();
    let busy = |place: usize| place % 5 == 3;
    let receiver = Receiver::start(move |place, _| match place {
        place if busy(place) => answer("503 Service Unavailable", "Retry-After: 0\r\n"),
        _ => answer("200 OK", ""),
    });
    let http = sink(&receiver.address(), &plain()).by(world.clock.clone());
    let sink: Arc<dyn Sink> = Arc::new(http);
    let died_with = relayed(&world, &sink);
    let (mut came, mut refused) = (Vec::new(), 0);
    for (place, request) in receiver.came().into_iter().enumerate() {
        let verified = request.verified(SECRET, world.clock.now());
        assert_eq!(verified.id.as_str(), id_of(&request.body));
        if busy(place) {
            refused += 1;
        } else {
            came.push(verified.id.to_string());
        }
    }
    world.check(&came, &died_with);
    assert!(refused >= 20, "{refused}");
}

/// The stream knows again what the relay that died had published.
#[test]
fn to_a_stream() {
    let (world, nats) = (world(), Setup::new());
    nats.stream();
    let sink: Arc<dyn Sink> = Arc::new(nats.sink());
    assert_eq!(relayed(&world, &sink).len(), 3);
    let ids: Vec<String> = nats.messages().into_iter().map(|(_, id, _)| id).collect();
    world.check(&ids, &[]);
}
