//! Who sees what: the owner's choices and what administrators force.

use super::Hub;
use super::call::Call;
use super::operation::{Choose, Operation};
use super::plan::{Change, Desk, Done, Grounds, Plan};
use super::refusal::{Refusal, valid};
use crate::error::{Code, Failure};
use crate::json::{Limits, Reader, members, merge};
use crate::store::{StoredRecord, WriteMode};
use crate::visibility::check_toggles;

impl Hub {
    /// Chooses who sees fields, within what the blueprint lets their owner choose.
    ///
    /// # Errors
    /// [`Code::AccessNotVisible`], [`Code::AccessDenied`] for others than the owner,
    /// [`Code::StoreConflict`], and violations for audiences out of bounds.
    pub async fn choose(&self, call: &Call<'_>, choose: &Choose<'_>) -> Result<Done, Refusal> {
        self.apply(call, &Operation::Choose(*choose)).await
    }

    /// Forces who sees fields at most, whatever their owner chose: for whoever may do
    /// `KIND.force_audience`, or is the product itself.
    ///
    /// # Errors
    /// [`Code::AccessNotVisible`], [`Code::AccessDenied`], [`Code::StoreConflict`], and
    /// violations for what is no audience.
    pub async fn force(&self, call: &Call<'_>, choose: &Choose<'_>) -> Result<Done, Refusal> {
        self.apply(call, &Operation::Force(*choose)).await
    }
}

pub(super) async fn choose(desk: &Desk<'_>, choose: &Choose<'_>) -> Result<Plan, Refusal> {
    let record = desk.find_active(&choose.target).await?;
    let grounds = desk.allow(desk.action("update")?, &record, true)?;
    let own = desk.call.subject.id().map(|id| id.as_str());
    if record.owner.is_none() || record.owner.as_deref() != own {
        let name = format!("{}.choose", desk.kind.name);
        let denied = Failure::new(Code::AccessDenied).with("action", name);
        return Err(denied.into());
    }
    let chosen = said(choose)?;
    valid(check_toggles(desk.kind, &without_nulls(&chosen)?)?)?;
    let choices = merge(&record.choices, &chosen)?;
    let mut after = desk.next(&record);
    after.choices = choices.document.into();
    written(desk, &record, after, choices.changed, grounds)
}

pub(super) async fn force(desk: &Desk<'_>, choose: &Choose<'_>) -> Result<Plan, Refusal> {
    let record = desk.find_active(&choose.target).await?;
    let grounds = if desk.call.is_system() {
        Grounds {
            rule: "system".to_owned(),
            reason: "allowed",
        }
    } else {
        let name = format!("{}.force_audience", desk.kind.name);
        let denied = || Failure::new(Code::AccessDenied).with("action", name.clone());
        let action = desk.action("force_audience").map_err(|_| denied())?;
        desk.allow(action, &record, false)?
    };
    let forced = said(choose)?;
    // Whoever forces is not bound by what the owner may choose.
    let violations = check_toggles(desk.kind, &without_nulls(&forced)?)?;
    let bounds = Code::VisibilityOutOfBounds.as_str();
    let broken = violations.into_iter().filter(|one| one.code() != bounds);
    valid(broken.collect())?;
    let forced = merge(&record.forced, &forced)?;
    let mut after = desk.next(&record);
    after.forced = forced.document.into();
    written(desk, &record, after, forced.changed, grounds)
}

/// What was said, as compact JSON.
fn said(choose: &Choose<'_>) -> Result<String, Refusal> {
    let mut reader = Reader::from_bytes(choose.audiences, Limits::default())?.copying();
    reader.skip()?;
    let said = reader.finish()?.unwrap_or_default().into_owned();
    members(&said)?;
    Ok(said)
}

/// The choices that are made, without those that are taken back.
fn without_nulls(chosen: &str) -> Result<String, Refusal> {
    Ok(merge("{}", chosen)?.document)
}

fn written(
    desk: &Desk<'_>,
    record: &StoredRecord,
    after: StoredRecord,
    changed: Vec<String>,
    grounds: Grounds,
) -> Result<Plan, Refusal> {
    if changed.is_empty() {
        return Ok(Plan::nothing(record));
    }
    // The name of a choice is the pointer of a field, escaped once as a member's name.
    let fields = changed.iter().filter_map(|path| {
        let pointer = crate::json::Pointer::new(path)?;
        pointer.segments().next()
    });
    let fields = fields.collect();
    desk.write(Change {
        how: WriteMode::Replace,
        before: Some(record.document.clone()),
        after,
        what: "audience_changed".to_owned(),
        fields,
        grounds,
        ..Change::default()
    })
}
