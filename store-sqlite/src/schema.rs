//! The tables, version by version.

use rusqlite::{Connection, TransactionBehavior};

/// Every migration with the version that it leads to. Once released, none changes.
const MIGRATIONS: [(i64, &str); 2] = [
    (1, include_str!("../migrations/0001_records.sql")),
    (2, include_str!("../migrations/0002_changes.sql")),
];

/// Brings a file to the newest version, each migration in a transaction of its own.
pub(crate) fn migrate(connection: &mut Connection) -> rusqlite::Result<()> {
    for (leads_to, migration) in MIGRATIONS {
        if version(connection)? >= leads_to {
            continue;
        }
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Another process may have done it meanwhile.
        if version(&transaction)? < leads_to {
            transaction.execute_batch(migration)?;
            transaction.pragma_update(None, "user_version", leads_to)?;
        }
        transaction.commit()?;
    }
    Ok(())
}

fn version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.query_row("PRAGMA user_version", [], |row| row.get(0))
}
