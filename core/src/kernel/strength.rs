//! Scores.

use super::runtime::Runtime;
use super::view::Record;
use crate::access::{Context, Subject};
use crate::blueprint::Verb;
use crate::error::Failure;
use crate::json::Limits;
use crate::schema::{Capture, extract};
use crate::strength::{Asked, Card, Score};

impl Runtime {
    /// The strength of a record for its owner: factors on fields that the owner may not write
    /// neither help nor hurt.
    ///
    /// # Errors
    /// [`crate::error::Code::KernelNoStrength`], and what preparing the record refuses.
    pub fn strength(
        &self,
        kind: &str,
        record: &Record<'_>,
        owner: &Subject,
        context: &Context,
    ) -> Result<Score, Failure> {
        self.scored(kind, record, owner, context, Card::score)
    }

    /// The score alone and its level, as [`Runtime::strength`] finds them: what a list shows.
    ///
    /// # Errors
    /// As [`Runtime::strength`].
    pub fn score(
        &self,
        kind: &str,
        record: &Record<'_>,
        owner: &Subject,
        context: &Context,
    ) -> Result<(Option<u8>, Option<Box<str>>), Failure> {
        self.scored(kind, record, owner, context, Card::rate)
    }

    fn scored<T>(
        &self,
        kind: &str,
        record: &Record<'_>,
        owner: &Subject,
        context: &Context,
        score: impl FnOnce(&Card, &Capture<'_>, &Asked<'_>) -> T,
    ) -> Result<T, Failure> {
        let kind = self.kind(kind)?;
        let resource = self.prepared(kind, record)?;
        let update = self.verb(kind, Verb::Update)?;
        let writable = self.writable(owner, update, &resource, context);
        let asked = Asked {
            now: context.now,
            updated_at: resource.updated_at(),
            writable: Some(&writable),
            visible: None,
        };
        Ok(score(self.card(kind)?, resource.capture(), &asked))
    }

    /// The strength as one viewer may know it: by the fields that the viewer sees.
    ///
    /// # Errors
    /// As [`Runtime::view`], and [`crate::error::Code::KernelNoStrength`].
    pub fn strength_seen(
        &self,
        kind: &str,
        record: &Record<'_>,
        viewer: &Subject,
        context: &Context,
    ) -> Result<Score, Failure> {
        let of = self.kind(kind)?;
        let card = self.card(of)?;
        let view = self.view(kind, record, viewer, context)?;
        let capture = extract(&of.plan, &view.document, Limits::default())?;
        let asked = Asked {
            now: context.now,
            updated_at: record.head.updated_at,
            writable: None,
            visible: Some(&view.visible),
        };
        Ok(card.score(&capture, &asked))
    }
}
