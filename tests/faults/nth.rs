//! A store that fails at each of its calls, one after the other, in everything that a hub does.

use std::sync::Arc;

use profilekit::Kernel;
use profilekit::error::Code;
use profilekit::hub::Refusal;
use profilekit::store::{MemoryStore, Store};

use crate::cases::{Case, allowed, refused};
use crate::essence::essence;
use crate::failing::{Failing, Fault};
use crate::world::{World, kernel};

async fn filled(kernel: &Kernel) -> MemoryStore {
    let store = Arc::new(MemoryStore::default());
    World::over(kernel, store.clone(), 0).fill().await;
    MemoryStore::clone(&store)
}

/// What comes of a case on a copy of a store of which one call fails.
struct Tried {
    store: Arc<MemoryStore>,
    answer: Result<String, Refusal>,
    calls: usize,
}

async fn try_it(
    kernel: &Kernel,
    store: &MemoryStore,
    case: &Case,
    fault: Fault,
    at: usize,
) -> Tried {
    let copy = Arc::new(store.clone());
    let inner: Arc<dyn Store> = copy.clone();
    let failing = Arc::new(Failing::new(inner, fault, at));
    let world = World::over(kernel, failing.clone(), 1);
    let answer = (case.run)(&world).await;
    Tried {
        store: copy,
        answer,
        calls: failing.calls(),
    }
}

/// The same once more, on what the first attempt left, without a fault.
async fn again(kernel: &Kernel, tried: &Tried, case: &Case) -> Result<String, Refusal> {
    let world = World::over(kernel, tried.store.clone(), 2);
    (case.run)(&world).await
}

/// What goes on where it ended: of these a first attempt may leave a part, each part whole.
const STEP_BY_STEP: [&str; 5] = [
    "lot_one_by_one",
    "withdraw_consent",
    "erase",
    "erase_again",
    "retain",
];

#[test]
fn whichever_call_fails_nothing_is_half_there_and_the_same_works_later() {
    pollster::block_on(async {
        let kernel = kernel();
        let store = filled(&kernel).await;
        let before = essence(&kernel, &store).await;
        let mut faults = 0;
        for case in allowed() {
            let name = case.name;
            let good = try_it(&kernel, &store, &case, Fault::Gone, 0).await;
            let answer = good.answer.clone();
            assert!(answer.is_ok(), "{name}: {answer:?}");
            assert!(good.calls > 0, "{name} asks the store for nothing");
            let after = essence(&kernel, &*good.store).await;
            for (at, fault) in every_fault(good.calls) {
                let which = format!("{name}, {fault:?} at call {at} of {}", good.calls);
                let tried = try_it(&kernel, &store, &case, fault, at).await;
                let refusal = tried.answer.clone().expect_err(&which);
                assert!(refusal.code().starts_with("store."), "{which}: {refusal}");
                let left = essence(&kernel, &*tried.store).await;
                let whole = left == before || STEP_BY_STEP.contains(&name);
                assert!(whole, "{which}:\n{left}\nwas\n{before}");
                let repeated = again(&kernel, &tried, &case).await;
                assert!(repeated.is_ok(), "{which}: {repeated:?}");
                let reached = essence(&kernel, &*tried.store).await;
                let same = without_account(&reached) == without_account(&after);
                assert!(same, "{which}:\n{reached}\nis not\n{after}");
                faults += 1;
            }
        }
        println!("{} cases, {faults} faults", allowed().len());
        assert!(faults > 190, "{faults}");
    });
}

fn every_fault(calls: usize) -> impl Iterator<Item = (usize, Fault)> {
    (1..=calls).flat_map(|at| [(at, Fault::Gone), (at, Fault::Corrupt)])
}

/// An attempt may be in the account besides.
fn without_account(essence: &str) -> &str {
    essence.rsplit_once('\n').map_or(essence, |(rest, _)| rest)
}

#[test]
fn no_failure_of_a_store_is_a_permission() {
    pollster::block_on(async {
        let kernel = kernel();
        let store = filled(&kernel).await;
        let before = essence(&kernel, &store).await;
        let mut faults = 0;
        for case in refused() {
            let name = case.name;
            let good = try_it(&kernel, &store, &case, Fault::Gone, 0).await;
            let refusal = good.answer.clone().expect_err(name);
            assert!(!refusal.is(Code::StoreUnavailable), "{name}");
            for (at, fault) in every_fault(good.calls) {
                let which = format!("{name}, {fault:?} at call {at} of {}", good.calls);
                let tried = try_it(&kernel, &store, &case, fault, at).await;
                assert!(tried.answer.is_err(), "{which}: {:?}", tried.answer);
                let left = essence(&kernel, &*tried.store).await;
                assert_eq!(without_account(&left), without_account(&before), "{which}");
                let repeated = again(&kernel, &tried, &case).await.expect_err(&which);
                assert_eq!(repeated.code(), refusal.code(), "{which}");
                faults += 1;
            }
        }
        println!("{} refused cases, {faults} faults", refused().len());
        assert!(faults > 40, "{faults}");
    });
}

#[test]
fn whoever_meets_another_goes_on_or_is_told() {
    pollster::block_on(async {
        let kernel = kernel();
        let store = filled(&kernel).await;
        let (before, mut went_on) = (essence(&kernel, &store).await, 0);
        for case in allowed() {
            let name = case.name;
            let good = try_it(&kernel, &store, &case, Fault::Met, 0).await;
            let after = essence(&kernel, &*good.store).await;
            for at in 1..=good.calls {
                let which = format!("{name} at call {at} of {}", good.calls);
                let tried = try_it(&kernel, &store, &case, Fault::Met, at).await;
                let left = essence(&kernel, &*tried.store).await;
                match tried.answer {
                    Ok(_) if name == "retain" => {} // It passes over what it met, until next time.
                    Ok(_) => {
                        assert_eq!(without_account(&left), without_account(&after), "{which}");
                        went_on += 1;
                    }
                    Err(refusal) => {
                        assert!(refusal.is(Code::StoreSerialization), "{which}: {refusal}");
                        let whole = left == before || STEP_BY_STEP.contains(&name);
                        assert!(whole, "{which}:\n{left}\nwas\n{before}");
                    }
                }
            }
        }
        assert!(went_on > 10, "{went_on}");
    });
}

/// Whoever has a key may ask again, whether or not the change was made.
#[test]
fn an_answer_that_was_lost_is_given_again() {
    pollster::block_on(async {
        let kernel = kernel();
        let store = filled(&kernel).await;
        let keyed = ["create", "update", "lot"];
        for case in allowed().iter().filter(|case| keyed.contains(&case.name)) {
            let good = try_it(&kernel, &store, case, Fault::AnswerLost, 0).await;
            let after = essence(&kernel, &*good.store).await;
            for at in 1..=good.calls {
                let which = format!("{} at call {at}", case.name);
                let tried = try_it(&kernel, &store, case, Fault::AnswerLost, at).await;
                let refusal = tried.answer.clone().expect_err(&which);
                assert_eq!(refusal.code(), "store.unavailable", "{which}");
                let repeated = again(&kernel, &tried, case).await;
                assert_eq!(repeated, good.answer, "{which}");
                let reached = essence(&kernel, &*tried.store).await;
                assert_eq!(reached, after, "{which}: once, not twice");
            }
        }
    });
}
