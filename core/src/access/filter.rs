//! Filters: which records of a kind a subject may do something with.

use super::decide::Access;
use super::resource::{Context, Resource};
use super::sql::{Columns, Dialect, Sql};
use super::subject::Subject;
use crate::blueprint::Model;
use crate::error::Failure;
use crate::id::ActionId;

/// A predicate over records: in memory, and as SQL. For every record it agrees with
/// [`Access::decide`].
#[derive(Debug, Clone, Copy)]
pub struct Filter<'f> {
    pub(super) access: &'f Access,
    pub(super) subject: &'f Subject,
    pub(super) action: ActionId,
    pub(super) context: &'f Context,
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
        Filter {
            access: self,
            subject,
            action,
            context,
        }
    }
}

impl Filter<'_> {
    /// Whether a record passes.
    #[inline]
    #[must_use]
    pub fn matches(&self, resource: &Resource<'_>) -> bool {
        let Self {
            access,
            subject,
            action,
            context,
        } = self;
        access.decide(subject, *action, resource, context).allowed
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
