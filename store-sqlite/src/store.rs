//! The store and its connections.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use profilekit::privacy::Digest;
use profilekit::store::StoreError;
use rusqlite::{Connection, OpenFlags};

use crate::fault::{Fault, Outcome};
use crate::options::{Durability, Options};
use crate::reader::{Readers, prepare};
use crate::schema::{NEWEST, migrate, version};
use crate::standing::Standing;
use crate::transaction::Transaction;

/// A whole store in a SQLite file.
///
/// Calls run on the caller's thread and block it for the time of a query; an async host calls
/// them where blocking is fine. One call writes at a time, others read meanwhile.
#[derive(Debug)]
pub struct SqliteStore {
    /// None where the database is in memory: its one connection does everything.
    // They are closed before the writer: the last connection takes the log into the file, which
    // one that only reads cannot.
    readers: Option<Readers>,
    writer: Mutex<Writer>,
    /// None where the database is in memory.
    standing: Option<Standing>,
}

/// The connection that writes.
#[derive(Debug)]
pub(crate) struct Writer {
    pub(crate) connection: Connection,
    /// The place and the hash of the last link that this connection wrote.
    pub(crate) last_link: Option<(i64, Digest)>,
}

impl SqliteStore {
    /// The version that [`Self::open`] brings a file to.
    pub const NEWEST_VERSION: i64 = NEWEST;

    /// The version of a file as it is, 0 where it has no tables; nothing is changed.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when it is not there, [`StoreError::Corrupt`] when it is no
    /// database.
    pub fn version_of(path: impl AsRef<Path>) -> Result<i64, StoreError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY;
        let connection = Connection::open_with_flags(path, flags).map_err(Fault::from)?;
        Ok(version(&connection).map_err(Fault::from)?)
    }

    /// Opens a file, makes it where it is missing, and brings it to the newest version.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when it cannot be opened or a later version of the crate made
    /// it ([`crate::NewerFile`]), [`StoreError::Corrupt`] when it is no database.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, StoreError> {
        Options::default().open(path)
    }

    /// A database that is gone with the store.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when SQLite has no memory.
    pub fn in_memory() -> Result<Self, StoreError> {
        Options::default().in_memory()
    }

    pub(crate) fn open_with(options: &Options, path: &Path) -> Result<Self, StoreError> {
        let connection = Connection::open(path).map_err(Fault::from)?;
        let readers = Some(Readers::new(path, options));
        let writer = Writer::prepare(connection, options)?;
        Ok(Self {
            readers,
            writer,
            standing: Standing::of(path),
        })
    }

    pub(crate) fn in_memory_with(options: &Options) -> Result<Self, StoreError> {
        let connection = Connection::open_in_memory().map_err(Fault::from)?;
        let writer = Writer::prepare(connection, options)?;
        Ok(Self {
            readers: None,
            writer,
            standing: None,
        })
    }

    // A panic in another call rolled its transaction back: the connection is whole.
    pub(crate) fn writer(&self) -> MutexGuard<'_, Writer> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Refuses what would be written to a file that is not there any more.
    pub(crate) fn stands(&self) -> Result<(), StoreError> {
        let standing = self.standing.as_ref();
        standing.map_or(Ok(()), Standing::check)
    }

    pub(crate) fn read<T>(
        &self,
        read: impl FnOnce(&Connection) -> Outcome<T>,
    ) -> Result<T, StoreError> {
        if let Some(standing) = &self.standing {
            standing.check_now_and_then()?;
        }
        let found = match &self.readers {
            Some(readers) => readers.with(read),
            None => read(&self.writer().connection),
        };
        found.map_err(StoreError::from)
    }

    /// One transaction: all of it happens, or nothing.
    pub(crate) fn change<T>(
        &self,
        make: impl FnOnce(&Connection) -> Outcome<T>,
    ) -> Result<T, StoreError> {
        let writer = self.writer();
        let transaction = Transaction::begin(&writer.connection)?;
        let made = make(&writer.connection)?;
        self.stands()?;
        transaction.commit()?;
        Ok(made)
    }
}

impl Writer {
    fn prepare(mut connection: Connection, options: &Options) -> Outcome<Mutex<Self>> {
        connection.busy_timeout(options.patience)?;
        prepare(&connection)?;
        // The answer is the mode in force; a database in memory stays in memory.
        connection.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))?;
        let synchronous = match options.durability {
            Durability::Full => "full",
            Durability::Normal => "normal",
        };
        connection.pragma_update(None, "synchronous", synchronous)?;
        connection.pragma_update_and_check(None, "wal_autocheckpoint", 4000, |_| Ok(()))?;
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.pragma_update_and_check(None, "secure_delete", true, |_| Ok(()))?;
        migrate(&mut connection)?;
        let last_link = None;
        Ok(Mutex::new(Self {
            connection,
            last_link,
        }))
    }
}
