//! `open URL rollups`: whether what dashboards left is what the records say.

use profilekit::hub::{Mend, RollupDrift, RollupDrifts};
use profilekit::metrics::{NEVER, Zone};
use serde::Serialize;

use super::{Desk, count, instant, or_dash};
use crate::args::open::Owed;
use crate::output::{Misuse, Outcome, say, say_line};
use crate::progress::Progress;
use crate::table::table;

/// The most days of one rollup that people are told of.
const DAYS: usize = 5;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Lines<'d> {
    looked_at: u64,
    rebuilt: u64,
    outdated: u64,
    found: Vec<Line<'d>>,
}

#[derive(Serialize)]
struct Line<'d> {
    table: &'d str,
    reader: &'d str,
    tenant: &'d str,
    /// The first instants of the days that differ.
    days: Vec<String>,
    rebuilt: bool,
}

impl<'d> Line<'d> {
    fn of(drift: &'d RollupDrift) -> Self {
        Self {
            table: &drift.table,
            reader: &drift.reader,
            tenant: &drift.tenant,
            days: days(drift).collect(),
            rebuilt: drift.mended,
        }
    }
}

/// The days that differ by their first instants.
fn days(drift: &RollupDrift) -> impl Iterator<Item = String> {
    drift.days.iter().map(|day| match *day {
        NEVER => "without a time".to_owned(),
        i64::MAX => "not readable".to_owned(),
        day => instant(day),
    })
}

/// What was made anew is no finding any more.
pub(super) fn run(
    desk: &Desk<'_>,
    owed: &Owed,
    (repair, rebuild): (bool, bool),
) -> Result<Outcome, Misuse> {
    let hub = desk.hub(&owed.blueprint)?;
    let subject = desk.system(hub.kernel())?;
    let call = desk.call(&subject, owed.by.as_deref());
    let mend = match (repair, rebuild) {
        (_, true) => Mend::Everything,
        (true, false) => Mend::Differing,
        (false, false) => Mend::Nothing,
    };
    let mut progress = Progress::begin();
    let mut tell = |looked_at: u64| progress.tell(format_args!("{}", count(looked_at, "rollup")));
    let drifts = desk.wait(hub.check_rollups(&call, &Zone::named, mend, &mut tell))?;
    let machines = Lines {
        looked_at: drifts.looked_at,
        rebuilt: drifts.mended,
        outdated: drifts.outdated,
        found: drifts.found.iter().map(Line::of).collect(),
    };
    desk.say(&machines, || show(&drifts))?;
    let left = drifts.found.iter().any(|drift| !drift.mended);
    Ok(Outcome::findings(left))
}

fn show(drifts: &RollupDrifts) {
    let rows = drifts.found.iter().map(|drift| {
        let mut told: Vec<String> = days(drift).take(DAYS).collect();
        let more = drift.days.len().saturating_sub(DAYS);
        told.extend((more > 0).then(|| format!("and {more} more")));
        let done = if drift.mended { "rebuilt" } else { "–" };
        vec![
            drift.table.clone(),
            or_dash(&drift.reader),
            or_dash(&drift.tenant),
            told.join(" "),
            done.to_owned(),
        ]
    });
    let rows: Vec<Vec<String>> = rows.collect();
    if !rows.is_empty() {
        let head = ["table", "seen by", "tenant", "differs on", ""];
        say!("{}\n", table(&head, &rows));
    }
    let looked_at = count(drifts.looked_at, "rollup");
    let found = u64::try_from(drifts.found.len()).unwrap_or(u64::MAX);
    say_line!(
        "{looked_at} looked at, {} found, {} rebuilt, {} of another blueprint",
        count(found, "difference"),
        drifts.mended,
        drifts.outdated
    );
}
