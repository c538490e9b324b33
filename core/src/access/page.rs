//! Many questions about the same records at once.

use std::collections::HashMap;

use super::decide::{Access, Tenancy};
use super::resource::{Context, Resource};
use super::right::How;
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

/// How the questions about one action are answered.
#[derive(Clone, Copy)]
enum Plan {
    /// Nobody asked yet.
    Unmade,
    ByNumbers(Test),
    /// Record by record.
    Ask,
}

/// What the numbers of a record must be: the same, where a mask has bits.
#[derive(Clone, Copy)]
struct Test {
    kind: u32,
    tenant: u32,
    tenant_mask: u32,
    /// Another tenant that will do.
    or_tenant: u32,
    owner: u32,
    owner_mask: u32,
}

/// The kind of no record.
const NO_KIND: u32 = u32::MAX;

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
        let mut plans = vec![Plan::Unmade; self.kinds.len()];
        questions.map(move |(record, action)| {
            let facts = page.facts.get(record)?;
            match plans.get_mut(action.index()) {
                Some(Plan::ByNumbers(test)) => Some(test.holds(*facts)),
                Some(plan) => asking.answer(plan, page, record, action),
                None => Some(false),
            }
        })
    }
}

impl Asking<'_> {
    /// The answer to a question that numbers do not answer, or not yet.
    #[cold]
    fn answer<R>(
        &self,
        plan: &mut Plan,
        page: &Page<R>,
        record: usize,
        action: ActionId,
    ) -> Option<bool> {
        if matches!(plan, Plan::Unmade) {
            *plan = self.plan(action);
        }
        if let Plan::ByNumbers(test) = plan {
            return page.facts.get(record).map(|facts| test.holds(*facts));
        }
        let resource = (page.resource)(page.records.get(record)?);
        let decision = self
            .access
            .decide(self.subject, action, resource, self.context);
        Some(decision.allowed)
    }

    fn plan(&self, action: ActionId) -> Plan {
        let right = self.access.right(self.subject, action);
        let (reached, owner_mask) = match right.how {
            How::Always => (right.kind, 0),
            How::Own => (right.kind, u32::MAX),
            How::Never => (None, 0),
            How::Ask => return Plan::Ask,
        };
        let is_open = self.subject.crosses_tenants || right.tenancy == Tenancy::Shared;
        Plan::ByNumbers(Test {
            kind: reached.map_or(NO_KIND, |kind| kind.0.into()),
            tenant: self.tenant,
            tenant_mask: if is_open { 0 } else { u32::MAX },
            or_tenant: match right.tenancy {
                Tenancy::IfGiven => NONE,
                Tenancy::Isolated | Tenancy::Shared => self.tenant,
            },
            owner: self.id,
            owner_mask,
        })
    }
}

impl Test {
    /// Without branches: what holds for one record says little about the next.
    #[inline]
    fn holds(self, facts: Facts) -> bool {
        let differs =
            (u32::from(facts.kind.0) ^ self.kind) | ((facts.owner ^ self.owner) & self.owner_mask);
        // As `Tenancy::admits`.
        let is_reached = ((facts.tenant ^ self.tenant) & self.tenant_mask == 0)
            | (facts.tenant == self.or_tenant);
        (differs == 0) & is_reached
    }
}
