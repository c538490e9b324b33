//! Members, kept answers, deliveries, the access log, rights and jobs.

use super::{at, get, insert, is_taken, one, plain};
use crate::privacy::Digest;
use crate::store::{
    Access, Address, Commit, Consent, Erasure, Mark, Member, Received, Remembered, Store,
    StoreError, StoredRecord, Write, WriteMode,
};

fn member(user: &str, version: i64, roles: &[&str]) -> Member {
    Member {
        tenant: "t1".into(),
        user: user.to_owned(),
        roles: roles.iter().map(|role| (*role).to_owned()).collect(),
        persona: (version > 1).then(|| "builder".to_owned()),
        version,
        updated_at: version * 10,
        roles_at: version * 10 - 1,
    }
}

async fn put(store: &dyn Store, member: Member) -> Result<(), StoreError> {
    let commit = Commit {
        members: vec![member],
        ..Commit::default()
    };
    store.commit(&commit).await
}

pub(super) async fn members_change_with_what_they_own(store: &dyn Store) {
    let of = |tenant: &str, owner: &str| StoredRecord {
        address: Address::new(tenant, "note", owner),
        owner: Some(owner.to_owned()),
        owner_roles: Vec::new(),
        ..plain("x")
    };
    for (tenant, owner) in [("t1", "u1"), ("t1", "u2"), ("t2", "u1")] {
        insert(store, &of(tenant, owner)).await;
    }
    assert_eq!(store.member("t1", "u1").await.ok(), Some(None));
    assert!(put(store, member("u1", 1, &["member"])).await.is_ok());
    let second = member("u1", 2, &["member", "staff"]);
    assert!(put(store, second.clone()).await.is_ok());
    let stale = put(store, member("u1", 2, &[])).await;
    assert!(matches!(stale, Err(StoreError::Conflict { current: 2 })));
    assert_eq!(store.member("t1", "u1").await.ok(), Some(Some(second)));
    let mut roles = Vec::new();
    for (tenant, owner) in [("t1", "u1"), ("t1", "u2"), ("t2", "u1")] {
        let record = store.get(&Address::new(tenant, "note", owner)).await;
        roles.push(
            record
                .ok()
                .flatten()
                .map_or(9, |record| record.owner_roles.len()),
        );
    }
    assert_eq!(roles, [2, 0, 0]);
    for user in ["u3", "u2"] {
        assert!(put(store, member(user, 1, &[])).await.is_ok());
    }
    let users = |members: Vec<Member>| -> Vec<String> {
        members.into_iter().map(|member| member.user).collect()
    };
    let all = store.members("t1", None, 2).await.unwrap_or_default();
    assert_eq!(users(all), ["u1", "u2"]);
    let rest = store.members("t1", Some("u2"), 2).await.unwrap_or_default();
    assert_eq!(users(rest), ["u3"]);
}

pub(super) async fn what_was_read_undoes_no_roles(store: &dyn Store) {
    let of = |id: &str, owner: Option<&str>, version: i64| StoredRecord {
        address: at(id),
        owner: owner.map(str::to_owned),
        version,
        owner_roles: vec!["read".into()],
        ..plain(id)
    };
    let grant = |user: &str, version: i64, role: &str| Member {
        tenant: String::new(),
        ..member(user, version, &[role])
    };
    let replace = |record: StoredRecord| Write {
        how: WriteMode::Replace,
        record,
        ..Write::default()
    };
    let roles = async |id: &str| {
        let record = get(store, id).await.unwrap_or_default();
        record.owner_roles.join(" ")
    };
    for id in ["n1", "n2"] {
        insert(store, &of(id, Some("u1"), 1)).await;
    }
    assert!(put(store, grant("u1", 1, "first")).await.is_ok());
    let alone = one(WriteMode::Replace, of("n1", Some("u1"), 2));
    assert!(store.commit(&alone).await.is_ok());
    assert_eq!(roles("n1").await, "first", "roles stay with the owner");
    assert!(put(store, grant("u1", 2, "second")).await.is_ok());
    let together = Commit {
        writes: vec![
            replace(of("n1", Some("u1"), 3)),
            replace(of("n2", Some("u2"), 2)),
        ],
        ..Commit::default()
    };
    assert!(store.commit(&together).await.is_ok());
    assert_eq!(roles("n1").await, "second", "beside other records too");
    assert_eq!(roles("n2").await, "read", "another owner has other roles");
    let nobodys = one(WriteMode::Replace, of("n1", None, 4));
    assert!(store.commit(&nobodys).await.is_ok());
    assert_eq!(roles("n1").await, "read");
    insert(store, &of("n3", Some("u1"), 1)).await;
    assert_eq!(roles("n3").await, "second", "a new record of a member");
    let both = Commit {
        members: vec![grant("u1", 3, "third")],
        ..one(WriteMode::Replace, of("n3", Some("u1"), 2))
    };
    assert!(store.commit(&both).await.is_ok());
    assert_eq!(roles("n3").await, "third", "those of the same commit");
}

pub(super) async fn consents_are_kept_in_order(store: &dyn Store) {
    let consent = |id: &str, user: &str, given: bool| Consent {
        id: id.to_owned(),
        tenant: "t1".into(),
        user: user.to_owned(),
        purpose: "matching".into(),
        source: "linkedin".into(),
        given,
        at: 10,
        text: "v3".into(),
    };
    let all = [
        consent("c1", "u1", true),
        consent("c2", "u2", true),
        consent("c3", "u1", false),
    ];
    for one in &all {
        let commit = Commit {
            consents: vec![one.clone()],
            ..Commit::default()
        };
        assert!(store.commit(&commit).await.is_ok());
    }
    let [first, _, last] = all;
    let found = store.consents("t1", "u1").await.ok();
    assert_eq!(found, Some(vec![first, last]));
    assert_eq!(store.consents("t2", "u1").await.ok(), Some(vec![]));
}

pub(super) async fn answers_are_remembered_once(store: &dyn Store) {
    let answer = |actor: &str, at: i64| Remembered {
        tenant: "t1".into(),
        actor: actor.to_owned(),
        key: "k1".into(),
        request: Digest::of(b"request"),
        answer: "{\"version\":1}".into(),
        at,
    };
    let put = async |answer: Remembered| {
        let commit = Commit {
            remembered: Some(answer),
            ..Commit::default()
        };
        store.commit(&commit).await
    };
    assert_eq!(store.remembered("t1", "u1", "k1").await.ok(), Some(None));
    assert!(put(answer("u1", 10)).await.is_ok());
    assert!(put(answer("u2", 20)).await.is_ok());
    assert!(is_taken(&put(answer("u1", 30)).await, "idempotency_key"));
    let found = store.remembered("t1", "u1", "k1").await.ok().flatten();
    assert_eq!(found, Some(answer("u1", 10)));
    assert_eq!(store.forget_remembered(20).await.ok(), Some(1));
    assert_eq!(store.remembered("t1", "u1", "k1").await.ok(), Some(None));
    assert!(put(answer("u1", 40)).await.is_ok());
}

pub(super) async fn a_delivery_is_applied_once(store: &dyn Store) {
    let receive = async |source: &str, id: &str| {
        let commit = Commit {
            received: Some(Received {
                source: source.to_owned(),
                id: id.to_owned(),
                at: 10,
            }),
            ..Commit::default()
        };
        store.commit(&commit).await
    };
    assert_eq!(store.was_received("clerk", "m1").await.ok(), Some(false));
    assert!(receive("clerk", "m1").await.is_ok());
    assert!(receive("clerk", "m2").await.is_ok());
    assert!(receive("stripe", "m1").await.is_ok());
    assert!(is_taken(&receive("clerk", "m1").await, "delivery"));
    assert_eq!(store.was_received("clerk", "m1").await.ok(), Some(true));
}

pub(super) async fn reads_are_logged(store: &dyn Store) {
    let access = |id: &str, at: i64, owner: &str| Access {
        id: id.to_owned(),
        at,
        address: Address::new("t1", "note", "n1"),
        owner: owner.to_owned(),
        viewer: "u9".into(),
        behalf: "u8".into(),
        fields: vec!["/mail".into(), "/phone".into()],
        why: "read".into(),
        request: "q1".into(),
    };
    let all = [
        access("a1", 10, "u1"),
        access("a2", 20, "u2"),
        access("a3", 30, "u1"),
    ];
    assert!(store.log(&all).await.is_ok());
    let [first, _, last] = all;
    let found = store.accesses("t1", "u1", None, 9).await.ok();
    assert_eq!(found, Some(vec![last.clone(), first.clone()]));
    let page = store.accesses("t1", "u1", Some("a3"), 9).await.ok();
    assert_eq!(page, Some(vec![first]));
    assert_eq!(store.accesses("t2", "u1", None, 9).await.ok(), Some(vec![]));
    assert_eq!(store.forget_accesses(30).await.ok(), Some(2));
    let kept = store.accesses("t1", "u1", None, 9).await.ok();
    assert_eq!(kept, Some(vec![last]));
}

pub(super) async fn a_read_that_is_told_twice_is_logged_once(store: &dyn Store) {
    let access = |id: &str| Access {
        id: id.to_owned(),
        at: 10,
        address: Address::new("t1", "note", "n1"),
        owner: "u1".into(),
        viewer: "u9".into(),
        fields: vec!["/mail".into()],
        why: "read".into(),
        ..Access::default()
    };
    let [first, second, third] = ["a1", "a2", "a3"].map(access);
    let both = [first.clone(), second.clone()];
    assert!(store.log(&both).await.is_ok());
    assert!(store.log(&both).await.is_ok());
    let twice = [second.clone(), third.clone(), third.clone()];
    let commit = Commit {
        accesses: twice.to_vec(),
        ..Commit::default()
    };
    assert!(store.commit(&commit).await.is_ok());
    assert!(store.log(&twice).await.is_ok());
    let found = store.accesses("t1", "u1", None, 9).await.ok();
    assert_eq!(found, Some(vec![third, second, first]));
}

pub(super) async fn a_read_that_waited_while_somebody_was_erased_is_left_out(store: &dyn Store) {
    let erasure = Commit {
        erasure: Some(Erasure {
            id: "e1".into(),
            at: 100,
            tenant: "t1".into(),
            person: "u1".into(),
            ..Erasure::default()
        }),
        ..Commit::default()
    };
    assert!(store.commit(&erasure).await.is_ok());
    let access = |id: &str, at: i64, tenant: &str, names: [&str; 3]| Access {
        id: id.to_owned(),
        at,
        address: Address::new(tenant, "note", "n1"),
        owner: names[0].to_owned(),
        viewer: names[1].to_owned(),
        behalf: names[2].to_owned(),
        fields: vec!["/mail".into()],
        why: "read".into(),
        request: String::new(),
    };
    let late = [
        access("a1", 99, "t1", ["u1", "u9", ""]),
        access("a2", 100, "t1", ["u1", "u9", ""]),
        access("a3", 50, "t1", ["u2", "u1", ""]),
        access("a4", 50, "t1", ["u2", "u9", "u1"]),
    ];
    let others = [
        access("a5", 101, "t1", ["u1", "u9", ""]),
        access("a6", 50, "t2", ["u1", "u9", ""]),
        access("a7", 50, "t1", ["u2", "u9", ""]),
    ];
    let all = [&late[..], &others[..]].concat();
    let commit = Commit {
        accesses: all.clone(),
        ..Commit::default()
    };
    assert!(store.log(&all).await.is_ok());
    assert!(store.commit(&commit).await.is_ok());
    let mut found = Vec::new();
    for (tenant, owner) in [("t1", "u1"), ("t2", "u1"), ("t1", "u2")] {
        found.extend(
            store
                .accesses(tenant, owner, None, 9)
                .await
                .unwrap_or_default(),
        );
    }
    assert_eq!(found, others);
}

pub(super) async fn rights_are_held_by_one(store: &dyn Store) {
    let acquire = async |holder: &str, now: i64| {
        let taken = store.acquire("retention", holder, now, now + 100).await;
        taken.unwrap_or_default()
    };
    assert!(acquire("w1", 0).await);
    assert!(!acquire("w2", 50).await);
    assert!(acquire("w1", 60).await, "its own right is renewed");
    assert!(!acquire("w2", 159).await);
    assert!(acquire("w2", 160).await, "it ran out");
    assert!(store.release("retention", "w1").await.is_ok());
    assert!(!acquire("w1", 161).await, "it is not w1's to give back");
    assert!(store.release("retention", "w2").await.is_ok());
    assert!(acquire("w1", 162).await);
    let other = store.acquire("backup", "w3", 162, 200).await;
    assert!(matches!(other, Ok(true)));
}

pub(super) async fn jobs_keep_their_state(store: &dyn Store) {
    assert_eq!(store.job("reconcile").await.ok(), Some(None));
    for state in ["{\"page\":1}", "{\"page\":2}"] {
        assert!(store.save_job("reconcile", state).await.is_ok());
    }
    let found = store.job("reconcile").await.ok().flatten();
    assert_eq!(found.as_deref(), Some("{\"page\":2}"));
    assert_eq!(store.job("other").await.ok(), Some(None));
}

pub(super) async fn marks_never_go_back(store: &dyn Store) {
    let mark = |tenant: &str, user: &str, record: &str, place: i64| Mark {
        tenant: tenant.to_owned(),
        user: user.to_owned(),
        kind: if record.is_empty() { "" } else { "note" }.to_owned(),
        record: record.to_owned(),
        place,
    };
    assert_eq!(store.marks("t1", "u1").await.ok(), Some(vec![]));
    for one in [
        mark("t1", "u1", "n2", 7),
        mark("t1", "u1", "", 5),
        mark("t1", "u1", "n2", 6),
        mark("t1", "u1", "", 9),
        mark("t1", "u2", "", 1),
        mark("t2", "u1", "", 2),
    ] {
        assert!(store.set_mark(&one).await.is_ok());
    }
    let found = store.marks("t1", "u1").await.ok();
    let marks = vec![mark("t1", "u1", "", 9), mark("t1", "u1", "n2", 7)];
    assert_eq!(found, Some(marks));
    let erasure = Erasure {
        id: "e1".into(),
        tenant: "t1".into(),
        person: "u1".into(),
        ..Erasure::default()
    };
    let erased = Commit {
        erasure: Some(erasure),
        ..Commit::default()
    };
    assert!(store.commit(&erased).await.is_ok());
    let mut left = Vec::new();
    for (tenant, user) in [("t1", "u1"), ("t1", "u2"), ("t2", "u1")] {
        left.push(store.marks(tenant, user).await.unwrap_or_default().len());
    }
    assert_eq!(left, [0, 1, 1]);
}
