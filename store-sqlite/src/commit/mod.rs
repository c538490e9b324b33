//! Making a change, in one transaction.

mod chain;
mod erase;
mod held;
mod kept;
mod write;

use async_trait::async_trait;
use profilekit::store::{
    Changes, Commit, Consent, Erasure, Extent, Member, Received, Remembered, StoreError, Write,
    WriteMode,
};
use rusqlite::{Connection, OptionalExtension, params};

use crate::access_log;
use crate::column::{all, list};
use crate::fault::{Fault, Outcome};
use crate::rollup;
use crate::store::{SqliteStore, Writer};
use crate::transaction::Transaction;

/// A record that was written, with its number.
type Written<'w> = (i64, &'w Write);

fn make(store: &SqliteStore, writer: &mut Writer, commit: &Commit) -> Outcome<()> {
    let connection = &writer.connection;
    let transaction = Transaction::begin(connection)?;
    write_all(connection, &commit.writes)?;
    for member in &commit.members {
        put_member(connection, member)?;
    }
    for consent in &commit.consents {
        put_consent(connection, consent)?;
    }
    for event in &commit.events {
        kept::announce(connection, event)?;
    }
    let last = chain::append(connection, writer.last_link, &commit.audit)?;
    access_log::put(connection, &commit.accesses)?;
    if let Some(answer) = &commit.remembered {
        remember(connection, answer)?;
    }
    if let Some(delivery) = &commit.received {
        receive(connection, delivery)?;
    }
    rollup::forget(connection, commit)?;
    if let Some(erasure) = &commit.erasure {
        erase::erase(connection, erasure)?;
    }
    store.stands()?;
    transaction.commit()?;
    writer.last_link = last;
    Ok(())
}

fn write_all(connection: &Connection, writes: &[Write]) -> Outcome<()> {
    let mut written: Vec<Written<'_>> = Vec::with_capacity(writes.len());
    for write in writes {
        let number = write::write(connection, write)?;
        written.push((number, write));
    }
    // Everything is given up before anything is taken: records may swap what they hold.
    held::hand_over(connection, &written)?;
    for (number, write) in written {
        if write.how != WriteMode::Remove {
            kept::keep(connection, number, write)?;
        }
        for event in &write.events {
            kept::announce(connection, event)?;
        }
    }
    Ok(())
}

/// A member's roles are those of the owner of what they own.
fn put_member(connection: &Connection, member: &Member) -> Outcome<()> {
    let Member { tenant, user, .. } = member;
    let roles = list(&member.roles);
    let sql = if member.version == 1 {
        "INSERT INTO members (tenant, user, roles, persona, version, updated_at, roles_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO NOTHING"
    } else {
        "UPDATE members SET roles = ?3, persona = ?4, version = ?5, updated_at = ?6, roles_at = ?7
         WHERE tenant = ?1 AND user = ?2 AND version = ?5 - 1"
    };
    let put = connection.prepare_cached(sql)?.execute(params![
        tenant,
        user,
        roles,
        member.persona,
        member.version,
        member.updated_at,
        member.roles_at
    ])?;
    if put == 0 {
        return Err(moved(connection, member)?);
    }
    let sql = "UPDATE records SET owner_roles = ?3 WHERE owner = ?1 AND tenant = ?2";
    let mut update = connection.prepare_cached(sql)?;
    update.execute(params![user, tenant, roles])?;
    Ok(())
}

fn moved(connection: &Connection, member: &Member) -> Outcome<Fault> {
    let sql = "SELECT version FROM members WHERE tenant = ?1 AND user = ?2";
    let mut select = connection.prepare_cached(sql)?;
    let stored = select.query_row([&member.tenant, &member.user], |row| row.get(0));
    let current = stored.optional()?.unwrap_or(0);
    Ok(StoreError::Conflict { current }.into())
}

fn put_consent(connection: &Connection, consent: &Consent) -> Outcome<()> {
    let sql = "INSERT INTO consents (tenant, user, id, purpose, source, given, at, text)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
    connection.prepare_cached(sql)?.execute(params![
        consent.tenant,
        consent.user,
        consent.id,
        consent.purpose,
        consent.source,
        consent.given,
        consent.at,
        consent.text
    ])?;
    Ok(())
}

fn taken(what: &str) -> Fault {
    let what = what.to_owned();
    StoreError::UniqueViolation { what }.into()
}

fn remember(connection: &Connection, answer: &Remembered) -> Outcome<()> {
    let sql = "INSERT INTO remembered (tenant, actor, key, at, request, answer)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING";
    let put = connection.prepare_cached(sql)?.execute(params![
        answer.tenant,
        answer.actor,
        answer.key,
        answer.at,
        answer.request.as_bytes(),
        answer.answer
    ])?;
    if put == 0 {
        return Err(taken("idempotency_key"));
    }
    Ok(())
}

fn receive(connection: &Connection, delivery: &Received) -> Outcome<()> {
    let sql = "INSERT INTO received (source, id, at) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING";
    let mut insert = connection.prepare_cached(sql)?;
    if insert.execute(params![delivery.source, delivery.id, delivery.at])? == 0 {
        return Err(taken("delivery"));
    }
    Ok(())
}

#[async_trait]
impl Changes for SqliteStore {
    async fn commit(&self, commit: &Commit) -> Result<(), StoreError> {
        make(self, &mut self.writer(), commit).map_err(StoreError::from)
    }

    async fn was_received(&self, source: &str, id: &str) -> Result<bool, StoreError> {
        self.read(|connection| {
            let sql = "SELECT 1 FROM received WHERE source = ?1 AND id = ?2";
            Ok(connection.prepare_cached(sql)?.exists([source, id])?)
        })
    }

    async fn erasures(&self, since: i64) -> Result<Vec<Erasure>, StoreError> {
        let sql = "SELECT id, at, tenant, person, extent, records FROM erasures
            WHERE at >= ?1
            ORDER BY at, id, number";
        self.read(|connection| all(connection, sql, [since], read_erasure))
    }
}

fn read_erasure(row: &rusqlite::Row<'_>) -> rusqlite::Result<Erasure> {
    let unreadable = |column| {
        let error = "an erasure that this version does not know".into();
        rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, error)
    };
    let extent = Extent::of_word(row.get_ref(4)?.as_str()?);
    let records = erase::read_treated(row.get_ref(5)?.as_str()?);
    Ok(Erasure {
        id: row.get(0)?,
        at: row.get(1)?,
        tenant: row.get(2)?,
        person: row.get(3)?,
        extent: extent.ok_or_else(|| unreadable(4))?,
        records: records.ok_or_else(|| unreadable(5))?,
    })
}

#[cfg(test)]
mod tests;
