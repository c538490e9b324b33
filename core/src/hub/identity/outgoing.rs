//! What the provider is told: through the outbox, so that it is told once the change is made, and
//! for as long as it takes.

use std::sync::Arc;

use async_trait::async_trait;
use serde_json::Value;

use super::link_address;
use crate::error::Failure;
use crate::hub::Hub;
use crate::hub::call::Call;
use crate::hub::ids::uuid_v7;
use crate::hub::member::Person;
use crate::hub::relay::{Sink, Undelivered};
use crate::identity::{Command, ProviderUser, SyncPlan};
use crate::store::{Event, Member, StoreError, StoredEvent};

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

/// A sink that tells the provider roles, and hands everything else to another sink.
pub struct RolesSink {
    client: Arc<dyn ProviderClient>,
    rest: Option<Arc<dyn Sink>>,
}

impl RolesSink {
    /// A sink over a client; what is not for the provider goes to `rest`, or nowhere.
    #[must_use]
    pub fn new(client: Arc<dyn ProviderClient>, rest: Option<Arc<dyn Sink>>) -> Self {
        Self { client, rest }
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
        let unreadable = || Undelivered::lasting("the roles to be told cannot be read");
        let data: Value = serde_json::from_str(&event.event.data).map_err(|_| unreadable())?;
        let claim = data
            .get("claim")
            .and_then(Value::as_str)
            .ok_or_else(unreadable)?;
        let roles = data
            .get("roles")
            .and_then(Value::as_array)
            .ok_or_else(unreadable)?;
        let roles: Vec<String> = roles
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect();
        self.client
            .set_roles(&event.event.address.id, claim, &roles)
            .await
    }
}

/// The announcements of what a plan tells the provider.
pub(super) fn events(hub: &Hub, call: &Call<'_>, plan: &SyncPlan) -> Vec<Event> {
    let each = plan.commands.iter().map(|command| {
        let Command::SetRoles { user, claim, roles } = command;
        event(hub, call, user, claim, roles)
    });
    each.collect()
}

fn event(hub: &Hub, call: &Call<'_>, user: &str, claim: &str, roles: &[String]) -> Event {
    let data = serde_json::json!({ "claim": claim, "roles": roles });
    Event {
        id: uuid_v7(hub.entropy(), call.now),
        name: SET_ROLES.to_owned(),
        address: link_address(user),
        version: 0,
        at: call.now,
        data: data.to_string(),
    }
}

impl Hub {
    /// The announcement of roles that changed here, where the product has a word in them and the
    /// person a user at the provider.
    pub(in crate::hub) async fn outgoing_roles(
        &self,
        call: &Call<'_>,
        person: &Person<'_>,
        member: &Member,
    ) -> Result<Vec<Event>, StoreError> {
        use crate::blueprint::document::Ownership;
        let Ok((plan, kind)) = self.identity_plan() else {
            return Ok(Vec::new());
        };
        if !matches!(plan.roles, Some(Ownership::Local | Ownership::Newest)) {
            return Ok(Vec::new());
        }
        let key = format!("owner={}", person.id);
        let account = self.store().find(person.tenant, &kind.name, &key).await?;
        let Some(account) = account else {
            return Ok(Vec::new());
        };
        let tie = self
            .tie_of(account.owner.as_deref(), &account.address.id)
            .await?;
        let user = tie.map(|link| link.id).or_else(|| {
            // The product said whose it is, and the provider has not been heard of them yet.
            let document: Value = serde_json::from_str(&account.document).ok()?;
            Some(document.pointer(&plan.key)?.as_str()?.to_owned())
        });
        let Some(user) = user else {
            return Ok(Vec::new());
        };
        let roles = plan.words_for(self.kernel().model(), &member.roles);
        Ok(vec![event(
            self,
            call,
            &user,
            plan.role_claim.as_str(),
            &roles,
        )])
    }
}
