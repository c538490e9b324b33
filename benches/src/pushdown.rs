//! The same figures of a table in a database: by a scan of columns in process, by statements of ours, and by statements
//! that somebody writes by hand.

use std::cell::RefCell;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use postgres::NoTls;
use profilekit::json::{Limits, parse};
use profilekit::metrics::{
    Calendar, Card, Column, ColumnShape, ColumnType, EXACT, FactShape, Facts, Partial, Plan,
    Relation, Setting, Weekday, Zone,
};
use profilekit::time::{parse_instant, write_instant};
use profilekit_postgres::PostgresFacts;
use profilekit_sqlite::SqliteFacts;
use profilekit_tests::{Postgres, Seeded};
use rusqlite::Connection;
use tokio::runtime::{Builder, Runtime};

use crate::rows::Row;

/// How often each is asked, in turns.
const ROUNDS: usize = 5;

const DAY: i64 = 86_400_000_000;

/// Facts of a year: when, of which project, by whom, how much and how long.
struct World {
    facts: Facts,
    shape: Arc<FactShape>,
    rows: Vec<Charge>,
}

type Charge = (i64, String, String, i64, i64);

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

impl World {
    fn new(rows: usize) -> Self {
        let start = parse_instant("2025-11-22T00:00:00Z").unwrap();
        let mut random = Seeded::new(7);
        let mut number = |below: usize| i64::try_from(random.below(below)).unwrap();
        let mut row = || {
            let at = start + number(365) * DAY + number(86_400) * 1_000_000;
            let (project, user) = (format!("p{}", number(40)), format!("u{}", number(20_000)));
            (at, project, user, number(50_000), number(3_000))
        };
        let rows: Vec<Charge> = (0..rows).map(|_| row()).collect();
        let shape = shape();
        let columns = vec![
            Column::instants(rows.iter().map(|row| Some(row.0))),
            Column::texts(rows.iter().map(|row| Some(&*row.1))),
            Column::texts(rows.iter().map(|row| Some(&*row.2))),
            Column::money(rows.iter().map(|row| Some((row.3, "EUR")))).unwrap(),
            Column::ints(rows.iter().map(|row| Some(row.4))),
        ];
        let facts = Facts::from_columns(&shape, columns).unwrap();
        Self { facts, shape, rows }
    }
}

/// A database with the table.
trait Database {
    const NAME: &'static str;

    /// What our statements find.
    fn push(&self, plan: &Plan) -> Partial;

    /// Runs a statement that was written by hand; its rows are read and dropped.
    fn by_hand(&self, query: &str);
}

struct Sqlite {
    file: Connection,
    engine: SqliteFacts,
    relation: Relation,
}

impl Sqlite {
    fn open(path: &Path, world: &World) -> Self {
        let mut file = Connection::open(path).unwrap();
        let transaction = file.transaction().unwrap();
        transaction
            .execute_batch(
                "CREATE TABLE charge \
                 (at INTEGER, project TEXT, user TEXT, amount INTEGER, millis INTEGER)",
            )
            .unwrap();
        let mut insert = transaction
            .prepare("INSERT INTO charge VALUES (?1, ?2, ?3, ?4, ?5)")
            .unwrap();
        for (at, project, user, amount, millis) in &world.rows {
            insert.execute((at, project, user, amount, millis)).unwrap();
        }
        drop(insert);
        transaction.commit().unwrap();
        let engine = SqliteFacts::open(path).unwrap();
        let relation = engine.relation("charge", &world.shape).unwrap();
        Self {
            file,
            engine,
            relation,
        }
    }
}

impl Database for Sqlite {
    const NAME: &'static str = "SQLite";

    fn push(&self, plan: &Plan) -> Partial {
        self.engine
            .answer(plan.ask(&self.relation).unwrap())
            .unwrap()
    }

    fn by_hand(&self, query: &str) {
        let mut statement = self.file.prepare(query).unwrap();
        let mut rows = statement.raw_query();
        while rows.next().unwrap().is_some() {}
    }
}

struct Server {
    runtime: Runtime,
    client: RefCell<postgres::Client>,
    engine: PostgresFacts,
    relation: Relation,
    // Stops when everybody has left.
    _server: Postgres,
}

impl Server {
    fn start(world: &World) -> Self {
        let server = Postgres::start();
        let mut client = postgres::Client::connect(&server.address(), NoTls).unwrap();
        client
            .batch_execute(
                "CREATE TABLE charge (at timestamptz NOT NULL, project text NOT NULL, \
                 \"user\" text NOT NULL, amount bigint NOT NULL, millis bigint NOT NULL)",
            )
            .unwrap();
        let mut copy = client.copy_in("COPY charge FROM STDIN").unwrap();
        let mut line = String::new();
        for (at, project, user, amount, millis) in &world.rows {
            line.clear();
            let at = write_instant(*at);
            writeln!(line, "{at}\t{project}\t{user}\t{amount}\t{millis}").unwrap();
            copy.write_all(line.as_bytes()).unwrap();
        }
        copy.finish().unwrap();
        client.batch_execute("VACUUM ANALYZE charge").unwrap();
        let runtime = Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let engine = runtime
            .block_on(PostgresFacts::connect(&server.address()))
            .unwrap();
        let relation = runtime
            .block_on(engine.relation("charge", &world.shape))
            .unwrap();
        Self {
            runtime,
            client: RefCell::new(client),
            engine,
            relation,
            _server: server,
        }
    }
}

impl Database for Server {
    const NAME: &'static str = "PostgreSQL";

    fn push(&self, plan: &Plan) -> Partial {
        let questions = plan.ask(&self.relation).unwrap();
        self.runtime
            .block_on(self.engine.answer(questions))
            .unwrap()
    }

    fn by_hand(&self, query: &str) {
        drop(self.client.borrow_mut().query(query, &[]).unwrap());
    }
}

/// A question, and what somebody would write for it.
struct Question {
    name: &'static str,
    card: &'static str,
    /// Months and days in UTC: SQLite knows no zones.
    sqlite: &'static str,
    /// Months and days of Berlin's, as the card has them.
    postgres: &'static str,
}

const QUESTIONS: [Question; 5] = [
    Question {
        name: "revenue by month by project",
        card: r#"{ "id": "r", "measure": "sum(amount)", "range": "last_12_months", "series": { "grain": "month" },
             "breakdown": { "by": "project" } }"#,
        sqlite: "SELECT project, strftime('%Y-%m', at / 1000000, 'unixepoch') m, sum(amount), count(*) \
             FROM charge GROUP BY 1, 2",
        postgres: "SELECT project, date_trunc('month', at AT TIME ZONE 'Europe/Berlin') m, sum(amount), count(*) \
             FROM charge GROUP BY 1, 2",
    },
    Question {
        name: "trend, day by day",
        card: r#"{ "id": "t", "measure": "sum(amount)", "range": "last_12_months", "series": { "grain": "day" } }"#,
        sqlite: "SELECT at / 86400000000, sum(amount), count(*) FROM charge GROUP BY 1",
        postgres: "SELECT date_trunc('day', at AT TIME ZONE 'Europe/Berlin'), sum(amount), count(*) \
             FROM charge GROUP BY 1",
    },
    Question {
        name: "distinct users by month",
        card: r#"{ "id": "d", "measure": "distinct(user)", "range": "last_12_months", "series": { "grain": "month" } }"#,
        sqlite: "SELECT strftime('%Y-%m', at / 1000000, 'unixepoch') m, count(DISTINCT user) \
             FROM charge GROUP BY 1",
        postgres: "SELECT date_trunc('month', at AT TIME ZONE 'Europe/Berlin') m, count(DISTINCT \"user\") \
             FROM charge GROUP BY 1",
    },
    Question {
        name: "95th percentile",
        card: r#"{ "id": "p", "measure": "percentile(millis, 0.95)", "range": "last_12_months" }"#,
        sqlite: "SELECT millis FROM charge ORDER BY millis LIMIT 1 \
             OFFSET (SELECT count(*) * 95 / 100 FROM charge)",
        postgres: "SELECT percentile_disc(0.95) WITHIN GROUP (ORDER BY millis) FROM charge",
    },
    Question {
        name: "a pattern, row by row in process",
        card: r#"{ "id": "m", "measure": "sum(amount)", "range": "last_12_months", "series": { "grain": "month" },
             "breakdown": { "by": "project" }, "where": "fact.project.matches('^p[0-9]+$')" }"#,
        sqlite: "SELECT project, strftime('%Y-%m', at / 1000000, 'unixepoch') m, sum(amount), count(*) \
             FROM charge WHERE project GLOB 'p[0-9]*' GROUP BY 1, 2",
        postgres: "SELECT project, date_trunc('month', at AT TIME ZONE 'Europe/Berlin') m, sum(amount), count(*) \
             FROM charge WHERE project ~ '^p[0-9]+$' GROUP BY 1, 2",
    },
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

/// Nanoseconds.
fn time(work: impl FnOnce()) -> f64 {
    let start = Instant::now();
    work();
    start.elapsed().as_secs_f64() * 1e9
}

fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}

/// Asks one database, ours and by hand in turns.
fn ask<D: Database>(
    database: &D,
    world: &World,
    (name, cards, queries): (&str, &[&str], &[&str]),
) -> Row {
    let plan = plan(&world.shape, cards);
    let whole = plan.scan(&world.facts, 0..world.facts.rows()).unwrap();
    assert_eq!(database.push(&plan).to_bytes(), whole.to_bytes(), "{name}");
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        ours.push(time(|| drop(plan.finish(&database.push(&plan)).unwrap())));
        theirs.push(time(|| {
            queries.iter().for_each(|query| database.by_hand(query))
        }));
    }
    let ratios = ours.iter().zip(&theirs).map(|(ours, theirs)| ours / theirs);
    Row {
        what: name.to_owned(),
        ratio: median(ratios.collect()),
        ours: median(ours),
        peer: format!("by hand, {}", D::NAME),
        theirs: median(theirs),
        limit: f64::INFINITY,
    }
}

fn each<D: Database>(
    database: &D,
    world: &World,
    by_hand: impl Fn(&Question) -> &'static str,
) -> Vec<Row> {
    let cards = QUESTIONS.each_ref().map(|question| question.card);
    let queries = QUESTIONS.each_ref().map(by_hand);
    let alone = QUESTIONS.iter().enumerate();
    let alone = alone.map(|(at, question)| (question.name, &cards[at..=at], &queries[at..=at]));
    let together = ("all of them as one dashboard", &cards[..], &queries[..]);
    let all = alone.chain([together]);
    all.map(|question| ask(database, world, question)).collect()
}

/// Measures each question, and all of them as one dashboard, over so many rows in a file that is made in a folder, and in a
/// server of its own.
///
/// # Panics
/// Where the figures differ, or a database cannot be made.
#[must_use]
pub fn measure(rows: usize, folder: &Path) -> Vec<Row> {
    let world = World::new(rows);
    let file = Sqlite::open(&folder.join("charges.db"), &world);
    let mut found = each(&file, &world, |question| question.sqlite);
    let server = Server::start(&world);
    found.extend(each(&server, &world, |question| question.postgres));
    found
}
