//! How far people have seen what happened.

use async_trait::async_trait;

use super::error::StoreError;

/// Up to which place among events somebody has seen what happened.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Mark {
    /// The tenant; empty where there is one tenant only.
    pub tenant: String,
    /// The person.
    pub user: String,
    /// The kind of the record that it is about; empty where it is about everything.
    pub kind: String,
    /// The record; empty where it is about everything.
    pub record: String,
    /// The place of the last event that was seen.
    pub place: i64,
}

/// The port for marks. Erasing a person takes theirs away.
#[async_trait]
pub trait Marks: Send + Sync {
    /// Somebody's marks, in order of kinds and records.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    async fn marks(&self, tenant: &str, user: &str) -> Result<Vec<Mark>, StoreError>;

    /// Keeps a mark. It never goes back: of two places the later one stays.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    async fn set_mark(&self, mark: &Mark) -> Result<(), StoreError>;
}
