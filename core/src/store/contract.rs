//! What every store must do: one suite, run against each of them.

use super::error::StoreError;
use super::record::{PageRequest, Records, StoredRecord};
use super::selection::Selection;
use crate::access::{Context, SubjectHead};
use crate::kernel::Kernel;

/// How many cases the suite has.
pub const CASES: usize = 10;

const BLUEPRINT: &[u8] = br#"{
    "blueprint": 1, "name": "contract", "version": "1.0.0",
    "roles": { "member": { "default": true }, "staff": {} },
    "kinds": { "note": {
        "owner": "user", "audience": "platform",
        "relations": { "reader": { "to": "user", "many": true } },
        "lifecycle": { "initial": "draft", "states": ["draft", "open"],
            "transitions": [ { "name": "open", "from": ["draft"], "to": "open", "by": ["owner"] } ] },
        "fields": { "title": { "type": "string" }, "stars": { "type": "int" }, "tags": { "type": "list", "of": { "type": "string" } } }
    } },
    "policies": [
        { "id": "own", "allow": ["note.*"], "relations": ["owner"] },
        { "id": "readers", "allow": ["note.list"], "relations": ["reader"], "when": "resource.stars >= 3" },
        { "id": "open", "allow": ["note.list"], "roles": ["member"], "when": "resource.state == 'open' && 'public' in resource.tags" },
        { "id": "staff", "allow": ["note.list"], "roles": ["staff"], "when": "resource.title.matches('^a')" },
        { "id": "hidden", "deny": ["note.list"], "when": "has(resource.title) && resource.title == 'hidden'" }
    ]
}"#;

/// Runs every case, each against a store of its own, and says how many passed.
///
/// # Panics
/// Where the store does not do what it must.
pub async fn run<S: Records>(fresh: &dyn Fn() -> S) -> usize {
    what_was_stored_comes_back(&fresh()).await;
    a_second_insert_is_refused(&fresh()).await;
    tenants_and_kinds_keep_their_ids_apart(&fresh()).await;
    a_stale_write_is_refused_with_the_current_version(&fresh()).await;
    unique_keys_are_held_by_one(&fresh()).await;
    a_key_given_up_is_free(&fresh()).await;
    deleting_needs_the_version(&fresh()).await;
    identifiers_are_compared_byte_by_byte(&fresh()).await;
    lists_show_what_decide_allows(&fresh()).await;
    pages_across_tenants_skip_nothing(&fresh()).await;
    CASES
}

/// A record with all that a record can have.
#[must_use]
pub fn note(id: &str) -> StoredRecord {
    StoredRecord {
        kind: "note".into(),
        id: id.into(),
        tenant: String::new(),
        owner: Some("u1".into()),
        owner_roles: vec!["member".into()],
        state: Some("draft".into()),
        version: 1,
        created_at: 1_700_000_000_000_001,
        updated_at: 1_700_000_000_000_002,
        relations: vec![("reader".into(), vec!["u2".into(), "u3".into()])],
        keys: vec![format!("title={id}")],
        document: format!("{{\"title\":\"{id} \u{1f600} \\u0000\",\"stars\":3}}"),
        choices: "{\"/title\":\"public\"}".into(),
        forced: "{}".into(),
    }
}

async fn what_was_stored_comes_back(store: &dyn Records) {
    let record = note("n1");
    assert!(matches!(store.get("", "note", "n1").await, Ok(None)));
    assert!(store.insert(&record).await.is_ok());
    assert_eq!(
        store.get("", "note", "n1").await.ok().flatten(),
        Some(record.clone())
    );
    let changed = StoredRecord {
        version: 2,
        owner: None,
        state: Some("open".into()),
        relations: Vec::new(),
        document: "{}".into(),
        ..record
    };
    assert!(store.replace(&changed).await.is_ok());
    assert_eq!(
        store.get("", "note", "n1").await.ok().flatten(),
        Some(changed)
    );
}

async fn a_second_insert_is_refused(store: &dyn Records) {
    assert!(store.insert(&note("n1")).await.is_ok());
    let again = store.insert(&note("n1")).await;
    assert!(matches!(again, Err(StoreError::UniqueViolation { what }) if what == "id"));
}

async fn tenants_and_kinds_keep_their_ids_apart(store: &dyn Records) {
    let of = |tenant: &str, kind: &str| StoredRecord {
        tenant: tenant.into(),
        kind: kind.into(),
        document: format!("{{\"title\":\"{tenant}{kind}\"}}"),
        ..note("n1")
    };
    for (tenant, kind) in [
        ("", "note"),
        ("t1", "note"),
        ("t2", "note"),
        ("t1", "other"),
    ] {
        assert!(
            store.insert(&of(tenant, kind)).await.is_ok(),
            "{tenant} {kind}"
        );
    }
    let found = store.get("t2", "note", "n1").await.ok().flatten();
    assert_eq!(found, Some(of("t2", "note")));
    assert!(matches!(store.get("t3", "note", "n1").await, Ok(None)));
}

async fn a_stale_write_is_refused_with_the_current_version(store: &dyn Records) {
    let at = |version: i64| StoredRecord {
        version,
        ..note("n1")
    };
    let missing = store.replace(&at(2)).await;
    assert!(matches!(missing, Err(StoreError::NotFound)));
    assert!(store.insert(&at(1)).await.is_ok());
    assert!(store.replace(&at(2)).await.is_ok());
    let stale = store.replace(&at(2)).await;
    assert!(matches!(stale, Err(StoreError::Conflict { current: 2 })));
}

async fn unique_keys_are_held_by_one(store: &dyn Records) {
    let with_key = |id: &str, version: i64| StoredRecord {
        version,
        keys: vec!["owner=u1".into()],
        ..note(id)
    };
    assert!(store.insert(&with_key("n1", 1)).await.is_ok());
    let second = store.insert(&with_key("n2", 1)).await;
    assert!(matches!(second, Err(StoreError::UniqueViolation { what }) if what == "owner"));
    assert!(
        matches!(store.get("", "note", "n2").await, Ok(None)),
        "nothing is half there"
    );
    let found = store.find("", "note", "owner=u1").await.ok().flatten();
    assert_eq!(found.map(|record| record.id), Some("n1".to_owned()));
    assert!(store.insert(&note("n2")).await.is_ok());
    let taken = store.replace(&with_key("n2", 2)).await;
    assert!(matches!(taken, Err(StoreError::UniqueViolation { .. })));
    assert!(
        store.replace(&with_key("n1", 2)).await.is_ok(),
        "its own key is no obstacle"
    );
}

async fn a_key_given_up_is_free(store: &dyn Records) {
    let with_keys = |id: &str, version: i64, keys: &[&str]| StoredRecord {
        version,
        keys: keys.iter().map(|key| (*key).to_owned()).collect(),
        ..note(id)
    };
    assert!(store.insert(&with_keys("n1", 1, &["slug=a"])).await.is_ok());
    assert!(
        store
            .replace(&with_keys("n1", 2, &["slug=b"]))
            .await
            .is_ok()
    );
    assert!(store.insert(&with_keys("n2", 1, &["slug=a"])).await.is_ok());
    assert!(store.delete("", "note", "n1", 2).await.is_ok());
    assert!(store.insert(&with_keys("n3", 1, &["slug=b"])).await.is_ok());
}

async fn deleting_needs_the_version(store: &dyn Records) {
    let missing = store.delete("", "note", "n1", 1).await;
    assert!(matches!(missing, Err(StoreError::NotFound)));
    assert!(store.insert(&note("n1")).await.is_ok());
    let stale = store.delete("", "note", "n1", 7).await;
    assert!(matches!(stale, Err(StoreError::Conflict { current: 1 })));
    assert!(store.delete("", "note", "n1", 1).await.is_ok());
    assert!(matches!(store.get("", "note", "n1").await, Ok(None)));
}

async fn identifiers_are_compared_byte_by_byte(store: &dyn Records) {
    let ids = ["a", "A", "a_", "a-", "0a"];
    for id in ids {
        assert!(store.insert(&note(id)).await.is_ok(), "{id}");
    }
    for id in ids {
        let found = store.get("", "note", id).await.ok().flatten();
        assert_eq!(found.map(|record| record.id).as_deref(), Some(id));
    }
}

async fn lists_show_what_decide_allows(store: &dyn Records) {
    let Ok(kernel) = Kernel::compile(BLUEPRINT) else {
        unreachable_blueprint()
    };
    let records = sample();
    for record in &records {
        assert!(store.insert(record).await.is_ok(), "{}", record.id);
    }
    for (id, roles) in [
        ("u1", &[][..]),
        ("u2", &[]),
        ("u9", &[]),
        ("u9", &["staff"]),
    ] {
        let head = SubjectHead {
            id: Some(id),
            roles,
            ..SubjectHead::default()
        };
        let (Ok(subject), Ok(action)) = (kernel.subject(&head), kernel.action("note.list")) else {
            unreachable_blueprint()
        };
        let context = Context::default();
        let Ok(selection) = Selection::new(&kernel, &subject, action, &context) else {
            unreachable_blueprint()
        };
        let mut expected: Vec<String> = records
            .iter()
            .filter(|record| matches!(selection.admits(record), Ok(true)))
            .map(|record| record.id.clone())
            .collect();
        expected.sort();
        assert!(
            !expected.is_empty(),
            "{id} sees nothing: the case proves nothing"
        );
        assert_eq!(paged(store, &selection).await, expected, "{id} {roles:?}");
    }
}

/// The same identifier in several tenants, seen by the product itself.
async fn pages_across_tenants_skip_nothing(store: &dyn Records) {
    let Ok(kernel) = Kernel::compile(BLUEPRINT) else {
        unreachable_blueprint()
    };
    for tenant in ["", "t1", "t2", "t3"] {
        for id in ["a", "b"] {
            let record = StoredRecord {
                tenant: tenant.into(),
                document: "{}".into(),
                ..note(id)
            };
            assert!(store.insert(&record).await.is_ok(), "{tenant} {id}");
        }
    }
    let head = SubjectHead {
        id: Some("u1"),
        system: true,
        ..SubjectHead::default()
    };
    let (Ok(subject), Ok(action)) = (kernel.subject(&head), kernel.action("note.list")) else {
        unreachable_blueprint()
    };
    let context = Context::default();
    let Ok(selection) = Selection::new(&kernel, &subject, action, &context) else {
        unreachable_blueprint()
    };
    let found = paged(store, &selection).await;
    assert_eq!(found, ["a", "a", "a", "a", "b", "b", "b", "b"]);
}

/// All that a selection admits, two by two.
async fn paged(store: &dyn Records, selection: &Selection<'_>) -> Vec<String> {
    let mut seen: Vec<(String, String)> = Vec::new();
    loop {
        let page = PageRequest {
            after: seen.last().map(|(id, tenant)| (&**id, &**tenant)),
            limit: 2,
        };
        let page = store.list(selection, page).await.unwrap_or_default();
        let more = page.more && !page.records.is_empty();
        let records = page.records.into_iter();
        seen.extend(records.map(|record| (record.id, record.tenant)));
        if !more {
            return seen.into_iter().map(|(id, _)| id).collect();
        }
    }
}

/// Records of two owners in every combination that the policies ask about.
fn sample() -> Vec<StoredRecord> {
    let documents = [
        "{}",
        "{\"title\":\"abc\",\"stars\":3}",
        "{\"title\":\"xyz\",\"stars\":2,\"tags\":[\"public\",\"x\"]}",
        "{\"title\":\"hidden\",\"stars\":5,\"tags\":[\"public\"]}",
        "{\"stars\":4,\"tags\":[]}",
    ];
    let mut records = Vec::new();
    for (index, document) in documents.iter().enumerate() {
        for (owner, state) in [("u1", "draft"), ("u1", "open"), ("u5", "open")] {
            records.push(StoredRecord {
                id: format!("r{index}{owner}{state}"),
                owner: Some(owner.into()),
                state: Some(state.into()),
                keys: Vec::new(),
                document: (*document).to_owned(),
                ..note("x")
            });
        }
    }
    records
}

#[expect(
    clippy::panic,
    reason = "the suite's own blueprint is part of the suite"
)]
fn unreachable_blueprint() -> ! {
    panic!("the contract's blueprint does not compile")
}
