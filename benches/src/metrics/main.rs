//! `cargo xtask bench metrics [ROWS] [peers|dashboard|pushdown]`: dashboards' figures over typed columns, beside DuckDB and
//! polars in the same run, beside merely adding up the columns, and beside each other; and pushed down into SQLite and
//! PostgreSQL, beside statements by hand.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a benchmark that cannot set itself up has nothing to report"
)]

mod peers;
mod world;

use std::cell::RefCell;
use std::hint::black_box;
use std::process::ExitCode;
use std::thread;

use peers::Peers;
use profilekit::metrics::{Answer, EXACT, Facts, Line, Partial, Plan};
use profilekit_benches::pushdown;
use profilekit_benches::rows::{Row, report};
use profilekit_benches::timing::{Contestant, Times, measure};
use serde_json::{Value, json};
use world::World;

/// A question that everybody answers.
struct Query {
    name: &'static str,
    card: Value,
    exact: u32,
    /// The columns that it cannot do without, besides the time.
    touches: &'static [Touched],
}

#[derive(Clone, Copy)]
enum Touched {
    Project,
    Customer,
    Cents,
}

fn queries(rows: usize) -> Vec<Query> {
    use Touched::{Cents, Customer, Project};
    let months = |id: &str, measure: &str| {
        json!({
            "id": id, "measure": measure, "range": "previous_24_months", "series": { "grain": "month" }
        })
    };
    let mut by_project = months("revenue", "sum(price)");
    by_project["breakdown"] = json!({ "by": "project" });
    let p95 =
        json!({ "id": "p95", "measure": "percentile(price, 0.95)", "range": "previous_24_months" });
    let query = |name, card, exact, touches| Query {
        name,
        card,
        exact,
        touches,
    };
    vec![
        query("revenue", by_project, EXACT, &[Project, Cents]),
        query(
            "trend",
            months("trend", "growth(sum(price))"),
            EXACT,
            &[Cents],
        ),
        query(
            "distinct",
            months("distinct", "distinct(customer)"),
            EXACT,
            &[Customer],
        ),
        query("about_p95", p95.clone(), EXACT, &[Cents]),
        query("p95", p95, u32::try_from(rows).unwrap(), &[Cents]),
    ]
}

fn main() -> ExitCode {
    let (rows, parts): (Vec<_>, Vec<_>) = std::env::args()
        .skip(1)
        .map(|word| word.parse::<usize>().map_err(|_| word))
        .partition(Result::is_ok);
    let rows = rows.into_iter().find_map(Result::ok).unwrap_or(1_000_000);
    let wants = |part: &str| parts.is_empty() || parts.contains(&Err(part.to_owned()));
    let world = World::new(rows);
    let facts = world.facts(0..world.rows());
    let mut found = Vec::new();
    if wants("peers") {
        found.extend(peers(&world, &facts));
    }
    if wants("dashboard") {
        eprintln!("measuring a dashboard of {rows} rows …");
        found.extend(dashboard(&world, &facts));
    }
    if wants("pushdown") {
        eprintln!("measuring {rows} rows in SQLite and PostgreSQL …");
        let folder = tempfile::tempdir().unwrap();
        found.extend(pushdown::measure(rows, folder.path()));
    }
    println!("{:.1} MB of columns", facts.bytes() as f64 / 1e6);
    if report(&found) {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    }
}

/// Every query on one thread, and on as many as there are.
fn peers(world: &World, facts: &Facts) -> Vec<Row> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("facts.csv");
    std::fs::write(&path, world.csv()).unwrap();
    let all = thread::available_parallelism().map_or(1, usize::from);
    let mut found = Vec::new();
    for threads in [1, all] {
        let peers = RefCell::new(Peers::start(&path, threads));
        let versions = &peers.borrow().versions.to_string();
        eprintln!(
            "measuring {} rows on {threads} threads beside {versions} …",
            world.rows()
        );
        for query in queries(world.rows()) {
            found.extend(beside(&query, world, facts, &peers, threads));
        }
    }
    found
}

/// The plan's answers, computed by as many threads as it pays to have, and not by more than these.
fn answer(plan: &Plan, facts: &Facts, threads: usize) -> Vec<Answer> {
    let threads = plan.threads(facts.rows(), threads);
    if threads == 1 {
        return plan.answer(facts).unwrap();
    }
    let step = facts.rows().div_ceil(threads);
    let partial = thread::scope(|scope| {
        let parts = (0..threads).map(|part| {
            let rows = part * step..(part + 1) * step;
            scope.spawn(move || plan.scan(facts, rows).unwrap())
        });
        let parts: Vec<_> = parts.collect();
        let parts = parts.into_iter().map(|part| part.join().unwrap());
        parts.reduce(merged).unwrap()
    });
    plan.finish(&partial).unwrap()
}

fn merged(mut one: Partial, two: Partial) -> Partial {
    one.merge(&two).unwrap();
    one
}

fn beside(
    query: &Query,
    world: &World,
    facts: &Facts,
    peers: &RefCell<Peers>,
    threads: usize,
) -> Vec<Row> {
    let plan = world.plan(std::slice::from_ref(&query.card), query.exact);
    agree(
        query,
        &answer(&plan, facts, threads),
        &mut peers.borrow_mut(),
    );
    let what = format!("{}, {threads} threads", query.name);
    let mut contestants = vec![
        Contestant::new("ours", |_| answer(&plan, facts, threads).len() as u64),
        Contestant::new("DuckDB", |_| {
            let rows = peers.borrow_mut().ask("duckdb", query.name);
            rows.as_array().map_or(0, Vec::len) as u64
        }),
        Contestant::new("polars", |_| {
            let rows = peers.borrow_mut().ask("polars", query.name);
            rows.as_array().map_or(0, Vec::len) as u64
        }),
    ];
    if threads == 1 {
        contestants.push(Contestant::new("adding up", |_| floor(query, world)));
    }
    let names: Vec<&str> = contestants
        .iter()
        .map(|contestant| contestant.name)
        .collect();
    let times = measure(&mut contestants);
    let limits = [1.0, 1.0 / 8.0, 1.0 / 8.0, 4.0];
    let others = names.iter().zip(&times).zip(limits).skip(1);
    others
        .map(|((name, theirs), limit)| row(&what, (name, limit), &times[0], theirs))
        .collect()
}

fn row(what: &str, (peer, limit): (&str, f64), ours: &Times, theirs: &Times) -> Row {
    Row {
        what: what.to_owned(),
        ours: ours.median(),
        peer: peer.to_owned(),
        theirs: theirs.median(),
        ratio: ours.ratio_to(theirs),
        limit,
    }
}

/// Reads all that the query cannot do without, once.
fn floor(query: &Query, world: &World) -> u64 {
    let codes = |codes: &[u32]| codes.iter().map(|code| u64::from(*code)).sum::<u64>();
    let numbers = |numbers: &[i64]| {
        let sum = numbers
            .iter()
            .fold(0i64, |sum, number| sum.wrapping_add(*number));
        sum.cast_unsigned()
    };
    let touched = query.touches.iter().map(|column| match column {
        Touched::Project => codes(black_box(&world.project)),
        Touched::Customer => codes(black_box(&world.customer)),
        Touched::Cents => numbers(black_box(&world.cents)),
    });
    touched.fold(numbers(black_box(&world.at)), u64::wrapping_add)
}

/// Whether everybody says the same.
fn agree(query: &Query, answers: &[Answer], peers: &mut Peers) {
    let line = &answers[0].lines[0];
    for peer in ["duckdb", "polars"] {
        let theirs = peers.ask(peer, query.name);
        let theirs = theirs.as_array().unwrap();
        match query.name {
            "revenue" => assert_eq!(by_project(line), cells(theirs, 2), "{peer}"),
            "trend" => assert_eq!(trend(line), growth(theirs), "{peer}"),
            "distinct" => {
                let own: Vec<i64> = line.series.iter().map(units).collect();
                assert_eq!(own, cells(theirs, 1), "{peer}");
            }
            _ => {
                let own = line.value.unwrap().units() as f64;
                let value = theirs[0][0].as_f64().unwrap();
                assert!(
                    (own - value).abs() <= value / 100.0,
                    "{peer}: {own} and {value}"
                );
            }
        }
    }
}

fn units(point: &profilekit::metrics::Point) -> i64 {
    i64::try_from(point.value.unwrap().units()).unwrap()
}

fn cells(rows: &[Value], column: usize) -> Vec<i64> {
    rows.iter()
        .map(|row| row[column].as_i64().unwrap())
        .collect()
}

/// Month by month, the projects in their order.
fn by_project(line: &Line) -> Vec<i64> {
    let mut slices: Vec<_> = line.breakdown.iter().collect();
    slices.sort_by_key(|slice| slice.label.clone());
    let months = 0..line.series.len();
    let cells =
        months.flat_map(|month| slices.iter().map(move |slice| units(&slice.series[month])));
    cells.collect()
}

/// In 1/10,000.
fn trend(line: &Line) -> Vec<Option<i64>> {
    let shares = line.series.iter().map(|point| point.value);
    shares
        .map(|share| share.map(|share| i64::try_from(share.units()).unwrap()))
        .skip(1)
        .collect()
}

fn growth(rows: &[Value]) -> Vec<Option<i64>> {
    let share = |row: &Value| {
        let (now, before) = (row[1].as_f64()?, row[2].as_f64()?);
        #[allow(clippy::cast_possible_truncation, reason = "a share of some percent")]
        Some(((now - before) / before * 10_000.0).round_ties_even() as i64)
    };
    rows.iter().skip(1).map(share).collect()
}

/// Twelve cards in one scan beside the dearest of them, and one fact more beside all of them.
fn dashboard(world: &World, facts: &Facts) -> Vec<Row> {
    let cards = cards();
    let plan = world.plan(&cards, EXACT);
    let alone: Vec<Plan> = cards
        .iter()
        .map(|card| world.plan(std::slice::from_ref(card), EXACT))
        .collect();
    let mut contestants = vec![Contestant::new("twelve", |_| {
        plan.answer(facts).unwrap().len() as u64
    })];
    contestants.extend(alone.iter().map(|plan| {
        Contestant::new("the dearest card", |_| {
            plan.answer(facts).unwrap().len() as u64
        })
    }));
    let times = measure(&mut contestants);
    let dearest = times.iter().skip(1);
    let dearest = dearest.max_by(|one, two| one.median().total_cmp(&two.median()));
    let mut rows = vec![row(
        "twelve cards",
        ("the dearest card", 3.0),
        &times[0],
        dearest.unwrap(),
    )];

    let mut kept = plan.scan(facts, 0..facts.rows()).unwrap();
    let mut contestants = [
        Contestant::new("one fact more", |call| {
            let row = call % world.rows();
            plan.add(&mut kept, &world.fact(row)).unwrap();
            kept.rows()
        }),
        Contestant::new("all of them", |_| {
            plan.scan(facts, 0..facts.rows()).unwrap().rows()
        }),
    ];
    let times = measure(&mut contestants);
    rows.push(row(
        "one fact more, twelve cards",
        ("all of them again", 1.0 / 1000.0),
        &times[0],
        &times[1],
    ));
    rows
}

/// What a shop's owner looks at.
fn cards() -> Vec<Value> {
    let card = |id: usize, measure: &str| {
        json!({
            "id": format!("card_{id}"), "measure": measure, "range": "last_12_months",
            "compare": "previous_period"
        })
    };
    let measures = [
        "sum(price)",
        "count()",
        "avg(price)",
        "distinct(customer)",
        "max(price)",
        "min(price)",
        "ratio(sum(price), distinct(customer))",
        "new(customer)",
        "sum(price)",
        "count()",
        "percentile(price, 0.95)",
        "sum(price)",
    ];
    let mut cards: Vec<Value> = measures
        .iter()
        .enumerate()
        .map(|(id, measure)| card(id, measure))
        .collect();
    for (place, grain) in [(0, "month"), (1, "week"), (8, "day"), (9, "month")] {
        cards[place]["series"] = json!({ "grain": grain });
    }
    cards[11]["breakdown"] = json!({ "by": "project", "top": 10 });
    cards[9]["where"] = json!("fact.project != 'p00001'");
    cards
}
