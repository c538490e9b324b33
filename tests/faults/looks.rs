//! The access log where stores fail, or nobody waits for them: nothing of it is lost, and what
//! was not shown is not in it.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;

use profilekit::Kernel;
use profilekit::hub::{Call, Create};
use profilekit::store::Store;
use profilekit_stores::Adapter;

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
