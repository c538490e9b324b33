//! Who saw which personal data.

use async_trait::async_trait;

use super::address::Address;
use super::error::StoreError;

/// A read of personal data.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Access {
    /// Its identifier, by which the log is ordered.
    pub id: String,
    /// When, in microseconds since 1970 UTC.
    pub at: i64,
    /// The record.
    pub address: Address,
    /// Whose data it is.
    pub owner: String,
    /// Who saw it; empty for somebody without an identifier who acts in a role. Of those of whom
    /// nothing is known nothing is noted: they see what is published.
    pub viewer: String,
    /// On whose behalf; empty for themselves.
    pub behalf: String,
    /// JSON Pointers to the personal fields that were seen.
    pub fields: Vec<String>,
    /// What for, such as `read`, `list` or `export`.
    pub why: String,
    /// The host's name for the request; empty where it gave none.
    pub request: String,
}

impl Access {
    /// Whether it names somebody of a tenant: as the owner, as who saw it, or on whose behalf.
    #[must_use]
    pub fn names(&self, tenant: &str, person: &str) -> bool {
        let named = [&self.owner, &self.viewer, &self.behalf];
        self.address.tenant == tenant && named.into_iter().any(|name| name == person)
    }
}

/// The port for the access log.
#[async_trait]
pub trait AccessLog: Send + Sync {
    /// Adds reads, as a commit does. One that is there stays as it is: whoever does not learn
    /// whether a read was written writes it once more. One that names somebody who was erased at
    /// its instant or later is left out: it waited elsewhere while they were.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    async fn log(&self, accesses: &[Access]) -> Result<(), StoreError>;

    /// Who saw the data of an owner, newest first, before an identifier where that is said.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    async fn accesses(
        &self,
        tenant: &str,
        owner: &str,
        before: Option<&str>,
        limit: usize,
    ) -> Result<Vec<Access>, StoreError>;

    /// Forgets reads before an instant; says how many.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`].
    async fn forget_accesses(&self, before: i64) -> Result<u64, StoreError>;
}
