//! The account's chain.

use profilekit::privacy::{Detail, Digest, Entry, Link};
use profilekit::store::StoreError;
use rusqlite::{Connection, OptionalExtension, params};

use crate::account::{CHAIN, FILED_TOGETHER, outcome_number};
use crate::column::list;
use crate::fault::Outcome;

/// A place of the chain and the hash of the link there.
type Place = (i64, Digest);

/// Puts entries at the end of the chain and gives back its new end.
pub(super) fn append(
    connection: &Connection,
    last: Option<Place>,
    entries: &[(Entry, Detail)],
) -> Outcome<Option<Place>> {
    if entries.is_empty() {
        return Ok(last);
    }
    // What this connection wrote last is still the end, unless another process wrote meanwhile:
    // then the next place is taken.
    if let Some(last) = last
        && let Some(end) = append_behind(connection, last, entries)?
    {
        return Ok(Some(end));
    }
    let last = end(connection)?.unwrap_or_default();
    match append_behind(connection, last, entries)? {
        Some(end) => Ok(Some(end)),
        None => Err(StoreError::Corrupt("the account has no end".into()).into()),
    }
}

fn end(connection: &Connection) -> Outcome<Option<Place>> {
    let sql = "SELECT number, hash FROM links ORDER BY number DESC LIMIT 1";
    let mut select = connection.prepare_cached(sql)?;
    let end = select.query_row([], |row| Ok((row.get(0)?, Digest(row.get(1)?))));
    Ok(end.optional()?)
}

/// Gives back the new end; nothing where the place behind `last` is taken.
fn append_behind(
    connection: &Connection,
    last: Place,
    entries: &[(Entry, Detail)],
) -> Outcome<Option<Place>> {
    let (mut number, mut hash) = last;
    for (entry, detail) in entries {
        number = number.saturating_add(1);
        hash = Link::seal(&hash, CHAIN, number, entry);
        if !put(connection, (number, hash), entry, detail)? {
            return Ok(None);
        }
    }
    let (filed, full) = (whole(last.0), whole(number));
    if filed < full {
        file(connection, filed, full)?;
    }
    Ok(Some((number, hash)))
}

/// The last place of the last full file.
fn whole(number: i64) -> i64 {
    number.saturating_sub(number % FILED_TOGETHER)
}

/// Puts the links between two places into the indexes: many at a time, since an index costs a
/// single change as much as the link itself does.
fn file(connection: &Connection, after: i64, until: i64) -> Outcome<()> {
    let sql = "UPDATE links SET filed = 1 WHERE number > ?1 AND number <= ?2";
    connection.prepare_cached(sql)?.execute([after, until])?;
    Ok(())
}

/// Says whether the place was free.
fn put(connection: &Connection, place: Place, entry: &Entry, detail: &Detail) -> Outcome<bool> {
    let sql = "INSERT INTO links (number, filed, at, version, outcome, hash, commitment, id,
            tenant, action, kind, record, rule, reason, fields, request, salt, actor, behalf, about)
        VALUES (?1, 0, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17,
            ?18, ?19)
        ON CONFLICT DO NOTHING";
    let (number, hash) = place;
    let put = connection.prepare_cached(sql)?.execute(params![
        number,
        entry.at,
        entry.version,
        outcome_number(entry.outcome),
        hash.as_bytes(),
        entry.commitment.as_bytes(),
        entry.id,
        entry.tenant,
        entry.action,
        entry.kind,
        entry.record,
        entry.rule,
        entry.reason,
        list(&entry.fields),
        entry.request,
        detail.salt.as_slice(),
        detail.actor,
        detail.behalf,
        detail.about
    ])?;
    Ok(put > 0)
}
