//! The port that reads versions.

use async_trait::async_trait;
use profilekit::store::{Address, History, PastVersion, StoreError};
use tokio_postgres::Row;

use crate::place::params;
use crate::row::{most, texts, value};
use crate::store::PostgresStore;

fn read(row: &Row) -> Result<PastVersion, StoreError> {
    Ok(PastVersion {
        version: value(row, "version")?,
        at: value(row, "at")?,
        actor: value(row, "actor")?,
        action: value(row, "action")?,
        fields: texts(row, "fields")?,
        state: value(row, "state")?,
        document: value(row, "document")?,
    })
}

#[async_trait]
impl History for PostgresStore {
    async fn versions(
        &self,
        address: &Address,
        before: Option<i64>,
        limit: usize,
    ) -> Result<Vec<PastVersion>, StoreError> {
        let query = "SELECT version, at, actor, action, fields, state, document FROM versions \
            WHERE tenant = $1 AND kind = $2 AND id = $3 AND ($4::bigint IS NULL OR version < $4) \
            ORDER BY version DESC LIMIT $5";
        let mut params = params(address);
        params.push(Box::new(before));
        params.push(Box::new(most(limit)));
        let rows = self.rows(query, &params).await?;
        rows.iter().map(read).collect()
    }

    async fn version(
        &self,
        address: &Address,
        version: i64,
    ) -> Result<Option<PastVersion>, StoreError> {
        let query = "SELECT version, at, actor, action, fields, state, document FROM versions \
            WHERE tenant = $1 AND kind = $2 AND id = $3 AND version = $4";
        let mut params = params(address);
        params.push(Box::new(version));
        let rows = self.rows(query, &params).await?;
        rows.first().map(read).transpose()
    }

    async fn forget_versions(&self, kind: &str, before: i64) -> Result<u64, StoreError> {
        let statement = "DELETE FROM versions v WHERE kind = $1 AND EXISTS (SELECT FROM versions n \
            WHERE (n.tenant, n.kind, n.id) = (v.tenant, v.kind, v.id) AND n.version > v.version \
            AND n.at < $2)";
        let params: [crate::row::Param<'_>; 2] = [Box::new(kind), Box::new(before)];
        self.change(statement, &params).await
    }
}
