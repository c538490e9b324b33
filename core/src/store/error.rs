//! Why a store did not do it, the same for every store.

use crate::error::{Code, Failure};

/// A backend's own error, kept for logs.
type Source = Box<dyn std::error::Error + Send + Sync>;

/// Why a store did not do it.
#[non_exhaustive]
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Someone else changed the record: load it again and repeat the change.
    #[error("the record is at version {current}")]
    Conflict {
        /// The version that is stored.
        current: i64,
    },
    /// There is no such record.
    #[error("there is no such record")]
    NotFound,
    /// Another record holds what must be unique.
    #[error("`{what}` is taken")]
    UniqueViolation {
        /// What must be unique, such as `owner`.
        what: String,
    },
    /// Another record holds a slot at that time.
    #[error("another record holds `{what}` at that time")]
    ExclusionViolation {
        /// What is held, such as `starts_at builder`.
        what: String,
    },
    /// Several changes met; try again.
    #[error("several changes met")]
    Serialization(#[source] Source),
    /// The store cannot be reached.
    #[error("the store cannot be reached")]
    Unavailable(#[source] Source),
    /// What is stored cannot be read.
    #[error("what is stored cannot be read")]
    Corrupt(#[source] Source),
}

impl StoreError {
    /// Whether the change met another one: worked out again, it may go well.
    #[must_use]
    pub fn met_another(&self) -> bool {
        matches!(
            self,
            Self::Conflict { .. } | Self::NotFound | Self::Serialization(_)
        )
    }

    /// A key such as `owner=u1` is taken: says what it is about, not what it holds.
    #[must_use]
    pub fn taken(key: &str) -> Self {
        Self::UniqueViolation { what: name(key) }
    }

    /// A slot with a key such as `starts_at builder=u1` meets another record's.
    #[must_use]
    pub fn occupied(key: &str) -> Self {
        Self::ExclusionViolation { what: name(key) }
    }
}

/// What a key is about.
fn name(key: &str) -> String {
    key.split('=').next().unwrap_or_default().to_owned()
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Conflict { current } => {
                Failure::new(Code::StoreConflict).with("current", current)
            }
            StoreError::NotFound => Failure::new(Code::StoreNotFound),
            StoreError::UniqueViolation { what } => {
                Failure::new(Code::StoreUniqueViolation).with("what", what)
            }
            StoreError::ExclusionViolation { what } => {
                Failure::new(Code::StoreExclusionViolation).with("what", what)
            }
            StoreError::Serialization(_) => Failure::new(Code::StoreSerialization),
            // The backend's own words may hold personal data: they stay in the log.
            StoreError::Unavailable(_) => {
                Failure::new(Code::StoreUnavailable).with("reason", "the store gave an error")
            }
            StoreError::Corrupt(_) => {
                Failure::new(Code::StoreCorrupt).with("reason", "the store gave an error")
            }
        }
    }
}
