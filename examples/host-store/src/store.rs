//! The store.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use profilekit::store::StoreError;

use crate::journal::Journal;
use crate::pairs::{Batch, Pairs};

/// A whole store in a file that only grows, read into memory when it is opened.
#[derive(Debug)]
pub struct JournalStore {
    inner: Mutex<Inner>,
}

#[derive(Debug)]
pub(crate) struct Inner {
    pairs: Pairs,
    journal: Journal,
    /// Whether the journal still holds what was erased.
    is_stale: bool,
}

impl JournalStore {
    /// Opens a journal, or begins one.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] where it cannot be opened, or another process has it;
    /// [`StoreError::Corrupt`] where a line of it is not what was written
    /// ([`crate::BrokenLine`]).
    pub fn open(path: impl AsRef<Path>) -> Result<Self, StoreError> {
        let (journal, pairs) = Journal::open(path.as_ref())?;
        let pairs = Pairs(pairs);
        let inner = Inner {
            pairs,
            journal,
            is_stale: false,
        };
        let inner = Mutex::new(inner);
        Ok(Self { inner })
    }

    /// Writes the journal anew, without what is no more.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`]; the journal is what it was then.
    pub fn tidy(&self) -> Result<(), StoreError> {
        self.lock().tidy()
    }

    // Whoever panicked with it took their batch back.
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn read<T>(
        &self,
        read: impl FnOnce(&Pairs) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        read(&self.lock().pairs)
    }

    /// One change: all of it happens, or nothing.
    pub(crate) fn change<T>(
        &self,
        make: impl FnOnce(&mut Batch<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut inner = self.lock();
        let made = inner.change(make)?;
        if inner.is_stale || inner.journal.is_long(inner.pairs.0.len()) {
            // The change is made, whatever comes of it; the next one tries again.
            let _ = inner.tidy();
        }
        Ok(made)
    }

    /// The journal still holds what was erased: it is written anew now, or with the next change.
    pub(crate) fn forget_old_lines(&self) {
        let mut inner = self.lock();
        inner.is_stale = true;
        let _ = inner.tidy();
    }
}

impl Inner {
    fn change<T>(
        &mut self,
        make: impl FnOnce(&mut Batch<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut batch = Batch::of(&mut self.pairs);
        let made = make(&mut batch)?;
        let change = batch.change();
        if !change.is_empty() {
            self.journal.add(&change)?;
            batch.keep();
        }
        Ok(made)
    }

    fn tidy(&mut self) -> Result<(), StoreError> {
        self.journal.renew(&self.pairs.0)?;
        self.is_stale = false;
        Ok(())
    }
}
