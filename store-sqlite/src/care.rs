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

    /// Takes the last traces of what was erased or removed out of the files. It writes the whole
    /// file anew, which takes as long as copying it and as much room beside it; others may read
    /// meanwhile, not write.
    ///
    /// What is deleted is overwritten with zeros at once. But where SQLite divides a page, it
    /// leaves copies of rows in the unused middle of the pages, and the log keeps what pages were
    /// before: of those nothing remains after this.
    ///
    /// # Errors
    /// [`StoreError::Serialization`] while somebody reads what is older: try again later.
    pub fn scrub(&self) -> Result<(), StoreError> {
        let writer = self.writer();
        self.stands()?;
        writer
            .connection
            .execute_batch("VACUUM")
            .map_err(Fault::from)?;
        let empty_log = "PRAGMA wal_checkpoint(TRUNCATE)";
        let busy = writer.connection.query_row(empty_log, [], |row| row.get(0));
        if busy.map_err(Fault::from)? {
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
        self.stands()?;
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
