//! Who delivers which events until when.

use std::collections::HashSet;

use rusqlite::{Connection, Row, params};

use crate::column::{all, json};
use crate::fault::Outcome;

/// A lease that ended so long ago is of nobody who still works, in microseconds.
const FORGOTTEN_AFTER: i64 = 86_400_000_000;

/// Events that somebody took on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Lease {
    number: i64,
    holder: String,
    until: i64,
    /// Their places.
    pub(crate) events: HashSet<i64>,
}

impl Lease {
    /// Whether nobody else may take the events on.
    pub(crate) fn holds(&self, now: i64) -> bool {
        self.until > now
    }

    /// Lets some of the events go.
    pub(crate) fn let_go(&mut self, connection: &Connection, gone: &HashSet<i64>) -> Outcome<()> {
        let before = self.events.len();
        self.events.retain(|event| !gone.contains(event));
        if self.events.is_empty() {
            let sql = "DELETE FROM leases WHERE number = ?1";
            connection.prepare_cached(sql)?.execute([self.number])?;
        } else if self.events.len() < before {
            let sql = "UPDATE leases SET events = ?2 WHERE number = ?1";
            let events = places(self.events.iter());
            let mut update = connection.prepare_cached(sql)?;
            update.execute(params![self.number, events])?;
        }
        Ok(())
    }
}

/// Every lease there is.
pub(crate) fn leases(connection: &Connection) -> Outcome<Vec<Lease>> {
    let sql = "SELECT number, holder, until_at, events FROM leases";
    all(connection, sql, [], read)
}

/// The leases of somebody.
pub(crate) fn leases_of(connection: &Connection, holder: &str) -> Outcome<Vec<Lease>> {
    let sql = "SELECT number, holder, until_at, events FROM leases WHERE holder = ?1";
    all(connection, sql, [holder], read)
}

fn read(row: &Row<'_>) -> rusqlite::Result<Lease> {
    Ok(Lease {
        number: row.get(0)?,
        holder: row.get(1)?,
        until: row.get(2)?,
        events: json(row.get_ref(3)?.as_str()?, 3)?,
    })
}

/// Takes events on. Whoever had them until now loses them.
pub(crate) fn take_on(
    connection: &Connection,
    known: Vec<Lease>,
    (holder, now, until): (&str, i64, i64),
    events: &HashSet<i64>,
) -> Outcome<()> {
    for mut lease in known {
        if lease.until < now.saturating_sub(FORGOTTEN_AFTER) {
            lease.events.clear();
        }
        lease.let_go(connection, events)?;
    }
    if events.is_empty() {
        return Ok(());
    }
    let sql = "INSERT INTO leases (holder, until_at, events) VALUES (?1, ?2, ?3)";
    let mut insert = connection.prepare_cached(sql)?;
    insert.execute(params![holder, until, places(events.iter())])?;
    Ok(())
}

/// Places as JSON.
pub(crate) fn places<'p>(places: impl Iterator<Item = &'p i64>) -> String {
    let texts: Vec<String> = places.map(i64::to_string).collect();
    format!("[{}]", texts.join(","))
}
