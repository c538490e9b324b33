//! The access log where stores fail, or nobody waits for them: nothing of it is lost, and what
//! was not shown is not in it.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;

use profilekit::Kernel;
use profilekit::access::SubjectHead;
use profilekit::error::Code;
use profilekit::hub::{Call, Create, List, Look, Refusal, Settings};
use profilekit::kernel::ViewAs;
use profilekit::store::{MemoryStore, Store};
use profilekit_stores::Adapter;

use crate::cases::utc;
use crate::failing::{Failing, Fault};
use crate::world::{START, World, card, kernel, patch};

/// Waits until a store falls silent, and then no longer.
async fn until_silent<T>(store: &Failing, call: impl Future<Output = T>) {
    let mut call = pin!(call);
    let given_up = poll_fn(|context| match call.as_mut().poll(context) {
        Poll::Ready(_) => Poll::Ready(false),
        Poll::Pending if store.is_silent() => Poll::Ready(true),
        Poll::Pending => Poll::Pending,
    });
    assert!(given_up.await, "the store never falls silent");
}

/// Ada's card, at which Bob looks so many times.
async fn looked_at(world: &World, times: usize) {
    let create = Create {
        kind: "card",
        id: Some("c1"),
        document: br#"{"contact":{"mail":"ada@example.org"}}"#,
        ..Create::default()
    };
    let ada = Call::new(&world.ada, START);
    world.hub.create(&ada, &create).await.unwrap();
    for _ in 0..times {
        let bob = Call::new(&world.bob, START + 1);
        world.hub.get(&bob, &card("c1")).await.unwrap();
    }
}

/// How many looks at Ada's data the store itself knows.
async fn written(store: &dyn Store) -> usize {
    store.accesses("", "ada", None, 9999).await.unwrap().len()
}

/// A hub over a store that fails at one call.
fn over(kernel: &Kernel, store: &Arc<dyn Store>, fault: Fault, at: usize) -> (World, Arc<Failing>) {
    let failing = Arc::new(Failing::new(store.clone(), fault, at));
    let world = World::over(kernel, failing.clone(), 1);
    (world, failing)
}

#[test]
fn looks_outlive_whoever_gave_up_waiting_for_the_store() {
    const LOOKS: usize = 3;
    let kernel = kernel();
    for adapter in Adapter::all() {
        println!("on {}:", adapter.name());
        pollster::block_on(async {
            for fault in [Fault::Silent, Fault::DoneInSilence] {
                let kept = adapter.fresh();
                let store = kept.store();
                // Making the card and looking at it takes as many calls as it takes.
                let (world, counting) = over(&kernel, &store, Fault::Gone, 0);
                looked_at(&world, LOOKS).await;
                let so_far = counting.calls();
                assert_eq!(written(&*store).await, 0);

                let kept = adapter.fresh();
                let store = kept.store();
                let (world, failing) = over(&kernel, &store, fault, so_far + 1);
                looked_at(&world, LOOKS).await;
                until_silent(&failing, world.hub.flush()).await;
                let done = fault == Fault::DoneInSilence;
                assert_eq!(written(&*store).await, if done { LOOKS } else { 0 });
                world.hub.flush().await.unwrap();
                assert_eq!(written(&*store).await, LOOKS, "{fault:?}: each once");

                // The same where a change takes them along: it asks for the record first.
                let kept = adapter.fresh();
                let store = kept.store();
                let (world, failing) = over(&kernel, &store, fault, so_far + 2);
                looked_at(&world, LOOKS).await;
                let ada = Call::new(&world.ada, START + 2);
                let better = patch(card("c1"), r#"{"basics":{"headline":"New"}}"#);
                until_silent(&failing, world.hub.update(&ada, &better)).await;
                assert_eq!(written(&*store).await, if done { LOOKS } else { 0 });
                let other = patch(card("c1"), r#"{"basics":{"headline":"Newer"}}"#);
                world.hub.update(&ada, &other).await.unwrap();
                assert_eq!(written(&*store).await, LOOKS, "{fault:?}: each once");
            }
        });
    }
}

/// Bob and Sue ask for what shows Ada's data; as many looks as each gives.
async fn asked(world: &World, how: &str) -> Result<usize, Refusal> {
    let (bob, sue) = (
        Call::new(&world.bob, START + 1),
        Call::new(&world.staff, START + 1),
    );
    let (hub, card) = (&world.hub, card("c1"));
    match how {
        "get" => hub.get(&bob, &card).await.map(|_| 1),
        "list" => {
            let list = List {
                kind: "card",
                ..List::default()
            };
            hub.list(&bob, &list).await.map(|_| 1)
        }
        "history" => hub.history(&sue, &card, None, 9).await.map(|_| 2),
        "diff" => hub.diff(&sue, &card, 1, 2).await.map(|_| 2),
        "preview" => hub.preview(&sue, &card, ViewAs::Platform).await.map(|_| 1),
        "dashboard" => {
            let head = SubjectHead {
                id: Some("sue"),
                roles: &["staff"],
                persona: Some("post"),
                ..SubjectHead::default()
            };
            let post = hub.kernel().subject(&head).unwrap();
            let (call, look) = (Call::new(&post, START + 1), Look::by(utc()));
            hub.dashboard(&call, &look).await.map(|_| 1)
        }
        other => panic!("{other}"),
    }
}

const ASKED: [&str; 6] = ["get", "list", "history", "diff", "preview", "dashboard"];

fn waiting_at_most(world: &mut World, unwritten: usize) {
    let settings = Settings {
        unwritten,
        ..world.hub.settings().clone()
    };
    world.hub = world.hub.clone().with_settings(settings);
}

async fn changed(world: &World) {
    let ada = Call::new(&world.ada, START);
    let change = patch(card("c1"), r#"{"basics":{"headline":"New"}}"#);
    world.hub.update(&ada, &change).await.unwrap();
}

#[test]
fn where_nothing_may_wait_every_look_is_written_before_its_answer() {
    let kernel = kernel();
    for adapter in Adapter::all() {
        println!("on {}:", adapter.name());
        pollster::block_on(async {
            for how in ASKED {
                let kept = adapter.fresh();
                let store = kept.store();
                let mut world = World::over(&kernel, store.clone(), 0);
                waiting_at_most(&mut world, 0);
                looked_at(&world, 0).await;
                changed(&world).await;
                let looks = asked(&world, how).await.unwrap();
                assert_eq!(written(&*store).await, looks, "{how}");
            }
        });
    }
}

#[test]
fn what_cannot_be_noted_is_not_shown_and_does_not_pile_up() {
    const MOST: usize = 4;
    let kernel = kernel();
    pollster::block_on(async {
        let store: Arc<dyn Store> = Arc::new(MemoryStore::default());
        let (mut world, failing) = over(&kernel, &store, Fault::Gone, 0);
        waiting_at_most(&mut world, MOST);
        looked_at(&world, 0).await;
        changed(&world).await;
        for _ in 0..MOST {
            asked(&world, "get").await.unwrap();
        }
        failing.without("log");
        for how in ASKED.into_iter().cycle().take(50) {
            let refused = asked(&world, how).await.unwrap_err();
            assert!(refused.is(Code::StoreUnavailable), "{how}");
        }
        // Whoever is not shown somebody's data is not held up.
        let ada = Call::new(&world.ada, START + 2);
        world.hub.get(&ada, &card("c1")).await.unwrap();
        assert_eq!(written(&*store).await, 0);
        failing.without("");
        asked(&world, "get").await.unwrap();
        assert_eq!(written(&*store).await, MOST + 1);
    });
}

/// What is on its way may come back: as long as it is not known, nothing takes its place.
#[test]
fn no_more_waits_than_may_while_the_store_does_not_answer() {
    const MOST: usize = 4;
    let kernel = kernel();
    pollster::block_on(async {
        let store: Arc<dyn Store> = Arc::new(MemoryStore::default());
        let (world, counting) = over(&kernel, &store, Fault::Gone, 0);
        looked_at(&world, MOST).await;
        let so_far = counting.calls();
        let store: Arc<dyn Store> = Arc::new(MemoryStore::default());
        let (mut world, failing) = over(&kernel, &store, Fault::Silent, so_far + 1);
        waiting_at_most(&mut world, MOST);
        looked_at(&world, MOST).await;
        let mut flushing = Box::pin(world.hub.flush());
        until_silent(&failing, flushing.as_mut()).await;
        asked(&world, "get").await.unwrap();
        assert_eq!(written(&*store).await, 1, "it does not wait besides");
        drop(flushing);
        failing.without("log");
        assert!(asked(&world, "get").await.is_err(), "as much waits as may");
        failing.without("");
        world.hub.flush().await.unwrap();
        assert_eq!(written(&*store).await, MOST + 1);
    });
}
