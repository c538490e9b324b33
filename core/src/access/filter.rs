//! Filters: which records of a kind a subject may do something with.

use super::decide::{Access, Tenancy, judge};
use super::resource::{Context, Resource};
use super::rules::Rule;
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
    /// The rules left to ask.
    pub(super) denies: Vec<&'f Rule>,
    pub(super) allows: Vec<&'f Rule>,
    pub(super) states: Option<u64>,
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
            let span = subject.span(start, allows);
            denies.extend(span.filter_map(|index| rules.deny.get(index)));
            let span = subject.span(allows, end);
            allowing.extend(span.filter_map(|index| rules.allow.get(index)));
        }
        Filter {
            subject,
            action,
            context,
            kind,
            tenancy: kind.map_or(Tenancy::Isolated, |kind| self.tenancy_of(kind)),
            verdict,
            denies,
            allows: allowing,
            states: rules.and_then(|rules| rules.states),
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
        match self.verdict {
            Verdict::Always(_) => true,
            Verdict::Never | Verdict::Denied(_) => false,
            Verdict::Depends { .. } => {
                let call = Call {
                    subject: self.subject,
                    resource,
                    context: self.context,
                };
                let (denies, allows) = (self.denies.iter(), self.allows.iter());
                judge(&call, denies.copied(), self.states, allows.copied()).allowed
            }
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
