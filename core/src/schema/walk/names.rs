//! The names of an object's members so far, so that none stands twice.

use std::borrow::Cow;
use std::collections::HashSet;

use super::Walk;
use crate::error::Code;

/// The names that no field of the plan has, or that are free.
#[derive(Default)]
pub(super) struct Names<'x>(HashSet<Cow<'x, str>>);

impl<'x> Names<'x> {
    /// Adds a name. Whether it was there before.
    pub(super) fn stood_before(&mut self, name: Cow<'x, str>) -> bool {
        !self.0.insert(name)
    }
}

impl Walk<'_, '_> {
    /// Reports a name that stands twice, at the path of its member.
    pub(super) fn report_duplicate(&mut self, at: usize) {
        self.report(Code::JsonDuplicateName, vec![("at", at.into())]);
    }
}
