//! Records of a commit.

use std::collections::BTreeMap;

use profilekit::store::{Address, StoreError, StoredRecord, Write, WriteMode};
use tokio_postgres::Row;

use crate::batch::Batch;
use crate::place::columns;
use crate::row::{Param, column, list, value};

const LOCK: &str = "SELECT r.tenant, r.kind, r.id, r.version FROM records r \
    JOIN unnest($1::text[], $2::text[], $3::text[]) AS n (tenant, kind, id) \
    ON (r.tenant, r.kind, r.id) = (n.tenant, n.kind, n.id) \
    ORDER BY r.tenant, r.kind, r.id FOR UPDATE OF r";

/// An owner who is a member has a member's roles, whatever they were as they were read; members
/// are held by then.
const INSERT: &str = "INSERT INTO records (tenant, kind, id, owner, owner_roles, state, version, \
    created_at, updated_at, archived_at, draft, relations, document, choices, forced, provenance) \
    SELECT n.tenant, n.kind, n.id, n.owner, coalesce(m.roles, n.owner_roles), n.state, n.version, \
    n.created_at, n.updated_at, n.archived_at, n.draft, n.relations, n.document, n.choices, \
    n.forced, n.provenance \
    FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], \
    $7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[], $11::boolean[], $12::text[], \
    $13::text[], $14::text[], $15::text[], $16::text[]) AS n (tenant, kind, id, owner, owner_roles, state, \
    version, created_at, updated_at, archived_at, draft, relations, document, choices, forced, \
    provenance) LEFT JOIN members m ON (m.tenant, m.person) = (n.tenant, n.owner) \
    ON CONFLICT DO NOTHING RETURNING id";

const REPLACE: &str = "UPDATE records r SET owner = n.owner, \
    owner_roles = CASE WHEN r.owner IS NOT DISTINCT FROM n.owner THEN r.owner_roles \
    ELSE n.owner_roles END, \
    state = n.state, version = n.version, created_at = n.created_at, updated_at = n.updated_at, \
    archived_at = n.archived_at, draft = n.draft, relations = n.relations, \
    document = n.document, choices = n.choices, forced = n.forced, \
    provenance = n.provenance \
    FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], \
    $7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[], $11::boolean[], $12::text[], \
    $13::text[], $14::text[], $15::text[], $16::text[]) AS n (tenant, kind, id, owner, owner_roles, state, \
    version, created_at, updated_at, archived_at, draft, relations, document, choices, forced, \
    provenance) \
    WHERE (r.tenant, r.kind, r.id) = (n.tenant, n.kind, n.id) AND r.version = n.version - 1";

const WRITTEN: &str = "SELECT r.version, r.xmin = pg_current_xact_id()::xid AS ours \
    FROM records r WHERE (r.tenant, r.kind, r.id) = (($1::text[])[1], ($2::text[])[1], \
    ($3::text[])[1])";

const REMOVE: &str = "DELETE FROM records r \
    USING unnest($1::text[], $2::text[], $3::text[], $4::bigint[]) \
    AS n (tenant, kind, id, version) \
    WHERE (r.tenant, r.kind, r.id) = (n.tenant, n.kind, n.id) AND r.version = n.version";

/// Under which name a later part of a statement finds the record that was replaced.
pub(super) const REPLACED: &str = "replaced";

/// The writes of a kind, in the order of their addresses: the order in which records are locked.
pub(super) fn ordered(writes: &[Write], is_meant: impl Fn(WriteMode) -> bool) -> Vec<&Write> {
    let meant = writes.iter().filter(|write| is_meant(write.how));
    let mut meant: Vec<&Write> = meant.collect();
    meant.sort_by(|one, other| one.record.address.cmp(&other.record.address));
    meant
}

/// The addresses of writes.
pub(super) fn addresses<'c>(writes: &[&'c Write]) -> Vec<&'c Address> {
    writes.iter().map(|write| &write.record.address).collect()
}

/// Locks the records that are there, looks at their versions, removes some and adds new ones.
pub(super) fn write<'c>(batch: &mut Batch<'c>, writes: &'c [Write]) {
    let known = ordered(writes, |how| how != WriteMode::Insert);
    if !known.is_empty() {
        let at = columns(&addresses(&known));
        batch.check(LOCK, at, move |rows| are_current(&known, rows));
    }
    let removed = ordered(writes, |how| how == WriteMode::Remove);
    if !removed.is_empty() {
        let mut params = columns(&addresses(&removed));
        params.push(column(&removed, |write| write.record.version));
        batch.add(REMOVE, params);
    }
    let new = ordered(writes, |how| how == WriteMode::Insert);
    if !new.is_empty() {
        let count = new.len();
        batch.check(INSERT, params(&new), move |rows| are_new(rows, count));
    }
}

/// Replaces records that are locked.
pub(super) fn replace<'c>(batch: &mut Batch<'c>, writes: &'c [Write]) {
    let replaced = ordered(writes, |how| how == WriteMode::Replace);
    if !replaced.is_empty() {
        batch.join(REPLACE, params(&replaced));
    }
}

/// Refuses a write that found its record at another version, or not at all: then it is not this
/// transaction that wrote it last.
pub(super) fn look<'c>(batch: &mut Batch<'c>, write: &'c Write) {
    let at = columns(&[&write.record.address]);
    batch.check(WRITTEN, at, |rows| match rows.first() {
        Some(row) if value(row, "ours")? => Ok(()),
        Some(row) => {
            let current = value(row, "version")?;
            Err(StoreError::Conflict { current })
        }
        None => Err(StoreError::NotFound),
    });
}

fn params<'c>(writes: &[&'c Write]) -> Vec<Param<'c>> {
    let records: Vec<&StoredRecord> = writes.iter().map(|write| &write.record).collect();
    let mut params = columns(&addresses(writes));
    params.extend([
        column(&records, |record| record.owner.as_deref()),
        column(&records, |record| list(&record.owner_roles)),
        column(&records, |record| record.state.as_deref()),
        column(&records, |record| record.version),
        column(&records, |record| record.created_at),
        column(&records, |record| record.updated_at),
        column(&records, |record| record.archived_at),
        column(&records, |record| record.draft),
        column(&records, relations),
        column(&records, |record| record.document.as_str()),
        column(&records, |record| &*record.choices),
        column(&records, |record| &*record.forced),
        column(&records, |record| &*record.provenance),
    ]);
    params
}

pub(super) fn relations(record: &StoredRecord) -> String {
    if record.relations.is_empty() {
        return "{}".to_owned();
    }
    let relations = record.relations.iter().cloned();
    let relations = relations.map(|(name, ids)| (name, ids.into()));
    serde_json::Value::Object(relations.collect()).to_string()
}

/// Refuses a write whose record is not at the version that it takes for granted.
fn are_current(writes: &[&Write], rows: &[Row]) -> Result<(), StoreError> {
    let mut stored: BTreeMap<(&str, &str, &str), i64> = BTreeMap::new();
    for row in rows {
        let at = (
            value(row, "tenant")?,
            value(row, "kind")?,
            value(row, "id")?,
        );
        stored.insert(at, value(row, "version")?);
    }
    for Write { how, record, .. } in writes {
        let Address { tenant, kind, id } = &record.address;
        let current = stored.get(&(tenant.as_str(), kind.as_str(), id.as_str()));
        let current = *current.ok_or(StoreError::NotFound)?;
        let taken_for_granted = match how {
            WriteMode::Replace => record.version.saturating_sub(1),
            _ => record.version,
        };
        if current != taken_for_granted {
            return Err(StoreError::Conflict { current });
        }
    }
    Ok(())
}

fn are_new(rows: &[Row], count: usize) -> Result<(), StoreError> {
    if rows.len() == count {
        return Ok(());
    }
    let what = "id".to_owned();
    Err(StoreError::UniqueViolation { what })
}
