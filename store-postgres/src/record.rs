//! The port that reads records.

use std::cmp::Ordering;

use async_trait::async_trait;
use profilekit::store::{
    Address, Count, Page, PageRequest, Records, Section, Selection, Slot, StoreError, StoredRecord,
};
use tokio_postgres::Row;

use crate::asked::{Asked, param};
use crate::error::unreadable;
use crate::place::params;
use crate::row::{digest, texts, value};
use crate::store::PostgresStore;

/// What is read of `records r`.
pub(crate) const COLUMNS: &str = "r.tenant, r.kind, r.id, r.owner, r.owner_roles, r.state, \
    r.version, r.created_at, r.updated_at, r.archived_at, r.draft, r.relations, r.document, \
    r.choices, r.forced, r.provenance";

/// Reads [`COLUMNS`].
pub(crate) fn read(row: &Row) -> Result<StoredRecord, StoreError> {
    Ok(StoredRecord {
        address: Address {
            tenant: value(row, "tenant")?,
            kind: value(row, "kind")?,
            id: value(row, "id")?,
        },
        owner: value(row, "owner")?,
        owner_roles: texts(row, "owner_roles")?,
        state: value(row, "state")?,
        version: value(row, "version")?,
        created_at: value(row, "created_at")?,
        updated_at: value(row, "updated_at")?,
        archived_at: value(row, "archived_at")?,
        draft: value(row, "draft")?,
        relations: relations(value(row, "relations")?)?,
        document: value(row, "document")?,
        choices: value(row, "choices")?,
        forced: value(row, "forced")?,
        provenance: value(row, "provenance")?,
    })
}

fn relations(text: &str) -> Result<Vec<(String, Vec<String>)>, StoreError> {
    let unreadable = |_| unreadable("relations");
    let relations: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(text).map_err(unreadable)?;
    let relations = relations.into_iter();
    relations
        .map(|(name, ids)| Ok((name, serde_json::from_value(ids).map_err(unreadable)?)))
        .collect()
}

fn section(row: &Row) -> Result<Section, StoreError> {
    Ok(Section {
        name: value(row, "name")?,
        body: value(row, "body")?,
        hash: digest(row, "hash")?,
    })
}

/// The first rows of one more than a page has.
pub(crate) fn page(mut records: Vec<StoredRecord>, limit: usize) -> Page {
    let more = records.len() > limit;
    records.truncate(limit);
    Page { records, more }
}

const TAKEN: &str = "SELECT from_at, until_at FROM record_slots \
    WHERE tenant = $1 AND kind = $2 AND key = $3 \
    AND int8range(from_at, until_at) && int8range($4::bigint, greatest($4::bigint, $5::bigint)) ORDER BY from_at";

#[async_trait]
impl Records for PostgresStore {
    async fn get(&self, address: &Address) -> Result<Option<StoredRecord>, StoreError> {
        let query = format!(
            "SELECT {COLUMNS} FROM records r WHERE r.tenant = $1 AND r.kind = $2 AND r.id = $3"
        );
        let rows = self.rows(&query, &params(address)).await?;
        rows.first().map(read).transpose()
    }

    async fn find(
        &self,
        tenant: &str,
        kind: &str,
        key: &str,
    ) -> Result<Option<StoredRecord>, StoreError> {
        let query = format!(
            "SELECT {COLUMNS} FROM record_keys k JOIN records r USING (tenant, kind, id) \
             WHERE k.tenant = $1 AND k.kind = $2 AND k.key = $3"
        );
        let params = [param(tenant), param(kind), param(key)];
        let rows = self.rows(&query, &params).await?;
        rows.first().map(read).transpose()
    }

    async fn taken(
        &self,
        tenant: &str,
        kind: &str,
        within: &Slot,
    ) -> Result<Vec<Slot>, StoreError> {
        let params = [
            param(tenant),
            param(kind),
            param(&within.key),
            param(within.from),
            param(within.until),
        ];
        let rows = self.rows(TAKEN, &params).await?;
        let read = |row: &Row| {
            Ok(Slot {
                key: within.key.clone(),
                from: value(row, "from_at")?,
                until: value(row, "until_at")?,
            })
        };
        rows.iter().map(read).collect()
    }

    async fn list(
        &self,
        selection: &Selection<'_>,
        request: &PageRequest,
    ) -> Result<Page, StoreError> {
        self.admitted(selection, request).await
    }

    async fn count(
        &self,
        selection: &Selection<'_>,
        request: &PageRequest,
    ) -> Result<Count, StoreError> {
        self.number_admitted(selection, request).await
    }

    async fn owned(
        &self,
        tenant: &str,
        owner: &str,
        after: Option<&Address>,
        limit: usize,
    ) -> Result<Page, StoreError> {
        let query = format!("SELECT {COLUMNS} FROM records r WHERE TRUE");
        let mut asked = Asked::new(query, Vec::new());
        asked.and(
            "r.tenant = $ AND r.owner = $",
            [param(tenant), param(owner)],
        );
        if let Some(Address {
            tenant: of,
            kind,
            id,
        }) = after
        {
            let place = [param(kind), param(id)];
            // The place of another tenant is before all of this one's records, or behind them.
            match of.as_str().cmp(tenant) {
                Ordering::Less => {}
                Ordering::Equal => asked.and("(r.kind, r.id) > ($, $)", place),
                Ordering::Greater => asked.and("FALSE", []),
            }
        }
        asked.end("ORDER BY r.kind, r.id", limit.saturating_add(1));
        let rows = asked.of(self).await?;
        let records = rows.iter().map(read).collect::<Result<_, _>>()?;
        Ok(page(records, limit))
    }

    async fn sections(&self, address: &Address) -> Result<Vec<Section>, StoreError> {
        let query = "SELECT name, body, hash FROM sections \
            WHERE tenant = $1 AND kind = $2 AND id = $3 ORDER BY name";
        let rows = self.rows(query, &params(address)).await?;
        rows.iter().map(section).collect()
    }
}
