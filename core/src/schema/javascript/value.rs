//! Single values.

use super::super::contact::UrlRule;
use super::super::number::{DecimalRule, IntRule, MAX_SAFE, MoneyRule};
use super::super::plan::{EnumRule, Type};
use super::super::temporal::{DateRule, InstantRule};
use super::Writer;
use super::container::DEPTH;
use crate::decimal::Decimal;
use crate::json::quoted;
use crate::time::write_instant;

/// What JavaScript says of a value `v`.
pub(super) enum Said {
    /// An expression that is true where the value is fine as it stands.
    Test(String),
    /// An expression that copies the value, `undefined` where it is not recognised.
    Copy(String),
    /// It does not know.
    Nothing,
}

/// Most digits that doubles tell apart.
const DIGITS: u8 = 15;

impl Writer {
    /// What is said of a value inside of `depth` levels; `mode` is the variable that says how
    /// much of an object must be there.
    pub(super) fn value(&mut self, ty: &Type, depth: usize, mode: &str) -> Said {
        let calls = |function: String| Said::Copy(format!("{function}(v, {mode})"));
        match ty {
            _ if depth >= DEPTH => Said::Nothing,
            Type::Object(plan) => calls(self.object(plan, depth + 1)),
            Type::List(rule) => self.list(rule, depth + 1).map_or(Said::Nothing, calls),
            Type::Map(rule) => self.map(rule, depth + 1).map_or(Said::Nothing, calls),
            Type::Vector(rule) => Said::Copy(format!("vector(v, {})", rule.dimensions)),
            Type::Json => Said::Copy(format!(
                "v === null ? undefined : free(v, {})",
                DEPTH - depth
            )),
            Type::Money(rule) => money(rule).map_or(Said::Nothing, Said::Copy),
            Type::Text(rule) => self.text(rule).map_or(Said::Nothing, Said::Test),
            single => test(single).map_or(Said::Nothing, Said::Test),
        }
    }
}

fn test(ty: &Type) -> Option<String> {
    Some(match ty {
        Type::Int(rule) => int(rule),
        Type::Decimal(rule) => format!("decimal(v, {})", bounds(rule)?),
        Type::Bool => "typeof v === \"boolean\"".to_owned(),
        Type::Enum(rule) => choice(rule),
        Type::Date(rule) => date(rule),
        Type::Instant(rule) => instant(*rule),
        Type::Duration => "matching(v, 1, 80, DURATION)".to_owned(),
        Type::Url(rule) => return link(rule),
        Type::Ref(_) => "matching(v, 1, 128, REFERENCE)".to_owned(),
        _ => return None,
    })
}

fn int(rule: &IntRule) -> String {
    let min = rule.min.unwrap_or(-MAX_SAFE).max(-MAX_SAFE);
    let max = rule.max.unwrap_or(MAX_SAFE).min(MAX_SAFE);
    let step = rule.multiple_of.unwrap_or(1);
    format!("int(v, {min}, {max}, {step})")
}

/// Scale, digits, least and greatest value; nothing where doubles would not tell them apart.
fn bounds(rule: &DecimalRule) -> Option<String> {
    let bound = |bound: Option<Decimal>, none: &str| match bound {
        Some(value) => short(value),
        None => Some(none.to_owned()),
    };
    let (min, max) = (bound(rule.min, "-Infinity")?, bound(rule.max, "Infinity")?);
    let scale = rule.scale.unwrap_or(DIGITS);
    let digits = rule.digits.unwrap_or(DIGITS).min(DIGITS);
    Some(format!("{scale}, {digits}, {min}, {max}"))
}

/// A decimal as a number of JavaScript, where no other decimal of its length is the same.
pub(super) fn short(value: Decimal) -> Option<String> {
    let text = value.shortest();
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    (digits <= usize::from(DIGITS)).then_some(text)
}

fn money(rule: &MoneyRule) -> Option<String> {
    let currencies = list(&rule.currencies);
    Some(format!("money(v, {}, {currencies})", bounds(&rule.amount)?))
}

fn choice(rule: &EnumRule) -> String {
    if rule.values.is_empty() {
        return "false".to_owned();
    }
    let values = rule
        .values
        .iter()
        .map(|value| format!("v === {}", quoted(value)));
    values.collect::<Vec<_>>().join(" || ")
}

fn date(rule: &DateRule) -> String {
    let text = |bound: &Option<Box<str>>| quoted(bound.as_deref().unwrap_or_default());
    format!(
        "date(v, {}, {}, {})",
        rule.partial,
        text(&rule.min),
        text(&rule.max)
    )
}

fn instant(rule: InstantRule) -> String {
    let text = |bound: Option<i64>| quoted(&bound.map(write_instant).unwrap_or_default());
    format!("instant(v, {}, {})", text(rule.min), text(rule.max))
}

fn link(rule: &UrlRule) -> Option<String> {
    let https = rule.schemes.iter().any(|scheme| **scheme == *"https");
    https.then(|| {
        format!(
            "link(v, {}, {}, {})",
            rule.max,
            list(&rule.hosts),
            rule.fetched
        )
    })
}

/// A list of words; `null` where any will do.
fn list(words: &[Box<str>]) -> String {
    if words.is_empty() {
        return "null".to_owned();
    }
    let words: Vec<String> = words.iter().map(|word| quoted(word)).collect();
    format!("[{}]", words.join(", "))
}

/// Most bytes that a value takes beside those that are counted while it is read.
pub(super) fn bytes(ty: &Type) -> usize {
    match ty {
        Type::Enum(rule) => {
            3 + rule
                .values
                .iter()
                .map(|value| value.len())
                .max()
                .unwrap_or(0)
                * 6
        }
        Type::Text(_) | Type::Url(_) | Type::Ref(_) => 6,
        _ => 80,
    }
}
