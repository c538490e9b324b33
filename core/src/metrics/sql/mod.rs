//! Plans as SQL: a database finds the states that a scan would find, and the plan finishes them.
//!
//! What comes back are rows of states or of values, never figures, so that what a database
//! found merges with what another one, or this process, found of other facts.

mod arrow;
mod cells;
mod column;
mod condition;
mod engine;
mod question;
mod relation;
mod row;
mod segment;
mod statement;

use std::sync::Arc;

pub use engine::Engine;
pub use relation::{Form, Found, Relation, Stored};
pub use row::SqlCell;

use super::facts::Facts;
use super::partial::Partial;
use super::plan::{Atom, Plan};
use crate::error::Failure;
use crate::expr::Sql;
use cells::Filling;
use question::{Question, Reads};
use row::{Builders, Row};

/// How many rows of facts are looked at together.
const BATCH: usize = 1 << 16;

/// Whose rows count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Confined {
    /// Those of which columns of texts, by their places, say this.
    To(Vec<(usize, Box<str>)>),
    /// Nobody's.
    Out,
}

impl Default for Confined {
    fn default() -> Self {
        Self::To(Vec::new())
    }
}

/// What a database is asked for a plan, and what it answered so far.
///
/// Its statements are run in their order on one state of the database, and each row is handed to
/// [`Questions::take`]; the result is a [`Partial`] of the plan like any other.
#[derive(Debug)]
pub struct Questions<'p> {
    plan: &'p Plan,
    relation: &'p Relation,
    questions: Vec<Question>,
    refused: Vec<(Box<str>, &'static str)>,
    fillings: Vec<Filling<'p>>,
    rows: Option<u64>,
    /// The rows of facts that have to be looked at here, and what was found of those before.
    facts: Builders,
    looked_at: Option<Partial>,
}

impl<'p> Questions<'p> {
    fn new(
        plan: &'p Plan,
        relation: &'p Relation,
        questions: Vec<Question>,
        refused: Vec<(Box<str>, &'static str)>,
    ) -> Result<Self, Failure> {
        let fillings = plan.atoms.iter().map(|atom| Filling::new(plan, atom));
        let mut refused = refused;
        refused.dedup();
        Ok(Self {
            plan,
            relation,
            questions,
            refused,
            fillings: fillings.collect(),
            rows: None,
            facts: Builders::new(&plan.shape),
            looked_at: None,
        })
    }

    /// The statements in their order.
    #[must_use]
    pub fn statements(&self) -> Arc<[Sql]> {
        self.questions
            .iter()
            .map(|question| question.sql.clone())
            .collect()
    }

    /// The conditions that have no exact form in SQL, and why. Facts that they may be true of are
    /// read and looked at in process.
    pub fn refused(&self) -> impl Iterator<Item = (&str, &'static str)> {
        self.refused
            .iter()
            .map(|(source, reason)| (&**source, *reason))
    }

    /// Takes a row of a statement, by its place.
    ///
    /// # Errors
    /// [`crate::error::Code::MetricsBadRelation`] where values are not of their columns' types,
    /// which the first statement finds, and where a row is not what was asked for;
    /// [`crate::error::Code::MetricsOverflow`], [`crate::error::Code::MetricsTooMany`].
    pub fn take(&mut self, statement: usize, row: &[SqlCell<'_>]) -> Result<(), Failure> {
        let Some(question) = self.questions.get(statement) else {
            return Err(self.relation.bad("it answered what nobody asked"));
        };
        let row = Row::new(self.relation, row);
        match &question.reads {
            Reads::Census(checks) => {
                self.rows = Some(census(self.plan, self.relation, checks, &row)?);
            }
            Reads::Facts(columns, _) => {
                self.facts.take(columns, self.relation, &row)?;
                if self.facts.rows() >= BATCH {
                    self.look()?;
                }
            }
            reads => {
                let places = match reads {
                    Reads::Additive(_, atoms) => atoms.as_slice(),
                    Reads::Edges(_, atom, _) => &[(*atom, 0)],
                    Reads::Values(_, atom) | Reads::Counts(_, atom) | Reads::Steps(_, atom) => {
                        &[(*atom, 0)]
                    }
                    Reads::Census(_) | Reads::Facts(..) => &[],
                };
                for (atom, from) in places {
                    if let Some(filling) = self.fillings.get_mut(*atom) {
                        filling.take(reads, *from, &row)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// The partial result, when every row of every statement was taken.
    ///
    /// # Errors
    /// [`crate::error::Code::MetricsBadRelation`] where the first statement had no answer,
    /// [`crate::error::Code::MetricsTooMany`].
    pub fn finish(mut self) -> Result<Partial, Failure> {
        let Some(rows) = self.rows else {
            return Err(self.relation.bad("it did not answer"));
        };
        self.look()?;
        let exact = self.plan.setting.exact;
        let fillings = self.fillings.into_iter();
        let parts: Result<Vec<_>, Failure> =
            fillings.map(|filling| filling.finish(exact)).collect();
        let mut parts = parts?;
        let looked_at = self.questions.iter().find_map(Question::looked_at);
        let found = self.looked_at.map(|found| found.parts).unwrap_or_default();
        for (place, part) in looked_at.unwrap_or_default().iter().zip(found) {
            if let Some(own) = parts.get_mut(*place) {
                *own = part;
            }
        }
        Ok(Partial::new(self.plan.fingerprint, rows, parts))
    }

    /// Looks at the rows of facts that came.
    fn look(&mut self) -> Result<(), Failure> {
        let Some(atoms) = self.questions.iter().find_map(Question::looked_at) else {
            return Ok(());
        };
        let found = self.plan.scan_some(&self.facts.facts()?, atoms)?;
        match &mut self.looked_at {
            Some(known) => known.merge(&found),
            None => {
                self.looked_at = Some(found);
                Ok(())
            }
        }
    }
}

/// Reads how many rows there are, and refuses what is no fact.
fn census(
    plan: &Plan,
    relation: &Relation,
    checks: &[(usize, &'static str)],
    row: &Row<'_>,
) -> Result<u64, Failure> {
    for (column, (place, reason)) in (1..).zip(checks) {
        let count = row.count(column)?;
        if count > 0 {
            let name = plan.shape.columns().get(*place).map(|column| &*column.name);
            let name = name.unwrap_or_default();
            return Err(relation.bad(format!("{count} values of `{name}` {reason}")));
        }
    }
    row.count(0)
}

impl Plan {
    /// Scans facts for some of the atoms.
    fn scan_some(&self, facts: &Facts, atoms: &[usize]) -> Result<Partial, Failure> {
        let atoms: Vec<Atom> = atoms
            .iter()
            .filter_map(|place| self.atoms.get(*place).cloned())
            .collect();
        let some = Self {
            atoms,
            ..self.clone()
        };
        some.scan(facts, 0..facts.rows())
    }
}
