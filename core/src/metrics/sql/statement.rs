//! The statements of a plan, each as it is written.

use std::collections::{BTreeSet, HashMap};

use super::super::plan::{Atom, Kind};
use super::Confined;
use super::column::Currency;
use super::condition::Writer;
use super::engine::Engine;
use super::question::{Asking, Head, Question, Reads};
use super::relation::Relation;
use crate::expr::Sql;

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
    pub(super) fn census(&self) -> Question {
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
    pub(super) fn additive(&self, head: Head, atoms: &[usize]) -> Question {
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
        match (&atom.kind, self.relation.engine) {
            (Kind::Sum(_), Engine::Sqlite) => {
                // A sum of SQLite ends at 64 bits: it is taken in two halves.
                column(format!("count({value}){filter}"));
                column(format!("sum({value} >> 32){filter}"));
                column(format!("sum({value} & 4294967295){filter}"));
            }
            (Kind::Sum(_), Engine::Postgres) => {
                column(format!("count({value}){filter}"));
                column(format!("(sum({value}){filter})::text"));
            }
            (Kind::Sum(_), Engine::DataFusion) => {
                // A sum of whole numbers wraps at 64 bits, one of decimals has 128.
                let sum = format!("sum(CAST({value} AS DECIMAL(38, 0))){filter}");
                column(format!("count({value}){filter}"));
                column(format!("CAST({sum} AS VARCHAR)"));
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
    pub(super) fn alone(&self, place: usize, atom: &Atom) -> Question {
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
            Kind::Edge(_) => self.edges(draft, head, place, (&at, &value)),
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
        if self.relation.engine == Engine::Postgres {
            for edge in ["min", "max"] {
                let pair = format!("{edge}(ARRAY[{at}, {value}])");
                draft
                    .columns
                    .extend([format!("({pair})[1]"), format!("({pair})[2]")]);
            }
            return draft.ask(self.relation, Reads::Edges(head, place, 2));
        }
        if self.relation.engine == Engine::DataFusion {
            let order = format!("ORDER BY {at}, {value}");
            for (edge, whose) in [("min", "first"), ("max", "last")] {
                let value = format!("{whose}_value({value} {order})");
                draft.columns.extend([format!("{edge}({at})"), value]);
            }
            let mut question = draft.ask(self.relation, Reads::Edges(head, place, 2));
            // What is grouped by a constant is one row to it, though there be none.
            question.sql.text.push_str(" HAVING count(*) > 0");
            return question;
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
    pub(super) fn facts(&self, atoms: Vec<usize>) -> Question {
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
        let columns: Vec<String> = match relation.engine {
            // Where two columns are one expression, it asks for two names.
            Engine::DataFusion => (1..)
                .zip(&self.columns)
                .map(|(place, column)| format!("{column} AS c{place}"))
                .collect(),
            Engine::Sqlite | Engine::Postgres => self.columns.clone(),
        };
        let (columns, from) = (columns.join(", "), &relation.from);
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
