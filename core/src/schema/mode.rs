//! How much of a document a call hands in.

use crate::json::Pointer;

/// How a document is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Mode<'a> {
    /// A new document: required fields must be there, defaults are filled in.
    #[default]
    Create,
    /// A whole document in place of the stored one: as `Create`.
    Replace,
    /// A JSON Merge Patch (RFC 7396): what is there is checked, `null` removes a field.
    Patch,
    /// Work in progress: required fields may be missing.
    Draft,
    /// A document about to be published: as `Create`, and the kind's publish gate holds.
    Publish,
    /// One onboarding step: of all fields only the step's own are required.
    Step(&'a Gate),
}

impl Mode<'_> {
    /// Whether the whole document is handed in.
    #[must_use]
    pub fn is_whole(self) -> bool {
        !matches!(self, Mode::Patch | Mode::Step(_))
    }

    /// Whether required fields must be there.
    #[must_use]
    pub fn is_complete(self) -> bool {
        matches!(self, Mode::Create | Mode::Replace | Mode::Publish)
    }
}

/// A named point that a document passes when certain fields are there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Gate {
    /// Its name: a mode such as `publish`, or a step.
    pub name: Box<str>,
    /// Fields that must be there and hold something, with the slot that captures each.
    pub requires: Vec<(Pointer, u16)>,
    /// The least strength score, 0 to 100.
    pub min_strength: Option<u8>,
}
