//! Figures of random facts, split at random, beside loops over rows.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use profilekit::json::{Limits, parse};
use profilekit::metrics::{
    Calendar, Card, Column, ColumnShape, ColumnType, FactShape, Facts, Plan, Setting, Weekday, Zone,
};
use profilekit::time::{parse_instant, write_instant};
use profilekit_tests::Seeded;
use serde_json::{Value, json};

const HOUR: i64 = 3_600_000_000;
const DAY: i64 = 24 * HOUR;
const PEOPLE: [&str; 5] = ["ann", "bob", "cyd", "dan", "eve"];
const KINDS: [&str; 3] = ["x", "y", "z"];

#[derive(Debug, Clone, Copy)]
struct Fact {
    at: i64,
    who: &'static str,
    kind: Option<&'static str>,
    n: Option<i64>,
    price: Option<(i64, &'static str)>,
}

/// Friday the 27th of March 2026, before the clocks of Berlin change on Sunday.
fn start() -> i64 {
    parse_instant("2026-03-27T00:00:00Z").unwrap()
}

/// What the clocks of Berlin show around that Sunday.
fn local(at: i64) -> i64 {
    let change = parse_instant("2026-03-29T01:00:00Z").unwrap();
    at + if at < change { HOUR } else { 2 * HOUR }
}

fn moment(random: &mut Seeded) -> i64 {
    let hours = i64::try_from(random.below(120)).unwrap();
    let off = [0, 0, -1, 1, 1_234_567][random.below(5)];
    start() + hours * HOUR + off
}

fn fact(random: &mut Seeded) -> Fact {
    let small = |random: &mut Seeded| i64::try_from(random.below(20)).unwrap() - 5;
    let price = (small(random) * 37, *random.pick(&["EUR", "JPY"]));
    Fact {
        at: moment(random),
        who: PEOPLE[random.below(PEOPLE.len())],
        kind: random.percent(80).then(|| *random.pick(&KINDS)),
        n: random.percent(80).then(|| small(random)),
        price: random.percent(90).then_some(price),
    }
}

fn shape() -> Arc<FactShape> {
    let columns = vec![
        ColumnShape::new("at", ColumnType::Instant),
        ColumnShape::new("who", ColumnType::Text),
        ColumnShape::new("kind", ColumnType::Text).optional(),
        ColumnShape::new("n", ColumnType::Int).optional(),
        ColumnShape::new("price", ColumnType::Money { currency: None }).optional(),
    ];
    Arc::new(FactShape::new(columns).unwrap())
}

fn table(shape: &Arc<FactShape>, facts: &[Fact]) -> Facts {
    let columns = vec![
        Column::instants(facts.iter().map(|fact| Some(fact.at))),
        Column::texts(facts.iter().map(|fact| Some(fact.who))),
        Column::texts(facts.iter().map(|fact| fact.kind)),
        Column::ints(facts.iter().map(|fact| fact.n)),
        Column::money(facts.iter().map(|fact| fact.price)).unwrap(),
    ];
    Facts::from_columns(shape, columns).unwrap()
}

/// Half-even, with so many digits.
fn quotient(dividend: i128, divisor: i128, digits: u32) -> String {
    let scaled = dividend * 10i128.pow(digits);
    let (mut whole, rest) = (scaled.div_euclid(divisor), scaled.rem_euclid(divisor) * 2);
    if rest > divisor || (rest == divisor && whole % 2 != 0) {
        whole += 1;
    }
    spelled(whole, digits)
}

fn spelled(units: i128, digits: u32) -> String {
    let power = 10u128.pow(digits);
    let sign = if units < 0 { "-" } else { "" };
    let (whole, rest) = (units.unsigned_abs() / power, units.unsigned_abs() % power);
    match digits as usize {
        0 => format!("{sign}{whole}"),
        width => format!("{sign}{whole}.{rest:0width$}"),
    }
}

const MEASURES: [&str; 15] = [
    "count()",
    "sum(n)",
    "avg(n)",
    "min(n)",
    "max(n)",
    "first(n)",
    "last(n)",
    "distinct(who)",
    "median(n)",
    "percentile(n, 0.9)",
    "new(who)",
    "each(who, last(n), sum)",
    "each(who, count(), max)",
    "ratio(count(`fact.kind == 'x'`), count())",
    "sum(price)",
];

/// The numbers of facts, by time and then by size.
fn numbers(facts: &[Fact]) -> Vec<i64> {
    let mut found: Vec<(i64, i64)> = facts
        .iter()
        .filter_map(|fact| Some((fact.at, fact.n?)))
        .collect();
    found.sort_unstable();
    found.into_iter().map(|(_, n)| n).collect()
}

fn people(facts: &[Fact]) -> BTreeMap<&str, Vec<Fact>> {
    let mut people: BTreeMap<&str, Vec<Fact>> = BTreeMap::new();
    for fact in facts {
        people.entry(fact.who).or_default().push(*fact);
    }
    people
}

/// A figure of the facts from a time to another; `all` are those of any time.
fn figure(measure: &str, all: &[Fact], (from, to): (i64, i64), currency: &str) -> Option<String> {
    let within = |fact: &&Fact| (from..to).contains(&fact.at);
    let facts: Vec<Fact> = all.iter().filter(within).copied().collect();
    let numbers = numbers(&facts);
    let mut sorted = numbers.clone();
    sorted.sort_unstable();
    let size = sorted.len();
    let text = |number: &i64| number.to_string();
    match measure {
        "count()" => Some(facts.len().to_string()),
        "sum(n)" => Some(numbers.iter().sum::<i64>().to_string()),
        "avg(n)" => (size > 0).then(|| {
            quotient(
                numbers.iter().sum::<i64>().into(),
                i128::try_from(size).unwrap(),
                4,
            )
        }),
        "min(n)" => sorted.first().map(text),
        "max(n)" => sorted.last().map(text),
        "first(n)" => numbers.first().map(text),
        "last(n)" => numbers.last().map(text),
        "distinct(who)" => Some(people(&facts).len().to_string()),
        "median(n)" => (size > 0).then(|| {
            let middle = i128::from(sorted[(size - 1) / 2]) + i128::from(sorted[size / 2]);
            quotient(middle, 2, 4)
        }),
        "percentile(n, 0.9)" => {
            (size > 0).then(|| sorted[(size * 9).div_ceil(10).max(1) - 1].to_string())
        }
        "new(who)" => {
            let people = people(all);
            let firsts = people
                .values()
                .map(|facts| facts.iter().map(|fact| fact.at).min().unwrap());
            Some(
                firsts
                    .filter(|at| (from..to).contains(at))
                    .count()
                    .to_string(),
            )
        }
        "each(who, last(n), sum)" => {
            let people = people(&facts);
            let lasts = people
                .values()
                .filter_map(|facts| self::numbers(facts).last().copied());
            Some(lasts.sum::<i64>().to_string())
        }
        "each(who, count(), max)" => {
            let most = people(&facts).values().map(Vec::len).max();
            most.map(|most| most.to_string())
        }
        "sum(price)" => {
            let amounts = facts.iter().filter_map(|fact| fact.price);
            let sum: i64 = amounts
                .filter(|(_, of)| *of == currency)
                .map(|(amount, _)| amount)
                .sum();
            Some(spelled(sum.into(), if currency == "EUR" { 2 } else { 0 }))
        }
        _ => {
            let kinds = facts.iter().filter(|fact| fact.kind == Some("x")).count();
            (!facts.is_empty()).then(|| quotient(kinds as i128, facts.len() as i128, 6))
        }
    }
}

/// Whether a fact has what a measure needs.
fn counts(measure: &str, fact: &Fact) -> bool {
    let counted = measure.contains("(n") || measure.contains("last(n)");
    !(counted && fact.n.is_none() || measure.contains("price") && fact.price.is_none())
}

struct Question {
    measure: &'static str,
    filtered: bool,
    by_kind: bool,
    range: (i64, i64),
}

impl Question {
    fn random(random: &mut Seeded) -> Self {
        let (one, two) = (moment(random), moment(random));
        Self {
            measure: MEASURES[random.below(MEASURES.len())],
            filtered: random.percent(40),
            by_kind: random.percent(40),
            range: (one.min(two), one.max(two)),
        }
    }

    fn card(&self) -> Value {
        let (from, to) = self.range;
        let mut card = json!({
            "id": "x",
            "measure": self.measure,
            "range": { "from": write_instant(from), "to": write_instant(to) },
            "series": { "grain": "day" },
        });
        if self.filtered {
            card["where"] = json!("fact.n > 3 || fact.kind in ['x', 'z']");
        }
        if self.by_kind {
            card["breakdown"] = json!({ "by": "kind" });
        }
        card
    }

    fn passes(&self, fact: &Fact) -> bool {
        let kind = fact.kind == Some("x") || fact.kind == Some("z");
        counts(self.measure, fact) && (!self.filtered || kind || fact.n.is_some_and(|n| n > 3))
    }

    /// The parts of the range that lie on one local day each.
    fn days(&self) -> Vec<(i64, i64)> {
        let (from, to) = self.range;
        let day = |at: i64| local(at).div_euclid(DAY);
        let hours = (0..=130).map(|hour| start() - 2 * HOUR + hour * HOUR);
        let midnights = hours.filter(|at| local(*at) % DAY == 0 && *at > from && *at < to);
        let starts: Vec<i64> = std::iter::once(from).chain(midnights).collect();
        let ends = starts.iter().skip(1).copied().chain([to]);
        let days: Vec<(i64, i64)> = starts
            .iter()
            .copied()
            .zip(ends)
            .filter(|(a, b)| a < b)
            .collect();
        assert!(
            days.windows(2)
                .all(|pair| day(pair[0].0) + 1 == day(pair[1].0))
        );
        days
    }

    fn answer(&self, facts: &[Fact]) -> Value {
        let facts: Vec<Fact> = facts
            .iter()
            .filter(|fact| self.passes(fact))
            .copied()
            .collect();
        let money = self.measure == "sum(price)";
        let days = self.days();
        let (from, to) = self.range;
        let within = |fact: &&Fact| (from..to).contains(&fact.at);
        let currencies: BTreeSet<&str> = if money {
            facts
                .iter()
                .filter(within)
                .filter_map(|fact| Some(fact.price?.1))
                .collect()
        } else {
            BTreeSet::from([""])
        };
        let line = |currency: &&str| {
            let of = |facts: &[Fact], range| figure(self.measure, facts, range, currency);
            let mut line = json!({
                "value": of(&facts, self.range),
                "series": days.iter().map(|day| of(&facts, *day)).collect::<Vec<_>>(),
            });
            if self.by_kind {
                let reaches = self.measure == "new(who)";
                let seen = |fact: &&Fact| if reaches { fact.at < to } else { within(fact) };
                let kinds: BTreeSet<Option<&str>> =
                    facts.iter().filter(seen).map(|fact| fact.kind).collect();
                let part = |kind: &Option<&str>| {
                    let of: Vec<Fact> = facts
                        .iter()
                        .filter(|fact| fact.kind == *kind)
                        .copied()
                        .collect();
                    (
                        kind.unwrap_or("-").to_owned(),
                        json!(figure(self.measure, &of, self.range, currency)),
                    )
                };
                line["breakdown"] = kinds
                    .iter()
                    .map(part)
                    .collect::<serde_json::Map<_, _>>()
                    .into();
            }
            line
        };
        currencies.iter().map(line).collect()
    }
}

/// An answer with as much as the loops know.
fn reduced(answer: &str, by_kind: bool) -> Value {
    let answer: Value = serde_json::from_str(answer).unwrap();
    let line = |line: &Value| {
        let series = line["series"].as_array().map_or(&[][..], Vec::as_slice);
        let mut reduced = json!({
            "value": line["value"],
            "series": series.iter().map(|point| point["value"].clone()).collect::<Vec<_>>(),
        });
        if by_kind {
            let parts = line["breakdown"].as_array().map_or(&[][..], Vec::as_slice);
            let part = |part: &Value| {
                (
                    part["label"].as_str().unwrap_or("-").to_owned(),
                    part["value"].clone(),
                )
            };
            let parts: BTreeMap<String, Value> = parts.iter().map(part).collect();
            reduced["breakdown"] = parts.into_iter().collect::<serde_json::Map<_, _>>().into();
        }
        reduced
    };
    answer["lines"]
        .as_array()
        .map_or(&[][..], Vec::as_slice)
        .iter()
        .map(line)
        .collect()
}

/// The facts in several tables, the partial results merged in any order, some of them as bytes.
fn in_parts(plan: &Plan, shape: &Arc<FactShape>, facts: &[Fact], random: &mut Seeded) -> Vec<u8> {
    let count = 1 + random.below(5);
    let mut parts = vec![Vec::new(); count];
    for fact in facts {
        parts[random.below(count)].push(*fact);
    }
    let mut merged = plan.nothing().unwrap();
    for part in parts {
        let table = table(shape, &part);
        if random.percent(30) {
            plan.add(&mut merged, &table).unwrap();
            continue;
        }
        let cut = random.below(part.len() + 1);
        for rows in [cut..part.len(), 0..cut] {
            let partial = plan.scan(&table, rows).unwrap();
            let partial = match random.percent(50) {
                true => plan.read_partial(&partial.to_bytes()).unwrap(),
                false => partial,
            };
            merged.merge(&partial).unwrap();
        }
    }
    merged.to_bytes()
}

/// Facts added to what is kept after a table of the first half: one by one, after a few, after many.
fn one_by_one(plan: &Plan, shape: &Arc<FactShape>, facts: &[Fact]) -> Vec<u8> {
    let (scanned, added) = facts.split_at(facts.len() / 2);
    let mut kept = plan.scan(&table(shape, scanned), 0..scanned.len()).unwrap();
    let (many, added) = added.split_at(added.len().min(17));
    let (few, added) = added.split_at(added.len().min(3));
    for facts in [many, few].into_iter().chain(added.chunks(1)) {
        plan.add(&mut kept, &table(shape, facts)).unwrap();
    }
    assert_eq!(kept.rows(), facts.len() as u64);
    kept.to_bytes()
}

fn setting(exact: u32) -> Setting {
    Setting {
        at: 0,
        now: start() + 10 * DAY,
        calendar: Calendar {
            zone: Zone::named("Europe/Berlin").unwrap(),
            week_start: Weekday::Monday,
        },
        exact,
    }
}

fn plan(shape: &Arc<FactShape>, exact: u32, cards: &[Value]) -> Plan {
    let card = |card: &Value| {
        let tree = parse(card.to_string().as_bytes(), Limits::default()).unwrap();
        Card::from_json(&tree, shape).unwrap()
    };
    let cards = cards.iter().map(card).collect();
    Plan::new(shape, setting(exact), cards).unwrap()
}

/// Facts in any order or in that of time, in one currency or in two.
fn world(random: &mut Seeded) -> Vec<Fact> {
    let mut facts: Vec<Fact> = (0..random.below(60)).map(|_| fact(random)).collect();
    if random.percent(50) {
        facts.sort_by_key(|fact| fact.at);
    }
    if random.percent(30) {
        let prices = facts.iter_mut().filter_map(|fact| fact.price.as_mut());
        prices.for_each(|(_, currency)| *currency = "EUR");
    }
    facts
}

#[test]
fn figures_are_those_of_loops_however_facts_are_split() {
    let shape = shape();
    for seed in 0..600 {
        let mut random = Seeded::new(seed);
        let facts = world(&mut random);
        let question = Question::random(&mut random);
        let exact = if random.percent(20) { 0 } else { 1000 };
        let plan = plan(&shape, exact, &[question.card()]);
        let facts_table = table(&shape, &facts);
        let whole = plan.scan(&facts_table, 0..facts.len()).unwrap();
        let bytes = in_parts(&plan, &shape, &facts, &mut random);
        assert_eq!(bytes, whole.to_bytes(), "{seed}");
        assert_eq!(bytes, one_by_one(&plan, &shape, &facts), "{seed}");
        let answer = plan.finish(&plan.read_partial(&bytes).unwrap()).unwrap();
        assert_eq!(answer, plan.finish(&whole).unwrap(), "{seed}");
        // A median that is estimated is one of the values.
        if !(exact == 0 && question.measure == "median(n)") {
            let found = reduced(&answer[0].to_json(), question.by_kind);
            assert_eq!(
                found,
                question.answer(&facts),
                "{seed}: {}",
                question.card()
            );
        }
    }
}

#[test]
fn cards_together_say_what_each_says_alone() {
    let shape = shape();
    for seed in 0..300 {
        let mut random = Seeded::new(seed);
        let facts = world(&mut random);
        let range = Question::random(&mut random).range;
        let cards: Vec<Value> = (0..8)
            .map(|_| {
                let mut question = Question::random(&mut random);
                question.range = if random.percent(80) {
                    range
                } else {
                    question.range
                };
                let mut card = question.card();
                if random.percent(50) {
                    card["series"] = json!({ "grain": *random.pick(&["hour", "week"]) });
                }
                card
            })
            .collect();
        let exact = if random.percent(20) { 3 } else { 1000 };
        let together = plan(&shape, exact, &cards);
        let facts_table = table(&shape, &facts);
        let whole = together.scan(&facts_table, 0..facts.len()).unwrap();
        let bytes = in_parts(&together, &shape, &facts, &mut random);
        assert_eq!(bytes, whole.to_bytes(), "{seed}");
        assert_eq!(bytes, one_by_one(&together, &shape, &facts), "{seed}");
        let alone = cards.iter().flat_map(|card| {
            let plan = plan(&shape, exact, std::slice::from_ref(card));
            plan.answer(&facts_table).unwrap()
        });
        let alone: Vec<_> = alone.collect();
        assert_eq!(together.finish(&whole).unwrap(), alone, "{seed}");
    }
}
