//! Changing documents.

use super::call::Call;
use super::operation::{Operation, Revert, Update};
use super::plan::{Change, Desk, Done, Plan};
use super::refusal::{Refusal, valid};
use super::{Hub, given, provenance};
use crate::error::{Code, Failure};
use crate::id::FieldSet;
use crate::json::{differences, merge};
use crate::kernel::Validate;
use crate::store::{StoredRecord, WriteMode};

impl Hub {
    /// Changes a document by a merge patch. A patch may touch only what the subject may write.
    ///
    /// # Errors
    /// [`Code::AccessNotVisible`], [`Code::AccessDenied`], [`Code::StoreConflict`] where the
    /// caller knows another version, [`Code::HubArchived`], violations of the patch and of the
    /// whole document, and what two records cannot both have.
    pub async fn update(&self, call: &Call<'_>, update: &Update<'_>) -> Result<Done, Refusal> {
        self.apply(call, &Operation::Update(update.clone())).await
    }

    /// Gives a record the document of an earlier version, as a new version: for whoever may
    /// `restore_version`, where the kind declares that action, or else `update`. Either way nobody
    /// writes a field that they may not update.
    ///
    /// # Errors
    /// As [`Self::update`], and [`Code::HubNoSuchVersion`].
    pub async fn revert(&self, call: &Call<'_>, revert: &Revert<'_>) -> Result<Done, Refusal> {
        self.apply(call, &Operation::Revert(*revert)).await
    }
}

/// A document after a patch that was found valid, and what changed.
pub(super) struct Patched {
    pub(super) document: String,
    pub(super) changed: Vec<String>,
}

/// Applies a patch to a record: nobody writes what is not in `writable`, and the whole document
/// is valid afterwards.
pub(super) fn patched(
    desk: &Desk<'_>,
    record: &StoredRecord,
    patch: &[u8],
    writable: &FieldSet,
    draft: bool,
) -> Result<Patched, Refusal> {
    let how = Validate {
        mode: "patch",
        writable: Some(writable),
        now: Some(desk.call.now),
    };
    let kernel = desk.hub.kernel();
    let found = kernel.validate(&desk.kind.name, patch, &how)?;
    valid(found.violations)?;
    let patch = found.document.unwrap_or_default();
    let merged = merge(&record.document, &patch)?;
    let document = whole(desk, &merged.document, draft)?;
    Ok(Patched {
        document,
        changed: merged.changed,
    })
}

/// The normalised form of a whole document that will be stored.
fn whole(desk: &Desk<'_>, document: &str, draft: bool) -> Result<String, Refusal> {
    let how = Validate {
        mode: if draft { "draft" } else { "replace" },
        writable: None,
        now: Some(desk.call.now),
    };
    let kernel = desk.hub.kernel();
    let found = kernel.validate(&desk.kind.name, document.as_bytes(), &how)?;
    valid(found.violations)?;
    Ok(found.document.unwrap_or_default().into_owned())
}

pub(super) async fn update(desk: &Desk<'_>, update: &Update<'_>) -> Result<Plan, Refusal> {
    let record = desk.find_active(&update.target).await?;
    let action = desk.action("update")?;
    let grounds = desk.allow(action, &record, true)?;
    desk.hub.check_source(desk.call, &record).await?;
    let writable = writable(desk, &record)?;
    let draft = record.draft && !update.finish;
    let patch = if update.patch.is_empty() {
        b"{}"
    } else {
        update.patch
    };
    let Patched {
        document,
        mut changed,
    } = patched(desk, &record, patch, &writable, draft)?;
    let mut after = desk.next(&record);
    (after.document, after.draft) = (document, draft);
    relate(desk, &mut after, update)?;
    if after.relations != record.relations {
        // A relation is no field: whoever changes it may update the record as a whole.
        desk.allow(action, &record, false)?;
        desk.allow(action, &after, false)?;
    }
    let same = (&after.document, &after.relations, after.draft)
        == (&record.document, &record.relations, record.draft);
    if same {
        return Ok(Plan::nothing(&record));
    }
    if changed.is_empty() {
        let found = differences(&record.document, &after.document)?;
        changed = found.into_iter().map(|one| one.path).collect();
    }
    after.provenance = desk
        .provenance(&record.provenance, &after.document, &changed)?
        .into();
    desk.write(Change {
        how: WriteMode::Replace,
        before: Some(record.document),
        after,
        what: "updated".to_owned(),
        fields: changed,
        grounds,
        ..Change::default()
    })
}

/// The fields that the subject may write.
pub(super) fn writable(desk: &Desk<'_>, record: &StoredRecord) -> Result<FieldSet, Refusal> {
    let action = desk.action("update")?;
    let (kernel, call) = (desk.hub.kernel(), desk.call);
    Ok(desk.with_resource(record, |resource| {
        kernel.writable(call.subject, action, resource, &call.context)
    })?)
}

/// Sets the relations that change.
fn relate(desk: &Desk<'_>, record: &mut StoredRecord, update: &Update<'_>) -> Result<(), Refusal> {
    given::holders(None, &update.relations)?;
    for (name, ids) in &update.relations {
        if desk.kind.relation(name).is_none() {
            let unknown = Failure::new(Code::KernelUnknownRelation);
            return Err(unknown.with("name", (*name).to_owned()).into());
        }
        record.relations.retain(|(known, _)| known != name);
        let ids: Vec<String> = ids.iter().map(|id| (*id).to_owned()).collect();
        if !ids.is_empty() {
            record.relations.push(((*name).to_owned(), ids));
        }
    }
    Ok(())
}

pub(super) async fn revert(desk: &Desk<'_>, revert: &Revert<'_>) -> Result<Plan, Refusal> {
    let record = desk.find_active(&revert.target).await?;
    let action = desk.first_action(&["restore_version", "update"])?;
    let partly = action == desk.action("update")?;
    let grounds = desk.allow(action, &record, partly)?;
    let version = desk.hub.store().version(&record.address, revert.to).await?;
    let Some(version) = version else {
        let missing = Failure::new(Code::HubNoSuchVersion);
        return Err(missing.with("version", revert.to).into());
    };
    let found = differences(&record.document, &version.document)?;
    if found.is_empty() {
        return Ok(Plan::nothing(&record));
    }
    // Nobody writes by going back what they may not write.
    let writable = writable(desk, &record)?;
    let patch = back(&found);
    let Patched { document, changed } =
        patched(desk, &record, patch.as_bytes(), &writable, record.draft)?;
    let mut after = desk.next(&record);
    after.provenance = provenance::back(&record.provenance, &document, &changed)?.into();
    after.document = document;
    desk.write(Change {
        how: WriteMode::Replace,
        before: Some(record.document),
        after,
        what: "reverted".to_owned(),
        fields: changed,
        grounds,
        told: vec![("to", revert.to.to_string())],
        ..Change::default()
    })
}

/// The merge patch that takes the values at some paths away.
pub(super) fn removal<'p>(paths: impl Iterator<Item = &'p str>) -> String {
    let mut patch = Nested::default();
    for path in paths {
        patch.put(&segments(path), "null");
    }
    patch.to_json()
}

fn segments(path: &str) -> Vec<String> {
    let pointer = crate::json::Pointer::new(path);
    pointer
        .iter()
        .flat_map(|pointer| pointer.segments())
        .collect()
}

/// The merge patch that makes what differs as it was.
fn back(found: &[crate::json::Difference]) -> String {
    let mut patch = Nested::default();
    for one in found {
        patch.put(&segments(&one.path), one.after.as_deref().unwrap_or("null"));
    }
    patch.to_json()
}

/// An object under construction.
#[derive(Default)]
struct Nested {
    members: Vec<(String, Node)>,
}

enum Node {
    Value(String),
    Object(Nested),
}

impl Nested {
    fn put(&mut self, path: &[String], value: &str) {
        let Some((name, rest)) = path.split_first() else {
            return;
        };
        if rest.is_empty() {
            return self
                .members
                .push((name.clone(), Node::Value(value.to_owned())));
        }
        let known = self.members.iter().position(|(known, _)| known == name);
        let at = known.unwrap_or(self.members.len());
        if known.is_none() {
            let inner = Node::Object(Self::default());
            self.members.push((name.clone(), inner));
        }
        if let Some((_, Node::Object(inner))) = self.members.get_mut(at) {
            inner.put(rest, value);
        }
    }

    fn to_json(&self) -> String {
        let mut json = String::from("{");
        for (name, node) in &self.members {
            let value = match node {
                Node::Value(value) => value.clone(),
                Node::Object(inner) => inner.to_json(),
            };
            crate::json::push_member(&mut json, name, &value);
        }
        json.push('}');
        json
    }
}
