//! The privacy matrix: audiences and policies together.

use super::compile::Kernel;
use crate::access::{Passage, SubjectHead};
use crate::blueprint::{Audience, Kind, Verb};
use crate::visibility::{Matrix, Reading, Viewer};

impl Kernel {
    /// Every field of every kind, with who sees it by default and on what ground it is held.
    #[must_use]
    pub fn matrix(&self) -> Matrix {
        Matrix::new(self.model(), &|kind, viewer| self.reading(kind, viewer))
    }

    fn reading(&self, kind: &Kind, viewer: &Viewer) -> Reading {
        let role = viewer
            .role
            .and_then(|role| self.model().roles.get(role.index()));
        let roles: Vec<&str> = role.iter().map(|role| &*role.name).collect();
        let signed_in = viewer.sight.reach != Audience::Public;
        let head = SubjectHead {
            id: signed_in.then_some("viewer"),
            roles: &roles,
            ..SubjectHead::default()
        };
        let read = self.verb(kind, Verb::Read);
        let (Ok(subject), Ok(read)) = (self.subject(&head), read) else {
            return Reading::Never;
        };
        match self.access().may_ever(&subject, read) {
            Passage::Open => Reading::Always,
            Passage::Depends => Reading::Sometimes,
            _ => Reading::Never,
        }
    }
}
