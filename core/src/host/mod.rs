//! What every place that core runs in knows already: Unicode, links, how a double is written.
//!
//! With the feature `tables` core has the tables for it, and asks nobody. Without it, where every
//! kilobyte is loaded by somebody, whoever runs core [`lend`]s what it knows by the same standards:
//! a browser composes texts, tells scripts apart and parses links. Its version of Unicode is its
//! own.

#[cfg_attr(
    feature = "tables",
    allow(dead_code, reason = "those of core are asked")
)]
mod lent;
#[cfg(feature = "tables")]
mod tables;

pub use lent::{Lent, lend};

#[cfg(not(feature = "tables"))]
pub(crate) use lent::*;
#[cfg(feature = "tables")]
pub(crate) use tables::*;

/// A link, parsed by the URL standard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Its normal form.
    pub href: String,
    /// Its scheme, without the colon.
    pub scheme: String,
    /// Whether it has a user's name or password.
    pub has_credentials: bool,
    /// Its host where that is a name, and no address.
    pub domain: Option<String>,
}

/// What Unicode says of characters by a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Property {
    /// A general category, or a group of them.
    Category,
    /// A script.
    Script,
    /// One that a character has or has not: `Alphabetic`, `Lowercase`, `Uppercase`.
    Yes,
}
