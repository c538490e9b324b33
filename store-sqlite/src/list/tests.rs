//! What lists cost: the ways that SQLite takes.

use profilekit::Kernel;
use profilekit::access::{Context, SubjectHead};
use profilekit::store::{
    Address, Archived, Changes, Commit, Condition, PageRequest, Records, Selection, StoredRecord,
    Write,
};
use rusqlite::params_from_iter;

use super::question::Question;
use crate::SqliteStore;

/// A product with one tenant, and the same with many.
fn kernel(tenancy: &str) -> Kernel {
    let blueprint = format!(
        r#"{{
        "blueprint": 1, "name": "plans", "version": "1.0.0", {tenancy}
        "roles": {{ "member": {{ "default": true }}, "staff": {{}}, "operator": {{}} }},
        "kinds": {{ "note": {{
            "owner": "user", "audience": "platform",
            "relations": {{ "reader": {{ "to": "user", "many": true }} }},
            "lifecycle": {{ "initial": "draft", "states": ["draft", "open"],
                "transitions": [ {{ "name": "open", "from": ["draft"], "to": "open", "by": ["owner"] }} ] }},
            "fields": {{ "title": {{ "type": "string" }}, "stars": {{ "type": "int" }} }}
        }} }},
        "policies": [
            {{ "id": "own", "allow": ["note.*"], "relations": ["owner"] }},
            {{ "id": "readers", "allow": ["note.list"], "relations": ["reader"], "when": "resource.stars >= 3" }},
            {{ "id": "staff", "allow": ["note.list"], "roles": ["staff", "operator"] }},
            {{ "id": "hidden", "deny": ["note.list"], "when": "has(resource.title) && resource.title == 'hidden'" }}
        ]
    }}"#
    );
    Kernel::compile(blueprint.as_bytes()).unwrap()
}

const ONE_TENANT: &str = "";
const MANY_TENANTS: &str = r#""tenancy": { "crossed_by": ["operator"] },"#;

/// Who asks.
#[derive(Debug, Clone, Copy)]
enum Who {
    Member,
    Staff,
    Nobody,
    Operator,
}

fn with<T>(
    kernel: &Kernel,
    who: Who,
    tenant: Option<&str>,
    ask: impl FnOnce(&Selection<'_>) -> T,
) -> T {
    let head = SubjectHead {
        id: (!matches!(who, Who::Nobody)).then_some("u1"),
        tenant,
        roles: match who {
            Who::Staff => &["staff"],
            Who::Operator => &["operator"],
            Who::Member | Who::Nobody => &[],
        },
        ..SubjectHead::default()
    };
    let subject = kernel.subject(&head).unwrap();
    let action = kernel.action("note.list").unwrap();
    let context = Context::default();
    ask(&Selection::new(kernel, &subject, action, &context).unwrap())
}

/// The steps that SQLite takes, way by way.
fn steps(store: &SqliteStore, selection: &Selection<'_>, request: &PageRequest) -> Vec<String> {
    let question = Question::new(selection, request);
    let mut queries = question.each_way();
    queries.push(question.together(50));
    let read = store.read(|connection| {
        let mut steps = Vec::new();
        for query in queries {
            let mut explain = connection.prepare(&format!("EXPLAIN QUERY PLAN {}", query.text))?;
            let rows = explain.query_map(params_from_iter(query.parameters), |row| row.get(3))?;
            steps.extend(rows.collect::<rusqlite::Result<Vec<String>>>()?);
        }
        Ok(steps)
    });
    read.unwrap()
}

/// Every request that is asked every day.
fn requests(tenant: Option<&str>) -> Vec<PageRequest> {
    let conditions = [
        vec![],
        vec![Condition::Owner("u7".into())],
        vec![Condition::State("open".into())],
        vec![Condition::Related("reader".into(), "u7".into())],
        vec![
            Condition::State("open".into()),
            Condition::Owner("u7".into()),
            Condition::UpdatedSince(5),
        ],
    ];
    let mut requests = Vec::new();
    for conditions in conditions {
        for newest_first in [false, true] {
            for archived in [Archived::Without, Archived::Only, Archived::With] {
                for after in [
                    None,
                    Some(("n5".to_owned(), tenant.unwrap_or_default().to_owned())),
                ] {
                    requests.push(PageRequest {
                        after,
                        limit: 50,
                        newest_first,
                        archived,
                        conditions: conditions.clone(),
                        tenant: tenant.map(str::to_owned),
                    });
                }
            }
        }
    }
    requests
}

#[test]
fn every_list_follows_an_index_in_its_order() {
    let store = SqliteStore::in_memory().unwrap();
    let mut looked_at = 0;
    for tenancy in [ONE_TENANT, MANY_TENANTS] {
        let kernel = kernel(tenancy);
        for who in [Who::Member, Who::Staff, Who::Nobody, Who::Operator] {
            for tenant in [None, Some(""), Some("t1")] {
                for request in requests(tenant) {
                    let of = tenant.filter(|tenant| !tenant.is_empty());
                    let steps = with(&kernel, who, of, |selection| {
                        steps(&store, selection, &request)
                    });
                    looked_at += 1;
                    for step in &steps {
                        let scan = step.starts_with("SCAN r") || step.starts_with("SCAN l");
                        // Counting several ways takes each record once: there is no order to keep.
                        let sorted = step.contains("TEMP B-TREE FOR ORDER")
                            || step.contains("TEMP B-TREE FOR LAST");
                        assert!(!scan && !sorted, "{who:?} {request:?}: {steps:#?}");
                    }
                }
            }
        }
    }
    assert_eq!(looked_at, 2 * 4 * 3 * 60);
}

#[test]
fn somebodys_list_looks_at_what_is_theirs_alone() {
    let store = SqliteStore::in_memory().unwrap();
    let (one, many) = (kernel(ONE_TENANT), kernel(MANY_TENANTS));
    let first = |kernel: &Kernel, who, tenant, request: &PageRequest| {
        with(kernel, who, tenant, |selection| {
            steps(&store, selection, request)
        })
    };
    let plain = PageRequest::default();
    let by_state = PageRequest {
        conditions: vec![Condition::State("open".into())],
        ..PageRequest::default()
    };
    for (kernel, who, tenant, request, expected) in [
        (
            &one,
            Who::Member,
            None,
            &plain,
            &[
                "records_by_owner (owner=? AND kind=?)",
                "(other=? AND kind=? AND name=?)",
            ][..],
        ),
        (&one, Who::Staff, None, &plain, &["records_by_id (kind=?)"]),
        (
            &one,
            Who::Staff,
            None,
            &by_state,
            &["records_by_state (kind=? AND state=?)"],
        ),
        (
            &many,
            Who::Staff,
            Some("t1"),
            &plain,
            &["records_by_tenant (kind=? AND tenant=?)"],
        ),
        (
            &many,
            Who::Staff,
            Some("t1"),
            &by_state,
            &["records_by_tenant_and_state (kind=? AND tenant=? AND state=?)"],
        ),
        (
            &many,
            Who::Operator,
            None,
            &plain,
            &["records_by_id (kind=?)"],
        ),
        (&one, Who::Nobody, None, &plain, &[]),
    ] {
        let steps = first(kernel, who, tenant, request);
        let told = format!("{who:?} {steps:#?}");
        assert!(
            expected.iter().all(|part| told.contains(part)),
            "{told} without {expected:?}"
        );
    }
}

fn record(number: usize) -> StoredRecord {
    let some = |number: usize| format!("u{}", number % 4);
    StoredRecord {
        address: Address::new(
            ["", "t1", "t2"][number % 3],
            "note",
            &format!("n{:03}", number / 2),
        ),
        owner: (!number.is_multiple_of(5)).then(|| some(number)),
        state: (number % 7 > 1).then(|| ["draft", "open"][number % 2].to_owned()),
        version: 1,
        updated_at: i64::try_from(number % 9).unwrap(),
        archived_at: number.is_multiple_of(6).then_some(1),
        relations: vec![("reader".into(), vec![some(number / 4), some(number / 3)])],
        document: format!(
            "{{\"stars\":{},\"title\":\"{}\"}}",
            number % 6,
            ["a", "hidden"][number / 8 % 2]
        ),
        choices: "{}".into(),
        forced: "{}".into(),
        ..StoredRecord::default()
    }
}

/// The list as it must be, of the records that are admitted.
fn expected(admitted: &[&StoredRecord], request: &PageRequest) -> Vec<Address> {
    let place = |address: &Address| (address.id.clone(), address.tenant.clone());
    let mut admitted: Vec<Address> = admitted
        .iter()
        .filter(|record| match request.archived {
            Archived::Without => record.archived_at.is_none(),
            Archived::Only => record.archived_at.is_some(),
            Archived::With => true,
        })
        .filter(|record| request.conditions.iter().all(|one| one.holds(record)))
        .map(|record| record.address.clone())
        .filter(|at| {
            request
                .tenant
                .as_ref()
                .is_none_or(|tenant| *tenant == at.tenant)
        })
        .filter(|at| match &request.after {
            None => true,
            Some(after) if request.newest_first => place(at) < *after,
            Some(after) => place(at) > *after,
        })
        .collect();
    admitted.sort_by_key(place);
    if request.newest_first {
        admitted.reverse();
    }
    admitted
}

/// Compares the list and the count with what they must be; says how many records there are.
fn compare(
    store: &SqliteStore,
    selection: &Selection<'_>,
    request: &PageRequest,
    expected: &[Address],
) -> usize {
    let (most, all) = (request.limit, expected.len());
    let page = pollster::block_on(store.list(selection, request)).unwrap();
    let found: Vec<_> = page
        .records
        .into_iter()
        .map(|record| record.address)
        .collect();
    assert_eq!(found, expected[..all.min(most)], "{request:?}");
    assert_eq!(page.more, all > most);
    let count = pollster::block_on(store.count(selection, request)).unwrap();
    assert_eq!(count.found, u64::try_from(all.min(most)).unwrap());
    assert_eq!(count.complete, all <= most);
    all
}

/// Requests that find something in the records, and pages of them.
fn pages(tenant: Option<&str>) -> Vec<PageRequest> {
    let mut pages = Vec::new();
    for mut request in requests(tenant) {
        request.limit = 7;
        for condition in &mut request.conditions {
            if let Condition::Owner(of) | Condition::Related(_, of) = condition {
                *of = "u2".into();
            }
        }
        let after = request.after.take().map(|_| ["", "t1"]);
        pages.push(request.clone());
        for of in after.into_iter().flatten() {
            let after = Some(("n030".to_owned(), of.to_owned()));
            pages.push(PageRequest {
                after,
                ..request.clone()
            });
        }
    }
    pages
}

#[test]
fn every_way_leads_to_what_is_admitted() {
    let store = SqliteStore::in_memory().unwrap();
    let all: Vec<StoredRecord> = (0..120).map(record).collect();
    let writes = all.iter().cloned().map(|record| Write {
        record,
        ..Write::default()
    });
    let commit = Commit {
        writes: writes.collect(),
        ..Commit::default()
    };
    pollster::block_on(store.commit(&commit)).unwrap();
    let mut found = 0;
    for tenancy in [ONE_TENANT, MANY_TENANTS] {
        let kernel = kernel(tenancy);
        for who in [Who::Member, Who::Staff, Who::Nobody, Who::Operator] {
            with(&kernel, who, Some("t1"), |selection| {
                let admitted = all
                    .iter()
                    .filter(|record| selection.admits(record).unwrap());
                let admitted: Vec<&StoredRecord> = admitted.collect();
                for tenant in [None, Some(""), Some("t1")] {
                    for request in pages(tenant) {
                        let expected = expected(&admitted, &request);
                        found += compare(&store, selection, &request, &expected);
                    }
                }
            });
        }
    }
    assert!(found > 5000, "{found}");
}
