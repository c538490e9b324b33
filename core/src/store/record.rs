//! Records as they are stored, and the port for them.

use async_trait::async_trait;

use super::error::StoreError;
use super::selection::Selection;
use crate::access::ResourceHead;
use crate::kernel::Record;

/// A record as it is stored. Identifiers and names were checked before.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StoredRecord {
    /// Its kind.
    pub kind: String,
    /// Its identifier, unique in its tenant and kind.
    pub id: String,
    /// Its tenant; empty where there is one tenant only.
    pub tenant: String,
    /// Its owner.
    pub owner: Option<String>,
    /// The roles of its owner when it was stored, for defaults of visibility.
    pub owner_roles: Vec<String>,
    /// The state of its lifecycle.
    pub state: Option<String>,
    /// Its version, 1 for a new record; every change adds 1.
    pub version: i64,
    /// When it was made, in microseconds since 1970 UTC.
    pub created_at: i64,
    /// When it was changed last, in microseconds since 1970 UTC.
    pub updated_at: i64,
    /// Its relations: names with identifiers.
    pub relations: Vec<(String, Vec<String>)>,
    /// Keys that no other record of its tenant and kind may have, such as `owner=u1`.
    pub keys: Vec<String>,
    /// Its document: compact JSON.
    pub document: String,
    /// The audiences that its owner chose: a JSON object.
    pub choices: String,
    /// The audiences that an administrator forced: a JSON object.
    pub forced: String,
}

impl StoredRecord {
    /// Hands the record over in the form that the kernel takes.
    pub fn with<T>(&self, then: impl FnOnce(&Record<'_>) -> T) -> T {
        let relations: Vec<(&str, Vec<&str>)> = self
            .relations
            .iter()
            .map(|(name, ids)| (name.as_str(), ids.iter().map(String::as_str).collect()))
            .collect();
        let relations: Vec<(&str, &[&str])> = relations
            .iter()
            .map(|(name, ids)| (*name, ids.as_slice()))
            .collect();
        let owner_roles: Vec<&str> = self.owner_roles.iter().map(String::as_str).collect();
        let tenant = Some(self.tenant.as_str()).filter(|tenant| !tenant.is_empty());
        then(&Record {
            head: ResourceHead {
                id: Some(&self.id),
                owner: self.owner.as_deref(),
                tenant,
                state: self.state.as_deref(),
                version: Some(self.version),
                created_at: Some(self.created_at),
                updated_at: Some(self.updated_at),
                relations: &relations,
                owner_roles: &owner_roles,
            },
            document: &self.document,
            choices: Some(&self.choices),
            forced: Some(&self.forced),
            prepared: None,
        })
    }
}

/// Which part of a list is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageRequest<'p> {
    /// Records after the one with this identifier and tenant, in that order: identifiers are
    /// unique in their tenant only.
    pub after: Option<(&'p str, &'p str)>,
    /// Most records.
    pub limit: usize,
}

/// A part of a list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Page {
    /// The records, in order of identifiers, then of tenants.
    pub records: Vec<StoredRecord>,
    /// Whether more follow.
    pub more: bool,
}

/// The port for records.
#[async_trait]
pub trait Records: Send + Sync {
    /// The record, where there is one.
    async fn get(
        &self,
        tenant: &str,
        kind: &str,
        id: &str,
    ) -> Result<Option<StoredRecord>, StoreError>;

    /// The record that holds a unique key, where there is one.
    async fn find(
        &self,
        tenant: &str,
        kind: &str,
        key: &str,
    ) -> Result<Option<StoredRecord>, StoreError>;

    /// Stores a new record; its version must be 1.
    ///
    /// # Errors
    /// [`StoreError::UniqueViolation`] for its identifier (`id`) or one of its keys.
    async fn insert(&self, record: &StoredRecord) -> Result<(), StoreError>;

    /// Stores a record in place of the one whose version is one less.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::Conflict`], [`StoreError::UniqueViolation`].
    async fn replace(&self, record: &StoredRecord) -> Result<(), StoreError>;

    /// Deletes the record at a version.
    ///
    /// # Errors
    /// [`StoreError::NotFound`], [`StoreError::Conflict`].
    async fn delete(
        &self,
        tenant: &str,
        kind: &str,
        id: &str,
        version: i64,
    ) -> Result<(), StoreError>;

    /// The records that a selection admits, page by page.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] where a stored record does not fit its kind.
    async fn list(
        &self,
        selection: &Selection<'_>,
        page: PageRequest<'_>,
    ) -> Result<Page, StoreError>;
}
