//! What the provider is told: through the outbox, so that it is told once the change is made, and
//! for as long as it takes.

use std::sync::Arc;

use async_trait::async_trait;
use serde::Deserialize;
use serde_json::Value;

use super::link_address;
use crate::blueprint::IdentityPlan;
use crate::blueprint::document::Ownership;
use crate::error::Failure;
use crate::hub::Hub;
use crate::hub::call::Call;
use crate::hub::ids::uuid_v7;
use crate::hub::member::Person;
use crate::hub::refusal::Refusal;
use crate::hub::relay::{Sink, Undelivered};
use crate::identity::{Command, ProviderUser, SyncPlan};
use crate::store::{Address, Commit, Event, Member, StoreError, StoredEvent};

/// The event by which roles are told.
const SET_ROLES: &str = "identity.set_roles";

/// A page of the provider's users.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct UserPage {
    /// The users, in the order in which they were made.
    pub users: Vec<ProviderUser>,
    /// What to ask for the next page with; `None` where there is none.
    pub next: Option<String>,
}

/// The port to the provider's own interface.
#[async_trait]
pub trait ProviderClient: Send + Sync {
    /// What is read, such as an instance of the provider or a file: while it stays the same, what a
    /// page was asked for with means the same. Where another source is read, a reconciliation does not
    /// go on with an interrupted one.
    fn source(&self) -> String;

    /// A page of users, the first one where `after` is not said.
    ///
    /// # Errors
    /// [`crate::error::Code::IdentityProviderFailed`].
    async fn page(&self, after: Option<&str>, limit: usize) -> Result<UserPage, Failure>;

    /// Those of these users whom the provider has, by their identifiers or by a mail address,
    /// whatever its case; each reconciled page asks once by identifiers or once by addresses.
    ///
    /// # Errors
    /// [`crate::error::Code::IdentityProviderFailed`].
    async fn users(&self, ids: &[&str], emails: &[&str]) -> Result<Vec<ProviderUser>, Failure>;

    /// Writes a user's roles at a claim, such as `public_metadata.roles`; other metadata stays.
    ///
    /// # Errors
    /// Why it was not written, and whether trying again may help.
    async fn set_roles(&self, user: &str, claim: &str, roles: &[String])
    -> Result<(), Undelivered>;
}

/// A sink that tells the provider the roles that somebody has now, whenever they changed, and hands
/// everything else to another sink. What is told late or once more says nothing that is over.
pub struct RolesSink {
    hub: Hub,
    client: Arc<dyn ProviderClient>,
    rest: Option<Arc<dyn Sink>>,
}

impl RolesSink {
    /// A sink over a client; what is not for the provider goes to `rest`, or nowhere.
    #[must_use]
    pub fn new(hub: Hub, client: Arc<dyn ProviderClient>, rest: Option<Arc<dyn Sink>>) -> Self {
        Self { hub, client, rest }
    }
}

#[async_trait]
impl Sink for RolesSink {
    async fn deliver(&self, event: &StoredEvent, json: &str) -> Result<(), Undelivered> {
        if event.event.name != SET_ROLES {
            return match &self.rest {
                Some(rest) => rest.deliver(event, json).await,
                None => Ok(()),
            };
        }
        let user = event.event.address.id.as_str();
        // It was about somebody who was erased since.
        if event.event.data == "{}" {
            return Ok(());
        }
        let then = then(&event.event);
        let then =
            then.ok_or_else(|| Undelivered::lasting("the roles to be told cannot be read"))?;
        let now = self.hub.words_of(user, then.tenant.as_deref()).await;
        let now = now.map_err(|refusal| Undelivered::passing(refusal.code()))?;
        let (claim, roles) = match now {
            Now::Nothing => return Ok(()),
            Now::Words { claim, roles } => (claim, roles),
            Now::Unknown => (then.claim, then.roles),
        };
        self.client.set_roles(user, &claim, &roles).await
    }
}

/// What the provider is to be told of a user now.
enum Now {
    /// Nothing: the user or the account is gone, roles are the provider's own by now, or it says them
    /// itself.
    Nothing,
    /// These words at a claim.
    Words { claim: String, roles: Vec<String> },
    /// Whose they are cannot be found out: nobody is tied to the user, and their tenant was not said.
    Unknown,
}

/// What was to be told when the roles changed.
#[derive(Deserialize)]
struct Then {
    claim: String,
    roles: Vec<String>,
    /// The tenant of the account.
    tenant: Option<String>,
}

fn then(event: &Event) -> Option<Then> {
    serde_json::from_str(&event.data).ok()
}

/// The announcements of what a plan tells the provider.
pub(super) fn events(hub: &Hub, call: &Call<'_>, plan: &SyncPlan) -> Vec<Event> {
    let each = plan.commands.iter().map(|command| {
        let Command::SetRoles { user, claim, roles } = command;
        event(hub, call, (user, &plan.tenant), claim, roles)
    });
    each.collect()
}

fn event(
    hub: &Hub,
    call: &Call<'_>,
    (user, tenant): (&str, &str),
    claim: &str,
    roles: &[String],
) -> Event {
    let data = serde_json::json!({ "claim": claim, "roles": roles, "tenant": tenant });
    Event {
        id: uuid_v7(hub.entropy(), call.now),
        name: SET_ROLES.to_owned(),
        address: link_address(user),
        version: 0,
        at: call.now,
        data: data.to_string(),
    }
}

/// Whether roles are told to the provider.
fn tells(plan: &IdentityPlan) -> bool {
    matches!(plan.roles, Some(Ownership::Local | Ownership::Newest))
}

impl Hub {
    /// Adds to a commit the announcement of roles that changed here, where the product has a word in
    /// them and the person a user at the provider.
    pub(in crate::hub) async fn tell_roles(
        &self,
        call: &Call<'_>,
        person: &Person<'_>,
        member: &Member,
        commit: &mut Commit,
    ) -> Result<(), StoreError> {
        let Ok((plan, kind)) = self.identity_plan() else {
            return Ok(());
        };
        if !tells(plan) {
            return Ok(());
        }
        let key = format!("owner={}", person.id);
        let account = self.store().find(person.tenant, &kind.name, &key).await?;
        let Some(account) = account else {
            return Ok(());
        };
        let roles = plan.words_for(self.kernel().model(), &member.roles);
        let tie = self.tie_to(&account).await?;
        let tied = match &tie {
            Some(link) => self.link(&link.id).await?,
            None => None,
        };
        if let Some((record, mut link)) = tied {
            link.tell(&roles, member.roles_at);
            commit
                .writes
                .push(super::follow::tie(&link, Some(&record), call.now));
        }
        let user = tie.map(|link| link.id).or_else(|| {
            // The product said whose it is, and the provider has not been heard of them yet.
            let document: Value = serde_json::from_str(&account.document).ok()?;
            Some(document.pointer(&plan.key)?.as_str()?.to_owned())
        });
        if let Some(user) = user {
            let claim = plan.role_claim.as_str();
            let user = (user.as_str(), person.tenant);
            commit.events.push(event(self, call, user, claim, &roles));
        }
        Ok(())
    }

    /// What the provider is to be told of a user's roles now. `tenant` is that of the account, where
    /// it was said.
    async fn words_of(&self, user: &str, tenant: Option<&str>) -> Result<Now, Refusal> {
        let Ok((plan, kind)) = self.identity_plan() else {
            return Ok(Now::Unknown);
        };
        if !tells(plan) {
            return Ok(Now::Nothing);
        }
        let link = match self.link(user).await? {
            Some((_, link)) if link.gone => return Ok(Now::Nothing),
            Some((_, link)) if !link.user.is_empty() => Some(link),
            _ => None,
        };
        let tied = match link.as_ref().filter(|link| !link.record.is_empty()) {
            Some(link) => {
                let address = Address::new(&link.tenant, &kind.name, &link.record);
                let account = self.store().get(&address).await?;
                // Who had it may be another user by now.
                account.filter(|account| account.owner.as_ref() == Some(&link.user))
            }
            None => None,
        };
        let account = match tied {
            Some(tied) => Some(tied),
            None => {
                // The product said whose account it is, and the provider has not been heard of yet.
                let tenant = tenant.or(link.as_ref().map(|link| link.tenant.as_str()));
                let Some(tenant) = tenant.or((!self.is_isolated(kind)).then_some("")) else {
                    return Ok(Now::Unknown);
                };
                let key = crate::hub::derive::key(&plan.key, user);
                self.store().find(tenant, &kind.name, &key).await?
            }
        };
        let Some(account) = account else {
            return Ok(Now::Nothing);
        };
        let Some(owner) = &account.owner else {
            return Ok(Now::Nothing);
        };
        let member = self.store().member(&account.address.tenant, owner).await?;
        let held = member.map(|member| member.roles).unwrap_or_default();
        let roles = plan.words_for(self.kernel().model(), &held);
        if link.is_some_and(|link| link.knows(&roles)) {
            return Ok(Now::Nothing);
        }
        Ok(Now::Words {
            claim: plan.role_claim.as_str().to_owned(),
            roles,
        })
    }
}
