//! Rollups.

use async_trait::async_trait;
use profilekit::store::{
    Address, Commit, Parts, RollupChange, RollupPart, RollupRecord, Rollups, StoreError,
    StoredRollup,
};

use crate::pairs::{Batch, Pairs, key};
use crate::store::JournalStore;

/// A number of either sign so that texts sort as numbers do.
fn ordered(number: i64) -> String {
    format!("{:016x}", number.cast_unsigned() ^ (1 << 63))
}

fn place(rollup: &StoredRollup) -> String {
    key(&["rollup", &rollup.tenant, &rollup.name])
}

fn record(rollup: &StoredRollup, at: &Address) -> String {
    let StoredRollup { tenant, name, .. } = rollup;
    key(&["rolled", tenant, name, &at.tenant, &at.kind, &at.id])
}

/// Refuses a rollup that has another version by now.
fn check(pairs: &Pairs, known: &StoredRollup, version: i64) -> Result<(), StoreError> {
    let stored: Option<StoredRollup> = pairs.get(&place(known))?;
    match stored {
        None if version == 0 => Ok(()),
        None => Err(StoreError::NotFound),
        Some(stored) if stored.version == version && stored.id == known.id => Ok(()),
        Some(stored) => Err(StoreError::Conflict {
            current: stored.version,
        }),
    }
}

fn remove(batch: &mut Batch<'_>, rollup: &StoredRollup) {
    let StoredRollup { tenant, name, .. } = rollup;
    batch.remove(&place(rollup));
    batch.remove_all(&["part", tenant, name]);
    batch.remove_all(&["rolled", tenant, name]);
}

/// What goes for good is in no rollup.
pub(crate) fn forget(batch: &mut Batch<'_>, commit: &Commit) -> Result<(), StoreError> {
    let gone: Vec<&Address> = commit.forgotten().collect();
    if gone.is_empty() && commit.erasure.is_none() {
        return Ok(());
    }
    let all: Vec<StoredRollup> = batch.pairs.all(&["rollup"]).collect::<Result<_, _>>()?;
    for rollup in all {
        let mut records = gone.iter().map(|at| record(&rollup, at));
        let knows = records.any(|place| batch.pairs.0.contains_key(&place));
        let whose = commit.erasure.as_ref();
        let whose = whose.is_some_and(|erasure| {
            (&erasure.tenant, &erasure.person) == (&rollup.tenant, &rollup.reader)
        });
        if knows || whose {
            remove(batch, &rollup);
        }
    }
    Ok(())
}

fn keep(batch: &mut Batch<'_>, change: &RollupChange) -> Result<(), StoreError> {
    let rollup = &change.rollup;
    check(batch.pairs, rollup, rollup.version.saturating_sub(1))?;
    if change.anew {
        remove(batch, rollup);
    }
    batch.put(&place(rollup), rollup)?;
    let StoredRollup { tenant, name, .. } = rollup;
    for part in &change.parts {
        let at = key(&["part", tenant, name, &ordered(part.start)]);
        if part.facts.is_empty() {
            batch.remove(&at);
        } else {
            batch.put(&at, part)?;
        }
    }
    for known in &change.records {
        let at = record(rollup, &known.address);
        if known.starts.is_empty() {
            batch.remove(&at);
        } else {
            batch.put(&at, known)?;
        }
    }
    Ok(())
}

#[async_trait]
impl Rollups for JournalStore {
    async fn rollup(&self, tenant: &str, name: &str) -> Result<Option<StoredRollup>, StoreError> {
        self.read(|pairs| pairs.get(&key(&["rollup", tenant, name])))
    }

    async fn rollup_parts(
        &self,
        rollup: &StoredRollup,
        parts: Parts<'_>,
    ) -> Result<Vec<RollupPart>, StoreError> {
        let StoredRollup { tenant, name, .. } = rollup;
        self.read(|pairs| {
            check(pairs, rollup, rollup.version)?;
            match parts {
                Parts::Whole(starts) => {
                    let mut starts = starts.to_vec();
                    starts.sort_unstable();
                    let places = starts.iter().map(|start| ordered(*start));
                    let found =
                        places.map(|start| pairs.get(&key(&["part", tenant, name, &start])));
                    found.filter_map(Result::transpose).collect()
                }
                Parts::States(after, limit) => {
                    let after = after.map(ordered).unwrap_or_default();
                    let behind = pairs.behind(&["part", tenant, name], &after);
                    let states = behind.take(limit).map(|part| {
                        let part: RollupPart = part?;
                        let facts = Vec::new();
                        Ok(RollupPart { facts, ..part })
                    });
                    states.collect()
                }
            }
        })
    }

    async fn rollup_records(
        &self,
        rollup: &StoredRollup,
        records: &[Address],
    ) -> Result<Vec<RollupRecord>, StoreError> {
        let mut records: Vec<&Address> = records.iter().collect();
        records.sort_unstable();
        self.read(|pairs| {
            let found = records.iter().map(|at| pairs.get(&record(rollup, at)));
            found.filter_map(Result::transpose).collect()
        })
    }

    async fn keep_rollup(&self, change: &RollupChange) -> Result<(), StoreError> {
        self.change(|batch| keep(batch, change))
    }

    async fn rollups(
        &self,
        after: Option<(&str, &str)>,
        limit: usize,
    ) -> Result<Vec<StoredRollup>, StoreError> {
        self.read(|pairs| {
            let after = after.map(|(tenant, name)| key(&[tenant, name]));
            let behind = pairs.behind(&["rollup"], &after.unwrap_or_default());
            behind.take(limit).collect()
        })
    }

    async fn forget_rollups(&self, before: i64) -> Result<u64, StoreError> {
        self.change(|batch| {
            let all: Vec<StoredRollup> = batch.pairs.all(&["rollup"]).collect::<Result<_, _>>()?;
            let old = all.iter().filter(|rollup| rollup.at < before);
            let mut count = 0;
            for rollup in old {
                remove(batch, rollup);
                count += 1;
            }
            Ok(count)
        })
    }
}
