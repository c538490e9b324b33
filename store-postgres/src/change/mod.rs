//! Making a change: one transaction, two round trips.
//!
//! The first one sends all that locks, checks and writes; the second one, once the heads of the
//! chains are known, the links of the account, what is erased, and the end.

mod account;
mod erasure;
mod events;
mod holdings;
mod people;
mod records;
mod rollups;
mod sections;

pub(crate) use events::WAKE;

use async_trait::async_trait;
use deadpool_postgres::ClientWrapper;
use profilekit::store::{Changes, Commit, Erasure, StoreError};
use tokio_postgres::Row;

use crate::batch::{Batch, Begun};
use crate::place::from_parts;
use crate::row::{only, value};
use crate::store::PostgresStore;

impl PostgresStore {
    async fn make(&self, client: &ClientWrapper, commit: &Commit) -> Result<(), StoreError> {
        let mut first = Batch::default();
        first.begin();
        records::write(&mut first, &commit.writes);
        sections::forget(&mut first, &commit.writes);
        records::replace(&mut first, &commit.writes);
        sections::write(&mut first, &commit.writes);
        holdings::give_up(&mut first, &commit.writes);
        people::note(&mut first, commit);
        events::announce(&mut first, commit);
        holdings::take(&mut first, &commit.writes);
        people::write(&mut first, commit);
        rollups::forget(&mut first, commit);
        account::lock(&mut first, &commit.audit, self.chains);
        let heads = first.send(client).await?;
        let account = account::Added::behind(&heads, &commit.audit, self.chains)?;
        let mut second = Batch::default();
        account.write(&mut second);
        if let Some(erasure) = &commit.erasure {
            erasure::erase(&mut second, erasure);
        }
        second.plain("COMMIT");
        let mut writes = commit.writes.iter();
        if !commit.events.is_empty() || writes.any(|write| !write.events.is_empty()) {
            second.hint(WAKE);
        }
        second.send(client).await?;
        Ok(())
    }
}

#[async_trait]
impl Changes for PostgresStore {
    async fn commit(&self, commit: &Commit) -> Result<(), StoreError> {
        let begun = Begun::on(self.client().await?);
        let made = self.make(begun.client()?, commit).await;
        begun.end(made.is_ok()).await;
        made
    }

    async fn was_received(&self, source: &str, id: &str) -> Result<bool, StoreError> {
        let query = "SELECT EXISTS (SELECT FROM received WHERE source = $1 AND id = $2)";
        let rows = self.rows(query, &[Box::new(source), Box::new(id)]).await?;
        only(&rows)
    }

    async fn erasures(&self, since: i64) -> Result<Vec<Erasure>, StoreError> {
        let query = "SELECT id, at, tenant, person, records FROM erasures WHERE at >= $1 \
            ORDER BY at, id";
        let rows = self.rows(query, &[Box::new(since)]).await?;
        rows.iter().map(erasure).collect()
    }
}

fn erasure(row: &Row) -> Result<Erasure, StoreError> {
    let records: &str = value(row, "records")?;
    Ok(Erasure {
        id: value(row, "id")?,
        at: value(row, "at")?,
        tenant: value(row, "tenant")?,
        person: value(row, "person")?,
        records: from_parts(records)?,
    })
}
