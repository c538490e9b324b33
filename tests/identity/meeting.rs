//! The same delivery, several times at the same instant.

use std::sync::Barrier;

use profilekit::hub::Outcome;
use profilekit_stores::Adapter;

use crate::world::{START, World, deliver, event, following, user};

const ROUNDS: usize = 100;
const THREADS: usize = 8;

#[test]
fn of_deliveries_that_meet_one_is_applied() {
    for adapter in Adapter::all() {
        let world = World::over(adapter.fresh(), &following());
        for round in 0..ROUNDS {
            let id = format!("user_{round}");
            let delivery = format!("msg_{round}");
            let event = event(
                "user.created",
                user(&id, &format!("{id}@example.com"), 0),
                0,
            );
            let barrier = Barrier::new(THREADS);
            let outcomes: Vec<Outcome> = std::thread::scope(|scope| {
                let each = |_| {
                    scope.spawn(|| {
                        barrier.wait();
                        let (hub, system) = (&world.hub, &world.system);
                        let handled =
                            pollster::block_on(deliver(hub, system, &delivery, &event, START));
                        assert_eq!(handled.status(), 200, "{handled:?}");
                        handled.outcome
                    })
                };
                let threads: Vec<_> = (0..THREADS).map(each).collect();
                threads
                    .into_iter()
                    .map(|thread| thread.join().unwrap())
                    .collect()
            });
            let applied = outcomes
                .iter()
                .filter(|one| **one == Outcome::Applied)
                .count();
            let repeated = outcomes
                .iter()
                .filter(|one| **one == Outcome::Repeated)
                .count();
            assert_eq!(
                (applied, repeated),
                (1, THREADS - 1),
                "{}: {outcomes:?}",
                adapter.name()
            );
        }
        assert_eq!(pollster::block_on(world.accounts()), ROUNDS);
    }
}

#[test]
fn different_deliveries_about_one_user_that_meet_make_one_account() {
    for adapter in Adapter::all() {
        let world = World::over(adapter.fresh(), &following());
        for round in 0..20 {
            let id = format!("user_{round}");
            let barrier = Barrier::new(THREADS);
            std::thread::scope(|scope| {
                for thread in 0..THREADS {
                    let (id, barrier, world) = (&id, &barrier, &world);
                    scope.spawn(move || {
                        let minute = i64::try_from(thread).unwrap();
                        let user = user(id, &format!("{id}-{minute}@example.com"), minute);
                        let event = event("user.updated", user, minute);
                        barrier.wait();
                        let (hub, system) = (&world.hub, &world.system);
                        let delivery = format!("{id}_{thread}");
                        let handled =
                            pollster::block_on(deliver(hub, system, &delivery, &event, START));
                        assert_eq!(handled.status(), 200, "{handled:?}");
                    });
                }
            });
            let document = pollster::block_on(world.document(&id));
            assert_eq!(
                document["email"],
                format!("{id}-7@example.com"),
                "{}",
                adapter.name()
            );
        }
        assert_eq!(pollster::block_on(world.accounts()), 20);
    }
}
