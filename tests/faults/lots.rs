//! Several operations of which one cannot have what it asks for: it is said which.

use profilekit::hub::{Call, Create, Operation, Outcomes, Refusal, Together};
use profilekit::schema::Violation;
use profilekit_stores::Adapter;

use crate::world::{START, World, card, kernel, new_tour, patch, tour};

fn everywhere(then: impl AsyncFn(World)) {
    for adapter in Adapter::all() {
        println!("on {}:", adapter.name());
        let kept = adapter.fresh();
        let world = World::over(&kernel(), kept.store(), 0);
        pollster::block_on(async {
            world.fill().await;
            then(world).await;
        });
    }
}

fn at(hour: usize) -> String {
    format!(r#"{{"starts_at":"2026-03-10T{hour:02}:00:00Z","minutes":60}}"#)
}

fn card_of<'c>(owner: &'c str, id: &'c str) -> Operation<'c> {
    Operation::Create(Create {
        kind: "card",
        id: Some(id),
        owner: Some(owner),
        document: b"{}",
        ..Create::default()
    })
}

async fn together(world: &World, operations: &[Operation<'_>]) -> Outcomes {
    let call = Call::new(&world.system, START);
    let outcomes = world.hub.bulk(&call, operations, Together::AllOrNothing);
    outcomes.await.unwrap()
}

fn codes(outcomes: &Outcomes) -> Vec<&str> {
    let codes = outcomes.iter().map(|one| match one {
        Ok(_) => "done",
        Err(refusal) => refusal.code(),
    });
    codes.collect()
}

const ALONE: &str = "hub.not_alone";

#[test]
fn the_one_that_meets_a_held_hour_is_told() {
    everywhere(async |world| {
        let (free, taken) = (at(14), at(9));
        let same = patch(card("c1"), "{}");
        let lot = [
            Operation::Update(same),
            Operation::Create(new_tour("t7", &free)),
            Operation::Create(new_tour("t8", &taken)),
            Operation::Create(new_tour("t9", "{}")),
        ];
        let outcomes = together(&world, &lot).await;
        let taken = "store.exclusion_violation";
        assert_eq!(codes(&outcomes), [ALONE, ALONE, taken, ALONE]);
        let call = Call::new(&world.system, START);
        for id in ["t7", "t8", "t9"] {
            let refused = world.hub.get(&call, &tour(id)).await.unwrap_err();
            assert_eq!(refused.code(), "access.not_visible");
        }
        // What another one of them gives up is free.
        let freed = [
            lot[1].clone(),
            lot[2].clone(),
            Operation::Archive(tour("t1")),
        ];
        assert_eq!(codes(&together(&world, &freed).await), ["done"; 3]);
    });
}

#[test]
fn the_second_of_two_that_meet_is_told() {
    everywhere(async |world| {
        let (one, other) = (at(14), at(14));
        let lot = [
            Operation::Create(new_tour("t7", &one)),
            Operation::Create(new_tour("t8", &other)),
        ];
        let outcomes = together(&world, &lot).await;
        assert_eq!(codes(&outcomes), [ALONE, "store.exclusion_violation"]);
        let lot = [card_of("eve", "e1"), card_of("eve", "e2")];
        let outcomes = together(&world, &lot).await;
        assert_eq!(codes(&outcomes), [ALONE, "store.unique_violation"]);
    });
}

#[test]
fn the_one_whose_key_or_identifier_is_taken_is_told() {
    everywhere(async |world| {
        let lot = [
            card_of("eve", "e1"),
            card_of("ada", "a2"),
            card_of("fay", "f1"),
        ];
        let outcomes = together(&world, &lot).await;
        let taken = "store.unique_violation";
        assert_eq!(codes(&outcomes), [ALONE, taken, ALONE]);
        let what = |place: usize| format!("{:?}", outcomes[place]);
        assert!(what(1).contains("owner"), "{}", what(1));
        let lot = [card_of("eve", "e1"), card_of("fay", "c1")];
        let outcomes = together(&world, &lot).await;
        assert_eq!(codes(&outcomes), [ALONE, taken]);
    });
}

#[test]
fn time_that_is_none_is_refused() {
    everywhere(async |world| {
        let call = Call::new(&world.ada, START);
        for (minutes, code) in [
            ("0", "schema.too_small"),
            ("-60", "schema.too_small"),
            ("9007199254740991", "schema.too_large"),
        ] {
            let document = format!(r#"{{"starts_at":"2026-03-10T14:00:00Z","minutes":{minutes}}}"#);
            let refused = world.hub.create(&call, &new_tour("t9", &document)).await;
            let Err(Refusal::Invalid(violations)) = refused else {
                panic!("{minutes}: {refused:?}");
            };
            let found: Vec<(&str, &str)> = violations
                .iter()
                .map(|one: &Violation| (one.path.as_str(), one.code()))
                .collect();
            assert_eq!(found, [("/minutes", code)]);
        }
        // Where nothing is held there is nothing to refuse.
        let free = r#"{"starts_at":"2026-03-10T14:00:00Z","minutes":0}"#;
        let alone = Create {
            relations: Vec::new(),
            ..new_tour("t9", free)
        };
        world.hub.create(&call, &alone).await.unwrap();
    });
}
