//! The calls `bill` and `attribute`: what usage costs, and who earned it.

use super::call::Call;
use super::dashboard::{LIMITS, calendar, given, within};
use super::read::Object;
use crate::decimal::Decimal;
use crate::error::{Code, Failure};
use crate::json::{Value, parse};
use crate::kernel::Kernel;
use crate::metrics::{Amount, BadRow, Facts, Loaded, Offer, Share, Told, Usage, tips};

/// The members of `bill`, besides `call` and `locale`.
pub(super) const BILL: &[&str] = &[
    "offer", "used", "passed", "credit", "budget", "period", "told", "history",
];

/// The members of `attribute`, besides `call` and `locale`.
pub(super) const ATTRIBUTE: &[&str] = &["zone", "offset", "transitions", "weekStart"];

/// How a period of an offer stands: the invoice so far, what is expected, the alerts since `told`
/// and what is told from then on, and tips for the whole periods of `history`.
pub(super) fn bill(kernel: &Kernel, call: &Call<'_, '_>) -> Result<String, Failure> {
    let request = call.request;
    let name = request.needed("offer")?;
    let plans = kernel.plans();
    let offer = plans.offer(name).ok_or_else(|| {
        let reason = format!("there is no offer `{name}`");
        Failure::bad_request(reason).at("/offer")
    })?;
    let usage = Usage {
        quantity: units(request, "used")?,
        passed: passed(request)?,
        credit: minor(request, "credit", offer)?.unwrap_or(0),
    };
    let standing = offer.standing(&usage, minor(request, "budget", offer)?)?;
    let told = match request.tree("told") {
        Some(tree) => Told::from_json(tree).map_err(|failure| failure.at("/told"))?,
        None => Told::default(),
    };
    let period = request.text("period")?.unwrap_or_default();
    let (alerts, told) = plans.alerts.crossed(&told, period, &standing.readings)?;
    let history = history(request)?;
    let tips = match history.is_empty() {
        true => Vec::new(),
        false => tips(&plans.offers, name, &history)?,
    };
    Ok(standing.to_json(&alerts, &told, &tips))
}

fn units(request: Object<'_>, name: &'static str) -> Result<u64, Failure> {
    let whole = request.whole(name)?.unwrap_or(0);
    whole.try_into().map_err(|_| {
        let reason = format!("`{name}` is a quantity, not below zero");
        Failure::bad_request(reason).at(format!("/{name}"))
    })
}

/// How much of the period has passed; nothing, where nobody says.
fn passed(request: Object<'_>) -> Result<Share, Failure> {
    if !request.has("passed") {
        return Ok(Share { part: 0, whole: 1 });
    }
    let passed = request.object("passed", "/passed")?;
    let passed = passed.only(&["part", "whole"])?;
    let number = |name| {
        let number = passed
            .whole(name)?
            .and_then(|number| number.try_into().ok());
        number
            .ok_or_else(|| Failure::bad_request("`passed` needs `part` and `whole`").at("/passed"))
    };
    Ok(Share {
        part: number("part")?,
        whole: number("whole")?,
    })
}

/// An amount of the offer's currency, in minor units.
fn minor(request: Object<'_>, name: &'static str, offer: &Offer) -> Result<Option<i128>, Failure> {
    let Some(text) = request.text(name)? else {
        return Ok(None);
    };
    let currency = offer.tariff.currency();
    let found = Decimal::parse(text).and_then(|amount| Amount::of(amount, currency).ok());
    let units = found.map(|amount| amount.units());
    units.map(Some).ok_or_else(|| {
        let reason = format!("`{name}` is an amount of {currency} as text");
        Failure::bad_request(reason).at(format!("/{name}"))
    })
}

fn history(request: Object<'_>) -> Result<Vec<u64>, Failure> {
    let bad = || Failure::bad_request("`history` is a list of quantities").at("/history");
    let Some(tree) = request.tree("history") else {
        return Ok(Vec::new());
    };
    let Value::Array(items) = &tree.value else {
        return Err(bad());
    };
    let quantity = |value: &Value| match value {
        Value::Number(text) => text.parse().map_err(|_| bad()),
        _ => Err(bad()),
    };
    items.iter().map(|item| quantity(&item.value)).collect()
}

/// What charges come to, split among those who earned them. The document has the two tables that
/// the blueprint's `attribution` names, as `dashboard` takes them.
pub(super) fn attribute(kernel: &Kernel, call: &Call<'_, '_>) -> Result<String, Failure> {
    let attribution = kernel.plans().attribution.as_ref();
    let missing = || Failure::bad_request("the blueprint's plans have no `attribution`");
    let attribution = attribution.ok_or_else(missing)?;
    let calendar = calendar(call.request)?;
    let supplies = parse(call.text()?.as_bytes(), LIMITS)?;
    let tables = [&*attribution.charges, &*attribution.credits];
    let supplies = Object::root(&supplies)?.only(&tables)?;
    let mut bad: Vec<(&str, BadRow)> = Vec::new();
    let mut load = |name| -> Result<Facts, Failure> {
        let table = kernel.fact_table(name)?;
        let missing = || Failure::new(Code::MetricsNoFacts).with("name", name.to_owned());
        let supply = supplies.tree(name).ok_or_else(missing)?;
        let loaded =
            given(table, supply).map_err(|failure| within(failure, &format!("/{name}")))?;
        let Loaded { facts, bad: rows } = loaded;
        bad.extend(rows.into_iter().map(|row| (name, row)));
        Ok(facts)
    };
    let charges = load(&attribution.charges)?;
    let credits = load(&attribution.credits)?;
    let attributed = attribution.attribute(&charges, &credits, &calendar)?;
    let bad: Vec<String> = bad.iter().map(|(name, row)| row.to_json(name)).collect();
    let answer = attributed.to_json()?;
    let answer = answer.strip_suffix('}').unwrap_or(&answer);
    Ok(format!("{answer},\"bad\":[{}]}}", bad.join(",")))
}
