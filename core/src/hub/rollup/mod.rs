//! Figures that are kept, so that a dashboard need not look at every record again.
//!
//! A rollup keeps what one subject sees of the records of a table of facts: by days the facts, and
//! what a dashboard asks of them. It is brought up to date before it answers: the account of
//! changes, of which every commit writes its part, names the records that changed since.

mod check;
mod settle;
mod state;

pub use check::{Mend, RollupDrift, RollupDrifts};

use super::Hub;
use super::call::Call;
use super::refusal::Refusal;
use crate::blueprint::Kind;
use crate::error::Code;
use crate::kernel::{Keeper, Supplied};
use crate::metrics::Day;
use crate::store::{Parts, StoredRollup};
use settle::Counter;
use state::State;

/// How often it is begun again after a rollup met another change.
const REPEATS: usize = 16;

/// How many parts are taken at once.
const STEP: usize = 256;

/// Why nothing was answered from what is kept.
const UNREADABLE: &str = "a record has facts that cannot be read";
const SPOILED: &str = "what was kept cannot be read";
const RESTLESS: &str = "others changed what is kept all the while";

impl Hub {
    /// What a table comes to by what is kept of it, or why that cannot be said.
    pub(super) async fn rolled_up(
        &self,
        call: &Call<'_>,
        kind: &Kind,
        keeper: &mut Keeper<'_>,
    ) -> Result<Result<Vec<Supplied>, &'static str>, Refusal> {
        if let Some(reason) = keeper.refused() {
            return Ok(Err(reason));
        }
        for _ in 0..REPEATS {
            match self.rolled_up_once(call, kind, keeper).await {
                Err(refusal) if met_another(&refusal) => {}
                Err(refusal) if refusal.is(Code::MetricsBadState) => return Ok(Err(SPOILED)),
                found => return found,
            }
        }
        Ok(Err(RESTLESS))
    }

    async fn rolled_up_once(
        &self,
        call: &Call<'_>,
        kind: &Kind,
        keeper: &mut Keeper<'_>,
    ) -> Result<Result<Vec<Supplied>, &'static str>, Refusal> {
        let mut counter = Counter::new(self, call, kind, keeper)?;
        let (rollup, state) = counter.settled().await?;
        if state.bad > 0 {
            return Ok(Err(UNREADABLE));
        }
        Ok(Ok(self.put_together(keeper, &rollup).await?))
    }

    /// Puts the days of a rollup together; of days that a range begins or ends within, the facts
    /// are looked at.
    async fn put_together(
        &self,
        keeper: &Keeper<'_>,
        rollup: &StoredRollup,
    ) -> Result<Vec<Supplied>, Refusal> {
        let mut sum = keeper.begin()?;
        let (mut after, mut split) = (None, Vec::new());
        loop {
            let parts = Parts::States(after, STEP);
            let parts = self.store().rollup_parts(rollup, parts).await?;
            for part in &parts {
                if sum.is_split(part.start) {
                    split.push(part.start);
                } else {
                    sum.take(part.start, &part.states)?;
                }
            }
            after = parts.last().map(|part| part.start);
            if parts.len() < STEP {
                break;
            }
        }
        for starts in split.chunks(STEP) {
            let parts = self.store().rollup_parts(rollup, Parts::Whole(starts));
            for part in parts.await? {
                keeper.look(&mut sum, &Day::read(&part.facts)?)?;
            }
        }
        Ok(keeper.finish(sum))
    }
}

/// Whether a rollup is not what it was a moment ago.
fn met_another(refusal: &Refusal) -> bool {
    let codes = [
        Code::StoreConflict,
        Code::StoreNotFound,
        Code::StoreSerialization,
    ];
    codes.into_iter().any(|code| refusal.is(code))
}

/// A rollup as it is stored, and what it says of itself.
type Head = (StoredRollup, State);
