//! The port for kept answers.

use async_trait::async_trait;
use profilekit::store::{Idempotency, Remembered, StoreError};
use tokio_postgres::Row;

use crate::row::{Param, digest, value};
use crate::store::PostgresStore;

fn read(row: &Row) -> Result<Remembered, StoreError> {
    Ok(Remembered {
        tenant: value(row, "tenant")?,
        actor: value(row, "actor")?,
        key: value(row, "key")?,
        request: digest(row, "request")?,
        answer: value(row, "answer")?,
        at: value(row, "at")?,
    })
}

#[async_trait]
impl Idempotency for PostgresStore {
    async fn remembered(
        &self,
        tenant: &str,
        actor: &str,
        key: &str,
    ) -> Result<Option<Remembered>, StoreError> {
        let query = "SELECT tenant, actor, key, request, answer, at FROM remembered \
            WHERE tenant = $1 AND actor = $2 AND key = $3";
        let params: [Param<'_>; 3] = [Box::new(tenant), Box::new(actor), Box::new(key)];
        let rows = self.rows(query, &params).await?;
        rows.first().map(read).transpose()
    }

    async fn forget_remembered(&self, before: i64) -> Result<u64, StoreError> {
        let statement = "DELETE FROM remembered WHERE at < $1";
        self.change(statement, &[Box::new(before)]).await
    }
}
