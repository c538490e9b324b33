//! Versions that are kept of a record, and the port that reads them.

use async_trait::async_trait;

use super::address::Address;
use super::error::StoreError;

/// A version of a record.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct PastVersion {
    /// Its number.
    pub version: i64,
    /// When it was made, in microseconds since 1970 UTC.
    pub at: i64,
    /// Who made it; empty for the product itself.
    pub actor: String,
    /// What they did, such as `update`.
    pub action: String,
    /// JSON Pointers to the fields that changed.
    pub fields: Vec<String>,
    /// The state of the lifecycle.
    pub state: Option<String>,
    /// The document: compact JSON.
    pub document: String,
}

/// The port that reads versions.
#[async_trait]
pub trait History: Send + Sync {
    /// The versions of a record, newest first, before one of them where that is said.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    async fn versions(
        &self,
        address: &Address,
        before: Option<i64>,
        limit: usize,
    ) -> Result<Vec<PastVersion>, StoreError>;

    /// One version of a record.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    async fn version(
        &self,
        address: &Address,
        version: i64,
    ) -> Result<Option<PastVersion>, StoreError>;

    /// Forgets versions of records of a kind that others took the place of before an instant; says
    /// how many. The newest version of a record stays, however old it is.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    async fn forget_versions(&self, kind: &str, before: i64) -> Result<u64, StoreError>;
}
