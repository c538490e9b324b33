//! Doing what follows from what the provider says of a user.

mod write;

use serde_json::{Map, Value};

use self::write::roles_after;
use super::account::Account;
use super::webhook::is_lasting;
use super::{inner_write, link_address, outgoing};
use crate::blueprint::Kind;
use crate::error::{Code, Failure};
use crate::hub::call::Call;
use crate::hub::plan::Grounds;
use crate::hub::refusal::Refusal;
use crate::hub::{Hub, derive};
use crate::identity::{
    Action, Conflict, FieldChange, Heard, Link, LocalUser, ProviderUser, Said, SyncPlan, Why,
    plan_again, plan_sync, seen,
};
use crate::json::Pointer;
use crate::store::{Address, Commit, Member, StoreError, StoredRecord, Write};

/// What sync does, as the account and versions have it.
pub(super) const ACTION: &str = "sync";

/// Why accounts follow: it is the blueprint's part on the provider that says so.
pub(super) fn grounds() -> Grounds {
    Grounds {
        rule: "identity".to_owned(),
        reason: "allowed",
    }
}

/// The tie to a user, and the account.
pub(super) struct Known {
    tie: Option<(StoredRecord, Link)>,
    pub(super) account: Option<Account>,
    /// Whose account it will be, where there is none yet and they have roles.
    owner: Option<(Member, LocalUser)>,
}

/// Whether what follows is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    /// It is, where the state was not followed before.
    Follow,
    /// It is, and what was changed here since is put right.
    PutRight,
    /// It is only told.
    Tell,
}

impl Hub {
    /// What follows from what the provider says of a user now, also where that was followed before.
    /// Nothing is done.
    ///
    /// # Errors
    /// [`Code::AccessDenied`] for others than the product, [`Code::IdentityNotConfigured`],
    /// [`Code::IdentityNoTenant`], and those of the store.
    pub async fn plan_user(
        &self,
        call: &Call<'_>,
        user: &ProviderUser,
    ) -> Result<SyncPlan, Refusal> {
        call.only_system("sync")?;
        let known = self.known(user).await?;
        self.plan_known(call, user, known).await
    }

    /// The same from what is known already.
    pub(super) async fn plan_known(
        &self,
        call: &Call<'_>,
        user: &ProviderUser,
        known: Known,
    ) -> Result<SyncPlan, Refusal> {
        let mut nothing = Commit::default();
        self.followed(call, user, known, call.now, Way::Tell, &mut nothing)
            .await
    }

    /// Does what follows from what the provider says of a user now, without a delivery: what a
    /// reconciliation found. Where that was followed before, what was changed here since is put
    /// right as the blueprint says.
    ///
    /// # Errors
    /// As [`Self::plan_user`].
    pub async fn sync_user(
        &self,
        call: &Call<'_>,
        user: &ProviderUser,
    ) -> Result<SyncPlan, Refusal> {
        call.only_system("sync")?;
        let known = self.known(user).await?;
        self.sync_known(call, user, known).await
    }

    /// The same from what is known already; what changed meanwhile is looked up again.
    pub(super) async fn sync_known(
        &self,
        call: &Call<'_>,
        user: &ProviderUser,
        known: Known,
    ) -> Result<SyncPlan, Refusal> {
        const REPEATS: usize = 32;
        let mut first = Some(known);
        for _ in 0..REPEATS {
            let known = match first.take() {
                Some(known) => known,
                None => self.known(user).await?,
            };
            let mut commit = Commit::default();
            let followed = self.followed(call, user, known, call.now, Way::PutRight, &mut commit);
            let plan = match followed.await {
                Err(refusal) if refusal.is(Code::StoreSerialization) => continue,
                Err(refusal) if is_lasting(&refusal) => {
                    match self.keep_seen(call, user).await? {
                        true => return Err(refusal),
                        // An account may be there by now, which this state is about.
                        false => continue,
                    }
                }
                plan => plan?,
            };
            if commit.writes.is_empty() {
                return Ok(plan);
            }
            match self.store().commit(&commit).await {
                Ok(()) => return Ok(plan),
                Err(StoreError::UniqueViolation { .. }) => {}
                Err(error) if error.met_another() => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(Failure::new(Code::StoreSerialization).into())
    }

    /// Keeps that a state was seen from which nothing can follow. Says whether nobody was quicker.
    async fn keep_seen(&self, call: &Call<'_>, user: &ProviderUser) -> Result<bool, Refusal> {
        let writes = self.state_seen(call, user, call.now).await?;
        if writes.is_empty() {
            return Ok(true);
        }
        let commit = Commit {
            writes,
            ..Commit::default()
        };
        match self.store().commit(&commit).await {
            Err(StoreError::UniqueViolation { .. }) => Ok(false),
            Err(error) if error.met_another() => Ok(false),
            done => Ok(done.map(|()| true)?),
        }
    }

    /// What is written of a state from which nothing can follow.
    pub(super) async fn state_seen(
        &self,
        call: &Call<'_>,
        user: &ProviderUser,
        at: i64,
    ) -> Result<Vec<Write>, Refusal> {
        let (record, link) = self.link(user.id.as_str()).await?.unzip();
        let seen = seen(self.kernel().model(), user, link.as_ref(), at)?;
        let write = seen.map(|seen| tie(&seen, record.as_ref(), call.now));
        Ok(write.into_iter().collect())
    }

    /// What is known here of a user.
    pub(super) async fn known(&self, user: &ProviderUser) -> Result<Known, Refusal> {
        let tie = self.link(user.id.as_str()).await?;
        let link = tie.as_ref().map(|(_, link)| link);
        let account = self.account_of_user(user, link).await?;
        let owner = match account {
            Some(_) => None,
            None => self.future_owner(user, link).await?,
        };
        Ok(Known {
            tie,
            account,
            owner,
        })
    }

    /// Works out what follows and what is written for it.
    pub(super) async fn followed(
        &self,
        call: &Call<'_>,
        user: &ProviderUser,
        known: Known,
        at: i64,
        way: Way,
        commit: &mut Commit,
    ) -> Result<SyncPlan, Refusal> {
        let link = known.tie.as_ref().map(|(_, link)| link);
        let account = known.account.as_ref();
        let local = account.map(|account| &account.local);
        let local = local.or(known.owner.as_ref().map(|(_, roles)| roles));
        let model = self.kernel().model();
        let plan = match way {
            Way::Follow => plan_sync,
            Way::PutRight | Way::Tell => plan_again,
        };
        let mut plan = plan(model, user, local, link, at)?;
        if matches!(plan.action, Action::Gone | Action::Stale) {
            return Ok(plan);
        }
        self.leave_taken(&mut plan, user, link, account).await?;
        if account.is_none() && super::delivery::is_conflict(&plan) {
            self.check_still_unknown(user, link).await?;
        }
        if way == Way::Tell {
            // What would be written tells what would not go well.
            let (tie, mut nothing) = (plan.link.clone(), Commit::default());
            self.write(call, &mut plan, known, &mut nothing).await?;
            plan.link = tie;
            return Ok(plan);
        }
        self.write(call, &mut plan, known, commit).await?;
        Ok(plan)
    }

    /// Writes what follows: the account, its owner's roles, what the provider is told, and the tie.
    async fn write(
        &self,
        call: &Call<'_>,
        plan: &mut SyncPlan,
        known: Known,
        commit: &mut Commit,
    ) -> Result<(), Refusal> {
        let Known {
            tie: known,
            account,
            owner,
        } = known;
        let (link_record, link) = known.unzip();
        if plan.action == Action::None && super::delivery::is_conflict(plan) {
            // It is nobody's, but an older state that comes later makes no account either.
            let seen = plan.link.unowned(link.as_ref());
            if account.is_none() && link.as_ref() != Some(&seen) {
                commit
                    .writes
                    .push(tie(&seen, link_record.as_ref(), call.now));
            }
            return Ok(());
        }
        let member = account.as_ref().and_then(|account| account.member.as_ref());
        let member = member.or(owner.as_ref().map(|(member, _)| member));
        match account.as_ref() {
            None => {
                let roles = roles_after(member, plan);
                self.write_new(call, plan, roles, commit).await?;
            }
            Some(account) => {
                self.write_changed(call, plan, account, link.as_ref(), commit)?;
            }
        }
        let before = link.as_ref().map(|link| &link.record);
        if before != Some(&plan.link.record) {
            plan.link.tied_at = call.now;
        }
        self.write_roles(call, plan, member, commit);
        commit.events.extend(outgoing::events(self, call, plan));
        // A state that was followed before, and all is as it should be.
        let nothing = link.as_ref() == Some(&plan.link) && plan.action == Action::None;
        if !nothing || !commit.events.is_empty() {
            commit
                .writes
                .push(tie(&plan.link, link_record.as_ref(), call.now));
        }
        Ok(())
    }

    /// Leaves out what another account has; a new account that lacked it would be a second one of
    /// the same person, so none is made.
    async fn leave_taken(
        &self,
        plan: &mut SyncPlan,
        user: &ProviderUser,
        link: Option<&Link>,
        account: Option<&Account>,
    ) -> Result<(), Refusal> {
        let (_, kind) = self.identity_plan()?;
        let unproven = |one: &Conflict| one.reason == Why::NotVerified;
        if account.is_none() && plan.conflicts.iter().any(unproven) {
            // Once it is verified, the account that has it may be theirs.
            if self.holder_of_email(user).await?.is_some() {
                nothing(plan, "email");
            }
        }
        let own = account.map(|account| &account.record.address);
        for change in plan.fields.clone() {
            let there = (change.path.as_str(), &change.after);
            if self.is_taken(plan, kind, there, own).await? {
                leave(plan, &change, link, own.is_none());
            }
        }
        for heard in std::mem::take(&mut plan.heard) {
            let there = (heard.path.as_str(), &heard.value);
            if self.is_taken(plan, kind, there, own).await? {
                unhear(plan, &heard, link);
            }
        }
        if own.is_none() {
            let key = format!("owner={}", plan.link.user);
            if self
                .store()
                .find(&plan.tenant, &kind.name, &key)
                .await?
                .is_some()
            {
                nothing(plan, "owner");
            }
        }
        Ok(())
    }

    /// Whether a value may be in one account only, and is in another than somebody's own.
    async fn is_taken(
        &self,
        plan: &SyncPlan,
        kind: &Kind,
        (path, value): (&str, &Value),
        own: Option<&Address>,
    ) -> Result<bool, Refusal> {
        let kinds = &self.kernel().model().document.kinds;
        let unique = kinds.get(&kind.name).map(|kind| kind.unique.as_slice());
        let is_unique = unique.unwrap_or_default().iter().any(|one| one == path);
        let Some(text) = value.as_str().filter(|_| is_unique) else {
            return Ok(false);
        };
        let key = derive::key(path, text);
        let holder = self.store().find(&plan.tenant, &kind.name, &key).await?;
        Ok(holder.is_some_and(|holder| Some(&holder.address) != own))
    }

    /// What stands in the way of a new account may be the very account, made a moment ago: then all
    /// of it is worked out again.
    async fn check_still_unknown(
        &self,
        user: &ProviderUser,
        link: Option<&Link>,
    ) -> Result<(), Refusal> {
        let now = self.link(user.id.as_str()).await?.map(|(_, link)| link);
        let known = now.as_ref() != link;
        if known || self.account_of_user(user, link).await?.is_some() {
            return Err(Failure::new(Code::StoreSerialization).into());
        }
        Ok(())
    }
}

/// A change that another account stands in the way of does not happen.
fn leave(plan: &mut SyncPlan, change: &FieldChange, link: Option<&Link>, new: bool) {
    if new {
        return nothing(plan, &change.attribute);
    }
    unsay(plan, change, link);
    drop_change(plan, &change.path);
    plan.conflicts.push(conflict(change, Why::Taken));
    rest(plan);
}

/// A value that could not have been taken was not said, whenever it comes: the provider is as silent
/// as it was, and takes nothing away.
fn unhear(plan: &mut SyncPlan, heard: &Heard, link: Option<&Link>) {
    let silent = link.and_then(|link| link.fields.get(&heard.attribute));
    if let Some(silent) = silent {
        let attribute = heard.attribute.clone();
        plan.link.fields.insert(attribute, silent.clone());
    }
    drop_change(plan, &heard.path);
    rest(plan);
}

/// The change of a field does not happen.
fn drop_change(plan: &mut SyncPlan, path: &str) {
    plan.fields.retain(|change| change.path != path);
    let pointer = Pointer::new(path);
    let names: Vec<String> = pointer.iter().flat_map(Pointer::segments).collect();
    if let Some(members) = plan.patch.as_object_mut() {
        take_out(members, &names);
    }
}

/// What does not happen was not given: an older state may give something else.
fn unsay(plan: &mut SyncPlan, change: &FieldChange, link: Option<&Link>) {
    if let Some(said) = plan.link.fields.get_mut(&change.attribute) {
        *said = Said::before(link, &change.attribute);
    }
}

/// A change that does not happen.
fn conflict(change: &FieldChange, reason: Why) -> Conflict {
    Conflict {
        about: change.attribute.clone(),
        reason,
        here: change.before.clone(),
        there: change.after.clone(),
    }
}

/// Says what becomes of an account, some of whose changes do not happen.
fn rest(plan: &mut SyncPlan) {
    if plan.fields.is_empty() && plan.roles.is_empty() && !plan.restore {
        plan.action = Action::None;
    }
}

/// Takes what a path leads to out of a patch, and the objects around it that are empty then: in a
/// patch they would make such objects.
fn take_out(members: &mut Map<String, Value>, names: &[String]) {
    let Some((name, deeper)) = names.split_first() else {
        return;
    };
    let inner = members.get_mut(name).and_then(Value::as_object_mut);
    let emptied = match inner.filter(|_| !deeper.is_empty()) {
        Some(inner) => {
            take_out(inner, deeper);
            inner.is_empty()
        }
        None => deeper.is_empty(),
    };
    if emptied {
        members.shift_remove(name);
    }
}

/// No account is made, and it is told why.
fn nothing(plan: &mut SyncPlan, because: &str) {
    plan.action = Action::None;
    plan.patch = Value::Object(Map::new());
    plan.fields.clear();
    plan.roles.clear();
    plan.commands.clear();
    if !super::delivery::is_conflict(plan) {
        plan.conflicts.push(Conflict {
            about: "account".to_owned(),
            reason: Why::Taken,
            here: because.into(),
            there: Value::Null,
        });
    }
}

/// A tie to a user, as it is from now on.
pub(super) fn tie(link: &Link, known: Option<&StoredRecord>, now: i64) -> Write {
    let owner = Some(link.user.clone()).filter(|user| !link.gone && !user.is_empty());
    inner_write(known, link_address(&link.id), owner, link.to_json(), now)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_left_out_of_a_patch_leaves_no_empty_objects() {
        let without = |path: &[&str]| {
            let mut patch =
                json!({ "contact": { "email": "a", "more": { "phone": "b" } }, "name": "c" });
            let path: Vec<String> = path.iter().map(|name| (*name).to_owned()).collect();
            take_out(patch.as_object_mut().unwrap(), &path);
            patch
        };
        let contact = json!({ "contact": { "email": "a" }, "name": "c" });
        assert_eq!(without(&["contact", "more", "phone"]), contact);
        let rest = json!({ "contact": { "email": "a", "more": { "phone": "b" } } });
        assert_eq!(without(&["name"]), rest);
        let whole = json!({ "contact": { "email": "a", "more": { "phone": "b" } }, "name": "c" });
        for elsewhere in [
            &[][..],
            &["nothing"],
            &["name", "first"],
            &["contact", "phone"],
        ] {
            assert_eq!(without(elsewhere), whole, "{elsewhere:?}");
        }
    }
}
