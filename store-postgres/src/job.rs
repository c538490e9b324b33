//! The port for jobs.

use async_trait::async_trait;
use profilekit::store::{Jobs, StoreError};

use crate::row::{Param, value};
use crate::store::PostgresStore;

#[async_trait]
impl Jobs for PostgresStore {
    async fn acquire(
        &self,
        name: &str,
        holder: &str,
        now: i64,
        until: i64,
    ) -> Result<bool, StoreError> {
        let statement = "INSERT INTO rights (name, holder, until) VALUES ($1, $2, $4) \
            ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until \
            WHERE rights.holder = excluded.holder OR rights.until <= $3";
        let params: [Param<'_>; 4] = [
            Box::new(name),
            Box::new(holder),
            Box::new(now),
            Box::new(until),
        ];
        Ok(self.change(statement, &params).await? == 1)
    }

    async fn release(&self, name: &str, holder: &str) -> Result<(), StoreError> {
        let statement = "DELETE FROM rights WHERE name = $1 AND holder = $2";
        let params: [Param<'_>; 2] = [Box::new(name), Box::new(holder)];
        self.change(statement, &params).await?;
        Ok(())
    }

    async fn job(&self, name: &str) -> Result<Option<String>, StoreError> {
        let query = "SELECT state FROM jobs WHERE name = $1";
        let rows = self.rows(query, &[Box::new(name)]).await?;
        rows.first().map(|row| value(row, "state")).transpose()
    }

    async fn save_job(&self, name: &str, state: &str) -> Result<(), StoreError> {
        let statement = "INSERT INTO jobs (name, state) VALUES ($1, $2) \
            ON CONFLICT (name) DO UPDATE SET state = excluded.state";
        let params: [Param<'_>; 2] = [Box::new(name), Box::new(state)];
        self.change(statement, &params).await?;
        Ok(())
    }
}
