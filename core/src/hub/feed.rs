//! What happened lately, for somebody who may see it.

use super::Hub;
use super::call::Call;
use super::operation::Target;
use super::plan::Desk;
use super::refusal::Refusal;
use crate::store::{Address, StoredEvent};

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
    /// What happened behind a place to records of the subject's tenant that it may read now: what
    /// a server pushes to somebody who is there. What happened to a record that is gone is told
    /// to nobody.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn feed(&self, call: &Call<'_>, after: i64) -> Result<Feed, Refusal> {
        let limit = self.settings().page;
        let tenancy = self.kernel().model().tenancy.is_some();
        // Records that all tenants share are nobody's: both are looked at.
        let tenant = Some(call.tenant()).filter(|tenant| tenancy && !tenant.is_empty());
        let events = self.store().events(tenant, after, limit).await?;
        let mut feed = Feed {
            reached: events.last().map_or(after, |stored| stored.sequence),
            more: events.len() == limit,
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
                    let seen = self.may_read(call, address).await?;
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

    async fn may_read(&self, call: &Call<'_>, address: &Address) -> Result<bool, Refusal> {
        let Ok(kind) = self.kernel().kind(&address.kind) else {
            return Ok(false);
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
            Ok(_) => Ok(true),
            Err(refusal) if refusal.is(crate::error::Code::AccessNotVisible) => Ok(false),
            Err(refusal) => Err(refusal),
        }
    }
}

impl News {
    fn of(stored: StoredEvent) -> Self {
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
