//! What changes between two versions of a blueprint.

mod access;
mod cards;
mod constraint;
mod figures;
mod shape;
mod sight;

use super::compile::Kernel;
use crate::json::{push_string, quoted};
use crate::order;

/// What a change means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// Everything that was valid or allowed stays so.
    Compatible,
    /// Somebody may do or see more than before.
    Widening,
    /// Stored documents, or those who read, write or call, must change.
    Breaking,
}

impl Verdict {
    /// `compatible`, `widening` or `breaking`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Compatible => "compatible",
            Self::Widening => "widening",
            Self::Breaking => "breaking",
        }
    }
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What it means.
    pub verdict: Verdict,
    /// JSON Pointer into the new blueprint, or into the old one for what is gone.
    pub path: String,
    /// What changed, in a sentence.
    pub message: String,
}

/// Every change between two versions.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Diff {
    /// The changes: breaking ones first, then widenings, then compatible ones.
    pub changes: Vec<Change>,
}

impl Diff {
    fn push(&mut self, verdict: Verdict, path: impl Into<String>, message: impl Into<String>) {
        self.changes.push(Change {
            verdict,
            path: path.into(),
            message: message.into(),
        });
    }

    /// Whether nothing must change for what is stored and for those who call.
    #[must_use]
    pub fn is_compatible(&self) -> bool {
        let mut changes = self.changes.iter();
        changes.all(|change| change.verdict != Verdict::Breaking)
    }

    /// Whether somebody may do or see more than before.
    #[must_use]
    pub fn widens(&self) -> bool {
        let mut changes = self.changes.iter();
        changes.any(|change| change.verdict == Verdict::Widening)
    }

    /// `{"verdict":"breaking"|"compatible","widens":…,"changes":[{"verdict","path","message"}]}`.
    #[must_use]
    pub fn to_json(&self) -> String {
        let verdict = if self.is_compatible() {
            Verdict::Compatible
        } else {
            Verdict::Breaking
        };
        let mut out = format!(
            "{{\"verdict\":\"{}\",\"widens\":{},\"changes\":[",
            verdict.word(),
            self.widens()
        );
        for (index, change) in self.changes.iter().enumerate() {
            out.push_str(if index > 0 { "," } else { "" });
            out.push_str(&format!(
                "{{\"verdict\":\"{}\",\"path\":",
                change.verdict.word()
            ));
            push_string(&mut out, &change.path);
            out.push_str(&format!(",\"message\":{}}}", quoted(&change.message)));
        }
        out.push_str("]}");
        out
    }
}

impl Kernel {
    /// What changes from this version of a blueprint to another.
    #[must_use]
    pub fn diff(&self, new: &Kernel) -> Diff {
        let mut diff = Diff::default();
        shape::compare(self, new, &mut diff);
        access::compare(self, new, &mut diff);
        sight::compare(self, new, &mut diff);
        figures::compare(self, new, &mut diff);
        cards::compare(self, new, &mut diff);
        order::sort_by(&mut diff.changes, |a, b| b.verdict.cmp(&a.verdict));
        diff
    }
}

/// Names of the old and the new side by side: gone, added, kept.
fn names<'n, T>(
    old: impl Iterator<Item = (&'n str, T)>,
    new: impl Iterator<Item = (&'n str, T)>,
) -> Vec<(&'n str, Option<T>, Option<T>)> {
    let mut all: Vec<(&str, Option<T>, Option<T>)> = Vec::new();
    all.extend(old.map(|(name, value)| (name, Some(value), None)));
    for (name, value) in new {
        match all.iter_mut().find(|(known, ..)| *known == name) {
            Some((_, _, slot)) => *slot = Some(value),
            None => all.push((name, None, Some(value))),
        }
    }
    all
}
