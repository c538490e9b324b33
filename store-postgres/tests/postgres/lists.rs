//! Lists of many records: what they admit, and how they find it.

use profilekit::access::{Context, SubjectHead};
use profilekit::store::{
    Address, Archived, Changes, Commit, Condition, Count, PageRequest, Records, Selection,
    StoredRecord, Write, contract,
};
use profilekit::{Kernel, store::Page};
use profilekit_postgres::PostgresStore;
use profilekit_tests::Seeded;

use crate::server::Server;

const BLUEPRINT: &str = r#"{
    "blueprint": 1, "name": "lists", "version": "1.0.0",
    "roles": { "member": { "default": true }, "staff": {}, "support": {} },
    "tenancy": { "crossed_by": ["support"] },
    "kinds": { "note": {
        "owner": "user", "audience": "platform",
        "relations": { "reader": { "to": "user", "many": true } },
        "lifecycle": { "initial": "draft", "states": ["draft", "open"],
            "transitions": [ { "name": "open", "from": ["draft"], "to": "open", "by": ["owner"] } ] },
        "fields": { "title": { "type": "string" }, "stars": { "type": "int" } }
    } },
    "policies": [
        { "id": "own", "allow": ["note.*"], "relations": ["owner"] },
        { "id": "readers", "allow": ["note.list"], "relations": ["reader"] },
        { "id": "staff", "allow": ["note.list"], "roles": ["staff"], "when": "resource.stars >= 2 || resource.title == 'x'" },
        { "id": "support", "allow": ["note.list"], "roles": ["support"] }
    ]
}"#;

const MINUTE: i64 = 60_000_000;

fn kernel() -> Kernel {
    Kernel::compile(BLUEPRINT.as_bytes()).unwrap()
}

/// A record of one of 4 tenants and 500 people, now and then with a document that `jsonb` does
/// not hold.
fn record(random: &mut Seeded, number: usize) -> StoredRecord {
    let person = |random: &mut Seeded| format!("u{}", random.below(500));
    let titles = ["x", "y", "a\\u0000b", "é"];
    let tenant = format!("t{}", random.below(4));
    StoredRecord {
        address: Address::new(&tenant, "note", &format!("n{number:06}")),
        owner: Some(person(random)),
        state: Some((*random.pick(&["draft", "open"])).into()),
        archived_at: None,
        updated_at: i64::try_from(number).unwrap() * MINUTE,
        relations: vec![("reader".into(), vec![person(random)])],
        document: format!(
            "{{\"title\":\"{}\",\"stars\":{}}}",
            random.pick(&titles),
            random.below(4)
        ),
        ..contract::note("x")
    }
}

fn fill(store: &PostgresStore, count: usize) -> Vec<StoredRecord> {
    let mut random = Seeded::new(11);
    let records: Vec<StoredRecord> = (0..count).map(|n| record(&mut random, n)).collect();
    for records in records.chunks(1000) {
        let writes = records.iter().map(|record| Write {
            record: record.clone(),
            ..Write::default()
        });
        let commit = Commit {
            writes: writes.collect(),
            ..Commit::default()
        };
        pollster::block_on(store.commit(&commit)).unwrap();
    }
    records
}

/// Asks what somebody may list.
fn with<T>(id: &str, roles: &[&str], ask: impl FnOnce(&Selection<'_>) -> T) -> T {
    let kernel = kernel();
    let head = SubjectHead {
        id: Some(id),
        roles,
        tenant: Some("t1"),
        ..SubjectHead::default()
    };
    let subject = kernel.subject(&head).unwrap();
    let action = kernel.action("note.list").unwrap();
    let context = Context::default();
    ask(&Selection::new(&kernel, &subject, action, &context).unwrap())
}

fn ids(page: &Page) -> Vec<&Address> {
    page.records.iter().map(|record| &record.address).collect()
}

#[test]
fn pages_and_counts_are_what_decisions_allow() {
    let server = Server::start();
    let store = server.fresh();
    let mut records = fill(&store, 2000);
    records.sort_by(|one, other| {
        let place =
            |record: &StoredRecord| (record.address.id.clone(), record.address.tenant.clone());
        place(one).cmp(&place(other))
    });
    for newest_first in [false, true] {
        for (id, roles) in [("u1", &[][..]), ("u2", &["staff"]), ("u3", &["support"])] {
            with(id, roles, |selection| {
                let admitted = records
                    .iter()
                    .filter(|record| selection.admits(record).unwrap());
                let mut expected: Vec<&Address> = admitted.map(|record| &record.address).collect();
                if newest_first {
                    expected.reverse();
                }
                assert!(!expected.is_empty());
                let mut request = PageRequest {
                    limit: 97,
                    newest_first,
                    ..PageRequest::default()
                };
                for (number, wanted) in expected.chunks(97).enumerate() {
                    let page = pollster::block_on(store.list(selection, &request)).unwrap();
                    assert_eq!(ids(&page), wanted, "page {number} of {id}");
                    assert_eq!(page.more, (number + 1) * 97 < expected.len());
                    let last = page.records.last().unwrap().address.clone();
                    request.after = Some((last.id, last.tenant));
                }
                let count = |limit: usize| {
                    let request = PageRequest {
                        limit,
                        ..PageRequest::default()
                    };
                    pollster::block_on(store.count(selection, &request)).unwrap()
                };
                let found = u64::try_from(expected.len()).unwrap();
                assert_eq!(
                    count(5000),
                    Count {
                        found,
                        complete: true
                    }
                );
                assert_eq!(
                    count(expected.len() - 1),
                    Count {
                        found: found - 1,
                        complete: false
                    }
                );
            });
        }
    }
}

/// The ways in which lists are asked for every day.
fn everyday() -> Vec<(
    &'static str,
    &'static str,
    &'static [&'static str],
    PageRequest,
)> {
    let tenant = PageRequest {
        limit: 50,
        tenant: Some("t1".into()),
        ..PageRequest::default()
    };
    let meeting = |condition: Condition| PageRequest {
        conditions: vec![condition],
        ..tenant.clone()
    };
    let newest = PageRequest {
        newest_first: true,
        ..tenant.clone()
    };
    let later = PageRequest {
        after: Some(("n025000".into(), "t1".into())),
        ..newest.clone()
    };
    let anywhere = PageRequest {
        tenant: None,
        ..tenant.clone()
    };
    vec![
        ("everything of a tenant", "u1", &["support"], tenant.clone()),
        ("the newest of a tenant", "u1", &["support"], newest),
        ("a later page", "u1", &["support"], later),
        (
            "everything of every tenant",
            "u1",
            &["support"],
            anywhere.clone(),
        ),
        ("my own and those shared with me", "u1", &[], tenant.clone()),
        ("mine, where no tenant is said", "u1", &[], anywhere),
        (
            "somebody's",
            "u1",
            &["support"],
            meeting(Condition::Owner("u7".into())),
        ),
        (
            "in a state",
            "u1",
            &["support"],
            meeting(Condition::State("open".into())),
        ),
        (
            "shared with somebody",
            "u1",
            &["support"],
            meeting(Condition::Related("reader".into(), "u7".into())),
        ),
        (
            "changed lately",
            "u1",
            &["support"],
            meeting(Condition::UpdatedSince(49_900 * MINUTE)),
        ),
        ("by what is in the document", "u2", &["staff"], tenant),
    ]
}

#[test]
fn no_everyday_list_reads_the_whole_table() {
    let server = Server::start();
    let store = server.fresh();
    fill(&store, 50_000);
    server.run("ANALYZE records");
    for (name, id, roles, request) in everyday() {
        with(id, roles, |selection| {
            let plan = pollster::block_on(store.plan(selection, &request))
                .unwrap()
                .unwrap();
            let start = std::time::Instant::now();
            let page = pollster::block_on(store.list(selection, &request)).unwrap();
            println!(
                "{name}: {} in {:?}\n{plan}\n",
                page.records.len(),
                start.elapsed()
            );
            assert!(!plan.contains("Seq Scan"), "{name}:\n{plan}");
            assert!(!page.records.is_empty());
            let counting = PageRequest {
                limit: 1000,
                ..request.clone()
            };
            let plan = pollster::block_on(store.plan_of_count(selection, &counting)).unwrap();
            let plan = plan.unwrap();
            println!("{name}, counted:\n{plan}\n");
            assert!(!plan.contains("Seq Scan"), "{name}, counted:\n{plan}");
        });
    }
    // Exports and erasure ask for whom records name, whoever may see them.
    let kernel = kernel();
    let selection = Selection::all(&kernel, "note").unwrap();
    let naming = PageRequest {
        limit: 200,
        archived: Archived::With,
        conditions: vec![Condition::Related("reader".into(), "u7".into())],
        tenant: Some("t1".into()),
        ..PageRequest::default()
    };
    let plan = pollster::block_on(store.plan(&selection, &naming)).unwrap();
    let plan = plan.unwrap();
    assert!(plan.contains("records_by_relation"), "{plan}");
}
