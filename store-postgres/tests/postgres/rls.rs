//! Row-level security shows the rows that decisions allow.

use std::collections::BTreeSet;

use profilekit::Kernel;
use profilekit::access::{Context, ResourceHead, Subject, SubjectHead};
use profilekit::store::{Address, Changes, Commit, Records, StoredRecord, Write, contract};
use profilekit_postgres::row_level_security;
use profilekit_tests::Seeded;

use crate::server::Server;

const BLUEPRINT: &str = r#"{
    "blueprint": 1, "name": "rls", "version": "1.0.0",
    "roles": { "member": { "default": true }, "editor": {}, "admin": { "includes": ["editor"] }, "support": {} },
    "personas": { "builder": { "role": "editor" } },
    "tenancy": { "crossed_by": ["support"] },
    "attributes": { "subject": { "level": { "type": "int" } } },
    "kinds": {
        "note": {
            "owner": "user",
            "relations": { "reader": { "to": "user", "many": true }, "boss": { "to": "user" } },
            "lifecycle": { "initial": "draft", "states": ["draft", "open"],
                "transitions": [ { "name": "open", "from": ["draft"], "to": "open", "by": ["owner"] } ] },
            "fields": { "title": { "type": "string" }, "stars": { "type": "int" }, "locked": { "type": "bool" },
                "tags": { "type": "list", "of": { "type": "string" } } }
        },
        "page": { "owner": "user", "tenant": "shared", "fields": { "title": { "type": "string" } } }
    },
    "policies": [
        { "id": "own", "allow": ["note.*", "page.*"], "relations": ["owner"] },
        { "id": "boss", "allow": ["note.update"], "roles": ["anyone"], "when": "resource.boss == subject.id" },
        { "id": "readers", "allow": ["note.read"], "relations": ["reader"], "when": "resource.stars >= 2" },
        { "id": "public", "allow": ["note.list"], "roles": ["anyone"], "when": "resource.state == 'open' && \"it's\" in resource.tags || 'public' in resource.tags" },
        { "id": "editors", "allow": ["note.read", "note.update", "page.read"], "roles": ["editor"] },
        { "id": "builders", "allow": ["note.delete", "note.create"], "roles": ["member"], "personas": ["builder"], "when": "!('admin' in subject.roles) && subject.persona == 'builder'" },
        { "id": "tagged", "allow": ["note.read"], "roles": ["member"], "when": "subject.id in resource.tags && resource.tenant == subject.tenant" },
        { "id": "locked", "deny": ["note.update", "note.delete"], "when": "has(resource.locked) && resource.locked" },
        { "id": "quiet", "deny": ["note.read", "note.list"], "roles": ["editor"], "when": "resource.stars == 3" },
        { "id": "level", "allow": ["page.list"], "roles": ["member"], "when": "subject.level > 3" },
        { "id": "odd", "deny": ["page.delete"], "when": "resource.title.matches('^x')" }
    ]
}"#;

const PEOPLE: [&str; 4] = ["u1", "u2", "U1", "o'neil"];

fn maybe<'l>(random: &mut Seeded, list: &[&'l str]) -> Option<&'l str> {
    random.percent(75).then(|| *random.pick(list))
}

fn record(random: &mut Seeded, number: usize) -> StoredRecord {
    let kind = if number.is_multiple_of(4) {
        "page"
    } else {
        "note"
    };
    let titles = ["\"x\"", "\"y\"", "7", "\"a\\u0000\""];
    let mut document = vec![format!("\"title\":{}", random.pick(&titles))];
    if kind == "note" {
        let members: [(&str, &[&str]); 3] = [
            ("stars", &["1", "2", "3", "\"3\""]),
            ("locked", &["true", "false", "1"]),
            (
                "tags",
                &["[]", "[\"public\"]", "[\"it's\",\"u1\"]", "\"public\""],
            ),
        ];
        for (name, choices) in members {
            document.extend(maybe(random, choices).map(|value| format!("\"{name}\":{value}")));
        }
    }
    let list = |name: Option<&str>| name.map(str::to_owned).into_iter().collect::<Vec<_>>();
    let relations = [
        ("reader", list(maybe(random, &PEOPLE))),
        ("boss", list(maybe(random, &PEOPLE))),
    ];
    let relations = relations.map(|(name, ids)| (name.to_owned(), ids));
    let tenant = maybe(random, &["t1", "t2"]).unwrap_or_default();
    let state = maybe(random, &["draft", "open"]);
    StoredRecord {
        address: Address::new(tenant, kind, &format!("n{number}")),
        owner: maybe(random, &PEOPLE).map(str::to_owned),
        state: state.filter(|_| kind == "note").map(str::to_owned),
        relations: if kind == "note" {
            relations.into()
        } else {
            Vec::new()
        },
        document: format!("{{{}}}", document.join(",")),
        archived_at: random.percent(50).then_some(30),
        ..contract::note("x")
    }
}

fn subjects(kernel: &Kernel) -> Vec<Subject> {
    let mut random = Seeded::new(5);
    let roles: [&[&str]; 5] = [
        &[],
        &["editor"],
        &["admin"],
        &["support"],
        &["editor", "support"],
    ];
    let subject = |random: &mut Seeded| {
        let roles = *random.pick(&roles);
        let plays = roles.iter().any(|role| ["editor", "admin"].contains(role));
        let id = maybe(random, &PEOPLE);
        let head = SubjectHead {
            id,
            roles: if id.is_some() { roles } else { &[] },
            tenant: maybe(random, &["t1", "t2"]),
            persona: Some("builder").filter(|_| plays && id.is_some() && random.percent(50)),
            ..SubjectHead::default()
        };
        kernel.subject(&head).unwrap()
    };
    let mut all: Vec<Subject> = (0..40).map(|_| subject(&mut random)).collect();
    let head = SubjectHead {
        system: true,
        ..SubjectHead::default()
    };
    all.push(kernel.subject(&head).unwrap());
    all
}

/// Whether a decision allows one of some actions.
fn allows(kernel: &Kernel, subject: &Subject, record: &StoredRecord, verbs: &[&str]) -> bool {
    let Address { tenant, kind, id } = &record.address;
    let relations: Vec<(&str, Vec<&str>)> = record
        .relations
        .iter()
        .map(|(name, ids)| (name.as_str(), ids.iter().map(String::as_str).collect()))
        .collect();
    let relations: Vec<(&str, &[&str])> = relations
        .iter()
        .map(|(name, ids)| (*name, ids.as_slice()))
        .collect();
    let head = ResourceHead {
        id: Some(id),
        owner: record.owner.as_deref(),
        tenant: Some(tenant.as_str()).filter(|tenant| !tenant.is_empty()),
        state: record.state.as_deref(),
        version: Some(record.version),
        created_at: Some(record.created_at),
        updated_at: Some(record.updated_at),
        relations: &relations,
        owner_roles: &[],
    };
    let of = kernel.kind(kind).unwrap();
    let resource = kernel.resource(of, &head, &record.document).unwrap();
    verbs.iter().any(|verb| {
        let action = kernel.action(&format!("{kind}.{verb}")).unwrap();
        let decision = kernel.decide(subject, action, &resource, &Context::default());
        decision.allowed
    })
}

/// Statements that make whoever follows them the subject, as the role that reads.
fn as_subject(subject: &Subject) -> String {
    let quoted = |text: String| format!("'{}'", text.replace('\'', "''"));
    let settings = subject
        .settings()
        .map(|(name, value)| format!("SELECT set_config('{name}', {}, true);", quoted(value)));
    format!("BEGIN; SET LOCAL ROLE reports; {}", settings.concat())
}

fn ids(rows: Vec<Vec<String>>) -> BTreeSet<String> {
    let ids = rows.into_iter().filter_map(|row| row.into_iter().next());
    ids.filter_map(|id| id.strip_prefix("row ").map(str::to_owned))
        .collect()
}

#[test]
fn rows_are_those_that_decisions_allow() {
    let server = Server::start();
    let store = server.fresh();
    let kernel = Kernel::compile(BLUEPRINT.as_bytes()).unwrap();
    let mut random = Seeded::new(3);
    let records: Vec<StoredRecord> = (0..300).map(|n| record(&mut random, n)).collect();
    let writes = records.iter().map(|record| Write {
        record: record.clone(),
        ..Write::default()
    });
    let commit = Commit {
        writes: writes.collect(),
        ..Commit::default()
    };
    pollster::block_on(store.commit(&commit)).unwrap();
    let security = row_level_security(&kernel, "s1", "reports").unwrap();
    let left: Vec<(&str, &str)> = security
        .refused
        .iter()
        .map(|(action, refused)| (action.as_str(), refused.policy.as_str()))
        .collect();
    assert_eq!(left, [("page.list", "level"), ("page.delete", "odd")]);
    server.run(&security.sql);
    server.run(&security.sql);
    let ids_where = |is_meant: fn(&StoredRecord) -> bool| -> BTreeSet<String> {
        let meant = records.iter().filter(|record| is_meant(record));
        meant.map(|record| record.address.id.clone()).collect()
    };
    let held = ids_where(|record| !record.document.contains("\\u0000"));
    let pages = ids_where(|record| record.address.kind == "page");
    let active = ids_where(|record| record.archived_at.is_none());
    let (mut compared, mut seen) = (0, 0);
    for subject in subjects(&kernel) {
        let start = as_subject(&subject);
        let query = |statement: &str| ids(server.run(&format!("{start} {statement}; ROLLBACK")));
        let allowed = |verbs: &[&str]| -> BTreeSet<String> {
            let allowed = records.iter();
            let allowed = allowed.filter(|record| allows(&kernel, &subject, record, verbs));
            allowed.map(|record| record.address.id.clone()).collect()
        };
        let mut reads = allowed(&["read", "list"]);
        // Of what was set aside, whoever may neither change it nor bring it back sees nothing.
        let (mut back, changes) = (allowed(&["delete"]), allowed(&["update"]));
        // Nobody deletes a page, or brings one back: the deny about that is left closed.
        back.retain(|id| !pages.contains(id));
        reads.retain(|id| active.contains(id) || back.contains(id) || changes.contains(id));
        let found = query("SELECT 'row ' || id FROM records");
        // What `jsonb` does not hold may be hidden, and is never shown against a decision.
        assert!(found.is_subset(&reads), "{:?}", subject.settings());
        let is_seen = |id: &String| held.contains(id) && reads.contains(id);
        let seen_of = |ids: &BTreeSet<String>| -> BTreeSet<String> {
            ids.iter().filter(|id| is_seen(id)).cloned().collect()
        };
        assert_eq!(seen_of(&found), seen_of(&reads), "{:?}", subject.settings());
        let updated = query("UPDATE records SET version = version + 1 RETURNING 'row ' || id");
        let updates = seen_of(&allowed(&["update"]));
        assert_eq!(seen_of(&updated), updates, "{:?}", subject.settings());
        let deleted = query("DELETE FROM records RETURNING 'row ' || id");
        let mut deletes = seen_of(&allowed(&["delete"]));
        deletes.retain(|id| !pages.contains(id));
        assert_eq!(seen_of(&deleted), deletes, "{:?}", subject.settings());
        compared += records.len() * 3;
        seen += found.len();
    }
    println!("{compared} rows compared, {seen} seen");
    assert!(seen > compared / 30, "hardly any row is seen: {seen}");
    let stored = pollster::block_on(store.get(&records[0].address)).unwrap();
    assert_eq!(
        stored.as_ref(),
        Some(&records[0]),
        "the store still sees everything"
    );
}

#[test]
fn rows_are_made_where_a_decision_allows() {
    let server = Server::start();
    drop(server.fresh());
    let kernel = Kernel::compile(BLUEPRINT.as_bytes()).unwrap();
    let security = row_level_security(&kernel, "s1", "reports").unwrap();
    server.run(&security.sql);
    assert!(row_level_security(&kernel, "s1", "a; b").is_err());
    let mut random = Seeded::new(9);
    let mut made = 0;
    for (number, subject) in subjects(&kernel).iter().enumerate() {
        let record = StoredRecord {
            document: "{}".into(),
            ..record(&mut random, number)
        };
        let Address { tenant, kind, id } = &record.address;
        let owner = record.owner.as_deref().map_or("NULL".to_owned(), |owner| {
            format!("'{}'", owner.replace('\'', "''"))
        });
        let statement = format!(
            "{} INSERT INTO records (tenant, kind, id, owner, owner_roles, version, created_at, \
             updated_at, draft, relations, document, choices, forced, provenance) VALUES \
             ('{tenant}', '{kind}', '{id}', {owner}, '[]', 1, 1, 1, false, '{{}}', '{{}}', '{{}}', '{{}}', '{{}}'); ROLLBACK",
            as_subject(subject)
        );
        let record = StoredRecord {
            relations: Vec::new(),
            state: None,
            ..record.clone()
        };
        let expected = allows(&kernel, subject, &record, &["create"]);
        assert_eq!(server.try_run(&statement).is_ok(), expected, "{statement}");
        made += usize::from(expected);
    }
    assert!(made > 3, "{made}");
}
