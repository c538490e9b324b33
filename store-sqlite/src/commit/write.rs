//! Records.

use profilekit::store::{Address, StoreError, StoredRecord, Write, WriteMode};
use rusqlite::{Connection, OptionalExtension, params};

use super::kept;
use crate::column::{list, relations};
use crate::fault::Outcome;
use crate::record::NOTHING;

/// An owner who is a member has a member's roles, whatever they were as they were read.
const INSERT: &str = "INSERT INTO records (kind, id, tenant, version, owner, state, relations,
        created_at, updated_at, archived_at, draft, owner_roles, choices, forced,
        provenance, document, plain)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11,
        coalesce((SELECT roles FROM members WHERE tenant = ?3 AND user = ?5), ?12),
        ?13, ?14, ?15, ?16, ?17)
    ON CONFLICT DO NOTHING";

/// What is stored, and whether that is the same in everything that an index holds.
const STORED: &str = "SELECT number, version, owner IS ?4 AND state IS ?5, relations = ?6
    FROM records WHERE kind = ?1 AND id = ?2 AND tenant = ?3";

/// Nearly always nothing that an index holds has changed: then no index is written. The roles of
/// an owner who stays are those that are stored: they change with the owner's membership.
const REPLACE: &str = "UPDATE records SET version = ?2, created_at = ?3, updated_at = ?4,
        archived_at = ?5, draft = ?6,
        owner_roles = CASE WHEN owner IS ?13 THEN owner_roles ELSE ?7 END,
        choices = ?8, forced = ?9, provenance = ?10, document = ?11, plain = ?12
    WHERE number = ?1";

const INDEX: &str = "UPDATE records SET owner = ?2, state = ?3 WHERE number = ?1";

const RELATIONS: &str = "UPDATE records SET relations = ?2 WHERE number = ?1";

/// Writes a record and its relations, and gives back its number.
pub(super) fn write(connection: &Connection, write: &Write) -> Outcome<i64> {
    match write.how {
        WriteMode::Insert => insert(connection, write),
        WriteMode::Replace => replace(connection, write),
        WriteMode::Remove => remove(connection, write),
    }
}

fn insert(connection: &Connection, write: &Write) -> Outcome<i64> {
    let record = &write.record;
    let put = connection.prepare_cached(INSERT)?.execute(params![
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
        is_plain(record),
    ])?;
    if put == 0 {
        let what = "id".to_owned();
        return Err(StoreError::UniqueViolation { what }.into());
    }
    let number = connection.last_insert_rowid();
    relate(connection, number, &record.address, &record.relations)?;
    Ok(number)
}

/// Whether a record has nothing of what few records have.
fn is_plain(record: &StoredRecord) -> bool {
    let said = [&record.choices, &record.forced, &record.provenance];
    record.archived_at.is_none() && !record.draft && said.iter().all(|said| **said == NOTHING)
}

/// What is stored of a record.
struct Stored {
    number: i64,
    indexed_alike: bool,
    related_alike: bool,
}

/// What is stored, unless somebody else was faster.
fn stored(connection: &Connection, write: &Write, relations: &str) -> Outcome<Stored> {
    let record = &write.record;
    let Address { tenant, kind, id } = &record.address;
    let parameters = params![kind, id, tenant, record.owner, record.state, relations];
    let mut select = connection.prepare_cached(STORED)?;
    let found = select.query_row(parameters, |row| {
        let stored = Stored {
            number: row.get(0)?,
            indexed_alike: row.get(2)?,
            related_alike: row.get(3)?,
        };
        Ok((stored, row.get(1)?))
    });
    let expected = match write.how {
        WriteMode::Remove => record.version,
        _ => record.version.saturating_sub(1),
    };
    match found.optional()? {
        None => Err(StoreError::NotFound.into()),
        Some((stored, version)) if version == expected => Ok(stored),
        Some((_, current)) => Err(StoreError::Conflict { current }.into()),
    }
}

fn replace(connection: &Connection, write: &Write) -> Outcome<i64> {
    let record = &write.record;
    let relations = relations(&record.relations);
    let stored = stored(connection, write, &relations)?;
    let number = stored.number;
    kept::set_aside(connection, number, record.version.saturating_sub(1))?;
    connection.prepare_cached(REPLACE)?.execute(params![
        number,
        record.version,
        record.created_at,
        record.updated_at,
        record.archived_at,
        record.draft,
        list(&record.owner_roles),
        record.choices,
        record.forced,
        record.provenance,
        record.document,
        is_plain(record),
        record.owner,
    ])?;
    if !stored.indexed_alike {
        let parameters = params![number, record.owner, record.state];
        connection.prepare_cached(INDEX)?.execute(parameters)?;
    }
    if !stored.related_alike {
        let parameters = params![number, relations];
        connection.prepare_cached(RELATIONS)?.execute(parameters)?;
        let sql = "DELETE FROM record_relations WHERE record = ?1";
        connection.prepare_cached(sql)?.execute([number])?;
        relate(connection, number, &record.address, &record.relations)?;
    }
    Ok(number)
}

fn remove(connection: &Connection, write: &Write) -> Outcome<i64> {
    let stored = stored(connection, write, "")?;
    kept::forget(connection, stored.number)?;
    let sql = "DELETE FROM records WHERE number = ?1";
    connection.prepare_cached(sql)?.execute([stored.number])?;
    Ok(stored.number)
}

fn relate(
    connection: &Connection,
    number: i64,
    address: &Address,
    relations: &[(String, Vec<String>)],
) -> Outcome<()> {
    let Address { tenant, kind, id } = address;
    let sql = "INSERT OR IGNORE INTO record_relations (other, kind, name, id, tenant, record)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    for (name, others) in relations {
        for other in others {
            let parameters = params![other, kind, name, id, tenant, number];
            connection.prepare_cached(sql)?.execute(parameters)?;
        }
    }
    Ok(())
}
