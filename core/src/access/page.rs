//! Many questions about the same records at once.

use std::collections::HashMap;

use super::decide::{Access, Tenancy};
use super::resource::{Context, Resource};
use super::right::{How, Right};
use super::subject::Subject;
use crate::id::{ActionId, Id, KindId};

/// Records that are asked about together. What decides most questions lies side by side, in
/// numbers: identifiers of tenants and owners by dictionary.
#[derive(Debug)]
pub struct Page<R> {
    records: Vec<R>,
    resource: fn(&R) -> &Resource<'static>,
    facts: Vec<Facts>,
    dictionary: Dictionary,
}

/// What decides most questions about a record.
#[derive(Debug, Clone, Copy)]
struct Facts {
    kind: KindId,
    tenant: u32,
    owner: u32,
}

impl<R> Page<R> {
    /// A page of records, each with the resource that `resource` finds in it.
    #[must_use]
    pub fn new(records: Vec<R>, resource: fn(&R) -> &Resource<'static>) -> Self {
        let mut dictionary = Dictionary::default();
        let facts = records.iter().map(resource).map(|resource| Facts {
            kind: resource.kind,
            tenant: dictionary.number(resource.tenant.as_ref()),
            owner: dictionary.number(resource.owner.as_ref()),
        });
        Self {
            facts: facts.collect(),
            records,
            resource,
            dictionary,
        }
    }
}

/// Identifiers by number, beginning with 1; 0 is for none.
#[derive(Debug, Default)]
struct Dictionary(HashMap<Id, u32>);

impl Dictionary {
    fn number(&mut self, id: Option<&Id>) -> u32 {
        let Some(id) = id else { return NONE };
        let last = u32::try_from(self.0.len()).unwrap_or(STRANGER);
        let next = last.saturating_add(1);
        *self.0.entry(id.clone()).or_insert(next)
    }

    /// The number of an identifier that asks: one that no record has where it is not here.
    fn asking(&self, id: Option<&Id>) -> u32 {
        let known = id.and_then(|id| self.0.get(id));
        known.copied().unwrap_or(STRANGER)
    }
}

/// No identifier.
const NONE: u32 = 0;
/// An identifier that no record of the page has.
const STRANGER: u32 = u32::MAX;

/// The subject's side of all questions.
struct Asking<'a> {
    access: &'a Access,
    subject: &'a Subject,
    context: &'a Context,
    tenant: u32,
    id: u32,
}

impl Access {
    /// Answers questions about records of a page, each by its place there: `None` where there is
    /// no such record, otherwise as [`Access::decide`] does.
    pub fn decide_page<'a, R>(
        &'a self,
        subject: &'a Subject,
        page: &'a Page<R>,
        questions: impl Iterator<Item = (usize, ActionId)>,
        context: &'a Context,
    ) -> impl Iterator<Item = Option<bool>> {
        let asking = Asking {
            access: self,
            subject,
            context,
            tenant: page.dictionary.asking(subject.tenant.as_ref()),
            id: page.dictionary.asking(subject.id.as_ref()),
        };
        let mut rights = vec![Right::UNMADE; self.kinds.len()];
        questions.map(move |(record, action)| {
            let right = rights.get_mut(action.index());
            let right = right.map(|right| {
                if right.how == How::Unmade {
                    *right = asking.right(action);
                }
                *right
            });
            asking.answer(page, record, action, right.unwrap_or(Right::UNMADE))
        })
    }
}

impl Asking<'_> {
    #[cold]
    fn right(&self, action: ActionId) -> Right {
        self.access.right(self.subject, action)
    }

    #[inline]
    fn answer<R>(
        &self,
        page: &Page<R>,
        record: usize,
        action: ActionId,
        right: Right,
    ) -> Option<bool> {
        let facts = page.facts.get(record)?;
        if right.how == How::Ask {
            let resource = (page.resource)(page.records.get(record)?);
            let decision = self
                .access
                .decide(self.subject, action, resource, self.context);
            return Some(decision.allowed);
        }
        // Without branches: what holds for one record says little about the next.
        let held =
            (right.how == How::Always) | ((right.how == How::Own) & (facts.owner == self.id));
        Some((right.kind == Some(facts.kind)) & self.admits(right.tenancy, facts.tenant) & held)
    }

    /// [`Tenancy::admits`] by numbers.
    #[inline]
    fn admits(&self, tenancy: Tenancy, tenant: u32) -> bool {
        let open = self.subject.crosses_tenants | (tenancy == Tenancy::Shared);
        let nobodys = (tenancy == Tenancy::IfGiven) & (tenant == NONE);
        open | nobodys | (tenant == self.tenant)
    }
}
