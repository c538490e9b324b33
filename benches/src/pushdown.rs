//! The same figures of a table in SQLite: by a scan of columns in process, by statements of ours,
//! and by statements that somebody writes by hand.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use profilekit::json::{Limits, parse};
use profilekit::metrics::{
    Calendar, Card, Column, ColumnShape, ColumnType, EXACT, FactShape, Facts, Plan, Setting,
    Weekday, Zone,
};
use profilekit::time::parse_instant;
use profilekit_sqlite::SqliteFacts;
use profilekit_tests::Seeded;
use rusqlite::Connection;

/// What one question took.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The question.
    pub name: &'static str,
    /// From columns in process.
    pub in_process: Duration,
    /// From the table in SQLite, figures and all.
    pub pushed: Duration,
    /// From the same table, its rows read and looked at in process.
    pub row_by_row: Duration,
    /// A statement by hand that groups the same, in UTC; its rows are read and dropped.
    pub by_hand: Duration,
}

const DAY: i64 = 86_400_000_000;

/// Facts of a year: when, of which project, by whom, how much and how long.
struct World {
    facts: Facts,
    shape: Arc<FactShape>,
}

fn shape() -> Arc<FactShape> {
    let eur = ColumnType::Money {
        currency: Some("EUR".into()),
    };
    let columns = vec![
        ColumnShape::new("at", ColumnType::Instant),
        ColumnShape::new("project", ColumnType::Text),
        ColumnShape::new("user", ColumnType::Text),
        ColumnShape::new("amount", eur),
        ColumnShape::new("millis", ColumnType::Int),
    ];
    Arc::new(FactShape::new(columns).unwrap())
}

fn make(rows: usize, file: &mut Connection) -> World {
    let start = parse_instant("2025-11-22T00:00:00Z").unwrap();
    let mut random = Seeded::new(7);
    let mut number = |below: usize| i64::try_from(random.below(below)).unwrap();
    let mut row = || {
        let at = start + number(365) * DAY + number(86_400) * 1_000_000;
        (
            at,
            number(40),
            number(20_000),
            number(50_000),
            number(3_000),
        )
    };
    let rows: Vec<_> = (0..rows).map(|_| row()).collect();
    let text = |kind: char, number: i64| format!("{kind}{number}");
    let transaction = file.transaction().unwrap();
    transaction
        .execute_batch(
            "CREATE TABLE charge (at INTEGER, project TEXT, user TEXT, amount INTEGER, millis INTEGER)",
        )
        .unwrap();
    let mut insert = transaction
        .prepare("INSERT INTO charge VALUES (?1, ?2, ?3, ?4, ?5)")
        .unwrap();
    for (at, project, user, amount, millis) in &rows {
        let (project, user) = (text('p', *project), text('u', *user));
        insert.execute((at, project, user, amount, millis)).unwrap();
    }
    drop(insert);
    transaction.commit().unwrap();
    let projects: Vec<String> = rows.iter().map(|row| text('p', row.1)).collect();
    let users: Vec<String> = rows.iter().map(|row| text('u', row.2)).collect();
    let shape = shape();
    let columns = vec![
        Column::instants(rows.iter().map(|row| Some(row.0))),
        Column::texts(projects.iter().map(|text| Some(&**text))),
        Column::texts(users.iter().map(|text| Some(&**text))),
        Column::money(rows.iter().map(|row| Some((row.3, "EUR")))).unwrap(),
        Column::ints(rows.iter().map(|row| Some(row.4))),
    ];
    let facts = Facts::from_columns(&shape, columns).unwrap();
    World { facts, shape }
}

/// Questions, and what somebody would write for them.
const QUESTIONS: [(&str, &str, &str); 5] = [
    (
        "revenue by month by project",
        r#"{ "id": "r", "measure": "sum(amount)", "range": "last_12_months", "series": { "grain": "month" },
             "breakdown": { "by": "project" } }"#,
        "SELECT project, strftime('%Y-%m', at / 1000000, 'unixepoch') m, sum(amount), count(*) \
         FROM charge GROUP BY 1, 2",
    ),
    (
        "trend, day by day",
        r#"{ "id": "t", "measure": "sum(amount)", "range": "last_12_months", "series": { "grain": "day" } }"#,
        "SELECT at / 86400000000, sum(amount), count(*) FROM charge GROUP BY 1",
    ),
    (
        "distinct users by month",
        r#"{ "id": "d", "measure": "distinct(user)", "range": "last_12_months", "series": { "grain": "month" } }"#,
        "SELECT strftime('%Y-%m', at / 1000000, 'unixepoch') m, count(DISTINCT user) \
         FROM charge GROUP BY 1",
    ),
    (
        "95th percentile",
        r#"{ "id": "p", "measure": "percentile(millis, 0.95)", "range": "last_12_months" }"#,
        "SELECT millis FROM charge ORDER BY millis LIMIT 1 \
         OFFSET (SELECT count(*) * 95 / 100 FROM charge)",
    ),
    (
        "a pattern, row by row in process",
        r#"{ "id": "m", "measure": "sum(amount)", "range": "last_12_months", "series": { "grain": "month" },
             "breakdown": { "by": "project" }, "where": "fact.project.matches('^p[0-9]+$')" }"#,
        "SELECT project, strftime('%Y-%m', at / 1000000, 'unixepoch') m, sum(amount), count(*) \
         FROM charge WHERE project GLOB 'p[0-9]*' GROUP BY 1, 2",
    ),
];

fn plan(shape: &Arc<FactShape>, cards: &[&str]) -> Plan {
    let setting = Setting {
        at: 0,
        now: parse_instant("2026-11-22T00:00:00Z").unwrap(),
        calendar: Calendar {
            zone: Zone::named("Europe/Berlin").unwrap(),
            week_start: Weekday::Monday,
        },
        exact: EXACT,
    };
    let read = |card: &&str| {
        let tree = parse(card.as_bytes(), Limits::default()).unwrap();
        Card::from_json(&tree, shape).unwrap()
    };
    Plan::new(shape, setting, cards.iter().map(read).collect()).unwrap()
}

/// The least of three.
fn time(mut work: impl FnMut()) -> Duration {
    let rounds = (0..3).map(|_| {
        let start = Instant::now();
        work();
        start.elapsed()
    });
    rounds.min().unwrap_or_default()
}

fn by_hand(file: &Connection, query: &str) {
    let mut statement = file.prepare(query).unwrap();
    let mut rows = statement.raw_query();
    while rows.next().unwrap().is_some() {}
}

/// Measures each question, and all of them as one dashboard, over so many rows in a file that is
/// made in a folder.
///
/// # Panics
/// Where the figures differ, or the file cannot be made.
#[must_use]
pub fn measure(rows: usize, folder: &Path) -> Vec<Asked> {
    let path = folder.join("charges.db");
    let mut file = Connection::open(&path).unwrap();
    let World { facts, shape } = make(rows, &mut file);
    let engine = SqliteFacts::open(&path).unwrap();
    let relation = engine.relation("charge", &shape).unwrap();
    let read = relation.clone().row_by_row();
    let all = QUESTIONS.map(|(_, card, _)| card);
    let mut asked: Vec<Asked> = Vec::new();
    let each = QUESTIONS.map(|(name, card, query)| (name, vec![card], vec![query]));
    let together = (
        "all of them as one dashboard",
        all.to_vec(),
        QUESTIONS.map(|q| q.2).to_vec(),
    );
    for (name, cards, queries) in each.into_iter().chain([together]) {
        let plan = plan(&shape, &cards);
        let push = || engine.answer(plan.ask(&relation).unwrap()).unwrap();
        let read = || engine.answer(plan.ask(&read).unwrap()).unwrap();
        let whole = plan.scan(&facts, 0..facts.rows()).unwrap();
        assert_eq!(push().to_bytes(), whole.to_bytes(), "{name}");
        assert_eq!(read().to_bytes(), whole.to_bytes(), "{name}");
        asked.push(Asked {
            name,
            in_process: time(|| drop(plan.answer(&facts).unwrap())),
            pushed: time(|| drop(plan.finish(&push()).unwrap())),
            row_by_row: time(|| drop(plan.finish(&read()).unwrap())),
            by_hand: time(|| queries.iter().for_each(|query| by_hand(&file, query))),
        });
    }
    asked
}
