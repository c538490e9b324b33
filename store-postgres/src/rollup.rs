//! The port that keeps rollups.

use async_trait::async_trait;
use deadpool_postgres::ClientWrapper;
use profilekit::store::{
    Address, Parts, RollupChange, RollupPart, RollupRecord, Rollups, StoreError, StoredRollup,
};
use tokio_postgres::Row;

use crate::batch::{Batch, Begun};
use crate::error::unreadable;
use crate::place::columns;
use crate::row::{Param, column, most, value};
use crate::store::PostgresStore;

/// Whoever keeps a rollup waits for those who take records away for good, and they for it
/// ([`SHARE`]): either sees what the other one did.
const LOCK: &str = "SELECT pg_advisory_xact_lock('rollups'::regclass::oid::int, 0)";

/// Those who take records away do not wait for each other.
pub(crate) const SHARE: &str =
    "SELECT pg_advisory_xact_lock_shared('rollups'::regclass::oid::int, 0)";

const CURRENT: &str = "SELECT id, version FROM rollups WHERE tenant = $1 AND name = $2 FOR UPDATE";

const PUT: &str = "INSERT INTO rollups (tenant, name, id, reader, version, at, state) \
    VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (tenant, name) DO UPDATE SET \
    reader = excluded.reader, version = excluded.version, at = excluded.at, \
    state = excluded.state";

const FORGET_PARTS: &str = "DELETE FROM rollup_parts WHERE tenant = $1 AND name = $2";

const FORGET_RECORDS: &str = "DELETE FROM rollup_records WHERE tenant = $1 AND name = $2";

const DROP_PARTS: &str = "DELETE FROM rollup_parts \
    WHERE tenant = $1 AND name = $2 AND start = ANY ($3)";

const PUT_PARTS: &str = "INSERT INTO rollup_parts (tenant, name, start, states, facts) \
    SELECT $1, $2, n.start, n.states, n.facts \
    FROM unnest($3::bigint[], $4::bytea[], $5::bytea[]) AS n (start, states, facts) \
    ON CONFLICT (tenant, name, start) DO UPDATE SET states = excluded.states, \
    facts = excluded.facts";

const DROP_RECORDS: &str = "DELETE FROM rollup_records r \
    USING unnest($3::text[], $4::text[], $5::text[]) AS n (of_tenant, kind, record) \
    WHERE r.tenant = $1 AND r.name = $2 \
    AND (r.kind, r.record, r.of_tenant) = (n.kind, n.record, n.of_tenant)";

const PUT_RECORDS: &str = "INSERT INTO rollup_records \
    (tenant, name, of_tenant, kind, record, starts) \
    SELECT $1, $2, n.of_tenant, n.kind, n.record, n.starts \
    FROM unnest($3::text[], $4::text[], $5::text[], $6::text[]) \
    AS n (of_tenant, kind, record, starts) \
    ON CONFLICT (tenant, name, kind, record, of_tenant) DO UPDATE SET starts = excluded.starts";

/// The version of a rollup with its parts; a row without a part where it has none of them. What
/// one statement sees is of one moment.
const WHOLE: &str = "SELECT r.id, r.version, p.start, p.states, p.facts FROM rollups r \
    LEFT JOIN rollup_parts p ON p.tenant = r.tenant AND p.name = r.name AND p.start = ANY ($3) \
    WHERE r.tenant = $1 AND r.name = $2 ORDER BY p.start";

const STATES: &str = "SELECT r.id, r.version, p.start, p.states, ''::bytea AS facts FROM rollups r \
    LEFT JOIN LATERAL (SELECT start, states FROM rollup_parts \
    WHERE tenant = $1 AND name = $2 AND ($3::bigint IS NULL OR start > $3) \
    ORDER BY start LIMIT $4) p ON true \
    WHERE r.tenant = $1 AND r.name = $2 ORDER BY p.start";

const RECORDS: &str = "SELECT r.of_tenant, r.kind, r.record, r.starts FROM rollup_records r \
    JOIN unnest($3::text[], $4::text[], $5::text[]) AS n (of_tenant, kind, record) \
    ON (r.kind, r.record, r.of_tenant) = (n.kind, n.record, n.of_tenant) \
    WHERE r.tenant = $1 AND r.name = $2 ORDER BY r.of_tenant, r.kind, r.record";

const ONE: &str = "SELECT tenant, name, id, reader, version, at, state FROM rollups \
    WHERE tenant = $1 AND name = $2";

const BEHIND: &str = "SELECT tenant, name, id, reader, version, at, state FROM rollups \
    WHERE (tenant, name) > ($1, $2) ORDER BY tenant, name LIMIT $3";

fn read(row: &Row) -> Result<StoredRollup, StoreError> {
    Ok(StoredRollup {
        tenant: value(row, "tenant")?,
        name: value(row, "name")?,
        id: value(row, "id")?,
        reader: value(row, "reader")?,
        version: value(row, "version")?,
        at: value(row, "at")?,
        state: value(row, "state")?,
    })
}

fn read_record(row: &Row) -> Result<RollupRecord, StoreError> {
    let starts: &str = value(row, "starts")?;
    Ok(RollupRecord {
        address: Address {
            tenant: value(row, "of_tenant")?,
            kind: value(row, "kind")?,
            id: value(row, "record")?,
        },
        starts: serde_json::from_str(starts).map_err(|_| unreadable("starts"))?,
    })
}

/// Parts of a rollup, where it is at the version that is known.
fn read_parts(known: &StoredRollup, rows: &[Row]) -> Result<Vec<RollupPart>, StoreError> {
    check(known, known.version, rows.first())?;
    let mut parts = Vec::with_capacity(rows.len());
    for row in rows {
        let start: Option<i64> = value(row, "start")?;
        if let Some(start) = start {
            parts.push(RollupPart {
                start,
                states: value(row, "states")?,
                facts: value(row, "facts")?,
            });
        }
    }
    Ok(parts)
}

/// Refuses a change of a rollup that is not at the version before.
fn is_before(rollup: &StoredRollup, rows: &[Row]) -> Result<(), StoreError> {
    let before = rollup.version.saturating_sub(1);
    match rows.first() {
        None if before == 0 => Ok(()),
        row => check(rollup, before, row),
    }
}

/// Refuses a rollup that is not at a version, or in whose place another one is.
fn check(known: &StoredRollup, version: i64, row: Option<&Row>) -> Result<(), StoreError> {
    let row = row.ok_or(StoreError::NotFound)?;
    let (id, current): (&str, i64) = (value(row, "id")?, value(row, "version")?);
    if id == known.id && current == version {
        return Ok(());
    }
    Err(StoreError::Conflict { current })
}

fn place(rollup: &StoredRollup) -> Vec<Param<'_>> {
    vec![Box::new(&rollup.tenant), Box::new(&rollup.name)]
}

/// Numbers as JSON.
fn starts(record: &RollupRecord) -> String {
    serde_json::Value::from(record.starts.as_slice()).to_string()
}

async fn make(client: &ClientWrapper, change: &RollupChange) -> Result<(), StoreError> {
    let rollup = &change.rollup;
    let mut batch = Batch::default();
    batch.begin();
    batch.plain(LOCK);
    batch.check(CURRENT, place(rollup), move |rows| is_before(rollup, rows));
    let mut params = place(rollup);
    params.extend::<[Param<'_>; 5]>([
        Box::new(&rollup.id),
        Box::new(&rollup.reader),
        Box::new(rollup.version),
        Box::new(rollup.at),
        Box::new(&rollup.state),
    ]);
    batch.add(PUT, params);
    if change.anew {
        batch.add(FORGET_PARTS, place(rollup));
        batch.add(FORGET_RECORDS, place(rollup));
    }
    put_parts(&mut batch, change);
    put_records(&mut batch, change);
    batch.send(client).await?;
    // Apart: it is on its way only once the version was found to be the right one.
    let mut end = Batch::default();
    end.plain("COMMIT");
    end.send(client).await.map(drop)
}

fn put_parts<'c>(batch: &mut Batch<'c>, change: &'c RollupChange) {
    let (gone, new): (Vec<&RollupPart>, Vec<&RollupPart>) =
        change.parts.iter().partition(|part| part.facts.is_empty());
    if !gone.is_empty() {
        let mut params = place(&change.rollup);
        params.push(column(&gone, |part| part.start));
        batch.add(DROP_PARTS, params);
    }
    if !new.is_empty() {
        let mut params = place(&change.rollup);
        params.extend([
            column(&new, |part| part.start),
            column(&new, |part| part.states.as_slice()),
            column(&new, |part| part.facts.as_slice()),
        ]);
        batch.add(PUT_PARTS, params);
    }
}

fn put_records<'c>(batch: &mut Batch<'c>, change: &'c RollupChange) {
    let records = change.records.iter();
    let (gone, new): (Vec<&RollupRecord>, Vec<&RollupRecord>) =
        records.partition(|record| record.starts.is_empty());
    let at = |records: &[&'c RollupRecord]| {
        let addresses: Vec<&Address> = records.iter().map(|record| &record.address).collect();
        let mut params = place(&change.rollup);
        params.extend(columns(&addresses));
        params
    };
    if !gone.is_empty() {
        batch.add(DROP_RECORDS, at(&gone));
    }
    if !new.is_empty() {
        let mut params = at(&new);
        params.push(column(&new, starts));
        batch.add(PUT_RECORDS, params);
    }
}

#[async_trait]
impl Rollups for PostgresStore {
    async fn rollup(&self, tenant: &str, name: &str) -> Result<Option<StoredRollup>, StoreError> {
        let rows = self.rows(ONE, &[Box::new(tenant), Box::new(name)]).await?;
        rows.first().map(read).transpose()
    }

    async fn rollup_parts(
        &self,
        rollup: &StoredRollup,
        parts: Parts<'_>,
    ) -> Result<Vec<RollupPart>, StoreError> {
        let mut params = place(rollup);
        let query = match parts {
            Parts::Whole(starts) => {
                params.push(Box::new(starts));
                WHOLE
            }
            Parts::States(after, limit) => {
                params.push(Box::new(after));
                params.push(Box::new(most(limit)));
                STATES
            }
        };
        let rows = self.rows(query, &params).await?;
        read_parts(rollup, &rows)
    }

    async fn rollup_records(
        &self,
        rollup: &StoredRollup,
        records: &[Address],
    ) -> Result<Vec<RollupRecord>, StoreError> {
        let records: Vec<&Address> = records.iter().collect();
        let mut params = place(rollup);
        params.extend(columns(&records));
        let rows = self.rows(RECORDS, &params).await?;
        rows.iter().map(read_record).collect()
    }

    async fn keep_rollup(&self, change: &RollupChange) -> Result<(), StoreError> {
        let begun = Begun::on(self.client().await?);
        let made = make(begun.client()?, change).await;
        begun.end(made.is_ok()).await;
        made
    }

    async fn rollups(
        &self,
        after: Option<(&str, &str)>,
        limit: usize,
    ) -> Result<Vec<StoredRollup>, StoreError> {
        // Every rollup has a name: none stands before the empty one.
        let (tenant, name) = after.unwrap_or_default();
        let params: [Param<'_>; 3] = [Box::new(tenant), Box::new(name), Box::new(most(limit))];
        let rows = self.rows(BEHIND, &params).await?;
        rows.iter().map(read).collect()
    }

    async fn forget_rollups(&self, before: i64) -> Result<u64, StoreError> {
        let statement = "DELETE FROM rollups WHERE at < $1";
        self.change(statement, &[Box::new(before)]).await
    }
}
