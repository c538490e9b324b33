//! The call `dashboard`: facts and records in, what a persona is told out.

use super::call::Call;
use super::facts::Held;
use super::read::Object;
use super::record::Described;
use crate::blueprint::Kind;
use crate::error::{Code, Failure};
use crate::json::{Limits, Tree, Value, parse};
use crate::kernel::{Glance, Kernel, Supplied};
use crate::metrics::{BadRow, Calendar, EXACT, Facts, Loaded, Origin, Table, Weekday, Zone};

/// The members of the request, besides `call` and `locale`.
pub(super) const MEMBERS: &[&str] = &[
    "subject",
    "context",
    "zone",
    "offset",
    "transitions",
    "weekStart",
    "exact",
];

/// What facts may be: of more a host hands in files, in Rust.
pub(super) const LIMITS: Limits = Limits {
    depth: 32,
    bytes: 1 << 28,
};

/// Answers with [`crate::metrics::Dashboard::to_json`]. The document names tables and what a host
/// has for them: `{"csv":TEXT}`, `{"ndjson":TEXT}`, or a list; of facts their rows as objects, of
/// records `{"record":{…},"document":{…}}`.
pub(super) fn dashboard(kernel: &Kernel, call: &Call<'_, '_>) -> Result<String, Failure> {
    told(kernel, call, &[])
}

/// As [`dashboard`]; `null` stands for facts that are held.
pub(super) fn told(
    kernel: &Kernel,
    call: &Call<'_, '_>,
    held: &[&Held],
) -> Result<String, Failure> {
    let glance = Glance {
        subject: call.subject()?,
        context: call.context()?,
        calendar: calendar(call.request)?,
        exact: exact(call.request)?,
    };
    let supplies = parse(call.text()?.as_bytes(), LIMITS)?;
    let Value::Object(members) = &supplies.value else {
        return Err(Failure::bad_request("facts are an object of tables"));
    };
    let needed = kernel.dashboard_tables(&glance)?;
    let mut supplied = Vec::new();
    let mut bad: Vec<(Box<str>, BadRow)> = Vec::new();
    for member in members {
        let at = |failure| within(failure, &format!("/{}", member.name));
        let table = kernel.fact_table(&member.name).map_err(at)?;
        // What nobody looks at is not read, but for its name.
        if !needed.iter().any(|one| one.name == table.name) {
            continue;
        }
        let mut held = held.iter().filter(|held| held.is_of(table));
        let held = held.next().filter(|_| member.value.value == Value::Null);
        match (&table.origin, held) {
            (_, Some(held)) => {
                supplied.push(held.supplied());
                // What is wrong with others' facts is not this reader's to know.
                if kernel.counts_all(table, &glance)? {
                    bad.extend(held.bad());
                }
            }
            (Origin::Given { .. }, None) => {
                let loaded = given(table, &member.value).map_err(at)?;
                supplied.push(Supplied::facts(&table.name, loaded.facts));
                let rows = loaded.bad.into_iter();
                bad.extend(rows.map(|row| (table.name.clone(), row)));
            }
            (Origin::Records { kind, .. }, None) => {
                let kind = kernel.model().kinds.get(kind.index());
                let kind = kind.ok_or_else(|| Failure::new(Code::KernelInternal))?;
                supplied.push(records(kernel, &glance, (table, kind), &member.value)?);
            }
        }
    }
    let mut dashboard = kernel.dashboard(&glance, &supplied)?;
    dashboard.bad.extend(bad);
    Ok(dashboard.to_json())
}

/// A failure further out.
pub(super) fn within(failure: Failure, place: &str) -> Failure {
    let inner = failure.path().unwrap_or_default();
    let at = format!("{place}{inner}");
    failure.at(at)
}

pub(super) fn given(table: &Table, supply: &Tree) -> Result<Loaded, Failure> {
    if let Value::Array(rows) = &supply.value {
        return Facts::from_trees(&table.shape, rows);
    }
    let file = Object::root(supply)?.only(&["csv", "ndjson"])?;
    match (file.text("csv")?, file.text("ndjson")?) {
        (Some(text), None) => Facts::from_csv(&table.shape, text),
        (None, Some(text)) => Facts::from_ndjson(&table.shape, text.as_bytes()),
        _ => Err(Failure::bad_request(
            "facts are a list of rows, or one text: `csv` or `ndjson`",
        )),
    }
}

fn records(
    kernel: &Kernel,
    glance: &Glance<'_>,
    (table, kind): (&Table, &Kind),
    supply: &Tree,
) -> Result<Supplied, Failure> {
    let Value::Array(items) = &supply.value else {
        let failure = Failure::bad_request("records are a list");
        return Err(failure.at(format!("/{}", table.name)));
    };
    let mut gathering = kernel.gather(&table.name, glance)?;
    for (place, item) in items.iter().enumerate() {
        let at = |failure| within(failure, &format!("/{}/{place}", table.name));
        let item = Object::root(item)
            .and_then(|item| item.only(&["record", "document"]))
            .map_err(at)?;
        let document = item.json("document");
        let document = document.as_deref().unwrap_or("{}");
        let described = item
            .object("record", "/record")
            .and_then(|record| Described::of_kind(kernel, &kind.name, record))
            .map_err(at)?;
        let resource = described.resource(kernel, document).map_err(at)?;
        described
            .with(document, &resource, |record| gathering.add(record))
            .map_err(at)?;
    }
    gathering.finish()
}

/// The zone by its name, where the database is linked, or by what the host knows of it.
pub(super) fn calendar(request: Object<'_>) -> Result<Calendar, Failure> {
    let zone = match (
        request.text("zone")?.unwrap_or("UTC"),
        request.has("offset"),
    ) {
        ("UTC", false) => Zone::utc(),
        (name, false) => Zone::linked(name).map_err(|failure| failure.at("/zone"))?,
        (name, true) => {
            let first = seconds(request, "offset")?;
            let transitions = request.objects("transitions")?.into_iter().map(|one| {
                let one = one.only(&["at", "offset"])?;
                let missing = || Failure::bad_request("a transition needs `at` and `offset`");
                let at = one.instant("at")?.ok_or_else(missing)?;
                Ok((at, seconds(one, "offset")?))
            });
            let transitions: Result<Vec<(i64, i32)>, Failure> = transitions.collect();
            Zone::from_transitions(name, first, &transitions?)?
        }
    };
    let week_start = match request.text("weekStart")? {
        None => Weekday::Monday,
        Some(word) => Weekday::parse(word).ok_or_else(|| {
            let reason = format!("`{word}` is not a day; write `monday` or another");
            Failure::bad_request(reason).at("/weekStart")
        })?,
    };
    Ok(Calendar { zone, week_start })
}

/// Seconds east of UTC.
fn seconds(request: Object<'_>, name: &str) -> Result<i32, Failure> {
    let offset = request
        .whole(name)?
        .and_then(|offset| offset.try_into().ok());
    offset.ok_or_else(|| {
        let reason = format!("`{name}` is seconds east of UTC");
        Failure::bad_request(reason).at(format!("/{name}"))
    })
}

fn exact(request: Object<'_>) -> Result<u32, Failure> {
    let Some(exact) = request.whole("exact")? else {
        return Ok(EXACT);
    };
    exact.try_into().map_err(|_| {
        let reason = format!("`exact` is a number of values, up to {}", u32::MAX);
        Failure::bad_request(reason).at("/exact")
    })
}
