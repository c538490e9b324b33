//! The headers of a webhook.

use crate::error::{Code, Failure};

/// Whose names the headers have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Family {
    /// Standard Webhooks: `webhook-id`, `webhook-timestamp`, `webhook-signature`.
    #[default]
    Standard,
    /// Svix: `svix-id`, `svix-timestamp`, `svix-signature`.
    Svix,
}

impl Family {
    /// The names of id, timestamp and signature.
    #[must_use]
    pub const fn names(self) -> [&'static str; 3] {
        match self {
            Self::Standard => ["webhook-id", "webhook-timestamp", "webhook-signature"],
            Self::Svix => ["svix-id", "svix-timestamp", "svix-signature"],
        }
    }
}

/// What the headers say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Headers<'h> {
    pub(super) family: Family,
    pub(super) id: &'h str,
    pub(super) timestamp: &'h str,
    pub(super) signature: &'h str,
}

/// Finds the three headers of one family, never some of each: the first family of which there
/// is one.
pub(super) fn read<'h>(headers: &[(&'h str, &'h str)]) -> Result<Headers<'h>, Failure> {
    let family = if is_named(headers, Family::Standard) || !is_named(headers, Family::Svix) {
        Family::Standard
    } else {
        Family::Svix
    };
    let [id, timestamp, signature] = family.names().map(|name| only(headers, name));
    Ok(Headers {
        family,
        id: id?,
        timestamp: timestamp?,
        signature: signature?,
    })
}

fn is_named(headers: &[(&str, &str)], family: Family) -> bool {
    family.names().into_iter().any(|name| {
        let mut named = values(headers, name);
        named.next().is_some()
    })
}

fn values<'a, 'h>(
    headers: &'a [(&'h str, &'h str)],
    name: &'static str,
) -> impl Iterator<Item = &'h str> + use<'a, 'h> {
    let named = headers
        .iter()
        .filter(move |(found, _)| found.eq_ignore_ascii_case(name));
    named.map(|(_, value)| value.trim_matches([' ', '\t']))
}

/// Who gets to choose between two values chooses what is verified: there must be one.
fn only<'h>(headers: &[(&'h str, &'h str)], name: &'static str) -> Result<&'h str, Failure> {
    let mut values = values(headers, name);
    let first = values.next();
    if values.next().is_some() {
        return Err(Failure::new(Code::IdentityRepeatedHeader).with("name", name));
    }
    first.ok_or_else(|| Failure::new(Code::IdentityMissingHeader).with("name", name))
}
