//! Which of several operations it was that could not have what it asked for.

use super::Hub;
use super::derive::Derived;
use super::refusal::Refusal;
use crate::store::{Address, Archived, PageRequest, Selection, Slot, StoreError, Write, WriteMode};

/// How many records are looked at in one go.
const STEP: usize = 200;

/// Whether a key or a slot is about that: what stands before its holders.
fn is_about(key: &str, what: &str) -> bool {
    key.split('=').next() == Some(what)
}

/// What holds something after all of it was done: two operations may be in each other's way.
fn is_beside(write: &Write, other: &Write) -> bool {
    let (own, at) = (&write.record.address, &other.record.address);
    other.how != WriteMode::Remove && (&own.tenant, &own.kind) == (&at.tenant, &at.kind)
}

impl Hub {
    /// The place of the write that a store's refusal is about; `None` where nothing is in its way
    /// any more.
    pub(super) async fn in_the_way(
        &self,
        error: &StoreError,
        all: &[Write],
    ) -> Result<Option<usize>, Refusal> {
        for (place, write) in all.iter().enumerate() {
            let before = all.get(..place).unwrap_or_default();
            let clashes = match error {
                StoreError::UniqueViolation { what } if what == "id" => {
                    self.is_there(write).await?
                }
                StoreError::UniqueViolation { what } => {
                    self.lacks_key(write, what, before, all).await?
                }
                StoreError::ExclusionViolation { what } => {
                    self.lacks_slot(write, what, before, all).await?
                }
                _ => false,
            };
            if clashes {
                return Ok(Some(place));
            }
        }
        Ok(None)
    }

    async fn is_there(&self, write: &Write) -> Result<bool, Refusal> {
        let new = write.how == WriteMode::Insert;
        Ok(new && self.store().get(&write.record.address).await?.is_some())
    }

    async fn lacks_key(
        &self,
        write: &Write,
        what: &str,
        before: &[Write],
        all: &[Write],
    ) -> Result<bool, Refusal> {
        let Address { tenant, kind, .. } = &write.record.address;
        for key in write.keys.iter().filter(|key| is_about(key, what)) {
            let mut others = before.iter().filter(|other| is_beside(write, other));
            if others.any(|other| other.keys.contains(key)) {
                return Ok(true);
            }
            let holder = self.store().find(tenant, kind, key).await?;
            if holder.is_some_and(|holder| !is_among(&holder.address, all)) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    async fn lacks_slot(
        &self,
        write: &Write,
        what: &str,
        before: &[Write],
        all: &[Write],
    ) -> Result<bool, Refusal> {
        let own = write.slots.iter().filter(|slot| is_about(&slot.key, what));
        let own: Vec<&Slot> = own.collect();
        let meets = |slots: &[Slot]| own.iter().any(|own| slots.iter().any(|one| one.meets(own)));
        let mut others = before.iter().filter(|other| is_beside(write, other));
        if others.any(|other| meets(&other.slots)) {
            return Ok(true);
        }
        if own.is_empty() {
            return Ok(false);
        }
        self.is_held(&write.record.address, all, meets).await
    }

    /// Whether a record beside one, that none of the operations is about, holds such slots.
    async fn is_held(
        &self,
        at: &Address,
        all: &[Write],
        such: impl Fn(&[Slot]) -> bool,
    ) -> Result<bool, Refusal> {
        let kind = self.kernel().kind(&at.kind)?;
        let selection = Selection::all(self.kernel(), &at.kind)?;
        let mut request = PageRequest {
            limit: STEP,
            archived: Archived::Without,
            tenant: Some(at.tenant.clone()),
            ..PageRequest::default()
        };
        loop {
            let page = self.store().list(&selection, &request).await?;
            for record in &page.records {
                // One that holds no time at all was stored by an earlier version.
                let held = Derived::of(self.kernel(), kind, record).unwrap_or_default();
                if such(&held.slots) && !is_among(&record.address, all) {
                    return Ok(true);
                }
            }
            let last = page.records.last().filter(|_| page.more);
            let Some(last) = last.map(|record| record.address.clone()) else {
                return Ok(false);
            };
            request.after = Some((last.id, last.tenant));
        }
    }
}

/// Whether an operation is about a record: what that holds now, it gives up.
fn is_among(at: &Address, all: &[Write]) -> bool {
    let mut all = all.iter();
    all.any(|write| write.record.address == *at)
}
