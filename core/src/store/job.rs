//! Work that goes on over several calls, by one worker at a time.

use async_trait::async_trait;

use super::error::StoreError;

/// The port for jobs.
#[async_trait]
pub trait Jobs: Send + Sync {
    /// Takes or renews the right to do something alone until an instant; `false` while somebody
    /// else has it. Instants are microseconds since 1970 UTC.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    async fn acquire(
        &self,
        name: &str,
        holder: &str,
        now: i64,
        until: i64,
    ) -> Result<bool, StoreError>;

    /// Gives the right back; nothing where the holder does not have it.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    async fn release(&self, name: &str, holder: &str) -> Result<(), StoreError>;

    /// How far a job is: what [`Self::save_job`] kept, JSON.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    async fn job(&self, name: &str) -> Result<Option<String>, StoreError>;

    /// Keeps how far a job is.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    async fn save_job(&self, name: &str, state: &str) -> Result<(), StoreError>;
}
