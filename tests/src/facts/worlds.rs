//! Random facts, and random questions that have every measure, grain and window, and conditions of
//! every kind.

use std::sync::Arc;

use profilekit::json::{Limits, parse};
use profilekit::metrics::{
    Calendar, Card, ColumnShape, ColumnType, FactShape, Plan, Setting, Weekday, Zone,
};
use profilekit::time::{parse_instant, write_instant};
use serde_json::{Value, json};

use super::table::{Cell, Table};
use crate::Seeded;

/// An hour in microseconds.
pub const HOUR: i64 = 3_600_000_000;
/// A day in microseconds.
pub const DAY: i64 = 24 * HOUR;

/// Texts that a careless comparison takes for one another, or ends too early.
const WORDS: [&str; 12] = [
    "x",
    "X",
    "y",
    "",
    "é",
    "e\u{301}",
    "x ",
    "2:x",
    "it's \"so\"",
    "%",
    "\u{1f600}",
    "zz\\",
];
const CURRENCIES: [&str; 4] = ["EUR", "JPY", "KWD", "USD"];
const EXTREMES: [i64; 4] = [i64::MAX, i64::MIN, i64::MAX - 1, 1 << 53];

/// A column of each type, none of which a row must have.
#[must_use]
pub fn shape() -> Arc<FactShape> {
    let eur = ColumnType::Money {
        currency: Some("EUR".into()),
    };
    let columns = vec![
        ColumnShape::new("at", ColumnType::Instant).optional(),
        ColumnShape::new("who", ColumnType::Text).optional(),
        ColumnShape::new("kind", ColumnType::Text).optional(),
        ColumnShape::new("n", ColumnType::Int).optional(),
        ColumnShape::new("share", ColumnType::Decimal { scale: 3 }).optional(),
        ColumnShape::new("price", ColumnType::Money { currency: None }).optional(),
        ColumnShape::new("fee", eur).optional(),
        ColumnShape::new("due", ColumnType::Instant).optional(),
        ColumnShape::new("done", ColumnType::Bool).optional(),
    ];
    Arc::new(FactShape::new(columns).unwrap())
}

/// Friday the 27th of March 2026, before the clocks of Berlin change on Sunday.
#[must_use]
pub fn start() -> i64 {
    parse_instant("2026-03-27T00:00:00Z").unwrap()
}

fn moment(random: &mut Seeded) -> i64 {
    let hours = i64::try_from(random.below(200)).unwrap();
    let off = [0, 0, -1, 1, 1_234_567][random.below(5)];
    start() + (hours - 40) * HOUR + off
}

fn small(random: &mut Seeded) -> i64 {
    i64::try_from(random.below(20)).unwrap() - 5
}

fn number(random: &mut Seeded, wild: bool) -> i64 {
    if wild && random.percent(30) {
        return *random.pick(&EXTREMES);
    }
    small(random) * 37
}

/// A row; `wild` ones have numbers at the ends of what fits, with `zero` there are texts with U+0000.
#[must_use]
pub fn row(random: &mut Seeded, wild: bool, zero: bool) -> Vec<Cell> {
    let mut maybe = |percent: usize, cell: &dyn Fn(&mut Seeded) -> Cell| {
        let there = random.percent(percent);
        let cell = cell(random);
        if there { cell } else { Cell::Null }
    };
    let word = |random: &mut Seeded| {
        let word = *random.pick(&WORDS);
        let word = if zero && random.percent(20) {
            format!("{word}\0{word}")
        } else {
            word.to_owned()
        };
        Cell::Text(word)
    };
    let at = maybe(97, &|random| Cell::Int(moment(random)));
    let who = maybe(90, &|random| {
        Cell::Text((*random.pick(&["ann", "Ann", "bob", "cyd", "dan", "eve"])).to_owned())
    });
    let kind = maybe(85, &word);
    let n = maybe(85, &|random| Cell::Int(number(random, wild)));
    let share = maybe(85, &|random| Cell::Int(number(random, false)));
    let price = maybe(90, &|random| {
        Cell::Money(
            number(random, false),
            (*random.pick(&CURRENCIES)).to_owned(),
        )
    });
    let fee = maybe(90, &|random| {
        Cell::Money(number(random, wild), (*random.pick(&CURRENCIES)).to_owned())
    });
    let due = maybe(90, &|random| Cell::Int(moment(random)));
    let done = maybe(85, &|random| Cell::Bool(random.percent(50)));
    vec![at, who, kind, n, share, price, fee, due, done]
}

const MEASURES: [&str; 38] = [
    "count()",
    "count(`fact.done`)",
    "sum(n)",
    "sum(share)",
    "sum(price)",
    "sum(fee)",
    "avg(n)",
    "avg(price)",
    "min(n)",
    "max(price)",
    "min(share)",
    "first(n)",
    "last(price)",
    "last(share)",
    "distinct(who)",
    "distinct(kind)",
    "distinct(n)",
    "distinct(share)",
    "distinct(due)",
    "distinct(done)",
    "median(n)",
    "median(price)",
    "percentile(share, 0.9)",
    "percentile_between(n, 0.1)",
    "new(who)",
    "new(kind)",
    "retention(who, day, 3)",
    "funnel(who, `fact.kind == 'x'`, `fact.done`, `fact.n > 3`)",
    "funnel(kind, P1D, `has(fact.n)`, `fact.price.currency == 'EUR'`)",
    "funnel(who, `fact.kind.matches('^[xX]$')`, `fact.done`)",
    "each(who, last(n), sum)",
    "each(who, count(), max)",
    "each(kind, sum(price), avg)",
    "each(who, max(share), min)",
    "each(who, distinct(kind), sum)",
    "each(due, median(n), count)",
    "ratio(count(`fact.kind == 'x'`), count())",
    "rate(sum(n, `fact.done || fact.n > 4`), PT1H)",
];

/// What becomes of a series: any of the measures that are one figure in each bucket.
const WINDOWS: [&str; 6] = [
    "running(@)",
    "to_date(@, month)",
    "to_date(@, year)",
    "moving(@, 3)",
    "growth(@)",
    "streak(@)",
];

/// Grains, each with how many of its buckets are asked for at most.
const GRAINS: [(&str, usize); 11] = [
    ("minute", 90),
    ("hour", 40),
    ("day", 20),
    ("week", 8),
    ("month", 6),
    ("quarter", 4),
    ("year", 3),
    ("P2M", 4),
    ("P5D/2026-01-05T00:00:00Z", 10),
    ("PT90M/2026-03-27T00:20:00Z", 40),
    ("PT36H/2026-03-01T05:00:00Z", 20),
];

const CONDITIONS: [&str; 42] = [
    "fact.n > 3 || fact.kind in ['x', 'z']",
    "!(fact.kind == 'x')",
    "fact.kind != 'x'",
    "fact.kind < 'x'",
    "fact.kind >= 'e'",
    "fact.kind == '' || fact.kind == 'x '",
    "fact.kind in []",
    "!(fact.n in [37, 74, -185])",
    "fact.who == fact.kind",
    "fact.who > fact.kind",
    "15 < fact.n && fact.n <= 9223372036854775806",
    "fact.n == -9223372036854775808 || fact.n == 9007199254740993",
    "fact.share > decimal('0.0369')",
    "fact.share >= decimal('0.037')",
    "fact.share == decimal('0.0375')",
    "fact.share != decimal('0.0375')",
    "fact.share < decimal('123456789012345678')",
    "fact.share <= decimal('-0.185')",
    "fact.price.amount > decimal('0')",
    "fact.price.amount == decimal('0.37')",
    "fact.price.amount < decimal('0.371')",
    "fact.price.amount != decimal('37')",
    "fact.fee.amount >= decimal('0.37')",
    "fact.price.currency == 'EUR'",
    "fact.price.currency in ['JPY', 'KWD'] && fact.fee.currency == 'EUR'",
    "has(fact.fee.currency) && !has(fact.kind)",
    "has(fact.price.amount) || has(fact.done)",
    "fact.done",
    "!fact.done || fact.kind == 'y'",
    "fact.done == false",
    "fact.done != fact.done",
    "fact.at < fact.due",
    "fact.at < fact.due + duration('24h')",
    "fact.at - duration('36h') >= timestamp('2026-03-27T00:00:00Z')",
    "fact.due + duration('80000000h') > fact.at || !has(fact.n)",
    "fact.kind.contains('x')",
    "fact.kind.startsWith('') && fact.kind.endsWith('x')",
    "fact.kind.startsWith('e') || fact.kind.endsWith('\\u0301')",
    "fact.done ? fact.n > 0 : fact.kind == 'x'",
    "fact.kind.matches('[xy]$')",
    "size(fact.kind) > 1",
    "fact.n % 2 == 1 && fact.done",
];

const RANGES: [&str; 6] = [
    "all",
    "last_3_days",
    "this_week",
    "this_month",
    "yesterday",
    "next_2_days",
];

fn card(random: &mut Seeded, id: usize) -> Value {
    let inner = *random.pick(&MEASURES);
    let is = |names: &[&str]| names.iter().any(|name| inner.starts_with(name));
    let window = !is(&["retention", "funnel", "rate"]) && random.percent(30);
    // What is added up from bucket to bucket are counts and sums.
    let windows = if is(&["count(", "sum("]) {
        &WINDOWS[..]
    } else {
        &WINDOWS[3..]
    };
    let measure = match window {
        true => random.pick(windows).replace('@', inner),
        false => inner.to_owned(),
    };
    let (one, two) = (moment(random), moment(random));
    let between = json!({ "from": write_instant(one.min(two)), "to": write_instant(one.max(two)) });
    let named = random.percent(40) && !inner.starts_with("retention") && !inner.starts_with("rate");
    let range = if named {
        json!(random.pick(&RANGES))
    } else {
        between
    };
    let mut card = json!({ "id": format!("c{id}"), "measure": measure, "range": range });
    if random.percent(50) {
        card["where"] = json!(random.pick(&CONDITIONS));
    }
    if random.percent(40) {
        card["breakdown"] =
            json!({ "by": random.pick(&["kind", "who", "done", "n", "share", "due"]) });
    }
    if window || random.percent(50) {
        let (grain, most) = *random.pick(&GRAINS);
        let many = range == "all" || grain == "minute";
        card["series"] = match many || random.percent(30) {
            true => json!({ "grain": grain, "last": 1 + random.below(most) }),
            false => json!({ "grain": grain }),
        };
    }
    if random.percent(40) {
        let custom = json!({
            "from": write_instant(start() - 30 * DAY), "to": write_instant(moment(random).max(start())),
        });
        card["compare"] = random
            .pick(&[
                json!("previous_period"),
                json!("same_period_last_year"),
                custom,
            ])
            .clone();
    }
    if is(&["sum(", "avg("]) && random.percent(30) {
        card["rates"] = json!({
            "to": "EUR", "date": "2026-03-27",
            "rates": { "JPY": "0.0061", "KWD": "2.9987", "USD": "0.92" },
        });
    }
    card
}

/// A plan of one to four cards.
///
/// # Panics
/// Where a card is not read.
#[must_use]
pub fn plan(random: &mut Seeded, shape: &Arc<FactShape>) -> Plan {
    let setting = setting(*random.pick(&[0, 3, 20, 1000]));
    let count = 1 + random.below(4);
    let cards = (0..count).map(|id| read(&card(random, id), shape));
    let cards = cards.collect();
    Plan::new(shape, setting, cards).unwrap()
}

fn setting(exact: u32) -> Setting {
    Setting {
        at: 0,
        now: start() + 6 * DAY + 7 * HOUR,
        calendar: Calendar {
            zone: Zone::named("Europe/Berlin").unwrap(),
            week_start: Weekday::Monday,
        },
        exact,
    }
}

fn read(json: &Value, shape: &FactShape) -> Card {
    let tree = parse(json.to_string().as_bytes(), Limits::default()).unwrap();
    Card::from_json(&tree, shape).unwrap_or_else(|failure| panic!("{json}: {failure}"))
}

/// A plan of a card for every measure, each with a condition of another kind, day by day across a
/// change of clocks.
///
/// # Panics
/// Where a card is not read.
#[must_use]
pub fn every_measure(shape: &Arc<FactShape>, exact: u32) -> Plan {
    let between = json!({
        "from": write_instant(start() - 2 * DAY), "to": write_instant(start() + 7 * DAY),
    });
    let cards = MEASURES.iter().zip(CONDITIONS.iter().cycle()).enumerate();
    let cards = cards.map(|(id, (measure, condition))| {
        let mut card = json!({
            "id": format!("c{id}"), "measure": measure, "range": between,
            "series": { "grain": "day" },
        });
        if id % 2 == 0 {
            card["where"] = json!(condition);
        }
        if id % 3 == 0 {
            let by = ["kind", "who", "n"][id / 3 % 3];
            card["breakdown"] = json!({ "by": by });
        }
        read(&card, shape)
    });
    Plan::new(shape, setting(exact), cards.collect()).unwrap()
}

/// Rows of a seed, and a plan over them. Every other world has numbers at the ends of what fits.
#[must_use]
pub fn world(seed: u64) -> (Table, Plan) {
    let shape = shape();
    let mut random = Seeded::new(seed);
    let (count, wild) = (random.below(70), random.percent(50));
    let zero = random.percent(20);
    let rows = (0..count).map(|_| row(&mut random, wild, zero)).collect();
    let plan = plan(&mut random, &shape);
    (Table { shape, rows }, plan)
}
