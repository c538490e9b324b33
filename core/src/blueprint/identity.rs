//! How people's accounts follow the identity provider, with every name resolved.

use super::document::{IdentityMatch, IdentityProvider, OnLeaving, Ownership};
use super::model::Model;
use super::network::Network;
use crate::id::{KindId, RoleId, RoleSet};

/// How people's accounts follow the identity provider.
#[derive(Debug, Clone, PartialEq)]
pub struct IdentityPlan {
    /// The provider.
    pub provider: IdentityProvider,
    /// The kind of people's accounts.
    pub kind: KindId,
    /// JSON Pointer to the field with the provider's identifier.
    pub key: Box<str>,
    /// How somebody is found whom no identifier names.
    pub matching: IdentityMatch,
    /// What is taken from the provider, in the order of [`Attribute::ALL`].
    pub fields: Vec<Synced>,
    /// Who has the last word on roles; `None` where roles are no concern of the provider.
    pub roles: Option<Ownership>,
    /// Where the provider's roles stand.
    pub role_claim: Claim,
    /// The provider's words for roles; where one is missing it is the role's name.
    pub role_map: Vec<(Box<str>, RoleId)>,
    /// Roles that sync may grant and take back: those that `system` may.
    pub grantable: RoleSet,
    /// Where the tenant stands; `None` where there is one tenant only.
    pub tenant_claim: Option<Claim>,
    /// What happens to the records of somebody who was deleted at the provider.
    pub on_delete: OnLeaving,
    /// The same for records of single kinds.
    pub cascade: Vec<(KindId, OnLeaving)>,
    /// How far the time of a webhook may lie from now, in microseconds.
    pub tolerance: i64,
    /// Networks that webhooks come from; any when empty.
    pub allow_ips: Vec<Network>,
    /// Networks of proxies whose word on the sender's address is believed.
    pub trusted_proxies: Vec<Network>,
}

/// A value that is taken from the provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Synced {
    /// Which.
    pub attribute: Attribute,
    /// JSON Pointer to the field.
    pub to: Box<str>,
    /// Who has the last word.
    pub owner: Ownership,
    /// Whether a whole document must have it: then it is never taken away.
    pub required: bool,
}

/// What a provider says of somebody besides their roles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Attribute {
    /// The primary mail address.
    Email,
    /// First and last name together.
    Name,
    /// The first name.
    FirstName,
    /// The last name.
    LastName,
    /// The name that the person chose.
    Username,
    /// The address of a picture.
    Image,
    /// The primary phone number.
    Phone,
}

impl Attribute {
    /// Every one.
    pub const ALL: [Self; 7] = [
        Self::Email,
        Self::Name,
        Self::FirstName,
        Self::LastName,
        Self::Username,
        Self::Image,
        Self::Phone,
    ];

    /// Its word, such as `email`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Name => "name",
            Self::FirstName => "first_name",
            Self::LastName => "last_name",
            Self::Username => "username",
            Self::Image => "image",
            Self::Phone => "phone",
        }
    }

    /// The attribute that a word names.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }
}

/// Where something stands in what the provider keeps beside a user, such as
/// `public_metadata.roles`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Claim(Box<str>);

impl Claim {
    /// Parts of a user that only the product's own server writes.
    pub const SAFE: [&'static str; 2] = ["public_metadata", "private_metadata"];

    /// Reads a claim: names separated by full stops, the first one of [`Self::SAFE`]. What users
    /// write themselves is no claim.
    ///
    /// ```
    /// use profilekit::blueprint::Claim;
    /// assert!(Claim::parse("public_metadata.roles").is_some());
    /// assert!(Claim::parse("unsafe_metadata.roles").is_none());
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (first, rest) = text.split_once('.')?;
        let named = rest.split('.').all(|name| !name.is_empty());
        (Self::SAFE.contains(&first) && named).then(|| Self(text.into()))
    }

    /// Its names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.split('.').filter(|name| !name.is_empty())
    }

    /// As it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl IdentityPlan {
    /// How far the time of a webhook may lie from now where nothing is said: five minutes, in
    /// microseconds.
    pub const TOLERANCE: i64 = 300_000_000;

    /// What happens to somebody's records of a kind who was deleted at the provider.
    #[must_use]
    pub fn leaving(&self, kind: KindId) -> OnLeaving {
        let own = self.cascade.iter().find(|(known, _)| *known == kind);
        own.map_or(self.on_delete, |(_, how)| *how)
    }

    /// The role that a word of the provider means.
    #[must_use]
    pub fn role(&self, model: &Model, word: &str) -> Option<RoleId> {
        let mut map = self.role_map.iter();
        let mapped = map.find(|(from, _)| **from == *word).map(|(_, to)| *to);
        mapped.or_else(|| model.names().find(word))
    }

    /// The provider's words for roles that somebody holds, in order; names that are no roles are
    /// left out.
    #[must_use]
    pub fn words_for(&self, model: &Model, roles: &[String]) -> Vec<String> {
        let known = roles
            .iter()
            .filter_map(|role| Some((model.names().find(role)?, role)));
        let word = |(id, name): (RoleId, &String)| {
            let mut map = self.role_map.iter();
            let mapped = map
                .find(|(_, to)| *to == id)
                .map(|(from, _)| from.to_string());
            mapped.unwrap_or_else(|| name.clone())
        };
        let mut words: Vec<String> = known.map(word).collect();
        words.sort_unstable();
        words
    }

    /// The place of an attribute.
    #[must_use]
    pub fn field(&self, attribute: Attribute) -> Option<&Synced> {
        self.fields.iter().find(|one| one.attribute == attribute)
    }
}
