//! How a store is opened.

use std::path::Path;
use std::time::Duration;

use profilekit::store::StoreError;

use crate::store::SqliteStore;

/// What a change that was acknowledged outlives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Durability {
    /// The machine losing power: every change waits for the disk.
    #[default]
    Full,
    /// The process being killed. When the machine loses power the last changes may be gone, the
    /// file stays whole.
    Normal,
}

/// How a store is opened.
///
/// ```
/// use profilekit_sqlite::{Durability, Options};
///
/// let options = Options::default().durability(Durability::Normal);
/// assert!(options.in_memory().is_ok());
/// assert!(options.open("/there/is/no/such/folder/a.db").is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    pub(crate) durability: Durability,
    pub(crate) patience: Duration,
    pub(crate) readers: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            durability: Durability::Full,
            patience: Duration::from_secs(5),
            readers: 8,
        }
    }
}

impl Options {
    /// What an acknowledged change outlives; [`Durability::Full`] by default.
    #[must_use]
    pub fn durability(self, durability: Durability) -> Self {
        Self { durability, ..self }
    }

    /// How long a change waits for another process that writes to the file; 5 seconds by default.
    #[must_use]
    pub fn patience(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// How many connections for reading are kept open, 8 by default. More are opened where more
    /// read at the same time.
    #[must_use]
    pub fn readers(self, readers: usize) -> Self {
        Self { readers, ..self }
    }

    /// Opens a file, makes it where it is missing, and brings it to the newest version.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when it cannot be opened, [`StoreError::Corrupt`] when it is
    /// no database.
    pub fn open(&self, path: impl AsRef<Path>) -> Result<SqliteStore, StoreError> {
        SqliteStore::open_with(self, path.as_ref())
    }

    /// A database that is gone with the store.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when SQLite has no memory.
    pub fn in_memory(&self) -> Result<SqliteStore, StoreError> {
        SqliteStore::in_memory_with(self)
    }
}
