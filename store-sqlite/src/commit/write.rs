//! Records.

use profilekit::store::{Address, StoreError, Write, WriteMode};
use rusqlite::{Connection, OptionalExtension, params};

use crate::column::{list, relations};
use crate::fault::{Fault, Outcome};

const INSERT: &str = "INSERT INTO records (kind, id, tenant, version, owner, state, relations,
        created_at, updated_at, archived_at, draft, owner_roles, choices, forced,
        provenance, document)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
    ON CONFLICT DO NOTHING";

/// Where nothing that an index holds has changed, which is nearly always, no index is written.
const REPLACE: &str = "UPDATE records SET version = ?4, created_at = ?8, updated_at = ?9,
        archived_at = ?10, draft = ?11, owner_roles = ?12, choices = ?13, forced = ?14,
        provenance = ?15, document = ?16
    WHERE kind = ?1 AND id = ?2 AND tenant = ?3 AND version = ?4 - 1
        AND owner IS ?5 AND state IS ?6 AND relations = ?7
    RETURNING number";

const REPLACE_ALL: &str = "UPDATE records SET version = ?4, owner = ?5, state = ?6,
        relations = ?7, created_at = ?8, updated_at = ?9, archived_at = ?10, draft = ?11,
        owner_roles = ?12, choices = ?13, forced = ?14, provenance = ?15, document = ?16
    WHERE kind = ?1 AND id = ?2 AND tenant = ?3 AND version = ?4 - 1
    RETURNING number";

const REMOVE: &str =
    "DELETE FROM records WHERE kind = ?1 AND id = ?2 AND tenant = ?3 AND version = ?4";

/// Writes a record and its relations, and gives back its number.
pub(super) fn write(connection: &Connection, write: &Write) -> Outcome<i64> {
    match write.how {
        WriteMode::Insert => insert(connection, write),
        WriteMode::Replace => replace(connection, write),
        WriteMode::Remove => remove(connection, write),
    }
}

fn insert(connection: &Connection, write: &Write) -> Outcome<i64> {
    if put(connection, write, INSERT)?.is_none() {
        let what = "id".to_owned();
        return Err(StoreError::UniqueViolation { what }.into());
    }
    let number = connection.last_insert_rowid();
    relate(connection, number, write)?;
    Ok(number)
}

fn replace(connection: &Connection, write: &Write) -> Outcome<i64> {
    if let Some(number) = put(connection, write, REPLACE)? {
        return Ok(number);
    }
    let Some(number) = put(connection, write, REPLACE_ALL)? else {
        return Err(moved(connection, &write.record.address)?);
    };
    let sql = "DELETE FROM record_relations WHERE record = ?1";
    connection.prepare_cached(sql)?.execute([number])?;
    relate(connection, number, write)?;
    Ok(number)
}

fn remove(connection: &Connection, write: &Write) -> Outcome<i64> {
    let Address { tenant, kind, id } = &write.record.address;
    let mut delete = connection.prepare_cached(REMOVE)?;
    if delete.execute(params![kind, id, tenant, write.record.version])? == 0 {
        return Err(moved(connection, &write.record.address)?);
    }
    Ok(0)
}

/// Writes the columns; gives back the number of the record, or 0 for a new one, where there was
/// something to write to.
fn put(connection: &Connection, write: &Write, sql: &str) -> Outcome<Option<i64>> {
    let record = &write.record;
    let parameters = params![
        record.address.kind,
        record.address.id,
        record.address.tenant,
        record.version,
        record.owner,
        record.state,
        relations(&record.relations),
        record.created_at,
        record.updated_at,
        record.archived_at,
        record.draft,
        list(&record.owner_roles),
        record.choices,
        record.forced,
        record.provenance,
        record.document,
    ];
    let mut statement = connection.prepare_cached(sql)?;
    if write.how == WriteMode::Insert {
        return Ok((statement.execute(parameters)? > 0).then_some(0));
    }
    let number = statement.query_row(parameters, |row| row.get(0));
    Ok(number.optional()?)
}

/// Why nothing was written: somebody else was faster.
fn moved(connection: &Connection, address: &Address) -> Outcome<Fault> {
    let Address { tenant, kind, id } = address;
    let sql = "SELECT version FROM records WHERE kind = ?1 AND id = ?2 AND tenant = ?3";
    let mut select = connection.prepare_cached(sql)?;
    let stored = select.query_row([kind, id, tenant], |row| row.get(0));
    Ok(match stored.optional()? {
        None => StoreError::NotFound.into(),
        Some(current) => StoreError::Conflict { current }.into(),
    })
}

fn relate(connection: &Connection, number: i64, write: &Write) -> Outcome<()> {
    let Address { tenant, kind, id } = &write.record.address;
    if write.record.relations.is_empty() {
        return Ok(());
    }
    let sql = "INSERT OR IGNORE INTO record_relations (other, kind, name, id, tenant, record)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    let mut insert = connection.prepare_cached(sql)?;
    for (name, others) in &write.record.relations {
        for other in others {
            insert.execute(params![other, kind, name, id, tenant, number])?;
        }
    }
    Ok(())
}
