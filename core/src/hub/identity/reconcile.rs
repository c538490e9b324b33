//! Finding out where provider and accounts differ, and putting it right, page by page.

mod leaving;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use self::leaving::Parting;
use super::follow::Known;
use super::outgoing::ProviderClient;
use super::webhook::{failure, is_lasting};
use crate::blueprint::{IdentityAttribute, IdentityPlan};
use crate::error::{Code, Failure};
use crate::hub::Hub;
use crate::hub::call::Call;
use crate::hub::refusal::Refusal;
use crate::id::Id;
use crate::identity::{Action, Class, Finding, LocalUser, ProviderUser, Side, SyncPlan, reconcile};
use crate::store::{Archived, PageRequest, Selection, StoreError};
use crate::time::DAY;

/// The name of the job: one at a time goes over the accounts.
const JOB: &str = "identity.reconcile";

/// How long an interrupted one is worth going on with: what was found longer ago says little of now.
const FRESH: i64 = DAY;

/// How a reconciliation goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reconciling<'r> {
    /// Whether what follows is done; otherwise it is told.
    pub apply: bool,
    /// Whether accounts without a user are treated as those of somebody who was deleted. Only
    /// with `apply`. They are counted before the first one leaves: where there are more than
    /// `most_leaving`, none does.
    pub leave: bool,
    /// How many accounts may leave. Where nothing is said, a tenth of those that are looked at, or
    /// ten where that is more, and none where the provider has no users at all: a key of another
    /// instance, or half a file, does not empty a product.
    pub most_leaving: Option<u64>,
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
            most_leaving: None,
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
    /// Whether those that would leave were counted; before the first one leaves, they are.
    counted: bool,
    /// How many accounts were looked at to count those that would leave.
    looked_at: u64,
    /// How many would leave, and then how many did.
    leaving: u64,
    /// How many may.
    may_leave: u64,
    /// How many may at most, where somebody said so.
    most_leaving: Option<u64>,
    /// Where the next page begins.
    after: Option<String>,
    /// The tenant of the account behind which the next page begins.
    within: String,
    /// The last user of the next page who was looked at already.
    done: Option<String>,
    /// Where the users came from.
    source: String,
    /// Whether what follows is done.
    apply: bool,
    /// Whether accounts without a user are left.
    leave: bool,
    /// When the last one was looked at.
    at: i64,
}

/// Something that was found, with what follows from it.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// What.
    pub finding: Finding,
    /// What follows; `None` for an account without a user, and where it cannot be told.
    pub plan: Option<SyncPlan>,
    /// Why nothing follows for this one, where something is wrong with it.
    pub trouble: Option<Failure>,
}

impl Hub {
    /// Compares all users of the provider with all accounts: first the users, page by page, then
    /// the accounts. What was found is told to `told`; where `apply` is set, accounts are made and
    /// changed as deliveries would have it. For the product itself.
    ///
    /// It is kept how far it is: whoever begins again within a day goes on there, and what was told
    /// is not told again, whatever went wrong. A process that is killed may have done one thing more
    /// than was kept, and what it told of a page from which nothing followed is told once more. Only
    /// a page of each side is held. Somebody who cannot be followed is told, and holds up nobody.
    ///
    /// # Errors
    /// [`Code::AccessDenied`] for others than the product, [`Code::IdentityNotConfigured`],
    /// [`Code::IdentityTooManyLeaving`] where more accounts would leave than may,
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

    /// The next page of [`Self::reconcile`]. A run that takes longer than its lease calls it for each
    /// page, with a call of that time: the lease is counted from it.
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
        let mut reached = self.reached(call, client.source(), how).await?;
        let leaves = how.apply && how.leave;
        let looked = match (reached.here, reached.counted) {
            (false, _) => self.look_there(call, client, how, &mut reached, told).await,
            (true, false) if leaves => self.count_leaving(client, how, &mut reached).await,
            (true, _) => self.look_here(call, client, how, &mut reached, told).await,
        };
        // What was done and told stays so, also where something went wrong then. Where too many would
        // leave, the next one begins with the users: it may have them all.
        let kept = match &looked {
            Err(refusal) if refusal.is(Code::IdentityTooManyLeaving) => {
                self.store().save_job(JOB, "{}").await
            }
            _ => self.keep_reached(&reached).await,
        };
        if looked.is_err() || reached.complete {
            self.store().release(JOB, how.holder).await?;
        }
        looked?;
        kept?;
        Ok(reached)
    }

    /// How far the last one came; one that did something else does not count, nor one of other users.
    async fn reached(
        &self,
        call: &Call<'_>,
        source: String,
        how: &Reconciling<'_>,
    ) -> Result<Reconciled, Refusal> {
        let state = self.store().job(JOB).await?;
        let state = state.and_then(|state| serde_json::from_str::<Reconciled>(&state).ok());
        let same = state.filter(|state| {
            let fresh = call.now.saturating_sub(state.at) <= FRESH;
            let same = (state.apply, state.leave, state.most_leaving)
                == (how.apply, how.leave, how.most_leaving);
            fresh && same && state.source == source
        });
        let reached = same.unwrap_or_else(|| Reconciled {
            source,
            apply: how.apply,
            leave: how.leave,
            most_leaving: how.most_leaving,
            ..Reconciled::default()
        });
        Ok(Reconciled {
            at: call.now,
            ..reached
        })
    }

    async fn keep_reached(&self, reached: &Reconciled) -> Result<(), StoreError> {
        let state = match reached.complete {
            // The next one begins at the beginning.
            true => "{}".to_owned(),
            false => serde_json::to_string(reached).unwrap_or_default(),
        };
        self.store().save_job(JOB, &state).await
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
        let mut known = Vec::with_capacity(page.users.len());
        for user in &page.users {
            known.push(self.known(user).await?);
        }
        let accounts = self.accounts_of(&page.users, &known).await?;
        let model = self.kernel().model();
        let sharing = sharing(client, &page.users).await?;
        // There is a finding for each user, in their order: those behind the page are not told.
        let users = [&*page.users, &sharing].concat();
        let findings = reconcile(model, Side::Provider, &users, &accounts)?;
        let before = done_of(&page.users, reached.done.as_deref());
        let each = page.users.iter().zip(findings).zip(known);
        for ((user, finding), known) in each.skip(before) {
            let (plan, trouble) = untroubled(match how.apply {
                true => self.sync_known(call, user, known).await,
                false => self.plan_known(call, user, known).await,
            })?;
            let changes = plan
                .as_ref()
                .is_some_and(|plan| matches!(plan.action, Action::Create | Action::Update));
            reached.users += 1;
            reached.done = Some(user.id.as_str().to_owned());
            count(reached, &finding.classes);
            let mut kept = Ok(());
            if how.apply && changes {
                reached.applied += 1;
                kept = self.keep_reached(reached).await;
            }
            // What was done is told, whatever becomes of the rest.
            let found = Found {
                finding,
                plan,
                trouble,
            };
            told(&found)?;
            kept?;
        }
        reached.done = None;
        reached.here = page.next.is_none();
        reached.after = page.next;
        Ok(())
    }

    /// Everything here that may belong to users of a page.
    async fn accounts_of(
        &self,
        users: &[ProviderUser],
        known: &[Known],
    ) -> Result<Vec<LocalUser>, Refusal> {
        let mut accounts = Vec::with_capacity(users.len());
        for (user, known) in users.iter().zip(known) {
            let own = known.account.as_ref();
            let theirs = own.map(|own| self.as_theirs(user, &own.local));
            accounts.extend(theirs.transpose()?);
            let own = own.map(|own| &own.record.address);
            let holder = self.holder_of_email(user).await?;
            if let Some(other) = holder.filter(|holder| Some(&holder.address) != own) {
                accounts.push(self.account(other, None).await?.local);
            }
        }
        accounts.sort_by(|one, other| at(one).cmp(&at(other)));
        accounts.dedup_by(|one, other| at(one) == at(other));
        Ok(accounts)
    }

    /// A user's own account. What stands in it of a user before, who was deleted, counts no more.
    fn as_theirs(&self, user: &ProviderUser, own: &LocalUser) -> Result<LocalUser, Refusal> {
        let (plan, _) = self.identity_plan()?;
        let mut own = own.clone();
        if let Some(key) = own.document.pointer_mut(&plan.key)
            && key.as_str() != Some(user.id.as_str())
        {
            *key = serde_json::Value::Null;
        }
        Ok(own)
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
        let (accounts, findings, more) = self.page_here(client, how, reached).await?;
        // They come in the order of the accounts: behind each one it is kept where that is.
        let mut findings = findings.into_iter().peekable();
        for account in &accounts {
            let own = |finding: &Finding| is_of(finding, account);
            let finding = findings.next_if(own);
            let leaves = finding.is_some() && how.apply && how.leave;
            if leaves && reached.leaving >= reached.may_leave && self.would_leave(account).await? {
                // They were counted, and the provider says something else now.
                let leaving = reached.leaving + 1;
                return Err(leaving::too_many(
                    leaving,
                    reached.accounts,
                    reached.may_leave,
                ));
            }
            let parting = match leaves {
                true => self.leave_missing(call, client, account).await?,
                false => Parting::Stays,
            };
            (reached.after, reached.within) =
                (Some(account.record.clone()), account.tenant.clone());
            reached.accounts += 1;
            let Some(finding) = finding.filter(|_| !matches!(parting, Parting::There)) else {
                continue;
            };
            count(reached, &finding.classes);
            let mut kept = Ok(());
            if matches!(parting, Parting::Left) {
                reached.applied += 1;
                reached.leaving += 1;
                kept = self.keep_reached(reached).await;
            }
            let trouble = match parting {
                Parting::Kept(trouble) => Some(trouble),
                _ => None,
            };
            told(&Found {
                finding,
                plan: None,
                trouble,
            })?;
            kept?;
        }
        reached.complete = !more;
        if reached.complete {
            (reached.after, reached.within) = (None, String::new());
        }
        Ok(())
    }

    /// The next page of accounts, what is found of them, and whether there are more.
    async fn page_here(
        &self,
        client: &dyn ProviderClient,
        how: &Reconciling<'_>,
        reached: &Reconciled,
    ) -> Result<(Vec<LocalUser>, Vec<Finding>, bool), Refusal> {
        let (plan, kind) = self.identity_plan()?;
        let selection = Selection::all(self.kernel(), &kind.name)?;
        let request = PageRequest {
            after: reached.after.clone().map(|id| (id, reached.within.clone())),
            limit: how.page,
            archived: Archived::Without,
            ..PageRequest::default()
        };
        let page = self.store().list(&selection, &request).await?;
        let mut accounts = Vec::with_capacity(page.records.len());
        for record in page.records {
            accounts.push(self.account(record, None).await?.local);
        }
        let users = self.users_of(client, plan, &accounts).await?;
        let findings = reconcile(self.kernel().model(), Side::Local, &users, &accounts)?;
        Ok((accounts, findings, page.more))
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
}

/// Users beyond a page whose mail address one of the page has: who is a duplicate must not hang on
/// where pages end.
async fn sharing(
    client: &dyn ProviderClient,
    page: &[ProviderUser],
) -> Result<Vec<ProviderUser>, Failure> {
    let emails = page.iter().filter_map(ProviderUser::email);
    let emails: Vec<&str> = emails.map(|email| &*email.value).collect();
    if emails.is_empty() {
        return Ok(Vec::new());
    }
    let mut users = client.users(&[], &emails).await?;
    let mut seen: BTreeSet<Id> = page.iter().map(|user| user.id.clone()).collect();
    users.retain(|user| seen.insert(user.id.clone()));
    Ok(users)
}

/// Whether a finding is of an account.
fn is_of(finding: &Finding, account: &LocalUser) -> bool {
    let tenant = finding.tenant.as_deref().unwrap_or_default();
    tenant == account.tenant && finding.account.as_ref() == Some(&account.record)
}

/// Where an account is.
fn at(account: &LocalUser) -> (&str, &str) {
    (&account.tenant, &account.record)
}

/// How many users of a page were looked at already; the whole page is looked at again where the
/// last of them is no more.
fn done_of(users: &[ProviderUser], done: Option<&str>) -> usize {
    let place = done.and_then(|done| users.iter().position(|user| user.id.as_str() == done));
    place.map_or(0, |place| place + 1)
}

/// Somebody who cannot be followed does not hold up the others: nor who is changed again and again
/// meanwhile.
fn untroubled<T>(done: Result<T, Refusal>) -> Result<(Option<T>, Option<Failure>), Refusal> {
    match done {
        Ok(done) => Ok((Some(done), None)),
        Err(refusal) if is_lasting(&refusal) || refusal.is(Code::StoreSerialization) => {
            Ok((None, Some(failure(refusal))))
        }
        Err(refusal) => Err(refusal),
    }
}

fn count(reached: &mut Reconciled, classes: &[Class]) {
    for class in classes {
        *reached.counts.entry(class.word().to_owned()).or_default() += 1;
    }
}
