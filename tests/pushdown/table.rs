//! Rows of facts that can be loaded anywhere.

use std::sync::Arc;

use profilekit::metrics::{Column, ColumnType, FactShape, Facts};

/// A value: decimals, money and instants in their smallest units.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Cell {
    Null,
    Text(String),
    Int(i64),
    Money(i64, &'static str),
    Bool(bool),
}

impl Cell {
    fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    fn int(&self) -> Option<i64> {
        match self {
            Self::Int(value) => Some(*value),
            _ => None,
        }
    }

    fn bool(&self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(*value),
            _ => None,
        }
    }

    fn money(&self) -> Option<(i64, &'static str)> {
        match self {
            Self::Money(units, currency) => Some((*units, currency)),
            _ => None,
        }
    }
}

/// Rows of a shape.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    pub(crate) shape: Arc<FactShape>,
    pub(crate) rows: Vec<Vec<Cell>>,
}

impl Table {
    pub(crate) fn facts(&self) -> Facts {
        let columns = self.shape.columns().iter().enumerate();
        let columns = columns.map(|(place, column)| {
            let cells = self.rows.iter().map(|row| &row[place]);
            match column.ty {
                ColumnType::Text => Column::texts(cells.map(Cell::text)),
                ColumnType::Int => Column::ints(cells.map(Cell::int)),
                ColumnType::Decimal { scale } => Column::decimals(cells.map(Cell::int), scale),
                ColumnType::Instant => Column::instants(cells.map(Cell::int)),
                ColumnType::Bool => Column::bools(cells.map(Cell::bool)),
                ColumnType::Money { .. } => Column::money(cells.map(Cell::money)).unwrap(),
            }
        });
        Facts::from_columns(&self.shape, columns.collect()).unwrap()
    }

    /// Two tables, each row in one of them.
    pub(crate) fn split(&self, mut first: impl FnMut() -> bool) -> (Self, Self) {
        let (one, two) = self.rows.iter().cloned().partition(|_| first());
        let of = |rows| Self {
            shape: Arc::clone(&self.shape),
            rows,
        };
        (of(one), of(two))
    }
}
