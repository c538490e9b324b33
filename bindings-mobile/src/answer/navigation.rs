//! What a subject may enter.

use profilekit::access::{Entry, Passage};

use super::owned;

/// Whether a subject may enter a path.
#[uniffi::remote(Enum)]
pub enum Passage {
    Open,
    Depends,
    SignIn,
    Closed,
    Unknown,
}

/// An entry of the navigation.
#[derive(Debug, Clone, uniffi::Record)]
pub struct NavigationEntry {
    /// Its name.
    pub id: String,
    /// What people read.
    pub label: Option<String>,
    /// Where it leads.
    pub path: String,
    /// Entries below it.
    pub children: Vec<NavigationEntry>,
}

impl NavigationEntry {
    pub(crate) fn of(entry: &Entry<'_>) -> Self {
        Self {
            id: owned(entry.id),
            label: entry.label.map(owned),
            path: owned(entry.path),
            children: entry.children.iter().map(Self::of).collect(),
        }
    }
}
