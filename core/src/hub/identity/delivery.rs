//! What is noted of deliveries: what became of them, never what was in them.

use serde::{Deserialize, Serialize};

use super::follow::Way;
use super::inner_write;
use super::webhook::{Handled, Outcome};
use crate::error::Code;
use crate::hub::Hub;
use crate::hub::call::Call;
use crate::hub::refusal::Refusal;
use crate::id::Id;
use crate::identity::{MessageId, Rate, SyncPlan};
use crate::privacy::{self, Digest};
use crate::store::{Address, Commit, Received, StoreError, StoredRecord, Write};
use crate::time::MINUTE;

/// Where deliveries are noted: a kind that no blueprint can name.
pub(super) const DELIVERY: &str = "identity.delivery";

/// What is noted of a delivery.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Noted {
    /// The event, such as `user.updated`.
    pub(super) event: String,
    /// What became of it.
    pub(super) outcome: String,
    /// The code of what is wrong with it, where something is.
    pub(super) code: String,
    /// What differs and stays so: what about, and why.
    pub(super) conflicts: Vec<(String, String)>,
    /// How often it was tried.
    pub(super) attempts: u32,
}

/// Why a delivery is handled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Attempt {
    /// It came.
    Came,
    /// Somebody asked for it.
    Asked,
}

/// A delivery, and what was noted of it before.
pub(super) struct Delivery {
    pub(super) received: Received,
    known: Option<StoredRecord>,
    pub(super) noted: Noted,
}

impl Delivery {
    /// Whether it needs no further attempt. What was refused is looked at again where somebody
    /// asks for it: what was wrong may have been put right.
    pub(super) fn is_done(&self, how: Attempt) -> bool {
        let word = self.noted.outcome.as_str();
        let open = word == Outcome::Failed.word()
            || how == Attempt::Asked && word == Outcome::Refused.word();
        self.known.is_some() && !open
    }

    /// How it is followed: where it was refused before, the blueprint may take more from it now.
    pub(super) fn way(&self) -> Way {
        match self.known.is_some() && self.noted.outcome == Outcome::Refused.word() {
            true => Way::PutRight,
            false => Way::Follow,
        }
    }

    /// What is written to the inbox: nothing where it is there since it was refused.
    pub(super) fn received(&self) -> Option<Received> {
        let refused = self.known.is_some() && self.noted.outcome == Outcome::Refused.word();
        Some(self.received.clone()).filter(|_| !refused)
    }

    /// What is noted once this became of it.
    pub(super) fn write(&self, handled: &Handled, now: i64) -> Write {
        let conflicts = handled.plan.iter().flat_map(|plan| &plan.conflicts);
        let conflicts = conflicts.map(|one| (one.about.clone(), one.reason.word().to_owned()));
        let code = handled
            .failure
            .as_ref()
            .map(|failure| failure.code().as_str());
        let noted = Noted {
            event: handled.event.clone(),
            outcome: handled.outcome.word().to_owned(),
            code: code.unwrap_or_default().to_owned(),
            conflicts: conflicts.collect(),
            attempts: self.noted.attempts.saturating_add(1),
        };
        let document = serde_json::to_string(&noted).unwrap_or_default();
        inner_write(
            self.known.as_ref(),
            address(&self.received.id),
            None,
            document,
            now,
        )
    }
}

/// Where a delivery is noted; its identifier may be longer than a record's.
fn address(id: &str) -> Address {
    match Id::is_valid(id) {
        true => Address::new("", DELIVERY, id),
        false => Address::new("", DELIVERY, &Digest::of(id.as_bytes()).to_string()),
    }
}

/// What became of a delivery, as it is noted. Instants are microseconds since 1970 UTC.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Delivered {
    /// The event, such as `user.updated`; empty where it could not be read.
    pub event: String,
    /// What became of it at the last attempt: the word of an [`Outcome`].
    pub outcome: String,
    /// The code of what is wrong with it; empty where nothing is.
    pub code: String,
    /// What differs and stays so: what about, and why.
    pub conflicts: Vec<(String, String)>,
    /// How often it was tried.
    pub attempts: u32,
    /// When it was tried first.
    pub first_at: i64,
    /// When it was tried last.
    pub last_at: i64,
}

impl Hub {
    /// What became of a delivery, by its identifier; `None` for one that never came, or was
    /// rejected: those are in the account. For the product itself.
    ///
    /// # Errors
    /// [`Code::AccessDenied`] for others than the product, and those of the store.
    pub async fn delivered(
        &self,
        call: &Call<'_>,
        id: &MessageId,
    ) -> Result<Option<Delivered>, Refusal> {
        call.only_system("sync")?;
        let Some(record) = self.store().get(&address(id.as_str())).await? else {
            return Ok(None);
        };
        let corrupt = |_| StoreError::Corrupt("the note of a delivery cannot be read".into());
        let noted: Noted = serde_json::from_str(&record.document).map_err(corrupt)?;
        Ok(Some(Delivered {
            event: noted.event,
            outcome: noted.outcome,
            code: noted.code,
            conflicts: noted.conflicts,
            attempts: noted.attempts,
            first_at: record.created_at,
            last_at: record.updated_at,
        }))
    }

    /// What is known of a delivery.
    pub(super) async fn delivery(
        &self,
        call: &Call<'_>,
        source: &str,
        id: &str,
    ) -> Result<Delivery, StoreError> {
        let known = self.store().get(&address(id)).await?;
        let noted = known
            .as_ref()
            .and_then(|known| serde_json::from_str(&known.document).ok());
        Ok(Delivery {
            received: Received {
                source: source.to_owned(),
                id: id.to_owned(),
                at: call.now,
            },
            known,
            noted: noted.unwrap_or_default(),
        })
    }

    /// Notes in the account that a delivery was rejected, and why: neither what was in it nor how
    /// it was signed. Whoever sends many fills no store: of a flood, only so many are noted each
    /// minute, and how many were not.
    pub(super) async fn note_rejected(
        &self,
        call: &Call<'_>,
        id: &str,
        from: &str,
        code: Code,
    ) -> Result<(), Refusal> {
        let Some(missed) = self.rejections().turn(call.now) else {
            return Ok(());
        };
        let (mut entry, mut detail) = self.entry(call, &address_or_none(id), "rejected");
        entry.outcome = privacy::Outcome::Refused;
        code.as_str().clone_into(&mut entry.reason);
        if missed > 0 {
            entry.rule = format!("and {missed} before it that were not noted");
        }
        from.clone_into(&mut detail.actor);
        entry.commitment = detail.commitment();
        let commit = Commit {
            audit: vec![(entry, detail)],
            ..Commit::default()
        };
        Ok(self.store().commit(&commit).await?)
    }

    /// Notes that a delivery was tried and a store failed; where that fails too, nothing is.
    pub(super) async fn note_failed(&self, delivery: &Delivery, handled: &Handled, now: i64) {
        let commit = Commit {
            writes: vec![delivery.write(handled, now)],
            ..Commit::default()
        };
        let _ = self.store().commit(&commit).await;
    }
}

fn address_or_none(id: &str) -> Address {
    match id.is_empty() {
        true => Address::new("", DELIVERY, ""),
        false => address(id),
    }
}

/// How many rejections of a flood are noted.
#[derive(Debug, Default)]
pub(in crate::hub) struct Rejections(std::sync::Mutex<(Option<i64>, u64)>);

impl Rejections {
    /// Whether one is noted now, and how many were not before it.
    fn turn(&self, now: i64) -> Option<u64> {
        let mut state = self
            .0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        let (free_at, missed) = *state;
        let step = Rate::new(60, MINUTE)?.step(free_at, now);
        *state = match step.allowed {
            true => (Some(step.free_at), 0),
            false => (free_at, missed.saturating_add(1)),
        };
        step.allowed.then_some(missed)
    }
}

/// Whether nothing was done because accounts would get in each other's way.
pub(super) fn is_conflict(plan: &SyncPlan) -> bool {
    plan.conflicts.iter().any(|one| one.about == "account")
}
