//! The store that needs nothing: for tests, browsers and previews.

use std::collections::BTreeMap;
use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use async_trait::async_trait;

use super::error::StoreError;
use super::record::{Page, PageRequest, Records, StoredRecord};
use super::selection::Selection;

/// Tenant, kind, identifier or key.
type Address = (String, String, String);

/// Records in memory.
#[derive(Debug, Default)]
pub struct MemoryStore {
    tables: RwLock<Tables>,
}

#[derive(Debug, Default)]
struct Tables {
    records: BTreeMap<Address, StoredRecord>,
    /// Who holds each unique key.
    keys: BTreeMap<Address, String>,
}

fn address(tenant: &str, kind: &str, id: &str) -> Address {
    (tenant.to_owned(), kind.to_owned(), id.to_owned())
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

impl Tables {
    fn check_keys(&self, record: &StoredRecord) -> Result<(), StoreError> {
        for key in &record.keys {
            let holder = self.keys.get(&address(&record.tenant, &record.kind, key));
            if holder.is_some_and(|holder| *holder != record.id) {
                let what = key.split('=').next().unwrap_or_default().to_owned();
                return Err(StoreError::UniqueViolation { what });
            }
        }
        Ok(())
    }

    fn put(&mut self, record: &StoredRecord) {
        let at = address(&record.tenant, &record.kind, &record.id);
        self.drop_keys(&at);
        for key in &record.keys {
            let key = address(&record.tenant, &record.kind, key);
            self.keys.insert(key, record.id.clone());
        }
        self.records.insert(at, record.clone());
    }

    fn drop_keys(&mut self, at: &Address) {
        let (tenant, kind, _) = at;
        let keys = self.records.get(at).map(|record| record.keys.clone());
        for key in keys.unwrap_or_default() {
            self.keys.remove(&address(tenant, kind, &key));
        }
    }

    fn at_version(&self, at: &Address, version: i64) -> Result<(), StoreError> {
        let stored = self.records.get(at).ok_or(StoreError::NotFound)?;
        if stored.version == version {
            return Ok(());
        }
        Err(StoreError::Conflict {
            current: stored.version,
        })
    }
}

#[async_trait]
impl Records for MemoryStore {
    async fn get(
        &self,
        tenant: &str,
        kind: &str,
        id: &str,
    ) -> Result<Option<StoredRecord>, StoreError> {
        Ok(self.read().records.get(&address(tenant, kind, id)).cloned())
    }

    async fn find(
        &self,
        tenant: &str,
        kind: &str,
        key: &str,
    ) -> Result<Option<StoredRecord>, StoreError> {
        let tables = self.read();
        let id = tables.keys.get(&address(tenant, kind, key));
        let record = id.and_then(|id| tables.records.get(&address(tenant, kind, id)));
        Ok(record.cloned())
    }

    async fn insert(&self, record: &StoredRecord) -> Result<(), StoreError> {
        let mut tables = self.write();
        let at = address(&record.tenant, &record.kind, &record.id);
        if tables.records.contains_key(&at) {
            let what = "id".to_owned();
            return Err(StoreError::UniqueViolation { what });
        }
        tables.check_keys(record)?;
        tables.put(record);
        Ok(())
    }

    async fn replace(&self, record: &StoredRecord) -> Result<(), StoreError> {
        let mut tables = self.write();
        let at = address(&record.tenant, &record.kind, &record.id);
        tables.at_version(&at, record.version - 1)?;
        tables.check_keys(record)?;
        tables.put(record);
        Ok(())
    }

    async fn delete(
        &self,
        tenant: &str,
        kind: &str,
        id: &str,
        version: i64,
    ) -> Result<(), StoreError> {
        let mut tables = self.write();
        let at = address(tenant, kind, id);
        tables.at_version(&at, version)?;
        tables.drop_keys(&at);
        tables.records.remove(&at);
        Ok(())
    }

    async fn list(
        &self,
        selection: &Selection<'_>,
        page: PageRequest<'_>,
    ) -> Result<Page, StoreError> {
        let tables = self.read();
        let of_kind = tables.records.values();
        let mut of_kind: Vec<&StoredRecord> = of_kind
            .filter(|record| record.kind == selection.kind())
            .filter(|record| {
                let place = (record.id.as_str(), record.tenant.as_str());
                page.after.is_none_or(|after| place > after)
            })
            .collect();
        of_kind.sort_by(|a, b| (&a.id, &a.tenant).cmp(&(&b.id, &b.tenant)));
        let mut records = Vec::new();
        for record in of_kind {
            if !selection.admits(record)? {
                continue;
            }
            if records.len() == page.limit {
                return Ok(Page {
                    records,
                    more: true,
                });
            }
            records.push(record.clone());
        }
        Ok(Page {
            records,
            more: false,
        })
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
