//! What is kept of a record beside it: sections, versions, announcements.

use profilekit::store::{Event, PastVersion, Section, StoredRecord, Write};
use rusqlite::{Connection, OptionalExtension, params};

use crate::column::list;
use crate::fault::Outcome;
use crate::outbox::{FILED_TOGETHER, NEW};

/// Keeps the sections that changed, and the version.
pub(super) fn keep(connection: &Connection, number: i64, write: &Write) -> Outcome<()> {
    for section in &write.sections {
        put_section(connection, number, section)?;
    }
    if write.forgets {
        forget(connection, number)?;
        let sql = "DELETE FROM record_versions WHERE record = ?1";
        connection.prepare_cached(sql)?.execute([number])?;
    }
    match &write.kept {
        Some(version) => put_version(connection, number, &write.record, version),
        None => Ok(()),
    }
}

fn put_section(connection: &Connection, number: i64, section: &Section) -> Outcome<()> {
    let Section { name, body, hash } = section;
    if body.is_empty() {
        let sql = "DELETE FROM record_sections WHERE record = ?1 AND name = ?2";
        let mut delete = connection.prepare_cached(sql)?;
        delete.execute(params![number, name])?;
        return Ok(());
    }
    let sql = "INSERT INTO record_sections (record, name, hash, body) VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT DO UPDATE SET hash = excluded.hash, body = excluded.body";
    let mut put = connection.prepare_cached(sql)?;
    put.execute(params![number, name, hash.as_bytes(), body])?;
    Ok(())
}

fn put_version(
    connection: &Connection,
    number: i64,
    record: &StoredRecord,
    version: &PastVersion,
) -> Outcome<()> {
    let newest = version.version == record.version && version.document == record.document;
    let document = if newest {
        None
    } else {
        let sql = "INSERT INTO version_documents (document) VALUES (?1)";
        let mut insert = connection.prepare_cached(sql)?;
        insert.execute([&version.document])?;
        Some(connection.last_insert_rowid())
    };
    let sql = "INSERT INTO record_versions
            (record, version, at, author, document, action, fields, state)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    connection.prepare_cached(sql)?.execute(params![
        number,
        version.version,
        version.at,
        author(connection, &record.address.tenant, &version.actor)?,
        document,
        version.action,
        list(&version.fields),
        version.state
    ])?;
    Ok(())
}

/// Gives the version that a record has a document of its own, before the record takes another.
pub(super) fn set_aside(connection: &Connection, number: i64, version: i64) -> Outcome<()> {
    let sql = "INSERT INTO version_documents (document)
        SELECT r.document FROM record_versions v JOIN records r ON r.number = v.record
        WHERE v.record = ?1 AND v.version = ?2 AND v.document IS NULL";
    if connection.prepare_cached(sql)?.execute([number, version])? == 0 {
        return Ok(());
    }
    let document = connection.last_insert_rowid();
    let sql = "UPDATE record_versions SET document = ?3 WHERE record = ?1 AND version = ?2";
    let mut update = connection.prepare_cached(sql)?;
    update.execute([number, version, document])?;
    Ok(())
}

/// Takes away the documents of a record's versions.
pub(super) fn forget(connection: &Connection, number: i64) -> Outcome<()> {
    let sql = "DELETE FROM version_documents
        WHERE number IN (SELECT document FROM record_versions WHERE record = ?1)";
    connection.prepare_cached(sql)?.execute([number])?;
    Ok(())
}

/// The number of an author, who gets one where they have none.
fn author(connection: &Connection, tenant: &str, name: &str) -> Outcome<Option<i64>> {
    if name.is_empty() {
        return Ok(None);
    }
    let sql = "SELECT number FROM authors WHERE tenant = ?1 AND name = ?2 AND name <> ''";
    let mut select = connection.prepare_cached(sql)?;
    let known = select.query_row([tenant, name], |row| row.get(0));
    if let Some(number) = known.optional()? {
        return Ok(Some(number));
    }
    let sql = "INSERT INTO authors (tenant, name) VALUES (?1, ?2)";
    connection.prepare_cached(sql)?.execute([tenant, name])?;
    Ok(Some(connection.last_insert_rowid()))
}

/// Puts an event behind all others: the order of places is that of commits.
pub(super) fn announce(connection: &Connection, event: &Event) -> Outcome<()> {
    let sql = "INSERT INTO events (delivery, attempts, due_at, at, version, id, name, tenant,
            kind, record, error, data)
        VALUES (?1, 0, ?2, ?2, ?3, ?4, ?5, ?6, ?7, ?8, '', ?9)";
    connection.prepare_cached(sql)?.execute(params![
        NEW,
        event.at,
        event.version,
        event.id,
        event.name,
        event.address.tenant,
        event.address.kind,
        event.address.id,
        event.data
    ])?;
    let sequence = connection.last_insert_rowid();
    if sequence % FILED_TOGETHER == 0 {
        let sql = "UPDATE events SET delivery = 0
            WHERE sequence > ?1 AND sequence <= ?2 AND delivery = -1";
        let mut file = connection.prepare_cached(sql)?;
        file.execute([sequence - FILED_TOGETHER, sequence])?;
    }
    Ok(())
}
