//! The store and its connection.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use profilekit::store::StoreError;
use rusqlite::Connection;

use crate::error::store_error;
use crate::schema::migrate;

/// Records in a SQLite file.
///
/// Calls run on the caller's thread and block it for the time of a query; an async host calls
/// them where blocking is fine.
#[derive(Debug)]
pub struct SqliteStore {
    connection: Mutex<Connection>,
}

impl SqliteStore {
    /// Opens a file, makes it where it is missing, and brings it to the newest version.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when it cannot be opened, [`StoreError::Corrupt`] when it is
    /// no database.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, StoreError> {
        Connection::open(path)
            .and_then(Self::prepare)
            .map_err(store_error)
    }

    /// A database that is gone with the store.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when SQLite has no memory.
    pub fn in_memory() -> Result<Self, StoreError> {
        Connection::open_in_memory()
            .and_then(Self::prepare)
            .map_err(store_error)
    }

    fn prepare(mut connection: Connection) -> rusqlite::Result<Self> {
        connection.busy_timeout(Duration::from_secs(5))?;
        // The answer is the mode in force; a database in memory stays in memory.
        connection.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))?;
        connection.pragma_update(None, "synchronous", "full")?;
        connection.pragma_update(None, "foreign_keys", true)?;
        migrate(&mut connection)?;
        Ok(Self {
            connection: Mutex::new(connection),
        })
    }

    // A panic in another call rolled its transaction back: the connection is whole.
    pub(crate) fn connection(&self) -> MutexGuard<'_, Connection> {
        self.connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// What SQLite's own check of the file finds wrong; nothing when all is well.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] and [`StoreError::Unavailable`].
    pub fn integrity_problems(&self) -> Result<Vec<String>, StoreError> {
        let connection = self.connection();
        let mut check = connection
            .prepare("PRAGMA integrity_check")
            .map_err(store_error)?;
        let lines = check.query_map([], |row| row.get(0)).map_err(store_error)?;
        let lines: Vec<String> = lines.collect::<Result<_, _>>().map_err(store_error)?;
        Ok(lines.into_iter().filter(|line| line != "ok").collect())
    }
}
