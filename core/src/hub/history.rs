//! Earlier versions.

use super::Hub;
use super::call::Call;
use super::operation::Target;
use super::plan::Desk;
use super::refusal::Refusal;
use crate::error::{Code, Failure};
use crate::json::{Difference, differences};
use crate::store::{Access, PastVersion, StoredRecord};

impl Hub {
    /// The versions of a record, newest first, before one of them where that is said, each as
    /// the subject sees it today: for those who may update the record.
    ///
    /// # Errors
    /// [`Code::AccessNotVisible`], [`Code::AccessDenied`].
    pub async fn history(
        &self,
        call: &Call<'_>,
        target: &Target<'_>,
        before: Option<i64>,
        limit: usize,
    ) -> Result<Vec<PastVersion>, Refusal> {
        let desk = self.desk(call, target)?;
        let record = self.editable(&desk, target).await?;
        let limit = limit.clamp(1, self.settings().page);
        let versions = self.store().versions(&record.address, before, limit);
        let versions = versions.await?.into_iter();
        let mut looks = Vec::new();
        let seen = versions.map(|version| self.past(&desk, &record, version, &mut looks));
        let seen = seen.collect::<Result<_, _>>()?;
        self.shown(looks).await?;
        Ok(seen)
    }

    /// In what two versions of a record differ, as far as the subject sees both.
    ///
    /// # Errors
    /// As [`Self::history`], and [`Code::HubNoSuchVersion`].
    pub async fn diff(
        &self,
        call: &Call<'_>,
        target: &Target<'_>,
        from: i64,
        to: i64,
    ) -> Result<Vec<Difference>, Refusal> {
        let desk = self.desk(call, target)?;
        let record = self.editable(&desk, target).await?;
        let mut looks = Vec::new();
        let (from, to) = (
            self.one(&desk, &record, from, &mut looks).await?,
            self.one(&desk, &record, to, &mut looks).await?,
        );
        self.shown(looks).await?;
        Ok(differences(&from.document, &to.document)?)
    }

    fn desk<'d>(&'d self, call: &'d Call<'_>, target: &Target<'_>) -> Result<Desk<'d>, Failure> {
        Ok(Desk {
            hub: self,
            call,
            kind: self.kernel().kind(target.kind)?,
            action: "history",
        })
    }

    async fn editable(
        &self,
        desk: &Desk<'_>,
        target: &Target<'_>,
    ) -> Result<StoredRecord, Refusal> {
        let record = desk.find(target).await?;
        desk.allow(desk.action("update")?, &record, true)?;
        if let Some(grounds) = desk.obliged(&record)? {
            let what = (&record.address, record.version);
            self.put_on_record(desk.call, what, "history", grounds)
                .await?;
        }
        Ok(record)
    }

    async fn one(
        &self,
        desk: &Desk<'_>,
        record: &StoredRecord,
        version: i64,
        looks: &mut Vec<Access>,
    ) -> Result<PastVersion, Refusal> {
        let found = self.store().version(&record.address, version).await?;
        let missing = || Failure::new(Code::HubNoSuchVersion).with("version", version);
        self.past(desk, record, found.ok_or_else(missing)?, looks)
    }

    /// An earlier version as the subject sees it: what is hidden today was hidden then.
    fn past(
        &self,
        desk: &Desk<'_>,
        record: &StoredRecord,
        version: PastVersion,
        looks: &mut Vec<Access>,
    ) -> Result<PastVersion, Refusal> {
        let then = StoredRecord {
            document: version.document.clone(),
            ..record.clone()
        };
        let (seen, visible) = self.look(desk.call, desk.kind, then, "history", looks)?;
        let fields = desk.kind.fields.iter();
        let hidden: Vec<_> = fields.filter(|field| !visible.contains(field.id)).collect();
        let is_hidden = |path: &String| hidden.iter().any(|field| covers(&field.pointer, path));
        Ok(PastVersion {
            document: seen.document,
            fields: version
                .fields
                .into_iter()
                .filter(|path| !is_hidden(path))
                .collect(),
            ..version
        })
    }
}

/// Whether a path is a field, or lies below one; a field's `*` is any segment.
fn covers(field: &str, path: &str) -> bool {
    let mut path = path.split('/');
    field.split('/').all(|segment| {
        let there = path.next();
        there.is_some() && (segment == "*" || there == Some(segment))
    })
}
