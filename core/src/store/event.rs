//! What is announced, and the port of those who deliver it.

use async_trait::async_trait;

use super::address::Address;
use super::error::StoreError;

/// Something that happened to a record.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Event {
    /// Its identifier, unique per source.
    pub id: String,
    /// What happened, such as `booking.confirmed`.
    pub name: String,
    /// The record.
    pub address: Address,
    /// The record's version after it.
    pub version: i64,
    /// When, in microseconds since 1970 UTC.
    pub at: i64,
    /// What else is said: a JSON object without personal data.
    pub data: String,
}

/// An event as the outbox keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct StoredEvent {
    /// Its place among all events; those of one record stand in the order in which they happened.
    pub sequence: i64,
    /// The event.
    pub event: Event,
    /// How far its delivery is.
    pub delivery: Delivery,
    /// How often it was tried.
    pub attempts: u32,
    /// When it is due, in microseconds since 1970 UTC.
    pub due_at: i64,
    /// Why it failed the last time.
    pub error: String,
}

/// How far the delivery of an event is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Delivery {
    /// It waits, or somebody works on it.
    #[default]
    Pending,
    /// It was delivered.
    Delivered,
    /// It was given up.
    Dead,
}

impl Delivery {
    /// Every one, in the order of [`Self::number`].
    pub const ALL: [Self; 3] = [Self::Pending, Self::Delivered, Self::Dead];

    /// Its number in a store: 0, 1, 2.
    #[must_use]
    pub fn number(self) -> i64 {
        match self {
            Self::Pending => 0,
            Self::Delivered => 1,
            Self::Dead => 2,
        }
    }

    /// Reads its number.
    #[must_use]
    pub fn from_number(number: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.number() == number)
    }
}

/// Who takes events on, until when.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Claim {
    /// Who, unique among all that deliver at the same time.
    pub holder: String,
    /// Now, in microseconds since 1970 UTC.
    pub now: i64,
    /// Until when nobody else takes them.
    pub until: i64,
    /// Most events.
    pub limit: usize,
}

/// What became of an event that was taken on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settled {
    /// The event's place.
    pub sequence: i64,
    /// What became of it.
    pub how: Settlement,
}

/// What became of an event that was taken on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settlement {
    /// It was delivered.
    Delivered,
    /// It failed, and is due again.
    Retry {
        /// When, in microseconds since 1970 UTC.
        due_at: i64,
        /// Why it failed.
        error: String,
    },
    /// It failed, and is given up: the record's later events go on.
    Dead {
        /// Why it failed.
        error: String,
    },
    /// It was not tried: somebody else may.
    Released,
}

/// Which events are delivered once more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Replay<'r> {
    /// Those that were given up.
    Dead,
    /// Those of a time: from the first instant to before the second.
    Between(i64, i64),
    /// Those from one place to another, both among them.
    Places(i64, i64),
    /// The one with this identifier.
    Event(&'r str),
}

/// How the outbox stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Backlog {
    /// Events that wait.
    pub pending: u64,
    /// Events that were given up.
    pub dead: u64,
    /// When the one that waits longest happened, in microseconds since 1970 UTC.
    pub oldest_at: Option<i64>,
    /// Events that were delivered and are kept.
    pub delivered: u64,
}

/// How fast an outbox fills and empties, in events per second.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Pace {
    /// Events that were announced.
    pub announced: f64,
    /// Events that were delivered.
    pub delivered: f64,
}

impl Backlog {
    /// For how long the event that waits longest does, in microseconds: what whoever reads the events
    /// is behind. 0 where none waits.
    #[must_use]
    pub fn lag(&self, now: i64) -> i64 {
        let since = |at: i64| now.saturating_sub(at).max(0);
        self.oldest_at.map_or(0, since)
    }

    /// How fast it filled and emptied since an earlier look, `elapsed` microseconds ago.
    ///
    /// `None` where no time is between, and where there are fewer events or fewer delivered ones
    /// than there were: some were forgotten or are due once more, and the looks cannot be compared.
    ///
    /// ```
    /// use profilekit::store::{Backlog, Pace};
    ///
    /// let earlier = Backlog { pending: 40, delivered: 100, ..Backlog::default() };
    /// let now = Backlog { pending: 30, delivered: 130, ..Backlog::default() };
    /// let pace = Pace { announced: 10.0, delivered: 15.0 };
    /// assert_eq!(now.pace_since(&earlier, 2_000_000), Some(pace));
    /// ```
    #[must_use]
    pub fn pace_since(&self, earlier: &Self, elapsed: i64) -> Option<Pace> {
        let grown = |now: u64, then: u64| Some(per_second(now.checked_sub(then)?, elapsed));
        let all = |backlog: &Self| {
            let waiting = backlog.pending.saturating_add(backlog.dead);
            waiting.saturating_add(backlog.delivered)
        };
        if elapsed <= 0 {
            return None;
        }
        Some(Pace {
            announced: grown(all(self), all(earlier))?,
            delivered: grown(self.delivered, earlier.delivered)?,
        })
    }
}

#[expect(clippy::cast_precision_loss, reason = "a pace is told to a few digits")]
fn per_second(events: u64, micros: i64) -> f64 {
    events as f64 * 1e6 / micros as f64
}

/// The port of those who deliver events.
#[async_trait]
pub trait Outbox: Send + Sync {
    /// Takes on events that are due, in order of their places. Of one record only the first ones
    /// that wait are taken, without a gap, and by one holder at a time: what one record
    /// announces arrives in order.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    async fn claim(&self, claim: &Claim) -> Result<Vec<StoredEvent>, StoreError>;

    /// Says what became of events that the holder took on, and gives back how many it still
    /// held: of others, taken on by somebody else since, nothing changes.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    async fn settle(&self, holder: &str, settled: &[Settled]) -> Result<usize, StoreError>;

    /// How the outbox stands.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    async fn backlog(&self) -> Result<Backlog, StoreError>;

    /// Events behind a place, in order, delivered or not, of one tenant where that is said. One
    /// that is committed later never appears before one that was given back here.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    async fn events(
        &self,
        tenant: Option<&str>,
        after: i64,
        limit: usize,
    ) -> Result<Vec<StoredEvent>, StoreError>;

    /// Events that were given up, in order, behind a place.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    async fn dead(&self, after: i64, limit: usize) -> Result<Vec<StoredEvent>, StoreError>;

    /// Makes events due again now; says how many. Those that wait anyway stay as they are.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    async fn replay(&self, which: Replay<'_>, now: i64) -> Result<u64, StoreError>;

    /// Forgets delivered events that happened before an instant; says how many.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    async fn forget_delivered(&self, before: i64) -> Result<u64, StoreError>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lag_and_pace() {
        let earlier = Backlog {
            pending: 40,
            dead: 1,
            oldest_at: Some(5),
            delivered: 100,
        };
        assert_eq!((earlier.lag(9), earlier.lag(2)), (4, 0));
        assert_eq!(Backlog::default().lag(9), 0);
        let later = Backlog {
            pending: 20,
            dead: 2,
            delivered: 150,
            ..earlier
        };
        let pace = Pace {
            announced: 3.1,
            delivered: 5.0,
        };
        assert_eq!(later.pace_since(&earlier, 10_000_000), Some(pace));
        assert_eq!(later.pace_since(&earlier, 0), None);
        assert_eq!(earlier.pace_since(&later, 1), None);
        // Some are due once more: more were delivered than the figures say.
        let again = Backlog {
            pending: 61,
            delivered: 80,
            ..earlier
        };
        assert_eq!(again.pace_since(&earlier, 1), None);
        let still = earlier.pace_since(&earlier, i64::MAX);
        assert_eq!(still, Some(Pace::default()));
    }
}
