//! A store that fails at each of its calls, one after the other, in everything that a hub does.

use std::sync::Arc;

use profilekit::Kernel;
use profilekit::error::Code;
use profilekit::hub::Refusal;
use profilekit_stores::{Adapter, Kept};
use profilekit_tests::rounds;

use crate::cases::{Case, allowed, refused};
use crate::essence::essence;
use crate::failing::{Failing, Fault};
use crate::world::{World, kernel};

async fn filled(kernel: &Kernel, adapter: &Adapter) -> Kept {
    let kept = adapter.fresh();
    World::over(kernel, kept.store(), 0).fill().await;
    kept
}

/// Stores, with how many faults are passed over behind each one that is tried: none in memory, and
/// on none in full.
pub(crate) fn stores() -> Vec<(Adapter, usize)> {
    let some = rounds(17, 1);
    let mut stores = vec![
        (Adapter::Memory, 1),
        (Adapter::Sqlite, some),
        (Adapter::Host, some),
    ];
    // A copy of its database for each fault takes a server most of a second.
    if some == 1 {
        stores.push((Adapter::postgres(), some));
    }
    stores
}

/// What comes of a case on a copy of a store of which one call fails.
struct Tried {
    kept: Kept,
    answer: Result<String, Refusal>,
    calls: usize,
}

impl Tried {
    async fn essence(&self, kernel: &Kernel) -> String {
        essence(kernel, &*self.kept.store()).await
    }
}

async fn try_it(kernel: &Kernel, kept: &Kept, case: &Case, fault: Fault, at: usize) -> Tried {
    let kept = kept.copy();
    let failing = Arc::new(Failing::new(kept.store(), fault, at));
    let world = World::over(kernel, failing.clone(), 1);
    let answer = (case.run)(&world).await;
    Tried {
        kept,
        answer,
        calls: failing.calls(),
    }
}

/// The same once more, on what the first attempt left, without a fault.
async fn again(kernel: &Kernel, tried: &Tried, case: &Case) -> Result<String, Refusal> {
    let world = World::over(kernel, tried.kept.store(), 2);
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

/// Holds something to be so on every store: of a filled one, and of a turn that comes whenever as
/// many faults as are passed over there were met.
fn everywhere(then: impl AsyncFn(&Kernel, &Kept, &mut Turns)) {
    let kernel = kernel();
    for (adapter, every) in stores() {
        let mut turns = Turns::new(every);
        pollster::block_on(async {
            let kept = filled(&kernel, &adapter).await;
            then(&kernel, &kept, &mut turns).await;
        });
        println!("on {}: {} faults", adapter.name(), turns.taken);
        assert!(turns.taken * every > turns.least, "{}", turns.taken);
    }
}

/// Whose turn it is.
pub(crate) struct Turns {
    every: usize,
    met: usize,
    pub(crate) taken: usize,
    /// More than so many faults there are.
    least: usize,
}

impl Turns {
    pub(crate) fn new(every: usize) -> Self {
        Self {
            every,
            met: 0,
            taken: 0,
            least: 10,
        }
    }

    /// Whether it is the turn of a fault, which is met.
    pub(crate) fn take(&mut self) -> bool {
        let takes = self.met.is_multiple_of(self.every);
        self.met += 1;
        self.taken += usize::from(takes);
        takes
    }
}

#[test]
fn whichever_call_fails_nothing_is_half_there_and_the_same_works_later() {
    everywhere(async |kernel, kept, turns| {
        turns.least = 190;
        let before = essence(kernel, &*kept.store()).await;
        for case in allowed() {
            let name = case.name;
            let good = try_it(kernel, kept, &case, Fault::Gone, 0).await;
            let answer = good.answer.clone();
            assert!(answer.is_ok(), "{name}: {answer:?}");
            assert!(good.calls > 0, "{name} asks the store for nothing");
            let after = good.essence(kernel).await;
            for (at, fault) in every_fault(good.calls).filter(|_| turns.take()) {
                let which = format!("{name}, {fault:?} at call {at} of {}", good.calls);
                let tried = try_it(kernel, kept, &case, fault, at).await;
                let refusal = tried.answer.clone().expect_err(&which);
                assert!(refusal.code().starts_with("store."), "{which}: {refusal}");
                let left = tried.essence(kernel).await;
                let whole = left == before || STEP_BY_STEP.contains(&name);
                assert!(whole, "{which}:\n{left}\nwas\n{before}");
                let repeated = again(kernel, &tried, &case).await;
                assert!(repeated.is_ok(), "{which}: {repeated:?}");
                let reached = tried.essence(kernel).await;
                let same = without_account(&reached) == without_account(&after);
                assert!(same, "{which}:\n{reached}\nis not\n{after}");
            }
        }
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
    everywhere(async |kernel, kept, turns| {
        turns.least = 40;
        let before = essence(kernel, &*kept.store()).await;
        for case in refused() {
            let name = case.name;
            let good = try_it(kernel, kept, &case, Fault::Gone, 0).await;
            let refusal = good.answer.clone().expect_err(name);
            assert!(!refusal.is(Code::StoreUnavailable), "{name}");
            for (at, fault) in every_fault(good.calls).filter(|_| turns.take()) {
                let which = format!("{name}, {fault:?} at call {at} of {}", good.calls);
                let tried = try_it(kernel, kept, &case, fault, at).await;
                assert!(tried.answer.is_err(), "{which}: {:?}", tried.answer);
                let left = tried.essence(kernel).await;
                assert_eq!(without_account(&left), without_account(&before), "{which}");
                let repeated = again(kernel, &tried, &case).await.expect_err(&which);
                assert_eq!(repeated.code(), refusal.code(), "{which}");
            }
        }
    });
}

#[test]
fn whoever_meets_another_goes_on_or_is_told() {
    everywhere(async |kernel, kept, turns| {
        let (before, mut went_on) = (essence(kernel, &*kept.store()).await, 0);
        for case in allowed() {
            let name = case.name;
            let good = try_it(kernel, kept, &case, Fault::Met, 0).await;
            let after = good.essence(kernel).await;
            for at in (1..=good.calls).filter(|_| turns.take()) {
                let which = format!("{name} at call {at} of {}", good.calls);
                let tried = try_it(kernel, kept, &case, Fault::Met, at).await;
                let left = tried.essence(kernel).await;
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
        assert!(went_on * turns.every > 10, "{went_on}");
    });
}

/// Whoever has a key may ask again, whether or not the change was made.
#[test]
fn an_answer_that_was_lost_is_given_again() {
    everywhere(async |kernel, kept, turns| {
        let keyed = ["create", "update", "lot"];
        for case in allowed().iter().filter(|case| keyed.contains(&case.name)) {
            let good = try_it(kernel, kept, case, Fault::AnswerLost, 0).await;
            let after = good.essence(kernel).await;
            for at in (1..=good.calls).filter(|_| turns.take()) {
                let which = format!("{} at call {at}", case.name);
                let tried = try_it(kernel, kept, case, Fault::AnswerLost, at).await;
                let refusal = tried.answer.clone().expect_err(&which);
                assert_eq!(refusal.code(), "store.unavailable", "{which}");
                let repeated = again(kernel, &tried, case).await;
                assert_eq!(repeated, good.answer, "{which}");
                let reached = tried.essence(kernel).await;
                assert_eq!(reached, after, "{which}: once, not twice");
            }
        }
    });
}
