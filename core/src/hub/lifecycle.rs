//! Moving records between states, setting them aside, deleting them.

use super::Hub;
use super::call::Call;
use super::document::{Patched, patched, removal, writable};
use super::operation::{Operation, Target, Transition};
use super::person::personal;
use super::plan::{Change, Desk, Done, Grounds, Plan};
use super::provenance;
use super::refusal::{Refusal, valid};
use crate::blueprint::document::OnDelete;
use crate::blueprint::{Kind, Verb};
use crate::error::{Code, Failure};
use crate::id::{ActionId, FieldSet};
use crate::json::{Limits, differences, merge, quoted};
use crate::kernel::Kernel;
use crate::schema::{extract, lacks};
use crate::store::{StoredRecord, WriteMode};
use crate::visibility::{Lens, redact};

impl Hub {
    /// Moves a record to another state.
    ///
    /// # Errors
    /// [`Code::AccessNotVisible`], [`Code::AccessDenied`], [`Code::AccessWrongState`],
    /// [`Code::StoreConflict`], [`Code::HubArchived`], and violations for fields that the
    /// transition needs.
    pub async fn transition(
        &self,
        call: &Call<'_>,
        transition: &Transition<'_>,
    ) -> Result<Done, Refusal> {
        let operation = Operation::Transition(transition.clone());
        self.apply(call, &operation).await
    }

    /// Sets a record aside: lists leave it out, nobody changes it.
    ///
    /// # Errors
    /// [`Code::AccessNotVisible`], [`Code::AccessDenied`], [`Code::StoreConflict`],
    /// [`Code::HubArchived`] where it is already.
    pub async fn archive(&self, call: &Call<'_>, target: &Target<'_>) -> Result<Done, Refusal> {
        self.apply(call, &Operation::Archive(*target)).await
    }

    /// Brings a record back that was set aside.
    ///
    /// # Errors
    /// [`Code::AccessNotVisible`], [`Code::AccessDenied`], [`Code::StoreConflict`],
    /// [`Code::HubNotArchived`], and what it held that another record holds by now.
    pub async fn restore(&self, call: &Call<'_>, target: &Target<'_>) -> Result<Done, Refusal> {
        self.apply(call, &Operation::Restore(*target)).await
    }

    /// Deletes a record, which means what its kind says: it is set aside (`archive`), loses its
    /// personal data and its owner (`anonymise`), or is gone with all its versions (`delete`).
    ///
    /// # Errors
    /// [`Code::AccessNotVisible`], [`Code::AccessDenied`], [`Code::StoreConflict`].
    pub async fn delete(&self, call: &Call<'_>, target: &Target<'_>) -> Result<Done, Refusal> {
        self.apply(call, &Operation::Delete(*target)).await
    }
}

pub(super) async fn transition(desk: &Desk<'_>, wanted: &Transition<'_>) -> Result<Plan, Refusal> {
    let record = desk.find_active(&wanted.target).await?;
    let action = desk.action(wanted.name)?;
    let actions = &desk.hub.kernel().model().actions;
    let verb = actions.get(action.index()).map(|info| info.verb);
    let lifecycle = desk.kind.lifecycle.as_ref();
    let found = match (verb, lifecycle) {
        (Some(Verb::Transition(index)), Some(life)) => life
            .transitions
            .get(usize::from(index))
            .zip(Some(&life.states)),
        _ => None,
    };
    let Some((transition, states)) = found else {
        let reason = format!("`{}` is no transition of the kind", wanted.name);
        return Err(Failure::bad_request(reason).into());
    };
    let mut after = desk.next(&record);
    let mut fields = Vec::new();
    if !wanted.patch.is_empty() {
        desk.hub.check_source(desk.call, &record).await?;
        // Whoever may move the record may fill in what the move needs.
        let mut may = writable(desk, &record)?;
        for (pointer, _) in &transition.needs {
            if let Some(field) = desk.kind.field_at(pointer.as_str()) {
                (field.id.0..field.end).for_each(|id| may.insert(crate::id::FieldId(id)));
            }
        }
        let Patched { document, changed } =
            patched(desk, &record, wanted.patch, &may, record.draft)?;
        after.provenance = desk
            .provenance(&record.provenance, &document, &changed)?
            .into();
        (after.document, fields) = (document, changed);
    }
    let asked = StoredRecord {
        document: after.document.clone(),
        ..record.clone()
    };
    let grounds = desk.allow(action, &asked, false)?;
    let capture = extract(&desk.kind.plan, &after.document, Limits::default())?;
    valid(lacks(&transition.needs, &capture))?;
    let to = states.get(transition.to.index()).map(ToString::to_string);
    let from = record.state.as_deref().map_or("null".to_owned(), quoted);
    let what = to.clone().unwrap_or_default();
    after.state = to;
    let told = vec![
        ("transition", quoted(wanted.name)),
        ("from", from),
        ("to", quoted(&what)),
    ];
    desk.write(Change {
        how: WriteMode::Replace,
        before: Some(record.document),
        after,
        what,
        fields,
        grounds,
        told,
        ..Change::default()
    })
}

/// Who may set aside: whoever has the action of that name, where the kind declares one, or may
/// delete.
const SET_ASIDE: [&str; 2] = ["archive", "delete"];

/// Who may bring back: whoever has an action of that name, or may set aside.
const BRING_BACK: [&str; 4] = ["restore", "unarchive", "archive", "delete"];

/// The action by which a record that was set aside comes back: `restore`, or else `unarchive`, or
/// else `archive`, where the kind declares one that is no transition, or else `delete`. Whoever may neither do that nor
/// `update` does not see such a record.
///
/// # Errors
/// [`Code::KernelUnknownAction`], which a kind of the kernel never gives.
pub fn bringing_back(kernel: &Kernel, kind: &Kind) -> Result<ActionId, Failure> {
    first_action(kernel, kind, &BRING_BACK)
}

/// The first of these that is an action of the kind and moves no record between states; the last one
/// where none is.
pub(super) fn first_action(
    kernel: &Kernel,
    kind: &Kind,
    names: &[&str],
) -> Result<ActionId, Failure> {
    let mut named = names.iter();
    match named.find_map(|name| declared(kernel, kind, name)) {
        Some(action) => Ok(action),
        None => kernel.action(&format!("{}.{}", kind.name, names.last().unwrap_or(&""))),
    }
}

/// An action of a kind, where it has one of that name that moves no record between states.
pub(super) fn declared(kernel: &Kernel, kind: &Kind, name: &str) -> Option<ActionId> {
    let action = kernel.action(&format!("{}.{name}", kind.name)).ok()?;
    let info = kernel.model().actions.get(action.index())?;
    (!matches!(info.verb, Verb::Transition(_))).then_some(action)
}

pub(super) async fn archive(desk: &Desk<'_>, target: &Target<'_>) -> Result<Plan, Refusal> {
    let record = desk.find_active(target).await?;
    let grounds = desk.allow(desk.first_action(&SET_ASIDE)?, &record, false)?;
    set_aside(desk, &record, grounds)
}

pub(super) fn set_aside(
    desk: &Desk<'_>,
    record: &StoredRecord,
    grounds: Grounds,
) -> Result<Plan, Refusal> {
    let mut after = desk.next(record);
    after.archived_at = Some(after.updated_at);
    desk.write(Change {
        how: WriteMode::Replace,
        before: Some(record.document.clone()),
        after,
        what: "archived".to_owned(),
        grounds,
        ..Change::default()
    })
}

pub(super) async fn restore(desk: &Desk<'_>, target: &Target<'_>) -> Result<Plan, Refusal> {
    let record = desk.find(target).await?;
    if record.archived_at.is_none() {
        return Err(Failure::new(Code::HubNotArchived).into());
    }
    let action = bringing_back(desk.hub.kernel(), desk.kind)?;
    let grounds = desk.allow(action, &record, false)?;
    let mut after = desk.next(&record);
    after.archived_at = None;
    desk.write(Change {
        how: WriteMode::Replace,
        before: Some(record.document),
        after,
        what: "restored".to_owned(),
        grounds,
        ..Change::default()
    })
}

pub(super) async fn delete(desk: &Desk<'_>, target: &Target<'_>) -> Result<Plan, Refusal> {
    let record = desk.find(target).await?;
    let grounds = desk.allow(desk.action("delete")?, &record, false)?;
    match desk.kind.on_delete {
        OnDelete::Archive if record.archived_at.is_some() => {
            Err(Failure::new(Code::HubArchived).into())
        }
        OnDelete::Archive => set_aside(desk, &record, grounds),
        OnDelete::Anonymise => {
            let all = personal(desk.kind, |_| true);
            anonymise(desk, &record, &all, grounds)
        }
        OnDelete::Delete => remove(desk, record, grounds),
    }
}

/// The record goes, with all its versions.
pub(super) fn remove(
    desk: &Desk<'_>,
    record: StoredRecord,
    grounds: Grounds,
) -> Result<Plan, Refusal> {
    desk.write(Change {
        how: WriteMode::Remove,
        after: record,
        what: "deleted".to_owned(),
        grounds,
        ..Change::default()
    })
}

/// Personal data goes, and the owner; the rest stays, set aside.
pub(super) fn anonymise(
    desk: &Desk<'_>,
    record: &StoredRecord,
    gone: &FieldSet,
    grounds: Grounds,
) -> Result<Plan, Refusal> {
    let mut after = desk.next(record);
    after.document = taken_away(desk, &record.document, gone)?;
    after.archived_at = Some(record.archived_at.unwrap_or(after.updated_at));
    // Required fields may be among what is gone.
    after.draft = true;
    (after.owner, after.owner_roles) = (None, Vec::new());
    (after.choices, after.forced) = ("{}".into(), "{}".into());
    after.provenance = "{}".into();
    emptied(desk, record, after, "anonymised", grounds)
}

/// Somebody is no longer named (`unnamed` is the record without their name), and fields about them
/// go, from earlier versions too; whom else it names, keeps the rest.
pub(super) fn release(
    desk: &Desk<'_>,
    record: &StoredRecord,
    unnamed: &StoredRecord,
    gone: &FieldSet,
    grounds: Grounds,
) -> Result<Plan, Refusal> {
    let document = taken_away(desk, &record.document, gone)?;
    let mut after = desk.next(unnamed);
    // That somebody goes does not make the rest younger.
    after.updated_at = record.updated_at;
    if document != record.document {
        after.provenance = provenance::forgotten(&record.provenance, &document)?.into();
        // Required fields may be among what is gone.
        (after.document, after.draft) = (document, true);
    }
    let mut plan = emptied(desk, record, after, "released", grounds)?;
    if let Some(write) = &mut plan.write {
        write.forgets = !gone.is_empty();
    }
    Ok(plan)
}

/// Some fields go, from the record and from what is kept of it; `None` where it has none of them.
pub(super) fn without(
    desk: &Desk<'_>,
    record: &StoredRecord,
    gone: &FieldSet,
    grounds: Grounds,
) -> Result<Option<Plan>, Refusal> {
    let document = taken_away(desk, &record.document, gone)?;
    if document == record.document {
        return Ok(None);
    }
    let mut after = desk.next(record);
    // What goes because of its age does not make the rest younger.
    after.updated_at = record.updated_at;
    after.provenance = provenance::forgotten(&record.provenance, &document)?.into();
    (after.document, after.draft) = (document, true);
    emptied(desk, record, after, "emptied", grounds).map(Some)
}

/// The values at some paths go, from the record and from what is kept of it; where there are
/// none, earlier versions alone.
pub(super) fn without_paths(
    desk: &Desk<'_>,
    record: &StoredRecord,
    gone: &[String],
    grounds: Grounds,
) -> Result<Plan, Refusal> {
    let patch = removal(gone.iter().map(String::as_str));
    let merged = merge(&record.document, &patch)?;
    let mut after = desk.next(record);
    // Required fields may be among what is gone.
    after.draft = record.draft || !gone.is_empty();
    after.provenance = provenance::forgotten(&record.provenance, &merged.document)?.into();
    after.document = merged.document;
    emptied(desk, record, after, "emptied", grounds)
}

fn emptied(
    desk: &Desk<'_>,
    record: &StoredRecord,
    after: StoredRecord,
    what: &str,
    grounds: Grounds,
) -> Result<Plan, Refusal> {
    let found = differences(&record.document, &after.document)?;
    desk.write(Change {
        how: WriteMode::Replace,
        before: Some(record.document.clone()),
        after,
        what: what.to_owned(),
        fields: found.into_iter().map(|one| one.path).collect(),
        grounds,
        forgets: true,
        ..Change::default()
    })
}

fn taken_away(desk: &Desk<'_>, document: &str, gone: &FieldSet) -> Result<String, Failure> {
    let left = redact(&desk.kind.plan, &Lens::without(desk.kind, gone), document)?;
    Ok(left.document.into_owned())
}
