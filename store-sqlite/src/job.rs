//! The port for jobs.

use async_trait::async_trait;
use profilekit::store::{Jobs, StoreError};
use rusqlite::{OptionalExtension, params};

use crate::store::SqliteStore;

#[async_trait]
impl Jobs for SqliteStore {
    async fn acquire(
        &self,
        name: &str,
        holder: &str,
        now: i64,
        until: i64,
    ) -> Result<bool, StoreError> {
        let sql = "INSERT INTO rights (name, holder, until_at) VALUES (?1, ?2, ?4)
            ON CONFLICT DO UPDATE SET holder = excluded.holder, until_at = excluded.until_at
            WHERE rights.holder = ?2 OR rights.until_at <= ?3";
        self.change(|connection| {
            let mut acquire = connection.prepare_cached(sql)?;
            Ok(acquire.execute(params![name, holder, now, until])? > 0)
        })
    }

    async fn release(&self, name: &str, holder: &str) -> Result<(), StoreError> {
        self.change(|connection| {
            let sql = "DELETE FROM rights WHERE name = ?1 AND holder = ?2";
            connection.prepare_cached(sql)?.execute([name, holder])?;
            Ok(())
        })
    }

    async fn job(&self, name: &str) -> Result<Option<String>, StoreError> {
        self.read(|connection| {
            let mut job = connection.prepare_cached("SELECT state FROM jobs WHERE name = ?1")?;
            Ok(job.query_row([name], |row| row.get(0)).optional()?)
        })
    }

    async fn save_job(&self, name: &str, state: &str) -> Result<(), StoreError> {
        let sql = "INSERT INTO jobs (name, state) VALUES (?1, ?2)
            ON CONFLICT DO UPDATE SET state = excluded.state";
        self.change(|connection| {
            connection.prepare_cached(sql)?.execute([name, state])?;
            Ok(())
        })
    }
}
