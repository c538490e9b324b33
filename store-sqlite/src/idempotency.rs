//! The port for kept answers.

use async_trait::async_trait;
use profilekit::store::{Idempotency, Remembered, StoreError};
use rusqlite::{OptionalExtension, Row};

use crate::column::{read_digest, rows};
use crate::store::SqliteStore;

fn read(row: &Row<'_>) -> rusqlite::Result<Remembered> {
    Ok(Remembered {
        tenant: row.get(0)?,
        actor: row.get(1)?,
        key: row.get(2)?,
        request: read_digest(row, 3)?,
        answer: row.get(4)?,
        at: row.get(5)?,
    })
}

const ONE: &str = "SELECT tenant, actor, key, request, answer, at FROM remembered
    WHERE tenant = ?1 AND actor = ?2 AND key = ?3";

#[async_trait]
impl Idempotency for SqliteStore {
    async fn remembered(
        &self,
        tenant: &str,
        actor: &str,
        key: &str,
    ) -> Result<Option<Remembered>, StoreError> {
        self.read(|connection| {
            let mut one = connection.prepare_cached(ONE)?;
            Ok(one.query_row([tenant, actor, key], read).optional()?)
        })
    }

    async fn forget_remembered(&self, before: i64) -> Result<u64, StoreError> {
        self.change(|connection| {
            let sql = "DELETE FROM remembered WHERE at < ?1";
            Ok(rows(connection.prepare_cached(sql)?.execute([before])?))
        })
    }
}
