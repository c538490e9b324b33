//! `open URL access-log`.

use profilekit::store::Access;
use serde::Serialize;

use super::{Desk, instant, or_dash, place, show_cursor};
use crate::args::open::{Part, Somebody};
use crate::output::{Misuse, Outcome, say};
use crate::table::table;

pub(super) fn run(desk: &Desk<'_>, person: &Somebody, part: &Part) -> Result<Outcome, Misuse> {
    let limit = usize::from(part.limit);
    let store = &desk.opened.store;
    let before = part.cursor.as_deref();
    let seen = desk.wait(store.accesses(&person.tenant, &person.id, before, limit))?;
    let last = seen.last().filter(|_| seen.len() == limit);
    let answer = Accesses {
        accesses: seen.iter().map(AccessLine::of).collect(),
        cursor: last.map(|access| access.id.as_str()),
    };
    desk.say(&answer, || show_accesses(&seen, answer.cursor))?;
    Ok(Outcome::Fine)
}

/// Reads as machines read them.
#[derive(Serialize)]
struct Accesses<'a> {
    accesses: Vec<AccessLine<'a>>,
    cursor: Option<&'a str>,
}

/// A read of personal data.
#[derive(Serialize)]
struct AccessLine<'a> {
    id: &'a str,
    at: String,
    kind: &'a str,
    record: &'a str,
    viewer: &'a str,
    behalf: &'a str,
    why: &'a str,
    fields: &'a [String],
    request: &'a str,
}

impl<'a> AccessLine<'a> {
    fn of(access: &'a Access) -> Self {
        Self {
            id: &access.id,
            at: instant(access.at),
            kind: &access.address.kind,
            record: &access.address.id,
            viewer: &access.viewer,
            behalf: &access.behalf,
            why: &access.why,
            fields: &access.fields,
            request: &access.request,
        }
    }
}

fn show_accesses(seen: &[Access], cursor: Option<&str>) {
    let rows = seen.iter().map(|access| {
        vec![
            instant(access.at),
            or_dash(&access.viewer),
            access.why.clone(),
            place(&access.address),
            access.fields.join(" "),
        ]
    });
    let rows: Vec<Vec<String>> = rows.collect();
    say!(
        "{}",
        table(&["at", "seen by", "why", "record", "fields"], &rows)
    );
    show_cursor(cursor);
}
