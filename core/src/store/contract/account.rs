//! The account of changes, and erasure.

use super::{at, plain};
use crate::privacy::{Chain, Detail, Digest, Entry, Link, Outcome};
use crate::store::{
    Access, AccountRequest, Address, Checkpoint, Claim, Commit, Consent, Erasure, Event, Extent,
    Member, PastVersion, Remembered, Settled, Settlement, Store, StoredEvent, Treated, Treatment,
    Write,
};

fn entry(id: &str, when: i64, actor: &str, record: &str) -> (Entry, Detail) {
    let detail = Detail {
        salt: [7; 16],
        actor: actor.to_owned(),
        behalf: String::new(),
        about: if id == "e4" {
            "u1".into()
        } else {
            String::new()
        },
    };
    let entry = Entry {
        id: id.to_owned(),
        at: when,
        tenant: "t1".into(),
        action: "note.update".into(),
        kind: "note".into(),
        record: record.to_owned(),
        version: 3,
        outcome: Outcome::Refused,
        rule: "own".into(),
        reason: "because".into(),
        fields: vec!["/title".into(), "/a~1b".into()],
        request: "q1".into(),
        commitment: detail.commitment(),
    };
    (entry, detail)
}

async fn add(store: &dyn Store, entries: Vec<(Entry, Detail)>) {
    let commit = Commit {
        audit: entries,
        ..Commit::default()
    };
    let made = store.commit(&commit).await;
    assert!(made.is_ok(), "{made:?}");
}

/// Every link, chain by chain, after looking at each chain as a whole.
async fn whole(store: &dyn Store) -> Vec<Link> {
    let mut all = Vec::new();
    for (chain, last, hash) in store.chains().await.unwrap_or_default() {
        let mut walk = Chain::new(chain);
        let mut after = 0;
        loop {
            let links = store.links(chain, after, 2).await.unwrap_or_default();
            for link in &links {
                assert_eq!(walk.follow(link), Ok(()));
                after = link.number;
            }
            all.extend(links.iter().cloned());
            if links.len() < 2 {
                break;
            }
        }
        assert_eq!(walk.reached(), (last, hash));
    }
    all
}

fn told(links: &[Link]) -> Vec<&str> {
    links.iter().map(|link| link.entry.id.as_str()).collect()
}

pub(super) async fn the_account_is_one_chain_of_links(store: &dyn Store) {
    let entries: Vec<_> = (0..9)
        .map(|n| entry(&format!("e{n}"), n * 10, "u1", &format!("n{n}")))
        .collect();
    add(store, entries.get(..4).unwrap_or_default().to_vec()).await;
    for one in entries.iter().skip(4) {
        add(store, vec![one.clone()]).await;
    }
    let mut links = whole(store).await;
    links.sort_by(|one, other| one.entry.id.cmp(&other.entry.id));
    let found: Vec<_> = links
        .into_iter()
        .map(|link| (link.entry, link.detail.unwrap_or_default()))
        .collect();
    assert_eq!(found, entries);
}

pub(super) async fn the_account_is_read_by_what_is_asked(store: &dyn Store) {
    let other_tenant = |(mut entry, detail): (Entry, Detail)| {
        entry.tenant = "t2".into();
        (entry, detail)
    };
    let entries = vec![
        entry("e1", 10, "u1", "n1"),
        entry("e2", 20, "u2", "n1"),
        entry("e3", 30, "u1", "n2"),
        other_tenant(entry("e4", 40, "u1", "n1")),
    ];
    add(store, entries).await;
    let all = AccountRequest {
        limit: 9,
        ..AccountRequest::default()
    };
    let of_tenant = AccountRequest {
        tenant: Some("t1".into()),
        ..all.clone()
    };
    let record = Some(("note".to_owned(), "n1".to_owned()));
    for (request, expected) in [
        (all.clone(), &["e4", "e3", "e2", "e1"][..]),
        (of_tenant.clone(), &["e3", "e2", "e1"]),
        (
            AccountRequest {
                record,
                ..of_tenant.clone()
            },
            &["e2", "e1"],
        ),
        (
            AccountRequest {
                actor: Some("u1".into()),
                ..of_tenant.clone()
            },
            &["e3", "e1"],
        ),
        (
            AccountRequest {
                limit: 2,
                ..all.clone()
            },
            &["e4", "e3"],
        ),
    ] {
        let found = store.account(&request).await.unwrap_or_default();
        assert_eq!(told(&found), expected, "{request:?}");
    }
    let first = AccountRequest {
        limit: 2,
        ..all.clone()
    };
    let page = store.account(&first).await.unwrap_or_default();
    let last = page
        .last()
        .map(|link| (link.entry.at, link.chain, link.number));
    let rest = AccountRequest {
        before: last,
        ..all
    };
    let rest = store.account(&rest).await.unwrap_or_default();
    assert_eq!(told(&rest), ["e2", "e1"]);
}

pub(super) async fn checkpoints_are_noted_once(store: &dyn Store) {
    let checkpoint = |chain, number| Checkpoint {
        chain,
        number,
        hash: Digest::of(b"x"),
        at: 5,
    };
    let noted = [checkpoint(1, 2), checkpoint(0, 9), checkpoint(0, 1)];
    assert!(store.note_checkpoints(&noted).await.is_ok());
    let again = Checkpoint {
        hash: Digest::of(b"forged"),
        ..checkpoint(0, 9)
    };
    assert!(store.note_checkpoints(&[again]).await.is_ok());
    let expected = vec![checkpoint(0, 1), checkpoint(0, 9), checkpoint(1, 2)];
    assert_eq!(store.checkpoints().await.ok(), Some(expected));
}

/// Everything that tells of `u1`, and of somebody else.
async fn fill(store: &dyn Store) {
    let address = |id: &str| Address::new("t1", "note", id);
    let write = |id: &str| Write {
        record: crate::store::StoredRecord {
            address: address(id),
            ..plain(id)
        },
        kept: Some(PastVersion {
            version: 1,
            actor: "u1".into(),
            document: "{}".into(),
            ..PastVersion::default()
        }),
        events: vec![Event {
            id: format!("event {id}"),
            address: address(id),
            data: "{\"mail\":\"canary\"}".into(),
            ..Event::default()
        }],
        ..Write::default()
    };
    let access = |id: &str, owner: &str, viewer: &str| Access {
        id: id.to_owned(),
        address: address("n1"),
        owner: owner.to_owned(),
        viewer: viewer.to_owned(),
        ..Access::default()
    };
    let commit = Commit {
        writes: vec![write("n1"), write("n2")],
        members: vec![Member {
            tenant: "t1".into(),
            user: "u1".into(),
            version: 1,
            ..Member::default()
        }],
        audit: vec![
            entry("e1", 10, "u9", "n1"),
            entry("e2", 20, "u1", "n2"),
            entry("e3", 30, "u9", "n2"),
            entry("e4", 40, "u9", ""),
        ],
        accesses: vec![
            access("a1", "u1", "u9"),
            access("a2", "u9", "u1"),
            access("a3", "u9", "u9"),
        ],
        consents: vec![Consent {
            id: "c1".into(),
            tenant: "t1".into(),
            user: "u1".into(),
            ..Consent::default()
        }],
        events: vec![Event {
            id: "event of u1".into(),
            address: Address::new("t1", "member", "u1"),
            data: "{\"mail\":\"canary\"}".into(),
            ..Event::default()
        }],
        remembered: Some(Remembered {
            tenant: "t1".into(),
            actor: "u1".into(),
            key: "k".into(),
            ..Remembered::default()
        }),
        ..Commit::default()
    };
    let made = store.commit(&commit).await;
    assert!(made.is_ok(), "{made:?}");
}

pub(super) async fn an_erased_person_is_gone_and_the_chain_holds(store: &dyn Store) {
    fill(store).await;
    let address = |id: &str| Address::new("t1", "note", id);
    let erasure = Erasure {
        id: "x1".into(),
        at: 50,
        tenant: "t1".into(),
        person: "u1".into(),
        extent: Extent::Own,
        records: vec![
            Treated::new(address("n1"), Treatment::SetAside),
            Treated::new(Address::new("t1", "member", "u1"), Treatment::Delete),
            Treated {
                address: address("n7"),
                how: None,
            },
        ],
    };
    let commit = Commit {
        erasure: Some(erasure.clone()),
        ..Commit::default()
    };
    assert!(store.commit(&commit).await.is_ok());
    let mut links = whole(store).await;
    links.sort_by(|one, other| one.entry.id.cmp(&other.entry.id));
    let details: Vec<bool> = links.iter().map(|link| link.detail.is_some()).collect();
    assert_eq!(details, [false, false, true, false]);
    assert_eq!(store.member("t1", "u1").await.ok(), Some(None));
    assert_eq!(store.consents("t1", "u1").await.ok(), Some(vec![]));
    assert_eq!(store.remembered("t1", "u1", "k").await.ok(), Some(None));
    assert_eq!(store.accesses("t1", "u1", None, 9).await.ok(), Some(vec![]));
    let left = store
        .accesses("t1", "u9", None, 9)
        .await
        .unwrap_or_default();
    let left: Vec<&str> = left.iter().map(|access| access.id.as_str()).collect();
    assert_eq!(left, ["a3"]);
    let events = store.events(None, 0, 9).await.unwrap_or_default();
    let data: Vec<&str> = events
        .iter()
        .map(|stored| stored.event.data.as_str())
        .collect();
    assert_eq!(data, ["{}", "{\"mail\":\"canary\"}", "{}"]);
    let version = store.version(&address("n2"), 1).await.ok().flatten();
    assert_eq!(version.map(|version| version.actor), Some(String::new()));
    assert_eq!(store.erasures(0).await.ok(), Some(vec![erasure]));
    assert_eq!(store.erasures(51).await.ok(), Some(vec![]));
    assert!(matches!(store.get(&at("n1")).await, Ok(None)));
}

pub(super) async fn what_others_did_to_a_shared_record_stays(store: &dyn Store) {
    fill(store).await;
    let claim = Claim {
        holder: "relay".into(),
        now: 100,
        until: 200,
        limit: 9,
    };
    let claimed = store.claim(&claim).await.unwrap_or_default();
    let settled: Vec<Settled> = claimed
        .iter()
        .map(|stored| Settled {
            sequence: stored.sequence,
            how: Settlement::Dead {
                error: "quotes u7".into(),
            },
        })
        .collect();
    let settled = store.settle("relay", &settled).await;
    assert_eq!(settled.ok(), Some(claimed.len()));
    let told = |events: Vec<StoredEvent>| -> Vec<(String, String, String)> {
        let events = events.into_iter().map(|stored| {
            let Address { tenant, id, .. } = &stored.event.address;
            (
                format!("{tenant}/{id}"),
                stored.event.data.clone(),
                stored.error,
            )
        });
        events.collect()
    };
    let before = told(store.events(None, 0, 9).await.unwrap_or_default());
    let details = |links: Vec<Link>| links.iter().filter(|link| link.detail.is_some()).count();
    let noted = details(whole(store).await);
    for (id, how) in [("n1", Treatment::Unname), ("n2", Treatment::Release)] {
        let erasure = Erasure {
            id: format!("x-{id}"),
            at: 50,
            tenant: "t1".into(),
            person: "u7".into(),
            records: vec![Treated::new(Address::new("t1", "note", id), how)],
            ..Erasure::default()
        };
        let commit = Commit {
            erasure: Some(erasure),
            ..Commit::default()
        };
        assert!(store.commit(&commit).await.is_ok());
    }
    assert_eq!(details(whole(store).await), noted);
    let after = told(store.events(None, 0, 9).await.unwrap_or_default());
    let mut expected = before;
    for (record, data, error) in &mut expected {
        match record.as_str() {
            "t1/n1" => error.clear(),
            "t1/n2" => {
                "{}".clone_into(data);
                error.clear();
            }
            _ => {}
        }
    }
    assert_eq!(after, expected);
    assert!(
        after
            .iter()
            .any(|(_, data, error)| data != "{}" && error.is_empty())
    );
}
