//! Many questions about the same records at once.

use std::collections::HashMap;

use super::decide::{Access, Tenancy};
use super::resource::{Context, Resource};
use super::rules::{Condition, Relations, Rule};
use super::subject::{Subject, Verdict};
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

/// How a subject's questions about one action are answered.
#[derive(Debug, Clone, Copy)]
struct Plan {
    kind: Option<KindId>,
    tenancy: Tenancy,
    how: How,
}

impl Plan {
    const UNMADE: Self = Self {
        kind: None,
        tenancy: Tenancy::Isolated,
        how: How::Unmade,
    };
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum How {
    /// Nobody asked yet.
    Unmade,
    Always,
    Never,
    /// To the owner alone.
    Own,
    /// Record by record.
    Ask,
}

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
        let mut plans = vec![Plan::UNMADE; self.kinds.len()];
        questions.map(move |(record, action)| {
            let plan = plans.get_mut(action.index());
            let plan = plan.map(|plan| {
                if plan.how == How::Unmade {
                    *plan = asking.plan(action);
                }
                *plan
            });
            asking.answer(page, record, action, plan.unwrap_or(Plan::UNMADE))
        })
    }
}

impl Asking<'_> {
    #[cold]
    fn plan(&self, action: ActionId) -> Plan {
        let kind = self.access.kinds.get(action.index()).copied();
        let tenancy = kind.map(|kind| self.access.tenancy_of(kind));
        Plan {
            kind,
            tenancy: tenancy.unwrap_or(Tenancy::Isolated),
            how: self.how(action),
        }
    }

    fn how(&self, action: ActionId) -> How {
        match self.subject.verdict(action) {
            Verdict::Always(_) => How::Always,
            Verdict::Never | Verdict::Denied(_) => How::Never,
            Verdict::Depends { start, allows, end } if start == allows => {
                self.how_allowed(action, allows, end)
            }
            Verdict::Depends { .. } => How::Ask,
        }
    }

    /// How, where nothing denies: by ownership where that is all that the rules ask for.
    fn how_allowed(&self, action: ActionId, from: u32, to: u32) -> How {
        let Some(rules) = self.access.actions.get(action.index()) else {
            return How::Never;
        };
        let mut rules_left = self.subject.span(from, to);
        let only = rules_left.next().and_then(|index| rules.allow.get(index));
        match only {
            Some(rule) if rules.states.is_none() && rules_left.next().is_none() && is_own(rule) => {
                How::Own
            }
            _ => How::Ask,
        }
    }

    #[inline]
    fn answer<R>(
        &self,
        page: &Page<R>,
        record: usize,
        action: ActionId,
        plan: Plan,
    ) -> Option<bool> {
        let Facts {
            kind,
            tenant,
            owner,
        } = *page.facts.get(record)?;
        if plan.kind != Some(kind) {
            return Some(false);
        }
        Some(match plan.how {
            How::Always => self.admits(plan.tenancy, tenant),
            How::Unmade | How::Never => false,
            How::Own => owner == self.id && self.admits(plan.tenancy, tenant),
            How::Ask => {
                let resource = (page.resource)(page.records.get(record)?);
                let decision = self
                    .access
                    .decide(self.subject, action, resource, self.context);
                decision.allowed
            }
        })
    }

    /// [`Tenancy::admits`] by numbers.
    #[inline]
    fn admits(&self, tenancy: Tenancy, tenant: u32) -> bool {
        self.subject.crosses_tenants
            || match tenancy {
                Tenancy::Shared => true,
                Tenancy::IfGiven => tenant == NONE || tenant == self.tenant,
                Tenancy::Isolated => tenant == self.tenant,
            }
    }
}

/// Whether a rule asks for the owner and nothing else. Nobody without an identifier owns anything.
fn is_own(rule: &Rule) -> bool {
    let owner = Relations {
        owner: true,
        ..Relations::default()
    };
    let by_relation = rule.relations == Some(owner) && matches!(rule.condition, Condition::Always);
    let by_condition = rule.relations.is_none_or(|relations| relations == owner)
        && matches!(rule.condition, Condition::OwnerIsSubject);
    rule.states.is_none() && rule.fields.is_none() && (by_relation || by_condition)
}
