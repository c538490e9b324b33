//! The access log on its way to the store.

use std::sync::{Mutex, PoisonError};

use super::Hub;
use super::member::Person;
use crate::store::{Access, Commit, StoreError};

/// Reads of personal data that were not written yet.
#[derive(Debug, Default)]
pub(super) struct Unwritten(Mutex<Waiting>);

#[derive(Debug, Default)]
struct Waiting {
    accesses: Vec<Access>,
    /// How many more are on their way to the store, and may come back.
    on_their_way: usize,
}

impl Unwritten {
    // Whoever panicked with it added some reads or none.
    fn with<T>(&self, then: impl FnOnce(&mut Waiting) -> T) -> T {
        then(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Lets reads wait, unless they would be more than so many.
    fn add(&self, looks: Vec<Access>, most: usize) -> Result<(), Vec<Access>> {
        self.with(|waiting| {
            let there = waiting.accesses.len() + waiting.on_their_way;
            if there + looks.len() > most {
                return Err(looks);
            }
            waiting.accesses.extend(looks);
            Ok(())
        })
    }
}

/// Reads that a commit takes along. Those that waited wait again unless they arrive: where the
/// store fails, and where nobody waits for its answer any longer. One that was written all the
/// same is written twice, which stores put up with.
pub(super) struct Along<'c> {
    log: &'c Unwritten,
    pub(super) commit: &'c mut Commit,
    /// How many of them waited; those behind them are shown to nobody unless they arrive.
    waited: usize,
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
        left.truncate(self.waited);
        self.log.with(|waiting| {
            waiting.on_their_way = waiting.on_their_way.saturating_sub(self.waited);
            left.append(&mut waiting.accesses);
            waiting.accesses = left;
        });
    }
}

impl Hub {
    /// Lets a commit take along what waits to be written, before reads of its own.
    pub(super) fn along<'c>(&'c self, commit: &'c mut Commit) -> Along<'c> {
        let log = self.unwritten();
        let mut accesses = log.with(|waiting| {
            waiting.on_their_way += waiting.accesses.len();
            std::mem::take(&mut waiting.accesses)
        });
        let waited = accesses.len();
        accesses.append(&mut commit.accesses);
        commit.accesses = accesses;
        Along {
            log,
            commit,
            waited,
        }
    }

    /// Writes what was not written yet of the access log. A host calls it from time to time and
    /// before it ends; the hub does it when [`super::Settings::unwritten`] is reached, and with
    /// every change of a record that somebody asks for.
    ///
    /// # Errors
    /// Those of the store; nothing is lost then, nor where its answer is not waited for.
    pub async fn flush(&self) -> Result<(), StoreError> {
        self.write_looks(Vec::new()).await
    }

    /// Notes what an answer shows, before it is given: what cannot be noted is not shown, and
    /// what is not shown is not noted. Where too much waits already, all of it is written.
    pub(super) async fn shown(&self, looks: Vec<Access>) -> Result<(), StoreError> {
        if looks.is_empty() {
            return Ok(());
        }
        match self.unwritten().add(looks, self.settings().unwritten) {
            Ok(()) => Ok(()),
            Err(looks) => self.write_looks(looks).await,
        }
    }

    /// Nothing that waits names somebody any longer.
    pub(super) fn forget_looks(&self, person: &Person<'_>) {
        self.unwritten().with(|waiting| {
            let all = &mut waiting.accesses;
            all.retain(|access| !access.names(person.tenant, person.id));
        });
    }

    /// Writes what waits, and these.
    async fn write_looks(&self, looks: Vec<Access>) -> Result<(), StoreError> {
        let mut commit = Commit {
            accesses: looks,
            ..Commit::default()
        };
        let along = self.along(&mut commit);
        if along.commit.accesses.is_empty() {
            return Ok(());
        }
        self.store().log(&along.commit.accesses).await?;
        along.arrived();
        Ok(())
    }
}
