//! The access log on its way to the store.

use std::sync::{Mutex, PoisonError};

use super::Hub;
use crate::store::{Access, StoreError};

/// Reads of personal data that were not written yet.
#[derive(Debug, Default)]
pub(super) struct Unwritten(Mutex<Vec<Access>>);

impl Unwritten {
    // Whoever panicked with it added one read or none.
    fn with<T>(&self, then: impl FnOnce(&mut Vec<Access>) -> T) -> T {
        then(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Hub {
    pub(super) fn note(&self, access: Access) {
        self.unwritten().with(|all| all.push(access));
    }

    /// The reads that a change takes along.
    pub(super) fn take_log(&self) -> Vec<Access> {
        self.unwritten().with(std::mem::take)
    }

    /// Reads that could not be written: they are written next time.
    pub(super) fn put_back(&self, accesses: Vec<Access>) {
        self.unwritten().with(|all| all.extend(accesses));
    }

    /// Writes what was not written yet of the access log. A host calls it from time to time and
    /// before it ends; the hub does it when [`super::Settings::unwritten`] is reached, and with
    /// every change.
    ///
    /// # Errors
    /// Those of the store; nothing is lost then.
    pub async fn flush(&self) -> Result<(), StoreError> {
        let accesses = self.take_log();
        if accesses.is_empty() {
            return Ok(());
        }
        let written = self.store().log(&accesses).await;
        if written.is_err() {
            self.put_back(accesses);
        }
        written
    }

    /// Writes the access log where too much of it is not written yet.
    pub(super) async fn keep_log_short(&self) -> Result<(), StoreError> {
        if self.unwritten().with(|all| all.len()) > self.settings().unwritten {
            return self.flush().await;
        }
        Ok(())
    }
}
