//! Filters as SQL admit the records that decisions allow: in SQLite and in PostgreSQL.

use std::collections::BTreeSet;

use profilekit::Kernel;
use profilekit::access::{
    Columns, Context, Dialect, Reach, Resource, ResourceHead, Sql, SqlValue, Subject, SubjectHead,
};
use profilekit::time::parse_instant;
use profilekit_tests::{Postgres, Seeded};
use serde_json::{Value, json};

use crate::kernel;

/// Conditions with an exact form in SQL.
const PUSHABLE: [&str; 54] = [
    "resource.owner == subject.id",
    "resource.owner != subject.id",
    "resource.text == 'b'",
    "resource.text != 'b'",
    "resource.text < 'b'",
    "resource.text >= 'B'",
    "resource.text > resource.word",
    "'b' == resource.text",
    "resource.number == 3",
    "resource.number != 3",
    "resource.number < 2",
    "resource.number >= resource.other",
    "resource.number > 2.5",
    "resource.flag",
    "!resource.flag",
    "resource.flag == true",
    "resource.flag != (resource.number > 2)",
    "resource.word in ['a', 'b']",
    "!(resource.word in ['a', 'b'])",
    "resource.number in [1, 2, 3]",
    "resource.word in []",
    "'x' in resource.tags",
    "!('x' in resource.tags)",
    "resource.text in resource.tags",
    "subject.id in resource.tags",
    "resource.text in subject.teams",
    "'admin' in subject.roles",
    "has(resource.text)",
    "!has(resource.number)",
    "has(resource.tags) && 'x' in resource.tags",
    "has(resource.price)",
    "has(resource.deep.inner)",
    "resource.deep.inner == 'a'",
    "resource.price.currency == 'EUR'",
    "resource.when < context.now",
    "resource.when >= timestamp('2026-01-01T00:00:00.5Z')",
    "resource.created_at < context.now",
    "resource.updated_at == resource.created_at",
    "resource.version >= 2",
    "resource.state == 'open'",
    "resource.state in ['open', 'closed']",
    "resource.tenant == subject.tenant",
    "resource.client == subject.id",
    "has(resource.client)",
    "subject.id in resource.editor",
    "size(resource.tags) >= 2",
    "size(resource.text) == 1",
    "resource.text.contains('é')",
    "resource.text.startsWith('b')",
    "resource.text.endsWith('é')",
    "resource.text.endsWith('')",
    "resource.flag ? resource.number > 1 : resource.text == 'b'",
    "resource.number > 2 || resource.text == 'b' && !resource.flag",
    "subject.level > 3 && resource.number <= subject.level",
];

/// Conditions that SQL cannot answer as the kernel does, with what is said of them.
const NOT_PUSHABLE: [(&str, &str); 6] = [
    ("resource.text.matches('^b')", "a regular expression"),
    ("resource.number + 1 > 2", "arithmetic"),
    ("resource.price.amount > decimal('1')", "decimal"),
    ("resource.tags.exists(t, t == 'x')", "a macro over a list"),
    ("resource.when.getFullYear() == 2026", "a part of a time"),
    (
        "resource.created_at < resource.when",
        "stored in different forms",
    ),
];

fn blueprint() -> Value {
    let conditions = PUSHABLE
        .iter()
        .chain(NOT_PUSHABLE.iter().map(|(source, _)| source));
    let mut actions = vec!["relation".to_owned(), "owner".to_owned()];
    let mut policies = vec![
        json!({ "id": "relation", "allow": ["item.relation"], "relations": ["editor", "client"] }),
        json!({ "id": "owner", "allow": ["item.owner"], "relations": ["owner"], "when": "has(resource.text)" }),
    ];
    for (index, source) in conditions.enumerate() {
        for effect in ["allow", "deny"] {
            let action = format!("{effect}{index}");
            policies.push(json!({ "id": action, effect: [format!("item.{action}")], "roles": ["anyone"], "when": source }));
            if effect == "deny" {
                policies.push(json!({ "id": format!("all{index}"), "allow": [format!("item.{action}")], "roles": ["anyone"] }));
            }
            actions.push(action);
        }
    }
    json!({
        "blueprint": 1, "name": "sql", "version": "1.0.0",
        "roles": { "member": { "default": true }, "admin": {} },
        "attributes": { "subject": { "level": { "type": "int" }, "teams": { "type": "list", "of": { "type": "string" } } } },
        "kinds": { "item": {
            "owner": "user", "actions": actions,
            "relations": { "client": { "to": "user" }, "editor": { "to": "user", "many": true } },
            "fields": {
                "text": { "type": "string" }, "word": { "type": "enum", "values": ["a", "b", "c"] },
                "number": { "type": "int" }, "other": { "type": "int" }, "flag": { "type": "bool" },
                "tags": { "type": "list", "of": { "type": "string" } }, "price": { "type": "money" },
                "when": { "type": "instant" }, "deep": { "type": "object", "fields": { "inner": { "type": "string" } } }
            },
            "lifecycle": { "initial": "open", "states": ["open", "closed"], "transitions": [
                { "name": "close", "from": ["open"], "to": "closed", "by": ["owner", "relation:editor"], "when": "resource.flag" } ] }
        } },
        "policies": policies
    })
}

/// A record of random parts, many of them missing, some of another type.
struct Item {
    id: String,
    owner: Option<&'static str>,
    tenant: Option<&'static str>,
    state: Option<&'static str>,
    version: i64,
    created_at: i64,
    updated_at: i64,
    client: Vec<&'static str>,
    editor: Vec<&'static str>,
    document: String,
}

const PEOPLE: [&str; 4] = ["u1", "u2", "U1", "x"];

fn maybe<T: Copy>(random: &mut Seeded, list: &[T]) -> Option<T> {
    random.percent(70).then(|| *random.pick(list))
}

fn item(random: &mut Seeded, number: usize) -> Item {
    let moments: [&str; 4] = [
        "2025-12-31T23:59:59.999999Z",
        "2026-01-01T00:00:00Z",
        "2026-01-01T00:00:00.5Z",
        "2026-03-01T12:00:00Z",
    ];
    let micros = |random: &mut Seeded| {
        let text: &&str = random.pick(&moments);
        parse_instant(text).unwrap()
    };
    let mut document = serde_json::Map::new();
    let values: [(&str, &[&str]); 9] = [
        (
            "text",
            &[
                "\"b\"", "\"B\"", "\"é\"", "\"bé\"", "\"\"", "\"x\"", "\"u1\"", "7", "\"a'b\"",
            ],
        ),
        ("word", &["\"a\"", "\"b\"", "\"c\"", "true"]),
        (
            "number",
            &["1", "2", "3", "9007199254740991", "-4", "\"3\"", "[]"],
        ),
        ("other", &["0", "3"]),
        ("flag", &["true", "false", "1", "\"true\""]),
        (
            "tags",
            &[
                "[]",
                "[\"x\"]",
                "[\"x\",\"b\"]",
                "[\"u1\",\"u2\",\"é\"]",
                "\"x\"",
                "{}",
            ],
        ),
        (
            "price",
            &[
                "{\"amount\":\"2\",\"currency\":\"EUR\"}",
                "{\"amount\":\"1\",\"currency\":\"USD\"}",
            ],
        ),
        (
            "when",
            &[
                "\"2025-12-31T23:59:59.999999Z\"",
                "\"2026-01-01T00:00:00Z\"",
                "\"2026-01-01T00:00:00.5Z\"",
                "5",
            ],
        ),
        (
            "deep",
            &["{}", "{\"inner\":\"a\"}", "{\"inner\":\"b\"}", "[]"],
        ),
    ];
    for (name, choices) in values {
        if let Some(text) = maybe(random, choices) {
            document.insert(name.to_owned(), serde_json::from_str(text).unwrap());
        }
    }
    Item {
        id: format!("i{number}"),
        owner: maybe(random, &PEOPLE),
        tenant: maybe(random, &["t1", "t2"]),
        state: maybe(random, &["open", "closed"]),
        version: i64::try_from(random.below(4)).unwrap(),
        created_at: micros(random),
        updated_at: micros(random),
        client: maybe(random, &PEOPLE).into_iter().collect(),
        editor: (0..random.below(3))
            .map(|_| *random.pick(&PEOPLE))
            .collect(),
        document: Value::Object(document).to_string(),
    }
}

impl Item {
    fn relations(&self) -> Value {
        json!({ "client": self.client, "editor": self.editor })
    }

    fn is_in(&self, reach: &Reach<'_>) -> bool {
        let related = |name: &&str| match *name {
            "client" => self.client.contains(&reach.subject.unwrap_or_default()),
            _ => self.editor.contains(&reach.subject.unwrap_or_default()),
        };
        let owned = reach.owner && reach.subject.is_some() && self.owner == reach.subject;
        owned || reach.relations.iter().any(related)
    }

    fn resource(&self, kernel: &Kernel) -> Resource<'_> {
        let relations = [
            ("client", self.client.as_slice()),
            ("editor", self.editor.as_slice()),
        ];
        let head = ResourceHead {
            id: Some(&self.id),
            owner: self.owner,
            tenant: self.tenant,
            state: self.state,
            version: Some(self.version),
            created_at: Some(self.created_at),
            updated_at: Some(self.updated_at),
            relations: &relations,
            owner_roles: &[],
        };
        let kind = kernel.kind("item").unwrap();
        kernel.resource(kind, &head, &self.document).unwrap()
    }
}

/// Identifier, roles, tenant, attributes.
type Head = (
    Option<&'static str>,
    &'static [&'static str],
    Option<&'static str>,
    Option<&'static str>,
);

fn subjects(kernel: &Kernel) -> Vec<Subject> {
    let heads: [Head; 5] = [
        (None, &[], None, None),
        (Some("u1"), &[], None, None),
        (
            Some("u1"),
            &[],
            Some("t1"),
            Some(r#"{"level":5,"teams":["b","x"]}"#),
        ),
        (
            Some("u2"),
            &["admin"],
            Some("t2"),
            Some(r#"{"level":2,"teams":[]}"#),
        ),
        (Some("x"), &[], Some("t1"), Some(r#"{"level":"5"}"#)),
    ];
    heads
        .into_iter()
        .map(|(id, roles, tenant, attributes)| {
            let head = SubjectHead {
                id,
                roles,
                tenant,
                attributes,
                ..SubjectHead::default()
            };
            kernel.subject(&head).unwrap()
        })
        .collect()
}

/// A database that answers with the identifiers that a condition admits.
trait Database {
    const DIALECT: Dialect;
    fn admitted(&mut self, sql: &Sql) -> BTreeSet<String>;
}

struct Lite(rusqlite::Connection);

impl Lite {
    fn with(items: &[Item]) -> Self {
        let connection = rusqlite::Connection::open_in_memory().unwrap();
        let table = "CREATE TABLE items (id TEXT, owner TEXT, tenant TEXT, state TEXT, version INTEGER, \
            created_at INTEGER, updated_at INTEGER, relations TEXT, document TEXT)";
        connection.execute(table, []).unwrap();
        for item in items {
            let relations = item.relations().to_string();
            let row = rusqlite::params![
                item.id,
                item.owner,
                item.tenant,
                item.state,
                item.version,
                item.created_at,
                item.updated_at,
                relations,
                item.document
            ];
            connection
                .execute(
                    "INSERT INTO items VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                    row,
                )
                .unwrap();
        }
        Self(connection)
    }
}

impl Database for Lite {
    const DIALECT: Dialect = Dialect::Sqlite;

    fn admitted(&mut self, sql: &Sql) -> BTreeSet<String> {
        let query = format!("SELECT id FROM items WHERE {}", sql.text);
        let mut query = self
            .0
            .prepare(&query)
            .unwrap_or_else(|error| panic!("{error}: {}", sql.text));
        let values = sql.params.iter().map(|value| match value {
            SqlValue::Null => rusqlite::types::Value::Null,
            SqlValue::Bool(value) => i64::from(*value).into(),
            SqlValue::Int(value) => (*value).into(),
            SqlValue::Double(value) => (*value).into(),
            SqlValue::Text(value) => value.clone().into(),
        });
        let rows = query
            .query_map(rusqlite::params_from_iter(values), |row| row.get(0))
            .unwrap();
        rows.map(Result::unwrap).collect()
    }
}

struct Grown(postgres::Client);

impl Grown {
    fn with(server: &Postgres, items: &[Item]) -> Self {
        let mut client = postgres::Client::connect(&server.address(), postgres::NoTls).unwrap();
        // An ICU collation: what depends on the order of a language would show.
        let table = "CREATE TABLE items (id TEXT, owner TEXT, tenant TEXT, state TEXT, version BIGINT, \
            created_at BIGINT, updated_at BIGINT, relations JSONB, document JSONB)";
        client.batch_execute(table).unwrap();
        for item in items {
            let document: Value = serde_json::from_str(&item.document).unwrap();
            client
                .execute(
                    "INSERT INTO items VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                    &[
                        &item.id,
                        &item.owner,
                        &item.tenant,
                        &item.state,
                        &item.version,
                        &item.created_at,
                        &item.updated_at,
                        &item.relations(),
                        &document,
                    ],
                )
                .unwrap();
        }
        Self(client)
    }
}

impl Database for Grown {
    const DIALECT: Dialect = Dialect::Postgres;

    fn admitted(&mut self, sql: &Sql) -> BTreeSet<String> {
        let query = format!("SELECT id FROM items WHERE {}", sql.text);
        let none: Option<String> = None;
        let statement = self
            .0
            .prepare(&query)
            .unwrap_or_else(|error| panic!("{error:?}: {}", sql.text));
        let values = sql
            .params
            .iter()
            .map(|value| -> Box<dyn postgres::types::ToSql + Sync> {
                match value {
                    SqlValue::Null => Box::new(none.clone()),
                    SqlValue::Bool(value) => Box::new(*value),
                    SqlValue::Int(value) => Box::new(*value),
                    SqlValue::Double(value) => Box::new(*value),
                    SqlValue::Text(value) => Box::new(value.clone()),
                }
            });
        let values: Vec<Box<dyn postgres::types::ToSql + Sync>> = values.collect();
        let values: Vec<&(dyn postgres::types::ToSql + Sync)> =
            values.iter().map(|value| &**value).collect();
        let rows = self
            .0
            .query(&statement, &values)
            .unwrap_or_else(|error| panic!("{error:?}: {}", sql.text));
        rows.iter().map(|row| row.get(0)).collect()
    }
}

/// Asks a database for every action and subject; says how many questions there were.
fn agree<D: Database>(mut database: D, kernel: &Kernel, items: &[Item]) -> usize {
    let context = kernel
        .context(parse_instant("2026-01-01T00:00:00Z"), "{}")
        .unwrap();
    let columns = Columns::default();
    let resources: Vec<Resource<'_>> = items.iter().map(|item| item.resource(kernel)).collect();
    let (mut questions, mut admitted, mut reaches) = (0, 0, 0);
    for subject in subjects(kernel) {
        for action in &kernel.model().actions {
            let id = kernel.action(&action.name).unwrap();
            let filter = kernel.access().filter(&subject, id, &context);
            let Ok(sql) = filter.to_sql(kernel.model(), D::DIALECT, &columns) else {
                continue;
            };
            let found = database.admitted(&sql);
            let reached = filter.reach(kernel.model());
            let matches = |item: &&Item| filter.matches(&item.resource(kernel));
            if let Some(reach) = &reached {
                reaches += 1;
                let matching = items.iter().filter(matches);
                assert!(
                    matching.clone().all(|item| item.is_in(reach)),
                    "{}",
                    action.name
                );
            }
            let matching = resources
                .iter()
                .filter(|resource| filter.matches(resource))
                .count();
            let expected: BTreeSet<String> = items
                .iter()
                .zip(&resources)
                .filter(|(_, resource)| kernel.decide(&subject, id, resource, &context).allowed)
                .map(|(item, _)| item.id.clone())
                .collect();
            assert_eq!(matching, expected.len(), "{}: in memory", action.name);
            let index: Option<usize> = action
                .name
                .trim_start_matches(|c: char| !c.is_ascii_digit())
                .parse()
                .ok();
            let source = index.and_then(|index| PUSHABLE.get(index)).unwrap_or(&"");
            let differ: Vec<&Item> = items
                .iter()
                .filter(|item| found.contains(&item.id) != expected.contains(&item.id))
                .collect();
            assert!(
                differ.is_empty(),
                "{} {source}\n{}\n{:?}\n{:?}",
                action.name,
                sql.text,
                sql.params,
                differ
                    .iter()
                    .take(2)
                    .map(|item| &item.document)
                    .collect::<Vec<_>>()
            );
            questions += 1;
            admitted += found.len();
        }
    }
    assert!(
        admitted > questions * items.len() / 10,
        "hardly any record is admitted: {admitted}"
    );
    assert!(reaches > 10, "hardly any filter has a reach: {reaches}");
    questions
}

fn items(count: usize) -> Vec<Item> {
    let mut random = Seeded::new(7);
    (0..count).map(|number| item(&mut random, number)).collect()
}

#[test]
fn sqlite_admits_what_decisions_allow() {
    let (kernel, items) = (kernel(&blueprint()), items(400));
    let questions = agree(Lite::with(&items), &kernel, &items);
    println!("SQLite: {questions} questions of {} records", items.len());
    assert!(questions > PUSHABLE.len() * 2 * 5);
}

#[test]
fn postgres_admits_what_decisions_allow() {
    let (kernel, items) = (kernel(&blueprint()), items(400));
    let server = Postgres::start();
    let questions = agree(Grown::with(&server, &items), &kernel, &items);
    println!(
        "PostgreSQL: {questions} questions of {} records",
        items.len()
    );
    assert!(questions > PUSHABLE.len() * 2 * 5);
}

#[test]
fn what_has_no_exact_form_is_refused_and_named() {
    let kernel = kernel(&blueprint());
    let subject = &subjects(&kernel)[1];
    let context = Context::default();
    for (index, (source, what)) in NOT_PUSHABLE.iter().enumerate() {
        let action = kernel
            .action(&format!("item.allow{}", PUSHABLE.len() + index))
            .unwrap();
        let filter = kernel.access().filter(subject, action, &context);
        for dialect in [Dialect::Sqlite, Dialect::Postgres] {
            let failure = filter
                .to_sql(kernel.model(), dialect, &Columns::default())
                .unwrap_err();
            assert_eq!(failure.code().as_str(), "access.not_renderable", "{source}");
            let message = failure.message(profilekit::error::Locale::En);
            assert!(message.contains(what), "{source}: {message}");
        }
    }
}
