//! Filters: which records of a kind a subject may do something with.

use super::decide::{Access, Tenancy, allowed, denies_record, in_state};
use super::resource::{Context, Resource};
use super::rules::{Condition, Relations, Rule};
use super::scope::Call;
use super::sql::{Columns, Dialect, Sql};
use super::subject::{Subject, Verdict};
use crate::blueprint::Model;
use crate::error::Failure;
use crate::id::{ActionId, KindId};

/// A predicate over records: in memory, and as SQL. For every record it agrees with
/// [`Access::decide`].
#[derive(Debug, Clone)]
pub struct Filter<'f> {
    pub(super) subject: &'f Subject,
    pub(super) action: ActionId,
    pub(super) context: &'f Context,
    kind: Option<KindId>,
    pub(super) tenancy: Tenancy,
    pub(super) verdict: Verdict,
    /// The rules left to ask. Those about some fields only say nothing about a whole record.
    pub(super) denies: Vec<&'f Rule>,
    pub(super) allows: Vec<&'f Rule>,
    pub(super) states: Option<u64>,
    /// What the allowing rules that ask for nothing but a relation come to together.
    related: Relations,
    /// The other allowing rules.
    others: Vec<&'f Rule>,
    /// Whether nothing is asked but those relations.
    relations_decide: bool,
}

impl Access {
    /// The records on which the subject may do the action.
    #[must_use]
    pub fn filter<'f>(
        &'f self,
        subject: &'f Subject,
        action: ActionId,
        context: &'f Context,
    ) -> Filter<'f> {
        let rules = self.rules_of(action);
        let verdict = subject.verdict(action);
        let kind = self.kinds.get(action.index()).copied();
        let (mut denies, mut allowing) = (Vec::new(), Vec::new());
        if let (Verdict::Depends { start, allows, end }, Some(rules)) = (verdict, rules) {
            let whole = |rule: &&Rule| rule.fields.is_none();
            let span = subject.span(start, allows);
            denies.extend(span.filter_map(|index| rules.deny.get(index)).filter(whole));
            let span = subject.span(allows, end);
            allowing.extend(
                span.filter_map(|index| rules.allow.get(index))
                    .filter(whole),
            );
        }
        let related = allowing.iter().filter_map(|rule| relations_only(rule));
        let related = related.fold(Relations::default(), Relations::or);
        let others = allowing.iter().copied();
        let others = others.filter(|rule| relations_only(rule).is_none());
        let others: Vec<&Rule> = others.collect();
        let states = rules.and_then(|rules| rules.states);
        let depends = matches!(verdict, Verdict::Depends { .. });
        let relations_decide =
            depends && denies.is_empty() && others.is_empty() && states.is_none();
        Filter {
            related,
            others,
            relations_decide,
            subject,
            action,
            context,
            kind,
            tenancy: kind.map_or(Tenancy::Isolated, |kind| self.tenancy_of(kind)),
            verdict,
            denies,
            allows: allowing,
            states,
        }
    }
}

impl Filter<'_> {
    /// Whether a record passes.
    #[inline]
    #[must_use]
    pub fn matches(&self, resource: &Resource<'_>) -> bool {
        let right = self.kind == Some(resource.kind);
        if !right || !self.tenancy.admits(self.subject, resource) {
            return false;
        }
        if self.relations_decide {
            return self.is_related(resource);
        }
        self.judges(resource)
    }

    fn judges(&self, resource: &Resource<'_>) -> bool {
        match self.verdict {
            Verdict::Always(_) => true,
            Verdict::Never | Verdict::Denied(_) => false,
            Verdict::Depends { .. } => {
                in_state(self.states, resource)
                    && (self.is_related(resource) || self.asks(&self.others, resource, allowed))
                    && !self.asks(&self.denies, resource, denies_record)
            }
        }
    }

    #[inline]
    fn is_related(&self, resource: &Resource<'_>) -> bool {
        let subject = self.subject.id.as_ref();
        subject.is_some_and(|subject| self.related.hold(subject, resource))
    }

    #[inline]
    fn asks(
        &self,
        rules: &[&Rule],
        resource: &Resource<'_>,
        applies: fn(&Rule, &Call<'_>) -> bool,
    ) -> bool {
        !rules.is_empty() && {
            let call = Call {
                subject: self.subject,
                resource,
                context: self.context,
            };
            rules.iter().any(|rule| applies(rule, &call))
        }
    }

    /// The predicate as a parameterised SQL condition.
    ///
    /// # Errors
    /// [`crate::error::Code::AccessNotRenderable`] where a condition has no exact form in SQL.
    pub fn to_sql(
        &self,
        model: &Model,
        dialect: Dialect,
        columns: &Columns,
    ) -> Result<Sql, Failure> {
        super::sql::render(self, model, dialect, columns)
    }
}

/// The relations that a rule asks for, where it asks for nothing else of the record.
fn relations_only(rule: &Rule) -> Option<Relations> {
    match (&rule.condition, rule.relations) {
        _ if rule.states.is_some() => None,
        (Condition::Always, relations) => relations,
        (Condition::OwnerIsSubject, None) => Some(Relations {
            owner: true,
            named: 0,
        }),
        _ => None,
    }
}
