//! A change, handed over whole.
//!
//! Everything that one change writes is worked out first and handed to the store as one
//! [`Commit`]; the store makes all of it or nothing, in one transaction of its own. What the
//! change took for granted is in it too (the version that was read, keys that must be free), so
//! that two changes that met cannot both happen.

use async_trait::async_trait;

use super::access_log::Access;
use super::address::Address;
use super::consent::Consent;
use super::erasure::Erasure;
use super::error::StoreError;
use super::event::Event;
use super::history::PastVersion;
use super::idempotency::Remembered;
use super::member::Member;
use super::record::StoredRecord;
use super::section::Section;
use crate::privacy::{Detail, Entry};

/// Everything that one change writes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Commit {
    /// What becomes of records. No two are about the same record.
    pub writes: Vec<Write>,
    /// What becomes of members' roles and personas.
    pub members: Vec<Member>,
    /// What people agreed to or took back.
    pub consents: Vec<Consent>,
    /// What is announced besides what happened to records.
    pub events: Vec<Event>,
    /// The account of it, for the chains.
    pub audit: Vec<(Entry, Detail)>,
    /// Reads of personal data that happened along with it.
    pub accesses: Vec<Access>,
    /// The answer, kept for a repetition of the request.
    pub remembered: Option<Remembered>,
    /// The delivery that it comes from.
    pub received: Option<Received>,
    /// Who is erased by it; that comes last.
    pub erasure: Option<Erasure>,
}

impl Commit {
    /// The records that no rollup may know any longer: those that go, those whose versions do, and
    /// those that an erasure changes, for what their relations said may be a dimension.
    pub fn forgotten(&self) -> impl Iterator<Item = &Address> {
        let erases = self.erasure.is_some();
        let writes = self.writes.iter();
        let gone =
            writes.filter(move |write| erases || write.forgets || write.how == WriteMode::Remove);
        gone.map(|write| &write.record.address)
    }
}

/// What becomes of one record.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Write {
    /// What happens.
    pub how: WriteMode,
    /// The record after it; before it, where it is removed. Of the owner's roles the store knows
    /// better: an owner who stays keeps those that are stored, and a new record of a member gets
    /// the member's, whatever was read before.
    pub record: StoredRecord,
    /// Keys that no other record of its tenant and kind may have, such as `owner=u1`: all that
    /// it has from now on.
    pub keys: Vec<String>,
    /// Slots that no other record may share: all that it holds from now on.
    pub slots: Vec<Slot>,
    /// The sections that changed; one that is gone has an empty body.
    pub sections: Vec<Section>,
    /// The version that is kept of it.
    pub kept: Option<PastVersion>,
    /// Whether earlier versions go: what was taken out of the record is in them.
    pub forgets: bool,
    /// What is announced, in order.
    pub events: Vec<Event>,
}

/// What happens to a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum WriteMode {
    /// It is new; its version is 1.
    #[default]
    Insert,
    /// It takes the place of the one whose version is one less.
    Replace,
    /// It goes, with its keys, slots, sections and earlier versions, at the version that it has.
    Remove,
}

/// A stretch of time that one record holds alone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Slot {
    /// What nobody else may have at the same time, such as `starts_at builder=u1`.
    pub key: String,
    /// Its first instant, in microseconds since 1970 UTC.
    pub from: i64,
    /// The first instant behind it.
    pub until: i64,
}

impl Slot {
    /// Whether two cannot be held at the same time.
    #[must_use]
    pub fn meets(&self, other: &Self) -> bool {
        self.key == other.key && self.from < other.until && other.from < self.until
    }
}

/// A delivery of another system, applied once.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Received {
    /// Who sent it.
    pub source: String,
    /// The sender's identifier for it.
    pub id: String,
    /// When it came, in microseconds since 1970 UTC.
    pub at: i64,
}

/// The port through which everything changes.
#[async_trait]
pub trait Changes: Send + Sync {
    /// Makes all of a change, or nothing.
    ///
    /// # Errors
    /// - [`StoreError::NotFound`] and [`StoreError::Conflict`] where a record or member is not at
    ///   the version that the change took for granted;
    /// - [`StoreError::UniqueViolation`] for an identifier (`id`), a key (its name), an
    ///   idempotency key (`idempotency_key`) or a delivery (`delivery`) that is there already;
    /// - [`StoreError::ExclusionViolation`] for a slot that meets another record's;
    /// - [`StoreError::Serialization`] when it met another change and may be tried again.
    async fn commit(&self, commit: &Commit) -> Result<(), StoreError>;

    /// Whether a delivery was applied.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    async fn was_received(&self, source: &str, id: &str) -> Result<bool, StoreError>;

    /// Everybody who was erased since an instant, in order: they are erased again after an old
    /// copy of the store was brought back.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    async fn erasures(&self, since: i64) -> Result<Vec<Erasure>, StoreError>;
}
