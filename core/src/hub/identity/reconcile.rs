//! Finding out where provider and accounts differ, and putting it right, page by page.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::outgoing::ProviderClient;
use crate::blueprint::{IdentityAttribute, IdentityPlan};
use crate::error::{Code, Failure};
use crate::hub::Hub;
use crate::hub::call::Call;
use crate::hub::refusal::Refusal;
use crate::identity::{Class, Finding, LocalUser, ProviderUser, Side, SyncPlan, reconcile};
use crate::store::{Archived, Commit, PageRequest, Selection, StoredRecord};

/// The name of the job: one at a time goes over the accounts.
const JOB: &str = "identity.reconcile";

/// How a reconciliation goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reconciling<'r> {
    /// Whether what follows is done; otherwise it is told.
    pub apply: bool,
    /// Whether accounts without a user are treated as those of somebody who was deleted. Only
    /// with `apply`.
    pub leave: bool,
    /// How many users or accounts are looked at in one go.
    pub page: usize,
    /// Who does it, unique among all that may at the same time.
    pub holder: &'r str,
    /// How long a page may take before somebody else goes on, in microseconds.
    pub lease: i64,
}

impl Default for Reconciling<'_> {
    fn default() -> Self {
        Self {
            apply: false,
            leave: false,
            page: 100,
            holder: "reconcile",
            lease: 300_000_000,
        }
    }
}

/// How far a reconciliation is, and what it found.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Reconciled {
    /// How often each class was found, by its word.
    pub counts: BTreeMap<String, u64>,
    /// How many users were looked at.
    pub users: u64,
    /// How many accounts were looked at.
    pub accounts: u64,
    /// How many accounts were made, changed or left.
    pub applied: u64,
    /// Whether all pages were looked at.
    pub complete: bool,
    /// Whether the accounts are looked at; before, the users are.
    here: bool,
    /// Where the next page begins.
    after: Option<String>,
    /// The tenant of the account behind which the next page begins.
    within: String,
    /// Whether what follows is done.
    apply: bool,
}

/// Something that was found, with what follows from it.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// What.
    pub finding: Finding,
    /// What follows; `None` for an account without a user.
    pub plan: Option<SyncPlan>,
}

impl Hub {
    /// Compares all users of the provider with all accounts: first the users, page by page, then
    /// the accounts. What was found is told to `told`; where `apply` is set, accounts are made and
    /// changed as deliveries would have it. For the product itself.
    ///
    /// After each page it is kept how far it is: whoever begins again goes on there. Only a page of
    /// each side is held.
    ///
    /// # Errors
    /// [`Code::AccessDenied`] for others than the product, [`Code::IdentityNotConfigured`],
    /// [`Code::StoreSerialization`] where somebody else is at it, those of the provider and of the
    /// store, and those of `told`. What was done before stays done.
    pub async fn reconcile(
        &self,
        call: &Call<'_>,
        client: &dyn ProviderClient,
        how: &Reconciling<'_>,
        told: &mut (dyn FnMut(&Found) -> Result<(), Failure> + Send),
    ) -> Result<Reconciled, Refusal> {
        loop {
            let reached = self.reconcile_page(call, client, how, told).await?;
            if reached.complete {
                return Ok(reached);
            }
        }
    }

    /// The next page of [`Self::reconcile`].
    ///
    /// # Errors
    /// As [`Self::reconcile`].
    pub async fn reconcile_page(
        &self,
        call: &Call<'_>,
        client: &dyn ProviderClient,
        how: &Reconciling<'_>,
        told: &mut (dyn FnMut(&Found) -> Result<(), Failure> + Send),
    ) -> Result<Reconciled, Refusal> {
        call.only_system("sync")?;
        self.identity_plan()?;
        let until = call.now.saturating_add(how.lease);
        if !self
            .store()
            .acquire(JOB, how.holder, call.now, until)
            .await?
        {
            return Err(Failure::new(Code::StoreSerialization).into());
        }
        let mut reached = self.reached(how).await?;
        let looked = match reached.here {
            false => self.look_there(call, client, how, &mut reached, told).await,
            true => self.look_here(call, client, how, &mut reached, told).await,
        };
        if looked.is_ok() {
            let state = match reached.complete {
                // The next one begins at the beginning.
                true => "{}".to_owned(),
                false => serde_json::to_string(&reached).unwrap_or_default(),
            };
            self.store().save_job(JOB, &state).await?;
        }
        if looked.is_err() || reached.complete {
            self.store().release(JOB, how.holder).await?;
        }
        looked.map(|()| reached)
    }

    /// How far the last one came; one that did something else does not count.
    async fn reached(&self, how: &Reconciling<'_>) -> Result<Reconciled, Refusal> {
        let state = self.store().job(JOB).await?;
        let state = state.and_then(|state| serde_json::from_str::<Reconciled>(&state).ok());
        let same = state.filter(|state| state.apply == how.apply);
        Ok(same.unwrap_or_else(|| Reconciled {
            apply: how.apply,
            ..Reconciled::default()
        }))
    }

    /// A page of the provider's users.
    async fn look_there(
        &self,
        call: &Call<'_>,
        client: &dyn ProviderClient,
        how: &Reconciling<'_>,
        reached: &mut Reconciled,
        told: &mut (dyn FnMut(&Found) -> Result<(), Failure> + Send),
    ) -> Result<(), Refusal> {
        let page = client.page(reached.after.as_deref(), how.page).await?;
        let accounts = self.accounts_of(&page.users).await?;
        let model = self.kernel().model();
        let findings = reconcile(model, Side::Provider, &page.users, &accounts)?;
        for (user, finding) in page.users.iter().zip(findings) {
            let plan = match how.apply {
                true => self.sync_user(call, user).await,
                false => self.plan_user(call, user).await,
            };
            let plan = untroubled(plan)?;
            let changes = plan.as_ref().is_some_and(|plan| {
                use crate::identity::Action;
                matches!(plan.action, Action::Create | Action::Update)
            });
            reached.applied += u64::from(how.apply && changes);
            reached.users += 1;
            count(reached, &finding.classes);
            told(&Found { finding, plan })?;
        }
        reached.here = page.next.is_none();
        reached.after = page.next;
        Ok(())
    }

    /// Everything here that may belong to users of a page.
    async fn accounts_of(&self, users: &[ProviderUser]) -> Result<Vec<LocalUser>, Refusal> {
        let mut accounts: Vec<LocalUser> = Vec::new();
        for user in users {
            let link = self.link(user.id.as_str()).await?.map(|(_, link)| link);
            let own = self.account_of_user(user, link.as_ref()).await?;
            accounts.extend(own.map(|account| account.local));
            if let Some(other) = self.holder_of_email(user).await? {
                accounts.push(self.account(other, None).await?.local);
            }
        }
        accounts.sort_by(|one, other| one.record.cmp(&other.record));
        accounts.dedup_by(|one, other| one.record == other.record);
        Ok(accounts)
    }

    /// The account that has the mail address of a user, whosever it is.
    async fn holder_of_email(&self, user: &ProviderUser) -> Result<Option<StoredRecord>, Refusal> {
        let (plan, kind) = self.identity_plan()?;
        let tenant = self.tenant_of(plan, kind, user);
        let field = plan.field(IdentityAttribute::Email);
        let (Some(tenant), Some(field), Some(email)) = (tenant, field, user.email()) else {
            return Ok(None);
        };
        let key = crate::hub::derive::key(&field.to, email.value.trim());
        Ok(self.store().find(&tenant, &kind.name, &key).await?)
    }

    /// A page of accounts.
    async fn look_here(
        &self,
        call: &Call<'_>,
        client: &dyn ProviderClient,
        how: &Reconciling<'_>,
        reached: &mut Reconciled,
        told: &mut (dyn FnMut(&Found) -> Result<(), Failure> + Send),
    ) -> Result<(), Refusal> {
        let (plan, kind) = self.identity_plan()?;
        let selection = Selection::all(self.kernel(), &kind.name)?;
        let request = PageRequest {
            after: reached.after.clone().map(|id| (id, reached.within.clone())),
            limit: how.page,
            archived: Archived::Without,
            ..PageRequest::default()
        };
        let page = self.store().list(&selection, &request).await?;
        let last = page.records.last().map(|record| record.address.clone());
        let mut accounts = Vec::with_capacity(page.records.len());
        for record in page.records {
            accounts.push(self.account(record, None).await?.local);
        }
        let users = self.users_of(client, plan, &accounts).await?;
        let findings = reconcile(self.kernel().model(), Side::Local, &users, &accounts)?;
        for finding in findings {
            if how.apply && how.leave {
                reached.applied += u64::from(self.leave_missing(call, &accounts, &finding).await?);
            }
            count(reached, &finding.classes);
            told(&Found {
                finding,
                plan: None,
            })?;
        }
        reached.accounts += u64::try_from(accounts.len()).unwrap_or(u64::MAX);
        (reached.after, reached.within) =
            last.map_or((None, String::new()), |at| (Some(at.id), at.tenant));
        reached.complete = !page.more;
        Ok(())
    }

    /// Everybody there who may belong to accounts of a page.
    async fn users_of(
        &self,
        client: &dyn ProviderClient,
        plan: &IdentityPlan,
        accounts: &[LocalUser],
    ) -> Result<Vec<ProviderUser>, Refusal> {
        let email = plan.field(IdentityAttribute::Email).map(|field| &*field.to);
        let (mut ids, mut emails) = (Vec::new(), Vec::new());
        for account in accounts {
            let text = |pointer: &str| {
                account
                    .document
                    .pointer(pointer)
                    .and_then(|one| one.as_str())
            };
            match text(&plan.key) {
                Some(id) => ids.push(id),
                None => emails.extend(email.and_then(text)),
            }
        }
        if ids.is_empty() && emails.is_empty() {
            return Ok(Vec::new());
        }
        Ok(client.users(&ids, &emails).await?)
    }

    /// Treats an account as that of somebody who was deleted. One that never had a user stays.
    async fn leave_missing(
        &self,
        call: &Call<'_>,
        accounts: &[LocalUser],
        finding: &Finding,
    ) -> Result<bool, Refusal> {
        let (plan, _) = self.identity_plan()?;
        let named = finding.account.as_deref().unwrap_or_default();
        let account = accounts.iter().find(|one| one.record == named);
        let key = account.and_then(|one| one.document.pointer(&plan.key)?.as_str());
        let Some(user) = key.and_then(crate::id::Id::new) else {
            return Ok(false);
        };
        let mut commit = Commit::default();
        let left = self.left(call, &user, call.now, &mut commit).await?;
        self.store().commit(&commit).await?;
        Ok(left)
    }
}

/// A user who cannot be followed does not hold up the others.
fn untroubled(plan: Result<SyncPlan, Refusal>) -> Result<Option<SyncPlan>, Refusal> {
    match plan {
        Err(refusal) if refusal.is(Code::IdentityNoTenant) => Ok(None),
        plan => plan.map(Some),
    }
}

fn count(reached: &mut Reconciled, classes: &[Class]) {
    for class in classes {
        *reached.counts.entry(class.word().to_owned()).or_default() += 1;
    }
}
