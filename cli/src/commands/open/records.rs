//! `open URL records`.

use std::future::Future;

use profilekit::access::Subject;
use profilekit::error::Code;
use profilekit::hub::{Call, Hub, List, Listed, Refusal, Seen, Target};
use profilekit::json::Difference;
use profilekit::store::PastVersion;
use serde_json::Value;

use super::seen::{DifferenceLine, RecordLine, VersionLine};
use super::{Desk, instant, or_dash, show_cursor};
use crate::args::open::{Asking, Part, RecordAt, Records};
use crate::input;
use crate::output::{Misuse, Outcome, Paint, say, say_line, tell_line};
use crate::store::refused;
use crate::table::table;

pub(super) fn run(desk: &Desk<'_>, records: &Records) -> Result<Outcome, Misuse> {
    match records {
        Records::List {
            asking,
            kind,
            part,
            newest,
        } => list(&Counter::new(desk, asking)?, kind, part, *newest),
        Records::Get { asking, record } => get(&Counter::new(desk, asking)?, record),
        Records::History {
            asking,
            record,
            part,
        } => history(&Counter::new(desk, asking)?, record, part),
        Records::Diff {
            asking,
            record,
            from,
            to,
        } => diff(&Counter::new(desk, asking)?, record, *from, *to),
    }
}

/// Where somebody asks.
struct Counter<'c> {
    desk: &'c Desk<'c>,
    hub: Hub,
    subject: Subject,
    tenant: Option<&'c str>,
}

impl<'c> Counter<'c> {
    fn new(desk: &'c Desk<'c>, asking: &'c Asking) -> Result<Self, Misuse> {
        let hub = desk.hub(&asking.blueprint)?;
        let subject = match &asking.whom.viewer {
            Some(file) => input::viewer(hub.kernel(), file, desk.session)?,
            None => desk.system(hub.kernel())?,
        };
        Ok(Self {
            desk,
            hub,
            subject,
            tenant: asking.tenant.as_deref(),
        })
    }

    fn call(&self) -> Call<'_> {
        self.desk.call(&self.subject, None)
    }

    fn target<'t>(&'t self, record: &'t RecordAt) -> Target<'t> {
        Target {
            kind: &record.kind,
            id: &record.id,
            tenant: self.tenant,
            version: None,
        }
    }

    /// Waits for an answer, and for what was seen to be noted in the access log: nothing is
    /// shown that is not. What cannot be seen is an answer too.
    fn ask<T>(
        &self,
        question: impl Future<Output = Result<T, Refusal>>,
    ) -> Result<Option<T>, Misuse> {
        let session = self.desk.session;
        let answer = self.desk.wait(async {
            let answer = question.await;
            self.hub.flush().await?;
            Ok::<_, Refusal>(answer)
        })?;
        match answer {
            Ok(answer) => Ok(Some(answer)),
            Err(refusal) if refusal.is(Code::AccessNotVisible) => {
                let misuse = refused(&refusal, session);
                if session.json {
                    tell_line!("{}", misuse.to_json());
                } else {
                    tell_line!("{}", Paint::for_errors().misuse(&misuse));
                }
                Ok(None)
            }
            Err(refusal) => Err(refused(&refusal, session)),
        }
    }
}

fn list(counter: &Counter<'_>, kind: &str, part: &Part, newest: bool) -> Result<Outcome, Misuse> {
    let wanted = List {
        kind,
        tenant: counter.tenant,
        newest_first: newest,
        limit: part.limit.into(),
        cursor: part.cursor.as_deref(),
        ..List::default()
    };
    let call = counter.call();
    let Some(listed) = counter.ask(counter.hub.list(&call, &wanted))? else {
        return Ok(Outcome::Findings);
    };
    let answer = ListLine {
        records: listed.records.iter().map(RecordLine::of).collect(),
        cursor: listed.cursor.as_deref(),
        complete: listed.complete,
    };
    counter.desk.say(&answer, || show_list(&listed))?;
    Ok(Outcome::Fine)
}

/// A list as machines read it.
#[derive(serde::Serialize)]
struct ListLine<'l> {
    records: Vec<RecordLine<'l>>,
    cursor: Option<&'l str>,
    complete: bool,
}

fn show_list(listed: &Listed) {
    let rows: Vec<Vec<String>> = listed.records.iter().map(row).collect();
    let head = ["id", "tenant", "owner", "state", "version", "changed"];
    say!("{}", table(&head, &rows));
    if !listed.complete {
        tell_line!("Records that this viewer may list and not read are left out.");
    }
    show_cursor(listed.cursor.as_deref());
}

fn row(seen: &Seen) -> Vec<String> {
    vec![
        seen.address.id.clone(),
        or_dash(&seen.address.tenant),
        or_dash(seen.owner.as_deref().unwrap_or_default()),
        or_dash(seen.state.as_deref().unwrap_or_default()),
        seen.version.to_string(),
        instant(seen.updated_at),
    ]
}

fn get(counter: &Counter<'_>, record: &RecordAt) -> Result<Outcome, Misuse> {
    let (call, target) = (counter.call(), counter.target(record));
    let Some(seen) = counter.ask(counter.hub.get(&call, &target))? else {
        return Ok(Outcome::Findings);
    };
    let machines = RecordLine::of(&seen);
    counter.desk.say(&machines, || show(&seen))?;
    Ok(Outcome::Fine)
}

fn show(seen: &Seen) {
    let head = ["id", "tenant", "owner", "state", "version", "changed"];
    say!("{}\n", table(&head, &[row(seen)]));
    let document: Value = serde_json::from_str(&seen.document).unwrap_or_default();
    say_line!("{document:#}");
    let hidden = seen.hidden.as_deref().unwrap_or_default();
    if hidden.is_empty() {
        return;
    }
    let rows = hidden.iter().map(|hidden| {
        let audience = hidden.audience.map_or("nobody", |audience| audience.word());
        vec![hidden.path.clone(), audience.into(), hidden.rule.into()]
    });
    let rows: Vec<Vec<String>> = rows.collect();
    let head = ["field", "audience", "set by"];
    tell_line!("\nHidden from this viewer:\n{}", table(&head, &rows));
}

fn history(counter: &Counter<'_>, record: &RecordAt, part: &Part) -> Result<Outcome, Misuse> {
    let before = part.cursor.as_deref().map(|cursor| {
        let wrong = || {
            Misuse::new(
                "This is no cursor of a history.",
                "It is a version's number.",
            )
        };
        cursor.parse::<i64>().map_err(|_| wrong())
    });
    let (call, target) = (counter.call(), counter.target(record));
    let limit = usize::from(part.limit);
    let history = counter
        .hub
        .history(&call, &target, before.transpose()?, limit);
    let Some(versions) = counter.ask(history)? else {
        return Ok(Outcome::Findings);
    };
    let full = versions.len() == limit.min(counter.hub.settings().page);
    let last = versions
        .last()
        .filter(|version| full && version.version > 1);
    let cursor = last.map(|version| version.version.to_string());
    let lines: Vec<VersionLine<'_>> = versions.iter().map(VersionLine::of).collect();
    let machines = HistoryLine {
        versions: lines,
        cursor: cursor.as_deref(),
    };
    counter.desk.say(&machines, || {
        show_history(&versions);
        show_cursor(cursor.as_deref());
    })?;
    Ok(Outcome::Fine)
}

/// A history as machines read it.
#[derive(serde::Serialize)]
struct HistoryLine<'h> {
    versions: Vec<VersionLine<'h>>,
    cursor: Option<&'h str>,
}

fn show_history(versions: &[PastVersion]) {
    let rows = versions.iter().map(|version| {
        vec![
            version.version.to_string(),
            instant(version.at),
            version.action.clone(),
            or_dash(&version.actor),
            or_dash(&version.fields.join(" ")),
        ]
    });
    let rows: Vec<Vec<String>> = rows.collect();
    say!(
        "{}",
        table(&["version", "at", "action", "by", "changed"], &rows)
    );
}

fn diff(counter: &Counter<'_>, record: &RecordAt, from: i64, to: i64) -> Result<Outcome, Misuse> {
    let (call, target) = (counter.call(), counter.target(record));
    let Some(found) = counter.ask(counter.hub.diff(&call, &target, from, to))? else {
        return Ok(Outcome::Findings);
    };
    let machines: Vec<DifferenceLine<'_>> = found.iter().map(DifferenceLine::of).collect();
    counter.desk.say(&machines, || show_differences(&found))?;
    Ok(Outcome::Fine)
}

fn show_differences(found: &[Difference]) {
    if found.is_empty() {
        say_line!("no difference that this viewer sees");
    }
    let paint = Paint::for_output();
    for one in found {
        say_line!("{}", paint.strong(&one.path));
        if let Some(before) = &one.before {
            say_line!("  {}", paint.bad(&format!("- {before}")));
        }
        if let Some(after) = &one.after {
            say_line!("  {}", paint.good(&format!("+ {after}")));
        }
    }
}
