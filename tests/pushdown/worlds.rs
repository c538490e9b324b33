//! Random facts and random questions.

use std::sync::Arc;

use profilekit::expr::Dialect;
use profilekit::json::{Limits, parse};
use profilekit::metrics::{Calendar, Card, Partial, Plan, Setting, Weekday, Zone};
use profilekit_tests::Seeded;
use profilekit_tests::facts::worlds::{DAY, HOUR, plan, row, shape, start};
use profilekit_tests::facts::{Cell, Table};
use serde_json::json;

use crate::engine::{Engines, Forms};

const WORLDS: u64 = 600;

/// What a database finds of a table.
pub(crate) fn found(
    engines: &mut Engines,
    dialect: Dialect,
    forms: Forms,
    plan: &Plan,
    table: &Table,
) -> Partial {
    engines.load(dialect, "fact", forms, table);
    let relation = engines.relation(dialect, "fact", table).unwrap();
    let questions = plan.ask(&relation).unwrap();
    let statements = questions.statements();
    engines
        .answer(&relation, questions)
        .unwrap_or_else(|failure| {
            panic!(
                "{failure} {:?}\n{statements:#?}",
                std::error::Error::source(&failure)
            )
        })
}

#[test]
fn databases_find_the_states_of_a_scan() {
    let shape = shape();
    let mut engines = Engines::start();
    let (mut refused, mut written) = (0, 0);
    for seed in 0..WORLDS {
        let mut random = Seeded::new(seed);
        let zero = random.percent(20);
        let forms = *random.pick(&[Forms::Plain, Forms::Own]);
        let (count, wild) = (random.below(70), random.percent(50));
        let rows = (0..count).map(|_| row(&mut random, wild, zero)).collect();
        let table = Table {
            shape: Arc::clone(&shape),
            rows,
        };
        let plan = plan(&mut random, &shape);
        let facts = table.facts();
        let whole = plan.scan(&facts, 0..facts.rows()).unwrap();
        let expected = plan.finish(&whole);

        let sqlite = found(&mut engines, Dialect::Sqlite, forms, &plan, &table);
        assert_eq!(
            sqlite.to_bytes(),
            whole.to_bytes(),
            "{seed}: SQLite, {plan:?}"
        );
        assert_eq!(plan.finish(&sqlite), expected, "{seed}: SQLite");
        // PostgreSQL has no texts with U+0000.
        if !zero {
            let postgres = found(&mut engines, Dialect::Postgres, forms, &plan, &table);
            assert_eq!(
                postgres.to_bytes(),
                whole.to_bytes(),
                "{seed}: PostgreSQL, {plan:?}"
            );
            assert_eq!(plan.finish(&postgres), expected, "{seed}: PostgreSQL");
        }
        let relation = engines.relation(Dialect::Sqlite, "fact", &table).unwrap();
        let questions = plan.ask(&relation).unwrap();
        refused += questions.refused().count();
        written += questions.statements().len();
        drop(questions);
        let relation = relation.row_by_row();
        let read = engines
            .answer(&relation, plan.ask(&relation).unwrap())
            .unwrap();
        assert_eq!(read.to_bytes(), whole.to_bytes(), "{seed}: row by row");
    }
    // Both ways were gone.
    assert!(
        refused > 30 && written > 1500,
        "{refused} refused, {written} written"
    );
}

/// A third of the facts in each database and a third here: the whole is the same.
#[test]
fn parts_of_different_engines_merge() {
    let shape = shape();
    let mut engines = Engines::start();
    for seed in 0..60 {
        let mut random = Seeded::new(10_000 + seed);
        let count = random.below(200);
        let rows = (0..count).map(|_| row(&mut random, false, false)).collect();
        let table = Table {
            shape: Arc::clone(&shape),
            rows,
        };
        let plan = plan(&mut random, &shape);
        let facts = table.facts();
        let whole = plan.scan(&facts, 0..facts.rows()).unwrap();
        let (near, far) = table.split(|| random.percent(66));
        let (one, here) = near.split(|| random.percent(50));
        let here = here.facts();
        let mut merged = plan.scan(&here, 0..here.rows()).unwrap();
        for (dialect, part) in [(Dialect::Sqlite, &one), (Dialect::Postgres, &far)] {
            let partial = found(&mut engines, dialect, Forms::Own, &plan, part);
            let partial = plan.read_partial(&partial.to_bytes()).unwrap();
            merged.merge(&partial).unwrap();
        }
        assert_eq!(merged.rows(), whole.rows());
        assert_eq!(merged.to_bytes(), whole.to_bytes(), "{seed}");
        assert_eq!(plan.finish(&merged), plan.finish(&whole), "{seed}");
    }
}

/// More rows than are looked at together, for a condition that has no form in SQL.
#[test]
fn many_rows_are_looked_at_in_turns() {
    let shape = shape();
    let mut engines = Engines::start();
    let setting = Setting {
        at: 0,
        now: start() + 90 * DAY,
        calendar: Calendar {
            zone: Zone::utc(),
            week_start: Weekday::Monday,
        },
        exact: 50,
    };
    let cards = [
        "count()",
        "median(n)",
        "distinct(n)",
        "each(who, last(n), sum)",
        "new(who)",
    ];
    let cards = cards.into_iter().enumerate().map(|(id, measure)| {
        let json = json!({
            "id": format!("c{id}"), "measure": measure, "range": "last_30_days",
            "series": { "grain": "day" }, "where": "fact.who.matches('[135]$')",
        });
        let tree = parse(json.to_string().as_bytes(), Limits::default()).unwrap();
        Card::from_json(&tree, &shape).unwrap()
    });
    let plan = Plan::new(&shape, setting, cards.collect()).unwrap();
    let count = 150_000;
    let rows = (0..count).map(|row: i64| {
        let mut cells = vec![Cell::Null; shape.columns().len()];
        cells[0] = Cell::Int(start() + row * 7919 % 2000 * HOUR);
        cells[1] = Cell::Text(format!("u{}", row % 70));
        cells[3] = Cell::Int(row * 31 % 997);
        cells
    });
    let table = Table {
        shape: Arc::clone(&shape),
        rows: rows.collect(),
    };
    let facts = table.facts();
    let whole = plan.scan(&facts, 0..facts.rows()).unwrap();
    let (_, none) = table.split(|| true);
    engines.load(Dialect::Sqlite, "fact", Forms::Plain, &none);
    engines.run(
        Dialect::Sqlite,
        &format!(
            "WITH RECURSIVE r (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM r WHERE i < {count} - 1) \
             INSERT INTO fact (at, who, n) \
             SELECT {} + i * 7919 % 2000 * {HOUR}, 'u' || (i % 70), i * 31 % 997 FROM r",
            start()
        ),
    );
    let relation = engines.relation(Dialect::Sqlite, "fact", &table).unwrap();
    let questions = plan.ask(&relation).unwrap();
    assert_eq!(questions.refused().count(), 1);
    let found = engines.answer(&relation, questions).unwrap();
    assert_eq!(found.to_bytes(), whole.to_bytes());
}
