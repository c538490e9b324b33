//! Cards from JSON, as a blueprint has them.

mod measure;
mod operand;
mod text;

pub(super) use operand::{Operand, operands};

use super::card::{Breakdown, Card, Series};
use super::facts::FactShape;
use super::filter::Filter;
use super::grain::Grain;
use super::measure::Measure;
use super::money::RateTable;
use super::plan::refuse;
use super::range::{Compare, Range};
use crate::decimal::Decimal;
use crate::error::Failure;
use crate::json::{Tree, Value};
use crate::time::parse_instant;

impl Card {
    /// Reads a card: `{ "id", "measure", "where", "range", "compare", "series": { "grain",
    /// "last" }, "breakdown": { "by", "top" }, "rates": { "to", "date", "rates" } }`, of which
    /// the first two must be there.
    ///
    /// # Errors
    /// [`crate::error::Code::MetricsBadCard`] and
    /// [`crate::error::Code::MetricsUnknownColumn`], at the member.
    pub fn from_json(tree: &Tree, shape: &FactShape) -> Result<Self, Failure> {
        const NAMES: [&str; 8] = [
            "id",
            "measure",
            "where",
            "range",
            "compare",
            "series",
            "breakdown",
            "rates",
        ];
        only(tree, &NAMES)?;
        let at = |name: &'static str| move |failure: Failure| failure.at(format!("/{name}"));
        let (measure, window) =
            Measure::parse(text(tree, "measure")?, shape).map_err(at("measure"))?;
        let mut card = Self::new(text(tree, "id")?, measure);
        card.window = window;
        let filter = optional(tree, "where")?.map(|source| Filter::compile(source, shape));
        card.filter = filter.transpose().map_err(at("where"))?;
        if let Some(range) = tree.get("range") {
            card.range = self::range(range).map_err(at("range"))?;
        }
        card.compare = tree
            .get("compare")
            .map(compare)
            .transpose()
            .map_err(at("compare"))?;
        card.series = tree
            .get("series")
            .map(series)
            .transpose()
            .map_err(at("series"))?;
        let breakdown = tree.get("breakdown").map(|tree| breakdown(tree, shape));
        card.breakdown = breakdown.transpose().map_err(at("breakdown"))?;
        card.rates = tree
            .get("rates")
            .map(rates)
            .transpose()
            .map_err(at("rates"))?;
        Ok(card)
    }
}

fn only(tree: &Tree, names: &[&str]) -> Result<(), Failure> {
    let Value::Object(members) = &tree.value else {
        return Err(refuse("an object is needed"));
    };
    match members
        .iter()
        .find(|member| !names.contains(&&*member.name))
    {
        Some(member) => Err(refuse(format!("there is nothing named `{}`", member.name))),
        None => Ok(()),
    }
}

fn optional<'t>(tree: &'t Tree, name: &str) -> Result<Option<&'t str>, Failure> {
    let found = tree.get(name).map(|value| value.as_str());
    let needed = || refuse(format!("`{name}` is a text"));
    found.map(|text| text.ok_or_else(needed)).transpose()
}

fn text<'t>(tree: &'t Tree, name: &str) -> Result<&'t str, Failure> {
    optional(tree, name)?.ok_or_else(|| refuse(format!("`{name}` is missing")))
}

fn count(tree: &Tree, name: &str) -> Result<Option<u32>, Failure> {
    let Some(value) = tree.get(name) else {
        return Ok(None);
    };
    let number = match &value.value {
        Value::Number(number) => number.parse().ok(),
        _ => None,
    };
    let number = number.filter(|count| (1..=10_000).contains(count));
    number
        .map(Some)
        .ok_or_else(|| refuse(format!("`{name}` is a number from 1 to 10,000")))
}

fn instant(tree: &Tree, name: &str) -> Result<i64, Failure> {
    let at = parse_instant(text(tree, name)?);
    at.ok_or_else(|| refuse(format!("`{name}` is an instant")))
}

fn between(tree: &Tree) -> Result<(i64, i64), Failure> {
    only(tree, &["from", "to"])?;
    let (from, to) = (instant(tree, "from")?, instant(tree, "to")?);
    let ordered = (from <= to).then_some((from, to));
    ordered.ok_or_else(|| refuse("a range that ends before it begins"))
}

fn range(tree: &Tree) -> Result<Range, Failure> {
    let Some(word) = tree.as_str() else {
        return between(tree).map(|(from, to)| Range::Between { from, to });
    };
    Range::parse(word).ok_or_else(|| refuse(format!("`{word}` is no range")))
}

fn compare(tree: &Tree) -> Result<Compare, Failure> {
    let Some(word) = tree.as_str() else {
        return between(tree).map(|(from, to)| Compare::Between { from, to });
    };
    Compare::parse(word).ok_or_else(|| refuse(format!("`{word}` is no comparison")))
}

fn series(tree: &Tree) -> Result<Series, Failure> {
    only(tree, &["grain", "last"])?;
    let word = text(tree, "grain")?;
    let grain = Grain::parse(word).ok_or_else(|| refuse(format!("`{word}` is no grain")))?;
    Ok(Series {
        grain,
        last: count(tree, "last")?,
    })
}

fn breakdown(tree: &Tree, shape: &FactShape) -> Result<Breakdown, Failure> {
    only(tree, &["by", "top", "least"])?;
    let top = count(tree, "top")?.map(|top| top as usize);
    Ok(Breakdown {
        by: shape.find(text(tree, "by")?)?,
        top,
        least: count(tree, "least")?.map(u64::from),
    })
}

fn rates(tree: &Tree) -> Result<RateTable, Failure> {
    only(tree, &["to", "date", "rates"])?;
    let Some(Value::Object(members)) = tree.get("rates").map(|rates| &rates.value) else {
        return Err(refuse("`rates` is an object"));
    };
    let rate = |tree: &Tree| tree.as_str().and_then(Decimal::parse);
    let rates = members
        .iter()
        .map(|member| Some((member.name.as_str().into(), rate(&member.value)?)));
    let rates: Option<Vec<(Box<str>, Decimal)>> = rates.collect();
    let rates = rates.ok_or_else(|| refuse("a rate is a decimal as text"))?;
    RateTable::new(text(tree, "to")?, text(tree, "date")?, rates)
}
