//! The port that reads the account of changes.

use async_trait::async_trait;

use super::error::StoreError;
use crate::privacy::{Digest, Link};

/// A place of a chain and its hash, noted where nobody alters it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Checkpoint {
    /// The chain.
    pub chain: u32,
    /// The place.
    pub number: i64,
    /// The hash of the link there.
    pub hash: Digest,
    /// When it was noted, in microseconds since 1970 UTC.
    pub at: i64,
}

/// Which links of the account are wanted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AccountRequest {
    /// Only of this tenant.
    pub tenant: Option<String>,
    /// Only about this kind and record.
    pub record: Option<(String, String)>,
    /// Only of this actor, where the detail is not erased.
    pub actor: Option<String>,
    /// Links behind this instant, chain and place, from the newest to the oldest.
    pub before: Option<(i64, u32, i64)>,
    /// Most links.
    pub limit: usize,
}

/// The port that reads the account of changes; it grows through commits.
#[async_trait]
pub trait Account: Send + Sync {
    /// The last place and hash of every chain that has a link, in order of chains.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    async fn chains(&self) -> Result<Vec<(u32, i64, Digest)>, StoreError>;

    /// Links of a chain behind a place, in order.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    async fn links(&self, chain: u32, after: i64, limit: usize) -> Result<Vec<Link>, StoreError>;

    /// Links that a request asks for, newest first.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    async fn account(&self, request: &AccountRequest) -> Result<Vec<Link>, StoreError>;

    /// Notes checkpoints.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    async fn note_checkpoints(&self, checkpoints: &[Checkpoint]) -> Result<(), StoreError>;

    /// Every checkpoint, in order of chains and places.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    async fn checkpoints(&self) -> Result<Vec<Checkpoint>, StoreError>;
}
