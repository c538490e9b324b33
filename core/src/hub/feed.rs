//! What happened lately, for somebody who may see it.

use super::Hub;
use super::call::Call;
use super::operation::Target;
use super::plan::Desk;
use super::refusal::Refusal;
use crate::store::{Address, StoredEvent, StoredRecord};

/// Something that happened to a record that the subject may read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct News {
    /// Its place among everything that happened.
    pub sequence: i64,
    /// The event's identifier.
    pub id: String,
    /// What happened, such as `message.created`.
    pub name: String,
    /// The record.
    pub address: Address,
    /// The record's version after it.
    pub version: i64,
    /// When, in microseconds since 1970 UTC.
    pub at: i64,
}

/// A part of what happened.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Feed {
    /// What happened, in order.
    pub news: Vec<News>,
    /// How far it was looked at: what comes next is behind this place.
    pub reached: i64,
    /// Whether there is more at once.
    pub more: bool,
}

impl Hub {
    /// What happened behind a place to records of the subject's tenant, and to those that all
    /// tenants share, that it may read now: what a server pushes to somebody who is there. What happened to a record that is gone is told
    /// to nobody.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn feed(&self, call: &Call<'_>, after: i64) -> Result<Feed, Refusal> {
        let Happened {
            events,
            reached,
            more,
        } = self.happened(call, after).await?;
        let mut feed = Feed {
            reached,
            more,
            news: Vec::new(),
        };
        let mut known: Vec<(Address, bool)> = Vec::new();
        for stored in events {
            let address = &stored.event.address;
            let seen = known
                .iter()
                .find(|(at, _)| at == address)
                .map(|(_, seen)| *seen);
            let seen = match seen {
                Some(seen) => seen,
                None => {
                    let seen = self.readable(call, address).await?.is_some();
                    known.push((address.clone(), seen));
                    seen
                }
            };
            if seen {
                feed.news.push(News::of(stored));
            }
        }
        Ok(feed)
    }

    /// What happened to records of the subject's tenant and to those that all share, in order.
    pub(super) async fn happened(&self, call: &Call<'_>, after: i64) -> Result<Happened, Refusal> {
        let limit = self.settings().page;
        let tenancy = self.kernel().model().tenancy.is_some();
        let tenant = Some(call.tenant()).filter(|tenant| tenancy && !tenant.is_empty());
        match tenant {
            Some(tenant) => self.happened_to(tenant, after, limit).await,
            None => {
                let events = self.store().events(None, after, limit).await?;
                Ok(Happened::of(events, after, limit))
            }
        }
    }

    /// What happened to records of a tenant and to those that all tenants share, in order.
    ///
    /// Of the one that is asked for last everything is there up to where the other one reaches:
    /// nothing ever appears before what a store gave back. That holds of the tenant's own only
    /// after it is asked once more.
    async fn happened_to(
        &self,
        tenant: &str,
        after: i64,
        limit: usize,
    ) -> Result<Happened, Refusal> {
        let store = self.store();
        let own = Happened::of(
            store.events(Some(tenant), after, limit).await?,
            after,
            limit,
        );
        let shared = Happened::of(store.events(Some(""), after, limit).await?, after, limit);
        let mut late = Happened::default();
        if !own.more && shared.reached > own.reached {
            let events = store.events(Some(tenant), own.reached, limit).await?;
            late = Happened::of(events, own.reached, limit);
        }
        let whole = [&own, &shared, &late].into_iter().filter(|part| part.more);
        let whole = whole.map(|part| part.reached).min();
        let known = own.reached.max(shared.reached);
        let reached = whole.map_or(known, |whole| whole.min(known));
        let mut events = own.events;
        events.extend(shared.events.into_iter().chain(late.events));
        events.retain(|stored| stored.sequence <= reached);
        events.sort_by_key(|stored| stored.sequence);
        Ok(Happened {
            events,
            reached,
            more: whole.is_some(),
        })
    }

    /// A record, where the subject may read it.
    pub(super) async fn readable(
        &self,
        call: &Call<'_>,
        address: &Address,
    ) -> Result<Option<StoredRecord>, Refusal> {
        let Ok(kind) = self.kernel().kind(&address.kind) else {
            return Ok(None);
        };
        let desk = Desk {
            hub: self,
            call,
            kind,
            action: "feed",
        };
        let target = Target {
            kind: &address.kind,
            id: &address.id,
            tenant: Some(&address.tenant),
            version: None,
        };
        match desk.find(&target).await {
            Ok(record) => Ok(Some(record)),
            Err(refusal) if refusal.is(crate::error::Code::AccessNotVisible) => Ok(None),
            Err(refusal) => Err(refusal),
        }
    }
}

/// A part of what happened, whoever may know of it.
#[derive(Debug, Default)]
pub(super) struct Happened {
    pub(super) events: Vec<StoredEvent>,
    pub(super) reached: i64,
    /// Whether more may follow at once.
    pub(super) more: bool,
}

impl Happened {
    /// Events behind a place, of which at most so many were asked for.
    fn of(events: Vec<StoredEvent>, after: i64, limit: usize) -> Self {
        Self {
            reached: events.last().map_or(after, |stored| stored.sequence),
            more: events.len() == limit,
            events,
        }
    }
}

impl News {
    pub(super) fn of(stored: StoredEvent) -> Self {
        let event = stored.event;
        Self {
            sequence: stored.sequence,
            id: event.id,
            name: event.name,
            address: event.address,
            version: event.version,
            at: event.at,
        }
    }
}
