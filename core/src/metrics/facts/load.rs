//! Rows become columns; what cannot be read is kept aside with its reason.

use std::sync::Arc;

use super::cell::{Cell, Fault, Written, read};
use super::column::{Column, Data, Moneys, Numbers, Texts};
use super::dictionary::Interner;
use super::shape::{ColumnType, FactShape};
use super::{Facts, MOST_ROWS};
use crate::error::{Code, Failure, Locale, Params, render};

/// A row that could not be read, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadRow {
    /// The line it begins on, from 1; of records, their place from 1.
    pub line: usize,
    /// The column, where one is to blame.
    pub column: Option<Box<str>>,
    /// The registry code.
    pub code: Code,
    /// The message's parameters.
    pub params: Params,
}

impl BadRow {
    /// The message in a locale. It has nothing of the row's values.
    #[must_use]
    pub fn message(&self, locale: Locale) -> String {
        render(self.code, &self.params, locale)
    }
}

/// Facts, and the rows that are not among them.
#[derive(Debug, Clone, PartialEq)]
pub struct Loaded {
    /// Every row that could be read.
    pub facts: Facts,
    /// Every row that could not.
    pub bad: Vec<BadRow>,
}

/// Takes rows one after the other.
pub(super) struct Loader {
    shape: Arc<FactShape>,
    columns: Vec<Builder>,
    rows: usize,
    bad: Vec<BadRow>,
}

/// The values of a column so far.
#[derive(Debug)]
pub(in crate::metrics) enum Builder {
    Text(Vec<u32>, Interner),
    Number(Numbers),
    Money(Moneys),
    Bool(Vec<u8>),
}

impl Builder {
    pub(in crate::metrics) fn new(ty: &ColumnType) -> Self {
        match ty {
            ColumnType::Text => Self::Text(Vec::new(), Interner::default()),
            ColumnType::Int | ColumnType::Decimal { .. } | ColumnType::Instant => {
                Self::Number(Numbers::default())
            }
            ColumnType::Money { .. } => Self::Money(Moneys::default()),
            ColumnType::Bool => Self::Bool(Vec::new()),
        }
    }

    pub(in crate::metrics) fn push(&mut self, cell: &Cell<'_>) -> Result<(), Failure> {
        match (self, cell) {
            (Self::Text(codes, interner), Cell::Text(text)) => codes.push(interner.code(text)),
            (Self::Text(codes, _), _) => codes.push(0),
            (Self::Number(numbers), Cell::Number(value)) => numbers.push(Some(*value)),
            (Self::Number(numbers), _) => numbers.push(None),
            (Self::Money(moneys), Cell::Money(units, currency)) => {
                moneys.push(Some((*units, currency)))?;
            }
            (Self::Money(moneys), _) => moneys.push(None)?,
            (Self::Bool(codes), Cell::Bool(value)) => codes.push(1 + u8::from(*value)),
            (Self::Bool(codes), _) => codes.push(0),
        }
        Ok(())
    }

    pub(in crate::metrics) fn finish(self, ty: &ColumnType) -> Column {
        Column(match (self, ty) {
            (Self::Text(codes, interner), _) => {
                let dictionary = Arc::new(interner.finish());
                Data::Text(Texts { codes, dictionary })
            }
            (Self::Number(numbers), ColumnType::Instant) => Data::Instant(numbers),
            (Self::Number(numbers), ColumnType::Decimal { scale }) => {
                Data::Decimal(numbers, *scale)
            }
            (Self::Number(numbers), _) => Data::Int(numbers),
            (Self::Money(moneys), _) => Data::Money(moneys),
            (Self::Bool(codes), _) => Data::Bool(codes),
        })
    }
}

impl Loader {
    pub(super) fn new(shape: &Arc<FactShape>) -> Self {
        let builders = shape
            .columns()
            .iter()
            .map(|column| Builder::new(&column.ty));
        Self {
            columns: builders.collect(),
            shape: Arc::clone(shape),
            rows: 0,
            bad: Vec::new(),
        }
    }

    /// Takes a row of which `value` gives the value of each column, whole or not at all.
    ///
    /// # Errors
    /// [`Code::MetricsTooMany`].
    pub(super) fn row<'a>(
        &mut self,
        line: usize,
        value: impl Fn(usize) -> Written<'a>,
    ) -> Result<(), Failure> {
        let shape = Arc::clone(&self.shape);
        let mut cells = Vec::with_capacity(shape.columns().len());
        for (place, column) in shape.columns().iter().enumerate() {
            match read(value(place), &column.ty, column.required) {
                Ok(cell) => cells.push(cell),
                Err(fault) => {
                    self.refuse(line, Some(&column.name), fault);
                    return Ok(());
                }
            }
        }
        if self.rows >= MOST_ROWS {
            return Err(super::too_many_rows());
        }
        self.rows += 1;
        let mut cells = self.columns.iter_mut().zip(&cells);
        cells.try_for_each(|(column, cell)| column.push(cell))
    }

    /// Keeps a row aside.
    pub(super) fn refuse(&mut self, line: usize, column: Option<&str>, (code, params): Fault) {
        let column = column.map(Into::into);
        self.bad.push(BadRow {
            line,
            column,
            code,
            params,
        });
    }

    pub(super) fn finish(self) -> Loaded {
        let columns = self.columns.into_iter().zip(self.shape.columns());
        let columns = columns
            .map(|(builder, column)| builder.finish(&column.ty))
            .collect();
        let facts = Facts {
            columns,
            rows: self.rows,
            shape: self.shape,
        };
        Loaded {
            facts,
            bad: self.bad,
        }
    }
}
