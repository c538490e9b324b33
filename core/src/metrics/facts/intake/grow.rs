//! Columns that grow by pieces and by single values, and shrink again.

use std::ops::Range;
use std::sync::Arc;

use super::super::Facts;
use super::super::cell::Cell;
use super::super::column::{Data, Numbers, Texts};
use super::part;
use super::piece::{Cells, Piece};
use crate::error::Failure;

/// Facts, and what is staged for each of their columns.
pub(super) struct Grown<'g> {
    pub(super) facts: &'g mut Facts,
    pub(super) staged: &'g [Option<Piece>],
}

impl Grown<'_> {
    /// Takes staged rows as they are. A column of which nothing is staged has no values there.
    pub(super) fn extend(&mut self, rows: Range<usize>) {
        self.facts.rows += rows.len();
        for (column, piece) in self.facts.columns.iter_mut().zip(self.staged) {
            match piece {
                Some(piece) => column.0.extend(&piece.cells, rows.clone()),
                None => column.0.pad(rows.len()),
            }
        }
    }

    /// Takes a row that was read.
    pub(super) fn push(&mut self, cells: &[Cell<'_>]) -> Result<(), Failure> {
        self.facts.rows += 1;
        let mut cells = self.facts.columns.iter_mut().zip(cells);
        cells.try_for_each(|(column, cell)| column.0.push(cell))
    }
}

impl Facts {
    /// For each column how many texts or currencies have codes.
    pub(super) fn known(&self) -> Vec<usize> {
        self.columns.iter().map(|column| column.0.known()).collect()
    }

    /// Forgets all but the first rows, and all but the first texts and currencies of each column.
    pub(super) fn truncate(&mut self, rows: usize, known: &[usize]) {
        self.rows = rows;
        let known = known.iter().chain(std::iter::repeat(&0));
        for (column, known) in self.columns.iter_mut().zip(known) {
            match &mut column.0 {
                Data::Text(texts) => {
                    texts.codes.truncate(rows);
                    texts.forget(*known);
                }
                Data::Int(numbers) | Data::Decimal(numbers, _) | Data::Instant(numbers) => {
                    numbers.values.truncate(rows);
                    numbers.bounds.truncate(rows);
                    numbers.nulls.truncate(rows);
                }
                Data::Money(moneys) => {
                    moneys.units.truncate(rows);
                    moneys.bounds.truncate(rows);
                    moneys.codes.truncate(rows);
                    moneys.currencies.truncate(*known);
                }
                Data::Bool(codes) => codes.truncate(rows),
            }
        }
    }

    /// Whether a column has a text, beyond those that were known, that none of the rows from here on has.
    pub(super) fn has_spare(&self, rows: usize, known: &[usize]) -> bool {
        let known = known.iter().chain(std::iter::repeat(&0));
        let mut columns = self.columns.iter().zip(known);
        columns.any(|(column, known)| match &column.0 {
            Data::Text(texts) => texts.used(rows, *known).contains(&false),
            _ => false,
        })
    }

    /// Drops such texts.
    pub(super) fn drop_spare(&mut self, rows: usize, known: &[usize]) {
        let known = known.iter().chain(std::iter::repeat(&0));
        for (column, known) in self.columns.iter_mut().zip(known) {
            if let Data::Text(texts) = &mut column.0 {
                texts.drop_spare(rows, *known);
            }
        }
    }
}

impl Data {
    fn known(&self) -> usize {
        match self {
            Self::Text(texts) => texts.dictionary.len(),
            Self::Money(moneys) => moneys.currencies.len(),
            _ => 0,
        }
    }

    /// The codes of texts or of currencies; nothing for a column that has neither.
    pub(super) fn learn<'t>(&mut self, texts: impl Iterator<Item = &'t str>) -> Option<Vec<u32>> {
        match self {
            Self::Text(own) => Some(texts.map(|text| own.code(text)).collect()),
            Self::Money(own) => {
                let code = |text| own.code(text).map_or(u32::MAX, u32::from);
                Some(texts.map(code).collect())
            }
            _ => None,
        }
    }

    fn extend(&mut self, cells: &Cells, rows: Range<usize>) {
        match (self, cells) {
            (Self::Text(texts), Cells::Codes(codes)) => {
                texts.codes.extend_from_slice(part(codes, rows));
            }
            (Self::Bool(own), Cells::Bools(codes)) => own.extend_from_slice(part(codes, rows)),
            (Self::Money(own), Cells::Moneys(units, codes)) => {
                let codes = part(codes, rows.clone());
                own.gaps |= codes.contains(&0);
                own.units.extend_from_slice(part(units, rows));
                own.bounds.reach(&own.units);
                own.codes.extend_from_slice(codes);
            }
            (
                Self::Int(own) | Self::Decimal(own, _) | Self::Instant(own),
                Cells::Numbers(values, nulls),
            ) => {
                let (first, values) = (own.values.len(), part(values, rows.clone()));
                let falls = own.values.last() > values.first();
                own.turns |= !values.is_empty() && falls || !values.is_sorted();
                own.values.extend_from_slice(values);
                own.bounds.reach(&own.values);
                if nulls.any() {
                    let missing = rows.clone().filter(|row| nulls.has(*row));
                    missing.for_each(|row| own.nulls.set(first + row - rows.start));
                }
            }
            // A piece is made for its column.
            _ => {}
        }
    }

    /// So many rows without a value.
    fn pad(&mut self, rows: usize) {
        match self {
            Self::Text(texts) => texts.codes.resize(texts.codes.len() + rows, 0),
            Self::Bool(codes) => codes.resize(codes.len() + rows, 0),
            Self::Money(own) => {
                own.gaps |= rows > 0;
                own.units.resize(own.units.len() + rows, 0);
                own.bounds.reach(&own.units);
                own.codes.resize(own.codes.len() + rows, 0);
            }
            Self::Int(own) | Self::Decimal(own, _) | Self::Instant(own) => {
                (0..rows).for_each(|_| own.push(None));
            }
        }
    }

    fn push(&mut self, cell: &Cell<'_>) -> Result<(), Failure> {
        let number = |own: &mut Numbers| match cell {
            Cell::Number(value) => own.push(Some(*value)),
            _ => own.push(None),
        };
        match (self, cell) {
            (Self::Text(own), Cell::Text(text)) => {
                let code = own.code(text);
                own.codes.push(code);
            }
            (Self::Text(own), _) => own.codes.push(0),
            (Self::Int(own) | Self::Decimal(own, _) | Self::Instant(own), _) => number(own),
            (Self::Money(own), Cell::Money(units, currency)) => {
                own.push(Some((*units, currency)))?;
            }
            (Self::Money(own), _) => own.push(None)?,
            (Self::Bool(own), Cell::Bool(value)) => own.push(1 + u8::from(*value)),
            (Self::Bool(own), _) => own.push(0),
        }
        Ok(())
    }
}

impl Texts {
    /// The code of a text, which is added where it is not there.
    fn code(&mut self, text: &str) -> u32 {
        let known = self.dictionary.code(text);
        known.unwrap_or_else(|| Arc::make_mut(&mut self.dictionary).push(text))
    }
    /// Forgets all but the first texts.
    fn forget(&mut self, known: usize) {
        if known < self.dictionary.len() {
            Arc::make_mut(&mut self.dictionary).truncate(known);
        }
    }

    /// For each text beyond those that were known whether one of the rows from here on has it.
    fn used(&self, rows: usize, known: usize) -> Vec<bool> {
        let mut used = vec![false; self.dictionary.len().saturating_sub(known)];
        if used.is_empty() {
            return used;
        }
        for code in self.codes.iter().skip(rows) {
            let place = (*code as usize).checked_sub(known + 1);
            if let Some(used) = place.and_then(|place| used.get_mut(place)) {
                *used = true;
            }
        }
        used
    }

    /// Drops the texts beyond those that were known that none of the rows from here on has; others are given their codes.
    fn drop_spare(&mut self, rows: usize, known: usize) {
        let used = self.used(rows, known);
        let before = Arc::clone(&self.dictionary);
        self.forget(known);
        let texts = before.iter().skip(known).zip(used);
        let codes = texts.map(|(text, used)| if used { self.code(text) } else { 0 });
        let codes: Vec<u32> = codes.collect();
        for code in self.codes.iter_mut().skip(rows) {
            let place = (*code as usize).checked_sub(known + 1);
            if let Some(new) = place.and_then(|place| codes.get(place)) {
                *code = *new;
            }
        }
    }
}
