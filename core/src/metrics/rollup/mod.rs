//! Rollups: what is known of the facts of each day, kept so that a dashboard need not look at the
//! facts again.
//!
//! A day's state knows no moment and no range: it is a plan's atoms over one segment of time. A
//! plan of now takes it where none of its boundaries lies within the day; of a day that a boundary
//! splits, the facts are looked at.

mod day;

pub use day::{Day, Place};

use std::borrow::Cow;

use super::board::Scope;
use super::facts::{FactShape, Facts};
use super::grain::{Calendar, Grain};
use super::partial::Partial;
use super::plan::Plan;
use super::state::{Reader, Writer};
use crate::error::Failure;

/// Where facts are that have no time.
pub const NEVER: i64 = i64::MIN;

/// What is kept of a table of facts by days, for the plans of a dashboard.
#[derive(Debug, Clone)]
pub struct Rollup {
    plans: Vec<Kept>,
    calendar: Calendar,
    at: usize,
    shape: std::sync::Arc<FactShape>,
}

/// A plan, and what of it knows no moment.
#[derive(Debug, Clone)]
struct Kept {
    scope: Scope,
    plan: Plan,
    timeless: Plan,
}

/// The facts of a rollup that count for somebody: those of which the column of a scope says this.
pub type Whom<'w> = Option<&'w str>;

impl Rollup {
    /// A rollup for the plans of a dashboard over one table of facts.
    #[must_use]
    pub fn new(plans: Vec<(Scope, Plan)>) -> Option<Self> {
        let (_, first) = plans.first()?;
        let (setting, shape) = (first.setting.clone(), first.shape().clone());
        let kept = plans.into_iter().map(|(scope, plan)| Kept {
            scope,
            timeless: plan.timeless(),
            plan,
        });
        Some(Self {
            plans: kept.collect(),
            calendar: setting.calendar,
            at: setting.at,
            shape,
        })
    }

    /// Facts with the days that they are on.
    #[must_use]
    pub fn placed(&self, facts: &Facts) -> Vec<(i64, Vec<u8>)> {
        let at = facts.at(self.at);
        let place = |row| {
            let at = at.and_then(|at| at.get(row));
            let day = at.map_or(NEVER, |at| self.calendar.floor(Grain::Day, at));
            (day, facts.row_bytes(row))
        };
        (0..facts.rows()).map(place).collect()
    }

    /// What is known of the facts of a day: a state for each plan.
    ///
    /// # Errors
    /// [`crate::error::Code::MetricsBadState`], [`crate::error::Code::MetricsTooMany`].
    pub fn states(&self, day: &Day, whom: Whom<'_>) -> Result<Vec<u8>, Failure> {
        let facts = self.facts(day)?;
        let mut out = Writer::default();
        for kept in &self.plans {
            let facts = scoped(&facts, kept.scope, whom);
            let state = kept.timeless.scan(&facts, 0..facts.rows())?.to_bytes();
            out.length(state.len());
            out.0.extend(state);
        }
        Ok(out.0)
    }

    fn facts(&self, day: &Day) -> Result<Facts, Failure> {
        Facts::from_rows(&self.shape, day.rows())
    }

    /// Begins to put days together.
    ///
    /// # Errors
    /// [`crate::error::Code::MetricsTooMany`].
    pub fn begin(&self) -> Result<Sum<'_>, Failure> {
        let found = self.plans.iter().map(|kept| kept.plan.nothing());
        Ok(Sum {
            rollup: self,
            found: found.collect::<Result<_, Failure>>()?,
        })
    }
}

/// Days on their way to become what a scan of all facts finds.
#[derive(Debug)]
pub struct Sum<'r> {
    rollup: &'r Rollup,
    found: Vec<Partial>,
}

impl Sum<'_> {
    /// Whether a boundary of a plan lies within a day, so that its facts are to be looked at.
    #[must_use]
    pub fn is_split(&self, day: i64) -> bool {
        if day == NEVER {
            return false;
        }
        let end = self.rollup.calendar.next(Grain::Day, day);
        let mut plans = self.rollup.plans.iter();
        plans.any(|kept| {
            let segments = &kept.plan.segments;
            segments.of(day) != segments.of(end.saturating_sub(1))
        })
    }

    /// Takes the states of a day that is not split.
    ///
    /// # Errors
    /// [`crate::error::Code::MetricsBadState`] for whatever [`Rollup::states`] does not write.
    pub fn take(&mut self, day: i64, states: &[u8]) -> Result<(), Failure> {
        let mut bytes = Reader(states);
        for (kept, found) in self.rollup.plans.iter().zip(&mut self.found) {
            let length = bytes.length(1)?;
            let state = kept.timeless.read_partial(bytes.take(length)?)?;
            kept.plan.take(found, (&kept.timeless, &state), day)?;
        }
        bytes.finish()
    }

    /// Looks at the facts of a day that is split.
    ///
    /// # Errors
    /// [`crate::error::Code::MetricsBadState`] and those of [`Plan::add`].
    pub fn look(&mut self, day: &Day, whom: Whom<'_>) -> Result<(), Failure> {
        let facts = self.rollup.facts(day)?;
        for (kept, found) in self.rollup.plans.iter().zip(&mut self.found) {
            kept.plan.add(found, &scoped(&facts, kept.scope, whom))?;
        }
        Ok(())
    }

    /// What was found, by whose facts count.
    #[must_use]
    pub fn finish(self) -> Vec<(Scope, Partial)> {
        let scopes = self.rollup.plans.iter().map(|kept| kept.scope);
        scopes.zip(self.found).collect()
    }
}

/// The facts that count: of a column that names somebody, those that do.
pub(crate) fn scoped<'f>(facts: &'f Facts, scope: Scope, whom: Whom<'_>) -> Cow<'f, Facts> {
    match (scope, whom) {
        (Scope::All, _) => Cow::Borrowed(facts),
        (Scope::Mine(column), Some(id)) => facts.only(column, id),
        (Scope::Mine(_), None) => Cow::Owned(Facts::nothing(facts.shape())),
    }
}
