//! Somebody as their identity provider knows them.

use serde_json::{Map, Value};

use crate::blueprint::{Claim, IdentityAttribute as Attribute};
use crate::id::Id;

/// Somebody as their identity provider knows them. Instants are microseconds since 1970 UTC.
///
/// What users write themselves (`unsafe_metadata`) is not among it: nobody can take it for
/// something that the provider vouches for.
#[derive(Debug, Clone, PartialEq)]
pub struct ProviderUser {
    /// The provider's identifier.
    pub id: Id,
    /// The product's own identifier, where the provider was told one.
    pub external_id: Option<Id>,
    /// Mail addresses.
    pub emails: Vec<Contact>,
    /// Which of them is the primary one.
    pub primary_email: Option<usize>,
    /// Phone numbers.
    pub phones: Vec<Contact>,
    /// Which of them is the primary one.
    pub primary_phone: Option<usize>,
    /// The first name.
    pub first_name: Option<String>,
    /// The last name.
    pub last_name: Option<String>,
    /// The name that the person chose.
    pub username: Option<String>,
    /// The address of a picture of the person.
    pub image: Option<String>,
    /// What the product's server wrote, for all to read.
    pub public_metadata: Map<String, Value>,
    /// What the product's server wrote, for itself.
    pub private_metadata: Map<String, Value>,
    /// Accounts elsewhere by which the person signs in: who runs them, and the identifier there.
    pub accounts: Vec<(String, String)>,
    /// Whether signing in is locked for a while.
    pub locked: bool,
    /// Whether signing in is forbidden.
    pub banned: bool,
    /// When the account was made.
    pub created_at: Option<i64>,
    /// When it was changed last.
    pub updated_at: Option<i64>,
}

/// A mail address or a phone number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contact {
    /// The address or number.
    pub value: String,
    /// Whether the provider has verified that it is the person's.
    pub verified: bool,
}

impl ProviderUser {
    /// The name that the product gave them, or else the provider's: of an account that is made.
    pub(crate) fn own_name(&self) -> &Id {
        self.external_id.as_ref().unwrap_or(&self.id)
    }

    /// Somebody of whom nothing is known but the identifier.
    #[must_use]
    pub fn new(id: Id) -> Self {
        Self {
            id,
            external_id: None,
            emails: Vec::new(),
            primary_email: None,
            phones: Vec::new(),
            primary_phone: None,
            first_name: None,
            last_name: None,
            username: None,
            image: None,
            public_metadata: Map::new(),
            private_metadata: Map::new(),
            accounts: Vec::new(),
            locked: false,
            banned: false,
            created_at: None,
            updated_at: None,
        }
    }

    /// The primary mail address; the first verified one where the provider names none.
    #[must_use]
    pub fn email(&self) -> Option<&Contact> {
        primary(&self.emails, self.primary_email)
    }

    /// The primary phone number; the first verified one where the provider names none.
    #[must_use]
    pub fn phone(&self) -> Option<&Contact> {
        primary(&self.phones, self.primary_phone)
    }

    /// First and last name, as far as there are any.
    #[must_use]
    pub fn name(&self) -> Option<String> {
        let parts = [&self.first_name, &self.last_name];
        let parts = parts.into_iter().flatten().map(|part| part.trim());
        let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
        Some(parts.join(" ")).filter(|name| !name.is_empty())
    }

    /// What the provider says of an attribute; nothing where that is blank.
    #[must_use]
    pub fn attribute(&self, attribute: Attribute) -> Option<String> {
        let value = match attribute {
            Attribute::Email => self.email().map(|email| email.value.clone()),
            Attribute::Phone => self.phone().map(|phone| phone.value.clone()),
            Attribute::Name => self.name(),
            Attribute::FirstName => self.first_name.clone(),
            Attribute::LastName => self.last_name.clone(),
            Attribute::Username => self.username.clone(),
            Attribute::Image => self.image.clone(),
        };
        value.filter(|value| !value.trim().is_empty())
    }

    /// What stands at a claim.
    #[must_use]
    pub fn claim(&self, claim: &Claim) -> Option<&Value> {
        let mut names = claim.names();
        let part = match names.next()? {
            "public_metadata" => &self.public_metadata,
            "private_metadata" => &self.private_metadata,
            _ => return None,
        };
        let mut found = part.get(names.next()?)?;
        for name in names {
            found = found.get(name)?;
        }
        Some(found)
    }

    /// The words at a claim: a text, or a list of texts.
    #[must_use]
    pub fn words(&self, claim: &Claim) -> Vec<&str> {
        match self.claim(claim) {
            Some(Value::String(word)) => vec![word],
            Some(Value::Array(words)) => words.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        }
    }
}

fn primary(all: &[Contact], named: Option<usize>) -> Option<&Contact> {
    let named = named.and_then(|index| all.get(index));
    named.or_else(|| all.iter().find(|one| one.verified))
}
