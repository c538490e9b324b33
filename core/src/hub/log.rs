//! The access log on its way to the store.

use std::sync::{Mutex, PoisonError};

use super::Hub;
use crate::store::{Access, Commit, StoreError};

/// Reads of personal data that were not written yet.
#[derive(Debug, Default)]
pub(super) struct Unwritten(Mutex<Vec<Access>>);

impl Unwritten {
    // Whoever panicked with it added one read or none.
    fn with<T>(&self, then: impl FnOnce(&mut Vec<Access>) -> T) -> T {
        then(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Reads that a commit takes along. They wait again unless they arrive: where the store fails,
/// and where nobody waits for its answer any longer. One that was written all the same is written
/// twice, which stores put up with.
pub(super) struct Along<'c> {
    log: &'c Unwritten,
    pub(super) commit: &'c mut Commit,
}

impl Along<'_> {
    /// They are written.
    pub(super) fn arrived(self) {
        self.commit.accesses.clear();
    }
}

impl Drop for Along<'_> {
    fn drop(&mut self) {
        let mut left = std::mem::take(&mut self.commit.accesses);
        self.log.with(|waiting| {
            left.append(waiting);
            *waiting = left;
        });
    }
}

impl Hub {
    pub(super) fn note(&self, access: Access) {
        self.unwritten().with(|all| all.push(access));
    }

    /// Lets a commit take along what waits to be written.
    pub(super) fn along<'c>(&'c self, commit: &'c mut Commit) -> Along<'c> {
        let log = self.unwritten();
        commit.accesses = log.with(std::mem::take);
        Along { log, commit }
    }

    /// Writes what was not written yet of the access log. A host calls it from time to time and
    /// before it ends; the hub does it when [`super::Settings::unwritten`] is reached, and with
    /// every change.
    ///
    /// # Errors
    /// Those of the store; nothing is lost then, nor where its answer is not waited for.
    pub async fn flush(&self) -> Result<(), StoreError> {
        let mut commit = Commit::default();
        let along = self.along(&mut commit);
        if along.commit.accesses.is_empty() {
            return Ok(());
        }
        self.store().log(&along.commit.accesses).await?;
        along.arrived();
        Ok(())
    }

    /// Writes the access log where too much of it is not written yet.
    pub(super) async fn keep_log_short(&self) -> Result<(), StoreError> {
        if self.unwritten().with(|all| all.len()) > self.settings().unwritten {
            return self.flush().await;
        }
        Ok(())
    }
}
