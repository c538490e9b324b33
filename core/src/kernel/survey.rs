//! Figures of records, a part of the records at a time.

use super::compile::Kernel;
use super::dashboard::{Asked, Glance, name_of, reads, setting};
use super::facts::{Counted, Gathering, Supplied, Whose, bad_request};
use super::view::Record;
use crate::error::Failure;
use crate::metrics::{BadRow, Loaded, Partial, Plan, Scope, scoped};

/// Rows that are counted together: no more of them are held at a time.
const STEP: usize = 4096;

/// Records on their way to become figures of whoever asks, as the facts that they are to it
/// ([`Kernel::gather`]): they are counted as they come, and none is kept.
#[derive(Debug)]
pub struct Survey<'k> {
    gathering: Gathering<'k>,
    asked: Vec<(Scope, Plan, Partial)>,
    bad: Vec<BadRow>,
    /// How many rows were counted.
    rows: usize,
}

impl Kernel {
    /// Begins to count the records of a table of facts, for all that the subject's dashboard asks
    /// of it.
    ///
    /// # Errors
    /// Those of [`Kernel::gather`] and [`Kernel::dashboard`].
    pub fn survey<'k>(
        &'k self,
        table: &str,
        glance: &'k Glance<'k>,
    ) -> Result<Survey<'k>, Failure> {
        let gathering = self.gather(table, glance)?;
        let plans = self.card_plans(table, glance)?.into_iter();
        let asked = plans.map(|(scope, plan)| {
            let nothing = plan.nothing()?;
            Ok((scope, plan, nothing))
        });
        Ok(Survey {
            gathering,
            asked: asked.collect::<Result<_, Failure>>()?,
            bad: Vec::new(),
            rows: 0,
        })
    }

    /// What the subject's dashboard asks of a table, by whose facts count.
    pub(super) fn card_plans(
        &self,
        table: &str,
        glance: &Glance<'_>,
    ) -> Result<Vec<(Scope, Plan)>, Failure> {
        let now = glance.context.now;
        let now = now.ok_or_else(|| bad_request("it has no time"))?;
        let of = self.fact_table(table)?;
        let shown = self.shown(self.board_of(glance.subject)?, glance.subject);
        let mut plans = Vec::new();
        for (place, scope) in reads(&shown) {
            if self.table_at(place)?.name == of.name {
                let asked = Asked::of(&shown, (place, scope), of, setting(of, now, glance))?;
                plans.push((scope, asked.plan));
            }
        }
        Ok(plans)
    }
}

impl Survey<'_> {
    /// The name of the table.
    #[must_use]
    pub fn table(&self) -> &str {
        &self.gathering.table.name
    }

    /// Takes a record of the table's kind. One that the subject may not list or read leaves no
    /// trace.
    ///
    /// # Errors
    /// Faults of the record, and those of [`Plan::add`].
    pub fn add(&mut self, record: &Record<'_>) -> Result<(), Failure> {
        self.gathering.add(record)?;
        if self.gathering.rows() >= STEP {
            self.count()?;
        }
        Ok(())
    }

    fn count(&mut self) -> Result<(), Failure> {
        let before = self.rows;
        self.rows += self.gathering.rows();
        let Loaded { facts, bad } = self.gathering.take()?;
        self.bad.extend(bad.into_iter().map(|row| BadRow {
            line: row.line + before,
            ..row
        }));
        let whom = name_of(self.gathering.glance.subject);
        let mut asked = self.asked.iter_mut();
        asked.try_for_each(|(scope, plan, found)| plan.add(found, &scoped(&facts, *scope, whom)))
    }

    /// What was found, for a dashboard of the same subject at the same time.
    ///
    /// # Errors
    /// Those of [`Plan::add`].
    pub fn finish(self) -> Result<Vec<Supplied>, Failure> {
        self.told(None)
    }

    /// The same, and the dashboard tells why every record was looked at.
    pub(crate) fn told(mut self, scanned: Option<&'static str>) -> Result<Vec<Supplied>, Failure> {
        self.count()?;
        let whose = Whose::of(self.gathering.glance.subject);
        let table = &self.gathering.table.name;
        let found = self.asked.into_iter().map(|(scope, _, partial)| {
            let counted = Counted {
                partial,
                scope,
                whose: whose.clone(),
                bad: self.bad.clone(),
                scanned,
            };
            Supplied::counted(table, counted)
        });
        Ok(found.collect())
    }
}
