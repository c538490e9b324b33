//! Rollups.

use std::collections::BTreeMap;

use async_trait::async_trait;

use super::{MemoryStore, Tables};
use crate::store::address::Address;
use crate::store::commit::Commit;
use crate::store::erasure::Erasure;
use crate::store::error::StoreError;
use crate::store::rollup::{Parts, RollupChange, RollupPart, RollupRecord, Rollups, StoredRollup};

/// A rollup with all that it keeps.
#[derive(Debug, Clone, Default)]
pub(super) struct Whole {
    rollup: StoredRollup,
    parts: BTreeMap<i64, RollupPart>,
    records: BTreeMap<Address, Vec<i64>>,
}

impl Tables {
    /// What goes for good is in no rollup.
    pub(super) fn forget_in_rollups(&mut self, commit: &Commit) {
        for at in commit.forgotten() {
            self.rollups
                .retain(|_, whole| !whole.records.contains_key(at));
        }
        if let Some(Erasure { tenant, person, .. }) = &commit.erasure {
            self.rollups.retain(|_, whole| {
                (&whole.rollup.tenant, &whole.rollup.reader) != (tenant, person)
            });
        }
    }

    fn whole(&self, known: &StoredRollup) -> Result<&Whole, StoreError> {
        let at = (known.tenant.clone(), known.name.clone());
        let whole = self.rollups.get(&at).ok_or(StoreError::NotFound)?;
        let current = whole.rollup.version;
        if current == known.version && whole.rollup.id == known.id {
            return Ok(whole);
        }
        Err(StoreError::Conflict { current })
    }
}

impl Whole {
    fn change(&mut self, change: &RollupChange) {
        if change.anew {
            *self = Self::default();
        }
        self.rollup = change.rollup.clone();
        for part in &change.parts {
            if part.facts.is_empty() {
                self.parts.remove(&part.start);
            } else {
                self.parts.insert(part.start, part.clone());
            }
        }
        for record in &change.records {
            if record.starts.is_empty() {
                self.records.remove(&record.address);
            } else {
                let starts = record.starts.clone();
                self.records.insert(record.address.clone(), starts);
            }
        }
    }
}

#[async_trait]
impl Rollups for MemoryStore {
    async fn rollup(&self, tenant: &str, name: &str) -> Result<Option<StoredRollup>, StoreError> {
        let at = (tenant.to_owned(), name.to_owned());
        Ok(self
            .read()
            .rollups
            .get(&at)
            .map(|whole| whole.rollup.clone()))
    }

    async fn rollup_parts(
        &self,
        rollup: &StoredRollup,
        parts: Parts<'_>,
    ) -> Result<Vec<RollupPart>, StoreError> {
        let tables = self.read();
        let all = &tables.whole(rollup)?.parts;
        Ok(match parts {
            Parts::Whole(starts) => {
                let known = all.values();
                let known = known.filter(|part| starts.contains(&part.start));
                known.cloned().collect()
            }
            Parts::States(after, limit) => {
                let behind = all.values();
                let behind = behind.filter(|part| after.is_none_or(|after| part.start > after));
                let states = behind.take(limit).map(|part| RollupPart {
                    facts: Vec::new(),
                    ..part.clone()
                });
                states.collect()
            }
        })
    }

    async fn rollup_records(
        &self,
        rollup: &StoredRollup,
        records: &[Address],
    ) -> Result<Vec<RollupRecord>, StoreError> {
        let tables = self.read();
        let at = (rollup.tenant.clone(), rollup.name.clone());
        let Some(whole) = tables.rollups.get(&at) else {
            return Ok(Vec::new());
        };
        let mut records: Vec<&Address> = records.iter().collect();
        records.sort_unstable();
        let known = records.into_iter().filter_map(|address| {
            Some(RollupRecord {
                address: address.clone(),
                starts: whole.records.get(address)?.clone(),
            })
        });
        Ok(known.collect())
    }

    async fn keep_rollup(&self, change: &RollupChange) -> Result<(), StoreError> {
        let mut tables = self.write();
        let before = StoredRollup {
            version: change.rollup.version.saturating_sub(1),
            ..change.rollup.clone()
        };
        let at = (before.tenant.clone(), before.name.clone());
        match tables.whole(&before) {
            Err(StoreError::NotFound) if before.version == 0 => {}
            known => drop(known?),
        }
        tables.rollups.entry(at).or_default().change(change);
        Ok(())
    }

    async fn rollups(
        &self,
        after: Option<(&str, &str)>,
        limit: usize,
    ) -> Result<Vec<StoredRollup>, StoreError> {
        let tables = self.read();
        let all = tables.rollups.values().map(|whole| &whole.rollup);
        let behind = all.filter(|rollup| {
            after.is_none_or(|after| (rollup.tenant.as_str(), rollup.name.as_str()) > after)
        });
        Ok(behind.take(limit).cloned().collect())
    }

    async fn forget_rollups(&self, before: i64) -> Result<u64, StoreError> {
        let mut tables = self.write();
        let all = tables.rollups.len();
        tables.rollups.retain(|_, whole| whole.rollup.at >= before);
        Ok(super::ports::gone(all, tables.rollups.len()))
    }
}
