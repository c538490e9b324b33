//! Making records.

use super::call::Call;
use super::ids::uuid_v7;
use super::operation::{Create, Operation, Target};
use super::plan::{Change, Desk, Done, Plan};
use super::refusal::{Refusal, valid};
use super::{Hub, given};
use crate::error::{Code, Failure};
use crate::id::FieldSet;
use crate::json::{differences, quoted};
use crate::kernel::Validate;
use crate::store::{Address, StoreError, StoredRecord, WriteMode};

impl Hub {
    /// Makes a record.
    ///
    /// # Errors
    /// [`Code::AccessDenied`], violations of the document, [`Code::StoreUniqueViolation`],
    /// [`Code::StoreExclusionViolation`], and faults of what was handed in.
    pub async fn create(&self, call: &Call<'_>, create: &Create<'_>) -> Result<Done, Refusal> {
        self.apply(call, &Operation::Create(create.clone())).await
    }

    /// The record that takes the place which this one would take, or this one made: of a kind
    /// with `one_per`, two callers at once get the same one. Says whether it was made.
    ///
    /// # Errors
    /// As [`Self::create`]; [`Code::KernelBadRequest`] where the kind has no `one_per`, or what
    /// that asks for is missing.
    pub async fn get_or_create(
        &self,
        call: &Call<'_>,
        create: &Create<'_>,
    ) -> Result<(Done, bool), Refusal> {
        call.check()?;
        let kind = self.kernel().kind(create.kind)?;
        let desk = Desk {
            hub: self,
            call,
            kind,
            action: "create",
        };
        let wanted = head(&desk, create)?;
        let keys = wanted.with(|whole| self.kernel().unique_keys(&kind.name, &whole.head))?;
        if keys.is_empty() {
            let reason = "the kind is not one per anything, or what it is one per is missing";
            return Err(Failure::bad_request(reason).into());
        }
        let at = &wanted.address;
        if let Some(found) = self.holder(at, &keys).await?
            && let Some(done) = self.seen(&desk, &found).await?
        {
            return Ok((done, false));
        }
        match self.create(call, create).await {
            Err(refusal) if refusal.is(Code::StoreUniqueViolation) => {
                // Somebody else was quicker; any other key that is taken stays a refusal.
                let found = self.holder(at, &keys).await?;
                let found = found.ok_or_else(|| refusal.clone())?;
                let done = self.seen(&desk, &found).await?;
                Ok((done.ok_or(refusal)?, false))
            }
            made => Ok((made?, true)),
        }
    }

    /// The record that holds one of some keys.
    async fn holder(
        &self,
        at: &Address,
        keys: &[String],
    ) -> Result<Option<StoredRecord>, StoreError> {
        for key in keys {
            let found = self.store().find(&at.tenant, &at.kind, key).await?;
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }

    /// A record that is there, for somebody who may read it. For everybody else it is not: they
    /// get the answer that they would get if they asked for a new one.
    async fn seen(&self, desk: &Desk<'_>, found: &StoredRecord) -> Result<Option<Done>, Refusal> {
        let target = Target {
            kind: &found.address.kind,
            id: &found.address.id,
            tenant: Some(&found.address.tenant),
            version: None,
        };
        match desk.find(&target).await {
            Ok(record) => Ok(Some(Plan::nothing(&record).done)),
            Err(refusal) if refusal.is(Code::AccessNotVisible) => Ok(None),
            Err(refusal) => Err(refusal),
        }
    }
}

/// The record without its document.
pub(super) fn head(desk: &Desk<'_>, create: &Create<'_>) -> Result<StoredRecord, Refusal> {
    let Desk {
        hub, call, kind, ..
    } = desk;
    let id = match create.id {
        Some(id) => id.to_owned(),
        None => uuid_v7(hub.entropy(), call.now),
    };
    let target = Target {
        kind: create.kind,
        id: &id,
        tenant: create.tenant,
        version: None,
    };
    call.check_with(&target)?;
    given::holders(create.owner, &create.relations)?;
    let own = || call.subject.id().map(|id| id.as_str().to_owned());
    let owner = create.owner.map(str::to_owned).or_else(own);
    let relations = create.relations.iter();
    let relations = relations.map(|(name, ids)| {
        let ids = ids.iter().map(|id| (*id).to_owned()).collect();
        ((*name).to_owned(), ids)
    });
    let lifecycle = kind.lifecycle.as_ref();
    let initial = lifecycle.and_then(|life| life.states.get(life.initial.index()));
    Ok(StoredRecord {
        address: hub.address(call, kind, &target),
        owner: owner.filter(|_| kind.owned),
        state: initial.map(|state| state.to_string()),
        version: 1,
        created_at: call.now,
        updated_at: call.now,
        draft: create.draft,
        relations: relations.collect(),
        document: "{}".to_owned(),
        choices: "{}".into(),
        forced: "{}".into(),
        provenance: "{}".into(),
        ..StoredRecord::default()
    })
}

pub(super) async fn plan(desk: &Desk<'_>, create: &Create<'_>) -> Result<Plan, Refusal> {
    let mut record = head(desk, create)?;
    let (kernel, call) = (desk.hub.kernel(), desk.call);
    record.owner_roles = desk.hub.owner_roles(call, &record).await?;
    let action = desk.action("create")?;
    let how = |mode, writable| Validate {
        mode,
        writable,
        now: Some(call.now),
    };
    let mode = if create.draft { "draft" } else { "create" };
    // What a policy says of the document, it says of the normalised one.
    let found = kernel.validate(create.kind, create.document, &how(mode, None))?;
    match found.document {
        Some(document) => record.document = document.into_owned(),
        None => return Err(Refusal::Invalid(found.violations)),
    }
    let grounds = desk.allow(action, &record, true)?;
    let writable = desk.with_resource(&record, |resource| {
        kernel.writable(call.subject, action, resource, &call.context)
    })?;
    if writable == FieldSet::all(desk.kind.fields.len()) {
        valid(found.violations)?;
    } else {
        let found = kernel.validate(create.kind, create.document, &how(mode, Some(&writable)))?;
        valid(found.violations)?;
    }
    desk.hub.check_source(call, &record).await?;
    if call.source.is_some() {
        let all = differences("{}", &record.document)?;
        let all: Vec<String> = all.into_iter().map(|one| one.path).collect();
        record.provenance = desk.provenance("{}", &record.document, &all)?.into();
    }
    let state = record.state.as_deref().map_or("null".to_owned(), quoted);
    desk.write(Change {
        how: WriteMode::Insert,
        after: record,
        what: "created".to_owned(),
        grounds,
        told: vec![("state", state)],
        ..Change::default()
    })
}
