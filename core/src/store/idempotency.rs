//! Answers that are kept for repetitions of a request.

use async_trait::async_trait;

use super::error::StoreError;
use crate::privacy::Digest;

/// The answer to a request with an idempotency key. It holds no personal data.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Remembered {
    /// The tenant of who asked; empty where there is one tenant only.
    pub tenant: String,
    /// Who asked; keys of different people have nothing to do with each other.
    pub actor: String,
    /// The key.
    pub key: String,
    /// The hash of the request: another one with the same key is refused.
    pub request: Digest,
    /// The answer: JSON.
    pub answer: String,
    /// When it was given, in microseconds since 1970 UTC.
    pub at: i64,
}

/// The port for kept answers.
#[async_trait]
pub trait Idempotency: Send + Sync {
    /// The answer that was given to somebody's request with a key.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    async fn remembered(
        &self,
        tenant: &str,
        actor: &str,
        key: &str,
    ) -> Result<Option<Remembered>, StoreError>;

    /// Forgets answers given before an instant; says how many.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    async fn forget_remembered(&self, before: i64) -> Result<u64, StoreError>;
}
