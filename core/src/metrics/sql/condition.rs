//! Conditions over columns as SQL, with their three values.
//!
//! What SQL cannot answer as the process does is refused with its reason.

use super::super::facts::{ColumnType, FactShape};
use super::column::Currency;
use super::column::{Kept, codes};
use super::engine::Engine;
use super::relation::Relation;
use crate::decimal::Decimal;
use crate::expr::{Comparison, Literal, Node, Operator, SqlValue, TIMESTAMPS, TextTest, Var};
use crate::schema::{currencies, currency_exponent};

/// Writes conditions and collects their parameters.
pub(super) struct Writer<'w> {
    pub(super) relation: &'w Relation,
    pub(super) shape: &'w FactShape,
    pub(super) params: Vec<SqlValue>,
}

/// SQL, or why there is none.
pub(super) type Written = Result<String, &'static str>;

/// A value that is compared.
enum Term<'w> {
    Text(String),
    Int(String),
    Instant(String),
    Bool(String),
    /// Units of 10^−scale.
    Decimal(String, u8),
    /// Minor units, of which the currency says how many make one.
    Amount(Kept<'w>),
}

fn operator(how: Comparison) -> &'static str {
    match how {
        Comparison::Equal => "=",
        Comparison::NotEqual => "<>",
        Comparison::Less => "<",
        Comparison::LessEqual => "<=",
        Comparison::Greater => ">",
        Comparison::GreaterEqual => ">=",
    }
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

/// Always or never, but for a value that is missing.
fn settled(value: &str, always: bool) -> String {
    let operator = if always { "=" } else { "<>" };
    format!("({value} {operator} {value})")
}

impl<'w> Writer<'w> {
    pub(super) fn new(relation: &'w Relation, shape: &'w FactShape) -> Self {
        Self {
            relation,
            shape,
            params: Vec::new(),
        }
    }

    /// A whole number as a parameter.
    pub(super) fn int(&mut self, value: i64) -> String {
        self.params.push(SqlValue::Int(value));
        let mark = self.relation.engine.mark(self.params.len());
        match self.relation.engine {
            Engine::Sqlite => mark,
            Engine::Postgres => format!("{mark}::bigint"),
            Engine::DataFusion => format!("CAST({mark} AS BIGINT)"),
        }
    }

    /// A text as a parameter.
    pub(super) fn text(&mut self, value: &str) -> String {
        self.params.push(SqlValue::Text(value.to_owned()));
        let mark = self.relation.engine.mark(self.params.len());
        match self.relation.engine {
            Engine::Sqlite => mark,
            Engine::Postgres => format!("{mark}::text"),
            Engine::DataFusion => format!("CAST({mark} AS VARCHAR)"),
        }
    }

    pub(super) fn kept(&self, place: usize) -> Option<Kept<'w>> {
        let column = self.shape.columns().get(place)?;
        self.relation.kept(column, place)
    }

    /// Whether a column of texts is this one.
    pub(super) fn is(&mut self, place: usize, text: &str) -> String {
        let kept = self.kept(place);
        match kept.filter(|kept| kept.shape.ty == ColumnType::Text) {
            Some(kept) => self
                .texts(Comparison::Equal, &kept.value(), text)
                .unwrap_or_else(|_| "FALSE".to_owned()),
            None => "FALSE".to_owned(),
        }
    }

    /// A condition that may be `NULL`.
    pub(super) fn condition(&mut self, node: &Node) -> Written {
        match node {
            Node::Literal(Literal::Bool(true)) => Ok("TRUE".to_owned()),
            Node::Literal(Literal::Bool(false)) => Ok("FALSE".to_owned()),
            Node::And(nodes) => self.joined(nodes, " AND "),
            Node::Or(nodes) => self.joined(nodes, " OR "),
            Node::Not(of) => Ok(format!("(NOT {})", self.condition(of)?)),
            Node::If(three) => {
                let test = self.condition(&three.0)?;
                let (yes, no) = (self.condition(&three.1)?, self.condition(&three.2)?);
                Ok(format!(
                    "(CASE WHEN {test} THEN {yes} WHEN NOT {test} THEN {no} END)"
                ))
            }
            Node::Compare(how, two) => self.compare(*how, &two.0, &two.1),
            Node::Present(var) => self.present(*var),
            Node::In(two) => self.one_of(&two.0, &two.1),
            Node::Test(test, two) => self.text_test(*test, &two.0, &two.1),
            Node::Load(..) => match self.term(node)? {
                Term::Bool(text) => Ok(text),
                _ => Err("a condition that is not true or false"),
            },
            Node::Matches(..) => Err("a pattern"),
            Node::Math(..) | Node::Negate(_) | Node::ToInt(_) | Node::ToDouble(_) => {
                Err("arithmetic")
            }
            _ => Err("something that SQL does not say in the same way"),
        }
    }

    fn joined(&mut self, nodes: &[Node], with: &str) -> Written {
        let parts: Result<Vec<String>, _> = nodes.iter().map(|node| self.condition(node)).collect();
        Ok(format!("({})", parts?.join(with)))
    }

    fn column(&self, Var(var): Var) -> Result<(Kept<'w>, bool), &'static str> {
        let kept = self.kept(usize::from(var / 2));
        Ok((kept.ok_or("a column that is not there")?, var % 2 == 1))
    }

    fn present(&mut self, var: Var) -> Written {
        let (kept, _) = self.column(var)?;
        Ok(format!("({} IS NOT NULL)", kept.value()))
    }

    fn term(&mut self, node: &Node) -> Result<Term<'w>, &'static str> {
        match node {
            Node::Load(var, _) => self.load(*var),
            Node::Math(operator @ (Operator::Add | Operator::Subtract), two) => {
                self.shifted(*operator, &two.0, &two.1)
            }
            Node::Math(..) | Node::Negate(_) => Err("arithmetic"),
            Node::Time(..) => Err("a part of a time"),
            Node::Size(_) => Err("the size of a text"),
            _ => Err("something that SQL does not say in the same way"),
        }
    }

    fn load(&mut self, var: Var) -> Result<Term<'w>, &'static str> {
        let (kept, is_currency) = self.column(var)?;
        let value = kept.value();
        Ok(match (&kept.shape.ty, is_currency) {
            (ColumnType::Text, _) => Term::Text(value),
            (ColumnType::Int, _) => Term::Int(value),
            (ColumnType::Decimal { scale }, _) => Term::Decimal(value, *scale),
            (ColumnType::Instant, _) => Term::Instant(value),
            (ColumnType::Bool, _) => Term::Bool(value),
            (ColumnType::Money { .. }, false) => Term::Amount(kept),
            (ColumnType::Money { .. }, true) => {
                let currency = match kept.currency() {
                    Some(Currency::In(name)) => name,
                    Some(Currency::Only(name)) => self.text(&name),
                    None => return Err("a currency of what has none"),
                };
                Term::Text(format!(
                    "(CASE WHEN {value} IS NOT NULL THEN {currency} END)"
                ))
            }
        })
    }

    /// An instant some time before or after another; none outside of the years that conditions
    /// know.
    fn shifted(&mut self, how: Operator, one: &Node, two: &Node) -> Result<Term<'w>, &'static str> {
        let (of, Node::Literal(Literal::Duration(by))) = (one, two) else {
            return Err("arithmetic");
        };
        let Term::Instant(value) = self.term(of)? else {
            return Err("arithmetic");
        };
        let by = if how == Operator::Subtract { -by } else { *by };
        let bound = |end: i64| end.saturating_sub(by);
        let (least, most) = (bound(*TIMESTAMPS.start()), bound(*TIMESTAMPS.end()));
        let (least, most, by) = (self.int(least), self.int(most), self.int(by));
        let within = format!("{value} BETWEEN {least} AND {most}");
        Ok(Term::Instant(format!(
            "(CASE WHEN {within} THEN {value} + {by} END)"
        )))
    }

    fn compare(&mut self, how: Comparison, one: &Node, two: &Node) -> Written {
        match (one, two) {
            (Node::Literal(_), Node::Literal(_)) => Err("a comparison of constants"),
            (Node::Literal(literal), other) => self.against(turned(how), other, literal),
            (other, Node::Literal(literal)) => self.against(how, other, literal),
            (one, two) => match (self.term(one)?, self.term(two)?) {
                (Term::Decimal(_, one), Term::Decimal(_, two)) if one != two => {
                    Err("a comparison of decimals of different scales")
                }
                (Term::Text(a), Term::Text(b))
                | (Term::Int(a), Term::Int(b))
                | (Term::Instant(a), Term::Instant(b))
                | (Term::Bool(a), Term::Bool(b))
                | (Term::Decimal(a, _), Term::Decimal(b, _)) => {
                    Ok(format!("({a} {} {b})", operator(how)))
                }
                _ => Err("a comparison of values that are kept in different forms"),
            },
        }
    }

    fn against(&mut self, how: Comparison, of: &Node, literal: &Literal) -> Written {
        match (self.term(of)?, literal) {
            (Term::Text(value), Literal::Text(text)) => self.texts(how, &value, text),
            (Term::Int(value), Literal::Int(constant))
            | (Term::Instant(value), Literal::Timestamp(constant)) => {
                let constant = self.int(*constant);
                Ok(format!("({value} {} {constant})", operator(how)))
            }
            (Term::Bool(value), Literal::Bool(constant)) => {
                let constant = if *constant { "TRUE" } else { "FALSE" };
                Ok(format!("({value} {} {constant})", operator(how)))
            }
            (Term::Decimal(value, scale), Literal::Decimal(constant)) => {
                self.units(how, &value, scale, *constant)
            }
            (Term::Amount(kept), Literal::Decimal(constant)) => self.amount(how, kept, *constant),
            _ => Err("a comparison of values that are kept in different forms"),
        }
    }

    /// A text with a constant. PostgreSQL neither has texts with U+0000 nor takes them.
    fn texts(&mut self, how: Comparison, value: &str, text: &str) -> Written {
        if self.relation.engine == Engine::Postgres && text.contains('\0') {
            return match how {
                Comparison::Equal => Ok(settled(value, false)),
                Comparison::NotEqual => Ok(settled(value, true)),
                _ => Err("the order of a text with U+0000"),
            };
        }
        let text = self.text(text);
        Ok(format!("({value} {} {text})", operator(how)))
    }

    /// Whole units with a constant that may have more digits than they, or not fit at all.
    fn units(&mut self, how: Comparison, value: &str, scale: u8, constant: Decimal) -> Written {
        let power = |digits: u8| 10i128.checked_pow(u32::from(digits)).unwrap_or(i128::MAX);
        let spare = scale.saturating_sub(constant.scale());
        let excess = power(constant.scale().saturating_sub(scale));
        let units = constant.units().saturating_mul(power(spare));
        let (floor, is_whole) = (units.div_euclid(excess), units.rem_euclid(excess) == 0);
        let how = match how {
            Comparison::Equal if !is_whole => return Ok(settled(value, false)),
            Comparison::NotEqual if !is_whole => return Ok(settled(value, true)),
            Comparison::Less if !is_whole => Comparison::LessEqual,
            Comparison::GreaterEqual if !is_whole => Comparison::Greater,
            how => how,
        };
        if let Ok(floor) = i64::try_from(floor) {
            let floor = self.int(floor);
            return Ok(format!("({value} {} {floor})", operator(how)));
        }
        let below = floor > 0;
        Ok(settled(
            value,
            match how {
                Comparison::Equal => false,
                Comparison::NotEqual => true,
                Comparison::Less | Comparison::LessEqual => below,
                Comparison::Greater | Comparison::GreaterEqual => !below,
            },
        ))
    }

    /// An amount with a constant, by how many decimals its currency has.
    fn amount(&mut self, how: Comparison, kept: Kept<'w>, constant: Decimal) -> Written {
        let value = kept.value();
        match kept.currency() {
            Some(Currency::Only(name)) => {
                let exponent = currency_exponent(&name).unwrap_or(0);
                self.units(how, &value, exponent, constant)
            }
            Some(Currency::In(name)) => {
                let mut arms = String::new();
                for (list, exponent) in currencies().into_iter().filter(|(_, e)| *e != 2) {
                    let test = self.units(how, &value, exponent, constant)?;
                    arms.push_str(&format!("WHEN {name} IN ({}) THEN {test} ", codes(list)));
                }
                let test = self.units(how, &value, 2, constant)?;
                Ok(format!("(CASE {arms}ELSE {test} END)"))
            }
            None => Err("an amount of what is no money"),
        }
    }

    /// Whether a value is one of constants; unknown where it is missing.
    fn one_of(&mut self, item: &Node, list: &Node) -> Written {
        let (Node::Load(..), Node::List(nodes)) = (item, list) else {
            return Err("membership of a list that is not written out");
        };
        let mut parts = Vec::new();
        for node in nodes {
            let Node::Literal(literal) = node else {
                return Err("membership of a list that is not written out");
            };
            parts.push(self.against(Comparison::Equal, item, literal)?);
        }
        if parts.is_empty() {
            let Node::Load(var, _) = item else {
                return Err("membership of a list that is not written out");
            };
            let (kept, _) = self.column(*var)?;
            return Ok(settled(&kept.value(), false));
        }
        Ok(format!("({})", parts.join(" OR ")))
    }

    /// Bytes are looked at in SQLite, whose functions of texts end at U+0000.
    fn text_test(&mut self, test: TextTest, of: &Node, with: &Node) -> Written {
        let (Term::Text(value), Node::Literal(Literal::Text(part))) = (self.term(of)?, with) else {
            return Err("a text that is looked for and no constant");
        };
        let engine = self.relation.engine;
        if part.is_empty() {
            return Ok(settled(&value, true));
        }
        if engine == Engine::Postgres && part.contains('\0') {
            return Ok(settled(&value, false));
        }
        let (bytes, characters) = (part.len(), part.chars().count());
        let part = self.text(part);
        let blob = format!("CAST({value} AS BLOB)");
        Ok(match (engine, test) {
            (Engine::Sqlite, TextTest::Contains) => {
                format!("(instr({blob}, CAST({part} AS BLOB)) > 0)")
            }
            (Engine::Sqlite, TextTest::StartsWith) => {
                format!("(substr({blob}, 1, {bytes}) = CAST({part} AS BLOB))")
            }
            (Engine::Sqlite, TextTest::EndsWith) => {
                format!("(substr({blob}, -{bytes}) = CAST({part} AS BLOB))")
            }
            (Engine::Postgres | Engine::DataFusion, TextTest::Contains) => {
                format!("(strpos({value}, {part}) > 0)")
            }
            (Engine::Postgres | Engine::DataFusion, TextTest::StartsWith) => {
                format!("starts_with({value}, {part})")
            }
            (Engine::DataFusion, TextTest::EndsWith) => format!("ends_with({value}, {part})"),
            (Engine::Postgres, TextTest::EndsWith) => {
                format!("(right({value}, {characters}) = {part})")
            }
        })
    }
}
