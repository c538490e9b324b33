//! Records, with their sections and versions.

use async_trait::async_trait;
use profilekit::store::{
    Address, Archived, Count, History, Page, PageRequest, PastVersion, Records, Section, Selection,
    Slot, StoreError, StoredRecord,
};

use crate::commit::Held;
use crate::pairs::{Pairs, key, number};
use crate::store::JournalStore;

/// The parts of the keys of what belongs to a record. The kind comes first: lists are of a kind.
pub(crate) fn parts<'a>(table: &'a str, at: &'a Address) -> [&'a str; 4] {
    [table, &at.kind, &at.tenant, &at.id]
}

/// The records of a kind that a request asks for and a selection admits, in the request's order.
fn selected(
    pairs: &Pairs,
    selection: &Selection<'_>,
    request: &PageRequest,
) -> Result<Vec<StoredRecord>, StoreError> {
    let records = pairs.all(&["record", selection.kind()]);
    let records: Vec<StoredRecord> = records.collect::<Result<_, _>>()?;
    let mut selected = Vec::new();
    for record in records {
        if is_meant(&record, request) && selection.admits(&record)? {
            selected.push(record);
        }
    }
    selected.sort_by(|one, other| place(one).cmp(&place(other)));
    if request.newest_first {
        selected.reverse();
    }
    Ok(selected)
}

fn place(record: &StoredRecord) -> (&str, &str) {
    (&record.address.id, &record.address.tenant)
}

fn is_meant(record: &StoredRecord, request: &PageRequest) -> bool {
    let aside = record.archived_at.is_some();
    let archived = match request.archived {
        Archived::Without => !aside,
        Archived::Only => aside,
        Archived::With => true,
    };
    let after = request.after.as_ref();
    let behind = after.is_none_or(|(id, tenant)| match request.newest_first {
        true => place(record) < (id, tenant),
        false => place(record) > (id, tenant),
    });
    let tenant = request.tenant.as_ref();
    let tenant = tenant.is_none_or(|tenant| *tenant == record.address.tenant);
    archived && behind && tenant && request.conditions.iter().all(|one| one.holds(record))
}

/// The first of many, and whether there are more.
fn page(mut records: Vec<StoredRecord>, limit: usize) -> Page {
    let more = records.len() > limit;
    records.truncate(limit);
    Page { records, more }
}

#[async_trait]
impl Records for JournalStore {
    async fn get(&self, address: &Address) -> Result<Option<StoredRecord>, StoreError> {
        self.read(|pairs| pairs.get(&key(&parts("record", address))))
    }

    async fn find(
        &self,
        tenant: &str,
        kind: &str,
        unique: &str,
    ) -> Result<Option<StoredRecord>, StoreError> {
        self.read(|pairs| {
            let holder: Option<String> = pairs.get(&key(&["key", kind, tenant, unique]))?;
            let record = holder.map(|id| key(&["record", kind, tenant, &id]));
            record.map_or(Ok(None), |record| pairs.get(&record))
        })
    }

    async fn taken(
        &self,
        tenant: &str,
        kind: &str,
        within: &Slot,
    ) -> Result<Vec<Slot>, StoreError> {
        let held: Vec<Held> = self.read(|pairs| pairs.all(&["held", kind, tenant]).collect())?;
        let taken = held.into_iter().flat_map(|held| held.slots);
        let mut taken: Vec<Slot> = taken.filter(|taken| taken.meets(within)).collect();
        taken.sort_unstable();
        Ok(taken)
    }

    async fn list(
        &self,
        selection: &Selection<'_>,
        request: &PageRequest,
    ) -> Result<Page, StoreError> {
        let selected = self.read(|pairs| selected(pairs, selection, request))?;
        Ok(page(selected, request.limit))
    }

    async fn count(
        &self,
        selection: &Selection<'_>,
        request: &PageRequest,
    ) -> Result<Count, StoreError> {
        let selected = self.read(|pairs| selected(pairs, selection, request))?;
        let found = selected.len().min(request.limit);
        Ok(Count {
            found: u64::try_from(found).unwrap_or(u64::MAX),
            complete: found == selected.len(),
        })
    }

    async fn owned(
        &self,
        tenant: &str,
        owner: &str,
        after: Option<&Address>,
        limit: usize,
    ) -> Result<Page, StoreError> {
        let records: Result<Vec<StoredRecord>, _> =
            self.read(|pairs| Ok(pairs.all(&["record"]).collect()))?;
        let own = records?.into_iter().filter(|record| {
            let of_owner = record.owner.as_deref() == Some(owner);
            let behind = after.is_none_or(|after| record.address > *after);
            record.address.tenant == tenant && of_owner && behind
        });
        Ok(page(own.collect(), limit))
    }

    async fn sections(&self, address: &Address) -> Result<Vec<Section>, StoreError> {
        self.read(|pairs| pairs.all(&parts("section", address)).collect())
    }
}

#[async_trait]
impl History for JournalStore {
    async fn versions(
        &self,
        address: &Address,
        before: Option<i64>,
        limit: usize,
    ) -> Result<Vec<PastVersion>, StoreError> {
        self.read(|pairs| {
            let versions: Vec<PastVersion> = pairs
                .all(&parts("version", address))
                .collect::<Result<_, _>>()?;
            let versions = versions.into_iter().rev();
            let versions = versions.filter(|one| before.is_none_or(|most| one.version < most));
            Ok(versions.take(limit).collect())
        })
    }

    async fn version(
        &self,
        address: &Address,
        version: i64,
    ) -> Result<Option<PastVersion>, StoreError> {
        let [table, kind, tenant, id] = parts("version", address);
        let version = key(&[table, kind, tenant, id, &number(version)]);
        self.read(|pairs| pairs.get(&version))
    }

    async fn forget_versions(&self, kind: &str, before: i64) -> Result<u64, StoreError> {
        self.change(|batch| {
            let versions = batch.pairs.under(&["version", kind], None);
            let versions: Vec<(String, PastVersion)> = versions
                .map(|(key, _)| Ok((key.clone(), batch.pairs.get(key)?)))
                .filter_map(|read: Result<(String, Option<PastVersion>), StoreError>| {
                    read.map(|(key, version)| Some((key, version?))).transpose()
                })
                .collect::<Result<_, _>>()?;
            let record = |key: &str| key.rsplit_once('\0').map(|(of, _)| of.to_owned());
            let mut count = 0;
            for pair in versions.windows(2) {
                let [(key, _), (next, newer)] = pair else {
                    continue;
                };
                if record(key) == record(next) && newer.at < before {
                    batch.remove(key);
                    count += 1;
                }
            }
            Ok(count)
        })
    }
}
