//! Looking after the file: checks, copies, and what was erased.

use std::fs::File;
use std::io;
use std::path::Path;

use profilekit::store::StoreError;

use crate::column::all;
use crate::fault::{Fault, Outcome};
use crate::store::SqliteStore;

impl SqliteStore {
    /// What SQLite's own check of the file finds wrong; nothing when all is well.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] and [`StoreError::Unavailable`].
    pub fn integrity_problems(&self) -> Result<Vec<String>, StoreError> {
        let lines: Vec<String> = self
            .read(|connection| all(connection, "PRAGMA integrity_check", [], |row| row.get(0)))?;
        Ok(lines.into_iter().filter(|line| line != "ok").collect())
    }

    /// Takes the last traces of what was erased or removed out of the files. What is deleted is
    /// overwritten at once; here the log of changes is brought into the file and emptied.
    ///
    /// # Errors
    /// [`StoreError::Serialization`] while somebody reads what is older: try again later.
    pub fn scrub(&self) -> Result<(), StoreError> {
        let writer = self.writer();
        let checkpoint = "PRAGMA wal_checkpoint(TRUNCATE)";
        let busy = writer
            .connection
            .query_row(checkpoint, [], |row| row.get(0))
            .map_err(Fault::from)?;
        if busy {
            return Err(StoreError::Serialization("the log is being read".into()));
        }
        Ok(())
    }

    /// Writes a whole copy to a file that is not there yet, while others go on reading and
    /// writing. The copy is what the store was at one instant.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] where the file is there or cannot be written.
    pub fn backup(&self, path: impl AsRef<Path>) -> Result<(), StoreError> {
        let path = path.as_ref();
        let unavailable = |error: io::Error| StoreError::Unavailable(Box::new(error));
        File::create_new(path).map_err(unavailable)?;
        let name = path.to_str().ok_or(io::ErrorKind::InvalidFilename);
        let name = name.map_err(|kind| unavailable(kind.into()))?;
        self.read(|connection| -> Outcome<()> {
            connection.execute("VACUUM INTO ?1", [name])?;
            Ok(())
        })?;
        let copy = File::open(path).map_err(unavailable)?;
        copy.sync_all().map_err(unavailable)
    }
}
