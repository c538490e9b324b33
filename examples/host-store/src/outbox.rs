//! Delivering events.

use std::collections::BTreeSet;

use async_trait::async_trait;
use profilekit::store::{
    Address, Backlog, Claim, Delivery, Outbox, Replay, Settled, Settlement, StoreError, StoredEvent,
};
use serde::{Deserialize, Serialize};

use crate::pairs::{Batch, Pairs, key, number};
use crate::store::JournalStore;

/// An event, and who works on it until when.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Announced {
    pub(crate) stored: StoredEvent,
    pub(crate) lease: Option<(String, i64)>,
}

impl Announced {
    fn is_free(&self, now: i64) -> bool {
        let busy = self.lease.as_ref().is_some_and(|(_, until)| *until > now);
        !busy && self.stored.due_at <= now
    }

    fn is_held_by(&self, holder: &str) -> bool {
        self.lease
            .as_ref()
            .is_some_and(|(known, _)| known == holder)
    }

    fn settle(&mut self, how: &Settlement) {
        self.lease = None;
        let stored = &mut self.stored;
        match how {
            Settlement::Released => return,
            Settlement::Delivered => stored.delivery = Delivery::Delivered,
            Settlement::Retry { due_at, error } => {
                stored.due_at = *due_at;
                stored.error.clone_from(error);
            }
            Settlement::Dead { error } => {
                stored.delivery = Delivery::Dead;
                stored.error.clone_from(error);
            }
        }
        stored.attempts = stored.attempts.saturating_add(1);
    }
}

fn place(sequence: i64) -> String {
    key(&["event", &number(sequence)])
}

fn announced(pairs: &Pairs, after: i64) -> Result<Vec<Announced>, StoreError> {
    pairs.behind(&["event"], &number(after)).collect()
}

fn put(batch: &mut Batch<'_>, announced: &Announced) -> Result<(), StoreError> {
    batch.put(&place(announced.stored.sequence), announced)
}

/// Takes events on, in order. One that is busy or not due holds up the later ones of its record.
fn claim(batch: &mut Batch<'_>, claim: &Claim) -> Result<Vec<StoredEvent>, StoreError> {
    let mut held_up: BTreeSet<Address> = BTreeSet::new();
    let mut taken = Vec::new();
    for mut announced in announced(batch.pairs, 0)? {
        let address = &announced.stored.event.address;
        if taken.len() == claim.limit {
            break;
        }
        if announced.stored.delivery != Delivery::Pending || held_up.contains(address) {
            continue;
        }
        if !announced.is_free(claim.now) {
            held_up.insert(address.clone());
            continue;
        }
        announced.lease = Some((claim.holder.clone(), claim.until));
        put(batch, &announced)?;
        taken.push(announced.stored);
    }
    Ok(taken)
}

fn settle(batch: &mut Batch<'_>, holder: &str, settled: &Settled) -> Result<bool, StoreError> {
    let announced: Option<Announced> = batch.pairs.get(&place(settled.sequence))?;
    let Some(mut announced) = announced.filter(|announced| announced.is_held_by(holder)) else {
        return Ok(false);
    };
    announced.settle(&settled.how);
    put(batch, &announced)?;
    Ok(true)
}

fn is_meant(which: Replay<'_>, stored: &StoredEvent) -> bool {
    match which {
        Replay::Dead => stored.delivery == Delivery::Dead,
        Replay::Between(from, until) => (from..until).contains(&stored.event.at),
        Replay::Places(first, last) => (first..=last).contains(&stored.sequence),
        Replay::Event(id) => stored.event.id == id,
    }
}

impl JournalStore {
    /// Events behind a place that are such, in order.
    fn such_events(
        &self,
        after: i64,
        limit: usize,
        such: impl Fn(&StoredEvent) -> bool,
    ) -> Result<Vec<StoredEvent>, StoreError> {
        let events = self.read(|pairs| announced(pairs, after))?;
        let events = events.into_iter().map(|announced| announced.stored);
        Ok(events.filter(such).take(limit).collect())
    }
}

#[async_trait]
impl Outbox for JournalStore {
    async fn claim(&self, wanted: &Claim) -> Result<Vec<StoredEvent>, StoreError> {
        self.change(|batch| claim(batch, wanted))
    }

    async fn settle(&self, holder: &str, settled: &[Settled]) -> Result<usize, StoreError> {
        self.change(|batch| {
            let mut held = 0;
            for one in settled {
                held += usize::from(settle(batch, holder, one)?);
            }
            Ok(held)
        })
    }

    async fn backlog(&self) -> Result<Backlog, StoreError> {
        let mut backlog = Backlog::default();
        for stored in self.such_events(0, usize::MAX, |_| true)? {
            match stored.delivery {
                Delivery::Delivered => backlog.delivered += 1,
                Delivery::Dead => backlog.dead += 1,
                Delivery::Pending => {
                    backlog.pending += 1;
                    let oldest = backlog.oldest_at.unwrap_or(i64::MAX);
                    backlog.oldest_at = Some(oldest.min(stored.event.at));
                }
            }
        }
        Ok(backlog)
    }

    async fn events(
        &self,
        tenant: Option<&str>,
        after: i64,
        limit: usize,
    ) -> Result<Vec<StoredEvent>, StoreError> {
        let of_tenant = |stored: &StoredEvent| {
            tenant.is_none_or(|tenant| stored.event.address.tenant == tenant)
        };
        self.such_events(after, limit, of_tenant)
    }

    async fn dead(&self, after: i64, limit: usize) -> Result<Vec<StoredEvent>, StoreError> {
        self.such_events(after, limit, |stored| stored.delivery == Delivery::Dead)
    }

    async fn replay(&self, which: Replay<'_>, now: i64) -> Result<u64, StoreError> {
        self.change(|batch| {
            let mut count = 0;
            for mut announced in announced(batch.pairs, 0)? {
                let stored = &mut announced.stored;
                if stored.delivery != Delivery::Pending && is_meant(which, stored) {
                    stored.delivery = Delivery::Pending;
                    (stored.attempts, stored.due_at) = (0, now);
                    stored.error.clear();
                    put(batch, &announced)?;
                    count += 1;
                }
            }
            Ok(count)
        })
    }

    async fn forget_delivered(&self, before: i64) -> Result<u64, StoreError> {
        self.change(|batch| {
            let mut count = 0;
            for announced in announced(batch.pairs, 0)? {
                let stored = announced.stored;
                if stored.delivery == Delivery::Delivered && stored.event.at < before {
                    batch.remove(&place(stored.sequence));
                    count += 1;
                }
            }
            Ok(count)
        })
    }
}
