//! Making a change: one transaction, two round trips.
//!
//! The first one sends all that locks, checks and writes; the second one, once the heads of the
//! chains are known, the links of the account, what is erased, and the end. One more comes between
//! them where one record takes what it did not hold, or a request is answered once.

mod account;
mod alone;
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
use profilekit::store::{Changes, Commit, Erasure, Extent, StoreError};
use tokio_postgres::Row;

use self::holdings::Holdings;
use crate::batch::{Batch, Begun};
use crate::error::unreadable;
use crate::place::from_parts;
use crate::row::{only, value};
use crate::store::PostgresStore;

impl PostgresStore {
    async fn make(&self, client: &ClientWrapper, commit: &Commit) -> Result<(), StoreError> {
        let heads = match alone::only(commit) {
            Some(write) => alone::write(client, (commit, write), self.chains).await?,
            None => write_all(client, commit, self.chains).await?,
        };
        let account = account::Added::behind(&heads, &commit.audit, self.chains)?;
        let mut second = Batch::default();
        account.write(&mut second);
        if let Some(erasure) = &commit.erasure {
            erasure::erase(&mut second, erasure);
        }
        second.plain("COMMIT");
        let mut writes = commit.writes.iter();
        let announces = !commit.events.is_empty() || writes.any(|write| !write.events.is_empty());
        if announces && self.bell.rings() {
            second.hint(WAKE);
        }
        second.send(client).await?;
        Ok(())
    }
}

/// Writes a commit up to the account, and gives back the heads of the chains that grow.
async fn write_all(
    client: &ClientWrapper,
    commit: &Commit,
    chains: u32,
) -> Result<Vec<Row>, StoreError> {
    let holdings = Holdings::of(&commit.writes);
    let mut batch = Batch::default();
    batch.begin();
    people::hold(&mut batch, commit);
    records::write(&mut batch, &commit.writes);
    sections::forget(&mut batch, &commit.writes);
    records::replace(&mut batch, &commit.writes);
    sections::write(&mut batch, &commit.writes);
    holdings.give_up(&mut batch);
    people::note(&mut batch, commit);
    events::announce(&mut batch, commit);
    holdings.take(&mut batch);
    people::write(&mut batch, commit);
    rollups::forget(&mut batch, commit);
    account::lock(&mut batch, &commit.audit, chains);
    batch.send(client).await
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
        let query = "SELECT id, at, tenant, person, extent, records FROM erasures WHERE at >= $1 \
            ORDER BY at, id";
        let rows = self.rows(query, &[Box::new(since)]).await?;
        rows.iter().map(erasure).collect()
    }
}

fn erasure(row: &Row) -> Result<Erasure, StoreError> {
    let (extent, records): (&str, &str) = (value(row, "extent")?, value(row, "records")?);
    Ok(Erasure {
        id: value(row, "id")?,
        at: value(row, "at")?,
        tenant: value(row, "tenant")?,
        person: value(row, "person")?,
        extent: Extent::of_word(extent).ok_or_else(|| unreadable("extent"))?,
        records: from_parts(records)?,
    })
}
