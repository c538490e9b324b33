//! Rows of facts that can be loaded anywhere.

use std::sync::Arc;

use profilekit::decimal::Decimal;
use profilekit::metrics::{Column, ColumnShape, ColumnType, FactShape, Facts};
use profilekit::time::parse_instant;
use serde_json::Value;

/// A value: decimals, money and instants in their smallest units.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "named for what they hold")]
pub enum Cell {
    Null,
    Text(String),
    Int(i64),
    Money(i64, String),
    Bool(bool),
}

impl Cell {
    /// A text; none where it is something else, as with what follows.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// A whole number of smallest units.
    #[must_use]
    pub fn int(&self) -> Option<i64> {
        match self {
            Self::Int(value) => Some(*value),
            _ => None,
        }
    }

    /// What is true or false.
    #[must_use]
    pub fn bool(&self) -> Option<bool> {
        match self {
            Self::Bool(value) => Some(*value),
            _ => None,
        }
    }

    /// Minor units and their currency.
    #[must_use]
    pub fn money(&self) -> Option<(i64, &str)> {
        match self {
            Self::Money(units, currency) => Some((*units, currency)),
            _ => None,
        }
    }
}

impl Cell {
    /// The value of a column in a row of a fixture.
    fn read(column: &ColumnShape, row: &Value) -> Self {
        let own = match &column.from {
            Some(pointer) => row.pointer(pointer.as_str()).unwrap_or(&Value::Null),
            None => &row[&*column.name],
        };
        if own.is_null() {
            return Self::Null;
        }
        let text = || own.as_str().unwrap();
        match &column.ty {
            ColumnType::Text => Self::Text(text().to_owned()),
            ColumnType::Int => Self::Int(own.as_i64().unwrap()),
            ColumnType::Decimal { scale } => Self::Int(units(&own.to_string(), *scale)),
            ColumnType::Instant => Self::Int(parse_instant(text()).unwrap()),
            ColumnType::Bool => Self::Bool(own.as_bool().unwrap()),
            ColumnType::Money { .. } => {
                let currency = own["currency"].as_str().unwrap();
                let exponent = profilekit::schema::currency_exponent(currency).unwrap();
                let amount = own["amount"].as_str().unwrap();
                Self::Money(units(amount, exponent), currency.to_owned())
            }
        }
    }
}

fn units(text: &str, scale: u8) -> i64 {
    let value = Decimal::parse(text.trim_matches('"')).unwrap();
    let spare = u32::from(scale - value.significant_scale());
    let least = value.units() / 10i128.pow(u32::from(value.scale() - value.significant_scale()));
    i64::try_from(least * 10i128.pow(spare)).unwrap()
}

/// Rows of a shape.
#[derive(Debug, Clone)]
pub struct Table {
    /// The columns.
    pub shape: Arc<FactShape>,
    /// The rows, each with a cell for every column.
    pub rows: Vec<Vec<Cell>>,
}

impl Table {
    /// The rows of a fixture.
    ///
    /// # Panics
    /// Where one is not of the shape.
    #[must_use]
    pub fn read(shape: &Arc<FactShape>, rows: &[Value]) -> Self {
        let cells = |row: &Value| {
            let columns = shape.columns().iter();
            columns.map(|column| Cell::read(column, row)).collect()
        };
        Self {
            shape: Arc::clone(shape),
            rows: rows.iter().map(cells).collect(),
        }
    }

    /// The same as facts.
    ///
    /// # Panics
    /// Where a row is not of the shape.
    #[must_use]
    pub fn facts(&self) -> Facts {
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
    #[must_use]
    pub fn split(&self, mut first: impl FnMut() -> bool) -> (Self, Self) {
        let (one, two) = self.rows.iter().cloned().partition(|_| first());
        let of = |rows| Self {
            shape: Arc::clone(&self.shape),
            rows,
        };
        (of(one), of(two))
    }
}
