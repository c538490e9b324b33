//! Facts that a host hands in piece by piece, as columns and as rows.

mod grow;
mod piece;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::cell::{Cell, Fault, read};
use super::shape::FactShape;
use super::{BadRow, Facts, MOST_ROWS, at, no_object, too_many_rows};
use crate::error::{Code, Failure};
use crate::json::{PointerBuf, Tree, Value};
use grow::Grown;
use piece::Piece;
pub use piece::Values;

/// A table of facts that grows.
///
/// Rows come in lots: a piece of each column is staged, and [`Intake::take`] makes rows of them,
/// each whole or not at all. Rows that a host cannot put into columns come along as JSON, in their
/// places. Lots count once they are [settled](Intake::settle).
#[derive(Debug)]
pub struct Intake {
    facts: Arc<Facts>,
    bad: Vec<BadRow>,
    /// How many rows were handed in, those that could not be read among them.
    lines: usize,
    settled: Mark,
    staged: Vec<Option<Piece>>,
}

/// How much there is.
#[derive(Debug, Clone, Default)]
struct Mark {
    rows: usize,
    bad: usize,
    lines: usize,
    /// For each column how many texts or currencies have codes.
    known: Vec<usize>,
}

impl Intake {
    /// No facts of the shape yet.
    #[must_use]
    pub fn new(shape: &Arc<FactShape>) -> Self {
        Self {
            facts: Arc::new(Facts::nothing(shape)),
            bad: Vec::new(),
            lines: 0,
            settled: Mark::default(),
            staged: nothing(shape),
        }
    }

    /// The facts so far. Whoever keeps them while more come in makes the table a copy.
    #[must_use]
    pub fn facts(&self) -> &Arc<Facts> {
        &self.facts
    }

    /// The rows that could not be read, each with its place among those that were handed in, from 1.
    #[must_use]
    pub fn bad(&self) -> &[BadRow] {
        &self.bad
    }

    /// The codes of texts in a column of texts, or of currencies in one of money; `u32::MAX` for
    /// what is no currency. They hold until the table is settled or undone: nothing is kept of a
    /// text that no row has then.
    ///
    /// # Errors
    /// [`Code::KernelBadRequest`] for a column of anything else.
    pub fn learn<'t>(
        &mut self,
        column: usize,
        texts: impl Iterator<Item = &'t str>,
    ) -> Result<Vec<u32>, Failure> {
        let name = self.name(column)?.to_owned();
        let own = Arc::make_mut(&mut self.facts).columns.get_mut(column);
        let codes = own.and_then(|own| own.0.learn(texts));
        codes.ok_or_else(|| refuse(&name, "its values have no codes"))
    }

    /// Stages a piece of a column. `valid` has a bit for each row, the lowest first, which is set
    /// where the row has a value; nothing, where every row has one.
    ///
    /// # Errors
    /// [`Code::KernelBadRequest`] for values that the column cannot have, and fewer bits than
    /// rows. What is wrong with single values is told of their rows.
    pub fn stage(
        &mut self,
        column: usize,
        values: Values<'_>,
        valid: &[u8],
    ) -> Result<(), Failure> {
        let name = self.name(column)?.to_owned();
        let shape = Arc::clone(self.facts.shape());
        let facts = Arc::make_mut(&mut self.facts);
        let (Some(declared), Some(own)) =
            (shape.columns().get(column), facts.columns.get_mut(column))
        else {
            return Err(refuse(&name, "there is no such column"));
        };
        let piece = Piece::of(declared, &mut own.0, values, valid);
        let piece = piece.map_err(|reason| refuse(&name, reason))?;
        if let Some(place) = self.staged.get_mut(column) {
            *place = Some(piece);
        }
        Ok(())
    }

    /// Makes rows of what was staged. `odd` are the places of rows that are read from `trees`
    /// instead, ascending.
    ///
    /// # Errors
    /// [`Code::KernelBadRequest`] for pieces that are not as long, [`Code::MetricsUnknownColumn`]
    /// for a column that every row needs and nobody staged, [`Code::MetricsTooMany`]. Nothing is
    /// staged afterwards.
    pub fn take(&mut self, rows: usize, odd: &[u32], trees: &[Tree]) -> Result<(), Failure> {
        let shape = Arc::clone(self.facts.shape());
        let staged = std::mem::replace(&mut self.staged, nothing(&shape));
        let is_whole = odd.len() == rows;
        for (piece, column) in staged.iter().zip(shape.columns()) {
            match piece {
                Some(piece) if piece.rows() != rows => {
                    let reason = format!("it has {} rows and others {rows}", piece.rows());
                    return Err(refuse(&column.name, &reason));
                }
                None if column.required && !is_whole => {
                    let failure = Failure::new(Code::MetricsUnknownColumn);
                    return Err(failure.with("name", column.name.to_string()));
                }
                _ => {}
            }
        }
        let ascends = odd.windows(2).all(|pair| pair.first() < pair.last());
        let last = odd.last().map_or(0, |last| *last as usize + 1);
        if !ascends || last > rows || odd.len() != trees.len() {
            return Err(Failure::bad_request("rows that are read have no place"));
        }
        if rows > MOST_ROWS - self.facts.rows() {
            return Err(too_many_rows());
        }
        let apart = apart(&shape, &staged, odd, trees);
        let mut grown = Grown {
            facts: Arc::make_mut(&mut self.facts),
            staged: &staged,
        };
        let mut from = 0;
        for (row, found) in apart {
            grown.extend(from..row);
            from = row + 1;
            match found {
                Ok(cells) => grown.push(&cells)?,
                Err((column, (code, params))) => self.bad.push(BadRow {
                    line: self.lines + from,
                    column,
                    code,
                    params,
                }),
            }
        }
        grown.extend(from..rows);
        self.lines += rows;
        Ok(())
    }

    /// Keeps what was taken, and no text that only rows had that could not be read.
    pub fn settle(&mut self) {
        let Mark { rows, known, .. } = &self.settled;
        if self.facts.has_spare(*rows, known) {
            Arc::make_mut(&mut self.facts).drop_spare(*rows, known);
        }
        self.settled = Mark {
            rows: self.facts.rows(),
            bad: self.bad.len(),
            lines: self.lines,
            known: self.facts.known(),
        };
    }

    /// Forgets what was staged, learnt and taken since it was last settled.
    pub fn undo(&mut self) {
        let Mark {
            rows,
            bad,
            lines,
            known,
        } = &self.settled;
        self.staged = nothing(self.facts.shape());
        if *rows < self.facts.rows() || *known != self.facts.known() {
            Arc::make_mut(&mut self.facts).truncate(*rows, known);
        }
        self.bad.truncate(*bad);
        self.lines = *lines;
    }

    fn name(&self, column: usize) -> Result<&str, Failure> {
        let column = self.facts.shape().columns().get(column);
        let column = column.ok_or_else(|| Failure::bad_request("there is no such column"))?;
        Ok(&column.name)
    }
}

fn nothing(shape: &FactShape) -> Vec<Option<Piece>> {
    shape.columns().iter().map(|_| None).collect()
}

/// Refuses what was handed in for a column.
fn refuse(column: &str, reason: &str) -> Failure {
    let at = PointerBuf::root().child(column).as_str().to_owned();
    Failure::bad_request(format!("the column `{column}`: {reason}")).at(at)
}

/// A row that is not taken from the pieces as it is: its values, or what is wrong with it.
type Apart<'t> = Result<Vec<Cell<'t>>, (Option<Box<str>>, Fault)>;

/// The rows that are not taken as they are, in their order.
fn apart<'t>(
    shape: &'t FactShape,
    staged: &[Option<Piece>],
    odd: &[u32],
    trees: &'t [Tree],
) -> BTreeMap<usize, Apart<'t>> {
    let odd = odd.iter().map(|row| *row as usize);
    let read = trees.iter().map(|tree| cells(shape, tree));
    let mut apart: BTreeMap<usize, Apart<'t>> = odd.zip(read).collect();
    for (piece, column) in staged.iter().zip(shape.columns()) {
        for (row, fault) in piece.iter().flat_map(Piece::faults) {
            // The first column to blame is told, as of rows that are read.
            let place = apart.entry(row);
            place.or_insert_with(|| Err((Some(column.name.clone()), fault)));
        }
    }
    apart
}

fn cells<'t>(shape: &'t FactShape, tree: &'t Tree) -> Apart<'t> {
    let Value::Object(_) = tree.value else {
        return Err((None, no_object()));
    };
    let columns = shape.columns().iter().enumerate();
    let cells = columns.map(|(place, column)| {
        let cell = read(at(shape, place, tree), &column.ty, column.required);
        cell.map_err(|fault| (Some(column.name.clone()), fault))
    });
    cells.collect()
}

/// Rows of a range, as many as a slice has.
fn part<T>(values: &[T], rows: Range<usize>) -> &[T] {
    values.get(rows).unwrap_or_default()
}
