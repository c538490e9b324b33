//! Records as they are stored, and the port that reads them.

use std::borrow::Cow;

use async_trait::async_trait;

use super::address::Address;
use super::commit::Slot;
use super::error::StoreError;
use super::section::Section;
use super::selection::Selection;
use crate::access::ResourceHead;
use crate::kernel::Record;

/// A record as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct StoredRecord {
    /// Where it is.
    pub address: Address,
    /// Its owner.
    pub owner: Option<String>,
    /// The roles of its owner, for defaults of visibility.
    pub owner_roles: Vec<String>,
    /// The state of its lifecycle.
    pub state: Option<String>,
    /// Its version, 1 for a new record; every change adds 1.
    pub version: i64,
    /// When it was made, in microseconds since 1970 UTC.
    pub created_at: i64,
    /// When it was changed last, in microseconds since 1970 UTC.
    pub updated_at: i64,
    /// Since when it is set aside, in microseconds since 1970 UTC.
    pub archived_at: Option<i64>,
    /// Whether required fields may still be missing.
    pub draft: bool,
    /// Its relations: names with identifiers.
    pub relations: Vec<(String, Vec<String>)>,
    /// Its document: compact JSON.
    pub document: String,
    /// The audiences that its owner chose: a JSON object. It is empty of nearly every record, as the
    /// two behind it are: what says so takes no memory.
    pub choices: Cow<'static, str>,
    /// The audiences that an administrator forced: a JSON object.
    pub forced: Cow<'static, str>,
    /// Where values come from that are not the owner's own: a JSON object of JSON Pointers and
    /// sources, and what of them is in earlier versions only.
    pub provenance: Cow<'static, str>,
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
        let tenant = Some(self.address.tenant.as_str()).filter(|tenant| !tenant.is_empty());
        then(&Record {
            head: ResourceHead {
                id: Some(&self.address.id),
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

/// Which records of a list are meant, by whether they are set aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Archived {
    /// Those that are not.
    #[default]
    Without,
    /// Those that are.
    Only,
    /// All.
    With,
}

/// What else a record of a list must be, besides admitted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// It is somebody's.
    Owner(String),
    /// It is in a state.
    State(String),
    /// It has a relation with somebody or something: the relation's name and an identifier.
    Related(String, String),
    /// It was changed at that instant or later (microseconds since 1970 UTC).
    UpdatedSince(i64),
    /// It was changed before that instant (microseconds since 1970 UTC).
    UpdatedBefore(i64),
}

impl Condition {
    /// Whether a record meets it.
    #[must_use]
    pub fn holds(&self, record: &StoredRecord) -> bool {
        match self {
            Self::Owner(owner) => record.owner.as_ref() == Some(owner),
            Self::State(state) => record.state.as_ref() == Some(state),
            Self::UpdatedSince(instant) => record.updated_at >= *instant,
            Self::UpdatedBefore(instant) => record.updated_at < *instant,
            Self::Related(name, id) => {
                let mut named = record.relations.iter();
                named.any(|(known, ids)| known == name && ids.contains(id))
            }
        }
    }
}

/// Which part of which list is wanted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PageRequest {
    /// Records behind the one with this identifier and tenant, in the order of the list:
    /// identifiers are unique in their tenant only.
    pub after: Option<(String, String)>,
    /// Most records.
    pub limit: usize,
    /// From the greatest identifier to the least: identifiers that begin with the time, as
    /// UUIDv7 do, then come newest first.
    pub newest_first: bool,
    /// Records that are set aside.
    pub archived: Archived,
    /// What else the records must be.
    pub conditions: Vec<Condition>,
    /// Only records of this tenant.
    pub tenant: Option<String>,
}

/// A part of a list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Page {
    /// The records, in order of identifiers, then of tenants.
    pub records: Vec<StoredRecord>,
    /// Whether more follow.
    pub more: bool,
}

/// How many records there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    /// So many were found.
    pub found: u64,
    /// Whether all were looked at; there may be more otherwise.
    pub complete: bool,
}

/// The port that reads records.
#[async_trait]
pub trait Records: Send + Sync {
    /// The record, where there is one.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    async fn get(&self, address: &Address) -> Result<Option<StoredRecord>, StoreError>;

    /// The record of a tenant and kind that holds a unique key, where there is one.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    async fn find(
        &self,
        tenant: &str,
        kind: &str,
        key: &str,
    ) -> Result<Option<StoredRecord>, StoreError>;

    /// The stretches of time that records of a tenant and kind hold under a key and that meet a
    /// stretch, in order.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    async fn taken(&self, tenant: &str, kind: &str, within: &Slot)
    -> Result<Vec<Slot>, StoreError>;

    /// The records that a selection admits and that meet the request, page by page.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] where a stored record does not fit its kind.
    async fn list(
        &self,
        selection: &Selection<'_>,
        request: &PageRequest,
    ) -> Result<Page, StoreError>;

    /// How many records a selection admits that meet the request, counting to `request.limit`.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] where a stored record does not fit its kind.
    async fn count(
        &self,
        selection: &Selection<'_>,
        request: &PageRequest,
    ) -> Result<Count, StoreError>;

    /// The records of every kind that somebody owns in a tenant, in order of kinds and
    /// identifiers, whoever may see them: for exports and erasure.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    async fn owned(
        &self,
        tenant: &str,
        owner: &str,
        after: Option<&Address>,
        limit: usize,
    ) -> Result<Page, StoreError>;

    /// The sections of a record that are stored as rows of their own, in order of their names.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`], [`StoreError::Corrupt`].
    async fn sections(&self, address: &Address) -> Result<Vec<Section>, StoreError>;
}
