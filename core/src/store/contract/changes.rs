//! Changes of records.

use super::{at, get, insert, is_taken, note, one, plain};
use crate::store::{
    Address, Commit, Event, PastVersion, Section, Slot, Store, StoreError, StoredRecord, Write,
    WriteMode,
};

pub(super) async fn what_was_stored_comes_back(store: &dyn Store) {
    let record = note("n1");
    assert_eq!(get(store, "n1").await, None);
    insert(store, &record).await;
    assert_eq!(get(store, "n1").await, Some(record.clone()));
    let changed = StoredRecord {
        version: 2,
        owner: None,
        state: Some("open".into()),
        archived_at: None,
        draft: false,
        relations: Vec::new(),
        document: "{}".into(),
        ..record
    };
    let made = store
        .commit(&one(WriteMode::Replace, changed.clone()))
        .await;
    assert!(made.is_ok());
    assert_eq!(get(store, "n1").await, Some(changed));
}

pub(super) async fn a_second_insert_is_refused(store: &dyn Store) {
    insert(store, &note("n1")).await;
    let again = store.commit(&one(WriteMode::Insert, plain("n1"))).await;
    assert!(is_taken(&again, "id"));
    assert_eq!(get(store, "n1").await, Some(note("n1")));
}

pub(super) async fn tenants_and_kinds_keep_their_ids_apart(store: &dyn Store) {
    let of = |tenant: &str, kind: &str| StoredRecord {
        address: Address::new(tenant, kind, "n1"),
        document: format!("{{\"title\":\"{tenant}{kind}\"}}"),
        ..note("n1")
    };
    for (tenant, kind) in [
        ("", "note"),
        ("t1", "note"),
        ("t2", "note"),
        ("t1", "other"),
    ] {
        insert(store, &of(tenant, kind)).await;
    }
    let at = |tenant| Address::new(tenant, "note", "n1");
    let found = store.get(&at("t2")).await.ok().flatten();
    assert_eq!(found, Some(of("t2", "note")));
    assert!(matches!(store.get(&at("t3")).await, Ok(None)));
}

pub(super) async fn a_stale_write_is_refused_with_the_current_version(store: &dyn Store) {
    let replace = |version: i64| {
        let record = StoredRecord {
            version,
            ..note("n1")
        };
        one(WriteMode::Replace, record)
    };
    let missing = store.commit(&replace(2)).await;
    assert!(matches!(missing, Err(StoreError::NotFound)));
    insert(store, &note("n1")).await;
    assert!(store.commit(&replace(2)).await.is_ok());
    for stale in [2, 1, 4] {
        let refused = store.commit(&replace(stale)).await;
        assert!(matches!(refused, Err(StoreError::Conflict { current: 2 })));
    }
}

fn with_keys(how: WriteMode, id: &str, version: i64, keys: &[&str]) -> Write {
    Write {
        how,
        record: StoredRecord {
            version,
            ..note(id)
        },
        keys: keys.iter().map(|key| (*key).to_owned()).collect(),
        ..Write::default()
    }
}

fn together(writes: Vec<Write>) -> Commit {
    Commit {
        writes,
        ..Commit::default()
    }
}

async fn write(store: &dyn Store, write: Write) -> Result<(), StoreError> {
    store.commit(&together(vec![write])).await
}

pub(super) async fn unique_keys_are_held_by_one(store: &dyn Store) {
    use WriteMode::{Insert, Replace};
    let key = &["owner=u1"];
    assert!(write(store, with_keys(Insert, "n1", 1, key)).await.is_ok());
    let second = write(store, with_keys(Insert, "n2", 1, key)).await;
    assert!(is_taken(&second, "owner"));
    assert_eq!(get(store, "n2").await, None, "nothing is half there");
    let found = store.find("", "note", "owner=u1").await.ok().flatten();
    assert_eq!(found.map(|record| record.address), Some(at("n1")));
    insert(store, &note("n2")).await;
    let taken = write(store, with_keys(Replace, "n2", 2, key)).await;
    assert!(is_taken(&taken, "owner"));
    let own = write(store, with_keys(Replace, "n1", 2, key)).await;
    assert!(own.is_ok(), "its own key is no obstacle");
    let both = vec![
        with_keys(Insert, "n3", 1, &["slug=x"]),
        with_keys(Insert, "n4", 1, &["slug=x"]),
    ];
    assert!(is_taken(&store.commit(&together(both)).await, "slug"));
}

pub(super) async fn keys_change_hands_within_a_commit(store: &dyn Store) {
    use WriteMode::{Insert, Replace};
    let first = vec![
        with_keys(Insert, "n1", 1, &["slug=a"]),
        with_keys(Insert, "n2", 1, &["slug=b"]),
    ];
    assert!(store.commit(&together(first)).await.is_ok());
    let swapped = vec![
        with_keys(Replace, "n1", 2, &["slug=b"]),
        with_keys(Replace, "n2", 2, &["slug=a"]),
    ];
    let made = store.commit(&together(swapped)).await;
    assert!(made.is_ok(), "{made:?}");
    let found = store.find("", "note", "slug=a").await.ok().flatten();
    assert_eq!(found.map(|record| record.address), Some(at("n2")));
}

pub(super) async fn a_key_given_up_is_free(store: &dyn Store) {
    use WriteMode::{Insert, Remove, Replace};
    for made in [
        with_keys(Insert, "n1", 1, &["slug=a"]),
        with_keys(Replace, "n1", 2, &["slug=b"]),
        with_keys(Insert, "n2", 1, &["slug=a"]),
        with_keys(Remove, "n1", 2, &[]),
        with_keys(Insert, "n3", 1, &["slug=b"]),
    ] {
        let id = made.record.address.clone();
        assert!(write(store, made).await.is_ok(), "{id}");
    }
}

pub(super) async fn removing_needs_the_version(store: &dyn Store) {
    let remove = |version: i64| {
        let record = StoredRecord {
            version,
            ..note("n1")
        };
        one(WriteMode::Remove, record)
    };
    let missing = store.commit(&remove(1)).await;
    assert!(matches!(missing, Err(StoreError::NotFound)));
    insert(store, &note("n1")).await;
    let stale = store.commit(&remove(7)).await;
    assert!(matches!(stale, Err(StoreError::Conflict { current: 1 })));
    assert!(store.commit(&remove(1)).await.is_ok());
    assert_eq!(get(store, "n1").await, None);
}

pub(super) async fn identifiers_are_compared_byte_by_byte(store: &dyn Store) {
    let ids = ["a", "A", "a_", "a-", "0a"];
    for id in ids {
        insert(store, &note(id)).await;
    }
    for id in ids {
        let found = get(store, id).await;
        assert_eq!(found.map(|record| record.address), Some(at(id)));
    }
}

pub(super) async fn all_of_a_commit_happens_or_nothing(store: &dyn Store) {
    insert(store, &note("n1")).await;
    let event = Event {
        id: "e1".into(),
        name: "note.created".into(),
        address: at("n2"),
        data: "{}".into(),
        ..Event::default()
    };
    let first = Write {
        record: note("n2"),
        keys: vec!["slug=a".into()],
        slots: vec![slot("u1", 0, 9)],
        sections: vec![Section::new("s", "{}".into())],
        kept: Some(PastVersion {
            version: 1,
            document: "{}".into(),
            ..PastVersion::default()
        }),
        events: vec![event],
        ..Write::default()
    };
    let stale = with_keys(WriteMode::Replace, "n1", 7, &[]);
    let refused = store.commit(&together(vec![first, stale])).await;
    assert!(matches!(refused, Err(StoreError::Conflict { current: 1 })));
    assert_eq!(get(store, "n2").await, None);
    assert!(matches!(store.find("", "note", "slug=a").await, Ok(None)));
    assert_eq!(store.sections(&at("n2")).await.ok(), Some(vec![]));
    assert_eq!(store.versions(&at("n2"), None, 9).await.ok(), Some(vec![]));
    assert_eq!(store.events(None, 0, 9).await.ok(), Some(vec![]));
}

fn slot(who: &str, from: i64, until: i64) -> Slot {
    Slot {
        key: format!("time of={who}"),
        from,
        until,
    }
}

pub(super) async fn slots_are_held_by_one(store: &dyn Store) {
    use WriteMode::{Insert, Remove, Replace};
    let with = |how, id: &str, version, slots: &[(i64, i64)]| Write {
        slots: slots.iter().map(|(a, b)| slot("u1", *a, *b)).collect(),
        ..with_keys(how, id, version, &[])
    };
    assert!(
        write(store, with(Insert, "n1", 1, &[(10, 20)]))
            .await
            .is_ok()
    );
    for (from, until) in [(19, 30), (0, 11), (12, 13), (10, 20), (0, 99)] {
        let met = write(store, with(Insert, "n2", 1, &[(from, until)])).await;
        let what = |error: &StoreError| matches!(error, StoreError::ExclusionViolation { what } if what == "time of");
        assert!(met.is_err_and(|error| what(&error)), "{from} to {until}");
    }
    let second = write(store, with(Insert, "n2", 1, &[(50, 60), (12, 13)])).await;
    assert!(second.is_err(), "the second of its slots meets another");
    let beside = write(store, with(Insert, "n2", 1, &[(0, 10), (20, 30)])).await;
    assert!(beside.is_ok(), "the first instant behind it is free");
    assert!(
        write(store, with(Replace, "n1", 2, &[(10, 15)]))
            .await
            .is_ok()
    );
    assert!(
        write(store, with(Insert, "n3", 1, &[(15, 20)]))
            .await
            .is_ok()
    );
    assert!(write(store, with(Remove, "n2", 1, &[])).await.is_ok());
    assert!(
        write(store, with(Insert, "n4", 1, &[(0, 10)]))
            .await
            .is_ok()
    );
    let other = Write {
        slots: vec![slot("u2", 0, 99)],
        ..with_keys(Insert, "n5", 1, &[])
    };
    assert!(write(store, other).await.is_ok(), "somebody else's time");
}

pub(super) async fn what_is_taken_is_told(store: &dyn Store) {
    let with = |id: &str, slots: Vec<Slot>| Write {
        slots,
        ..with_keys(WriteMode::Insert, id, 1, &[])
    };
    let told = |within: Slot| async move { store.taken("", "note", &within).await.ok() };
    assert_eq!(told(slot("u1", 0, 99)).await, Some(vec![]));
    let second = vec![slot("u1", 40, 50), slot("u2", 10, 20)];
    assert!(write(store, with("n1", second)).await.is_ok());
    let first = vec![slot("u1", 10, 20)];
    assert!(write(store, with("n2", first)).await.is_ok());
    let both = vec![slot("u1", 10, 20), slot("u1", 40, 50)];
    assert_eq!(told(slot("u1", 0, 99)).await, Some(both));
    let met = Some(vec![slot("u1", 10, 20)]);
    assert_eq!(told(slot("u1", 19, 40)).await, met);
    assert_eq!(told(slot("u1", 20, 40)).await, Some(vec![]));
    assert_eq!(told(slot("u3", 0, 99)).await, Some(vec![]));
    for (tenant, kind) in [("t2", "note"), ("", "page")] {
        let elsewhere = store.taken(tenant, kind, &slot("u1", 0, 99)).await;
        assert_eq!(elsewhere.ok(), Some(vec![]));
    }
}

pub(super) async fn sections_change_one_by_one(store: &dyn Store) {
    let section = |name: &str, body: &str| Section::new(name, body.to_owned());
    let with = |how, version, sections: &[Section]| Write {
        sections: sections.to_vec(),
        ..with_keys(how, "n1", version, &[])
    };
    let (a, b, c) = (
        section("", "{}"),
        section("b", "{\"x\":1}"),
        section("c", "[]"),
    );
    let first = with(WriteMode::Insert, 1, &[a.clone(), b.clone()]);
    assert!(write(store, first).await.is_ok());
    let found = store.sections(&at("n1")).await.ok();
    assert_eq!(found, Some(vec![a.clone(), b]));
    let gone = section("b", "");
    assert!(
        write(store, with(WriteMode::Replace, 2, &[gone, c.clone()]))
            .await
            .is_ok()
    );
    let found = store.sections(&at("n1")).await.ok();
    assert_eq!(found, Some(vec![a, c]));
}

pub(super) async fn versions_are_kept_in_order(store: &dyn Store) {
    let version = |number: i64| PastVersion {
        version: number,
        at: number * 10,
        actor: "u1".into(),
        action: "update".into(),
        fields: vec!["/title".into(), "/a~1b".into()],
        state: (number > 1).then(|| "open".to_owned()),
        document: format!("{{\"v\":{number}}}"),
    };
    for number in 1..=3 {
        let how = if number == 1 {
            WriteMode::Insert
        } else {
            WriteMode::Replace
        };
        let made = Write {
            kept: Some(version(number)),
            ..with_keys(how, "n1", number, &[])
        };
        assert!(write(store, made).await.is_ok());
    }
    let all = store.versions(&at("n1"), None, 9).await.ok();
    assert_eq!(all, Some(vec![version(3), version(2), version(1)]));
    let page = store.versions(&at("n1"), Some(3), 1).await.ok();
    assert_eq!(page, Some(vec![version(2)]));
    let found = store.version(&at("n1"), 1).await.ok();
    assert_eq!(found, Some(Some(version(1))));
    assert_eq!(store.version(&at("n1"), 4).await.ok(), Some(None));
}

pub(super) async fn a_record_may_forget_its_versions(store: &dyn Store) {
    let version = |version: i64| PastVersion {
        version,
        document: "{}".into(),
        ..PastVersion::default()
    };
    let with = |how, number: i64| Write {
        kept: Some(version(number)),
        forgets: number == 3,
        ..with_keys(how, "n1", number, &[])
    };
    assert!(write(store, with(WriteMode::Insert, 1)).await.is_ok());
    assert!(write(store, with(WriteMode::Replace, 2)).await.is_ok());
    assert!(write(store, with(WriteMode::Replace, 3)).await.is_ok());
    let left = store.versions(&at("n1"), None, 9).await.ok();
    assert_eq!(left, Some(vec![version(3)]));
}

pub(super) async fn a_removed_record_leaves_nothing(store: &dyn Store) {
    let whole = Write {
        keys: vec!["slug=a".into()],
        slots: vec![slot("u1", 0, 9)],
        sections: vec![Section::new("s", "{}".into())],
        kept: Some(PastVersion {
            version: 1,
            document: "{}".into(),
            ..PastVersion::default()
        }),
        ..with_keys(WriteMode::Insert, "n1", 1, &[])
    };
    assert!(write(store, whole.clone()).await.is_ok());
    let gone = with_keys(WriteMode::Remove, "n1", 1, &[]);
    assert!(write(store, gone).await.is_ok());
    assert!(matches!(store.find("", "note", "slug=a").await, Ok(None)));
    assert_eq!(store.sections(&at("n1")).await.ok(), Some(vec![]));
    assert_eq!(store.versions(&at("n1"), None, 9).await.ok(), Some(vec![]));
    assert!(write(store, whole).await.is_ok(), "all of it is free again");
}

pub(super) async fn versions_that_were_overtaken_are_forgotten(store: &dyn Store) {
    let version = |record: &StoredRecord, at: i64| PastVersion {
        version: record.version,
        at,
        document: format!("{{\"title\":\"{}\"}}", record.version),
        ..PastVersion::default()
    };
    for (id, times) in [("n1", [10, 20, 30]), ("n2", [10, 40, 50])] {
        let mut record = plain(id);
        for (number, at) in (1..).zip(times) {
            record.version = number;
            let how = match number {
                1 => WriteMode::Insert,
                _ => WriteMode::Replace,
            };
            let kept = version(&record, at);
            record.document.clone_from(&kept.document);
            let mut commit = one(how, record.clone());
            if let Some(write) = commit.writes.first_mut() {
                write.kept = Some(kept);
            }
            assert!(store.commit(&commit).await.is_ok());
        }
    }
    let left = async |id| {
        let versions = store.versions(&at(id), None, 9).await.unwrap_or_default();
        let left = versions.into_iter().map(|one| (one.version, one.document));
        left.collect::<Vec<_>>()
    };
    let third = (3, "{\"title\":\"3\"}".to_owned());
    let second = (2, "{\"title\":\"2\"}".to_owned());
    let first = (1, "{\"title\":\"1\"}".to_owned());
    assert_eq!(store.forget_versions("talk", 99).await.ok(), Some(0));
    assert_eq!(store.forget_versions("note", 20).await.ok(), Some(0));
    assert_eq!(store.forget_versions("note", 21).await.ok(), Some(1));
    assert_eq!(left("n1").await, [third.clone(), second.clone()]);
    assert_eq!(left("n2").await, [third.clone(), second, first]);
    assert_eq!(store.forget_versions("note", 99).await.ok(), Some(3));
    assert_eq!(left("n1").await, std::slice::from_ref(&third));
    assert_eq!(left("n2").await, [third]);
}
