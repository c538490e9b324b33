//! Where a record is.

use std::fmt;

/// Where a record is. Identifiers and names were checked before.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Address {
    /// Its tenant; empty where there is one tenant only.
    pub tenant: String,
    /// Its kind.
    pub kind: String,
    /// Its identifier, unique in its tenant and kind.
    pub id: String,
}

impl Address {
    /// The address of a record.
    #[must_use]
    pub fn new(tenant: &str, kind: &str, id: &str) -> Self {
        Self {
            tenant: tenant.to_owned(),
            kind: kind.to_owned(),
            id: id.to_owned(),
        }
    }

    /// The address of another record of the same tenant.
    #[must_use]
    pub fn beside(&self, kind: &str, id: &str) -> Self {
        Self::new(&self.tenant, kind, id)
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.kind, self.id)
    }
}
