//! Making changes: one by one, or several at once.

use super::call::Call;
use super::operation::Operation;
use super::plan::{Desk, Done, Plan};
use super::refusal::Refusal;
use super::{Hub, create};
use crate::error::{Code, Failure};
use crate::json::{Limits, Tree, parse, quoted};
use crate::privacy::{Detail, Digest, Entry, Outcome};
use crate::store::{Address, Commit, Remembered, StoreError};

/// How often a change is worked out again after it met another one.
const REPEATS: usize = 16;

/// What becomes of the rest when one of several operations is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Together {
    /// Nothing happens at all.
    #[default]
    AllOrNothing,
    /// The others happen; each is a change of its own.
    BestEffort,
}

/// What became of each of several operations, in their order.
pub type Outcomes = Vec<Result<Done, Refusal>>;

impl Hub {
    /// Does something to a record: decides, validates and writes the record, its sections, its
    /// version, the announcement and the account of it, all or nothing.
    ///
    /// A change that met another one is worked out again, unless the caller named a version.
    /// With a key, a repetition of the same request gets the first answer again.
    ///
    /// # Errors
    /// What the operation may be refused for; [`Code::HubIdempotencyMismatch`] where the key
    /// came with another request before; [`Code::StoreSerialization`] where it met others again
    /// and again.
    pub async fn apply(&self, call: &Call<'_>, operation: &Operation<'_>) -> Result<Done, Refusal> {
        self.apply_one(call, operation, false).await
    }

    /// Does something to a record, alone or as one of many.
    async fn apply_one(
        &self,
        call: &Call<'_>,
        operation: &Operation<'_>,
        many: bool,
    ) -> Result<Done, Refusal> {
        call.check()?;
        let request = call.key.map(|_| asked(call, [operation.digest().0]));
        for _ in 0..REPEATS {
            if let Some(answer) = self.answered(call, request).await? {
                return Done::from_json(&answer).map_err(Refusal::Failed);
            }
            let plan = match self.plan_one(call, operation, many).await {
                Ok(plan) => plan,
                Err(refusal) => return Err(self.refused(call, operation, refusal).await),
            };
            let done = plan.done.clone();
            let mut commit = plan.into_commit();
            commit.remembered = remembered(call, request, || done.to_json());
            match self.commit(&mut commit).await {
                Ok(()) => return Ok(done),
                Err(error) if may_repeat(&error, &[operation]) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(Failure::new(Code::StoreSerialization).into())
    }

    /// Does several things, each to another record, and says what became of each. Where a kind
    /// declares the action `change_many`, somebody who does more than one thing must be allowed
    /// that too of each of its records; the product itself is not asked.
    ///
    /// # Errors
    /// [`Code::HubTooMany`] for more than [`super::Settings::bulk`] operations,
    /// [`Code::KernelBadRequest`] where two are about the same record and all or nothing is
    /// wanted, [`Code::HubIdempotencyMismatch`]. What a single one is refused for is in its
    /// place: with [`Together::AllOrNothing`] nothing happened then, and those that would have
    /// gone well say [`Code::HubNotAlone`].
    pub async fn bulk(
        &self,
        call: &Call<'_>,
        operations: &[Operation<'_>],
        together: Together,
    ) -> Result<Outcomes, Refusal> {
        call.check()?;
        if operations.len() > self.settings().bulk {
            let most = Failure::new(Code::HubTooMany).with("max", self.settings().bulk);
            return Err(most.into());
        }
        match together {
            Together::AllOrNothing => self.all_or_nothing(call, operations).await,
            Together::BestEffort => {
                let mut outcomes = Vec::with_capacity(operations.len());
                let many = operations.len() > 1;
                for (index, operation) in operations.iter().enumerate() {
                    // Each is a request of its own: a repetition of all goes on where it ended.
                    let key = call.key.map(|key| format!("{key} {index}"));
                    let call = Call {
                        key: key.as_deref(),
                        ..call.clone()
                    };
                    outcomes.push(self.apply_one(&call, operation, many).await);
                }
                Ok(outcomes)
            }
        }
    }

    async fn all_or_nothing(
        &self,
        call: &Call<'_>,
        operations: &[Operation<'_>],
    ) -> Result<Outcomes, Refusal> {
        let digests = operations.iter().map(|operation| operation.digest().0);
        let request = call.key.map(|_| asked(call, digests));
        let all: Vec<&Operation<'_>> = operations.iter().collect();
        for _ in 0..REPEATS {
            if let Some(answer) = self.answered(call, request).await? {
                return Done::list_from_json(&answer).map_err(Refusal::Failed);
            }
            let mut plans = Vec::with_capacity(operations.len());
            for operation in operations {
                let many = operations.len() > 1;
                plans.push(self.plan_one(call, operation, many).await);
            }
            if plans.iter().any(Result::is_err) {
                let mut outcomes = Vec::with_capacity(plans.len());
                for (operation, plan) in operations.iter().zip(plans) {
                    outcomes.push(match plan {
                        Ok(_) => Err(Failure::new(Code::HubNotAlone).into()),
                        Err(refusal) => Err(self.refused(call, operation, refusal).await),
                    });
                }
                return Ok(outcomes);
            }
            let plans: Vec<Plan> = plans.into_iter().flatten().collect();
            let done: Vec<Done> = plans.iter().map(|plan| plan.done.clone()).collect();
            let writing = plans.iter().map(|plan| plan.write.is_some());
            let writing: Vec<bool> = writing.collect();
            let mut commit = Commit::default();
            for plan in plans {
                plan.add_to(&mut commit);
            }
            check_distinct(&commit)?;
            commit.remembered = remembered(call, request, || Done::list_to_json(&done));
            let error = match self.commit(&mut commit).await {
                Ok(()) => return Ok(done.into_iter().map(Ok).collect()),
                Err(error) => error,
            };
            match self.in_the_way(&error, &commit.writes).await? {
                Some(place) => return Ok(alone(&writing, place, &error.into())),
                // What was in the way is gone, or a version is no more: worked out again, it goes
                // well, or it is found out which operation does not.
                None if may_repeat(&error, &all) || is_about_one(&error) => {}
                None => return Err(error.into()),
            }
        }
        Err(Failure::new(Code::StoreSerialization).into())
    }

    /// Works out an operation; one of many only where the subject may change many.
    async fn plan_one(
        &self,
        call: &Call<'_>,
        operation: &Operation<'_>,
        many: bool,
    ) -> Result<Plan, Refusal> {
        if many && !call.is_system() {
            self.check_many(call, operation).await?;
        }
        self.plan(call, operation).await
    }

    /// Whether the subject may do something to a record along with others.
    async fn check_many(&self, call: &Call<'_>, operation: &Operation<'_>) -> Result<(), Refusal> {
        let desk = Desk {
            hub: self,
            call,
            kind: self.kernel().kind(operation.kind())?,
            action: operation.word(),
        };
        let Some(action) = desk.declared("change_many") else {
            return Ok(());
        };
        let record = match operation {
            Operation::Create(create) => create::head(&desk, create)?,
            _ => desk.find(&operation.target()).await?,
        };
        desk.allow(action, &record, false)?;
        Ok(())
    }

    /// Hands a change to the store, with the reads that wait to be written; nothing where nothing
    /// changes.
    pub(super) async fn commit(&self, commit: &mut Commit) -> Result<(), StoreError> {
        let empty = commit.writes.is_empty() && commit.remembered.is_none();
        if empty && commit.audit.is_empty() {
            return Ok(());
        }
        let along = self.along(commit);
        self.store().commit(along.commit).await?;
        along.arrived();
        Ok(())
    }

    /// The answer that was given to the same request before.
    async fn answered(
        &self,
        call: &Call<'_>,
        request: Option<Digest>,
    ) -> Result<Option<String>, Refusal> {
        let (Some(key), Some(request)) = (call.key, request) else {
            return Ok(None);
        };
        let known = self
            .store()
            .remembered(call.tenant(), call.actor(), key)
            .await?;
        match known {
            Some(known) if known.request != request => {
                Err(Failure::new(Code::HubIdempotencyMismatch).into())
            }
            known => Ok(known.map(|known| known.answer)),
        }
    }

    /// Notes that an operation was refused; see [`Self::note_refusal`].
    async fn refused(
        &self,
        call: &Call<'_>,
        operation: &Operation<'_>,
        refusal: Refusal,
    ) -> Refusal {
        let Ok(kind) = self.kernel().kind(operation.kind()) else {
            return refusal;
        };
        let address = self.address(call, kind, &operation.target());
        let entry = self.entry(call, &address, operation.word());
        self.note_refusal(entry, refusal).await
    }

    /// Notes that something was refused, where that is wanted, and hands the refusal on. What
    /// the subject cannot see is not noted: nobody learns from the account that it is there.
    pub(super) async fn note_refusal(
        &self,
        (mut entry, detail): (Entry, Detail),
        refusal: Refusal,
    ) -> Refusal {
        const NOTED: [Code; 3] = [
            Code::AccessDenied,
            Code::AccessWrongState,
            Code::HubNotGrantable,
        ];
        let noted = NOTED.into_iter().any(|code| refusal.is(code));
        if !noted || !self.settings().note_refusals {
            return refusal;
        }
        entry.outcome = Outcome::Refused;
        refusal.code().clone_into(&mut entry.reason);
        let mut commit = Commit {
            audit: vec![(entry, detail)],
            ..Commit::default()
        };
        match self.commit(&mut commit).await {
            Ok(()) => refusal,
            // A refusal that could not be noted is told as what it is to the operator.
            Err(error) => error.into(),
        }
    }
}

/// The hash of what is asked for, and for whom: the same request on behalf of somebody else is
/// another one.
fn asked(call: &Call<'_>, operations: impl IntoIterator<Item = [u8; 32]>) -> Digest {
    let mut parts = vec![call.subject_id().as_bytes().to_vec()];
    parts.extend(operations.into_iter().map(Vec::from));
    Digest::of_parts(parts)
}

fn remembered(
    call: &Call<'_>,
    request: Option<Digest>,
    answer: impl FnOnce() -> String,
) -> Option<Remembered> {
    let (key, request) = call.key.zip(request)?;
    Some(Remembered {
        tenant: call.tenant().to_owned(),
        actor: call.actor().to_owned(),
        key: key.to_owned(),
        request,
        answer: answer(),
        at: call.now,
    })
}

/// Whether working it out again may help: nobody named the version that is no more, or the same
/// request was answered in the meantime.
fn may_repeat(error: &StoreError, operations: &[&Operation<'_>]) -> bool {
    let free = operations
        .iter()
        .all(|operation| operation.target().version.is_none());
    match error {
        StoreError::Conflict { .. } | StoreError::NotFound => free,
        StoreError::Serialization(_) => true,
        StoreError::UniqueViolation { what } => what == "idempotency_key",
        _ => false,
    }
}

/// Whether the store refused it for what one of several operations asks for.
fn is_about_one(error: &StoreError) -> bool {
    matches!(
        error,
        StoreError::Conflict { .. }
            | StoreError::NotFound
            | StoreError::UniqueViolation { .. }
            | StoreError::ExclusionViolation { .. }
    )
}

/// One of the operations that write something was refused: the others did not happen for that.
fn alone(writing: &[bool], place: usize, refusal: &Refusal) -> Outcomes {
    let mut writes = 0;
    let outcome = |writes_something: &bool| {
        writes += usize::from(*writes_something);
        match *writes_something && writes == place + 1 {
            true => Err(refusal.clone()),
            false => Err(Failure::new(Code::HubNotAlone).into()),
        }
    };
    writing.iter().map(outcome).collect()
}

fn check_distinct(commit: &Commit) -> Result<(), Refusal> {
    let mut seen: Vec<&Address> = Vec::with_capacity(commit.writes.len());
    seen.extend(commit.writes.iter().map(|write| &write.record.address));
    seen.sort_unstable();
    let same = seen.windows(2).find_map(|pair| match pair {
        [one, other] if one == other => Some(one.to_string()),
        _ => None,
    });
    match same {
        Some(address) => {
            let reason = format!("two operations are about `{address}`");
            Err(Failure::bad_request(reason).into())
        }
        None => Ok(()),
    }
}

impl Done {
    /// `{"tenant":…,"kind":…,"id":…,"version":…,"state":…,"draft":…,"archived":…,"gone":…,"changed":…}`.
    #[must_use]
    pub fn to_json(&self) -> String {
        let Self { address, .. } = self;
        let state = self.state.as_deref().map_or("null".to_owned(), quoted);
        format!(
            "{{\"tenant\":{},\"kind\":{},\"id\":{},\"version\":{},\"state\":{state},\"draft\":{},\"archived\":{},\"gone\":{},\"changed\":{}}}",
            quoted(&address.tenant),
            quoted(&address.kind),
            quoted(&address.id),
            self.version,
            self.draft,
            self.archived,
            self.gone,
            self.changed,
        )
    }

    fn list_to_json(done: &[Self]) -> String {
        let done: Vec<String> = done.iter().map(Self::to_json).collect();
        format!("[{}]", done.join(","))
    }

    fn from_json(json: &str) -> Result<Self, Failure> {
        let tree = parse(json.as_bytes(), Limits::default())?;
        Self::from_tree(&tree).ok_or_else(unreadable)
    }

    fn list_from_json(json: &str) -> Result<Outcomes, Failure> {
        let tree = parse(json.as_bytes(), Limits::default())?;
        let crate::json::Value::Array(items) = &tree.value else {
            return Err(unreadable());
        };
        let done: Option<Vec<Self>> = items.iter().map(Self::from_tree).collect();
        Ok(done.ok_or_else(unreadable)?.into_iter().map(Ok).collect())
    }

    fn from_tree(tree: &Tree) -> Option<Self> {
        let text = |name: &str| tree.get(name).and_then(Tree::as_str);
        let flag = |name: &str| match tree.get(name).map(|tree| &tree.value) {
            Some(crate::json::Value::Bool(flag)) => Some(*flag),
            _ => None,
        };
        let version = match &tree.get("version")?.value {
            crate::json::Value::Number(version) => version.parse().ok()?,
            _ => return None,
        };
        Some(Self {
            address: Address::new(text("tenant")?, text("kind")?, text("id")?),
            version,
            state: text("state").map(str::to_owned),
            draft: flag("draft")?,
            archived: flag("archived")?,
            gone: flag("gone")?,
            changed: flag("changed")?,
        })
    }
}

fn unreadable() -> Failure {
    Failure::new(Code::StoreCorrupt).with("reason", "a kept answer cannot be read")
}
