//! Seeded documents: mostly right ones from a plan, and mutations of them.

use profilekit::schema::{FieldPlan, Format, KindPlan, ObjectPlan, TextRule, Type};
use profilekit_tests::Seeded;
use serde_json::{Map, Value, json};

/// A document with some of the plan's fields, most of them right.
pub(crate) fn document(plan: &KindPlan, random: &mut Seeded) -> Value {
    let share = 1 + random.below(6);
    object(&plan.root, share, random)
}

fn object(plan: &ObjectPlan, share: usize, random: &mut Seeded) -> Value {
    let mut members = Map::new();
    for field in &plan.fields {
        if is_needed(field) || random.percent(share) {
            members.insert(field.name.to_string(), value(&field.ty, random));
        }
    }
    if plan.unknown != profilekit::schema::Unknown::Reject && random.percent(20) {
        members.insert("more".to_owned(), any(random, 2));
    }
    Value::Object(members)
}

fn is_needed(field: &FieldPlan) -> bool {
    let section = field.ty.object().filter(|_| field.section);
    field.required || section.is_some_and(|section| section.fields.iter().any(is_needed))
}

fn value(ty: &Type, random: &mut Seeded) -> Value {
    match ty {
        Type::Text(rule) => json!(random.pick(&fitting(rule))),
        Type::Int(_) => number(random),
        Type::Decimal(_) => json!(random.pick(&DECIMALS)),
        Type::Money(_) => {
            json!({"amount": random.pick(&DECIMALS), "currency": random.pick(&CURRENCIES)})
        }
        Type::Bool => json!(random.percent(50)),
        Type::Enum(rule) => json!(random.pick(&rule.values)),
        Type::Date(_) => json!(random.pick(&DATES)),
        Type::Instant(_) => json!(random.pick(&INSTANTS)),
        Type::Duration => json!(random.pick(&DURATIONS)),
        Type::Url(_) => json!(random.pick(&LINKS)),
        Type::Ref(_) => json!(random.pick(&IDS)),
        Type::List(rule) => (0..random.below(5))
            .map(|_| value(&rule.of, random))
            .collect(),
        Type::Map(rule) => {
            let names = ["a", "b c", "ü", "d/e"].into_iter();
            let names: Vec<&str> = names.filter(|_| random.percent(40)).collect();
            let entry = |name: &str| (name.to_owned(), value(&rule.of, random));
            Value::Object(names.into_iter().map(entry).collect())
        }
        Type::Object(plan) => object(plan, 60, random),
        Type::Vector(rule) => (0..rule.dimensions).map(|_| json!(1.5)).collect(),
        Type::Json => any(random, 3),
    }
}

/// Words of a text's format, those that fit its pattern where some do.
fn fitting(rule: &TextRule) -> Vec<&'static str> {
    let all = words(rule.format).iter().chain(&["1.2.3", "AB-12", "a1"]);
    let matched = |word: &&str| rule.pattern.as_ref().is_some_and(|p| p.is_match(word));
    let fitting: Vec<&str> = all.copied().filter(matched).collect();
    if fitting.is_empty() {
        words(rule.format).to_vec()
    } else {
        fitting
    }
}

fn number(random: &mut Seeded) -> Value {
    random
        .pick(&[
            json!(0),
            json!(1),
            json!(2),
            json!(10),
            json!(-5),
            json!(45),
            json!(3.0),
            json!(9_007_199_254_740_991_i64),
            json!(-9_007_199_254_740_991_i64),
        ])
        .clone()
}

/// Any JSON, nested at most `depth` deep.
pub(crate) fn any(random: &mut Seeded, depth: usize) -> Value {
    match random.below(if depth == 0 { 5 } else { 7 }) {
        0 => Value::Null,
        1 => json!(random.percent(50)),
        2 => random
            .pick(&[
                json!(0),
                json!(1),
                json!(1.0),
                json!(-1),
                json!(1.5),
                json!(9_007_199_254_740_992_i64),
                json!(1e30),
            ])
            .clone(),
        3 => json!(random.pick(&ODD)),
        4 => json!(random.pick(LINES)),
        5 => (0..random.below(4))
            .map(|_| any(random, depth - 1))
            .collect(),
        _ => {
            let names = ["a", "b", "name", "amount", ""].into_iter();
            let names: Vec<&str> = names.filter(|_| random.percent(30)).collect();
            let entry = |name: &str| (name.to_owned(), any(random, depth - 1));
            Value::Object(names.into_iter().map(entry).collect())
        }
    }
}

/// Changes one place of a document.
pub(crate) fn mutate(document: &mut Value, random: &mut Seeded) {
    match document {
        Value::Object(members) if !members.is_empty() && random.percent(85) => {
            let at = random.below(members.len());
            let Some(name) = members.keys().nth(at).cloned() else {
                return;
            };
            match random.below(10) {
                0 => drop(members.shift_remove(&name)),
                1 => drop(members.insert(random.pick(&NAMES).to_string(), any(random, 1))),
                2 => drop(members.insert(name, any(random, 2))),
                _ => members
                    .get_mut(&name)
                    .into_iter()
                    .for_each(|inner| mutate(inner, random)),
            }
        }
        Value::Array(items) if !items.is_empty() && random.percent(85) => {
            let at = random.below(items.len());
            match random.below(4) {
                0 => drop(items.remove(at)),
                1 => items.extend(items.get(at).cloned()),
                2 => items.push(any(random, 1)),
                _ => items
                    .get_mut(at)
                    .into_iter()
                    .for_each(|inner| mutate(inner, random)),
            }
        }
        Value::String(text) if random.percent(60) => bend(text, random),
        other => *other = any(random, 2),
    }
}

/// Takes out, repeats or replaces characters of a text.
fn bend(text: &mut String, random: &mut Seeded) {
    let mut characters: Vec<char> = text.chars().collect();
    let at = random.below(characters.len() + 1);
    match random.below(4) {
        0 if at < characters.len() => drop(characters.remove(at)),
        1 => characters.insert(at, *random.pick(&CHARACTERS)),
        2 => characters.extend(characters.clone()),
        _ => characters.truncate(at),
    }
    *text = characters.into_iter().collect();
}

const CHARACTERS: [char; 20] = [
    ' ', '0', '9', 'a', 'Z', '-', '.', '@', '/', ':', '\n', '\t', '\0', '\u{85}', 'é', '\u{301}',
    '\u{202e}', '\u{430}', '😀', '+',
];
const NAMES: [&str; 8] = [
    "line",
    "title",
    "headline",
    "a",
    "json",
    "constructor",
    "",
    "more",
];
const ODD: [&str; 8] = [
    "",
    " ",
    "null",
    "\u{0}",
    "\u{feff}",
    "a\u{202e}b",
    "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "true",
];
const LINES: &[&str] = &["hello", "AB12", "ab", "abc", "hi", "Hi", "Zoë", "a b"];
const DECIMALS: [&str; 10] = [
    "0", "1", "12.50", "0.05", "99.99", "1.500", "1.5", "-0.5", "1.234", "1000000",
];
const CURRENCIES: [&str; 5] = ["EUR", "EUR", "JPY", "USD", "XXX"];
const DATES: [&str; 6] = [
    "2026-11-21",
    "2024-02-29",
    "2026-05",
    "2026",
    "1999-12-31",
    "2023-02-29",
];
const INSTANTS: [&str; 6] = [
    "2026-11-21T03:24:00Z",
    "2026-11-21T03:24:00.5+01:00",
    "2026-11-22T00:00:00-12:00",
    "2027-01-01T00:00:00.000001Z",
    "1999-12-31T23:59:59Z",
    "2026-11-21T03:24:00-00:00",
];
const DURATIONS: [&str; 7] = [
    "PT30M",
    "P2D",
    "P1W",
    "PT0.5S",
    "P1WT2H",
    "P0D",
    "P1DT2H3M4S",
];
const LINKS: [&str; 8] = [
    "https://example.com/",
    "https://example.com/a?b=c",
    "HTTPS://EXAMPLE.com/a|b^c",
    "https://bücher.example/",
    "https:\\\\example.com",
    "https://localhost/",
    "http://www.example.com/",
    "https://user@example.com/",
];
const IDS: [&str; 3] = ["user_2aXc", "01890a5d-ac96-774b-bcce-b302099a8057", "!"];

/// Texts of a format, most of them right.
fn words(format: Format) -> &'static [&'static str] {
    match format {
        Format::Line => LINES,
        Format::Prose => &["hello", "two\nlines", "# Title\r\n\ttext", "", "  A  b "],
        Format::Name => &["Zoë Müller", "山田 Taro", "Мария", "p\u{430}ypal", "R2D2"],
        Format::Email => &[
            "a@example.org",
            "first.last+tag@sub.example.co.uk",
            "A@EXAMPLE.Org",
            "post@bücher.example",
            "o'brien!#$%&*@example.org",
            "a..b@example.org",
        ],
        Format::Phone => &["+4915112345678", "+12025550123", "+1234567"],
        Format::Slug => &["a", "my-name-2", "a-b-c"],
        Format::Uuid => &[
            "01890a5d-ac96-774b-bcce-b302099a8057",
            "01890A5D-AC96-774B-BCCE-B302099A8057",
            "00000000-0000-0000-0000-000000000000",
        ],
        Format::Country => &["DE", "GB", "ZZ"],
        Format::Language => &["en", "DE-at", "zh-Hant-TW", "es-419", "de-CH-1996"],
        Format::Currency => &["EUR", "USD", "XXX"],
        Format::Timezone => &["Europe/Berlin", "UTC", "Etc/GMT+1", "Europe/Atlantis"],
        Format::MediaType => &["image/png", "IMAGE/JPEG", "image/svg+xml", "text/plain"],
    }
}
