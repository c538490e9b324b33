//! What the account of changes says about a record.

use profilekit::privacy::Link;
use profilekit::store::AccountRequest;
use serde::Serialize;

use super::{Desk, instant, or_dash, show_cursor};
use crate::args::open::{Part, RecordAt};
use crate::output::{Misuse, Outcome, say};
use crate::table::table;

pub(super) fn show(
    desk: &Desk<'_>,
    record: &RecordAt,
    tenant: &str,
    part: &Part,
) -> Result<Outcome, Misuse> {
    let request = AccountRequest {
        tenant: Some(tenant.to_owned()),
        record: Some((record.kind.clone(), record.id.clone())),
        actor: None,
        before: part.cursor.as_deref().map(read_cursor).transpose()?,
        limit: part.limit.into(),
    };
    let links = desk.wait(desk.opened.store.account(&request))?;
    let last = links.last().filter(|_| links.len() == request.limit);
    let answer = Entries {
        entries: links.iter().map(EntryLine::of).collect(),
        cursor: last.map(write_cursor),
    };
    desk.say(&answer, || show_links(&links, answer.cursor.as_deref()))?;
    Ok(Outcome::Fine)
}

fn write_cursor(link: &Link) -> String {
    format!("{}.{}.{}", link.entry.at, link.chain, link.number)
}

fn read_cursor(cursor: &str) -> Result<(i64, u32, i64), Misuse> {
    let wrong = || {
        Misuse::new(
            "This is no cursor of an account.",
            "Take the one that was told.",
        )
    };
    let mut parts = cursor.split('.');
    let mut next = || parts.next().ok_or_else(wrong);
    let (at, chain, number) = (next()?, next()?, next()?);
    let (at, number) = (at.parse().ok(), number.parse().ok());
    let place = at.zip(chain.parse().ok()).zip(number);
    let ((at, chain), number) = place.ok_or_else(wrong)?;
    Ok((at, chain, number))
}

/// Entries as machines read them.
#[derive(Serialize)]
struct Entries<'e> {
    entries: Vec<EntryLine<'e>>,
    cursor: Option<String>,
}

/// An entry.
#[derive(Serialize)]
struct EntryLine<'e> {
    chain: u32,
    number: i64,
    id: &'e str,
    at: String,
    action: &'e str,
    outcome: &'static str,
    rule: &'e str,
    reason: &'e str,
    version: i64,
    fields: &'e [String],
    request: &'e str,
    /// `None` where that was erased.
    actor: Option<&'e str>,
    behalf: Option<&'e str>,
    hash: String,
}

impl<'e> EntryLine<'e> {
    fn of(link: &'e Link) -> Self {
        let (entry, detail) = (&link.entry, link.detail.as_ref());
        Self {
            chain: link.chain,
            number: link.number,
            id: &entry.id,
            at: instant(entry.at),
            action: &entry.action,
            outcome: entry.outcome.word(),
            rule: &entry.rule,
            reason: &entry.reason,
            version: entry.version,
            fields: &entry.fields,
            request: &entry.request,
            actor: detail.map(|detail| detail.actor.as_str()),
            behalf: detail.map(|detail| detail.behalf.as_str()),
            hash: link.hash.to_string(),
        }
    }
}

fn show_links(links: &[Link], cursor: Option<&str>) {
    let rows: Vec<Vec<String>> = links.iter().map(row).collect();
    let head = [
        "entry", "at", "action", "outcome", "by rule", "version", "by", "fields",
    ];
    say!("{}", table(&head, &rows));
    show_cursor(cursor);
}

fn row(link: &Link) -> Vec<String> {
    let by = match &link.detail {
        Some(detail) if detail.behalf.is_empty() => or_dash(&detail.actor),
        Some(detail) => format!("{} for {}", detail.actor, detail.behalf),
        None => "erased".to_owned(),
    };
    vec![
        format!("{}/{}", link.chain, link.number),
        instant(link.entry.at),
        link.entry.action.clone(),
        link.entry.outcome.word().to_owned(),
        or_dash(&link.entry.rule),
        link.entry.version.to_string(),
        by,
        or_dash(&link.entry.fields.join(" ")),
    ]
}
