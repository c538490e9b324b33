//! What a token says.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::Expected;
use crate::blueprint::document::Ownership;
use crate::blueprint::{Claim, Model, Persona};
use crate::error::{Code, Failure};
use crate::id::{Id, RoleId};

/// What a token says, once it is known who says it. Instants are microseconds since 1970 UTC.
#[derive(Debug, Clone, PartialEq)]
pub struct Claims {
    /// Whose session it is: the provider's identifier (`sub`).
    pub subject: String,
    /// Who issued it (`iss`).
    pub issuer: Option<String>,
    /// Whom it is meant for (`aud`).
    pub audiences: Vec<String>,
    /// Who asked for it (`azp`).
    pub party: Option<String>,
    /// The session (`sid`).
    pub session: Option<String>,
    /// Who really acts, where somebody acts as the subject (`act.sub`, RFC 8693, 4.1): the hub is
    /// told with [`crate::hub::Call::by`].
    pub actor: Option<String>,
    /// Until when it is valid (`exp`).
    pub expires_at: i64,
    /// From when on it is valid (`nbf`).
    pub not_before: Option<i64>,
    /// Everything that it says.
    pub all: Map<String, Value>,
}

/// What a token says of whose session it is.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Standing {
    /// Their tenant, where the blueprint says how it is known and the token says it.
    pub tenant: Option<Id>,
    /// Their roles, in the order of the blueprint.
    pub roles: Vec<String>,
    /// The persona that these roles can act as, where there is but one; otherwise they choose.
    pub persona: Option<String>,
}

impl Claims {
    /// Reads claims; `None` where something is not what it must be. Without an end, a token that
    /// was taken away would be good for ever.
    pub(super) fn read(body: &[u8]) -> Option<Self> {
        let all: Map<String, Value> = serde_json::from_slice(body).ok()?;
        let text = |name: &str| match all.get(name) {
            None | Some(Value::Null) => Some(None),
            Some(value) => value.as_str().map(|text| Some(text.to_owned())),
        };
        let subject = text("sub")?.filter(|subject| !subject.is_empty())?;
        Some(Self {
            subject,
            issuer: text("iss")?,
            audiences: audiences(all.get("aud"))?,
            party: text("azp")?,
            session: text("sid")?,
            actor: actor(all.get("act"))?,
            expires_at: instant(all.get("exp"))?,
            not_before: match all.get("nbf") {
                None | Some(Value::Null) => None,
                Some(value) => Some(instant(Some(value))?),
            },
            all,
        })
    }

    /// Refuses what is too old, too new, or not meant for us.
    pub(super) fn check(&self, expected: &Expected<'_>, now: i64) -> Result<(), Failure> {
        let skew = expected.skew.max(0);
        if now >= self.expires_at.saturating_add(skew) {
            return Err(Failure::new(Code::IdentityTokenExpired));
        }
        if self
            .not_before
            .is_some_and(|from| now < from.saturating_sub(skew))
        {
            return Err(Failure::new(Code::IdentityTokenEarly));
        }
        let issuer = self.issuer.as_deref().unwrap_or_default();
        if !expected.issuer.is_empty() && issuer != expected.issuer {
            return Err(Failure::new(Code::IdentityTokenIssuer));
        }
        if !self.is_for(expected) {
            return Err(Failure::new(Code::IdentityTokenAudience));
        }
        let pending = self.all.get("sts").and_then(Value::as_str) == Some("pending");
        if pending && !expected.pending {
            return Err(Failure::new(Code::IdentityTokenPending));
        }
        Ok(())
    }

    fn is_for(&self, expected: &Expected<'_>) -> bool {
        let named = |one: &String, all: &[&str]| all.contains(&one.as_str());
        let party = self
            .party
            .as_ref()
            .is_some_and(|party| named(party, expected.parties));
        let mut audiences = self.audiences.iter();
        let audience = audiences.any(|one| named(one, expected.audiences));
        let asked = party || expected.parties.is_empty();
        match (expected.audiences.is_empty(), self.audiences.is_empty()) {
            (false, _) => audience && asked,
            (true, true) => asked,
            // It says for whom it is meant, and nobody here said who that may be.
            (true, false) => party,
        }
    }

    /// What it says of whose session it is, in the blueprint's words: [`Standing::of`] all of it.
    ///
    /// # Errors
    /// [`Code::IdentityNotConfigured`]: the blueprint names no provider.
    pub fn standing(&self, model: &Model) -> Result<Standing, Failure> {
        Standing::of(model, &self.all)
    }

    /// What stands at a path of names, such as `["metadata", "roles"]`: a text, or a list of texts.
    #[must_use]
    pub fn words(&self, path: &[&str]) -> Vec<&str> {
        words(&self.all, path)
    }
}

impl Standing {
    /// Whose session it is by the claims of a token that was verified, in the blueprint's words.
    /// They are found where the blueprint has them, in a token that the provider was told to write
    /// them into; roles that only an administrator grants are left out.
    ///
    /// It is as old as the token. Whoever has a hub asks [`crate::hub::Hub::signed_in`], which has
    /// the roles of now.
    ///
    /// # Errors
    /// [`Code::IdentityNotConfigured`]: the blueprint names no provider.
    pub fn of(model: &Model, claims: &Map<String, Value>) -> Result<Self, Failure> {
        let plan = model.identity.as_ref();
        let plan = plan.ok_or_else(|| Failure::new(Code::IdentityNotConfigured))?;
        let said = |claim: &Claim| {
            let path: Vec<&str> = claim.as_str().split('.').collect();
            words(claims, &path)
        };
        let granted = |word: &&str| {
            let role = plan.role(model, word);
            role.filter(|role| plan.grantable.contains(*role))
        };
        // Where nothing of the provider's is granted, a token grants nothing either.
        let follows = matches!(plan.roles, Some(Ownership::Provider | Ownership::Newest));
        let roles = Some(said(&plan.role_claim)).filter(|_| follows);
        let roles = roles.unwrap_or_default();
        let roles = roles.iter().filter_map(granted);
        let roles: BTreeSet<RoleId> = roles.collect();
        let names = roles
            .iter()
            .filter_map(|role| model.roles.get(role.index()));
        let fits = |persona: &&Persona| roles.contains(&persona.role);
        let mut personas = model.personas.iter().filter(fits);
        let persona = personas.next().filter(|_| personas.next().is_none());
        let tenant = plan.tenant_claim.as_ref().map(said).unwrap_or_default();
        Ok(Self {
            tenant: tenant.first().and_then(|tenant| Id::new(tenant)),
            roles: names.map(|info| info.name.to_string()).collect(),
            persona: persona.map(|persona| persona.name.to_string()),
        })
    }
}

/// What stands at a path of names: a text, or a list of texts.
fn words<'c>(claims: &'c Map<String, Value>, path: &[&str]) -> Vec<&'c str> {
    let Some((first, rest)) = path.split_first() else {
        return Vec::new();
    };
    let found = rest.iter().try_fold(claims.get(*first), |found, name| {
        found.map(|value| value.get(*name))
    });
    match found.flatten() {
        Some(Value::String(word)) => vec![word],
        Some(Value::Array(words)) => words.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

/// Who acts, where the token says that somebody does; `None` where it does not say who.
#[expect(
    clippy::option_option,
    reason = "nobody acts, or nobody knows who does"
)]
fn actor(value: Option<&Value>) -> Option<Option<String>> {
    match value {
        None | Some(Value::Null) => Some(None),
        Some(act) => {
            let actor = act.get("sub").and_then(Value::as_str);
            actor
                .filter(|actor| !actor.is_empty())
                .map(|actor| Some(actor.to_owned()))
        }
    }
}

fn audiences(value: Option<&Value>) -> Option<Vec<String>> {
    match value {
        None | Some(Value::Null) => Some(Vec::new()),
        Some(Value::String(one)) => Some(vec![one.clone()]),
        Some(Value::Array(all)) => {
            let all = all.iter().map(|one| one.as_str().map(str::to_owned));
            all.collect()
        }
        Some(_) => None,
    }
}

/// Whole seconds since 1970, as microseconds; a fraction is cut off.
fn instant(value: Option<&Value>) -> Option<i64> {
    let text = value?.as_number()?.to_string();
    let whole = text
        .split_once('.')
        .map_or(text.as_str(), |(whole, _)| whole);
    whole.parse::<i64>().ok()?.checked_mul(1_000_000)
}
