//! Conditions over columns.

use std::ops::Range;

use crate::blueprint::{Problems, compile_condition};
use crate::decimal::Decimal;
use crate::error::{Code, Failure, Locale};
use crate::expr::{Comparison, Environment, Evaluation, Literal, Node, Program, Resolution};
use crate::expr::{Scope, Type, Value, Var};

use super::facts::{ColumnType, Data, FactShape, Facts, Numbers};

/// A condition in CEL over the columns of facts: `fact.state == 'completed'`.
///
/// A fact counts where the condition is true. Where it has no answer, because a value is
/// missing, the fact does not count.
#[derive(Debug, Clone)]
pub struct Filter(Program);

impl PartialEq for Filter {
    fn eq(&self, other: &Self) -> bool {
        self.source() == other.source()
    }
}

impl Filter {
    /// Compiles a condition over the columns of a shape.
    ///
    /// # Errors
    /// [`Code::MetricsBadCard`] with the first mistake in words.
    pub fn compile(source: &str, shape: &FactShape) -> Result<Self, Failure> {
        let program = Program::compile(source, &mut Names(shape), &Type::Bool);
        program.map(Self).map_err(|problems| {
            let messages = problems.first().map(|problem| problem.message(Locale::En));
            let reason = messages.unwrap_or_default();
            let reason = reason.trim_end_matches('.').to_owned();
            Failure::new(Code::MetricsBadCard).with("reason", reason)
        })
    }

    /// Compiles a condition of a blueprint, with all its mistakes.
    pub(super) fn read(
        source: &str,
        shape: &FactShape,
        at: &str,
        problems: &mut Problems,
    ) -> Option<Self> {
        compile_condition(source, &mut Names(shape), at, problems).map(Self)
    }

    /// The condition as it was written.
    #[must_use]
    pub fn source(&self) -> &str {
        self.0.source()
    }

    /// What is evaluated.
    pub(super) fn root(&self) -> &Node {
        self.0.root()
    }

    /// The places of the columns that it reads.
    pub(super) fn columns(&self) -> impl Iterator<Item = usize> {
        self.0
            .variables()
            .into_iter()
            .map(|Var(var)| usize::from(var / 2))
    }

    /// Makes the condition ready for a table.
    pub(super) fn bind<'f>(&'f self, facts: &'f Facts) -> Bound<'f> {
        Bound {
            facts,
            test: bind(self.0.root(), facts),
        }
    }
}

struct Names<'s>(&'s FactShape);

/// A column's variable; the currency of money is the one after its amount.
fn var(place: usize, currency: bool) -> Option<Var> {
    let even = u16::try_from(place).ok()?.checked_mul(2)?;
    Some(Var(even + u16::from(currency)))
}

impl Environment for Names<'_> {
    fn resolve(&mut self, names: &[&str]) -> Resolution {
        let unknown = |at, suggestion: Option<&str>| Resolution::Unknown {
            at,
            suggestion: suggestion.map(str::to_owned),
        };
        let ["fact", rest @ ..] = names else {
            return unknown(0, Some("fact"));
        };
        let Some(name) = rest.first() else {
            return unknown(0, None);
        };
        let Ok(place) = self.0.find(name) else {
            return unknown(1, self.0.nearest(name));
        };
        let ty = self.0.columns().get(place).map(|column| &column.ty);
        let found = match (ty, rest.get(1)) {
            (Some(ColumnType::Money { .. }), Some(&"amount")) => Some((false, Type::Decimal, 3)),
            (Some(ColumnType::Money { .. }), Some(&"currency")) => Some((true, Type::Text, 3)),
            (Some(ColumnType::Money { .. }), _) => return unknown(2, Some("amount")),
            (Some(ColumnType::Text), _) => Some((false, Type::Text, 2)),
            (Some(ColumnType::Int), _) => Some((false, Type::Int, 2)),
            (Some(ColumnType::Decimal { .. }), _) => Some((false, Type::Decimal, 2)),
            (Some(ColumnType::Instant), _) => Some((false, Type::Timestamp, 2)),
            (Some(ColumnType::Bool), _) => Some((false, Type::Bool, 2)),
            (None, _) => None,
        };
        let found = found.and_then(|(currency, ty, used)| {
            Some(Resolution::Found {
                var: var(place, currency)?,
                ty,
                used,
            })
        });
        found.unwrap_or_else(|| unknown(1, None))
    }
}

/// One row of a table.
struct Row<'f> {
    facts: &'f Facts,
    row: usize,
}

impl Row<'_> {
    fn value(&self, Var(var): Var) -> Option<Value<'_>> {
        let row = self.row;
        Some(match self.facts.data(usize::from(var / 2))? {
            Data::Text(texts) => Value::Text(texts.dictionary.get(*texts.codes.get(row)?)?),
            Data::Int(numbers) => Value::Int(numbers.get(row)?),
            Data::Decimal(numbers, scale) => {
                Value::Decimal(Decimal::from_units(numbers.get(row)?, *scale)?)
            }
            Data::Instant(numbers) => Value::Timestamp(numbers.get(row)?),
            Data::Money(moneys) if var % 2 == 1 => Value::Text(moneys.get(row)?.1),
            Data::Money(moneys) => {
                let (units, _, exponent) = moneys.get(row)?;
                Value::Decimal(Decimal::from_units(units, exponent)?)
            }
            Data::Bool(codes) => Value::Bool(*codes.get(row).filter(|code| **code > 0)? == 2),
        })
    }
}

impl Scope for Row<'_> {
    fn load(&self, var: Var) -> Value<'_> {
        self.value(var).unwrap_or(Value::Absent)
    }
}

/// One text in place of a column.
struct Single<'f>(Option<&'f str>);

impl Scope for Single<'_> {
    fn load(&self, _: Var) -> Value<'_> {
        self.0.map_or(Value::Absent, Value::Text)
    }
}

/// False, no answer, true: `&&` is the least of them, `||` the greatest.
const FALSE: u8 = 0;
const UNKNOWN: u8 = 1;
const TRUE: u8 = 2;

fn evaluate(node: &Node, scope: &impl Scope) -> u8 {
    match Evaluation::new(scope).value(node) {
        Ok(Value::Bool(true)) => TRUE,
        Ok(Value::Bool(false)) => FALSE,
        _ => UNKNOWN,
    }
}

/// A condition and the table that it is asked of.
pub(super) struct Bound<'f> {
    facts: &'f Facts,
    test: Test<'f>,
}

enum Test<'f> {
    All(Vec<Test<'f>>),
    Any(Vec<Test<'f>>),
    Not(Box<Test<'f>>),
    /// The answer for each code of a text.
    Codes(&'f [u32], Vec<u8>),
    /// The answer for one code of a text, and those for no text and for all others.
    Lone(&'f [u32], u32, Lone),
    /// The comparison of a number with a constant.
    Compare(&'f Numbers, Comparison, i64),
    /// Anything else, row by row.
    Rows(&'f Node),
}

fn bind<'f>(node: &'f Node, facts: &'f Facts) -> Test<'f> {
    let list = |nodes: &'f [Node]| nodes.iter().map(|node| bind(node, facts)).collect();
    match node {
        Node::And(nodes) => Test::All(list(nodes)),
        Node::Or(nodes) => Test::Any(list(nodes)),
        Node::Not(node) => Test::Not(Box::new(bind(node, facts))),
        node => codes(node, facts)
            .or_else(|| comparison(node, facts))
            .unwrap_or(Test::Rows(node)),
    }
}

/// A test of one text and nothing else is answered once for each of the column's texts.
fn codes<'f>(node: &'f Node, facts: &'f Facts) -> Option<Test<'f>> {
    let mut read = Vec::new();
    node.walk(&mut |node| {
        if let Node::Load(Var(var), _) | Node::Present(Var(var)) = node {
            read.push(*var);
        }
    });
    let first = *read.first()?;
    let Some(Data::Text(texts)) = facts.data(usize::from(first / 2)) else {
        return None;
    };
    let fewer = texts.dictionary.len() < facts.rows();
    if !fewer || read.iter().any(|var| *var != first) {
        return None;
    }
    let all = std::iter::once(None).chain(texts.dictionary.iter().map(Some));
    let answers: Vec<u8> = all.map(|text| evaluate(node, &Single(text))).collect();
    Some(match lone(&answers) {
        Some((code, answers)) => Test::Lone(&texts.codes, code, answers),
        None => Test::Codes(&texts.codes, answers),
    })
}

/// Answers for a code, for no text and for every other code.
#[derive(Clone, Copy)]
struct Lone {
    own: u8,
    none: u8,
    others: u8,
}

/// The code that is alone with its answer, as with `==` and `!=`.
fn lone(answers: &[u8]) -> Option<(u32, Lone)> {
    let (none, texts) = answers.split_first()?;
    let most =
        [FALSE, UNKNOWN, TRUE].map(|one| texts.iter().filter(|other| **other == one).count());
    let others = [FALSE, UNKNOWN, TRUE]
        .into_iter()
        .zip(most)
        .find(|(_, count)| count + 1 >= texts.len())?
        .0;
    let place = texts.iter().position(|answer| *answer != others);
    let own = place.and_then(|place| texts.get(place));
    // Where all are alike, it is a code that no row has.
    let code = place.map_or(Ok(u32::MAX), |place| u32::try_from(place + 1));
    let code = code.ok()?;
    let (own, none) = (*own.unwrap_or(none), *none);
    Some((code, Lone { own, none, others }))
}

fn comparison<'f>(node: &'f Node, facts: &'f Facts) -> Option<Test<'f>> {
    let Node::Compare(how, two) = node else {
        return None;
    };
    let (load, literal, how) = match &**two {
        (Node::Load(var, _), Node::Literal(literal)) => (*var, literal, *how),
        (Node::Literal(literal), Node::Load(var, _)) => (*var, literal, turned(*how)),
        _ => return None,
    };
    let (numbers, constant) = match (facts.data(usize::from(load.0 / 2))?, literal) {
        (Data::Int(numbers), Literal::Int(constant))
        | (Data::Instant(numbers), Literal::Timestamp(constant)) => (numbers, *constant),
        (Data::Decimal(numbers, scale), Literal::Decimal(constant)) => {
            (numbers, units(*constant, *scale)?)
        }
        _ => return None,
    };
    Some(Test::Compare(numbers, how, constant))
}

/// The constant in the units of a column, where it has no more digits.
fn units(constant: Decimal, scale: u8) -> Option<i64> {
    let spare = scale.checked_sub(constant.scale())?;
    let power = 10i128.checked_pow(u32::from(spare))?;
    i64::try_from(constant.units().checked_mul(power)?).ok()
}

fn turned(how: Comparison) -> Comparison {
    match how {
        Comparison::Less => Comparison::Greater,
        Comparison::LessEqual => Comparison::GreaterEqual,
        Comparison::Greater => Comparison::Less,
        Comparison::GreaterEqual => Comparison::LessEqual,
        same => same,
    }
}

impl Bound<'_> {
    /// Whether a row counts.
    pub(super) fn holds(&self, row: usize) -> bool {
        let mut answer = [UNKNOWN];
        self.test.answer(self.facts, row, &mut answer);
        answer == [TRUE]
    }

    /// How many of some rows count, where that is found without an answer for each of them.
    pub(super) fn count(&self, rows: Range<usize>) -> Option<usize> {
        let Test::Lone(codes, lone, Lone { own, none, others }) = &self.test else {
            return None;
        };
        let codes = codes.get(rows)?;
        let (mut lones, mut nones) = (0, 0);
        // In numbers of the codes' size, so that several are counted at once.
        for codes in codes.chunks(1 << 16) {
            let count = |(lones, nones): (u32, u32), code: &u32| {
                let (is_lone, is_none) = (u32::from(code == lone), u32::from(*code == 0));
                (lones.wrapping_add(is_lone), nones.wrapping_add(is_none))
            };
            let (some_lones, some_nones) = codes.iter().fold((0, 0), count);
            lones += some_lones as usize;
            nones += some_nones as usize;
        }
        let [own, none, others] = [own, none, others].map(|answer| usize::from(*answer == TRUE));
        Some(own * lones + none * nones + others * (codes.len() - lones - nones))
    }

    /// Whether each row from `start` counts.
    pub(super) fn keep(&self, start: usize, keep: &mut [bool]) {
        if let Test::Lone(codes, lone, Lone { own, none, others }) = &self.test {
            let [own, none, others] = [own, none, others].map(|answer| *answer == TRUE);
            let rows = keep.iter_mut().zip(codes.get(start..).unwrap_or_default());
            // Without a branch, so that several are looked at at once.
            rows.for_each(|(keep, code)| {
                let (is_none, is_lone) = (*code == 0, code == lone);
                *keep = others ^ (is_none & (none ^ others)) ^ (is_lone & (own ^ others));
            });
            return;
        }
        let mut answers = vec![UNKNOWN; keep.len()];
        self.test.answer(self.facts, start, &mut answers);
        for (keep, answer) in keep.iter_mut().zip(answers) {
            *keep = answer == TRUE;
        }
    }
}

impl Test<'_> {
    fn answer(&self, facts: &Facts, start: usize, out: &mut [u8]) {
        match self {
            Self::All(tests) => fold(tests, facts, start, out, TRUE),
            Self::Any(tests) => fold(tests, facts, start, out, FALSE),
            Self::Not(test) => {
                test.answer(facts, start, out);
                out.iter_mut().for_each(|answer| *answer = TRUE - *answer);
            }
            Self::Codes(codes, answers) => {
                let codes = codes.get(start..).unwrap_or_default();
                for (out, code) in out.iter_mut().zip(codes) {
                    *out = answers.get(*code as usize).copied().unwrap_or(UNKNOWN);
                }
            }
            Self::Lone(codes, lone, answers) => {
                let Lone { own, none, others } = *answers;
                let codes = codes.get(start..).unwrap_or_default();
                for (out, code) in out.iter_mut().zip(codes) {
                    let other = if *code == 0 { none } else { others };
                    *out = if code == lone { own } else { other };
                }
            }
            Self::Compare(numbers, how, constant) => {
                compare(numbers, *how, *constant, start, out);
            }
            Self::Rows(node) => {
                for (row, out) in (start..).zip(out) {
                    *out = evaluate(node, &Row { facts, row });
                }
            }
        }
    }
}

/// All where nothing is true yet, any where nothing is false.
fn fold(tests: &[Test<'_>], facts: &Facts, start: usize, out: &mut [u8], none: u8) {
    out.fill(none);
    let mut part = vec![none; out.len()];
    for test in tests {
        test.answer(facts, start, &mut part);
        let both = out.iter_mut().zip(&part);
        if none == TRUE {
            both.for_each(|(out, part)| *out = (*out).min(*part));
        } else {
            both.for_each(|(out, part)| *out = (*out).max(*part));
        }
    }
}

fn compare(numbers: &Numbers, how: Comparison, constant: i64, start: usize, out: &mut [u8]) {
    match how {
        Comparison::Equal => hold(numbers, start, out, |value| value == constant),
        Comparison::NotEqual => hold(numbers, start, out, |value| value != constant),
        Comparison::Less => hold(numbers, start, out, |value| value < constant),
        Comparison::LessEqual => hold(numbers, start, out, |value| value <= constant),
        Comparison::Greater => hold(numbers, start, out, |value| value > constant),
        Comparison::GreaterEqual => hold(numbers, start, out, |value| value >= constant),
    }
    if numbers.nulls.any() {
        for (row, out) in (start..).zip(out) {
            *out = if numbers.nulls.has(row) {
                UNKNOWN
            } else {
                *out
            };
        }
    }
}

#[inline]
fn hold(numbers: &Numbers, start: usize, out: &mut [u8], holds: impl Fn(i64) -> bool) {
    let values = numbers.values.get(start..).unwrap_or_default();
    for (out, value) in out.iter_mut().zip(values) {
        *out = if holds(*value) { TRUE } else { FALSE };
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::facts::{Column, ColumnShape};
    use super::*;

    #[test]
    fn a_text_that_is_alone_with_its_answer_is_answered_as_in_each_row() {
        let shape = FactShape::new(vec![ColumnShape::new("who", ColumnType::Text).optional()]);
        let shape = Arc::new(shape.unwrap());
        for names in [&["a"][..], &["a", "b"], &["a", "b", "c"], &[]] {
            let texts = names.iter().copied().map(Some);
            let texts = texts.chain([None]).cycle().take(40);
            let facts = Facts::from_columns(&shape, vec![Column::texts(texts)]).unwrap();
            for source in [
                "fact.who == 'b'",
                "fact.who != 'a'",
                "fact.who == 'x' || fact.who != 'c'",
                "!(fact.who == 'a') && fact.who != 'b'",
                "has(fact.who)",
                "!has(fact.who)",
                "has(fact.who) && fact.who < 'b'",
            ] {
                let filter = Filter::compile(source, &shape).unwrap();
                let bound = filter.bind(&facts);
                let mut keep = vec![false; 37];
                bound.keep(3, &mut keep);
                let row = |row| evaluate(filter.root(), &Row { facts: &facts, row }) == TRUE;
                let plain: Vec<bool> = (3..40).map(row).collect();
                assert_eq!(keep, plain, "{source} {names:?}");
                let count = plain.iter().filter(|keep| **keep).count();
                let lone = matches!(bound.test, Test::Lone(..));
                let found = bound.count(3..40);
                assert_eq!(found, lone.then_some(count), "{source} {names:?}");
                let held: Vec<bool> = (3..40).map(|row| bound.holds(row)).collect();
                assert_eq!(held, plain, "{source} {names:?}");
            }
        }
    }
}
