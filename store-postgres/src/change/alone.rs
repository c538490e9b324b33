//! A change of one record that is there, which is nearly every change: one statement.
//!
//! It does without the lock that comes first where there are several. The record is replaced at
//! the version that is taken for granted, or the commit ends: whoever waited for another change of
//! it finds another version. What the record holds changes with its version only, so that what the
//! statement sees of it as it begins is so.
//!
//! The chains are locked behind the record, and only where the record already holds what it shall
//! hold: who takes something may have to wait for somebody who waits for a chain.

use deadpool_postgres::ClientWrapper;
use profilekit::store::{
    Address, Commit, PastVersion, Section, StoreError, StoredRecord, Write, WriteMode,
};
use tokio_postgres::Row;

use super::holdings::Holdings;
use super::records::{REPLACED, relations};
use super::{account, events, people, records};
use crate::batch::Batch;
use crate::place::params;
use crate::row::{Param, column, list};

const REPLACE: &str = "UPDATE records SET owner = $4, \
    owner_roles = CASE WHEN owner IS NOT DISTINCT FROM $4 THEN owner_roles ELSE $5 END, \
    state = $6, version = $7::bigint, created_at = $8, updated_at = $9, archived_at = $10, \
    draft = $11, relations = $12, document = $13, choices = $14, forced = $15, \
    provenance = $16 \
    WHERE tenant = $1 AND kind = $2 AND id = $3 AND version = $7::bigint - 1 RETURNING 1";

const PUT_SECTIONS: &str = "INSERT INTO sections (tenant, kind, id, name, body, hash) \
    SELECT $1::text, $2::text, $3::text, n.* FROM unnest($4::text[], $5::text[], $6::bytea[]) AS n \
    ON CONFLICT (tenant, kind, id, name) DO UPDATE SET body = excluded.body, hash = excluded.hash";

const KEEP: &str = "INSERT INTO versions \
    (tenant, kind, id, version, at, actor, action, fields, state, document) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) \
    ON CONFLICT (tenant, kind, id, version) DO UPDATE SET at = excluded.at, \
    actor = excluded.actor, action = excluded.action, fields = excluded.fields, \
    state = excluded.state, document = excluded.document";

/// Whether the record was replaced, and holds the keys that it shall hold and no slot.
macro_rules! settled {
    () => {
        "(SELECT count(*) FROM replaced) = 1 \
        AND NOT EXISTS (SELECT FROM record_slots WHERE tenant = $1 AND kind = $2 AND id = $3) \
        AND (SELECT coalesce(array_agg(key ORDER BY key), '{}') FROM record_keys \
        WHERE tenant = $1 AND kind = $2 AND id = $3) = $4::text[]"
    };
}

const SETTLED: &str = concat!("SELECT 1 WHERE ", settled!());

const SETTLED_AND_LOCKED: &str = concat!(
    "SELECT chain, number, hash FROM chains WHERE chain = ANY ($5) AND ",
    settled!(),
    " ORDER BY chain FOR UPDATE"
);

/// The one write of a commit that replaces a record and takes nothing away.
pub(super) fn only(commit: &Commit) -> Option<&Write> {
    let [write] = commit.writes.as_slice() else {
        return None;
    };
    if commit.erasure.is_some() {
        return None;
    }
    let mut sections = write.sections.iter();
    let adds = !write.forgets && sections.all(|section| !section.body.is_empty());
    (write.how == WriteMode::Replace && adds).then_some(write)
}

/// Writes a commit up to the account, and gives back the heads of the chains that grow.
pub(super) async fn write(
    client: &ClientWrapper,
    (commit, write): (&Commit, &Write),
    chains: u32,
) -> Result<Vec<Row>, StoreError> {
    let mut batch = Batch::default();
    batch.begin();
    people::hold(&mut batch, commit);
    replace(&mut batch, &write.record);
    keep(&mut batch, write);
    people::note(&mut batch, commit);
    events::announce(&mut batch, commit);
    let growing = account::growing(&commit.audit, chains);
    let is_settled = write.slots.is_empty() && !people::writes(commit);
    let locks = is_settled && !growing.is_empty();
    let mut held = at_with_keys(write);
    if locks {
        held.push(Box::new(growing));
        batch.join(SETTLED_AND_LOCKED, held);
    } else {
        batch.join(SETTLED, held);
    }
    let settled = batch.send(client).await?;
    if is_settled && !settled.is_empty() {
        return Ok(settled);
    }
    let mut rest = Batch::default();
    if settled.is_empty() || !write.slots.is_empty() {
        let holdings = Holdings::of(&commit.writes);
        records::look(&mut rest, write);
        holdings.give_up(&mut rest);
        holdings.take(&mut rest);
    }
    people::write(&mut rest, commit);
    account::lock(&mut rest, &commit.audit, chains);
    rest.send(client).await
}

fn replace<'c>(batch: &mut Batch<'c>, record: &'c StoredRecord) {
    let mut all = params(&record.address);
    let more: [Param<'c>; 13] = [
        Box::new(&record.owner),
        Box::new(list(&record.owner_roles)),
        Box::new(&record.state),
        Box::new(record.version),
        Box::new(record.created_at),
        Box::new(record.updated_at),
        Box::new(record.archived_at),
        Box::new(record.draft),
        Box::new(relations(record)),
        Box::new(&record.document),
        Box::new(&record.choices),
        Box::new(&record.forced),
        Box::new(&record.provenance),
    ];
    all.extend(more);
    batch.join_as(REPLACED, REPLACE, all);
}

/// Writes sections and the version.
fn keep<'c>(batch: &mut Batch<'c>, write: &'c Write) {
    let at = &write.record.address;
    if !write.sections.is_empty() {
        let sections: Vec<&Section> = write.sections.iter().collect();
        let mut all = params(at);
        all.extend([
            column(&sections, |section| section.name.as_str()),
            column(&sections, |section| section.body.as_str()),
            column(&sections, |section| section.hash.as_bytes()),
        ]);
        batch.join(PUT_SECTIONS, all);
    }
    if let Some(version) = &write.kept {
        batch.join(KEEP, kept(at, version));
    }
}

fn kept<'c>(at: &'c Address, version: &'c PastVersion) -> Vec<Param<'c>> {
    let mut all = params(at);
    let more: [Param<'c>; 7] = [
        Box::new(version.version),
        Box::new(version.at),
        Box::new(&version.actor),
        Box::new(&version.action),
        Box::new(list(&version.fields)),
        Box::new(&version.state),
        Box::new(&version.document),
    ];
    all.extend(more);
    all
}

fn at_with_keys(write: &Write) -> Vec<Param<'_>> {
    let mut keys: Vec<&str> = write.keys.iter().map(String::as_str).collect();
    keys.sort_unstable();
    keys.dedup();
    let mut all = params(&write.record.address);
    all.push(Box::new(keys));
    all
}
