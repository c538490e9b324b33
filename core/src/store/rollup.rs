//! Figures that are kept for somebody, and the port that keeps them.

use async_trait::async_trait;

use super::address::Address;
use super::error::StoreError;

/// What is kept of the records that somebody sees: what it is of, and how far it goes. The hub
/// makes it, and can make it anew at any time.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct StoredRollup {
    /// The tenant of who sees them; empty where there is one tenant only, or for those of all.
    pub tenant: String,
    /// Its name, unique in the tenant.
    pub name: String,
    /// Its identifier: one that took the place of another of that name has another one.
    pub id: String,
    /// Who sees them; empty for somebody who is not signed in.
    pub reader: String,
    /// Its version, 1 for a new one; every change adds 1.
    pub version: i64,
    /// When it was brought up to date, in microseconds since 1970 UTC.
    pub at: i64,
    /// What it is of, and how far it goes: JSON.
    pub state: String,
}

/// What a rollup keeps of a stretch of time.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct RollupPart {
    /// The stretch by its first instant, unique in the rollup.
    pub start: i64,
    /// What is known of its facts.
    pub states: Vec<u8>,
    /// The facts; none where the part goes, or where they were not asked for.
    pub facts: Vec<u8>,
}

/// In which parts of a rollup a record's facts are.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct RollupRecord {
    /// The record.
    pub address: Address,
    /// The parts by their first instants; none where it has no facts, or none any more.
    pub starts: Vec<i64>,
}

/// A change of a rollup.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RollupChange {
    /// The rollup after it.
    pub rollup: StoredRollup,
    /// Whether it begins anew: what it kept until now goes.
    pub anew: bool,
    /// Parts that are new, that changed or that go.
    pub parts: Vec<RollupPart>,
    /// Records whose facts are in other parts from now on.
    pub records: Vec<RollupRecord>,
}

/// Which parts of a rollup are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parts<'p> {
    /// These, with their facts, as far as they are there.
    Whole(&'p [i64]),
    /// So many behind a first instant, in order, without their facts.
    States(Option<i64>, usize),
}

/// The port that keeps rollups.
///
/// A commit that removes a record, or makes it forget its versions, takes the rollups along that
/// know the record, and one that erases somebody those that were kept for them: what goes for
/// good is in none.
#[async_trait]
pub trait Rollups: Send + Sync {
    /// The rollup of that name, where there is one.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    async fn rollup(&self, tenant: &str, name: &str) -> Result<Option<StoredRollup>, StoreError>;

    /// Parts of a rollup at the version that is known of it.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] where it has another version by now, or another one is in its
    /// place, [`StoreError::NotFound`] where it is gone.
    async fn rollup_parts(
        &self,
        rollup: &StoredRollup,
        parts: Parts<'_>,
    ) -> Result<Vec<RollupPart>, StoreError>;

    /// Where the facts of records are in a rollup, in order of the records, without those that
    /// have none in it.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    async fn rollup_records(
        &self,
        rollup: &StoredRollup,
        records: &[Address],
    ) -> Result<Vec<RollupRecord>, StoreError>;

    /// Changes a rollup: all of it, or nothing.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] where it is not at the version before, or another one is in its
    /// place, [`StoreError::NotFound`] where it is gone.
    async fn keep_rollup(&self, change: &RollupChange) -> Result<(), StoreError>;

    /// Rollups behind one, by tenant and name, in order.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    async fn rollups(
        &self,
        after: Option<(&str, &str)>,
        limit: usize,
    ) -> Result<Vec<StoredRollup>, StoreError>;

    /// Forgets rollups that were brought up to date before an instant and not since; says how
    /// many.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    async fn forget_rollups(&self, before: i64) -> Result<u64, StoreError>;
}
