//! The tables, version by version.

use rusqlite::{Connection, TransactionBehavior};

/// Every migration, the first for a new file. Once released, none changes.
const MIGRATIONS: [&str; 1] = [include_str!("../migrations/0001_records.sql")];

/// Brings a file to the newest version, each migration in a transaction of its own.
pub(crate) fn migrate(connection: &mut Connection) -> rusqlite::Result<()> {
    for (index, migration) in MIGRATIONS.iter().enumerate() {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let version: i64 = transaction.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        let index = i64::try_from(index).unwrap_or(i64::MAX);
        if version <= index {
            transaction.execute_batch(migration)?;
            transaction.pragma_update(None, "user_version", index + 1)?;
        }
        transaction.commit()?;
    }
    Ok(())
}
