//! Real purchases: every figure of the CDNOW customers is what DuckDB says.

use std::fmt::Write;
use std::sync::Arc;

use profilekit::metrics::{
    Answer, Calendar, Card, ColumnShape, ColumnType, FactShape, Facts, Grain, Plan, Setting,
    Weekday, Zone,
};
use profilekit::time::{parse_instant, write_instant};
use profilekit_forecast::forecast;
use profilekit_tests::{Seeded, python, workspace};
use serde_json::{Value as Json, json};

fn shape() -> Arc<FactShape> {
    let money = ColumnType::Money {
        currency: Some("USD".into()),
    };
    let columns = [
        ("at", ColumnType::Instant),
        ("customer", ColumnType::Text),
        ("discs", ColumnType::Int),
        ("amount", money),
    ];
    let columns = columns.map(|(name, ty)| ColumnShape::new(name, ty));
    Arc::new(FactShape::new(columns.into()).unwrap())
}

/// The file has a head, and columns between blanks.
fn facts(path: &str) -> Facts {
    let text = std::fs::read_to_string(path).unwrap();
    let mut csv = String::from("at,customer,discs,amount\n");
    for line in text.lines().skip(1) {
        let mut words = line.split_whitespace();
        let mut word = || words.next().unwrap();
        let (customer, day) = (word(), word());
        let (year, month, day) = (&day[..4], &day[4..6], &day[6..]);
        let (discs, amount) = (word(), word());
        writeln!(
            csv,
            "{year}-{month}-{day}T00:00:00Z,{customer},{discs},{amount}"
        )
        .unwrap();
    }
    let loaded = Facts::from_csv(&shape(), &csv).unwrap();
    assert!(loaded.bad.is_empty(), "{:?}", loaded.bad.first());
    loaded.facts
}

fn cards() -> Vec<Card> {
    let card = |id: &str, measure: &str| json!({ "id": id, "measure": measure, "range": "previous_18_months" });
    let by_month = |id: &str, measure: &str| {
        let mut card = card(id, measure);
        card["series"] = json!({ "grain": "month" });
        card
    };
    let mut top = card("top", "sum(amount)");
    top["breakdown"] = json!({ "by": "customer", "top": 10 });
    let cards = [
        by_month("revenue", "sum(amount)"),
        json!({
            "id": "weekly", "measure": "count()", "series": { "grain": "week" },
            "range": { "from": "1997-01-06T00:00:00Z", "to": "1998-06-29T00:00:00Z" },
        }),
        by_month("purchases", "count()"),
        by_month("customers", "distinct(customer)"),
        by_month("new", "new(customer)"),
        card("retention", "retention(customer, month, 17)"),
        top,
        card("mean", "avg(amount)"),
        card("median", "median(amount)"),
        card("p95", "percentile(amount, 0.95)"),
        card("least", "min(amount)"),
        card("greatest", "max(amount)"),
        card("discs", "sum(discs)"),
        card("best_customer", "each(customer, sum(amount), max)"),
    ];
    let shape = shape();
    let read = |json: Json| {
        let tree = profilekit::json::parse(json.to_string().as_bytes(), Default::default());
        Card::from_json(&tree.unwrap(), &shape).unwrap()
    };
    cards.into_iter().map(read).collect()
}

fn plan() -> Plan {
    let shape = shape();
    let setting = Setting {
        at: shape.find("at").unwrap(),
        now: parse_instant("1998-07-01T00:00:00Z").unwrap(),
        calendar: Calendar {
            zone: Zone::utc(),
            week_start: Weekday::Monday,
        },
        // More purchases than a percentile keeps by itself.
        exact: 100_000,
    };
    Plan::new(&shape, setting, cards()).unwrap()
}

/// Parts of the facts, computed apart and merged in another order.
fn in_parts(plan: &Plan, facts: &Facts) -> Vec<Answer> {
    let mut random = Seeded::new(5);
    let mut cuts: Vec<usize> = (0..6).map(|_| random.below(facts.rows())).collect();
    cuts.extend([0, facts.rows()]);
    cuts.sort_unstable();
    let mut merged = plan.nothing().unwrap();
    for cut in cuts.windows(2).rev() {
        let bytes = plan.scan(facts, cut[0]..cut[1]).unwrap().to_bytes();
        merged.merge(&plan.read_partial(&bytes).unwrap()).unwrap();
    }
    plan.finish(&merged).unwrap()
}

fn answer<'a>(answers: &'a [Answer], id: &str) -> &'a Answer {
    answers.iter().find(|answer| &*answer.id == id).unwrap()
}

fn value(answers: &[Answer], id: &str) -> String {
    let [line] = answer(answers, id).lines.as_slice() else {
        panic!("{id} has not one line")
    };
    assert!(line.exact, "{id}");
    line.value.unwrap().to_string()
}

fn course(answers: &[Answer], id: &str) -> Vec<String> {
    let series = &answer(answers, id).lines[0].series;
    let values = series.iter().map(|point| point.value.unwrap().to_string());
    values.collect()
}

fn column(rows: &Json, place: usize) -> Vec<String> {
    let rows = rows.as_array().unwrap().iter();
    let texts = rows.map(|row| row[place].as_str().unwrap().to_owned());
    texts.collect()
}

#[test]
fn every_figure_of_real_purchases_is_the_one_of_duckdb() {
    let script = workspace().join("tests/metrics/cdnow.py");
    let oracle: Json = serde_json::from_str(&python(&script)).unwrap();
    let facts = facts(oracle["file"].as_str().unwrap());
    assert_eq!(facts.rows(), 69_659);
    assert_eq!(oracle["count"], 69_659);
    let plan = plan();
    let answers = plan.answer(&facts).unwrap();
    assert_eq!(answers, in_parts(&plan, &facts));

    let months = &oracle["months"];
    assert_eq!(months.as_array().unwrap().len(), 18);
    for (place, id) in [
        (1, "revenue"),
        (2, "purchases"),
        (3, "customers"),
        (4, "new"),
    ] {
        assert_eq!(course(&answers, id), column(months, place), "{id}");
    }
    let new: u64 = course(&answers, "new")
        .iter()
        .map(|n| n.parse::<u64>().unwrap())
        .sum();
    assert_eq!(oracle["customers"], new);
    for id in ["mean", "p95", "least", "greatest", "discs", "best_customer"] {
        assert_eq!(value(&answers, id), oracle[id].as_str().unwrap(), "{id}");
    }
    assert_eq!(
        value(&answers, "revenue"),
        oracle["total"].as_str().unwrap()
    );
    // Between two values there may be more digits than a cent has.
    let median = oracle["median"].as_str().unwrap().trim_end_matches('0');
    let own = value(&answers, "median");
    assert_eq!(own.trim_end_matches('0'), median);

    agrees(&answers, "revenue", Grain::Month, &oracle["revenue_ahead"]);
    agrees(&answers, "weekly", Grain::Week, &oracle["purchases_ahead"]);

    let slices = &answer(&answers, "top").lines[0].breakdown;
    let (others, top) = slices.split_last().unwrap();
    let found: Vec<[String; 2]> = top
        .iter()
        .map(|slice| {
            let label = slice.label.as_deref().unwrap().to_owned();
            [label, slice.value.unwrap().to_string()]
        })
        .collect();
    assert_eq!(json!(found), oracle["top"]);
    assert_eq!(others.others, Some(23_570 - 10));

    let cohorts = answer(&answers, "retention").lines[0].cohorts.iter();
    let mut found: Vec<[String; 3]> = Vec::new();
    for cohort in cohorts {
        let start = write_instant(cohort.start)[..10].to_owned();
        let active = cohort.active.iter().enumerate().filter(|(_, n)| **n > 0);
        found.extend(active.map(|(k, n)| [start.clone(), k.to_string(), n.to_string()]));
    }
    assert_eq!(json!(found), oracle["cohorts"]);
    assert!(found.len() > 40, "{} cells of cohorts", found.len());
}

/// What a series is expected to do is what exponential smoothing, written down once more in
/// Python, expects: the same form is chosen, and both searches end at the same place.
fn agrees(answers: &[Answer], id: &str, grain: Grain, oracle: &Json) {
    let calendar = Calendar {
        zone: Zone::utc(),
        week_start: Weekday::Monday,
    };
    let expected = oracle.as_array().unwrap();
    let ahead = u32::try_from(expected.len()).unwrap();
    let series = &answer(answers, id).lines[0].series;
    let outlook = forecast(series, grain, ahead, &calendar);
    assert_eq!(outlook.method.as_deref(), Some("AutoETS"), "{id}");
    assert_eq!(outlook.points.len(), expected.len(), "{id}");
    for (point, row) in outlook.points.iter().zip(expected) {
        let [value, lower, upper] = [0, 1, 2].map(|place| row[place].as_f64().unwrap());
        // A hundredth of how far the interval reaches.
        let near = (upper - lower) / 200.0;
        for (found, expected) in [
            (point.value, value),
            (point.lower, lower.max(0.0)),
            (point.upper, upper),
        ] {
            let found: f64 = found.to_string().parse().unwrap();
            assert!((found - expected).abs() < near, "{id}: {point:?} {row}");
        }
    }
}
