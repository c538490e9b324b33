//! What changes between two versions of a blueprint.

use profilekit::kernel::{self, DiffVerdict};

/// What a change means.
#[uniffi::remote(Enum)]
pub enum DiffVerdict {
    Compatible,
    Widening,
    Breaking,
}

/// One change.
#[derive(Debug, Clone, uniffi::Record)]
pub struct Change {
    /// What it means.
    pub verdict: DiffVerdict,
    /// JSON Pointer into the new blueprint, or into the old one for what is gone.
    pub path: String,
    /// What changed, in a sentence.
    pub message: String,
}

/// What changes from one version of a blueprint to another.
#[derive(Debug, Clone, uniffi::Record)]
pub struct Diff {
    /// `breaking` where stored documents or callers must change, otherwise `compatible`.
    pub verdict: DiffVerdict,
    /// Whether somebody may do or see more than before.
    pub widens: bool,
    /// The changes: breaking ones first.
    pub changes: Vec<Change>,
}

impl Diff {
    pub(crate) fn of(diff: kernel::Diff) -> Self {
        let compatible = diff.is_compatible();
        Self {
            verdict: if compatible {
                DiffVerdict::Compatible
            } else {
                DiffVerdict::Breaking
            },
            widens: diff.widens(),
            changes: diff.changes.into_iter().map(Change::of).collect(),
        }
    }
}

impl Change {
    fn of(change: kernel::Change) -> Self {
        Self {
            verdict: change.verdict,
            path: change.path,
            message: change.message,
        }
    }
}
