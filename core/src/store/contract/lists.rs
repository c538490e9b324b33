//! Lists, counts and what somebody owns.

use super::{at, insert, kernel, plain, unreachable_blueprint};
use crate::access::{Context, SubjectHead};
use crate::kernel::Kernel;
use crate::store::{
    Address, Archived, Condition, Count, PageRequest, Selection, Store, StoredRecord,
};

/// What `u1` may list, or the product itself.
struct Look {
    kernel: Kernel,
    system: bool,
    id: &'static str,
    roles: &'static [&'static str],
}

impl Look {
    fn new(id: &'static str, roles: &'static [&'static str]) -> Self {
        Self {
            kernel: kernel(),
            system: false,
            id,
            roles,
        }
    }

    fn system() -> Self {
        Self {
            system: true,
            ..Self::new("u1", &[])
        }
    }

    async fn with<T>(&self, ask: impl AsyncFnOnce(&Selection<'_>) -> T) -> T {
        let head = SubjectHead {
            id: Some(self.id),
            roles: self.roles,
            system: self.system,
            ..SubjectHead::default()
        };
        let subject = self.kernel.subject(&head);
        let (Ok(subject), Ok(action)) = (subject, self.kernel.action("note.list")) else {
            unreachable_blueprint()
        };
        let context = Context::default();
        let Ok(selection) = Selection::new(&self.kernel, &subject, action, &context) else {
            unreachable_blueprint()
        };
        ask(&selection).await
    }

    /// All that is admitted and asked for, two by two.
    async fn paged(&self, store: &dyn Store, request: PageRequest) -> Vec<String> {
        self.with(async |selection| paged(store, selection, request).await)
            .await
    }
}

async fn paged(
    store: &dyn Store,
    selection: &Selection<'_>,
    mut request: PageRequest,
) -> Vec<String> {
    let mut seen: Vec<String> = Vec::new();
    request.limit = 2;
    loop {
        let page = store.list(selection, &request).await.unwrap_or_default();
        let last = page.records.last().map(|record| record.address.clone());
        seen.extend(page.records.into_iter().map(|record| record.address.id));
        let Some(last) = last.filter(|_| page.more) else {
            return seen;
        };
        request.after = Some((last.id, last.tenant));
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
                address: at(&format!("r{index}{owner}{state}")),
                owner: Some(owner.into()),
                state: Some(state.into()),
                document: (*document).to_owned(),
                ..plain("x")
            });
        }
    }
    records
}

pub(super) async fn lists_show_what_decide_allows(store: &dyn Store) {
    let records = sample();
    for record in &records {
        insert(store, record).await;
    }
    for (id, roles) in [
        ("u1", &[][..]),
        ("u2", &[]),
        ("u9", &[]),
        ("u9", &["staff"]),
    ] {
        let look = Look::new(id, roles);
        let expected = async |selection: &Selection<'_>| {
            let admitted = records.iter();
            let admitted = admitted.filter(|record| matches!(selection.admits(record), Ok(true)));
            let mut ids: Vec<String> = admitted.map(|record| record.address.id.clone()).collect();
            ids.sort();
            ids
        };
        let expected = look.with(expected).await;
        assert!(!expected.is_empty(), "{id} sees nothing: it proves nothing");
        let found = look.paged(store, PageRequest::default()).await;
        assert_eq!(found, expected, "{id} {roles:?}");
        let request = PageRequest {
            limit: 1000,
            ..PageRequest::default()
        };
        let count = look
            .with(async |s| store.count(s, &request).await.ok())
            .await;
        let counted = Count {
            found: u64::try_from(expected.len()).unwrap_or(0),
            complete: true,
        };
        assert_eq!(count, Some(counted));
    }
}

pub(super) async fn lists_run_both_ways(store: &dyn Store) {
    let ids = ["a", "b", "c", "d", "e"];
    for id in ids {
        insert(store, &plain(id)).await;
    }
    let request = PageRequest {
        newest_first: true,
        ..PageRequest::default()
    };
    let mut found = Look::new("u1", &[]).paged(store, request).await;
    found.reverse();
    assert_eq!(found, ids);
}

pub(super) async fn conditions_narrow_lists(store: &dyn Store) {
    let open = StoredRecord {
        state: Some("open".into()),
        relations: vec![("reader".into(), vec!["u7".into()])],
        updated_at: 1_800_000_000_000_000,
        ..plain("b")
    };
    let foreign = StoredRecord {
        owner: Some("u5".into()),
        ..plain("c")
    };
    for record in [plain("a"), open, foreign] {
        insert(store, &record).await;
    }
    let look = Look::system();
    for (condition, expected) in [
        (Condition::Owner("u1".into()), &["a", "b"][..]),
        (Condition::Owner("u".into()), &[]),
        (Condition::State("open".into()), &["b"]),
        (Condition::Related("reader".into(), "u7".into()), &["b"]),
        (Condition::Related("reader".into(), "u2".into()), &["a"]),
        (Condition::Related("writer".into(), "u2".into()), &[]),
        (Condition::UpdatedSince(1_800_000_000_000_000), &["b"]),
        (Condition::UpdatedBefore(1_800_000_000_000_000), &["a"]),
    ] {
        let request = PageRequest {
            conditions: vec![condition.clone()],
            ..PageRequest::default()
        };
        let found = look.paged(store, request).await;
        assert_eq!(found, expected, "{condition:?}");
    }
    let both = vec![
        Condition::Owner("u1".into()),
        Condition::State("draft".into()),
    ];
    let request = PageRequest {
        conditions: both,
        ..PageRequest::default()
    };
    assert_eq!(look.paged(store, request).await, ["a"]);
}

pub(super) async fn archived_records_stand_apart(store: &dyn Store) {
    for record in [plain("a"), super::note("b"), plain("c")] {
        insert(store, &record).await;
    }
    let look = Look::new("u1", &[]);
    for (archived, expected) in [
        (Archived::Without, &["a", "c"][..]),
        (Archived::Only, &["b"]),
        (Archived::With, &["a", "b", "c"]),
    ] {
        let request = PageRequest {
            archived,
            ..PageRequest::default()
        };
        assert_eq!(look.paged(store, request).await, expected);
    }
}

/// The same identifier in several tenants, seen by the product itself.
pub(super) async fn pages_across_tenants_skip_nothing(store: &dyn Store) {
    for tenant in ["", "t1", "t2", "t3"] {
        for id in ["a", "b"] {
            let record = StoredRecord {
                address: Address::new(tenant, "note", id),
                document: "{}".into(),
                ..plain(id)
            };
            insert(store, &record).await;
        }
    }
    let look = Look::system();
    let found = look.paged(store, PageRequest::default()).await;
    assert_eq!(found, ["a", "a", "a", "a", "b", "b", "b", "b"]);
    let request = PageRequest {
        tenant: Some("t2".into()),
        ..PageRequest::default()
    };
    assert_eq!(look.paged(store, request.clone()).await, ["a", "b"]);
    // Behind a record of another tenant, too.
    let behind = async |id: &str, tenant: &str, newest_first: bool| {
        let request = PageRequest {
            after: Some((id.to_owned(), tenant.to_owned())),
            newest_first,
            ..request.clone()
        };
        look.paged(store, request).await
    };
    assert_eq!(behind("a", "t1", false).await, ["a", "b"]);
    assert_eq!(behind("a", "t2", false).await, ["b"]);
    assert_eq!(behind("a", "t3", false).await, ["b"]);
    assert_eq!(behind("b", "t1", true).await, ["a"]);
    assert_eq!(behind("b", "t2", true).await, ["a"]);
    assert_eq!(behind("b", "t3", true).await, ["b", "a"]);
}

/// The work that the product itself owes is about every record.
pub(super) async fn a_selection_of_all_admits_all(store: &dyn Store) {
    let records = sample();
    for record in &records {
        insert(store, record).await;
    }
    let kernel = kernel();
    let Ok(selection) = Selection::all(&kernel, "note") else {
        unreachable_blueprint()
    };
    let found = paged(store, &selection, PageRequest::default()).await;
    assert_eq!(found.len(), records.len());
}

pub(super) async fn counts_say_when_they_stop(store: &dyn Store) {
    for id in ["a", "b", "c"] {
        insert(store, &plain(id)).await;
    }
    let look = Look::new("u1", &[]);
    for (limit, found, complete) in [(2, 2, false), (3, 3, true), (9, 3, true)] {
        let request = PageRequest {
            limit,
            ..PageRequest::default()
        };
        let count = look
            .with(async |s| store.count(s, &request).await.ok())
            .await;
        assert_eq!(count, Some(Count { found, complete }), "{limit}");
    }
}

pub(super) async fn what_somebody_owns_is_found(store: &dyn Store) {
    let of = |tenant: &str, kind: &str, id: &str, owner: &str| StoredRecord {
        address: Address::new(tenant, kind, id),
        owner: Some(owner.into()),
        ..super::note(id)
    };
    let own = [
        of("t1", "card", "z", "u1"),
        of("t1", "note", "a", "u1"),
        of("t1", "note", "b", "u1"),
    ];
    let others = [of("t1", "note", "c", "u2"), of("t2", "note", "a", "u1")];
    for record in own.iter().chain(&others) {
        insert(store, record).await;
    }
    let first = store.owned("t1", "u1", None, 2).await.unwrap_or_default();
    assert_eq!(first.records, own.get(..2).unwrap_or_default());
    assert!(first.more);
    let last = first.records.last().map(|record| &record.address);
    let rest = store.owned("t1", "u1", last, 2).await.unwrap_or_default();
    assert_eq!(rest.records, own.get(2..).unwrap_or_default());
    assert!(!rest.more);
}
