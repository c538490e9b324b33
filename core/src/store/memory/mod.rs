//! The store that needs nothing: for tests, browsers and previews.

mod change;
mod outbox;
mod ports;
mod records;
mod rollup;

use std::collections::BTreeMap;
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use super::access_log::Access;
use super::account::Checkpoint;
use super::address::Address;
use super::commit::{Received, Slot};
use super::consent::Consent;
use super::erasure::Erasure;
use super::event::StoredEvent;
use super::history::PastVersion;
use super::idempotency::Remembered;
use super::mark::Mark;
use super::member::Member;
use super::record::StoredRecord;
use super::section::Section;
use crate::privacy::Link;

/// A whole store in memory. It is gone with the process.
#[derive(Debug, Default)]
pub struct MemoryStore {
    tables: RwLock<Tables>,
}

#[derive(Debug, Default, Clone)]
struct Tables {
    records: BTreeMap<Address, StoredRecord>,
    /// Who holds each unique key: the address has the key in place of an identifier.
    keys: BTreeMap<Address, String>,
    slots: BTreeMap<Address, Vec<Slot>>,
    sections: BTreeMap<Address, BTreeMap<String, Section>>,
    versions: BTreeMap<Address, BTreeMap<i64, PastVersion>>,
    members: BTreeMap<(String, String), Member>,
    consents: Vec<Consent>,
    events: BTreeMap<i64, StoredEvent>,
    /// Who works on an event, until when.
    leases: BTreeMap<i64, (String, i64)>,
    last_event: i64,
    links: Vec<Link>,
    checkpoints: Vec<Checkpoint>,
    accesses: BTreeMap<String, Access>,
    remembered: BTreeMap<(String, String, String), Remembered>,
    received: Vec<Received>,
    erasures: Vec<Erasure>,
    /// Who does something alone, until when.
    rights: BTreeMap<String, (String, i64)>,
    jobs: BTreeMap<String, String>,
    rollups: BTreeMap<(String, String), rollup::Whole>,
    marks: Vec<Mark>,
}

/// Another store, with all that this one holds now.
impl Clone for MemoryStore {
    fn clone(&self) -> Self {
        let tables = RwLock::new(self.read().clone());
        Self { tables }
    }
}

impl MemoryStore {
    // A writer that panicked left no change half made: each one is checked before it is made.
    fn read(&self) -> RwLockReadGuard<'_, Tables> {
        self.tables.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Tables> {
        self.tables.write().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::super::contract;
    use super::*;

    #[test]
    fn keeps_the_contract() {
        let passed = pollster::block_on(contract::run(&|| MemoryStore::default()));
        assert_eq!(passed, contract::CASES);
    }
}
