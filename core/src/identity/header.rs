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
    let (mut standard, mut svix) = (Found::default(), Found::default());
    for (name, value) in headers {
        standard.take(Family::Standard, name, value);
        svix.take(Family::Svix, name, value);
    }
    let (family, found) = match standard.is_empty() && !svix.is_empty() {
        true => (Family::Svix, svix),
        false => (Family::Standard, standard),
    };
    let [id, timestamp, signature] = found.only(family);
    Ok(Headers {
        family,
        id: id?,
        timestamp: timestamp?,
        signature: signature?,
    })
}

/// What was found of a family: id, timestamp and signature.
#[derive(Debug, Default)]
struct Found<'h>([Value<'h>; 3]);

#[derive(Debug, Clone, Copy, Default)]
enum Value<'h> {
    #[default]
    None,
    One(&'h str),
    Several,
}

impl<'h> Found<'h> {
    fn take(&mut self, family: Family, name: &str, value: &'h str) {
        let named =
            |(known, _): &(&str, _)| name.len() == known.len() && name.eq_ignore_ascii_case(known);
        let mut places = family.names().into_iter().zip(&mut self.0);
        if let Some((_, place)) = places.find(named) {
            *place = match place {
                Value::None => Value::One(value.trim_matches([' ', '\t'])),
                Value::One(_) | Value::Several => Value::Several,
            };
        }
    }

    fn is_empty(&self) -> bool {
        self.0.iter().all(|value| matches!(value, Value::None))
    }

    /// Who gets to choose between two values chooses what is verified: there must be one.
    fn only(self, family: Family) -> [Result<&'h str, Failure>; 3] {
        let [a, b, c] = family.names();
        let [id, timestamp, signature] = self.0;
        [(a, id), (b, timestamp), (c, signature)].map(|(name, value)| match value {
            Value::One(value) => Ok(value),
            Value::None => Err(Failure::new(Code::IdentityMissingHeader).with("name", name)),
            Value::Several => Err(Failure::new(Code::IdentityRepeatedHeader).with("name", name)),
        })
    }
}
