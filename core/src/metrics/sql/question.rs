//! Questions: the statements that a database answers for a plan.

use super::super::partial::Partial;
use super::super::plan::{Atom, Kind, Plan};
use super::column::Currency;
use super::condition::Writer;
use super::relation::Relation;
use super::{Confined, Questions};
use crate::error::{Code, Failure};
use crate::expr::Sql;

/// How the rows of a statement are read. Each begins with its [`Head`], but for the first and
/// for rows of facts.
#[derive(Debug, Clone)]
pub(super) enum Reads {
    /// How many rows there are, and how many values of which column have which fault.
    Census(Vec<(usize, &'static str)>),
    /// States of a fixed size of several atoms, each beginning at a column; segments are the
    /// plan's.
    Additive(Head, Vec<(usize, usize)>),
    /// Pairs of an instant and a value, so many to a row.
    Edges(Head, usize, usize),
    /// A value.
    Values(Head, usize),
    /// A value and how many rows have it.
    Counts(Head, usize),
    /// An instant and a bit for each step that was taken.
    Steps(Head, usize),
    /// Rows of facts, of so many columns, that atoms are computed of in process.
    Facts(Vec<usize>, Vec<usize>),
}

/// The columns that say which cell a row is of: group, key, currency and segment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Head {
    pub(super) by: Option<usize>,
    pub(super) per: Option<usize>,
    /// The column of money whose currency there is.
    pub(super) money: Option<usize>,
}

/// A statement and how its rows are read.
#[derive(Debug, Clone)]
pub(super) struct Question {
    pub(super) sql: Sql,
    pub(super) reads: Reads,
}

impl Question {
    /// The atoms that rows of facts are looked at for.
    pub(super) fn looked_at(&self) -> Option<&[usize]> {
        match &self.reads {
            Reads::Facts(_, atoms) => Some(atoms),
            _ => None,
        }
    }
}

/// The most boundaries of the atoms of a plan: SQLite takes no more than 32,766 parameters.
const MOST_BOUNDARIES: usize = 12_000;

/// The most atoms of one statement: a database has a limit for the columns of an answer.
const MOST_ATOMS: usize = 200;

impl Plan {
    /// Asks a database for what [`Plan::scan`] finds in process.
    ///
    /// The statements are to be run on one state of the database, in one transaction that only
    /// reads; their rows go to [`Questions::take`].
    ///
    /// # Errors
    /// [`Code::MetricsBadRelation`] for a relation of other facts, [`Code::MetricsTooMany`].
    pub fn ask<'p>(&'p self, relation: &'p Relation) -> Result<Questions<'p>, Failure> {
        self.ask_within(relation, &Confined::default())
    }

    /// [`Plan::ask`] of some rows only.
    pub(crate) fn ask_within<'p>(
        &'p self,
        relation: &'p Relation,
        confined: &Confined,
    ) -> Result<Questions<'p>, Failure> {
        if relation.columns.len() != self.shape.columns().len() {
            return Err(relation.bad("it is of other facts"));
        }
        if self.segments.boundaries().len() > MOST_BOUNDARIES {
            let failure = Failure::new(Code::MetricsTooMany).with("what", "buckets");
            return Err(failure.with("max", MOST_BOUNDARIES));
        }
        let asking = Asking {
            plan: self,
            relation,
            confined,
        };
        asking.questions()
    }

    /// Whether a partial result is one of this plan.
    pub(crate) fn owns(&self, partial: &Partial) -> Result<(), Failure> {
        self.nothing()?.merge(partial)
    }
}

/// Writes the statements of a plan.
pub(super) struct Asking<'a, 'c> {
    pub(super) plan: &'a Plan,
    pub(super) relation: &'a Relation,
    pub(super) confined: &'c Confined,
}
impl<'a> Asking<'a, '_> {
    fn questions(&self) -> Result<Questions<'a>, Failure> {
        let mut questions = vec![self.census()];
        let mut refused = Vec::new();
        let mut in_process = Vec::new();
        let mut additive: Vec<(Head, Vec<usize>)> = Vec::new();
        for (place, atom) in self.plan.atoms.iter().enumerate() {
            if self.boundaries(atom).len() < 2 {
                continue;
            }
            if self.relation.is_read {
                in_process.push(place);
                continue;
            }
            if let Some((source, reason)) = self.not_written(atom) {
                refused.push((source, reason));
                in_process.push(place);
                continue;
            }
            if matches!(
                atom.kind,
                Kind::Tally | Kind::Seen | Kind::Sum(_) | Kind::Extreme(_)
            ) {
                self.join(&mut additive, place, atom);
            } else {
                questions.push(self.alone(place, atom));
            }
        }
        for (head, atoms) in additive {
            let atoms = atoms.chunks(MOST_ATOMS);
            questions.extend(atoms.map(|atoms| self.additive(head, atoms)));
        }
        if !in_process.is_empty() {
            questions.push(self.facts(in_process));
        }
        Questions::new(self.plan, self.relation, questions, refused)
    }

    /// Puts an atom to others that are grouped alike; what has no currency goes along with what
    /// has one.
    fn join(&self, groups: &mut Vec<(Head, Vec<usize>)>, place: usize, atom: &Atom) {
        let head = self.head(atom);
        let alike = |other: &Head| {
            let same = (other.by, other.per) == (head.by, head.per);
            let money = other.money == head.money || other.money.is_none() || head.money.is_none();
            same && money
        };
        match groups.iter_mut().find(|(other, _)| alike(other)) {
            Some((other, atoms)) => {
                other.money = other.money.or(head.money);
                atoms.push(place);
            }
            None => groups.push((head, vec![place])),
        }
    }

    pub(super) fn boundaries(&self, atom: &Atom) -> &'a [i64] {
        let clock = self.plan.clock_of(atom);
        clock.map_or(&[], |clock| &clock.boundaries)
    }

    /// The head of an atom's cells: with the currencies of what it measures, where they differ.
    pub(super) fn head(&self, atom: &Atom) -> Head {
        let writer = Writer::new(self.relation, &self.plan.shape);
        let differs = |of: &usize| {
            let currency = writer.kept(*of).and_then(|kept| kept.currency());
            matches!(currency, Some(Currency::In(_)))
        };
        Head {
            by: atom.by,
            per: atom.per,
            money: atom.of().filter(differs),
        }
    }

    /// The condition of an atom that has no exact form in SQL, and why.
    fn not_written(&self, atom: &Atom) -> Option<(Box<str>, &'static str)> {
        let mut writer = Writer::new(self.relation, &self.plan.shape);
        let steps = match &atom.kind {
            Kind::Journey(steps) => steps.as_slice(),
            _ => &[],
        };
        let filters = atom.filters.iter().chain(steps);
        let mut filters = filters.filter_map(|place| self.plan.filters.get(*place));
        filters.find_map(|filter| {
            let written = writer.condition(filter.root());
            written.err().map(|reason| (filter.source().into(), reason))
        })
    }
}
