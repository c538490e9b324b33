//! The tables, version by version.

use profilekit::store::StoreError;
use tokio_postgres::Client;

use crate::error::{UnknownSchema, store_error, unavailable};

/// Every migration, the first for a new schema. Once released, none changes.
pub(crate) const MIGRATIONS: [&str; 11] = [
    include_str!("../migrations/0001_records.sql"),
    include_str!("../migrations/0002_outbox.sql"),
    include_str!("../migrations/0003_account.sql"),
    include_str!("../migrations/0004_people.sql"),
    include_str!("../migrations/0005_compression.sql"),
    include_str!("../migrations/0006_deliveries.sql"),
    include_str!("../migrations/0007_updates.sql"),
    include_str!("../migrations/0008_marks.sql"),
    include_str!("../migrations/0009_rollups.sql"),
    include_str!("../migrations/0010_roles.sql"),
    include_str!("../migrations/0011_extents.sql"),
];

/// The version that the last migration leads to.
pub(crate) const NEWEST: i64 = 11;

/// Whoever migrates a schema of the database holds this right: the bytes of `profilek`.
const RIGHT: &str = "SELECT pg_advisory_xact_lock(8102099357864587627)";

/// Brings a schema to the newest version, all in one transaction: a migration that fails leaves
/// everything as it was. Two programs that start together do it one after the other.
///
/// Gives back how many chains the account has, which is decided once.
pub(crate) async fn migrate(
    client: &mut Client,
    schema: &str,
    chains: u32,
) -> Result<u32, StoreError> {
    let made = migrate_within(client, schema, chains).await;
    // Where it failed there is nothing to take back, or the connection is gone.
    let end = if made.is_ok() { "COMMIT" } else { "ROLLBACK" };
    let ended = client.batch_execute(end).await.map_err(store_error);
    let made = made?;
    ended?;
    Ok(made)
}

async fn migrate_within(client: &mut Client, schema: &str, chains: u32) -> Result<u32, StoreError> {
    let start = format!(
        "BEGIN; {RIGHT}; CREATE SCHEMA IF NOT EXISTS {schema}; \
         CREATE TABLE IF NOT EXISTS migrations (version bigint PRIMARY KEY, \
         made_at timestamptz NOT NULL DEFAULT now()); \
         CREATE TABLE IF NOT EXISTS settings (name text PRIMARY KEY, value bigint NOT NULL)"
    );
    client.batch_execute(&start).await.map_err(store_error)?;
    let found = "SELECT coalesce(max(version), 0) FROM migrations";
    let found = number(client, found).await?;
    if found > NEWEST {
        let known = NEWEST;
        return Err(unavailable(UnknownSchema::Newer { found, known }));
    }
    for (version, migration) in (1..=NEWEST).zip(MIGRATIONS) {
        if version > found {
            client.batch_execute(migration).await.map_err(store_error)?;
            let noted = format!("INSERT INTO migrations (version) VALUES ({version})");
            client.batch_execute(&noted).await.map_err(store_error)?;
        }
    }
    make_chains(client, chains).await
}

/// Makes the chains of a new account, and says how many there are.
async fn make_chains(client: &Client, chains: u32) -> Result<u32, StoreError> {
    let make = format!(
        "INSERT INTO settings (name, value) VALUES ('chains', {}) ON CONFLICT DO NOTHING; \
         INSERT INTO chains (chain, number, hash) \
         SELECT chain, 0, decode(repeat('00', 32), 'hex') \
         FROM settings, generate_series(0, value - 1) AS chain WHERE name = 'chains' \
         ON CONFLICT DO NOTHING",
        chains.max(1)
    );
    client.batch_execute(&make).await.map_err(store_error)?;
    let count = number(client, "SELECT value FROM settings WHERE name = 'chains'").await?;
    u32::try_from(count).map_err(unavailable)
}

/// The version of the tables that a connection finds, 0 where there are none.
pub(crate) async fn version(client: &Client) -> Result<i64, StoreError> {
    let there = "SELECT count(*) FROM pg_tables \
        WHERE schemaname = current_schema() AND tablename = 'migrations'";
    if number(client, there).await? == 0 {
        return Ok(0);
    }
    number(client, "SELECT coalesce(max(version), 0) FROM migrations").await
}

async fn number(client: &Client, query: &str) -> Result<i64, StoreError> {
    let row = client.query_one(query, &[]).await.map_err(store_error)?;
    row.try_get(0).map_err(store_error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_migration_leads_to_the_newest_version() {
        assert_eq!(i64::try_from(MIGRATIONS.len()), Ok(NEWEST));
    }
}
