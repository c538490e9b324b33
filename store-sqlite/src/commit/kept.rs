//! What is kept of a record beside it: sections, versions, announcements.

use profilekit::store::{Delivery, Event, PastVersion, Section, Write};
use rusqlite::{Connection, OptionalExtension, params};

use crate::column::list;
use crate::fault::Outcome;

/// Keeps the sections that changed, and the version.
pub(super) fn keep(connection: &Connection, number: i64, write: &Write) -> Outcome<()> {
    for section in &write.sections {
        put_section(connection, number, section)?;
    }
    match &write.kept {
        Some(version) => put_version(connection, number, &write.record.address.tenant, version),
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
    tenant: &str,
    version: &PastVersion,
) -> Outcome<()> {
    let sql = "INSERT INTO record_versions
            (record, version, at, author, action, fields, state, document)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
        ON CONFLICT DO UPDATE SET at = excluded.at, author = excluded.author,
            action = excluded.action, fields = excluded.fields, state = excluded.state,
            document = excluded.document";
    connection.prepare_cached(sql)?.execute(params![
        number,
        version.version,
        version.at,
        author(connection, tenant, &version.actor)?,
        version.action,
        list(&version.fields),
        version.state,
        version.document
    ])?;
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
        Delivery::Pending.number(),
        event.at,
        event.version,
        event.id,
        event.name,
        event.address.tenant,
        event.address.kind,
        event.address.id,
        event.data
    ])?;
    Ok(())
}
