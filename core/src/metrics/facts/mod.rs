//! Facts: typed columns of what happened.

mod bounds;
mod cell;
mod column;
mod csv;
mod dictionary;
mod intake;
mod load;
mod row;
mod shape;
#[cfg(test)]
mod tests;

pub use column::Column;
pub use dictionary::Dictionary;
pub use intake::{Intake, Values};
pub use load::{BadRow, Loaded};
pub use shape::{ColumnShape, ColumnType, FactShape};

pub(super) use bounds::Bounds;
pub(super) use cell::Cell;
pub(super) use column::{Data, Moneys, Numbers};
pub(super) use dictionary::{Interner, TextDigest, digest};
pub(super) use load::Builder;

use std::borrow::Cow;
use std::sync::Arc;

use crate::error::{Code, Failure};
use crate::json::{self, Limits, Pointer, Tree, Value};
use crate::time::write_instant;
use cell::{Fault, Written};
use load::Loader;

/// The most rows of one table; more are several tables whose partial results are merged.
const MOST_ROWS: usize = 1 << 31;

fn too_many_rows() -> Failure {
    let failure = Failure::new(Code::MetricsTooMany).with("what", "rows");
    failure.with("max", MOST_ROWS)
}

/// A table of facts.
///
/// ```
/// use profilekit::metrics::{ColumnShape, ColumnType, FactShape, Facts};
/// let money = ColumnType::Money { currency: None };
/// let shape = FactShape::new(vec![
///     ColumnShape::new("at", ColumnType::Instant),
///     ColumnShape::new("price", money),
/// ]);
/// let csv = "at,price\n2026-03-01T10:00:00Z,12.50 EUR\n2026-03-02T10:00:00Z,much\n";
/// let loaded = Facts::from_csv(&shape.unwrap().into(), csv).unwrap();
/// assert_eq!(loaded.facts.rows(), 1);
/// assert_eq!((loaded.bad[0].line, loaded.bad[0].column.as_deref()), (3, Some("price")));
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Facts {
    shape: Arc<FactShape>,
    columns: Vec<Column>,
    rows: usize,
}

impl Facts {
    /// A table of columns that a host has.
    ///
    /// # Errors
    /// [`Code::MetricsColumnType`] and [`Code::MetricsBadRow`] where they do not fit the shape
    /// or each other.
    pub fn from_columns(shape: &Arc<FactShape>, columns: Vec<Column>) -> Result<Self, Failure> {
        let rows = columns.first().map_or(0, Column::len);
        let same = columns.iter().all(|column| column.len() == rows);
        if columns.len() != shape.columns().len() || !same {
            let failure = Failure::new(Code::MetricsBadRow);
            return Err(failure.with("reason", "the columns are not as many, or not as long"));
        }
        for (column, declared) in columns.iter().zip(shape.columns()) {
            if !column.is_of(&declared.ty) {
                return Err(wrong_type(declared, "another"));
            }
        }
        if rows > MOST_ROWS {
            return Err(too_many_rows());
        }
        Ok(Self {
            shape: Arc::clone(shape),
            columns,
            rows,
        })
    }

    /// Loads a CSV file (RFC 4180) whose first line names its columns.
    ///
    /// # Errors
    /// [`Code::MetricsUnknownColumn`] where the first line lacks a column that every row needs,
    /// [`Code::MetricsBadRow`] where it cannot be read, [`Code::MetricsTooMany`]. Rows that
    /// cannot be read are in the result.
    pub fn from_csv(shape: &Arc<FactShape>, text: &str) -> Result<Loaded, Failure> {
        csv::load(shape, text)
    }

    /// Loads a file with one JSON object a line.
    ///
    /// # Errors
    /// [`Code::MetricsTooMany`]. Rows that cannot be read are in the result.
    pub fn from_ndjson(shape: &Arc<FactShape>, text: &[u8]) -> Result<Loaded, Failure> {
        let lines = text.split(|byte| *byte == b'\n').enumerate();
        let lines = lines.filter(|(_, line)| !line.iter().all(u8::is_ascii_whitespace));
        from_documents(shape, lines.map(|(place, line)| (place + 1, line)))
    }

    /// Loads JSON documents, such as the records of a kind.
    ///
    /// # Errors
    /// [`Code::MetricsTooMany`]. Documents that cannot be read are in the result.
    pub fn from_records<'a>(
        shape: &Arc<FactShape>,
        documents: impl IntoIterator<Item = &'a [u8]>,
    ) -> Result<Loaded, Failure> {
        from_documents(shape, (1..).zip(documents))
    }

    /// Loads JSON documents that were read already.
    ///
    /// # Errors
    /// [`Code::MetricsTooMany`]. Documents that cannot be read are in the result.
    #[cfg(feature = "compiler")]
    pub(crate) fn from_trees(shape: &Arc<FactShape>, rows: &[Tree]) -> Result<Loaded, Failure> {
        let mut loader = Loader::new(shape);
        for (line, tree) in (1..).zip(rows) {
            row(&mut loader, shape, line, tree)?;
        }
        Ok(loader.finish())
    }

    /// The columns' names and types.
    #[must_use]
    pub fn shape(&self) -> &Arc<FactShape> {
        &self.shape
    }

    /// How many rows there are.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Bytes of the values, without their dictionaries.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.columns.iter().map(Column::bytes).sum()
    }

    /// The facts of which a column of texts says this and nothing else. Nothing of the others is
    /// left, not even a text that only they have.
    #[must_use]
    pub fn kept(&self, column: usize, text: &str) -> Self {
        let rows: Vec<usize> = match self.data(column) {
            Some(Data::Text(texts)) => {
                let code = texts.dictionary.find(text);
                let rows = texts.codes.iter().enumerate();
                rows.filter(|(_, own)| code == Some(**own))
                    .map(|(row, _)| row)
                    .collect()
            }
            _ => Vec::new(),
        };
        self.rows_at(&rows)
    }

    /// As [`Self::kept`], for a scan; where all facts say so they are not copied.
    pub(crate) fn only(&self, column: usize, text: &str) -> Cow<'_, Self> {
        if let Some(Data::Text(texts)) = self.data(column)
            && let Some(code) = texts.dictionary.find(text)
            && texts.codes.iter().all(|own| *own == code)
        {
            return Cow::Borrowed(self);
        }
        Cow::Owned(self.kept(column, text))
    }

    /// No facts of the shape.
    #[must_use]
    pub fn nothing(shape: &Arc<FactShape>) -> Self {
        Loader::new(shape).finish().facts
    }

    /// The facts of some rows, in that order; a row may be among them more than once.
    pub(super) fn rows_at(&self, rows: &[usize]) -> Self {
        let columns = self.columns.iter().map(|column| column.rows_at(rows));
        Self {
            shape: Arc::clone(&self.shape),
            columns: columns.collect(),
            rows: rows.len(),
        }
    }

    pub(super) fn column(&self, place: usize) -> Option<&Column> {
        self.columns.get(place)
    }

    pub(super) fn data(&self, place: usize) -> Option<&Data> {
        self.columns.get(place).map(|column| &column.0)
    }

    /// A column of instants.
    pub(super) fn at(&self, place: usize) -> Option<&Numbers> {
        match self.data(place) {
            Some(Data::Instant(at)) => Some(at),
            _ => None,
        }
    }

    /// The values of a column as codes of texts; what is no text is spelled.
    pub(super) fn coded(&self, place: usize) -> Option<(Cow<'_, [u32]>, Arc<Dictionary>)> {
        let column = self.columns.get(place)?;
        if let Data::Text(texts) = &column.0 {
            return Some((Cow::Borrowed(&texts.codes), Arc::clone(&texts.dictionary)));
        }
        let mut interner = Interner::default();
        let spelled = (0..self.rows).map(|row| self.spelled(&column.0, row));
        let codes = spelled.map(|text| text.map_or(0, |text| interner.code(&text)));
        let codes = codes.collect();
        Some((Cow::Owned(codes), Arc::new(interner.finish())))
    }

    /// What [`Self::coded`] has a code for, of one row.
    pub(super) fn text(&self, place: usize, row: usize) -> Option<Cow<'_, str>> {
        match self.data(place)? {
            Data::Text(texts) => texts
                .dictionary
                .get(*texts.codes.get(row)?)
                .map(Cow::Borrowed),
            other => self.spelled(other, row).map(Cow::Owned),
        }
    }

    fn spelled(&self, data: &Data, row: usize) -> Option<String> {
        Some(match data {
            Data::Text(texts) => texts.dictionary.get(*texts.codes.get(row)?)?.to_owned(),
            Data::Int(numbers) => numbers.get(row)?.to_string(),
            Data::Decimal(numbers, scale) => {
                super::Number::new(numbers.get(row)?.into(), *scale).to_string()
            }
            Data::Instant(numbers) => write_instant(numbers.get(row)?),
            Data::Money(moneys) => moneys.get(row)?.1.to_owned(),
            Data::Bool(codes) => (*codes.get(row).filter(|code| **code > 0)? == 2).to_string(),
        })
    }
}

pub(super) fn wrong_type(column: &ColumnShape, expected: &'static str) -> Failure {
    let failure = Failure::new(Code::MetricsColumnType);
    let failure = failure.with("name", column.name.to_string());
    failure
        .with("actual", column.ty.name())
        .with("expected", expected)
}

fn row(loader: &mut Loader, shape: &FactShape, line: usize, tree: &Tree) -> Result<(), Failure> {
    if let Value::Object(_) = tree.value {
        return loader.row(line, |column| at(shape, column, tree));
    }
    loader.refuse(line, None, no_object());
    Ok(())
}

/// What is wrong with a row that is a list or a single value.
fn no_object() -> Fault {
    let reason = vec![("reason", "it is no JSON object".into())];
    (Code::MetricsBadRow, reason)
}

fn from_documents<'a>(
    shape: &Arc<FactShape>,
    documents: impl Iterator<Item = (usize, &'a [u8])>,
) -> Result<Loaded, Failure> {
    let mut loader = Loader::new(shape);
    for (line, document) in documents {
        match json::parse(document, Limits::default()) {
            Ok(tree) => row(&mut loader, shape, line, &tree)?,
            Err(fault) => {
                let failure = Failure::from(fault);
                loader.refuse(line, None, (failure.code(), failure.params().to_vec()));
            }
        }
    }
    Ok(loader.finish())
}

fn at<'t>(shape: &FactShape, column: usize, tree: &'t Tree) -> Written<'t> {
    let found = shape
        .columns()
        .get(column)
        .and_then(|column| match &column.from {
            Some(pointer) => walk(tree, pointer),
            None => tree.get(&column.name),
        });
    found.map_or(Written::Null, Written::Json)
}

fn walk<'t>(tree: &'t Tree, pointer: &Pointer) -> Option<&'t Tree> {
    pointer
        .segments()
        .try_fold(tree, |tree, name| match &tree.value {
            Value::Array(items) => items.get(name.parse::<usize>().ok()?),
            _ => tree.get(&name),
        })
}
