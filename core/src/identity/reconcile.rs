//! Comparing the provider's users with the accounts here, page by page.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::sync::{LocalUser, at};
use super::user::ProviderUser;
use crate::blueprint::document::{IdentityMatch, TenantScope};
use crate::blueprint::{IdentityAttribute as Attribute, IdentityPlan, Model};
use crate::error::{Code, Failure};

/// What was found out about a user and an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// They are one person's.
    Linked,
    /// The user has no account here.
    MissingHere,
    /// The account has no user at the provider.
    MissingThere,
    /// They are one person's, with different mail addresses.
    EmailDiffers,
    /// Two users, or two accounts, have one mail address.
    Duplicate,
    /// They are one person's, with different roles.
    RoleDiffers,
}

impl Class {
    /// Every one.
    pub const ALL: [Self; 6] = [
        Self::Linked,
        Self::MissingHere,
        Self::MissingThere,
        Self::EmailDiffers,
        Self::Duplicate,
        Self::RoleDiffers,
    ];

    /// Its word, such as `email_differs`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Linked => "linked",
            Self::MissingHere => "missing_here",
            Self::MissingThere => "missing_there",
            Self::EmailDiffers => "email_differs",
            Self::Duplicate => "duplicate",
            Self::RoleDiffers => "role_differs",
        }
    }
}

/// By what a user and an account were found to be one person's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    /// The account names the provider's identifier.
    Key,
    /// The provider names the account's owner.
    Owner,
    /// The provider has verified the account's mail address.
    Email,
}

/// Something that was found out. Mail addresses are not in it: who looks into it may look at both
/// sides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// What: [`Class::Linked`] where there is nothing else to say.
    pub classes: Vec<Class>,
    /// The user at the provider.
    pub user: Option<String>,
    /// The account here.
    pub account: Option<String>,
    /// The tenant of the account, where there are several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tenant: Option<String>,
    /// By what they were found to be one person's.
    pub by: Option<By>,
}

/// Which side a page is of: what is missing on the other side is told of its own page only.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// A page of users, with all accounts that may be theirs.
    Provider,
    /// A page of accounts, with all users that may be theirs.
    Local,
}

/// Compares a page of one side with everything on the other that may belong to it. Nothing else is
/// remembered: however many there are, a page is all that is held.
///
/// A page of users is told whole; of a page of accounts only those are told that have no user, for
/// the others were told with their users.
///
/// # Errors
/// [`Code::IdentityNotConfigured`].
pub fn reconcile(
    model: &Model,
    side: Side,
    users: &[ProviderUser],
    accounts: &[LocalUser],
) -> Result<Vec<Finding>, Failure> {
    let not_configured = || Failure::new(Code::IdentityNotConfigured);
    let plan = model.identity.as_ref().ok_or_else(not_configured)?;
    let known = Accounts::of(plan, accounts);
    let matched = users
        .iter()
        .map(|user| (user, known.find(model, plan, user)));
    Ok(match side {
        Side::Provider => {
            let page = Users::of(users);
            matched
                .map(|(user, found)| page.told(model, plan, &known, user, found))
                .collect()
        }
        Side::Local => {
            let theirs: BTreeSet<(&str, &str)> = matched
                .filter_map(|(_, found)| found.map(|(account, _)| place(account)))
                .collect();
            // Whose key is a user's is not missing, though another account may be that user's.
            let ids: BTreeSet<&str> = users.iter().map(|user| user.id.as_str()).collect();
            let keyed = |one: &LocalUser| {
                let key = at(&one.document, &plan.key).as_str();
                key.is_some_and(|key| ids.contains(key))
            };
            let alone = accounts
                .iter()
                .filter(|one| !theirs.contains(&place(one)) && !keyed(one));
            alone.map(missing_there).collect()
        }
    })
}

/// Where an account is.
fn place(account: &LocalUser) -> (&str, &str) {
    (&account.tenant, &account.record)
}

fn tenant(account: &LocalUser) -> Option<String> {
    Some(account.tenant.clone()).filter(|tenant| !tenant.is_empty())
}

fn missing_there(account: &LocalUser) -> Finding {
    Finding {
        classes: vec![Class::MissingThere],
        user: None,
        account: Some(account.record.clone()),
        tenant: tenant(account),
        by: None,
    }
}

/// Accounts by what they are found by.
struct Accounts<'a> {
    by_key: BTreeMap<&'a str, &'a LocalUser>,
    /// By tenant and owner.
    by_owner: BTreeMap<(&'a str, &'a str), &'a LocalUser>,
    /// By tenant and mail address.
    by_email: BTreeMap<(&'a str, String), &'a LocalUser>,
}

/// The tenant in which a user's account is; none where nobody says which.
fn tenant_of<'u>(model: &Model, plan: &IdentityPlan, user: &'u ProviderUser) -> Option<&'u str> {
    let kind = model.kinds.get(plan.kind.index());
    let tenanted = model.document.tenancy.is_some();
    let isolated = tenanted && kind.is_some_and(|kind| kind.tenant == TenantScope::Isolated);
    match plan.tenant_claim.as_ref().filter(|_| isolated) {
        Some(claim) => user.words(claim).first().copied(),
        None => Some(""),
    }
}

impl<'a> Accounts<'a> {
    fn of(plan: &IdentityPlan, accounts: &'a [LocalUser]) -> Self {
        let key = |one: &'a LocalUser| Some((at(&one.document, &plan.key).as_str()?, one));
        let email = |one: &'a LocalUser| {
            let email = email(plan, one)?.to_lowercase();
            Some(((one.tenant.as_str(), email), one))
        };
        let owner = |one: &'a LocalUser| ((one.tenant.as_str(), one.id.as_str()), one);
        Self {
            by_key: accounts.iter().filter_map(key).collect(),
            by_owner: accounts.iter().map(owner).collect(),
            by_email: accounts.iter().filter_map(email).collect(),
        }
    }

    /// The account of a user, and by what it was found.
    fn find(
        &self,
        model: &Model,
        plan: &IdentityPlan,
        user: &ProviderUser,
    ) -> Option<(&'a LocalUser, By)> {
        if let Some(found) = self.by_key.get(user.id.as_str()) {
            return Some((found, By::Key));
        }
        // What is somebody else's already is not given to another.
        let free = |found: &LocalUser| at(&found.document, &plan.key).is_null();
        let tenant = tenant_of(model, plan, user)?;
        let owner = user.external_id.as_ref();
        let owned = owner.and_then(|owner| self.by_owner.get(&(tenant, owner.as_str())));
        if let Some(found) = owned.filter(|found| free(found)) {
            return Some((found, By::Owner));
        }
        let verified = user.email().filter(|email| email.verified);
        let by_email = plan.matching == IdentityMatch::VerifiedEmail;
        let email = verified.filter(|_| by_email)?.value.to_lowercase();
        let found = self.by_email.get(&(tenant, email))?;
        free(found).then_some((*found, By::Email))
    }

    /// Whether an account other than one has a user's mail address.
    fn has_other(
        &self,
        tenant: Option<&str>,
        user: &ProviderUser,
        own: Option<&LocalUser>,
    ) -> bool {
        let email = user.email().map(|email| email.value.to_lowercase());
        let key = tenant.zip(email);
        let holder = key.and_then(|key| self.by_email.get(&key).copied());
        holder.is_some_and(|holder| own.is_none_or(|own| place(own) != place(holder)))
    }
}

/// Users of a page by their mail address: how many have each.
struct Users(BTreeMap<String, usize>);

impl Users {
    fn of(users: &[ProviderUser]) -> Self {
        let mut counts = BTreeMap::new();
        for email in users.iter().filter_map(ProviderUser::email) {
            *counts.entry(email.value.to_lowercase()).or_default() += 1;
        }
        Self(counts)
    }

    fn shares(&self, user: &ProviderUser) -> bool {
        let email = user.email().map(|email| email.value.to_lowercase());
        email.is_some_and(|email| self.0.get(&email).is_some_and(|count| *count > 1))
    }

    fn told(
        &self,
        model: &Model,
        plan: &IdentityPlan,
        known: &Accounts<'_>,
        user: &ProviderUser,
        found: Option<(&LocalUser, By)>,
    ) -> Finding {
        let own = found.map(|(account, _)| account);
        let mut classes = Vec::new();
        if self.shares(user) || known.has_other(tenant_of(model, plan, user), user, own) {
            classes.push(Class::Duplicate);
        }
        match own {
            None => classes.push(Class::MissingHere),
            Some(own) => classes.extend(differences(model, plan, user, own)),
        }
        if classes.is_empty() {
            classes.push(Class::Linked);
        }
        Finding {
            classes,
            user: Some(user.id.as_str().to_owned()),
            account: own.map(|own| own.record.clone()),
            tenant: own.and_then(tenant),
            by: found.map(|(_, by)| by),
        }
    }
}

fn differences(
    model: &Model,
    plan: &IdentityPlan,
    user: &ProviderUser,
    own: &LocalUser,
) -> Vec<Class> {
    let there = user.email().map(|email| email.value.to_lowercase());
    let here = email(plan, own).map(str::to_lowercase);
    let synced = plan.field(Attribute::Email).is_some();
    let email = (synced && here != there).then_some(Class::EmailDiffers);
    let roles = plan.roles.is_some() && roles_differ(model, plan, user, own);
    email
        .into_iter()
        .chain(roles.then_some(Class::RoleDiffers))
        .collect()
}

/// Whether the roles that sync is about differ.
fn roles_differ(model: &Model, plan: &IdentityPlan, user: &ProviderUser, own: &LocalUser) -> bool {
    let mapped = |word: &str| plan.role(model, word);
    let set = |words: Vec<&str>, of: &dyn Fn(&str) -> Option<crate::id::RoleId>| {
        let roles = words.into_iter().filter_map(of);
        let synced = roles.filter(|role| plan.grantable.contains(*role));
        synced.fold(crate::id::RoleSet::EMPTY, crate::id::RoleSet::with)
    };
    let there = set(user.words(&plan.role_claim), &mapped);
    let names = own.roles.iter().map(String::as_str).collect();
    there != set(names, &|name| model.names().find(name))
}

fn email<'l>(plan: &IdentityPlan, account: &'l LocalUser) -> Option<&'l str> {
    let field = plan.field(Attribute::Email)?;
    at(&account.document, &field.to).as_str()
}
