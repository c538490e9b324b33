//! Members, consents, the access log, kept answers, and who does something alone.

use async_trait::async_trait;
use profilekit::store::{
    Access, AccessLog, Consent, Consents, Erasure, Idempotency, Jobs, Mark, Marks, Member, Members,
    Remembered, StoreError,
};
use serde::de::DeserializeOwned;

use crate::pairs::{Batch, key, number};
use crate::store::JournalStore;

impl JournalStore {
    /// Forgets what is older, of everything with this first part; says how many.
    fn forget<T: DeserializeOwned>(
        &self,
        table: &str,
        is_old: impl Fn(&T) -> bool,
    ) -> Result<u64, StoreError> {
        self.change(|batch| {
            let keys = batch.pairs.under(&[table], None);
            let keys: Vec<String> = keys.map(|(key, _)| key.clone()).collect();
            let mut count = 0;
            for key in keys {
                if batch.pairs.get(&key)?.as_ref().is_some_and(&is_old) {
                    batch.remove(&key);
                    count += 1;
                }
            }
            Ok(count)
        })
    }
}

#[async_trait]
impl Members for JournalStore {
    async fn member(&self, tenant: &str, user: &str) -> Result<Option<Member>, StoreError> {
        self.read(|pairs| pairs.get(&key(&["member", tenant, user])))
    }

    async fn members(
        &self,
        tenant: &str,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<Member>, StoreError> {
        self.read(|pairs| match after {
            Some(after) => {
                let behind = pairs.behind(&["member", tenant], after);
                behind.take(limit).collect()
            }
            None => pairs.all(&["member", tenant]).take(limit).collect(),
        })
    }
}

#[async_trait]
impl Consents for JournalStore {
    async fn consents(&self, tenant: &str, user: &str) -> Result<Vec<Consent>, StoreError> {
        self.read(|pairs| pairs.all(&["consent", tenant, user]).collect())
    }
}

/// Adds reads, without those that name somebody who was erased since.
pub(crate) fn put_accesses(batch: &mut Batch<'_>, accesses: &[Access]) -> Result<(), StoreError> {
    for access in accesses {
        let since = batch.pairs.behind(&["erasure"], &number(access.at));
        let since: Vec<Erasure> = since.collect::<Result<_, _>>()?;
        if !since.iter().any(|erasure| erasure.forgets(access)) {
            let at = ["access", &access.address.tenant, &access.owner, &access.id];
            batch.put(&key(&at), access)?;
        }
    }
    Ok(())
}

#[async_trait]
impl AccessLog for JournalStore {
    async fn log(&self, accesses: &[Access]) -> Result<(), StoreError> {
        self.change(|batch| put_accesses(batch, accesses))
    }

    async fn accesses(
        &self,
        tenant: &str,
        owner: &str,
        before: Option<&str>,
        limit: usize,
    ) -> Result<Vec<Access>, StoreError> {
        self.read(|pairs| {
            let log = pairs.all(&["access", tenant, owner]);
            let log: Vec<Access> = log.collect::<Result<_, _>>()?;
            let log = log.into_iter().rev();
            let log = log.filter(|access| before.is_none_or(|before| *access.id < *before));
            Ok(log.take(limit).collect())
        })
    }

    async fn forget_accesses(&self, before: i64) -> Result<u64, StoreError> {
        self.forget("access", |access: &Access| access.at < before)
    }
}

#[async_trait]
impl Idempotency for JournalStore {
    async fn remembered(
        &self,
        tenant: &str,
        actor: &str,
        name: &str,
    ) -> Result<Option<Remembered>, StoreError> {
        self.read(|pairs| pairs.get(&key(&["remembered", tenant, actor, name])))
    }

    async fn forget_remembered(&self, before: i64) -> Result<u64, StoreError> {
        self.forget("remembered", |answer: &Remembered| answer.at < before)
    }
}

#[async_trait]
impl Jobs for JournalStore {
    async fn acquire(
        &self,
        name: &str,
        holder: &str,
        now: i64,
        until: i64,
    ) -> Result<bool, StoreError> {
        self.change(|batch| {
            let place = key(&["right", name]);
            let right: Option<(String, i64)> = batch.pairs.get(&place)?;
            if right.is_some_and(|(known, until)| known != holder && until > now) {
                return Ok(false);
            }
            batch.put(&place, &(holder, until))?;
            Ok(true)
        })
    }

    async fn release(&self, name: &str, holder: &str) -> Result<(), StoreError> {
        self.change(|batch| {
            let place = key(&["right", name]);
            let right: Option<(String, i64)> = batch.pairs.get(&place)?;
            if right.is_some_and(|(known, _)| known == holder) {
                batch.remove(&place);
            }
            Ok(())
        })
    }

    async fn job(&self, name: &str) -> Result<Option<String>, StoreError> {
        self.read(|pairs| pairs.get(&key(&["job", name])))
    }

    async fn save_job(&self, name: &str, state: &str) -> Result<(), StoreError> {
        self.change(|batch| batch.put(&key(&["job", name]), state))
    }
}

#[async_trait]
impl Marks for JournalStore {
    async fn marks(&self, tenant: &str, user: &str) -> Result<Vec<Mark>, StoreError> {
        self.read(|pairs| pairs.all(&["mark", tenant, user]).collect())
    }

    async fn set_mark(&self, mark: &Mark) -> Result<(), StoreError> {
        self.change(|batch| {
            let at = ["mark", &mark.tenant, &mark.user, &mark.kind, &mark.record];
            let known: Option<Mark> = batch.pairs.get(&key(&at))?;
            if known.is_some_and(|known| known.place >= mark.place) {
                return Ok(());
            }
            batch.put(&key(&at), mark)
        })
    }
}
