//! What an operation comes to, worked out before anything is written.

use super::call::Call;
use super::derive::Derived;
use super::ids::{salt, uuid_v7};
use super::member::Person;
use super::operation::{Operation, Target};
use super::provenance::{self, Written};
use super::refusal::Refusal;
use super::{Hub, create, document, lifecycle, sight};
use crate::access::{Reason, Resource};
use crate::blueprint::Kind;
use crate::blueprint::document::History;
use crate::error::{Code, Failure};
use crate::id::ActionId;
use crate::json::{push_string, quoted};
use crate::privacy::{Detail, Entry, Outcome};
use crate::store::{
    Address, Commit, Event, PastVersion, StoredRecord, Write, WriteMode, changed_sections,
};

/// What became of a record.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Done {
    /// Where it is.
    pub address: Address,
    /// Its version; the last one, where it is gone.
    pub version: i64,
    /// The state of its lifecycle.
    pub state: Option<String>,
    /// Whether required fields may still be missing.
    pub draft: bool,
    /// Whether it is set aside.
    pub archived: bool,
    /// Whether it is gone.
    pub gone: bool,
    /// Whether anything changed.
    pub changed: bool,
}

impl Done {
    fn of(record: &StoredRecord, how: WriteMode) -> Self {
        Self {
            address: record.address.clone(),
            version: record.version,
            state: record.state.clone(),
            draft: record.draft,
            archived: record.archived_at.is_some(),
            gone: how == WriteMode::Remove,
            changed: true,
        }
    }
}

/// What an operation comes to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Plan {
    pub(super) write: Option<Write>,
    pub(super) audit: Option<(Entry, Detail)>,
    pub(super) done: Done,
}

impl Plan {
    /// Puts it into a commit.
    pub(super) fn add_to(self, commit: &mut Commit) {
        commit.writes.extend(self.write);
        commit.audit.extend(self.audit);
    }

    /// A commit of it alone.
    pub(super) fn into_commit(self) -> Commit {
        let mut commit = Commit::default();
        self.add_to(&mut commit);
        commit
    }

    /// Nothing changes.
    pub(super) fn nothing(record: &StoredRecord) -> Self {
        Self {
            done: Done {
                changed: false,
                ..Done::of(record, WriteMode::Replace)
            },
            ..Self::default()
        }
    }
}

/// Why something is allowed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Grounds {
    pub(super) rule: String,
    pub(super) reason: &'static str,
}

/// A change of one record, for [`Desk::write`].
#[derive(Debug, Clone, Default)]
pub(super) struct Change {
    pub(super) how: WriteMode,
    /// The record after it; before it, where it goes.
    pub(super) after: StoredRecord,
    /// Its document before it.
    pub(super) before: Option<String>,
    /// What is announced, such as `updated`.
    pub(super) what: String,
    /// JSON Pointers to what changed.
    pub(super) fields: Vec<String>,
    /// Why it is allowed.
    pub(super) grounds: Grounds,
    /// Members that the announcement has besides, with their JSON.
    pub(super) told: Vec<(&'static str, String)>,
    /// Whether earlier versions go.
    pub(super) forgets: bool,
}

/// Where an operation is worked out: who asks for it, and the kind that it is about.
pub(super) struct Desk<'d> {
    pub(super) hub: &'d Hub,
    pub(super) call: &'d Call<'d>,
    pub(super) kind: &'d Kind,
    /// The operation's word.
    pub(super) action: &'d str,
}

impl Hub {
    /// Works out an operation: decides, validates, and says what would be written.
    pub(super) async fn plan(
        &self,
        call: &Call<'_>,
        operation: &Operation<'_>,
    ) -> Result<Plan, Refusal> {
        let desk = Desk {
            hub: self,
            call,
            kind: self.kernel().kind(operation.kind())?,
            action: operation.word(),
        };
        match operation {
            Operation::Create(create) => create::plan(&desk, create).await,
            Operation::Update(update) => document::update(&desk, update).await,
            Operation::Transition(transition) => lifecycle::transition(&desk, transition).await,
            Operation::Archive(target) => lifecycle::archive(&desk, target).await,
            Operation::Restore(target) => lifecycle::restore(&desk, target).await,
            Operation::Delete(target) => lifecycle::delete(&desk, target).await,
            Operation::Revert(revert) => document::revert(&desk, revert).await,
            Operation::Choose(choose) => sight::choose(&desk, choose).await,
            Operation::Force(choose) => sight::force(&desk, choose).await,
        }
    }

    /// Where a record is that a call names.
    pub(super) fn address(&self, call: &Call<'_>, kind: &Kind, target: &Target<'_>) -> Address {
        // What tenants share is in none of them, whatever a caller names: in another one it
        // would evade what must be unique.
        let tenant = match self.is_isolated(kind) {
            true => target.tenant.unwrap_or_else(|| call.tenant()),
            false => "",
        };
        Address::new(tenant, &kind.name, target.id)
    }

    /// An entry of the account about somebody's account. Whose it is goes with the detail, where
    /// it can be erased.
    pub(super) fn entry_about(
        &self,
        call: &Call<'_>,
        person: &Person<'_>,
        action: &str,
    ) -> (Entry, Detail) {
        let address = Address::new(person.tenant, "member", "");
        let (mut entry, mut detail) = self.entry(call, &address, action);
        person.id.clone_into(&mut detail.about);
        entry.commitment = detail.commitment();
        (entry, detail)
    }

    /// An entry of the account about a record.
    pub(super) fn entry(
        &self,
        call: &Call<'_>,
        address: &Address,
        action: &str,
    ) -> (Entry, Detail) {
        let detail = Detail {
            salt: salt(self.entropy()),
            actor: call.actor().to_owned(),
            behalf: call.behalf().to_owned(),
            about: String::new(),
        };
        let entry = Entry {
            id: uuid_v7(self.entropy(), call.now),
            at: call.now,
            tenant: address.tenant.clone(),
            action: format!("{}.{action}", address.kind),
            kind: address.kind.clone(),
            record: address.id.clone(),
            request: call.request.to_owned(),
            commitment: detail.commitment(),
            ..Entry::default()
        };
        (entry, detail)
    }
}

impl Desk<'_> {
    /// An action of the kind by its name, such as `update`.
    pub(super) fn action(&self, name: &str) -> Result<ActionId, Failure> {
        let kernel = self.hub.kernel();
        kernel.action(&format!("{}.{name}", self.kind.name))
    }

    /// The first of these that is an action of the kind and moves no record between states; the
    /// last one where none is.
    pub(super) fn first_action(&self, names: &[&str]) -> Result<ActionId, Failure> {
        lifecycle::first_action(self.hub.kernel(), self.kind, names)
    }

    /// An action of the kind, where it has one of that name that moves no record between states.
    pub(super) fn declared(&self, name: &str) -> Option<ActionId> {
        lifecycle::declared(self.hub.kernel(), self.kind, name)
    }

    /// A record that the subject may read, at the version that the caller knows. For everybody
    /// else it does not exist.
    pub(super) async fn find(&self, target: &Target<'_>) -> Result<StoredRecord, Refusal> {
        let unseen = || Refusal::Failed(Failure::new(Code::AccessNotVisible));
        self.call.check_with(target)?;
        let address = self.hub.address(self.call, self.kind, target);
        let record = self.hub.store().get(&address).await?;
        let record = record.ok_or_else(unseen)?;
        let read = self.action("read")?;
        if !self.decides(read, &record)?.allowed || !self.sees_aside(&record)? {
            return Err(unseen());
        }
        match target.version {
            Some(known) if known != record.version => {
                let conflict = Failure::new(Code::StoreConflict);
                Err(conflict.with("current", record.version).into())
            }
            _ => Ok(record),
        }
    }

    /// Whether a record is there for the subject as far as setting aside goes: what is set aside
    /// is there for those who may change it or bring it back, and for nobody else.
    pub(super) fn sees_aside(&self, record: &StoredRecord) -> Result<bool, Failure> {
        if record.archived_at.is_none() {
            return Ok(true);
        }
        let update = self.action("update")?;
        let restore = lifecycle::bringing_back(self.hub.kernel(), self.kind)?;
        Ok(self.decides(update, record)?.allowed || self.decides(restore, record)?.allowed)
    }

    /// A record that is not set aside.
    pub(super) async fn find_active(&self, target: &Target<'_>) -> Result<StoredRecord, Refusal> {
        let record = self.find(target).await?;
        if record.archived_at.is_some() {
            return Err(Failure::new(Code::HubArchived).into());
        }
        Ok(record)
    }

    pub(super) fn decides(
        &self,
        action: ActionId,
        record: &StoredRecord,
    ) -> Result<crate::access::Decision, Failure> {
        record.with(|whole| {
            let kernel = self.hub.kernel();
            let (head, document) = (&whole.head, whole.document);
            let resource = kernel.resource_for(self.kind, head, document, &[action])?;
            let (subject, context) = (self.call.subject, &self.call.context);
            Ok(kernel.decide(subject, action, &resource, context))
        })
    }

    /// Hands a record over ready to be decided about.
    pub(super) fn with_resource<T>(
        &self,
        record: &StoredRecord,
        then: impl FnOnce(&Resource<'_>) -> T,
    ) -> Result<T, Failure> {
        record.with(|whole| {
            let kernel = self.hub.kernel();
            let resource = kernel.resource(self.kind, &whole.head, whole.document)?;
            Ok(then(&resource))
        })
    }

    /// Why the subject may do something to a record, or the refusal. Where only some fields may
    /// be written, that is for whoever looks at the fields: `partly`.
    pub(super) fn allow(
        &self,
        action: ActionId,
        record: &StoredRecord,
        partly: bool,
    ) -> Result<Grounds, Refusal> {
        let decision = self.decides(action, record)?;
        let answer = self.hub.kernel().answer(&decision);
        if answer.allowed || partly && decision.reason == Reason::FieldsOnly {
            return Ok(Grounds {
                rule: answer.rule.unwrap_or_default().to_owned(),
                reason: answer.reason,
            });
        }
        let actions = &self.hub.kernel().model().actions;
        let name = actions.get(action.index()).map_or("", |info| &info.name);
        let code = match decision.reason {
            Reason::WrongState => Code::AccessWrongState,
            _ => Code::AccessDenied,
        };
        let failure = Failure::new(code).with("action", name.to_owned());
        Err(match code {
            Code::AccessWrongState => {
                let state = record.state.clone().unwrap_or_default();
                failure.with("state", state).into()
            }
            _ => failure.into(),
        })
    }

    /// The record as it will be: one version on, changed now. A clock that went back does not
    /// take the record's own time back.
    pub(super) fn next(&self, record: &StoredRecord) -> StoredRecord {
        StoredRecord {
            version: record.version.saturating_add(1),
            updated_at: self.call.now.max(record.updated_at),
            ..record.clone()
        }
    }

    /// Everything that a change writes.
    pub(super) fn write(&self, change: Change) -> Result<Plan, Refusal> {
        let Change { after, .. } = &change;
        let kernel = self.hub.kernel();
        let document = kernel.model().document.kinds.get(&self.kind.name);
        let derived = match change.how {
            WriteMode::Remove => Derived::default(),
            _ => Derived::of(kernel, self.kind, after)?,
        };
        let mut sections = Vec::new();
        if let Some(document) = document.filter(|_| change.how != WriteMode::Remove) {
            let names: Vec<&str> = document.sections.names().collect();
            sections = changed_sections(change.before.as_deref(), &after.document, &names)?;
        }
        let (mut entry, detail) = self.hub.entry(self.call, &after.address, self.action);
        entry.version = after.version;
        entry.outcome = Outcome::Done;
        entry.rule = change.grounds.rule.clone();
        entry.reason = change.grounds.reason.to_owned();
        entry.fields = change.fields.clone();
        let done = Done::of(after, change.how);
        let kept = (self.keeps_versions() && change.how != WriteMode::Remove)
            .then(|| self.version(&change));
        let events = vec![self.event(&change)];
        let write = Write {
            how: change.how,
            keys: derived.keys,
            slots: derived.slots,
            sections,
            kept,
            forgets: change.forgets,
            events,
            record: change.after,
        };
        Ok(Plan {
            write: Some(write),
            audit: Some((entry, detail)),
            done,
        })
    }

    /// Whether versions of records of the kind are kept.
    pub(super) fn keeps_versions(&self) -> bool {
        let kinds = &self.hub.kernel().model().document.kinds;
        let kind = kinds.get(&self.kind.name);
        kind.is_none_or(|kind| kind.history != Some(History::None))
    }

    /// Where the values of a record come from, once some of them were written.
    pub(super) fn provenance(
        &self,
        known: &str,
        document: &str,
        changed: &[String],
    ) -> Result<String, Failure> {
        let written = Written {
            document,
            changed,
            source: self.call.source,
            keeps: self.keeps_versions(),
        };
        provenance::after(known, written)
    }

    fn version(&self, change: &Change) -> PastVersion {
        let Change { after, .. } = change;
        PastVersion {
            version: after.version,
            at: after.updated_at,
            actor: self.call.actor().to_owned(),
            action: self.action.to_owned(),
            fields: change.fields.clone(),
            state: after.state.clone(),
            document: after.document.clone(),
        }
    }

    /// What is announced: which record, which fields, never their values.
    fn event(&self, change: &Change) -> Event {
        let Change { after, .. } = change;
        let mut data = String::from("{\"fields\":[");
        let fields: Vec<String> = change.fields.iter().map(|path| quoted(path)).collect();
        data.push_str(&fields.join(","));
        data.push(']');
        for (name, json) in &change.told {
            data.push(',');
            push_string(&mut data, name);
            data.push(':');
            data.push_str(json);
        }
        data.push('}');
        Event {
            id: uuid_v7(self.hub.entropy(), self.call.now),
            name: format!("{}.{}", self.kind.name, change.what),
            address: after.address.clone(),
            version: after.version,
            at: self.call.now,
            data,
        }
    }
}
