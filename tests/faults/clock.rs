//! A clock that goes back: versions, order, chains and cursors stay right, and what is leased or
//! kept for repetitions stays so.

use std::sync::Arc;

use profilekit::hub::{Call, List, Update};
use profilekit::store::{Address, Claim, Store};
use profilekit_stores::Adapter;

use crate::world::{ADA, IMPORT, START, World, card, kernel, new_tour, patch};

/// A minute, by which the clock goes back.
const MINUTE: i64 = 60_000_000;

fn everywhere(then: impl AsyncFn(World, Arc<dyn Store>)) {
    for adapter in Adapter::all() {
        println!("on {}:", adapter.name());
        let kept = adapter.fresh();
        let world = World::over(&kernel(), kept.store(), 0);
        pollster::block_on(async {
            world.fill().await;
            then(world, kept.store()).await;
        });
    }
}

fn headline(text: &str) -> String {
    format!(r#"{{"basics":{{"headline":"{text}"}}}}"#)
}

#[test]
fn records_go_on_from_where_they_were() {
    everywhere(async |world, store| {
        let at = Address::new("", "card", "c1");
        let before = store.get(&at).await.unwrap().unwrap();
        for step in 1..=5 {
            let call = Call::new(&world.ada, START - step * MINUTE);
            let text = headline(&step.to_string());
            let update: Update<'_> = patch(card("c1"), &text);
            let done = world.hub.update(&call, &update).await.unwrap();
            assert_eq!(done.version, before.version + step);
        }
        let after = store.get(&at).await.unwrap().unwrap();
        assert_eq!(
            after.updated_at, before.updated_at,
            "its own time does not go back"
        );
        let versions = store.versions(&at, None, 99).await.unwrap();
        assert!(versions.is_sorted_by(|one, next| one.version > next.version));
        assert!(versions.is_sorted_by(|one, next| one.at >= next.at));
        let events = store.events(None, 0, 99).await.unwrap();
        let of_card = events.iter().filter(|stored| stored.event.address == at);
        let of_card: Vec<i64> = of_card.map(|stored| stored.event.version).collect();
        assert_eq!(of_card, (1..=after.version).collect::<Vec<_>>());
        assert_eq!(world.hub.verify(&[]).await.unwrap().broken, []);
        let call = Call::new(&world.ada, START - 9 * MINUTE);
        let links = world.hub.account_of(&call, &card("c1"), None, 99).await;
        let mut links: Vec<i64> = links
            .unwrap()
            .iter()
            .map(|link| link.entry.version)
            .collect();
        links.sort_unstable();
        assert_eq!(links, (1..=after.version).collect::<Vec<_>>());
    });
}

#[test]
fn pages_skip_nothing_that_was_there() {
    everywhere(async |world, _| {
        for step in 0..6 {
            let now = START - step * MINUTE;
            let create = profilekit::hub::Create {
                id: None,
                ..new_tour("", "{}")
            };
            let call = Call::new(&world.ada, now);
            world.hub.create(&call, &create).await.unwrap();
        }
        for newest_first in [false, true] {
            let (mut ids, mut cursor) = (Vec::new(), None::<String>);
            for turn in 0.. {
                // The clock goes back from page to page too.
                let call = Call::new(&world.ada, START - turn * MINUTE);
                let list = List {
                    kind: "tour",
                    limit: 3,
                    newest_first,
                    cursor: cursor.as_deref(),
                    ..List::default()
                };
                let listed = world.hub.list(&call, &list).await.unwrap();
                ids.extend(listed.records.into_iter().map(|seen| seen.address.id));
                cursor = listed.cursor;
                if cursor.is_none() {
                    break;
                }
            }
            assert_eq!(ids.len(), 8);
            assert!(ids.is_sorted_by(|one, next| (one < next) != newest_first));
        }
    });
}

#[test]
fn what_is_leased_stays_leased() {
    everywhere(async |_, store| {
        let claim = |holder: &str, now| Claim {
            holder: holder.to_owned(),
            now,
            until: now + 10,
            limit: 99,
        };
        let taken = store.claim(&claim("r1", START)).await.unwrap();
        assert!(!taken.is_empty());
        for now in [START - MINUTE, START + 9] {
            assert_eq!(store.claim(&claim("r2", now)).await.unwrap(), []);
        }
        let right = async |holder: &str, now| store.acquire("work", holder, now, now + 10).await;
        assert!(right("w1", START).await.unwrap());
        assert!(!right("w2", START - MINUTE).await.unwrap());
        assert!(
            right("w1", START - MINUTE).await.unwrap(),
            "its own right is renewed"
        );
    });
}

#[test]
fn a_repetition_gets_the_first_answer() {
    everywhere(async |world, _| {
        let text = headline("Keyed");
        let update = patch(card("c1"), &text);
        let call = Call::new(&world.ada, START).once("k1");
        let first = world.hub.update(&call, &update).await.unwrap();
        let earlier = Call::new(&world.ada, START - MINUTE).once("k1");
        assert_eq!(world.hub.update(&earlier, &update).await.unwrap(), first);
    });
}

#[test]
fn the_last_word_of_an_agreement_counts() {
    everywhere(async |world, _| {
        let given = async || {
            let given = world.hub.has_consent(&ADA, IMPORT.purpose, IMPORT.source);
            given.await.unwrap()
        };
        for step in 1..=4 {
            let call = Call::new(&world.ada, START - step * MINUTE);
            world
                .hub
                .withdraw_consent(&call, &ADA, &IMPORT)
                .await
                .unwrap();
            assert!(!given().await, "withdrawn by an earlier clock");
            assert!(world.hub.give_consent(&call, &ADA, &IMPORT).await.unwrap());
            assert!(given().await, "given at the same instant");
        }
        let call = Call::new(&world.ada, START);
        let all = world.hub.consents(&call, &ADA).await.unwrap();
        let words: Vec<bool> = all.iter().map(|one| one.given).collect();
        assert_eq!(
            words,
            [true, false, true, false, true, false, true, false, true]
        );
    });
}
