//! Reading records.

use async_trait::async_trait;

use super::{MemoryStore, Tables};
use crate::store::address::Address;
use crate::store::commit::Slot;
use crate::store::error::StoreError;
use crate::store::record::{Archived, Count, Page, PageRequest, Records, StoredRecord};
use crate::store::section::Section;
use crate::store::selection::Selection;

impl Tables {
    /// The records of a kind that a request asks for, in its order.
    fn asked_for<'t>(&'t self, kind: &str, request: &PageRequest) -> Vec<&'t StoredRecord> {
        let place = |record: &StoredRecord| {
            let Address { id, tenant, .. } = &record.address;
            (id.clone(), tenant.clone())
        };
        let behind = |record: &StoredRecord| match &request.after {
            None => true,
            Some(after) if request.newest_first => place(record) < *after,
            Some(after) => place(record) > *after,
        };
        let records = self.records.values();
        let mut records: Vec<&StoredRecord> = records
            .filter(|record| record.address.kind == kind)
            .filter(|record| is_meant(record, request) && behind(record))
            .collect();
        records.sort_by_key(|record| place(record));
        if request.newest_first {
            records.reverse();
        }
        records
    }
}

/// Whether a request asks for such a record, wherever it stands.
fn is_meant(record: &StoredRecord, request: &PageRequest) -> bool {
    let archived = match request.archived {
        Archived::Without => record.archived_at.is_none(),
        Archived::Only => record.archived_at.is_some(),
        Archived::With => true,
    };
    let tenant = request.tenant.as_ref();
    archived
        && tenant.is_none_or(|tenant| *tenant == record.address.tenant)
        && request.conditions.iter().all(|one| one.holds(record))
}

#[async_trait]
impl Records for MemoryStore {
    async fn get(&self, address: &Address) -> Result<Option<StoredRecord>, StoreError> {
        Ok(self.read().records.get(address).cloned())
    }

    async fn find(
        &self,
        tenant: &str,
        kind: &str,
        key: &str,
    ) -> Result<Option<StoredRecord>, StoreError> {
        let tables = self.read();
        let id = tables.keys.get(&Address::new(tenant, kind, key));
        let record = id.and_then(|id| tables.records.get(&Address::new(tenant, kind, id)));
        Ok(record.cloned())
    }

    async fn taken(
        &self,
        tenant: &str,
        kind: &str,
        within: &Slot,
    ) -> Result<Vec<Slot>, StoreError> {
        let tables = self.read();
        let held = tables.slots.iter();
        let held = held.filter(|(at, _)| at.tenant == tenant && at.kind == kind);
        let taken = held.flat_map(|(_, slots)| slots);
        let taken = taken.filter(|taken| taken.meets(within));
        let mut taken: Vec<Slot> = taken.cloned().collect();
        taken.sort_unstable();
        Ok(taken)
    }

    async fn list(
        &self,
        selection: &Selection<'_>,
        request: &PageRequest,
    ) -> Result<Page, StoreError> {
        let tables = self.read();
        let mut page = Page::default();
        for record in tables.asked_for(selection.kind(), request) {
            if !selection.admits(record)? {
                continue;
            }
            if page.records.len() == request.limit {
                page.more = true;
                break;
            }
            page.records.push(record.clone());
        }
        Ok(page)
    }

    async fn count(
        &self,
        selection: &Selection<'_>,
        request: &PageRequest,
    ) -> Result<Count, StoreError> {
        let tables = self.read();
        let limit = u64::try_from(request.limit).unwrap_or(u64::MAX);
        let mut found = 0;
        for record in tables.asked_for(selection.kind(), request) {
            if selection.admits(record)? {
                if found == limit {
                    let complete = false;
                    return Ok(Count { found, complete });
                }
                found += 1;
            }
        }
        let complete = true;
        Ok(Count { found, complete })
    }

    async fn owned(
        &self,
        tenant: &str,
        owner: &str,
        after: Option<&Address>,
        limit: usize,
    ) -> Result<Page, StoreError> {
        let tables = self.read();
        let mut records = tables
            .records
            .values()
            .filter(|record| record.address.tenant == tenant)
            .filter(|record| record.owner.as_deref() == Some(owner))
            .filter(|record| after.is_none_or(|after| record.address > *after));
        let page = records.by_ref().take(limit).cloned().collect();
        Ok(Page {
            records: page,
            more: records.next().is_some(),
        })
    }

    async fn sections(&self, address: &Address) -> Result<Vec<Section>, StoreError> {
        let tables = self.read();
        let sections = tables.sections.get(address);
        let sections = sections.into_iter().flat_map(|sections| sections.values());
        Ok(sections.cloned().collect())
    }
}
