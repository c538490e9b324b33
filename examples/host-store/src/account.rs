//! Reading the account of changes.

use std::cmp::Reverse;

use async_trait::async_trait;
use profilekit::privacy::{Digest, Link};
use profilekit::store::{Account, AccountRequest, Checkpoint, StoreError};

use crate::commit::CHAIN;
use crate::pairs::{key, number};
use crate::store::JournalStore;

fn is_meant(link: &Link, request: &AccountRequest) -> bool {
    let entry = &link.entry;
    let tenant = request.tenant.as_ref();
    let record = request.record.as_ref();
    let actor = request.actor.as_ref();
    let named = link.detail.as_ref().map(|detail| &detail.actor);
    tenant.is_none_or(|tenant| *tenant == entry.tenant)
        && record.is_none_or(|(kind, id)| (kind, id) == (&entry.kind, &entry.record))
        && actor.is_none_or(|actor| named == Some(actor))
        && request.before.is_none_or(|before| place(link) < before)
}

fn place(link: &Link) -> (i64, u32, i64) {
    (link.entry.at, link.chain, link.number)
}

#[async_trait]
impl Account for JournalStore {
    async fn chains(&self) -> Result<Vec<(u32, i64, Digest)>, StoreError> {
        self.read(|pairs| {
            let last: Option<Link> = pairs.all(&["link"]).next_back().transpose()?;
            let last = last.map(|link| (link.chain, link.number, link.hash));
            Ok(last.into_iter().collect())
        })
    }

    async fn links(&self, chain: u32, after: i64, limit: usize) -> Result<Vec<Link>, StoreError> {
        if chain != CHAIN {
            return Ok(Vec::new());
        }
        let after = number(after);
        self.read(|pairs| pairs.behind(&["link"], &after).take(limit).collect())
    }

    async fn account(&self, request: &AccountRequest) -> Result<Vec<Link>, StoreError> {
        let links: Result<Vec<Link>, _> = self.read(|pairs| Ok(pairs.all(&["link"]).collect()))?;
        let mut links = links?;
        links.retain(|link| is_meant(link, request));
        links.sort_by_key(|link| Reverse(place(link)));
        links.truncate(request.limit);
        Ok(links)
    }

    async fn note_checkpoints(&self, checkpoints: &[Checkpoint]) -> Result<(), StoreError> {
        self.change(|batch| {
            for noted in checkpoints {
                let chain = number(i64::from(noted.chain));
                let place = key(&["checkpoint", &chain, &number(noted.number)]);
                // What was noted first holds: whoever notes it later may have altered it.
                if !batch.pairs.0.contains_key(&place) {
                    batch.put(&place, noted)?;
                }
            }
            Ok(())
        })
    }

    async fn checkpoints(&self) -> Result<Vec<Checkpoint>, StoreError> {
        self.read(|pairs| pairs.all(&["checkpoint"]).collect())
    }
}
