//! When somebody is free.

use super::Hub;
use super::call::Call;
use super::derive::slot_key;
use super::operation::Target;
use super::refusal::Refusal;
use crate::error::Failure;
use crate::metrics::Zone;
use crate::schedule::{Schedule, Stretch, Wanted};
use crate::store::Slot;

/// What is asked of somebody's schedule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FreeSlots<'o> {
    /// The record that says when its owner can be booked: a document such as
    /// [`Schedule::from_document`] reads.
    pub schedule: Target<'o>,
    /// The kind whose records take the owner's time, such as `booking`.
    pub kind: &'o str,
    /// What that kind calls the owner in the `per` of an `exclusive` rule, such as `builder`.
    pub per: &'o str,
    /// Slots begin and end within it.
    pub within: Stretch,
    /// How long a slot is, in minutes.
    pub minutes: u32,
    /// How many minutes after one slot the next may begin; 0 for as many as one is long.
    pub every: u32,
}

impl Hub {
    /// The slots at which the owner of a schedule is free, in order: what the schedule opens, less
    /// what the owner's records take already. It goes by what the subject may see of the
    /// schedule; of the records that take time it tells nothing but that there is none left.
    ///
    /// A slot is not held by being told: who books it may find that somebody was faster.
    ///
    /// # Errors
    /// Those of [`Hub::get`] about the schedule; [`crate::error::Code::KernelBadRequest`] where it
    /// is none, or nobody's, where the kind has no such rule, and for stretches that
    /// [`Schedule::free`] refuses; whatever `zone` gives.
    pub async fn free_slots(
        &self,
        call: &Call<'_>,
        asked: &FreeSlots<'_>,
        zone: &(dyn Fn(&str) -> Result<Zone, Failure> + Sync),
    ) -> Result<Vec<Stretch>, Refusal> {
        let kind = &self.kernel().kind(asked.kind)?.name;
        let document = self.kernel().model().document.kinds.get(kind);
        let mut rules = document.into_iter().flat_map(|kind| &kind.exclusive);
        let rule = rules.find(|rule| *rule.per == [asked.per]);
        let rule = rule.ok_or_else(|| {
            let reason = format!("`{kind}` has no `exclusive` rule per `{}`", asked.per);
            Failure::bad_request(reason)
        })?;
        let wanted = Wanted {
            within: asked.within,
            minutes: asked.minutes,
            every: if asked.every == 0 {
                asked.minutes
            } else {
                asked.every
            },
            now: call.now,
        };
        wanted.check()?;
        let seen = self.get(call, &asked.schedule).await?;
        let nobody = || Failure::bad_request("the schedule is nobody's".to_owned());
        let owner = seen.owner.as_deref().ok_or_else(nobody)?;
        let schedule = Schedule::from_document(&seen.document, zone)?;
        let around = schedule.around(asked.within);
        let within = Slot {
            key: slot_key(rule, owner),
            from: around.from,
            until: around.until,
        };
        let taken = self.store.taken(&seen.address.tenant, kind, &within);
        let taken = taken.await.map_err(Failure::from)?.into_iter();
        let taken = taken.map(|Slot { from, until, .. }| Stretch { from, until });
        Ok(schedule.free(&wanted, &taken.collect::<Vec<_>>())?)
    }
}
