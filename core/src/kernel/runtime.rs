//! What answers: a compiled blueprint without the text that it came from.

use std::sync::Arc;

use crate::access::{Access, Context, Resource, ResourceHead, Subject, SubjectHead};
use crate::blueprint::{Kind, Model, Verb};
use crate::error::{Code, Failure, nearest};
use crate::id::ActionId;
use crate::schema::NameIndex;
use crate::strength::Card;

/// What answers: a compiled blueprint without the text that it came from. Immutable, cheap to
/// clone, the same answers on every thread.
///
/// A kernel has one, and knows its blueprint besides. One of its own comes
/// from an image, by [`Runtime::from_image`]: what a page loads needs no compiler then.
#[derive(Debug, Clone)]
pub struct Runtime(Arc<Compiled>);

#[derive(Debug)]
pub(super) struct Compiled {
    pub(super) model: Model,
    pub(super) access: Access,
    pub(super) cards: Vec<Option<Card>>,
    pub(super) kinds: NameIndex,
    pub(super) actions: NameIndex,
    pub(super) fingerprint: String,
}

impl Runtime {
    pub(super) fn new(
        model: Model,
        access: Access,
        cards: Vec<Option<Card>>,
        fingerprint: String,
    ) -> Self {
        Self(Arc::new(Compiled {
            kinds: NameIndex::new(model.kinds.iter().map(|kind| kind.name.clone()).collect()),
            actions: NameIndex::new(model.actions.iter().map(|a| a.name.clone()).collect()),
            model,
            access,
            cards,
            fingerprint,
        }))
    }

    pub(super) fn compiled(&self) -> &Compiled {
        &self.0
    }

    /// The blueprint with every name resolved.
    #[must_use]
    pub fn model(&self) -> &Model {
        &self.0.model
    }

    /// What tells the blueprint from others: files that were generated from it carry the same.
    #[must_use]
    pub fn fingerprint(&self) -> &str {
        &self.0.fingerprint
    }

    /// The compiled policies.
    #[must_use]
    pub fn access(&self) -> &Access {
        &self.0.access
    }

    /// The kind of that name.
    ///
    /// # Errors
    /// [`Code::KernelUnknownKind`], with the name that was probably meant.
    pub fn kind(&self, name: &str) -> Result<&Kind, Failure> {
        let found = self.0.kinds.find(name);
        let found = found.and_then(|index| self.0.model.kinds.get(index));
        found.ok_or_else(|| {
            let known = self.0.model.kinds.iter().map(|kind| &*kind.name);
            unknown(Code::KernelUnknownKind, name, nearest(name, known))
        })
    }

    /// The action of that name, such as `booking.confirm`.
    ///
    /// # Errors
    /// [`Code::KernelUnknownAction`], with the name that was probably meant.
    pub fn action(&self, name: &str) -> Result<ActionId, Failure> {
        self.find_action(name)
            .ok_or_else(|| self.unknown_action(name))
    }

    /// The action of a kind that does what every kind can.
    ///
    /// # Errors
    /// [`Code::KernelUnknownAction`].
    pub(crate) fn verb(&self, kind: &Kind, verb: Verb) -> Result<ActionId, Failure> {
        let does = |action: &&ActionId| {
            let info = self.0.model.actions.get(action.index());
            info.is_some_and(|info| info.verb == verb)
        };
        let found = kind.actions.iter().find(does).copied();
        found.ok_or_else(|| self.unknown_action(&format!("{}.{}", kind.name, verb.word())))
    }

    /// The action of that name, without a failure to carry.
    #[inline]
    pub(super) fn find_action(&self, name: &str) -> Option<ActionId> {
        self.0.actions.find(name).and_then(ActionId::from_index)
    }

    #[cold]
    pub(super) fn unknown_action(&self, name: &str) -> Failure {
        let known = self.0.model.actions.iter().map(|action| &*action.name);
        unknown(Code::KernelUnknownAction, name, nearest(name, known))
    }

    /// The strength card of a kind.
    ///
    /// # Errors
    /// [`Code::KernelNoStrength`].
    pub fn card(&self, kind: &Kind) -> Result<&Card, Failure> {
        let card = self.0.cards.get(kind.id.index()).and_then(Option::as_ref);
        card.ok_or_else(|| Failure::new(Code::KernelNoStrength).with("kind", kind.name.to_string()))
    }

    /// Prepares a subject, to be used for many calls.
    ///
    /// # Errors
    /// As [`Subject::prepare`].
    pub fn subject(&self, head: &SubjectHead<'_>) -> Result<Subject, Failure> {
        Subject::prepare(&self.0.access, &self.0.model, head)
    }

    /// Prepares a record, to be decided about.
    ///
    /// # Errors
    /// As [`Resource::prepare`].
    pub fn resource<'a>(
        &self,
        kind: &Kind,
        head: &ResourceHead<'_>,
        document: &'a str,
    ) -> Result<Resource<'a>, Failure> {
        Resource::prepare(&self.0.model, kind, head, document)
    }

    /// Prepares a record to be decided about with these actions and no others: its document is
    /// read only where a policy on one of them asks for what it holds.
    ///
    /// # Errors
    /// As [`Resource::prepare`].
    pub fn resource_for<'a>(
        &self,
        kind: &Kind,
        head: &ResourceHead<'_>,
        document: &'a str,
        actions: &[ActionId],
    ) -> Result<Resource<'a>, Failure> {
        let mut rules = actions.iter().map(|action| self.access().rules_of(*action));
        if rules.any(|rules| rules.is_none_or(|rules| rules.asks_for_document)) {
            return self.resource(kind, head, document);
        }
        Resource::of_head(&self.0.model, kind, head)
    }

    /// Prepares the circumstances of a call; `attributes` is a JSON object.
    ///
    /// # Errors
    /// As [`Context::prepare`].
    pub fn context(&self, now: Option<i64>, attributes: &str) -> Result<Context, Failure> {
        Context::prepare(&self.0.model, now, attributes)
    }
}

fn unknown(code: Code, name: &str, near: Option<&str>) -> Failure {
    let failure = Failure::new(code).with("name", name.to_owned());
    match near {
        Some(near) => failure.with("suggestion", near.to_owned()),
        None => failure,
    }
}
