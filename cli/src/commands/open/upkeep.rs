//! `open URL migrate`, `retain` and `drift`.

use profilekit::hub::{Drift, Drifts, Retained};
use profilekit::store::REST;
use serde::Serialize;

use super::{Desk, count, json, or_dash, place};
use crate::args::open::{Open, Owed};
use crate::input::Session;
use crate::output::{Misuse, Outcome, say, say_line, tell_line};
use crate::progress::Progress;
use crate::store;
use crate::table::table;

/// Versions, as machines read them.
#[derive(Serialize)]
struct MigratedLine {
    from: i64,
    to: i64,
}

pub(super) fn migrate(args: &Open, session: &Session) -> Result<Outcome, Misuse> {
    let versions = store::migrate(args, session)?;
    let (from, to) = (versions.found, versions.newest);
    if session.json {
        say_line!("{}", json(&MigratedLine { from, to })?);
    } else if from == to {
        say_line!("at version {to} already");
    } else {
        say_line!("from version {from} to {to}");
    }
    Ok(Outcome::Fine)
}

/// What was taken away, as machines read it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RetainedLine<'r> {
    looked_at: u64,
    emptied: Vec<EmptiedLine<'r>>,
    passed_over: u64,
    /// What the hub keeps besides records and is older than it needs.
    versions: u64,
    events: u64,
    accesses: u64,
    answers: u64,
}

/// Records of a kind that lost something.
#[derive(Serialize)]
struct EmptiedLine<'r> {
    kind: &'r str,
    records: u64,
}

pub(super) fn retain(desk: &Desk<'_>, owed: &Owed) -> Result<Outcome, Misuse> {
    let hub = desk.hub(&owed.blueprint)?;
    let subject = desk.system(hub.kernel())?;
    let call = desk.call(&subject, owed.by.as_deref());
    let mut progress = Progress::begin();
    let mut tell = |kind: &str, looked_at: u64| {
        progress.tell(format_args!("{kind}: {}", count(looked_at, "record")));
    };
    let retained = desk.wait(hub.retain(&call, &mut tell))?;
    let emptied = retained.emptied.iter().map(|(kind, records)| EmptiedLine {
        kind,
        records: *records,
    });
    let machines = RetainedLine {
        looked_at: retained.looked_at,
        emptied: emptied.collect(),
        passed_over: retained.passed_over,
        versions: retained.versions,
        events: retained.events,
        accesses: retained.accesses,
        answers: retained.answers,
    };
    desk.say(&machines, || show_retained(&retained))?;
    Ok(Outcome::Fine)
}

fn show_retained(retained: &Retained) {
    let rows = retained.emptied.iter();
    let rows = rows.map(|(kind, records)| vec![kind.clone(), records.to_string()]);
    let rows: Vec<Vec<String>> = rows.collect();
    if !rows.is_empty() {
        say!("{}\n", table(&["kind", "lost something"], &rows));
    }
    say_line!(
        "{} old enough to be looked at",
        count(retained.looked_at, "record")
    );
    for (forgotten, what) in [
        (retained.versions, "earlier version"),
        (retained.events, "delivered event"),
        (retained.accesses, "entry of the access log"),
        (retained.answers, "kept answer"),
    ] {
        if forgotten > 0 {
            say_line!("{forgotten} × {what} forgotten");
        }
    }
    if retained.passed_over > 0 {
        let passed_over = count(retained.passed_over, "record");
        tell_line!("{passed_over} changed meanwhile: the next run looks at them.");
    }
}

/// What was found, as machines read it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct DriftLines<'d> {
    looked_at: u64,
    found: Vec<DriftLine<'d>>,
}

/// A record that differs from its snapshot.
#[derive(Serialize)]
struct DriftLine<'d> {
    kind: &'d str,
    id: &'d str,
    #[serde(skip_serializing_if = "str::is_empty")]
    tenant: &'d str,
    damaged: &'d [String],
    differing: &'d [String],
    unwritten: &'d [String],
    repaired: bool,
}

impl<'d> DriftLine<'d> {
    fn of(drift: &'d Drift) -> Self {
        Self {
            kind: &drift.address.kind,
            id: &drift.address.id,
            tenant: &drift.address.tenant,
            damaged: &drift.damaged,
            differing: &drift.differing,
            unwritten: &drift.unwritten,
            repaired: drift.repaired,
        }
    }
}

/// What was repaired is no finding any more.
pub(super) fn drift(
    desk: &Desk<'_>,
    owed: &Owed,
    kind: &str,
    repair: bool,
) -> Result<Outcome, Misuse> {
    let hub = desk.hub(&owed.blueprint)?;
    let subject = desk.system(hub.kernel())?;
    let call = desk.call(&subject, owed.by.as_deref());
    let mut progress = Progress::begin();
    let mut tell = |looked_at: u64| progress.tell(format_args!("{}", count(looked_at, "record")));
    let drifts = desk.wait(hub.drift(&call, kind, repair, &mut tell))?;
    let machines = DriftLines {
        looked_at: drifts.looked_at,
        found: drifts.found.iter().map(DriftLine::of).collect(),
    };
    desk.say(&machines, || show_drifts(&drifts))?;
    let left = drifts.found.iter().any(|drift| !drift.repaired);
    Ok(Outcome::findings(left))
}

fn show_drifts(drifts: &Drifts) {
    let rows = drifts.found.iter().map(|drift| {
        let done = if drift.repaired { "repaired" } else { "–" };
        vec![
            place(&drift.address),
            or_dash(&drift.differing.join(" ")),
            or_dash(&drift.damaged.join(" ")),
            unwritten(drift),
            done.to_owned(),
        ]
    });
    let rows: Vec<Vec<String>> = rows.collect();
    if !rows.is_empty() {
        let head = [
            "record",
            "differs at",
            "damaged sections",
            "not written",
            "",
        ];
        say!("{}\n", table(&head, &rows));
    }
    let found = u64::try_from(drifts.found.len()).unwrap_or(u64::MAX);
    let looked_at = count(drifts.looked_at, "record");
    say_line!(
        "{looked_at} looked at, {} found",
        count(found, "difference")
    );
}

/// Sections that only the snapshot has; what is outside of them has no name.
fn unwritten(drift: &Drift) -> String {
    let names = drift.unwritten.iter().map(|name| match name.as_str() {
        REST => "(the rest)",
        name => name,
    });
    or_dash(&names.collect::<Vec<_>>().join(" "))
}
