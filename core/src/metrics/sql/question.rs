//! Questions: the statements that a database answers for a plan.

use std::collections::{BTreeSet, HashMap};

use super::super::partial::Partial;
use super::super::plan::{Atom, Kind, Plan};
use super::column::Currency;
use super::condition::Writer;
use super::relation::Relation;
use super::{Confined, Questions};
use crate::error::{Code, Failure};
use crate::expr::{Dialect, Sql};

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
struct Asking<'a, 'c> {
    plan: &'a Plan,
    relation: &'a Relation,
    confined: &'c Confined,
}

/// One statement on its way.
struct Draft<'a> {
    writer: Writer<'a>,
    columns: Vec<String>,
    conditions: Vec<String>,
    head: usize,
    /// The plan's conditions that were written, by their places; none for what has no form.
    written: HashMap<usize, Option<String>>,
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

    fn boundaries(&self, atom: &Atom) -> &'a [i64] {
        let clock = self.plan.clock_of(atom);
        clock.map_or(&[], |clock| &clock.boundaries)
    }

    /// The head of an atom's cells: with the currencies of what it measures, where they differ.
    fn head(&self, atom: &Atom) -> Head {
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

    fn draft(&self) -> Draft<'a> {
        let mut writer = Writer::new(self.relation, &self.plan.shape);
        let mut conditions = Vec::new();
        match self.confined {
            Confined::To(columns) => {
                for (place, text) in columns {
                    conditions.push(writer.is(*place, text));
                }
            }
            Confined::Out => conditions.push("FALSE".to_owned()),
        }
        Draft {
            writer,
            columns: Vec::new(),
            conditions,
            head: 0,
            written: HashMap::new(),
        }
    }

    fn at(&self, writer: &Writer<'_>) -> String {
        let kept = writer.kept(self.plan.setting.at);
        kept.map_or_else(|| "NULL".to_owned(), |kept| kept.value())
    }

    /// Counts the rows, and what of the columns that the plan reads are no values.
    fn census(&self) -> Question {
        let mut draft = self.draft();
        draft.columns.push("count(*)".to_owned());
        let mut read: Vec<usize> = (0..self.plan.cards.len())
            .flat_map(|card| self.plan.columns_of(card))
            .collect();
        if let Confined::To(columns) = self.confined {
            read.extend(columns.iter().map(|(place, _)| *place));
        }
        read.sort_unstable();
        read.dedup();
        let mut checks = Vec::new();
        for place in read {
            let kept = draft.writer.kept(place);
            for fault in kept.map(|kept| kept.faults()).into_iter().flatten() {
                let count = format!("count(*) FILTER (WHERE {})", fault.condition);
                draft.columns.push(count);
                checks.push((place, fault.reason));
            }
        }
        draft.ask(self.relation, Reads::Census(checks))
    }

    /// The statement of what adds up, for atoms that are grouped alike.
    fn additive(&self, head: Head, atoms: &[usize]) -> Question {
        let mut draft = self.draft();
        let boundaries = self.plan.segments.boundaries();
        self.begin(&mut draft, head, boundaries);
        let mut wanted = Vec::new();
        let mut reads = Vec::new();
        for place in atoms {
            let Some(atom) = self.plan.atoms.get(*place) else {
                continue;
            };
            let counts = self.filters(&mut draft, atom);
            let filter = match counts.as_deref() {
                Some(counts) => format!(" FILTER (WHERE {counts})"),
                None => String::new(),
            };
            reads.push((*place, draft.columns.len()));
            self.states(&mut draft, atom, &filter);
            wanted.push(counts);
        }
        // A row that no atom counts need not be grouped.
        if let Some(wanted) = wanted.into_iter().collect::<Option<Vec<String>>>() {
            let wanted: BTreeSet<String> = wanted.into_iter().collect();
            let wanted: Vec<String> = wanted.into_iter().collect();
            draft.conditions.push(format!("({})", wanted.join(" OR ")));
        }
        draft.ask(self.relation, Reads::Additive(head, reads))
    }

    /// The columns of an atom's states.
    fn states(&self, draft: &mut Draft<'_>, atom: &Atom, filter: &str) {
        let of = atom.of().and_then(|of| draft.writer.kept(of));
        let value = of.map(|kept| kept.value()).unwrap_or_default();
        let mut column = |text: String| draft.columns.push(text);
        match (&atom.kind, self.relation.dialect) {
            (Kind::Sum(_), Dialect::Sqlite) => {
                // A sum of SQLite ends at 64 bits: it is taken in two halves.
                column(format!("count({value}){filter}"));
                column(format!("sum({value} >> 32){filter}"));
                column(format!("sum({value} & 4294967295){filter}"));
            }
            (Kind::Sum(_), Dialect::Postgres) => {
                column(format!("count({value}){filter}"));
                column(format!("(sum({value}){filter})::text"));
            }
            (Kind::Extreme(_), _) => {
                column(format!("min({value}){filter}"));
                column(format!("max({value}){filter}"));
            }
            _ => column(format!("count(*){filter}")),
        }
    }

    /// The conditions that a row of an atom meets, as far as they have a form; none where every
    /// row does.
    fn filters(&self, draft: &mut Draft<'_>, atom: &Atom) -> Option<String> {
        let filters = atom.filters.iter();
        let written: Vec<String> = filters
            .filter_map(|place| self.condition(draft, *place))
            .collect();
        (!written.is_empty()).then(|| format!("({})", written.join(" AND ")))
    }

    /// A condition of the plan, written once for all that ask it.
    fn condition(&self, draft: &mut Draft<'_>, place: usize) -> Option<String> {
        if let Some(known) = draft.written.get(&place) {
            return known.clone();
        }
        let params = draft.writer.params.len();
        let filter = self.plan.filters.get(place)?;
        let written = draft.writer.condition(filter.root()).ok();
        if written.is_none() {
            // A parameter that nothing asks for has no type.
            draft.writer.params.truncate(params);
        }
        draft.written.insert(place, written.clone());
        written
    }

    /// Begins with the head of a row and what every row must have.
    fn begin(&self, draft: &mut Draft<'_>, head: Head, boundaries: &[i64]) {
        let at = self.at(&draft.writer);
        for place in [head.by, head.per].into_iter().flatten() {
            if let Some(kept) = draft.writer.kept(place) {
                draft.columns.push(kept.answered());
            }
        }
        let money = head.money.and_then(|place| draft.writer.kept(place));
        if let Some(Currency::In(name)) = money.and_then(|kept| kept.currency()) {
            draft.columns.push(name);
        }
        let segment = draft.writer.segment(&at, boundaries);
        draft.columns.push(segment);
        draft.head = draft.columns.len();
        let between = draft.writer.between(&at, boundaries);
        draft.conditions.push(between);
        if let Some(kept) = head.per.and_then(|place| draft.writer.kept(place)) {
            draft
                .conditions
                .push(format!("{} IS NOT NULL", kept.value()));
        }
    }

    /// The statement of an atom whose states are made of values.
    fn alone(&self, place: usize, atom: &Atom) -> Question {
        let head = self.head(atom);
        let mut draft = self.draft();
        self.begin(&mut draft, head, self.boundaries(atom));
        let filters = self.filters(&mut draft, atom);
        draft.conditions.extend(filters);
        let of = atom.of().and_then(|of| draft.writer.kept(of));
        if let Some(kept) = of {
            draft
                .conditions
                .push(format!("{} IS NOT NULL", kept.value()));
        }
        let at = self.at(&draft.writer);
        let value = of.map(|kept| kept.value()).unwrap_or_default();
        match &atom.kind {
            Kind::Edge(_) => return self.edges(draft, head, place, (&at, &value)),
            Kind::Distinct(_) => {
                draft.columns.extend(of.map(|kept| kept.answered()));
                draft.head += 1;
                draft.ask(self.relation, Reads::Values(head, place))
            }
            Kind::Journey(steps) => {
                let bits = self.bits(&mut draft, steps);
                draft.columns.extend([at, bits]);
                draft.head += 2;
                draft.ask(self.relation, Reads::Steps(head, place))
            }
            _ => {
                draft.columns.push(value);
                draft.head += 1;
                draft.columns.push("count(*)".to_owned());
                draft.ask(self.relation, Reads::Counts(head, place))
            }
        }
    }

    /// A number with a bit for each step that a row takes; rows that take none are left out.
    fn bits(&self, draft: &mut Draft<'_>, steps: &[usize]) -> String {
        let mut bits = Vec::new();
        let mut taken = Vec::new();
        for (step, place) in steps.iter().enumerate() {
            if let Some(condition) = self.condition(draft, *place) {
                let bit = draft.writer.int((1u64 << (step & 63)).cast_signed());
                bits.push(format!("CASE WHEN {condition} THEN {bit} ELSE 0 END"));
                taken.push(condition);
            }
        }
        draft.conditions.push(format!("({})", taken.join(" OR ")));
        bits.join(" | ")
    }

    /// The first and the last value. Of several at one instant the least is the first and the
    /// greatest the last, which SQLite finds instant by instant.
    fn edges(&self, mut draft: Draft<'a>, head: Head, place: usize, of: (&str, &str)) -> Question {
        let (at, value) = of;
        if self.relation.dialect == Dialect::Postgres {
            for edge in ["min", "max"] {
                let pair = format!("{edge}(ARRAY[{at}, {value}])");
                draft
                    .columns
                    .extend([format!("({pair})[1]"), format!("({pair})[2]")]);
            }
            return draft.ask(self.relation, Reads::Edges(head, place, 2));
        }
        let width = draft.head;
        let names: Vec<String> = (1..=width).map(|place| format!("h{place}")).collect();
        for (column, name) in draft.columns.iter_mut().zip(&names) {
            column.push_str(&format!(" AS {name}"));
        }
        draft.columns.push(format!("{at} AS at"));
        draft.head += 1;
        let columns = draft.columns.len();
        let names = names.join(", ");
        let halves = ["min", "max"].map(|edge| {
            draft.columns.truncate(columns);
            draft.columns.push(format!("{edge}({value}) AS value"));
            let inner = draft.text(self.relation);
            // With one `min` or `max`, SQLite takes the other columns from its row.
            format!("SELECT {names}, {edge}(at), value FROM ({inner}) GROUP BY {names}")
        });
        Question {
            sql: Sql {
                text: halves.join(" UNION ALL "),
                params: draft.writer.params,
            },
            reads: Reads::Edges(head, place, 1),
        }
    }

    /// Rows of facts for atoms that have no form in SQL: those in the times of the plan that meet
    /// the conditions that can be written.
    fn facts(&self, atoms: Vec<usize>) -> Question {
        let mut draft = self.draft();
        let at = self.at(&draft.writer);
        let between = draft.writer.between(&at, self.plan.segments.boundaries());
        draft.conditions.push(between);
        let of = |place: &usize| self.plan.atoms.get(*place);
        // Only where every atom has a condition are there rows that none of them counts.
        let params = draft.writer.params.len();
        let mut wanted = Vec::new();
        for atom in atoms.iter().filter_map(of) {
            wanted.push(self.filters(&mut draft, atom));
        }
        match wanted.into_iter().collect::<Option<Vec<String>>>() {
            Some(wanted) => draft.conditions.push(format!("({})", wanted.join(" OR "))),
            None => draft.writer.params.truncate(params),
        }
        let mut columns = vec![self.plan.setting.at];
        for atom in atoms.iter().filter_map(of) {
            columns.extend(self.plan.columns_of_atom(atom));
        }
        columns.sort_unstable();
        columns.dedup();
        for kept in columns.iter().filter_map(|place| draft.writer.kept(*place)) {
            draft.columns.push(kept.answered());
            if let Some(Currency::In(name)) = kept.currency() {
                draft.columns.push(name);
            }
        }
        draft.ask(self.relation, Reads::Facts(columns, atoms))
    }
}

impl Draft<'_> {
    fn text(&self, relation: &Relation) -> String {
        let (columns, from) = (self.columns.join(", "), &relation.from);
        let mut text = format!("SELECT {columns} FROM {from} AS f");
        if !self.conditions.is_empty() {
            text.push_str(" WHERE ");
            text.push_str(&self.conditions.join(" AND "));
        }
        if self.head > 0 {
            let places: Vec<String> = (1..=self.head).map(|place| place.to_string()).collect();
            text.push_str(&format!(" GROUP BY {}", places.join(", ")));
        }
        text
    }

    fn ask(self, relation: &Relation, reads: Reads) -> Question {
        Question {
            sql: Sql {
                text: self.text(relation),
                params: self.writer.params,
            },
            reads,
        }
    }
}
