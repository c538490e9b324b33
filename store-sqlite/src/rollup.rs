//! The port that keeps rollups.

use async_trait::async_trait;
use profilekit::store::{
    Address, Commit, Parts, RollupChange, RollupPart, RollupRecord, Rollups, StoreError,
    StoredRollup,
};
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::column::{all, json, limit, rows};
use crate::fault::{Fault, Outcome};
use crate::store::SqliteStore;

fn read(row: &Row<'_>) -> rusqlite::Result<StoredRollup> {
    Ok(StoredRollup {
        tenant: row.get(0)?,
        name: row.get(1)?,
        id: row.get(2)?,
        reader: row.get(3)?,
        version: row.get(4)?,
        at: row.get(5)?,
        state: row.get(6)?,
    })
}

fn read_part(row: &Row<'_>) -> rusqlite::Result<RollupPart> {
    Ok(RollupPart {
        start: row.get(0)?,
        states: row.get(1)?,
        facts: row.get(2)?,
    })
}

const ONE: &str = "SELECT tenant, name, id, reader, version, at, state FROM rollups
    WHERE tenant = ?1 AND name = ?2";

const BEHIND: &str = "SELECT tenant, name, id, reader, version, at, state FROM rollups
    WHERE (tenant, name) > (?1, ?2) ORDER BY tenant, name LIMIT ?3";

const WHOLE: &str = "SELECT start, states, facts FROM rollup_parts
    WHERE rollup = ?1 AND start IN (SELECT value FROM json_each(?2)) ORDER BY start";

const STATES: &str = "SELECT start, states, x'' FROM rollup_parts
    WHERE rollup = ?1 AND start > ?2 ORDER BY start LIMIT ?3";

const FIRST_STATES: &str = "SELECT start, states, x'' FROM rollup_parts
    WHERE rollup = ?1 ORDER BY start LIMIT ?2";

const RECORD: &str = "SELECT starts FROM rollup_records r
    JOIN rollups ON rollups.number = r.rollup
    WHERE r.kind = ?1 AND r.record = ?2 AND r.tenant = ?3
        AND rollups.tenant = ?4 AND rollups.name = ?5";

const FORGET: &str = "DELETE FROM rollups WHERE number IN (SELECT rollup FROM rollup_records
    WHERE kind = ?1 AND record = ?2 AND tenant = ?3)";

/// The number and the version of a rollup; none of which it is at where another is in its place.
fn current(connection: &Connection, known: &StoredRollup) -> Outcome<Option<(i64, i64)>> {
    let sql = "SELECT number, CASE WHEN id = ?3 THEN version ELSE 0 END FROM rollups
        WHERE tenant = ?1 AND name = ?2";
    let mut select = connection.prepare_cached(sql)?;
    let found = select.query_row([&known.tenant, &known.name, &known.id], |row| {
        Ok((row.get(0)?, row.get(1)?))
    });
    Ok(found.optional()?)
}

/// The number of a rollup, where it is at the version that is known.
fn number(connection: &Connection, known: &StoredRollup) -> Outcome<i64> {
    match current(connection, known)? {
        Some((number, version)) if version == known.version => Ok(number),
        Some((_, current)) => Err(StoreError::Conflict { current }.into()),
        None => Err(StoreError::NotFound.into()),
    }
}

/// What goes for good is in no rollup.
pub(crate) fn forget(connection: &Connection, commit: &Commit) -> Outcome<()> {
    for Address { tenant, kind, id } in commit.forgotten() {
        let mut forget = connection.prepare_cached(FORGET)?;
        forget.execute([kind, id, tenant])?;
    }
    if let Some(erasure) = &commit.erasure {
        let sql = "DELETE FROM rollups WHERE tenant = ?1 AND reader = ?2";
        let mut forget = connection.prepare_cached(sql)?;
        forget.execute([&erasure.tenant, &erasure.person])?;
    }
    Ok(())
}

fn keep(connection: &Connection, change: &RollupChange) -> Outcome<()> {
    let rollup = &change.rollup;
    let number = match current(connection, rollup)? {
        None if rollup.version == 1 => insert(connection, rollup)?,
        None => return Err(StoreError::NotFound.into()),
        Some((number, version)) if version > 0 && version == rollup.version.saturating_sub(1) => {
            replace(connection, number, rollup)?;
            number
        }
        Some((_, current)) => return Err(StoreError::Conflict { current }.into()),
    };
    if change.anew {
        for sql in [
            "DELETE FROM rollup_parts WHERE rollup = ?1",
            "DELETE FROM rollup_records WHERE rollup = ?1",
        ] {
            connection.prepare_cached(sql)?.execute([number])?;
        }
    }
    for part in &change.parts {
        put_part(connection, number, part)?;
    }
    for record in &change.records {
        put_record(connection, number, record)?;
    }
    Ok(())
}

fn insert(connection: &Connection, rollup: &StoredRollup) -> Outcome<i64> {
    let sql = "INSERT INTO rollups (tenant, name, id, reader, version, at, state)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    connection.prepare_cached(sql)?.execute(params![
        rollup.tenant,
        rollup.name,
        rollup.id,
        rollup.reader,
        rollup.version,
        rollup.at,
        rollup.state
    ])?;
    Ok(connection.last_insert_rowid())
}

fn replace(connection: &Connection, number: i64, rollup: &StoredRollup) -> Outcome<()> {
    let sql = "UPDATE rollups SET reader = ?2, version = ?3, at = ?4, state = ?5
        WHERE number = ?1";
    connection.prepare_cached(sql)?.execute(params![
        number,
        rollup.reader,
        rollup.version,
        rollup.at,
        rollup.state
    ])?;
    Ok(())
}

fn put_part(connection: &Connection, number: i64, part: &RollupPart) -> Outcome<()> {
    if part.facts.is_empty() {
        let sql = "DELETE FROM rollup_parts WHERE rollup = ?1 AND start = ?2";
        connection
            .prepare_cached(sql)?
            .execute([number, part.start])?;
        return Ok(());
    }
    let sql = "INSERT INTO rollup_parts (rollup, start, states, facts) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT DO UPDATE SET states = excluded.states, facts = excluded.facts";
    let mut put = connection.prepare_cached(sql)?;
    put.execute(params![number, part.start, part.states, part.facts])?;
    Ok(())
}

fn put_record(connection: &Connection, number: i64, record: &RollupRecord) -> Outcome<()> {
    let Address { tenant, kind, id } = &record.address;
    if record.starts.is_empty() {
        let sql = "DELETE FROM rollup_records
            WHERE kind = ?1 AND record = ?2 AND tenant = ?3 AND rollup = ?4";
        let mut delete = connection.prepare_cached(sql)?;
        delete.execute(params![kind, id, tenant, number])?;
        return Ok(());
    }
    let sql = "INSERT INTO rollup_records (kind, record, tenant, rollup, starts)
        VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT DO UPDATE SET starts = excluded.starts";
    let mut put = connection.prepare_cached(sql)?;
    put.execute(params![kind, id, tenant, number, starts(&record.starts)])?;
    Ok(())
}

/// Numbers as JSON.
fn starts(starts: &[i64]) -> String {
    crate::lease::places(starts.iter())
}

/// A transaction that reads one state of the file: of several statements, each sees the same.
fn together<T>(
    connection: &Connection,
    read: impl FnOnce(&Connection) -> Outcome<T>,
) -> Outcome<T> {
    let transaction = connection.unchecked_transaction().map_err(Fault::from)?;
    let found = read(connection)?;
    transaction.finish().map_err(Fault::from)?;
    Ok(found)
}

#[async_trait]
impl Rollups for SqliteStore {
    async fn rollup(&self, tenant: &str, name: &str) -> Result<Option<StoredRollup>, StoreError> {
        self.read(|connection| {
            let mut one = connection.prepare_cached(ONE)?;
            Ok(one.query_row([tenant, name], read).optional()?)
        })
    }

    async fn rollup_parts(
        &self,
        rollup: &StoredRollup,
        parts: Parts<'_>,
    ) -> Result<Vec<RollupPart>, StoreError> {
        self.read(|connection| {
            together(connection, |connection| {
                let number = number(connection, rollup)?;
                match parts {
                    Parts::Whole(wanted) => {
                        let parameters = params![number, starts(wanted)];
                        all(connection, WHOLE, parameters, read_part)
                    }
                    Parts::States(Some(after), most) => {
                        let parameters = params![number, after, limit(most)];
                        all(connection, STATES, parameters, read_part)
                    }
                    Parts::States(None, most) => {
                        let parameters = params![number, limit(most)];
                        all(connection, FIRST_STATES, parameters, read_part)
                    }
                }
            })
        })
    }

    async fn rollup_records(
        &self,
        rollup: &StoredRollup,
        records: &[Address],
    ) -> Result<Vec<RollupRecord>, StoreError> {
        let mut records: Vec<&Address> = records.iter().collect();
        records.sort_unstable();
        self.read(|connection| {
            let mut found = Vec::new();
            let mut record = connection.prepare_cached(RECORD)?;
            for address in records {
                let Address { tenant, kind, id } = address;
                let at = [kind, id, tenant, &rollup.tenant, &rollup.name];
                let starts = record.query_row(at, |row| json(row.get_ref(0)?.as_str()?, 0));
                if let Some(starts) = starts.optional()? {
                    let address = address.clone();
                    found.push(RollupRecord { address, starts });
                }
            }
            Ok(found)
        })
    }

    async fn keep_rollup(&self, change: &RollupChange) -> Result<(), StoreError> {
        self.change(|connection| keep(connection, change))
    }

    async fn rollups(
        &self,
        after: Option<(&str, &str)>,
        most: usize,
    ) -> Result<Vec<StoredRollup>, StoreError> {
        // Every rollup has a name: none stands before the empty one.
        let (tenant, name) = after.unwrap_or_default();
        let parameters = params![tenant, name, limit(most)];
        self.read(|connection| all(connection, BEHIND, parameters, read))
    }

    async fn forget_rollups(&self, before: i64) -> Result<u64, StoreError> {
        self.change(|connection| {
            let sql = "DELETE FROM rollups WHERE at < ?1";
            Ok(rows(connection.prepare_cached(sql)?.execute([before])?))
        })
    }
}
