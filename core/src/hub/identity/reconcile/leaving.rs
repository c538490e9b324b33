//! Accounts without a user: counted before any leaves, and left.

use super::{Reconciled, Reconciling, is_of, untroubled};
use crate::blueprint::document::OnLeaving;
use crate::error::{Code, Failure};
use crate::hub::Hub;
use crate::hub::call::Call;
use crate::hub::identity::outgoing::ProviderClient;
use crate::hub::refusal::Refusal;
use crate::id::Id;
use crate::identity::{Finding, LocalUser};
use crate::store::Commit;

/// What became of an account without a user.
pub(super) enum Parting {
    /// It was treated as that of somebody who was deleted.
    Left,
    /// It stays as it is.
    Stays,
    /// Its user is there after all.
    There,
    /// Something kept it from leaving.
    Kept(Failure),
}

impl Hub {
    /// Counts those of a page of accounts who would leave; behind the last page, whether they may.
    pub(super) async fn count_leaving(
        &self,
        client: &dyn ProviderClient,
        how: &Reconciling<'_>,
        reached: &mut Reconciled,
    ) -> Result<(), Refusal> {
        let (accounts, findings, more) = self.page_here(client, how, reached).await?;
        let mut missing = findings.iter().peekable();
        for account in &accounts {
            let own = |finding: &&Finding| is_of(finding, account);
            let found = missing.next_if(own).is_some();
            reached.looked_at += 1;
            reached.leaving += u64::from(found && self.would_leave(account).await?);
        }
        let last = accounts.last();
        reached.after = last.map(|account| account.record.clone());
        reached.within = last.map_or_else(String::new, |account| account.tenant.clone());
        if more {
            return Ok(());
        }
        let (leaving, accounts) = (reached.leaving, reached.looked_at);
        (reached.after, reached.within) = (None, String::new());
        (reached.leaving, reached.looked_at) = (0, 0);
        let most = how.most_leaving.unwrap_or(match reached.users {
            0 => 0,
            _ => (accounts / 10).max(10),
        });
        if leaving > most {
            return Err(too_many(leaving, accounts, most));
        }
        (reached.counted, reached.may_leave) = (true, most);
        Ok(())
    }

    /// Whether an account without a user would leave: not one that never had a user, nor one that
    /// stays when its user goes.
    pub(super) async fn would_leave(&self, account: &LocalUser) -> Result<bool, Refusal> {
        let (plan, kind) = self.identity_plan()?;
        let Some(user) = self.key_of(account)? else {
            return Ok(false);
        };
        if plan.leaving(kind.id) != OnLeaving::Keep {
            return Ok(true);
        }
        let tie = self.link(user.as_str()).await?;
        Ok(tie.is_none_or(|(_, link)| !link.gone))
    }

    /// The user of the provider to whom an account belongs, as it says itself.
    fn key_of(&self, account: &LocalUser) -> Result<Option<Id>, Refusal> {
        let (plan, _) = self.identity_plan()?;
        let key = account.document.pointer(&plan.key);
        Ok(key.and_then(|key| Id::new(key.as_str()?)))
    }

    /// Treats an account as that of somebody who was deleted. One that never had a user stays. That
    /// is for good, so the provider is asked for the user once more: one answer may have lacked them.
    pub(super) async fn leave_missing(
        &self,
        call: &Call<'_>,
        client: &dyn ProviderClient,
        account: &LocalUser,
    ) -> Result<Parting, Refusal> {
        const REPEATS: usize = 32;
        let Some(user) = self.key_of(account)? else {
            return Ok(Parting::Stays);
        };
        if !self.would_leave(account).await? {
            return Ok(Parting::Stays);
        }
        let there = client.users(&[user.as_str()], &[]).await?;
        if there.iter().any(|one| one.id == user) {
            return Ok(Parting::There);
        }
        for _ in 0..REPEATS {
            let mut commit = Commit::default();
            let left = self.left(call, &user, Some(account), call.now, &mut commit);
            let left = match left.await {
                Err(Refusal::Failed(failure)) if failure.code() == Code::StoreSerialization => {
                    continue;
                }
                left => left,
            };
            let (left, trouble) = untroubled(left)?;
            if let Some(trouble) = trouble {
                return Ok(Parting::Kept(trouble));
            }
            match self.store().commit(&commit).await {
                Ok(()) if left == Some(true) => return Ok(Parting::Left),
                Ok(()) => return Ok(Parting::Stays),
                Err(error) if error.met_another() => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(Failure::new(Code::StoreSerialization).into())
    }
}

/// More accounts would leave than may.
pub(super) fn too_many(leaving: u64, accounts: u64, most: u64) -> Refusal {
    let counts = [("leaving", leaving), ("accounts", accounts), ("most", most)];
    let with = |failure: Failure, (name, count): (&'static str, u64)| {
        failure.with(name, usize::try_from(count).unwrap_or(usize::MAX))
    };
    let failure = Failure::new(Code::IdentityTooManyLeaving);
    counts.into_iter().fold(failure, with).into()
}
