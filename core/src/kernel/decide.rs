//! Decisions.

use super::answer::Answer;
use super::runtime::Runtime;
use crate::access::{Context, Decision, Explained, Reason, Resource, Subject};
use crate::error::Failure;
use crate::id::{ActionId, FieldSet};

impl Runtime {
    /// Decides by handles. Allocates nothing.
    #[inline]
    #[must_use]
    pub fn decide(
        &self,
        subject: &Subject,
        action: ActionId,
        resource: &Resource<'_>,
        context: &Context,
    ) -> Decision {
        self.access().decide(subject, action, resource, context)
    }

    /// Decides by the action's name. Allocates nothing when the name is known.
    ///
    /// # Errors
    /// [`crate::error::Code::KernelUnknownAction`].
    #[inline]
    pub fn decide_named(
        &self,
        subject: &Subject,
        action: &str,
        resource: &Resource<'_>,
        context: &Context,
    ) -> Result<Decision, Failure> {
        match self.find_action(action) {
            Some(action) => Ok(self.decide(subject, action, resource, context)),
            None => Err(self.unknown_action(action)),
        }
    }

    /// Decides and names everything: the rule, the reason and, for writes, the fields.
    #[must_use]
    pub fn ask(
        &self,
        subject: &Subject,
        action: ActionId,
        resource: &Resource<'_>,
        context: &Context,
    ) -> Answer<'_> {
        let decision = self.decide(subject, action, resource, context);
        let mut answer = self.answer(&decision);
        let partly = decision.allowed || decision.reason == Reason::FieldsOnly;
        if partly && self.writes(action) {
            let kind = self.model().kinds.get(resource.kind().index());
            let set = self.writable(subject, action, resource, context);
            answer.fields = kind.and_then(|kind| Self::topmost(kind, &set));
        }
        answer
    }

    /// Every rule of an action with why it did or did not apply.
    #[must_use]
    pub fn explain(
        &self,
        subject: &Subject,
        action: ActionId,
        resource: &Resource<'_>,
        context: &Context,
    ) -> Vec<Explained> {
        self.access().explain(subject, action, resource, context)
    }

    /// The fields that the subject may write with an action such as `update`.
    #[must_use]
    pub fn writable(
        &self,
        subject: &Subject,
        action: ActionId,
        resource: &Resource<'_>,
        context: &Context,
    ) -> FieldSet {
        let kind = self.model().kinds.get(resource.kind().index());
        kind.map(|kind| {
            self.access()
                .writable(kind, subject, action, resource, context)
        })
        .unwrap_or_default()
    }
}
