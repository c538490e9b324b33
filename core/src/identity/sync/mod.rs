//! What follows here from what the provider says: worked out, not done.

mod fields;
mod roles;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::link::{Link, Stamp, digest};
use super::user::ProviderUser;
use crate::blueprint::{IdentityPlan, Kind, Model};
use crate::error::{Code, Failure};
use crate::id::Id;

pub use fields::FieldChange;
pub(super) use fields::at;
pub use roles::RoleChange;

/// An account as it is here.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct LocalUser {
    /// The account's record; empty where there is none yet, and only the roles of its owner are
    /// known.
    pub record: String,
    /// Whose it is.
    pub id: String,
    /// The tenant; empty where there is one tenant only.
    pub tenant: String,
    /// The account's document.
    pub document: Value,
    /// When a person changed an attribute here last, by the attribute's word, in microseconds
    /// since 1970 UTC; one that nobody changed is missing.
    pub changed: BTreeMap<String, i64>,
    /// The roles that were granted.
    pub roles: Vec<String>,
    /// When a person changed the roles last.
    pub roles_changed_at: Option<i64>,
    /// Whether the account is set aside.
    pub archived: bool,
    /// Whether that is so because its user was deleted at the provider, and for no other reason.
    pub left: bool,
}

/// What becomes of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// It is made.
    Create,
    /// It is changed.
    Update,
    /// It is as it should be.
    None,
    /// The provider's state is older than one that was followed.
    Stale,
    /// The user was deleted at the provider; what comes later was said before.
    Gone,
}

/// Why something happens, or does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// The account is new: it has all that the provider says.
    Created,
    /// The provider has the last word.
    ProviderOwns,
    /// The product has the last word.
    LocalOwns,
    /// The provider's value is newer.
    ProviderNewer,
    /// The value here is newer.
    LocalNewer,
    /// A person is to look at it.
    Manual,
    /// The provider says nothing, and the account must have it.
    RequiredHere,
    /// The value does not fit its field.
    NotValid,
    /// The provider has not made sure that the address is the person's.
    NotVerified,
    /// Another account has the value, and no two may.
    Taken,
    /// The blueprint has no such role.
    UnknownRole,
    /// Sync may not grant the role.
    NotGrantable,
    /// The provider says another tenant than the account's.
    TenantMoved,
    /// Somebody here set the account aside before it was tied to the user.
    SetAside,
}

impl Why {
    /// Every one.
    pub const ALL: [Self; 14] = [
        Self::Created,
        Self::ProviderOwns,
        Self::LocalOwns,
        Self::ProviderNewer,
        Self::LocalNewer,
        Self::Manual,
        Self::RequiredHere,
        Self::NotValid,
        Self::NotVerified,
        Self::Taken,
        Self::UnknownRole,
        Self::NotGrantable,
        Self::TenantMoved,
        Self::SetAside,
    ];

    /// Its word, such as `provider_owns`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::ProviderOwns => "provider_owns",
            Self::LocalOwns => "local_owns",
            Self::ProviderNewer => "provider_newer",
            Self::LocalNewer => "local_newer",
            Self::Manual => "manual",
            Self::RequiredHere => "required_here",
            Self::NotValid => "not_valid",
            Self::NotVerified => "not_verified",
            Self::Taken => "taken",
            Self::UnknownRole => "unknown_role",
            Self::NotGrantable => "not_grantable",
            Self::TenantMoved => "tenant_moved",
            Self::SetAside => "set_aside",
        }
    }
}

/// Provider and account differ, and stay so.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Conflict {
    /// What about: an attribute, `roles`, `tenant`, `archived` or `account`.
    pub about: String,
    /// Why it stays.
    pub reason: Why,
    /// What is here.
    pub here: Value,
    /// What the provider says.
    pub there: Value,
}

/// Something that the provider is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Command {
    /// Write the roles of a user at a claim, in the provider's words.
    SetRoles {
        /// The provider's identifier.
        user: String,
        /// The claim, such as `public_metadata.roles`.
        claim: String,
        /// All of the roles.
        roles: Vec<String>,
    },
}

/// What follows for an account, each part with its reason.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SyncPlan {
    /// What becomes of the account.
    pub action: Action,
    /// The account's tenant; empty where there is one tenant only.
    pub tenant: String,
    /// The merge patch for the account's document (RFC 7396); the document of a new one.
    pub patch: Value,
    /// Whether the account is brought back: it was set aside, and is tied to a user anew.
    pub restore: bool,
    /// What changes of the document.
    pub fields: Vec<FieldChange>,
    /// What changes of the roles.
    pub roles: Vec<RoleChange>,
    /// What differs and stays so.
    pub conflicts: Vec<Conflict>,
    /// What the provider is told.
    pub commands: Vec<Command>,
    /// The tie from now on.
    pub link: Link,
    /// What an older state says where newer ones say nothing: heard, and not taken.
    #[serde(skip)]
    pub(crate) heard: Vec<Heard>,
}

/// A value that is heard: with it the provider was not silent.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Heard {
    pub(crate) attribute: String,
    /// JSON Pointer to the field.
    pub(crate) path: String,
    /// As the account's kind writes it.
    pub(crate) value: Value,
}

impl SyncPlan {
    fn idle(action: Action, link: &Link) -> Self {
        Self {
            action,
            tenant: link.tenant.clone(),
            patch: Value::Object(Map::new()),
            restore: false,
            fields: Vec::new(),
            roles: Vec::new(),
            conflicts: Vec::new(),
            commands: Vec::new(),
            link: link.clone(),
            heard: Vec::new(),
        }
    }

    /// The plan as compact JSON.
    #[must_use]
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// What a plan is worked out from.
#[derive(Debug, Clone, Copy)]
struct Ground<'g> {
    model: &'g Model,
    plan: &'g IdentityPlan,
    kind: &'g Kind,
    user: &'g ProviderUser,
    local: Option<&'g LocalUser>,
    /// Whose roles they are, with an account or without.
    holder: Option<&'g LocalUser>,
    link: Option<&'g Link>,
    /// When the provider's state was made.
    at: i64,
}

/// Works out what follows here from what the provider says of a user. `local` is the account,
/// where there is one, and `link` what is known of the tie; `now` is in microseconds since 1970
/// UTC and stands for the time of the change where the provider gives none.
///
/// States are followed in the order of their own times, not in that of their arrival: an older one
/// gives only what newer ones could not, and after a deletion nothing is followed.
///
/// # Errors
/// [`Code::IdentityNotConfigured`] without `identity` in the blueprint,
/// [`Code::IdentityNoTenant`] where the user's tenant is needed and not said.
///
/// ```
/// use profilekit::{Kernel, identity::{Action, parse_clerk_user, plan_sync}};
/// let kernel = Kernel::compile(br#"{
///     "blueprint": 1, "name": "p", "version": "1.0.0",
///     "kinds": { "user": { "owner": "user", "one_per": ["owner"], "unique": ["/external_id"],
///         "fields": { "external_id": { "type": "string", "source": "identity" }, "name": { "type": "string" } } } },
///     "identity": { "provider": "clerk", "fields": { "name": "provider" } }
/// }"#).unwrap();
/// let user = parse_clerk_user(br#"{"id":"user_1","first_name":"Ada","updated_at":1700000000000}"#).unwrap();
/// let plan = plan_sync(kernel.model(), &user, None, None, 0).unwrap();
/// assert_eq!(plan.action, Action::Create);
/// assert_eq!(plan.patch["name"], "Ada");
///
/// let again = plan_sync(kernel.model(), &user, None, Some(&plan.link), 0).unwrap();
/// assert_eq!(again.action, Action::Stale);
/// ```
pub fn plan_sync(
    model: &Model,
    user: &ProviderUser,
    local: Option<&LocalUser>,
    link: Option<&Link>,
    now: i64,
) -> Result<SyncPlan, Failure> {
    planned(model, user, local, link, now, false)
}

/// As [`plan_sync`], but a state that was followed already is followed once more: what was changed
/// here since then is put right, or told, as the blueprint says.
///
/// # Errors
/// As [`plan_sync`].
pub fn plan_again(
    model: &Model,
    user: &ProviderUser,
    local: Option<&LocalUser>,
    link: Option<&Link>,
    now: i64,
) -> Result<SyncPlan, Failure> {
    planned(model, user, local, link, now, true)
}

/// What is kept of a state from which nothing could follow, such as that of somebody without a
/// tenant: an older one that comes later makes no account, and nobody who is banned signs in.
/// Nothing where a later state was seen, or the user is gone.
///
/// # Errors
/// [`Code::IdentityNotConfigured`].
pub(crate) fn seen(
    model: &Model,
    user: &ProviderUser,
    link: Option<&Link>,
    now: i64,
) -> Result<Option<Link>, Failure> {
    let ground = Ground::new(model, user, None, link, now)?;
    let stamp = ground.stamp();
    if link.is_some_and(|link| link.gone || stamp <= link.stamp) {
        return Ok(None);
    }
    Ok(Some(Link {
        id: user.id.as_str().to_owned(),
        banned: user.banned,
        stamp,
        ..link.cloned().unwrap_or_default()
    }))
}

fn planned(
    model: &Model,
    user: &ProviderUser,
    local: Option<&LocalUser>,
    link: Option<&Link>,
    now: i64,
    again: bool,
) -> Result<SyncPlan, Failure> {
    let ground = Ground::new(model, user, local, link, now)?;
    let stamp = ground.stamp();
    if let Some(link) = link {
        if link.gone {
            return Ok(SyncPlan::idle(Action::Gone, link));
        }
        // Of two states at one instant all take the same one. Once more, the instant alone counts:
        // the blueprint may take more from the same state than it did then. A state from which
        // nothing could follow is tried again.
        let older = match again {
            true => stamp.at < link.stamp.at,
            false if link.is_unowned() => stamp < link.stamp,
            false => stamp <= link.stamp,
        };
        if older {
            return Ok(ground.follow_late(&stamp, link));
        }
    }
    ground.follow(stamp)
}

impl<'g> Ground<'g> {
    fn new(
        model: &'g Model,
        user: &'g ProviderUser,
        local: Option<&'g LocalUser>,
        link: Option<&'g Link>,
        now: i64,
    ) -> Result<Self, Failure> {
        let not_configured = || Failure::new(Code::IdentityNotConfigured);
        let plan = model.identity.as_ref().ok_or_else(not_configured)?;
        let kind = model.kinds.get(plan.kind.index());
        Ok(Self {
            model,
            plan,
            kind: kind.ok_or_else(not_configured)?,
            user,
            local: local.filter(|local| !local.record.is_empty()),
            holder: local,
            link,
            at: user.updated_at.unwrap_or(now),
        })
    }

    fn follow(&self, stamp: Stamp) -> Result<SyncPlan, Failure> {
        let mut followed = SyncPlan::idle(Action::None, &Link::default());
        followed.tenant = self.tenant(&mut followed)?;
        followed.link = self.next_link(stamp, &followed.tenant);
        fields::follow(self, &mut followed);
        roles::follow(self, &mut followed);
        let changes = !followed.fields.is_empty() || !followed.roles.is_empty();
        // Whoever set aside an account had a reason; when its user left, it was this one.
        let untied = self.local.filter(|_| !self.is_tied());
        if let Some(local) = untied.filter(|local| local.archived) {
            followed.restore = local.left;
            if !local.left {
                followed.conflicts.push(Conflict {
                    about: "archived".to_owned(),
                    reason: Why::SetAside,
                    here: true.into(),
                    there: false.into(),
                });
            }
        }
        followed.action = match self.local {
            None => Action::Create,
            Some(_) if changes || followed.restore => Action::Update,
            Some(_) => Action::None,
        };
        Ok(followed)
    }

    /// Of an older state counts what later ones could not give, so that all who see the same states
    /// end alike, in whatever order they come.
    fn follow_late(&self, stamp: &Stamp, link: &Link) -> SyncPlan {
        let mut followed = SyncPlan::idle(Action::Stale, link);
        if !self.is_tied() || *stamp >= link.stamp {
            return followed;
        }
        fields::follow_late(self, stamp, &mut followed);
        roles::follow_late(self, &mut followed);
        if followed.link != *link {
            let changes = !followed.fields.is_empty() || !followed.roles.is_empty();
            followed.action = match changes {
                true => Action::Update,
                false => Action::None,
            };
        }
        followed
    }

    /// Whether the account is the one to which the user is tied.
    fn is_tied(&self) -> bool {
        let tied = self.link.map(|link| link.record.as_str());
        self.local
            .is_some_and(|local| Some(local.record.as_str()) == tied)
    }

    fn next_link(&self, stamp: Stamp, tenant: &str) -> Link {
        let known = self.link.cloned().unwrap_or_default();
        // Whoever had an account here before is the same person.
        let own = known.person_in(tenant);
        let own = own.unwrap_or_else(|| self.user.own_name().as_str());
        Link {
            id: self.user.id.as_str().to_owned(),
            user: self.local.map_or(own, |local| &local.id).to_owned(),
            tenant: tenant.to_owned(),
            record: self
                .local
                .map_or(known.record, |local| local.record.clone()),
            banned: self.user.banned,
            stamp,
            ..known
        }
    }

    /// The account's tenant. It does not move by what a provider says: records would be left
    /// behind.
    fn tenant(&self, followed: &mut SyncPlan) -> Result<String, Failure> {
        let said = match &self.plan.tenant_claim {
            None => return Ok(String::new()),
            Some(claim) => self.user.words(claim),
        };
        let said = said.first().filter(|tenant| Id::is_valid(tenant));
        let own = self.local.map(|local| local.tenant.clone());
        let Some(own) = own else {
            let missing = || Failure::new(Code::IdentityNoTenant);
            return said.map(|tenant| (*tenant).to_owned()).ok_or_else(missing);
        };
        if said.is_none_or(|said| *said != own) {
            followed.conflicts.push(Conflict {
                about: "tenant".to_owned(),
                reason: Why::TenantMoved,
                here: own.clone().into(),
                there: said.map_or(Value::Null, |said| (*said).into()),
            });
        }
        Ok(own)
    }

    /// The time of the provider's state, and a hash of what is taken from it.
    fn stamp(&self) -> Stamp {
        let fields = self.plan.fields.iter();
        let mut parts: Vec<String> = fields
            .map(|field| self.user.attribute(field.attribute).unwrap_or_default())
            .collect();
        let claims = [Some(&self.plan.role_claim), self.plan.tenant_claim.as_ref()];
        let words = claims
            .into_iter()
            .flatten()
            .map(|claim| self.user.words(claim).join("\n"));
        parts.extend(words);
        parts.push(self.user.banned.to_string());
        let proven = self.user.email().is_some_and(|email| email.verified);
        parts.push(proven.to_string());
        // Of two states at one instant, a ban counts.
        let before = if self.user.banned { "z" } else { "" };
        Stamp {
            at: self.at,
            digest: format!("{before}{}", digest(parts)),
        }
    }
}
