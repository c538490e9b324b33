//! Events and their delivery.

use super::{at, plain};
use crate::store::{
    Backlog, Claim, Commit, Delivery, Event, Replay, Settled, Settlement, Store, StoredEvent,
    StoredRecord, Write, WriteMode,
};

fn event(id: &str, version: i64, name: &str) -> Event {
    Event {
        id: format!("{id}-{version}-{name}"),
        name: format!("note.{name}"),
        address: at(id),
        version,
        at: version * 10,
        data: format!("{{\"n\":{version}}}"),
    }
}

/// Announces something about a record.
async fn announce(store: &dyn Store, id: &str, version: i64, names: &[&str]) {
    let how = if version == 1 {
        WriteMode::Insert
    } else {
        WriteMode::Replace
    };
    let write = Write {
        how,
        record: StoredRecord {
            version,
            ..plain(id)
        },
        events: names.iter().map(|name| event(id, version, name)).collect(),
        ..Write::default()
    };
    let commit = Commit {
        writes: vec![write],
        ..Commit::default()
    };
    assert!(store.commit(&commit).await.is_ok());
}

/// Three events of `a`, two of `b`: `a-1-x b-1-x a-2-x a-2-y b-2-x`.
async fn five(store: &dyn Store) {
    announce(store, "a", 1, &["x"]).await;
    announce(store, "b", 1, &["x"]).await;
    announce(store, "a", 2, &["x", "y"]).await;
    announce(store, "b", 2, &["x"]).await;
}

async fn claim(store: &dyn Store, holder: &str, now: i64, limit: usize) -> Vec<StoredEvent> {
    let claim = Claim {
        holder: holder.to_owned(),
        now,
        until: now + 100,
        limit,
    };
    store.claim(&claim).await.unwrap_or_default()
}

fn ids(events: &[StoredEvent]) -> Vec<&str> {
    events
        .iter()
        .map(|stored| stored.event.id.as_str())
        .collect()
}

async fn settle(store: &dyn Store, holder: &str, events: &[StoredEvent], how: Settlement) -> usize {
    let settled: Vec<Settled> = events
        .iter()
        .map(|stored| Settled {
            sequence: stored.sequence,
            how: how.clone(),
        })
        .collect();
    store.settle(holder, &settled).await.unwrap_or(usize::MAX)
}

pub(super) async fn events_come_in_order(store: &dyn Store) {
    five(store).await;
    let all = store.events(None, 0, 9).await.unwrap_or_default();
    assert_eq!(ids(&all), ["a-1-x", "b-1-x", "a-2-x", "a-2-y", "b-2-x"]);
    let rises = all.windows(2).all(|pair| match pair {
        [one, next] => one.sequence < next.sequence,
        _ => false,
    });
    assert!(rises);
    let [first, ..] = all.as_slice() else {
        return assert_eq!(all.len(), 5);
    };
    assert_eq!(first.event, event("a", 1, "x"));
    assert_eq!((first.delivery, first.attempts), (Delivery::Pending, 0));
    let rest = store
        .events(None, first.sequence, 2)
        .await
        .unwrap_or_default();
    assert_eq!(ids(&rest), ["b-1-x", "a-2-x"]);
    let other = store.events(Some("t1"), 0, 9).await.unwrap_or_default();
    assert_eq!(other, []);
    assert_eq!(ids(&claim(store, "r1", 1000, 9).await), ids(&all));
}

pub(super) async fn one_record_is_worked_on_by_one(store: &dyn Store) {
    five(store).await;
    let first = claim(store, "r1", 1000, 1).await;
    assert_eq!(ids(&first), ["a-1-x"]);
    let second = claim(store, "r2", 1000, 9).await;
    assert_eq!(ids(&second), ["b-1-x", "b-2-x"], "`a` is held up");
    assert_eq!(claim(store, "r3", 1000, 9).await, []);
    let done = settle(store, "r1", &first, Settlement::Delivered).await;
    assert_eq!(done, 1);
    let third = claim(store, "r3", 1000, 9).await;
    assert_eq!(ids(&third), ["a-2-x", "a-2-y"]);
    let released = settle(store, "r3", &third, Settlement::Released).await;
    assert_eq!(released, 2);
    let again = claim(store, "r1", 1000, 9).await;
    assert_eq!(ids(&again), ["a-2-x", "a-2-y"]);
    assert!(again.iter().all(|stored| stored.attempts == 0));
}

pub(super) async fn a_failed_event_holds_its_record_up(store: &dyn Store) {
    five(store).await;
    let first = claim(store, "r1", 1000, 1).await;
    let retry = Settlement::Retry {
        due_at: 2000,
        error: "no answer".into(),
    };
    assert_eq!(settle(store, "r1", &first, retry).await, 1);
    let others = claim(store, "r1", 1999, 9).await;
    assert_eq!(ids(&others), ["b-1-x", "b-2-x"]);
    let due = claim(store, "r1", 2000, 9).await;
    assert_eq!(ids(&due), ["a-1-x", "a-2-x", "a-2-y"]);
    let failed = due
        .first()
        .map(|stored| (stored.attempts, stored.error.as_str()));
    assert_eq!(failed, Some((1, "no answer")));
}

pub(super) async fn an_event_given_up_lets_the_next_one_go(store: &dyn Store) {
    five(store).await;
    let first = claim(store, "r1", 1000, 1).await;
    let dead = Settlement::Dead {
        error: "gone".into(),
    };
    assert_eq!(settle(store, "r1", &first, dead).await, 1);
    let rest = claim(store, "r1", 1000, 9).await;
    assert_eq!(ids(&rest), ["b-1-x", "a-2-x", "a-2-y", "b-2-x"]);
    let dead = store.dead(0, 9).await.unwrap_or_default();
    assert_eq!(ids(&dead), ["a-1-x"]);
    let told = dead
        .first()
        .map(|stored| (stored.delivery, stored.error.as_str()));
    assert_eq!(told, Some((Delivery::Dead, "gone")));
    let last = dead.last().map_or(0, |stored| stored.sequence);
    assert_eq!(store.dead(last, 9).await.ok(), Some(vec![]));
    let backlog = Backlog {
        pending: 4,
        dead: 1,
        oldest_at: Some(10),
        delivered: 0,
    };
    assert_eq!(store.backlog().await.ok(), Some(backlog));
}

pub(super) async fn a_lease_that_ran_out_is_worth_nothing(store: &dyn Store) {
    five(store).await;
    let first = claim(store, "r1", 1000, 9).await;
    assert_eq!(first.len(), 5);
    assert_eq!(claim(store, "r2", 1099, 9).await, []);
    let second = claim(store, "r2", 1100, 9).await;
    assert_eq!(ids(&second), ids(&first));
    let late = settle(store, "r1", &first, Settlement::Delivered).await;
    assert_eq!(late, 0, "somebody else has them");
    let done = settle(store, "r2", &second, Settlement::Delivered).await;
    assert_eq!(done, 5);
    let twice = settle(store, "r2", &second, Settlement::Delivered).await;
    assert_eq!(twice, 0);
}

async fn deliver_all(store: &dyn Store) {
    five(store).await;
    let all = claim(store, "r1", 1000, 9).await;
    let done = settle(store, "r1", &all, Settlement::Delivered).await;
    assert_eq!(done, 5);
}

pub(super) async fn events_are_delivered_once_more(store: &dyn Store) {
    deliver_all(store).await;
    let all = store.events(None, 0, 9).await.unwrap_or_default();
    let places: Vec<i64> = all.iter().map(|stored| stored.sequence).collect();
    let place = |index: usize| places.get(index).copied().unwrap_or_default();
    for (which, expected) in [
        (Replay::Dead, &[][..]),
        (Replay::Event("b-1-x"), &["b-1-x"]),
        (Replay::Between(20, 21), &["a-2-x", "a-2-y", "b-2-x"]),
        (Replay::Places(place(0), place(1)), &["a-1-x", "b-1-x"]),
    ] {
        let count = store.replay(which, 3000).await.ok();
        assert_eq!(count, u64::try_from(expected.len()).ok(), "{which:?}");
        let again = store.replay(which, 3000).await.ok();
        assert_eq!(again, Some(0), "they wait already");
        let due = claim(store, "r1", 3000, 9).await;
        assert_eq!(ids(&due), expected, "{which:?}");
        let done = settle(store, "r1", &due, Settlement::Delivered).await;
        assert_eq!(done, expected.len());
    }
}

pub(super) async fn delivered_events_are_forgotten(store: &dyn Store) {
    five(store).await;
    let first = claim(store, "r1", 1000, 3).await;
    let done = settle(store, "r1", &first, Settlement::Delivered).await;
    assert_eq!(done, 3);
    assert_eq!(store.forget_delivered(20).await.ok(), Some(2));
    let kept = store.events(None, 0, 9).await.unwrap_or_default();
    assert_eq!(ids(&kept), ["a-2-x", "a-2-y", "b-2-x"]);
    assert_eq!(store.forget_delivered(1000).await.ok(), Some(1));
}
