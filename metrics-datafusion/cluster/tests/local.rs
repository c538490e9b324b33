//! What DataFusion in one process finds is what a scan finds, state by state.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed"
)]

use std::sync::Arc;

use datafusion::arrow::array::{
    ArrayRef, Decimal128Array, Float64Array, Int64Array, RecordBatch, StringArray,
    TimestampMicrosecondArray, TimestampMillisecondArray, TimestampNanosecondArray,
};
use datafusion::datasource::MemTable;
use datafusion::prelude::{SessionConfig, SessionContext};
use profilekit::Kernel;
use profilekit::access::Context;
use profilekit::error::{Code, Failure};
use profilekit::json::{Limits, parse};
use profilekit::kernel::Glance;
use profilekit::metrics::{
    Calendar, Card, ColumnShape, ColumnType, EXACT, FactShape, Form, Partial, Plan, Setting,
    Stored, Weekday, Zone,
};
use profilekit::time::parse_instant;
use profilekit_datafusion::DataFusionFacts;
use profilekit_datafusion_cluster::{Forms, batch};
use profilekit_tests::dashboards::subject;
use profilekit_tests::facts::Table;
use profilekit_tests::facts::worlds::{every_measure, row, shape, world};
use profilekit_tests::{Seeded, fixtures};
use serde_json::json;

const WORLDS: u64 = 150;

/// A session with a table `fact` in three parts.
fn session(table: &Table, forms: Forms) -> SessionContext {
    let parts = (0..3).map(|part| {
        let rows = table.rows.iter().skip(part).step_by(3).cloned();
        let part = Table {
            shape: Arc::clone(&table.shape),
            rows: rows.collect(),
        };
        vec![batch(&part, forms)]
    });
    let parts: Vec<Vec<RecordBatch>> = parts.collect();
    let provider = MemTable::try_new(parts[0][0].schema(), parts).unwrap();
    let context = SessionContext::new_with_config(SessionConfig::new().with_target_partitions(3));
    context.register_table("fact", Arc::new(provider)).unwrap();
    context
}

async fn found(context: SessionContext, plan: &Plan) -> Result<Partial, Failure> {
    let facts = DataFusionFacts::new(context);
    let relation = facts.relation("fact", plan.shape()).await?;
    facts.answer(plan.ask(&relation)?).await
}

fn assert_same(plan: &Plan, table: &Table, found: &Partial, what: &str) {
    let facts = table.facts();
    let whole = plan.scan(&facts, 0..facts.rows()).unwrap();
    assert_eq!(found.to_bytes(), whole.to_bytes(), "{what}, {plan:?}");
    assert_eq!(plan.finish(found), plan.finish(&whole), "{what}");
}

#[tokio::test]
async fn random_questions_have_the_states_of_a_scan() {
    for seed in 0..WORLDS {
        let (table, plan) = world(seed);
        let forms = [Forms::Plain, Forms::Own][usize::from(seed % 2 == 1)];
        let partial = found(session(&table, forms), &plan).await;
        let partial = partial.unwrap_or_else(|failure| panic!("{seed}: {failure}"));
        assert_same(&plan, &table, &partial, &format!("{seed} {forms:?}"));
    }
}

#[tokio::test]
async fn every_measure_is_found() {
    let shape = shape();
    for (exact, forms) in [(10, Forms::Plain), (EXACT, Forms::Own)] {
        let mut random = Seeded::new(u64::from(exact));
        let rows = (0..5_000).map(|_| row(&mut random, false, false));
        let table = Table {
            rows: rows.collect(),
            shape: Arc::clone(&shape),
        };
        let plan = every_measure(&shape, exact);
        let partial = found(session(&table, forms), &plan).await;
        let partial = partial.unwrap_or_else(|failure| panic!("{failure}"));
        assert_same(&plan, &table, &partial, &format!("{forms:?}"));
    }
}

/// A question over sales, of which the price is what a column of any type is taken for.
fn sales(money: bool) -> Plan {
    let price = match money {
        true => ColumnType::Money {
            currency: Some("EUR".into()),
        },
        false => ColumnType::Decimal { scale: 2 },
    };
    let columns = vec![
        ColumnShape::new("at", ColumnType::Instant),
        ColumnShape::new("who", ColumnType::Text),
        ColumnShape::new("price", price),
    ];
    let shape = Arc::new(FactShape::new(columns).unwrap());
    let cards = [
        r#"{ "id": "sum", "measure": "sum(price)", "range": "all" }"#,
        r#"{ "id": "first", "measure": "first(price)", "range": "all", "where": "fact.who.contains('%')" }"#,
        r#"{ "id": "last", "measure": "last(price)", "range": "all", "where": "fact.who.startsWith('_\\\\')" }"#,
    ];
    let cards = cards.map(|card| {
        let tree = parse(card.as_bytes(), Limits::default()).unwrap();
        Card::from_json(&tree, &shape).unwrap()
    });
    let setting = Setting {
        at: 0,
        now: parse_instant("2026-03-15T00:00:00Z").unwrap(),
        calendar: calendar(),
        exact: EXACT,
    };
    Plan::new(&shape, setting, cards.into()).unwrap()
}

fn calendar() -> Calendar {
    Calendar {
        zone: Zone::utc(),
        week_start: Weekday::Monday,
    }
}

fn at() -> ArrayRef {
    let at = parse_instant("2026-03-01T10:00:00Z").unwrap();
    Arc::new(TimestampMicrosecondArray::from(vec![at, at + 1]).with_timezone("UTC"))
}

fn who() -> ArrayRef {
    Arc::new(StringArray::from(vec!["a%b", "_\\c"]))
}

fn decimals(values: [i128; 2], precision: u8, scale: i8) -> ArrayRef {
    let values = Decimal128Array::from(values.to_vec());
    Arc::new(values.with_precision_and_scale(precision, scale).unwrap())
}

fn registered(at: ArrayRef, who: ArrayRef, price: ArrayRef) -> SessionContext {
    let context = SessionContext::new();
    let batch = RecordBatch::try_from_iter([("at", at), ("who", who), ("price", price)]);
    context.register_batch("fact", batch.unwrap()).unwrap();
    context
}

fn reason(failure: &Failure) -> String {
    let mut params = failure.params().iter();
    let reason = params.find(|(name, _)| *name == "reason");
    reason
        .map(|(_, value)| value.to_string())
        .unwrap_or_default()
}

fn value(plan: &Plan, partial: &Partial, card: usize) -> String {
    let answers = plan.finish(partial).unwrap();
    let value = answers[card].lines[0].value;
    value.map(|value| value.to_string()).unwrap_or_default()
}

#[tokio::test]
async fn decimals_of_any_scale_and_instants_of_any_unit_are_read() {
    let milli = parse_instant("2026-03-01T10:00:00Z").unwrap() / 1_000;
    let milli = TimestampMillisecondArray::from(vec![milli, milli + 1]);
    let milli: ArrayRef = Arc::new(milli.with_timezone("+02:00"));
    for at in [at(), milli] {
        for (price, sum) in [
            (decimals([12_500_000, 7_500_000], 38, 6), "20.00"),
            (decimals([125, 75], 5, 1), "20.00"),
            (decimals([12, 8], 2, 0), "20.00"),
            (
                decimals([i64::MAX.into(), i64::MAX.into()], 19, 2),
                "184467440737095516.14",
            ),
        ] {
            for money in [false, true] {
                let context = registered(Arc::clone(&at), who(), Arc::clone(&price));
                let plan = sales(money);
                let partial = found(context, &plan).await.unwrap();
                assert_eq!(value(&plan, &partial, 0), sum);
                let ends = [1, 2].map(|card| value(&plan, &partial, card));
                assert!(!ends[0].is_empty() && !ends[1].is_empty(), "{ends:?}");
            }
        }
    }
}

#[tokio::test]
async fn what_is_no_fact_is_refused_with_its_column() {
    let price = || decimals([125, 75], 5, 2);
    let nano: ArrayRef = Arc::new(TimestampNanosecondArray::from(vec![1, 2]).with_timezone("UTC"));
    let zoneless: ArrayRef = Arc::new(TimestampMicrosecondArray::from(vec![1, 2]));
    let floats: ArrayRef = Arc::new(Float64Array::from(vec![0.1, 0.2]));
    let missing: ArrayRef = Arc::new(StringArray::from(vec![Some("a"), None]));
    let numbers: ArrayRef = Arc::new(Int64Array::from(vec![1, 2]));
    let cases = [
        (
            nano,
            who(),
            price(),
            "`at` of type timestamp(ns, \"utc\") is no instant",
        ),
        (
            zoneless,
            who(),
            price(),
            "`at` of type timestamp(µs) is no instant",
        ),
        (at(), who(), floats, "`price` of type float64 is no decimal"),
        (at(), numbers, price(), "`who` of type int64 is no text"),
        (at(), missing, price(), "1 values of `who` are missing"),
        (
            at(),
            who(),
            decimals([125, 70], 5, 3),
            "1 values of `price` have too many digits",
        ),
        (
            at(),
            who(),
            decimals([i128::from(i64::MAX) + 1, -1], 20, 2),
            "1 values of `price` have too many digits",
        ),
    ];
    for (at, who, price, expected) in cases {
        let failure = found(registered(at, who, price), &sales(false))
            .await
            .unwrap_err();
        assert_eq!(failure.code(), Code::MetricsBadRelation, "{failure}");
        assert_eq!(reason(&failure), expected);
    }
}

/// A form that somebody says is looked at too.
#[tokio::test]
async fn a_form_that_a_column_does_not_have_is_refused() {
    let plan = sales(false);
    let floats: ArrayRef = Arc::new(Float64Array::from(vec![0.1, 0.2]));
    let context = registered(at(), who(), floats);
    let facts = DataFusionFacts::new(context.clone());
    let view = "CREATE VIEW sale AS SELECT at, who, CAST(price * 100 AS BIGINT) AS price, \
                price AS float FROM fact";
    context.sql(view).await.unwrap();
    let relation = facts.relation("sale", plan.shape()).await.unwrap();
    let partial = facts.answer(plan.ask(&relation).unwrap()).await.unwrap();
    assert_eq!(value(&plan, &partial, 0), "0.30");
    for form in [Form::Whole, Form::Numeric] {
        let stored = Stored {
            column: "float".into(),
            form,
            currency: None,
        };
        let relation = relation
            .clone()
            .with(plan.shape(), "price", stored)
            .unwrap();
        let asked = facts.answer(plan.ask(&relation).unwrap()).await;
        assert_eq!(asked.unwrap_err().code(), Code::MetricsBadRelation);
    }
}

#[tokio::test]
async fn a_table_that_is_not_there_is_none() {
    let plan = sales(false);
    let failure = found(SessionContext::new(), &plan).await.unwrap_err();
    assert_eq!(failure.code(), Code::MetricsBadRelation);
    assert_eq!(reason(&failure), "there is no such table");
}

/// Whose rows count is a condition of every statement of a dashboard's inquiry.
#[tokio::test]
async fn an_inquiry_finds_the_rows_of_its_reader() {
    let mut fixtures = fixtures("dashboards");
    fixtures.retain(|fixture| fixture.json["blueprint"].is_object());
    let fixture = fixtures.remove(0).json;
    let kernel = Kernel::compile(fixture["blueprint"].to_string().as_bytes()).unwrap();
    let own = subject(&kernel, &fixture["cases"][0]["subject"]);
    let (id, tenant) = (own.id().unwrap().as_str(), own.tenant().unwrap().as_str());
    let rows = [(tenant, id), ("canary", id), (tenant, "canary")];
    let rows = rows.map(|(tenant, who)| {
        json!({ "time": "2026-05-20T10:00:00Z", "data": { "tenant": tenant, "who": who } })
    });
    let shape = &kernel.fact_table("ping").unwrap().shape;
    let rows = Table::read(shape, &rows);
    let context = Context::at(parse_instant("2026-06-01T00:00:00Z").unwrap());
    let glance = Glance {
        subject: &own,
        context: &context,
        calendar: calendar(),
        exact: EXACT,
    };
    let facts = DataFusionFacts::new(session(&rows, Forms::Own));
    let relation = facts.relation("fact", shape).await.unwrap();
    let inquiries = kernel.inquiries("ping", &glance).unwrap();
    assert!(!inquiries.is_empty());
    for inquiry in inquiries {
        let questions = inquiry.ask(&relation).unwrap();
        let partial = facts.answer(questions).await.unwrap();
        assert_eq!(partial.rows(), 1);
        let bytes = partial.to_bytes();
        assert!(!bytes.windows(6).any(|word| word == b"canary"));
    }
}

/// Whatever dialect the session reads, a plan is asked in its own.
#[tokio::test]
async fn a_session_of_another_dialect_says_the_same() {
    for dialect in ["mysql", "bigquery", "mssql"] {
        let config = SessionConfig::new().set_str("datafusion.sql_parser.dialect", dialect);
        let context = SessionContext::new_with_config(config);
        let columns = [
            ("at", at()),
            ("who", who()),
            ("price", decimals([125, 75], 5, 2)),
        ];
        let batch = RecordBatch::try_from_iter(columns).unwrap();
        context.register_batch("fact", batch).unwrap();
        let plan = sales(true);
        let partial = found(context, &plan).await.unwrap();
        assert_eq!(value(&plan, &partial, 0), "2.00", "{dialect}");
    }
}
