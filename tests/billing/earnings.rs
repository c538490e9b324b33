//! Random charges among random builders, beside cents handed out one by one.

use std::collections::BTreeMap;

use profilekit::Kernel;
use profilekit::metrics::{Attributed, Calendar, Facts, Weekday, Zone};
use profilekit::time::{parse_instant, write_instant};
use profilekit_tests::{Seeded, fixtures, merged};
use serde_json::{Value, json};

const DAY: i64 = 86_400_000_000;
const BUILT: [&str; 3] = ["chat", "map", "form"];
const CUSTOMERS: [&str; 2] = ["acme", "globex"];
const BUILDERS: [&str; 3] = ["ada", "bob", "cyd"];

#[derive(Debug, Clone)]
struct Charge {
    day: i64,
    of: &'static str,
    customer: &'static str,
    cents: i128,
    currency: &'static str,
}

#[derive(Debug, Clone)]
struct Credit {
    of: &'static str,
    builder: &'static str,
    weight: i128,
    from: i64,
    until: Option<i64>,
}

/// Two shares with a bound, a cap and a minimum, all in cents and thousandths.
#[derive(Debug, Clone, Copy)]
struct Commission {
    bound: i128,
    first: i128,
    rest: i128,
    cap: i128,
    minimum: i128,
}

impl Commission {
    /// Cent by cent.
    fn of(self, cents: i128) -> i128 {
        let size = cents.abs();
        let thousandths: i128 = (0..size)
            .map(|cent| {
                if cent < self.bound {
                    self.first
                } else {
                    self.rest
                }
            })
            .sum();
        let (whole, rest) = (thousandths / 1000, thousandths % 1000);
        let up = rest > 500 || (rest == 500 && whole % 2 != 0);
        let kept = whole + i128::from(up);
        kept.max(self.minimum).min(self.cap).min(size) * cents.signum()
    }
}

/// Hands cents out one by one, each to whoever lacks most of a share that is still a whole cent,
/// and then to whoever lacks most; the first among equals.
fn dealt(cents: i128, weights: &[i128]) -> Vec<i128> {
    let all: i128 = weights.iter().sum();
    let mut parts: Vec<i128> = weights.iter().map(|w| cents.abs() * w / all).collect();
    let mut left = cents.abs() - parts.iter().sum::<i128>();
    let mut lucky: Vec<usize> = (0..weights.len()).collect();
    lucky.sort_by_key(|place| -(cents.abs() * weights[*place] % all));
    for place in lucky {
        if left > 0 {
            parts[place] += 1;
            left -= 1;
        }
    }
    parts.iter().map(|part| part * cents.signum()).collect()
}

type Row = (usize, String, i128, i128);

/// Parts with what is kept of them, and the charges that nobody earned.
fn expected(
    charges: &[Charge],
    credits: &[Credit],
    commission: Commission,
    per_month: bool,
) -> (Vec<Row>, Vec<usize>) {
    let mut order: Vec<usize> = (0..charges.len()).collect();
    let key = |place: &usize| {
        let charge = &charges[*place];
        (charge.day, charge.of, charge.customer, charge.cents, *place)
    };
    order.sort_by_key(key);
    let (mut rows, mut left) = (Vec::new(), Vec::new());
    let mut sums: BTreeMap<(&str, String), i128> = BTreeMap::new();
    for place in order {
        let charge = &charges[place];
        let mut weights: BTreeMap<&str, i128> = BTreeMap::new();
        for credit in credits.iter().filter(|credit| credit.of == charge.of) {
            if credit.from <= charge.day && credit.until.is_none_or(|until| charge.day < until) {
                *weights.entry(credit.builder).or_default() += credit.weight;
            }
        }
        if weights.is_empty() || charge.currency != "EUR" {
            left.push(place);
            continue;
        }
        let each: Vec<i128> = weights.values().copied().collect();
        let parts = dealt(charge.cents, &each);
        let whole = commission.of(charge.cents);
        let sizes: Vec<i128> = parts.iter().map(|part| part.abs()).collect();
        let kept = match whole {
            0 => vec![0; parts.len()],
            _ => dealt(whole, &sizes),
        };
        for ((builder, part), kept) in weights.keys().zip(parts).zip(kept) {
            let kept = if per_month {
                let month = write_instant(charge.day * DAY)[..7].to_owned();
                let sum = sums.entry((builder, month)).or_default();
                let before = commission.of(*sum);
                *sum += part;
                commission.of(*sum) - before
            } else {
                kept
            };
            rows.push((place, (*builder).to_owned(), part, kept));
        }
    }
    rows.sort();
    left.sort_unstable();
    (rows, left)
}

fn amount(cents: i128) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", cents.abs() / 100, cents.abs() % 100)
}

fn percent(thousandths: i128) -> String {
    format!("{}.{}", thousandths / 10, thousandths % 10)
}

fn kernel(commission: Commission, per: &str) -> Kernel {
    let all = fixtures("billing");
    let fixture = all.iter().find(|one| one.name == "attribution").unwrap();
    let patch = json!({ "plans": { "commission": {
        "per": per,
        "shares": [
            { "up_to": amount(commission.bound), "percent": percent(commission.first) },
            { "percent": percent(commission.rest) },
        ],
        "cap": amount(commission.cap),
        "minimum": amount(commission.minimum),
    } } });
    let blueprint = merged(&fixture.json["blueprint"], &patch);
    Kernel::compile(blueprint.to_string().as_bytes()).unwrap()
}

fn at(day: i64) -> String {
    write_instant(day * DAY)
}

fn facts(kernel: &Kernel, table: &str, rows: impl Iterator<Item = Value>) -> Facts {
    let lines: Vec<String> = rows.map(|row| row.to_string()).collect();
    let shape = &kernel.fact_table(table).unwrap().shape;
    let loaded = Facts::from_ndjson(shape, lines.join("\n").as_bytes()).unwrap();
    assert!(loaded.bad.is_empty(), "{:?}", loaded.bad);
    loaded.facts
}

fn attributed(kernel: &Kernel, charges: &[Charge], credits: &[Credit]) -> Attributed {
    let charges = charges.iter().map(|charge| {
        json!({
            "at": at(charge.day), "implementation": charge.of, "customer": charge.customer,
            "amount": { "amount": amount(charge.cents), "currency": charge.currency },
        })
    });
    let credits = credits.iter().map(|credit| {
        json!({
            "at": at(credit.from), "until": credit.until.map(at), "implementation": credit.of,
            "builder": credit.builder, "weight": i64::try_from(credit.weight).unwrap(),
        })
    });
    let calendar = Calendar {
        zone: Zone::utc(),
        week_start: Weekday::Monday,
    };
    let attribution = kernel.plans().attribution.as_ref().unwrap();
    let charges = facts(kernel, "payment", charges);
    let credits = facts(kernel, "credit", credits);
    attribution
        .attribute(&charges, &credits, &calendar)
        .unwrap()
}

fn shuffled<T: Clone>(items: &[T], random: &mut Seeded) -> (Vec<T>, Vec<usize>) {
    let mut places: Vec<usize> = (0..items.len()).collect();
    for end in (1..places.len()).rev() {
        places.swap(end, random.below(end + 1));
    }
    let items = places.iter().map(|place| items[*place].clone()).collect();
    (items, places)
}

fn rows(found: &Attributed) -> Vec<Row> {
    let row = |earning: &profilekit::metrics::Earning| {
        assert_eq!(earning.part.minus(earning.kept), Some(earning.earned));
        let (part, kept) = (earning.part.units(), earning.kept.units());
        (earning.row, earning.builder.to_string(), part, kept)
    };
    found.earnings.iter().map(row).collect()
}

#[test]
fn parts_are_the_cents_that_were_handed_out() {
    let mut random = Seeded::new(13);
    let start = parse_instant("2026-01-25T00:00:00Z").unwrap() / DAY;
    let (mut parts, mut unearned) = (0, 0);
    for round in 0..250 {
        let small = |random: &mut Seeded, most: usize| random.below(most) as i128;
        let commission = Commission {
            bound: 1 + small(&mut random, 2000),
            first: small(&mut random, 1001),
            rest: small(&mut random, 1001),
            cap: small(&mut random, 3000),
            minimum: small(&mut random, 40),
        };
        let per_month = round % 2 == 0;
        let day = |random: &mut Seeded| start + i64::try_from(random.below(20)).unwrap();
        let charges: Vec<Charge> = (0..random.below(25))
            .map(|_| Charge {
                day: day(&mut random),
                of: BUILT[random.below(BUILT.len())],
                customer: CUSTOMERS[random.below(CUSTOMERS.len())],
                cents: small(&mut random, 1200) - 300,
                currency: if random.percent(95) { "EUR" } else { "USD" },
            })
            .collect();
        let credits: Vec<Credit> = (0..random.below(8))
            .map(|_| {
                let from = day(&mut random) - 10;
                let length = 1 + i64::try_from(random.below(20)).unwrap();
                Credit {
                    of: BUILT[random.below(BUILT.len())],
                    builder: BUILDERS[random.below(BUILDERS.len())],
                    weight: 1 + small(&mut random, 7),
                    from,
                    until: random.percent(40).then_some(from + length),
                }
            })
            .collect();
        let kernel = kernel(commission, if per_month { "month" } else { "charge" });
        let found = attributed(&kernel, &charges, &credits);
        let (expected, left) = expected(&charges, &credits, commission, per_month);
        assert_eq!(
            rows(&found),
            expected,
            "{charges:?} {credits:?} {commission:?}"
        );
        assert_eq!(
            found.left.iter().map(|left| left.row).collect::<Vec<_>>(),
            left
        );
        assert_eq!(found.facts.rows(), found.earnings.len());

        // Nothing of a charge is lost, and per charge never more is kept than a part has.
        for (place, charge) in charges.iter().enumerate() {
            let own = expected.iter().filter(|row| row.0 == place);
            let sum: i128 = own.clone().map(|row| row.2).sum();
            assert!(left.contains(&place) || sum == charge.cents);
            assert!(per_month || own.clone().all(|row| row.3.abs() <= row.2.abs()));
        }
        let flows = found.flows().unwrap();
        let sum = |of: fn(&profilekit::metrics::Flow) -> i128| flows.iter().map(of).sum::<i128>();
        assert_eq!(
            sum(|flow| flow.part.units()),
            expected.iter().map(|row| row.2).sum()
        );
        assert_eq!(
            sum(|flow| flow.kept.units()),
            expected.iter().map(|row| row.3).sum()
        );

        // In another order, each charge has the same parts; those that are alike in all may change places.
        let (other, places) = shuffled(&charges, &mut random);
        let (credits, _) = shuffled(&credits, &mut random);
        let again = attributed(&kernel, &other, &credits);
        let alike = |rows: Vec<Row>, charges: &[Charge]| {
            let named = rows.into_iter().map(|(row, builder, part, kept)| {
                (format!("{:?}", charges[row]), builder, part, kept)
            });
            let mut named: Vec<_> = named.collect();
            named.sort();
            named
        };
        assert_eq!(
            alike(rows(&again), &other),
            alike(rows(&found), &charges),
            "{places:?}"
        );
        assert_eq!(again.flows(), found.flows());
        parts += expected.len();
        unearned += left.len();
    }
    assert!(
        parts > 1500 && unearned > 300,
        "{parts} parts, {unearned} unearned"
    );
}
