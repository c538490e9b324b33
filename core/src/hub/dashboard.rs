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
use crate::store::{Address, Selection, StoredRecord};

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
    /// as it sees them. They are looked at page by page, and none is kept. Where a table has a
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
        let surveys = tables
            .iter()
            .map(|table| kernel.survey(&table.name, glance));
        let mut surveys = surveys.collect::<Result<Vec<Survey<'_>>, Failure>>()?;
        let personal = tables.iter().any(|table| table.is_personal(kind));
        self.each_listed(call, kind, personal, |record| {
            let mut surveys = surveys.iter_mut();
            surveys.try_for_each(|survey| record.with(|record| survey.add(record)))
        })
        .await?;
        let found = surveys.into_iter().map(Survey::finish);
        let found = found.collect::<Result<Vec<_>, Failure>>()?;
        Ok(found.into_iter().flatten().collect())
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
            for record in &page.records {
                if obliged.is_none() {
                    obliged = desk.obliged(record)?;
                }
                if personal {
                    self.note_look(call, kind, record)?;
                }
                take(record)?;
            }
            self.keep_log_short().await?;
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

    /// Notes a look at a record, where the subject may read it.
    fn note_look(
        &self,
        call: &Call<'_>,
        kind: &Kind,
        record: &StoredRecord,
    ) -> Result<(), Refusal> {
        match self.look(call, kind, record.clone(), "dashboard") {
            Err(refusal) if !refusal.is(Code::AccessNotVisible) => Err(refusal),
            _ => Ok(()),
        }
    }
}
