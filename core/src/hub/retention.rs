//! Personal data that was kept long enough.

use std::collections::BTreeMap;

use super::Hub;
use super::call::Call;
use super::lifecycle;
use super::plan::{Desk, Grounds};
use super::refusal::Refusal;
use crate::blueprint::{FieldInfo, Kind};
use crate::id::FieldSet;
use crate::store::{Archived, Condition, PageRequest, Selection};
use crate::time::{DAY, Period};

/// What taking away is called in versions and in the account.
pub(super) const RETAIN: &str = "retain";

/// How many records are worked on at once.
const STEP: usize = 200;

/// How long a rollup stays that is not brought up to date, in microseconds.
const UNASKED: i64 = 30 * DAY;

/// How long the hub keeps what it made besides records, in microseconds; `i64::MAX` for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keep {
    /// Events that were delivered: with them go the feed and what is unseen. Others stay until they
    /// are.
    pub delivered: i64,
    /// Who saw whose personal data.
    pub accesses: i64,
    /// Answers to requests with a key of their own; a repetition that comes later is done anew.
    pub answers: i64,
}

impl Default for Keep {
    /// A year of events, two of the access log, thirty days of answers.
    fn default() -> Self {
        Self {
            delivered: 366 * DAY,
            accesses: 731 * DAY,
            answers: 30 * DAY,
        }
    }
}

/// What a retention job did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Retained {
    /// How many records were looked at.
    pub looked_at: u64,
    /// How many of them lost something, by kind.
    pub emptied: Vec<(String, u64)>,
    /// Records that changed at the same moment: they are looked at next time.
    pub passed_over: u64,
    /// Earlier versions that were forgotten.
    pub versions: u64,
    /// Delivered events that were forgotten.
    pub events: u64,
    /// Entries of the access log that were.
    pub accesses: u64,
    /// Answers to requests that were.
    pub answers: u64,
}

impl Hub {
    /// Takes fields away that were kept as long as the blueprint says (`retention`), counted
    /// from the last change of their record; earlier versions of records of the kind, as long as the
    /// shortest of these terms says, counted from when another one took their place; what the hub keeps besides for as long as
    /// [`super::Settings::keep`] says, and rollups that were not brought up to date in a month. For
    /// the product itself; `progress` is told after every page how many records of a kind were looked
    /// at.
    ///
    /// # Errors
    /// [`crate::error::Code::AccessDenied`], and those of the store. What was done before stays done.
    pub async fn retain(
        &self,
        call: &Call<'_>,
        progress: &mut (dyn FnMut(&str, u64) + Send),
    ) -> Result<Retained, Refusal> {
        call.only_system("retain")?;
        call.check()?;
        let mut retained = Retained::default();
        for kind in &self.kernel().model().kinds {
            let terms = terms(kind, call.now);
            if !terms.is_empty() {
                self.retain_kind(call, kind, &terms, &mut retained, progress)
                    .await?;
                // What was written over is kept no longer than what is there.
                let shortest = terms.keys().next_back().copied();
                let before = shortest.unwrap_or(i64::MIN);
                let forgotten = self.store().forget_versions(&kind.name, before).await?;
                retained.versions += forgotten;
            }
        }
        let before = call.now.saturating_sub(UNASKED);
        self.store().forget_rollups(before).await?;
        let (keep, store) = (self.settings.keep, self.store());
        let before = |term: i64| call.now.saturating_sub(term);
        retained.events = store.forget_delivered(before(keep.delivered)).await?;
        retained.accesses = store.forget_accesses(before(keep.accesses)).await?;
        retained.answers = store.forget_remembered(before(keep.answers)).await?;
        Ok(retained)
    }

    async fn retain_kind(
        &self,
        call: &Call<'_>,
        kind: &Kind,
        terms: &BTreeMap<i64, FieldSet>,
        retained: &mut Retained,
        progress: &mut (dyn FnMut(&str, u64) + Send),
    ) -> Result<(), Refusal> {
        let latest = terms.keys().next_back().copied().unwrap_or(i64::MIN);
        let selection = Selection::all(self.kernel(), &kind.name)?;
        let mut request = PageRequest {
            limit: STEP,
            archived: Archived::With,
            conditions: vec![Condition::UpdatedBefore(latest)],
            ..PageRequest::default()
        };
        let (mut looked_at, mut emptied) = (0, 0);
        loop {
            let page = self.store().list(&selection, &request).await?;
            for record in &page.records {
                looked_at += 1;
                match self.retain_one(call, kind, terms, record).await? {
                    Outcome::Emptied => emptied += 1,
                    Outcome::Met => retained.passed_over += 1,
                    Outcome::Untouched => {}
                }
            }
            progress(&kind.name, looked_at);
            let Some(last) = page.records.last().filter(|_| page.more) else {
                break;
            };
            request.after = Some((last.address.id.clone(), last.address.tenant.clone()));
        }
        retained.looked_at += looked_at;
        if emptied > 0 {
            retained.emptied.push((kind.name.to_string(), emptied));
        }
        Ok(())
    }

    async fn retain_one(
        &self,
        call: &Call<'_>,
        kind: &Kind,
        terms: &BTreeMap<i64, FieldSet>,
        record: &crate::store::StoredRecord,
    ) -> Result<Outcome, Refusal> {
        let mut gone = FieldSet::empty(kind.fields.len());
        let over = terms
            .iter()
            .filter(|(before, _)| record.updated_at < **before);
        over.for_each(|(_, fields)| gone.extend(fields));
        let desk = Desk {
            hub: self,
            call,
            kind,
            action: RETAIN,
        };
        let grounds = Grounds {
            rule: "retention".to_owned(),
            reason: "allowed",
        };
        let Some(plan) = lifecycle::without(&desk, record, &gone, grounds)? else {
            return Ok(Outcome::Untouched);
        };
        let commit = plan.into_commit();
        match self.store().commit(&commit).await {
            Ok(()) => Ok(Outcome::Emptied),
            Err(error) if error.met_another() => Ok(Outcome::Met),
            Err(error) => Err(error.into()),
        }
    }
}

enum Outcome {
    Emptied,
    Untouched,
    Met,
}

/// Instants before which a record was changed last, when fields of a kind go, and which.
fn terms(kind: &Kind, now: i64) -> BTreeMap<i64, FieldSet> {
    let mut terms: BTreeMap<i64, FieldSet> = BTreeMap::new();
    let term = |field: &FieldInfo| Period::parse(field.retention.as_deref()?);
    for field in &kind.fields {
        if let Some(term) = term(field) {
            let none = || FieldSet::empty(kind.fields.len());
            let before = terms.entry(term.before(now)).or_insert_with(none);
            before.insert(field.id);
        }
    }
    terms
}
