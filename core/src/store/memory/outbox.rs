//! Delivering events.

use std::collections::BTreeSet;

use async_trait::async_trait;

use super::{MemoryStore, Tables};
use crate::store::error::StoreError;
use crate::store::event::{
    Backlog, Claim, Delivery, Outbox, Replay, Settled, Settlement, StoredEvent,
};

impl Tables {
    fn claim(&mut self, claim: &Claim) -> Vec<StoredEvent> {
        let mut held_up = BTreeSet::new();
        let mut taken = Vec::new();
        for (sequence, stored) in &self.events {
            if taken.len() == claim.limit {
                break;
            }
            if stored.delivery != Delivery::Pending || held_up.contains(&stored.event.address) {
                continue;
            }
            let lease = self.leases.get(sequence);
            let busy = lease.is_some_and(|(_, until)| *until > claim.now);
            if busy || stored.due_at > claim.now {
                held_up.insert(stored.event.address.clone());
            } else {
                taken.push(stored.clone());
            }
        }
        for stored in &taken {
            let lease = (claim.holder.clone(), claim.until);
            self.leases.insert(stored.sequence, lease);
        }
        taken
    }

    fn settle(&mut self, holder: &str, settled: &Settled) -> bool {
        let sequence = settled.sequence;
        let lease = self.leases.get(&sequence);
        let held = lease.is_some_and(|(known, _)| known == holder);
        let Some(stored) = self.events.get_mut(&sequence).filter(|_| held) else {
            return false;
        };
        self.leases.remove(&sequence);
        match &settled.how {
            Settlement::Released => return true,
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
        true
    }
}

fn is_meant(which: Replay<'_>, stored: &StoredEvent) -> bool {
    match which {
        Replay::Dead => stored.delivery == Delivery::Dead,
        Replay::Between(from, until) => (from..until).contains(&stored.event.at),
        Replay::Places(first, last) => (first..=last).contains(&stored.sequence),
        Replay::Event(id) => stored.event.id == id,
    }
}

#[async_trait]
impl Outbox for MemoryStore {
    async fn claim(&self, claim: &Claim) -> Result<Vec<StoredEvent>, StoreError> {
        Ok(self.write().claim(claim))
    }

    async fn settle(&self, holder: &str, settled: &[Settled]) -> Result<usize, StoreError> {
        let mut tables = self.write();
        let held = settled.iter().filter(|one| tables.settle(holder, one));
        Ok(held.count())
    }

    async fn backlog(&self) -> Result<Backlog, StoreError> {
        let tables = self.read();
        let mut backlog = Backlog::default();
        for stored in tables.events.values() {
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
        let tables = self.read();
        let events = tables.events.range(after.saturating_add(1)..);
        let events = events.map(|(_, stored)| stored);
        let of_tenant = |stored: &&StoredEvent| {
            tenant.is_none_or(|tenant| stored.event.address.tenant == tenant)
        };
        Ok(events.filter(of_tenant).take(limit).cloned().collect())
    }

    async fn dead(&self, after: i64, limit: usize) -> Result<Vec<StoredEvent>, StoreError> {
        let tables = self.read();
        let events = tables.events.range(after.saturating_add(1)..);
        let events = events.map(|(_, stored)| stored);
        let dead = events.filter(|stored| stored.delivery == Delivery::Dead);
        Ok(dead.take(limit).cloned().collect())
    }

    async fn replay(&self, which: Replay<'_>, now: i64) -> Result<u64, StoreError> {
        let mut tables = self.write();
        let events = tables.events.values_mut();
        let mut count = 0;
        for stored in events.filter(|stored| stored.delivery != Delivery::Pending) {
            if is_meant(which, stored) {
                stored.delivery = Delivery::Pending;
                (stored.attempts, stored.due_at) = (0, now);
                stored.error.clear();
                count += 1;
            }
        }
        Ok(count)
    }

    async fn forget_delivered(&self, before: i64) -> Result<u64, StoreError> {
        let mut tables = self.write();
        let all = tables.events.len();
        tables.events.retain(|_, stored| {
            stored.delivery != Delivery::Delivered || stored.event.at >= before
        });
        Ok(u64::try_from(all - tables.events.len()).unwrap_or(u64::MAX))
    }
}
