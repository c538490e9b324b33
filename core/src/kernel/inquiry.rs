//! What a dashboard asks of facts that lie in a database.

use super::facts::{Counted, Supplied, Whose};
use crate::access::Subject;
use crate::error::Failure;
use crate::metrics::{Confined, Partial, Plan, Questions, Relation, Scope, Table};

/// All that a subject's dashboard asks of a table of facts, for a database to answer: of the rows
/// of the subject's tenant, and of those that name it, where only they count.
#[derive(Debug, Clone)]
pub struct Inquiry {
    table: Box<str>,
    scope: Scope,
    plan: Plan,
    confined: Confined,
    whose: Whose,
}

impl Inquiry {
    pub(super) fn new(
        table: &Table,
        scope: Scope,
        plan: Plan,
        confined: Confined,
        subject: &Subject,
    ) -> Self {
        Self {
            table: table.name.clone(),
            scope,
            plan,
            confined,
            whose: Whose::of(subject),
        }
    }

    /// The name of the table in the blueprint.
    #[must_use]
    pub fn table(&self) -> &str {
        &self.table
    }

    /// What is asked, to read and merge partial results.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The statements for a relation that holds the facts, or some of them. Rows that do not
    /// count for the subject are in no answer.
    ///
    /// # Errors
    /// Those of [`Plan::ask`].
    pub fn ask<'i>(&'i self, relation: &'i Relation) -> Result<Questions<'i>, Failure> {
        self.plan.ask_within(relation, &self.confined)
    }

    /// What was found of all facts, for a dashboard of the same subject at the same time.
    #[must_use]
    pub fn answered(&self, partial: Partial) -> Supplied {
        let counted = Counted {
            partial,
            scope: self.scope,
            whose: self.whose.clone(),
            bad: Vec::new(),
            scanned: None,
        };
        Supplied::counted(&self.table, counted)
    }
}
