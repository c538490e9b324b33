//! The small ports.

use async_trait::async_trait;

use super::MemoryStore;
use crate::privacy::{Digest, Link};
use crate::store::access_log::{Access, AccessLog};
use crate::store::account::{Account, AccountRequest, Checkpoint};
use crate::store::address::Address;
use crate::store::consent::{Consent, Consents};
use crate::store::error::StoreError;
use crate::store::history::{History, PastVersion};
use crate::store::idempotency::{Idempotency, Remembered};
use crate::store::job::Jobs;
use crate::store::mark::{Mark, Marks};
use crate::store::member::{Member, Members};

/// How many are left out of so many.
pub(super) fn gone(before: usize, after: usize) -> u64 {
    u64::try_from(before.saturating_sub(after)).unwrap_or(u64::MAX)
}

#[async_trait]
impl History for MemoryStore {
    async fn versions(
        &self,
        address: &Address,
        before: Option<i64>,
        limit: usize,
    ) -> Result<Vec<PastVersion>, StoreError> {
        let tables = self.read();
        let versions = tables.versions.get(address).into_iter().flatten().rev();
        let versions = versions.filter(|(number, _)| before.is_none_or(|most| **number < most));
        let versions = versions.map(|(_, version)| version.clone());
        Ok(versions.take(limit).collect())
    }

    async fn version(
        &self,
        address: &Address,
        version: i64,
    ) -> Result<Option<PastVersion>, StoreError> {
        let tables = self.read();
        let versions = tables.versions.get(address);
        Ok(versions.and_then(|versions| versions.get(&version).cloned()))
    }

    async fn forget_versions(&self, kind: &str, before: i64) -> Result<u64, StoreError> {
        let mut tables = self.write();
        let of_kind = tables.versions.iter_mut();
        let mut count = 0;
        for (_, versions) in of_kind.filter(|(at, _)| at.kind == kind) {
            let newer = versions.values().filter(|one| one.at < before);
            let Some(newest) = newer.map(|one| one.version).max() else {
                continue;
            };
            let left = versions.split_off(&newest);
            count += u64::try_from(versions.len()).unwrap_or(u64::MAX);
            *versions = left;
        }
        Ok(count)
    }
}

#[async_trait]
impl Account for MemoryStore {
    async fn chains(&self) -> Result<Vec<(u32, i64, Digest)>, StoreError> {
        let tables = self.read();
        let last = tables.links.last();
        let last = last.map(|link| (link.chain, link.number, link.hash));
        Ok(last.into_iter().collect())
    }

    async fn links(&self, chain: u32, after: i64, limit: usize) -> Result<Vec<Link>, StoreError> {
        let tables = self.read();
        let links = tables.links.iter();
        let links = links.filter(|link| link.chain == chain && link.number > after);
        Ok(links.take(limit).cloned().collect())
    }

    async fn account(&self, request: &AccountRequest) -> Result<Vec<Link>, StoreError> {
        let tables = self.read();
        let meant = |link: &&Link| {
            let entry = &link.entry;
            let tenant = request.tenant.as_ref();
            let record = request.record.as_ref();
            let actor = request.actor.as_ref();
            let detail = link.detail.as_ref().map(|detail| &detail.actor);
            let place = (entry.at, link.chain, link.number);
            tenant.is_none_or(|tenant| *tenant == entry.tenant)
                && record.is_none_or(|(kind, id)| (kind, id) == (&entry.kind, &entry.record))
                && actor.is_none_or(|actor| detail == Some(actor))
                && request.before.is_none_or(|before| place < before)
        };
        let mut links: Vec<&Link> = tables.links.iter().filter(meant).collect();
        links.sort_by_key(|link| std::cmp::Reverse((link.entry.at, link.chain, link.number)));
        Ok(links.into_iter().take(request.limit).cloned().collect())
    }

    async fn note_checkpoints(&self, checkpoints: &[Checkpoint]) -> Result<(), StoreError> {
        let mut tables = self.write();
        for checkpoint in checkpoints {
            let known = &tables.checkpoints;
            let mut known = known.iter().map(|known| (known.chain, known.number));
            if !known.any(|place| place == (checkpoint.chain, checkpoint.number)) {
                tables.checkpoints.push(*checkpoint);
            }
        }
        Ok(())
    }

    async fn checkpoints(&self) -> Result<Vec<Checkpoint>, StoreError> {
        let mut checkpoints = self.read().checkpoints.clone();
        checkpoints.sort_unstable();
        Ok(checkpoints)
    }
}

#[async_trait]
impl AccessLog for MemoryStore {
    async fn log(&self, accesses: &[Access]) -> Result<(), StoreError> {
        self.write().put_accesses(accesses);
        Ok(())
    }

    async fn accesses(
        &self,
        tenant: &str,
        owner: &str,
        before: Option<&str>,
        limit: usize,
    ) -> Result<Vec<Access>, StoreError> {
        let tables = self.read();
        let log = tables.accesses.values().rev();
        let log = log.filter(|access| access.address.tenant == tenant && access.owner == owner);
        let log = log.filter(|access| before.is_none_or(|before| *access.id < *before));
        Ok(log.take(limit).cloned().collect())
    }

    async fn forget_accesses(&self, before: i64) -> Result<u64, StoreError> {
        let mut tables = self.write();
        let all = tables.accesses.len();
        tables.accesses.retain(|_, access| access.at >= before);
        Ok(gone(all, tables.accesses.len()))
    }
}

#[async_trait]
impl Members for MemoryStore {
    async fn member(&self, tenant: &str, user: &str) -> Result<Option<Member>, StoreError> {
        let at = (tenant.to_owned(), user.to_owned());
        Ok(self.read().members.get(&at).cloned())
    }

    async fn members(
        &self,
        tenant: &str,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<Member>, StoreError> {
        let tables = self.read();
        let members = tables.members.values();
        let members = members.filter(|member| member.tenant == tenant);
        let members = members.filter(|member| after.is_none_or(|after| *member.user > *after));
        Ok(members.take(limit).cloned().collect())
    }
}

#[async_trait]
impl Consents for MemoryStore {
    async fn consents(&self, tenant: &str, user: &str) -> Result<Vec<Consent>, StoreError> {
        let tables = self.read();
        let of_user = |one: &&Consent| one.tenant == tenant && one.user == user;
        let mut consents: Vec<Consent> = tables.consents.iter().filter(of_user).cloned().collect();
        consents.sort_by(|one, other| one.id.cmp(&other.id));
        Ok(consents)
    }
}

#[async_trait]
impl Idempotency for MemoryStore {
    async fn remembered(
        &self,
        tenant: &str,
        actor: &str,
        key: &str,
    ) -> Result<Option<Remembered>, StoreError> {
        let at = (tenant.to_owned(), actor.to_owned(), key.to_owned());
        Ok(self.read().remembered.get(&at).cloned())
    }

    async fn forget_remembered(&self, before: i64) -> Result<u64, StoreError> {
        let mut tables = self.write();
        let all = tables.remembered.len();
        tables.remembered.retain(|_, answer| answer.at >= before);
        Ok(gone(all, tables.remembered.len()))
    }
}

#[async_trait]
impl Jobs for MemoryStore {
    async fn acquire(
        &self,
        name: &str,
        holder: &str,
        now: i64,
        until: i64,
    ) -> Result<bool, StoreError> {
        let mut tables = self.write();
        let right = tables.rights.get(name);
        if right.is_some_and(|(known, until)| known != holder && *until > now) {
            return Ok(false);
        }
        let right = (holder.to_owned(), until);
        tables.rights.insert(name.to_owned(), right);
        Ok(true)
    }

    async fn release(&self, name: &str, holder: &str) -> Result<(), StoreError> {
        let mut tables = self.write();
        if tables
            .rights
            .get(name)
            .is_some_and(|(known, _)| known == holder)
        {
            tables.rights.remove(name);
        }
        Ok(())
    }

    async fn job(&self, name: &str) -> Result<Option<String>, StoreError> {
        Ok(self.read().jobs.get(name).cloned())
    }

    async fn save_job(&self, name: &str, state: &str) -> Result<(), StoreError> {
        self.write().jobs.insert(name.to_owned(), state.to_owned());
        Ok(())
    }
}

#[async_trait]
impl Marks for MemoryStore {
    async fn marks(&self, tenant: &str, user: &str) -> Result<Vec<Mark>, StoreError> {
        let tables = self.read();
        let marks = tables.marks.iter();
        let marks = marks.filter(|mark| (&*mark.tenant, &*mark.user) == (tenant, user));
        let mut marks: Vec<Mark> = marks.cloned().collect();
        marks.sort();
        Ok(marks)
    }

    async fn set_mark(&self, mark: &Mark) -> Result<(), StoreError> {
        fn about(mark: &Mark) -> [&String; 4] {
            [&mark.tenant, &mark.user, &mark.kind, &mark.record]
        }
        let marks = &mut self.write().marks;
        match marks.iter_mut().find(|known| about(known) == about(mark)) {
            Some(known) => known.place = known.place.max(mark.place),
            None => marks.push(mark.clone()),
        }
        Ok(())
    }
}
