//! One transaction that writes.

use rusqlite::Connection;

use crate::fault::{Fault, Outcome};

/// A transaction, undone where it is not committed.
pub(crate) struct Transaction<'c> {
    connection: &'c Connection,
}

impl<'c> Transaction<'c> {
    /// Takes the right to write at once, so that what is read stays true until it is committed.
    pub(crate) fn begin(connection: &'c Connection) -> Outcome<Self> {
        connection.prepare_cached("BEGIN IMMEDIATE")?.execute([])?;
        Ok(Self { connection })
    }

    pub(crate) fn commit(self) -> Outcome<()> {
        let mut commit = self.connection.prepare_cached("COMMIT")?;
        commit.execute([]).map(drop).map_err(Fault::from)
    }
}

impl Drop for Transaction<'_> {
    fn drop(&mut self) {
        // After some errors, a full disk among them, SQLite has undone it already.
        if !self.connection.is_autocommit()
            && let Ok(mut undo) = self.connection.prepare_cached("ROLLBACK")
        {
            let _ = undo.execute([]);
        }
    }
}
