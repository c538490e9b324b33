//! A persona's dashboard, of the records that are stored.

use super::Hub;
use super::call::Call;
use super::list::List;
use super::plan::Desk;
use super::refusal::Refusal;
use crate::blueprint::{Kind, Verb};
use crate::error::{Code, Failure};
use crate::id::KindId;
use crate::kernel::{Glance, Supplied, Survey};
use crate::metrics::{Calendar, Dashboard, EXACT, Origin, Table};
use crate::store::{Access, Address, Selection, StoredRecord};

/// How a dashboard is looked at. Whose it is, as which persona, and when, the [`Call`] says.
#[derive(Debug, Clone)]
pub struct Look<'l> {
    /// The zone of its days and months, and the first day of its weeks.
    pub calendar: Calendar,
    /// Up to how many values a distinct count or a percentile is exact, in each cell.
    pub exact: u32,
    /// Facts that are no records, of which no store knows ([`Supplied::facts`]).
    pub given: &'l [Supplied],
}

impl Look<'_> {
    /// A look by a calendar, at records alone.
    #[must_use]
    pub fn by(calendar: Calendar) -> Self {
        Self {
            calendar,
            exact: EXACT,
            given: &[],
        }
    }
}

/// Tables of facts that are the records of one kind.
type OfKind<'k> = (KindId, Vec<&'k Table>);

impl Hub {
    /// The dashboard of the subject's persona, of the records that the subject may list and read,
    /// as it sees them. They are looked at page by page, and none is kept; with
    /// [`super::Settings::rollups`], only what changed since the subject asked last, and the same
    /// is told: of a table of which nothing can be kept, the dashboard says why. Where a table has a
    /// column of personal data, the records that are looked at are noted in the access log as
    /// they are in a list; where a policy lets the subject read on record only, the account gets
    /// one entry for the kind.
    ///
    /// # Errors
    /// Those of [`crate::Kernel::dashboard`] and of the store.
    pub async fn dashboard(&self, call: &Call<'_>, look: &Look<'_>) -> Result<Dashboard, Refusal> {
        call.check()?;
        let glance = Glance {
            subject: call.subject,
            context: &call.context,
            calendar: look.calendar.clone(),
            exact: look.exact,
        };
        let mut supplied = Vec::new();
        for (kind, tables) in self.tables_by_kind(&glance)? {
            supplied.extend(self.surveyed(call, &glance, (kind, &tables)).await?);
        }
        supplied.extend_from_slice(look.given);
        Ok(self.kernel().dashboard(&glance, &supplied)?)
    }

    /// The tables of records that a dashboard reads.
    fn tables_by_kind(&self, glance: &Glance<'_>) -> Result<Vec<OfKind<'_>>, Failure> {
        let mut kinds: Vec<OfKind<'_>> = Vec::new();
        for table in self.kernel().dashboard_tables(glance)? {
            let Origin::Records { kind, .. } = table.origin else {
                continue;
            };
            match kinds.iter_mut().find(|(known, _)| *known == kind) {
                Some((_, tables)) => tables.push(table),
                None => kinds.push((kind, vec![table])),
            }
        }
        Ok(kinds)
    }

    /// Looks at every record of a kind once, for all tables that are made of it.
    async fn surveyed(
        &self,
        call: &Call<'_>,
        glance: &Glance<'_>,
        (kind, tables): (KindId, &[&Table]),
    ) -> Result<Vec<Supplied>, Refusal> {
        let kernel = self.kernel();
        let kind = kernel.model().kinds.get(kind.index());
        let kind = kind.ok_or_else(|| Failure::new(Code::KernelInternal))?;
        let mut supplied = Vec::new();
        let mut surveys: Vec<(Survey<'_>, Option<&'static str>)> = Vec::new();
        for table in tables {
            match self.kept_figures(call, glance, (kind, table)).await? {
                Ok(found) => supplied.extend(found),
                Err(reason) => surveys.push((kernel.survey(&table.name, glance)?, reason)),
            }
        }
        if surveys.is_empty() {
            return Ok(supplied);
        }
        let personal = tables.iter().any(|table| table.is_personal(kind));
        self.each_listed(call, kind, personal, |record| {
            let mut surveys = surveys.iter_mut();
            surveys.try_for_each(|(survey, _)| record.with(|record| survey.add(record)))
        })
        .await?;
        for (survey, reason) in surveys {
            supplied.extend(survey.told(reason)?);
        }
        Ok(supplied)
    }

    /// What a table comes to by what is kept of it; the reason why not, where that was wanted.
    async fn kept_figures(
        &self,
        call: &Call<'_>,
        glance: &Glance<'_>,
        (kind, table): (&Kind, &Table),
    ) -> Result<Result<Vec<Supplied>, Option<&'static str>>, Refusal> {
        if !self.settings().rollups {
            return Ok(Err(None));
        }
        let mut keeper = self.kernel().keeper(&table.name, glance)?;
        let found = self.rolled_up(call, kind, &mut keeper).await?;
        Ok(found.map_err(Some))
    }

    /// Hands over every record of a kind that the subject may list, a page at a time.
    async fn each_listed(
        &self,
        call: &Call<'_>,
        kind: &Kind,
        personal: bool,
        mut take: impl FnMut(&StoredRecord) -> Result<(), Failure> + Send,
    ) -> Result<(), Refusal> {
        let list = List {
            kind: &kind.name,
            ..List::default()
        };
        let mut request = self.request(call, &list)?;
        let action = self.kernel().verb(kind, Verb::List)?;
        let selection = Selection::new(self.kernel(), call.subject, action, &call.context)?;
        let desk = Desk {
            hub: self,
            call,
            kind,
            action: "dashboard",
        };
        let mut obliged = None;
        loop {
            let page = self.store().list(&selection, &request).await?;
            let mut looks = Vec::new();
            for record in &page.records {
                if obliged.is_none() {
                    obliged = desk.obliged(record)?;
                }
                if personal {
                    self.look_on(call, kind, record, &mut looks)?;
                }
                take(record)?;
            }
            self.shown(looks).await?;
            let Some(last) = page.records.last().filter(|_| page.more) else {
                break;
            };
            request.after = Some((last.address.id.clone(), last.address.tenant.clone()));
        }
        if let Some(grounds) = obliged {
            // One entry for all of them.
            let of = request.tenant.as_deref().unwrap_or_default();
            let whole = Address::new(of, &kind.name, "");
            self.put_on_record(call, (&whole, 0), "dashboard", grounds)
                .await?;
        }
        Ok(())
    }

    /// Looks at a record, where the subject may read it.
    fn look_on(
        &self,
        call: &Call<'_>,
        kind: &Kind,
        record: &StoredRecord,
        looks: &mut Vec<Access>,
    ) -> Result<(), Refusal> {
        match self.look(call, kind, record.clone(), "dashboard", looks) {
            Err(refusal) if !refusal.is(Code::AccessNotVisible) => Err(refusal),
            _ => Ok(()),
        }
    }
}
