//! The account of changes: reading it, and finding out whether it is whole.

use super::call::Call;
use super::operation::Target;
use super::plan::Desk;
use super::refusal::Refusal;
use super::{Hub, given};
use crate::error::{Code, Failure};
use crate::privacy::{Broken, Chain, Digest, Link};
use crate::store::{Access, AccountRequest, Checkpoint, Store, StoreError};

/// How many links are looked at in one go.
const STEP: usize = 1000;

/// What was found out about the account.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verified {
    /// How many links were looked at.
    pub links: u64,
    /// How many of them have no detail any more.
    pub erased: u64,
    /// How many checkpoints were compared.
    pub checkpoints: u64,
    /// The first thing that is wrong of each chain that is not whole.
    pub broken: Vec<(u32, Broken)>,
}

/// Looks at the whole account of a store, chain by chain, and compares it with checkpoints: the
/// store's own, and those that were noted elsewhere.
///
/// # Errors
/// Those of the store.
pub async fn verify_account(
    store: &dyn Store,
    noted: &[Checkpoint],
) -> Result<Verified, StoreError> {
    let mut checkpoints = store.checkpoints().await?;
    checkpoints.extend(noted);
    checkpoints.sort_unstable();
    let mut chains: Vec<u32> = store
        .chains()
        .await?
        .iter()
        .map(|(chain, ..)| *chain)
        .collect();
    chains.extend(checkpoints.iter().map(|checkpoint| checkpoint.chain));
    chains.sort_unstable();
    chains.dedup();
    let mut verified = Verified::default();
    for chain in chains {
        let of_chain = checkpoints.iter().filter(|known| known.chain == chain);
        let of_chain: Vec<Checkpoint> = of_chain.copied().collect();
        if let Err(broken) = walk(store, chain, &of_chain, &mut verified).await? {
            verified.broken.push((chain, broken));
        }
    }
    Ok(verified)
}

/// Walks along one chain.
async fn walk(
    store: &dyn Store,
    number: u32,
    checkpoints: &[Checkpoint],
    verified: &mut Verified,
) -> Result<Result<(), Broken>, StoreError> {
    let mut chain = Chain::new(number);
    loop {
        let (after, _) = chain.reached();
        let links = store.links(number, after, STEP).await?;
        for link in &links {
            if let Err(broken) = chain.follow(link) {
                return Ok(Err(broken));
            }
            verified.links += 1;
            verified.erased += u64::from(link.detail.is_none());
            let here = checkpoints
                .iter()
                .filter(|known| known.number == link.number);
            for checkpoint in here {
                verified.checkpoints += 1;
                if checkpoint.hash != link.hash {
                    return Ok(Err(Broken::Truncated {
                        number: checkpoint.number,
                    }));
                }
            }
        }
        if links.len() < STEP {
            break;
        }
    }
    let last = checkpoints.iter().map(|known| known.number).max();
    Ok(chain.reaches(last.unwrap_or(0)))
}

impl Hub {
    /// Notes where every chain of the account ends now. Whoever keeps the answer elsewhere finds
    /// out later whether anything before was altered or cut off.
    ///
    /// # Errors
    /// Those of the store.
    pub async fn checkpoint(&self, now: i64) -> Result<Vec<Checkpoint>, Refusal> {
        let chains = self.store().chains().await?.into_iter();
        let noted = chains.map(|(chain, number, hash): (u32, i64, Digest)| Checkpoint {
            chain,
            number,
            hash,
            at: now,
        });
        let noted: Vec<Checkpoint> = noted.collect();
        self.store().note_checkpoints(&noted).await?;
        Ok(noted)
    }

    /// Looks at the whole account; see [`verify_account`].
    ///
    /// # Errors
    /// Those of the store.
    pub async fn verify(&self, noted: &[Checkpoint]) -> Result<Verified, Refusal> {
        Ok(verify_account(self.store(), noted).await?)
    }

    /// What happened to a record, newest first: for those who may update it.
    ///
    /// # Errors
    /// [`Code::AccessNotVisible`], [`Code::AccessDenied`].
    pub async fn account_of(
        &self,
        call: &Call<'_>,
        target: &Target<'_>,
        before: Option<(i64, u32, i64)>,
        limit: usize,
    ) -> Result<Vec<Link>, Refusal> {
        let desk = Desk {
            hub: self,
            call,
            kind: self.kernel().kind(target.kind)?,
            action: "account",
        };
        let record = desk.find(target).await?;
        desk.allow(desk.action("update")?, &record, true)?;
        let at = record.address;
        let request = AccountRequest {
            tenant: Some(at.tenant),
            record: Some((at.kind, at.id)),
            actor: None,
            before,
            limit: limit.clamp(1, self.settings().page),
        };
        Ok(self.store().account(&request).await?)
    }

    /// Who saw the subject's own personal data, newest first.
    ///
    /// # Errors
    /// [`Code::AccessDenied`] for somebody who is not signed in, and those of the store.
    pub async fn who_saw_me(
        &self,
        call: &Call<'_>,
        before: Option<&str>,
        limit: usize,
    ) -> Result<Vec<Access>, Refusal> {
        call.check()?;
        given::text("before", before.unwrap_or_default())?;
        let denied = || Failure::new(Code::AccessDenied).with("action", "access_log");
        let own = call.subject.id().ok_or_else(denied)?;
        self.flush().await?;
        let limit = limit.clamp(1, self.settings().page);
        let (tenant, own, store) = (call.tenant(), own.as_str(), self.store());
        let mut accesses = store.accesses(tenant, own, before, limit).await?;
        if !tenant.is_empty() {
            // What tenants share is in none of them.
            accesses.extend(store.accesses("", own, before, limit).await?);
            accesses.sort_by(|one, other| other.id.cmp(&one.id));
            accesses.truncate(limit);
        }
        Ok(accesses)
    }
}
