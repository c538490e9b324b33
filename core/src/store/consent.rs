//! What people agreed to.

use async_trait::async_trait;

use super::error::StoreError;

/// Somebody agreed to something, or took it back. Nothing is ever changed: the last word counts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Consent {
    /// Its identifier, by which they are ordered.
    pub id: String,
    /// The tenant; empty where there is one tenant only.
    pub tenant: String,
    /// The person.
    pub user: String,
    /// What for, such as `matching`.
    pub purpose: String,
    /// Where data comes from, such as `linkedin`; empty for the person's own.
    pub source: String,
    /// Whether it was given; otherwise it was taken back.
    pub given: bool,
    /// When, in microseconds since 1970 UTC.
    pub at: i64,
    /// What the person was shown, such as the version of a text; empty where that is not known.
    pub text: String,
}

/// The port that reads what people agreed to. It grows through commits.
#[async_trait]
pub trait Consents: Send + Sync {
    /// Everything that somebody agreed to or took back, in order.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    async fn consents(&self, tenant: &str, user: &str) -> Result<Vec<Consent>, StoreError>;
}
