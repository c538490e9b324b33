//! Rows that a database answered.

use std::sync::Arc;

use super::super::facts::{Builder, Cell, ColumnType, FactShape, Facts};
use super::super::number::Number;
use super::relation::Relation;
use crate::error::Failure;
use crate::time::write_instant;

/// A value of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "named for what they hold")]
pub enum SqlCell<'a> {
    Null,
    Int(i64),
    Text(&'a str),
}

/// A row and whose it is.
pub(super) struct Row<'r> {
    relation: &'r Relation,
    cells: &'r [SqlCell<'r>],
}

impl<'r> Row<'r> {
    pub(super) fn new(relation: &'r Relation, cells: &'r [SqlCell<'r>]) -> Self {
        Self { relation, cells }
    }

    pub(super) fn cell(&self, column: usize) -> Result<SqlCell<'r>, Failure> {
        let cell = self.cells.get(column).copied();
        cell.ok_or_else(|| self.odd())
    }

    /// A whole number; none where there is no value.
    pub(super) fn maybe(&self, column: usize) -> Result<Option<i64>, Failure> {
        match self.cell(column)? {
            SqlCell::Null => Ok(None),
            SqlCell::Int(value) => Ok(Some(value)),
            SqlCell::Text(_) => Err(self.odd()),
        }
    }

    pub(super) fn int(&self, column: usize) -> Result<i64, Failure> {
        self.maybe(column)?.ok_or_else(|| self.odd())
    }

    pub(super) fn count(&self, column: usize) -> Result<u64, Failure> {
        u64::try_from(self.int(column)?).map_err(|_| self.odd())
    }

    pub(super) fn text(&self, column: usize) -> Result<&'r str, Failure> {
        match self.cell(column)? {
            SqlCell::Text(text) => Ok(text),
            _ => Err(self.odd()),
        }
    }

    /// A value in the words in which it is a label or a key.
    pub(super) fn spelled(
        &self,
        column: usize,
        ty: &ColumnType,
    ) -> Result<Option<String>, Failure> {
        let value = match (self.cell(column)?, ty) {
            (SqlCell::Null, _) => return Ok(None),
            (SqlCell::Text(text), ColumnType::Text) => text.to_owned(),
            (SqlCell::Int(value), ColumnType::Int) => value.to_string(),
            (SqlCell::Int(units), ColumnType::Decimal { scale }) => {
                Number::new(units.into(), *scale).to_string()
            }
            (SqlCell::Int(at), ColumnType::Instant) => write_instant(at),
            (SqlCell::Int(value), ColumnType::Bool) => (value == 1).to_string(),
            _ => return Err(self.odd()),
        };
        Ok(Some(value))
    }

    /// An answer to something else than the question.
    pub(super) fn odd(&self) -> Failure {
        self.relation.bad("an answer is not what was asked for")
    }
}

/// Facts on their way, from rows.
#[derive(Debug)]
pub(super) struct Builders {
    shape: Arc<FactShape>,
    columns: Vec<Builder>,
    rows: usize,
}

impl Builders {
    pub(super) fn new(shape: &Arc<FactShape>) -> Self {
        let columns = shape.columns().iter();
        Self {
            columns: columns.map(|column| Builder::new(&column.ty)).collect(),
            shape: Arc::clone(shape),
            rows: 0,
        }
    }

    /// How many rows there are.
    pub(super) fn rows(&self) -> usize {
        self.rows
    }

    /// Takes a row with values of some columns; the others have none.
    pub(super) fn take(
        &mut self,
        columns: &[usize],
        relation: &Relation,
        row: &Row<'_>,
    ) -> Result<(), Failure> {
        self.rows += 1;
        let mut from = 0;
        for (place, builder) in self.columns.iter_mut().enumerate() {
            let column = self.shape.columns().get(place);
            let Some(column) = column.filter(|_| columns.contains(&place)) else {
                builder.push(&Cell::Null)?;
                continue;
            };
            let value = row.cell(from)?;
            from += 1;
            let money = match &column.ty {
                ColumnType::Money { currency } => {
                    let stored = relation.columns.get(place);
                    let own = stored.is_some_and(|stored| stored.currency.is_some());
                    let currency = match (own, value) {
                        (true, SqlCell::Null) => None,
                        (true, _) => Some(row.text(from)?),
                        (false, _) => currency.as_deref(),
                    };
                    from += usize::from(own);
                    currency
                }
                _ => None,
            };
            let cell = match (value, &column.ty, money) {
                (SqlCell::Null, ..) => Cell::Null,
                (SqlCell::Text(text), ColumnType::Text, _) => Cell::Text(text),
                (SqlCell::Int(units), ColumnType::Money { .. }, Some(currency)) => {
                    Cell::Money(units, currency)
                }
                (SqlCell::Int(value), ColumnType::Bool, _) => Cell::Bool(value == 1),
                (SqlCell::Int(_), ColumnType::Text | ColumnType::Money { .. }, _)
                | (SqlCell::Text(_), ..) => return Err(row.odd()),
                (SqlCell::Int(value), ..) => Cell::Number(value),
            };
            builder.push(&cell)?;
        }
        Ok(())
    }

    /// The facts so far; what comes next are others.
    pub(super) fn facts(&mut self) -> Result<Facts, Failure> {
        let full = std::mem::replace(self, Self::new(&self.shape));
        let columns = full.columns.into_iter().zip(full.shape.columns());
        let columns = columns.map(|(builder, column)| builder.finish(&column.ty));
        Facts::from_columns(&full.shape, columns.collect())
    }
}
