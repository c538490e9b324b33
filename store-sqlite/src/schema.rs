//! The tables, version by version.

use profilekit::store::StoreError;
use rusqlite::{Connection, TransactionBehavior};

use crate::fault::Outcome;

/// A later version of the crate made the tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewerFile {
    /// Their version.
    pub found: i64,
    /// The last version that this program knows.
    pub known: i64,
}

impl std::fmt::Display for NewerFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { found, known } = self;
        write!(
            f,
            "the file is at version {found}, this program knows {known}"
        )
    }
}

impl std::error::Error for NewerFile {}

/// Every migration with the version that it leads to. Once released, none changes.
const MIGRATIONS: [(i64, &str); 9] = [
    (1, include_str!("../migrations/0001_records.sql")),
    (2, include_str!("../migrations/0002_changes.sql")),
    (3, include_str!("../migrations/0003_access_log.sql")),
    (4, include_str!("../migrations/0004_deliveries.sql")),
    (5, include_str!("../migrations/0005_plain_records.sql")),
    (6, include_str!("../migrations/0006_marks.sql")),
    (7, include_str!("../migrations/0007_rollups.sql")),
    (8, include_str!("../migrations/0008_roles.sql")),
    (9, include_str!("../migrations/0009_extents.sql")),
];

/// The version that the last migration leads to.
pub(crate) const NEWEST: i64 = 9;

/// Brings a file to the newest version, each migration in a transaction of its own. A file that
/// a later version of the crate made is left alone.
pub(crate) fn migrate(connection: &mut Connection) -> Outcome<()> {
    let found = version(connection)?;
    if found > NEWEST {
        let newer = NewerFile {
            found,
            known: NEWEST,
        };
        return Err(StoreError::Unavailable(Box::new(newer)).into());
    }
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

/// The version of a file's tables, 0 where it has none.
pub(crate) fn version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.query_row("PRAGMA user_version", [], |row| row.get(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_migration_leads_to_the_newest_version() {
        let last = MIGRATIONS.last().map(|(leads_to, _)| *leads_to);
        assert_eq!(last, Some(NEWEST));
    }
}
