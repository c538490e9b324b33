//! Who has which roles.

use async_trait::async_trait;

use super::error::StoreError;

/// The roles that somebody was granted, and the persona they act as.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Member {
    /// The tenant; empty where there is one tenant only.
    pub tenant: String,
    /// The person.
    pub user: String,
    /// The roles that were granted.
    pub roles: Vec<String>,
    /// The persona they act as.
    pub persona: Option<String>,
    /// Its version, 1 for a new one; every change adds 1.
    pub version: i64,
    /// When it was changed last, in microseconds since 1970 UTC.
    pub updated_at: i64,
    /// When the roles were, of which each change has an instant of its own: one persona after
    /// another may be taken meanwhile.
    #[cfg_attr(feature = "serde", serde(default))]
    pub roles_at: i64,
}

impl Member {
    /// The next version of a member, as something has changed them at an instant.
    #[must_use]
    pub fn next(before: Option<&Self>, after: Self, now: i64) -> Self {
        let new = Self::default();
        let before = before.unwrap_or(&new);
        let roles_at = match before.roles == after.roles {
            true => before.roles_at,
            false => now.max(before.roles_at.saturating_add(1)),
        };
        Self {
            version: before.version.saturating_add(1),
            updated_at: now.max(before.updated_at),
            roles_at,
            ..after
        }
    }
}

/// The port that reads members. They change through a commit, which also gives their roles to
/// the records that they own in the tenant.
#[async_trait]
pub trait Members: Send + Sync {
    /// What is known of somebody in a tenant.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    async fn member(&self, tenant: &str, user: &str) -> Result<Option<Member>, StoreError>;

    /// The members of a tenant in order of their identifiers, behind one of them.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    async fn members(
        &self,
        tenant: &str,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<Member>, StoreError>;
}
