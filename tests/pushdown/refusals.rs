//! Relations that are no facts, and forms that are said to be others.

use std::sync::Arc;

use profilekit::error::{Code, Failure};
use profilekit::expr::Dialect;
use profilekit::json::{Limits, parse};
use profilekit::metrics::{
    Calendar, Card, ColumnShape, ColumnType, EXACT, FactShape, Form, Plan, Relation, Setting,
    Stored, Weekday, Zone,
};
use profilekit::time::parse_instant;
use profilekit_sqlite::SqliteFacts;
use profilekit_tests::facts::{Cell, Table};

use crate::engine::{Engines, Forms};

fn shape() -> Arc<FactShape> {
    let columns = vec![
        ColumnShape::new("at", ColumnType::Instant),
        ColumnShape::new("who", ColumnType::Text),
        ColumnShape::new("n", ColumnType::Int).optional(),
        ColumnShape::new("price", ColumnType::Money { currency: None }).optional(),
        ColumnShape::new("share", ColumnType::Decimal { scale: 2 }).optional(),
        ColumnShape::new("done", ColumnType::Bool).optional(),
    ];
    Arc::new(FactShape::new(columns).unwrap())
}

fn setting() -> Setting {
    Setting {
        at: 0,
        now: parse_instant("2026-03-15T00:00:00Z").unwrap(),
        calendar: Calendar {
            zone: Zone::utc(),
            week_start: Weekday::Monday,
        },
        exact: EXACT,
    }
}

fn plan(card: &str) -> Plan {
    let shape = shape();
    let tree = parse(card.as_bytes(), Limits::default()).unwrap();
    Plan::new(
        &shape,
        setting(),
        vec![Card::from_json(&tree, &shape).unwrap()],
    )
    .unwrap()
}

/// Reads every column.
fn everything() -> Plan {
    plan(
        r#"{ "id": "x", "measure": "sum(price)", "range": "this_month",
             "where": "fact.done || fact.n > 0 || fact.share > decimal('0')",
             "breakdown": { "by": "who" } }"#,
    )
}

fn empty() -> Table {
    Table {
        shape: shape(),
        rows: Vec::new(),
    }
}

fn reason(failure: &Failure) -> String {
    let params = failure.params().iter();
    let mut found = params.filter(|(name, _)| *name == "reason");
    found
        .next()
        .map(|(_, value)| value.to_string())
        .unwrap_or_default()
}

fn asked(engines: &Engines, relation: &Relation) -> Result<u64, Failure> {
    let plan = everything();
    let partial = engines.answer(relation, plan.ask(relation)?)?;
    Ok(partial.rows())
}

/// What stands for a value, in the columns' order.
fn values(dialect: Dialect, replaced: usize, with: &str) -> String {
    let mut values = match dialect {
        Dialect::Sqlite => [
            "'2026-03-01T10:00:00Z'",
            "'ann'",
            "1",
            "100",
            "'EUR'",
            "5",
            "1",
        ],
        Dialect::Postgres => [
            "'2026-03-01T10:00:00Z'",
            "'ann'",
            "1",
            "1.5",
            "'EUR'",
            "0.05",
            "true",
        ],
    };
    values[replaced] = with;
    values.join(", ")
}

#[test]
fn values_that_are_none_are_refused_with_their_column() {
    let mut engines = Engines::start();
    let sqlite = [
        (
            0,
            "'2026-02-30T10:00:00Z'",
            "1 values of `at` are no instants in UTC",
        ),
        (
            0,
            "'2026-03-01T10:00:00+01:00'",
            "1 values of `at` are no instants in UTC",
        ),
        (
            0,
            "'2026-03-01T10:00:00.1234567Z'",
            "1 values of `at` are no instants in UTC",
        ),
        (
            0,
            "'2026-03-01T10:00:00.12-3Z'",
            "1 values of `at` are no instants in UTC",
        ),
        (
            0,
            "'2026-03-01 10:00:00Z'",
            "1 values of `at` are no instants in UTC",
        ),
        (0, "x'32'", "1 values of `at` are no instants in UTC"),
        (0, "NULL", "1 values of `at` are missing"),
        (1, "NULL", "1 values of `who` are missing"),
        (1, "x'616e6e'", "1 values of `who` are no texts"),
        (2, "1.5", "1 values of `n` are no whole numbers"),
        (
            2,
            "9223372036854775808",
            "1 values of `n` are no whole numbers",
        ),
        (2, "'many'", "1 values of `n` are no whole numbers"),
        (3, "0.1", "1 values of `price` are no whole numbers"),
        (
            4,
            "'eur'",
            "1 values of `price` have no currency of ISO 4217",
        ),
        (
            4,
            "NULL",
            "1 values of `price` have no currency of ISO 4217",
        ),
        (6, "2", "1 values of `done` are neither 0 nor 1"),
        (6, "'true'", "1 values of `done` are neither 0 nor 1"),
    ];
    let postgres = [
        (0, "'infinity'", "1 values of `at` are no instants"),
        (0, "NULL", "1 values of `at` are missing"),
        (3, "1.505", "1 values of `price` have too many digits"),
        (3, "'NaN'", "1 values of `price` have too many digits"),
        (3, "'-Infinity'", "1 values of `price` have too many digits"),
        (
            3,
            "92233720368547758.08",
            "1 values of `price` have too many digits",
        ),
        (
            4,
            "'XXX'",
            "1 values of `price` have no currency of ISO 4217",
        ),
        (5, "0.005", "1 values of `share` have too many digits"),
    ];
    for (dialect, cases) in [
        (Dialect::Sqlite, &sqlite[..]),
        (Dialect::Postgres, &postgres[..]),
    ] {
        let table = empty();
        for (place, value, expected) in cases {
            engines.load(dialect, "fact", Forms::Own, &table);
            let sound = values(dialect, 2, "NULL");
            let bad = values(dialect, *place, value);
            engines.run(
                dialect,
                &format!("INSERT INTO fact VALUES ({sound}), ({sound})"),
            );
            let relation = engines.relation(dialect, "fact", &table).unwrap();
            assert_eq!(asked(&engines, &relation), Ok(2));
            engines.run(dialect, &format!("INSERT INTO fact VALUES ({bad})"));
            let failure = asked(&engines, &relation).unwrap_err();
            assert_eq!(failure.code(), Code::MetricsBadRelation, "{value}");
            assert_eq!(reason(&failure), *expected, "{value}");
        }
    }
}

#[test]
fn relations_of_other_facts_are_refused() {
    let mut engines = Engines::start();
    let table = empty();
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        let failure = engines.relation(dialect, "nowhere", &table).unwrap_err();
        assert_eq!(failure.code(), Code::MetricsBadRelation);
        engines.run(
            dialect,
            "DROP TABLE IF EXISTS half; CREATE TABLE half (at bigint)",
        );
        let failure = engines.relation(dialect, "half", &table).unwrap_err();
        assert_eq!(reason(&failure), "there is no column `who`");
    }
    let declared = [
        (
            "at timestamp, who text",
            "`at` of type timestamp is no instant",
        ),
        ("at date, who text", "`at` of type date is no instant"),
        (
            "at timestamptz, who bytea",
            "`who` of type bytea is no text",
        ),
        (
            "at timestamptz, who timestamptz",
            "`who` of type timestamptz is no text",
        ),
        (
            "at timestamptz, who text, n numeric",
            "`n` of type numeric is no int",
        ),
        (
            "at timestamptz, who text, n float8",
            "`n` of type float8 is no int",
        ),
        (
            "at timestamptz, who text, price bigint",
            "there is no column `price_currency`",
        ),
        (
            "at timestamptz, who text, price float8, price_currency text",
            "`price` of type float8 is no money",
        ),
        (
            "at timestamptz, who text, done int",
            "`done` of type int4 is no bool",
        ),
    ];
    for (columns, expected) in declared {
        let text = format!("DROP TABLE IF EXISTS odd; CREATE TABLE odd ({columns})");
        engines.run(Dialect::Postgres, &text);
        let failure = engines
            .relation(Dialect::Postgres, "odd", &table)
            .unwrap_err();
        assert_eq!(reason(&failure), expected);
    }
}

#[test]
fn names_are_names_whatever_they_say() {
    let mut engines = Engines::start();
    let rows = vec![vec![
        Cell::Int(parse_instant("2026-03-01T10:00:00Z").unwrap()),
        Cell::Text("ann'; --".to_owned()),
        Cell::Null,
        Cell::Null,
        Cell::Null,
        Cell::Null,
    ]];
    let table = Table {
        shape: shape(),
        rows,
    };
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        for name in ["Facts; DROP TABLE x", "select", "a.b", "ü 1"] {
            engines.load(dialect, name, Forms::Plain, &table);
            let relation = engines.relation(dialect, name, &table).unwrap();
            assert_eq!(asked(&engines, &relation), Ok(1), "{name}");
        }
    }
}

/// A column that is not there has no values; what another column holds is said.
#[test]
fn columns_may_be_missing_or_called_otherwise() {
    let mut engines = Engines::start();
    let table = empty();
    let made = "DROP TABLE IF EXISTS log; \
        CREATE TABLE log (millis bigint, who varchar(9), cents bigint)";
    let rows = "INSERT INTO log VALUES (1772359200000, 'ann', 1250), (1772359200001, 'bob', NULL)";
    let plan = plan(r#"{ "id": "x", "measure": "sum(price)", "range": "this_month" }"#);
    for dialect in [Dialect::Sqlite, Dialect::Postgres] {
        engines.run(dialect, made);
        engines.run(dialect, "ALTER TABLE log ADD COLUMN at bigint");
        engines.run(
            dialect,
            rows.replace("log", "log (millis, who, cents)").as_str(),
        );
        let stored = |column: &str, form| Stored {
            column: column.into(),
            form,
            currency: None,
        };
        let relation = engines.relation(dialect, "log", &table).unwrap();
        let relation = relation
            .with(&table.shape, "at", stored("millis", Form::Epoch(1000)))
            .unwrap();
        // Money without a currency of its own or a declared one is none.
        let cents = stored("cents", Form::Whole);
        let failure = relation.clone().with(&table.shape, "price", cents.clone());
        assert_eq!(failure.unwrap_err().code(), Code::MetricsBadRelation);
        let priced = Stored {
            currency: Some("who".into()),
            ..cents
        };
        let priced = relation
            .clone()
            .with(&table.shape, "price", priced)
            .unwrap();
        let failure = engines
            .answer(&priced, plan.ask(&priced).unwrap())
            .unwrap_err();
        let expected = "1 values of `price` have no currency of ISO 4217";
        assert_eq!(reason(&failure), expected);

        let count = self::plan(r#"{ "id": "x", "measure": "count()", "range": "this_month" }"#);
        let partial = engines
            .answer(&relation, count.ask(&relation).unwrap())
            .unwrap();
        let answers = count.finish(&partial).unwrap();
        assert_eq!(answers[0].lines[0].value.unwrap().to_string(), "2");
        let partial = engines
            .answer(&relation, plan.ask(&relation).unwrap())
            .unwrap();
        assert_eq!(partial.rows(), 2);
        assert!(
            plan.finish(&partial).unwrap()[0].lines.is_empty(),
            "no amount, no currency"
        );
    }
}

#[test]
fn a_file_in_utf_16_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("wide.db");
    let file = rusqlite::Connection::open(&path).unwrap();
    file.execute_batch("PRAGMA encoding = 'UTF-16le'; CREATE TABLE t (a);")
        .unwrap();
    let failure = SqliteFacts::open(&path).unwrap_err();
    assert_eq!(failure.code(), Code::MetricsBadRelation);
    let failure = SqliteFacts::open(folder.path().join("none.db")).unwrap_err();
    assert_eq!(failure.code(), Code::StoreUnavailable);
}

/// The same plan over a view, and the index on its time is used.
#[test]
fn a_view_is_a_relation_and_an_index_is_used() {
    let mut engines = Engines::start();
    let table = empty();
    engines.load(Dialect::Sqlite, "base", Forms::Plain, &table);
    engines.run(
        Dialect::Sqlite,
        "CREATE INDEX base_at ON base (at); CREATE VIEW fact AS SELECT * FROM base WHERE n > 0; \
         INSERT INTO base VALUES (1772359200000000, 'ann', 1, 5, 'EUR', NULL, NULL), \
         (1772359200000000, 'ann', 0, 7, 'EUR', NULL, NULL)",
    );
    let relation = engines.relation(Dialect::Sqlite, "fact", &table).unwrap();
    assert_eq!(asked(&engines, &relation), Ok(1));
    let plan = everything();
    let questions = plan.ask(&relation).unwrap();
    let (_, path) = engines.places();
    let file = rusqlite::Connection::open(path).unwrap();
    let steps = |text: &str| {
        let mut statement = file.prepare(&format!("EXPLAIN QUERY PLAN {text}")).unwrap();
        let mut rows = statement.raw_query();
        let mut steps = Vec::new();
        while let Some(row) = rows.next().unwrap() {
            steps.push(row.get::<_, String>(3).unwrap());
        }
        steps.join("\n")
    };
    let of_states = steps(&questions.statements()[1].text);
    assert!(of_states.contains("USING INDEX base_at"), "{of_states}");
}
