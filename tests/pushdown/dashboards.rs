//! The dashboards of the shipped products, and what must not show in them.

use std::sync::Arc;

use profilekit::Kernel;
use profilekit::access::{Context, Subject};
use profilekit::error::{Code, Failure};
use profilekit::expr::Dialect;
use profilekit::kernel::{Glance, Supplied};
use profilekit::metrics::{
    Calendar, Card, ColumnType, EXACT, FactShape, Origin, Plan, Setting, Weekday, Zone,
};
use profilekit::time::parse_instant;
use profilekit_tests::dashboards::{setting, subject, with_record};
use profilekit_tests::facts::{Cell, Table};
use profilekit_tests::{Seeded, fixtures, workspace};
use serde_json::{Value, json};

use crate::engine::{Engines, Forms};
use crate::worlds::found;

const BOTH: [Dialect; 2] = [Dialect::Sqlite, Dialect::Postgres];
const PRODUCTS: [&str; 4] = ["marketplace", "mentoring", "saas", "talent"];

fn kernel_of(fixture: &Value) -> Kernel {
    let blueprint = match fixture["product"].as_str() {
        Some(product) => {
            let path = workspace().join(format!("core/blueprints/{product}.json"));
            std::fs::read_to_string(path).unwrap()
        }
        None => fixture["blueprint"].to_string(),
    };
    Kernel::compile(blueprint.as_bytes()).unwrap()
}

/// Where the facts that are handed in come from.
#[derive(Clone, Copy)]
enum Way {
    Process,
    Engine(Dialect, Forms),
}

/// What a case's subject is told, and how often a database was asked.
fn told(
    engines: &mut Engines,
    way: Way,
    kernel: &Kernel,
    fixture: &Value,
    case: &Value,
) -> Result<(String, usize), Failure> {
    let own = subject(kernel, &case["subject"]);
    let context = Context::at(parse_instant(&setting(fixture, case, "now")).unwrap());
    let glance = Glance {
        subject: &own,
        context: &context,
        calendar: Calendar {
            zone: Zone::named(&setting(fixture, case, "zone")).unwrap(),
            week_start: Weekday::Monday,
        },
        exact: EXACT,
    };
    let (mut supplied, mut asked) = (Vec::new(), 0);
    for (name, rows) in fixture["supply"].as_object().unwrap() {
        let table = kernel.fact_table(name)?;
        let rows = rows.as_array().unwrap();
        if let Origin::Records { .. } = table.origin {
            let mut gathering = kernel.gather(name, &glance)?;
            for row in rows {
                with_record(row, |record| gathering.add(record))?;
            }
            supplied.push(gathering.finish()?);
            continue;
        }
        let rows = Table::read(&table.shape, rows);
        match way {
            Way::Process => supplied.push(Supplied::facts(name, rows.facts())),
            Way::Engine(dialect, forms) => {
                engines.load(dialect, name, forms, &rows);
                let relation = engines.relation(dialect, name, &rows)?;
                for inquiry in kernel.inquiries(name, &glance)? {
                    let partial = engines.answer(&relation, inquiry.ask(&relation)?)?;
                    supplied.push(inquiry.answered(partial));
                    asked += 1;
                }
            }
        }
    }
    Ok((kernel.dashboard(&glance, &supplied)?.to_json(), asked))
}

#[test]
fn personas_are_told_the_same_wherever_facts_lie() {
    let mut engines = Engines::start();
    let (mut dashboards, mut asked) = (0, 0);
    for fixture in fixtures("dashboards") {
        let kernel = kernel_of(&fixture.json);
        for case in fixture.json["cases"].as_array().unwrap() {
            if !case["error"].is_null() {
                continue;
            }
            let expected = told(&mut engines, Way::Process, &kernel, &fixture.json, case);
            let (expected, _) = expected.unwrap();
            for (dialect, forms) in BOTH.into_iter().zip([Forms::Own, Forms::Plain]) {
                let way = Way::Engine(dialect, forms);
                let found = told(&mut engines, way, &kernel, &fixture.json, case).unwrap();
                assert_eq!(found.0, expected, "{}: {}", fixture.name, case["name"]);
                asked += found.1;
            }
            dashboards += 1;
        }
    }
    assert!(
        dashboards >= 15 && asked >= 30,
        "{dashboards} dashboards, {asked} inquiries"
    );
}

/// The texts that conditions of cards compare with.
fn words(cards: &[Card]) -> Vec<String> {
    let mut words: Vec<String> = vec!["a".into(), "b".into(), "c".into()];
    for filter in cards.iter().filter_map(|card| card.filter.as_ref()) {
        let quoted = filter.source().split('\'').skip(1).step_by(2);
        words.extend(quoted.map(str::to_owned));
    }
    words.extend(["no_show", "completed", "done", "held", "upheld", "missed"].map(str::to_owned));
    words
}

fn cell(ty: &ColumnType, words: &[String], now: i64, random: &mut Seeded) -> Cell {
    let hour = 3_600_000_000;
    let small = i64::try_from(random.below(900)).unwrap();
    match ty {
        ColumnType::Text => Cell::Text(random.pick(words).clone()),
        ColumnType::Int | ColumnType::Decimal { .. } => Cell::Int(small),
        ColumnType::Money { .. } => {
            Cell::Money(small * 7, (*random.pick(&["EUR", "USD", "JPY"])).to_owned())
        }
        ColumnType::Instant => {
            let hours = i64::try_from(random.below(24 * 500)).unwrap();
            Cell::Int(now + (24 * 30 - hours) * hour)
        }
        ColumnType::Bool => Cell::Bool(random.percent(50)),
    }
}

fn random_table(shape: &Arc<FactShape>, words: &[String], now: i64, seed: u64) -> Table {
    let mut random = Seeded::new(seed);
    let rows = (0..300).map(|_| {
        let columns = shape.columns().iter();
        columns
            .map(|column| match column.required || random.percent(85) {
                true => cell(&column.ty, words, now, &mut random),
                false => Cell::Null,
            })
            .collect()
    });
    Table {
        shape: Arc::clone(shape),
        rows: rows.collect(),
    }
}

/// Every card of every dashboard of the four products over random facts, those of records too.
#[test]
fn every_card_of_the_products_is_found_by_databases() {
    let mut engines = Engines::start();
    let now = parse_instant("2026-11-22T12:34:56Z").unwrap();
    let (mut count, mut in_process) = (0, 0);
    for product in PRODUCTS {
        let kernel = kernel_of(&json!({ "product": product }));
        for board in &kernel.boards().boards {
            for (place, table) in kernel.boards().tables.iter().enumerate() {
                let parts = board.cards.iter().flat_map(|card| &card.parts);
                let cards = parts.filter(|part| part.table == place);
                let cards: Vec<Card> = cards.map(|part| part.card.clone()).collect();
                if cards.is_empty() {
                    continue;
                }
                count += cards.len();
                let rows = random_table(&table.shape, &words(&cards), now, count as u64);
                let setting = Setting {
                    at: table.at,
                    now,
                    calendar: Calendar {
                        zone: Zone::named("America/New_York").unwrap(),
                        week_start: Weekday::Sunday,
                    },
                    exact: 50,
                };
                let plan = Plan::new(&table.shape, setting, cards).unwrap();
                let facts = rows.facts();
                let whole = plan.scan(&facts, 0..facts.rows()).unwrap();
                for (dialect, forms) in BOTH.into_iter().zip([Forms::Plain, Forms::Own]) {
                    let partial = found(&mut engines, dialect, forms, &plan, &rows);
                    let what = format!("{product} {} {} {dialect:?}", board.persona, table.name);
                    assert_eq!(partial.to_bytes(), whole.to_bytes(), "{what}");
                    assert_eq!(plan.finish(&partial), plan.finish(&whole), "{what}");
                    let relation = engines.relation(dialect, "fact", &rows).unwrap();
                    in_process += plan.ask(&relation).unwrap().refused().count();
                }
            }
        }
    }
    assert!(count > 80, "{count} cards");
    assert_eq!(in_process, 0, "no card of a product needs its rows here");
}

fn rules() -> Value {
    let mut fixtures = fixtures("dashboards");
    fixtures.retain(|fixture| fixture.json["blueprint"].is_object());
    fixtures.remove(0).json
}

fn ping(time: &str, tenant: &str, who: &str) -> Value {
    json!({ "time": time, "data": { "tenant": tenant, "who": who } })
}

/// What others did is anything at all: the reader's figures, and what a database says on the way
/// to them, stay the same.
#[test]
fn facts_of_others_leave_no_trace() {
    let mut engines = Engines::start();
    let mut fixture = rules();
    let kernel = kernel_of(&fixture);
    let case = fixture["cases"][0].clone();
    let own: Vec<Value> = fixture["supply"]["ping"].as_array().unwrap().clone();
    let member = &case["subject"];
    let id = member["id"].as_str().unwrap();
    let tenant = member["tenant"].as_str().unwrap();
    let others: Vec<Value> = (0..40)
        .map(|place| {
            let time = format!("2026-05-{:02}T10:00:00Z", 1 + place % 28);
            ping(&time, "another", ["canary", id][place % 2])
        })
        .collect();
    for (dialect, forms) in BOTH.into_iter().zip([Forms::Own, Forms::Plain]) {
        let way = Way::Engine(dialect, forms);
        fixture["supply"]["ping"] = Value::from(own.clone());
        let (before, asked) = told(&mut engines, way, &kernel, &fixture, &case).unwrap();
        assert!(asked > 0);
        fixture["supply"]["ping"] = own.iter().chain(&others).cloned().collect();
        let (after, _) = told(&mut engines, way, &kernel, &fixture, &case).unwrap();
        assert_eq!(after, before);
        // One more of the reader's own is seen: the figures do depend on facts.
        let one = ping("2026-05-21T10:00:00Z", tenant, id);
        fixture["supply"]["ping"] = own.iter().chain([&one]).cloned().collect();
        let (more, _) = told(&mut engines, way, &kernel, &fixture, &case).unwrap();
        assert_ne!(more, before);
    }
}

fn glance<'g>(subject: &'g Subject, context: &'g Context) -> Glance<'g> {
    Glance {
        subject,
        context,
        calendar: Calendar {
            zone: Zone::utc(),
            week_start: Weekday::Monday,
        },
        exact: EXACT,
    }
}

/// The rows of another tenant come back in no row, nor do their faults, nor their texts as keys
/// of what is asked.
#[test]
fn a_canary_is_in_no_answer() {
    let mut engines = Engines::start();
    let fixture = rules();
    let kernel = kernel_of(&fixture);
    let table = kernel.fact_table("ping").unwrap();
    let case = &fixture["cases"][0];
    let own = subject(&kernel, &case["subject"]);
    let context = Context::at(parse_instant("2026-06-01T00:00:00Z").unwrap());
    let glance = glance(&own, &context);
    // Each is somebody else's in one way only.
    let rows = [
        ping("2026-05-20T10:00:00Z", "canary", own.id().unwrap().as_str()),
        ping(
            "2026-05-20T10:00:00Z",
            own.tenant().unwrap().as_str(),
            "canary",
        ),
    ];
    let rows = Table::read(&table.shape, &rows);
    engines.load(Dialect::Sqlite, "ping", Forms::Plain, &rows);
    // A fault in somebody else's row would tell of it.
    engines.run(
        Dialect::Sqlite,
        "INSERT INTO ping VALUES ('some day', 'canary', x'00')",
    );
    let relation = engines.relation(Dialect::Sqlite, "ping", &rows).unwrap();
    let inquiries = kernel.inquiries("ping", &glance).unwrap();
    assert!(!inquiries.is_empty());
    for inquiry in inquiries {
        let questions = inquiry.ask(&relation).unwrap();
        for sql in questions.statements().iter() {
            assert!(sql.text.contains(" WHERE "), "{}", sql.text);
        }
        let partial = engines.answer(&relation, questions).unwrap();
        assert_eq!(partial.rows(), 0);
        let bytes = partial.to_bytes();
        assert!(!bytes.windows(6).any(|word| word == b"canary"));
    }
}

#[test]
fn facts_of_records_are_never_asked_of_a_database() {
    let fixture = rules();
    let kernel = kernel_of(&fixture);
    let own = subject(&kernel, &fixture["cases"][0]["subject"]);
    let context = Context::at(parse_instant("2026-06-01T00:00:00Z").unwrap());
    let failure = kernel
        .inquiries("job", &glance(&own, &context))
        .unwrap_err();
    assert_eq!(failure.code(), Code::KernelBadRequest);
    let failure = kernel
        .inquiries("jib", &glance(&own, &context))
        .unwrap_err();
    assert_eq!(failure.code(), Code::MetricsNoFacts);
}

/// What was counted for one subject or for one moment is no answer to another.
#[test]
fn figures_of_one_are_none_of_another() {
    let mut engines = Engines::start();
    let fixture = rules();
    let kernel = kernel_of(&fixture);
    let head = &fixture["cases"][0]["subject"];
    let own = subject(&kernel, head);
    let mut other = head.clone();
    other["id"] = json!("somebody-else");
    let other = subject(&kernel, &other);
    let now = |text| Context::at(parse_instant(text).unwrap());
    let (context, later) = (now("2026-06-01T00:00:00Z"), now("2026-06-02T00:00:00Z"));
    let asking = glance(&own, &context);
    let table = kernel.fact_table("ping").unwrap();
    let rows = Table::read(&table.shape, fixture["supply"]["ping"].as_array().unwrap());
    engines.load(Dialect::Sqlite, "ping", Forms::Plain, &rows);
    let relation = engines.relation(Dialect::Sqlite, "ping", &rows).unwrap();
    let mut supplied = Vec::new();
    for inquiry in kernel.inquiries("ping", &asking).unwrap() {
        let partial = engines.answer(&relation, inquiry.ask(&relation).unwrap());
        supplied.push(inquiry.answered(partial.unwrap()));
    }
    let told = |glance: &Glance<'_>| {
        let mut supplied = supplied.clone();
        for name in ["job", "tag"] {
            supplied.push(kernel.gather(name, glance).unwrap().finish().unwrap());
        }
        kernel.dashboard(glance, &supplied)
    };
    assert!(told(&asking).is_ok());
    let failure = told(&glance(&other, &context)).unwrap_err();
    assert_eq!(failure.code(), Code::KernelBadRequest);
    let failure = told(&glance(&own, &later)).unwrap_err();
    assert_eq!(failure.code(), Code::MetricsBadState);
}
