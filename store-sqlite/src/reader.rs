//! Connections that only read: they go on while another one writes.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use crate::fault::Outcome;
use crate::options::Options;

/// Statements that a connection keeps ready.
const STATEMENTS: usize = 128;

/// What a connection keeps of the file at most, in KiB.
const PAGES: i64 = 8 << 10;

/// Keeps statements ready, with the plan that they have whatever is bound to them: otherwise some
/// would be planned anew each time. And keeps pages of the file.
pub(crate) fn prepare(connection: &Connection) -> rusqlite::Result<()> {
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.pragma_update(None, "cache_size", -PAGES)?;
    Ok(())
}

/// The connections that wait for something to read.
#[derive(Debug)]
pub(crate) struct Readers {
    path: PathBuf,
    options: Options,
    // The last one that worked is the next one that does: it has its pages at hand.
    idle: Mutex<Vec<Connection>>,
}

impl Readers {
    pub(crate) fn new(path: &Path, options: &Options) -> Self {
        Self {
            path: path.to_owned(),
            options: *options,
            idle: Mutex::default(),
        }
    }

    /// Lends a connection, and opens one where all are on loan.
    pub(crate) fn with<T>(&self, read: impl FnOnce(&Connection) -> Outcome<T>) -> Outcome<T> {
        let idle = self.idle().pop();
        let connection = idle.map_or_else(|| self.open(), Ok)?;
        let found = read(&connection);
        let mut idle = self.idle();
        if idle.len() < self.options.readers {
            idle.push(connection);
        }
        found
    }

    fn open(&self) -> rusqlite::Result<Connection> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&self.path, flags)?;
        connection.busy_timeout(self.options.patience)?;
        prepare(&connection)?;
        Ok(connection)
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Connection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
