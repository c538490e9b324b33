//! A fact as bytes: what is kept of it where only a few of many facts change.

use std::sync::Arc;

use super::super::state::{Reader, Writer, bad_state};
use super::cell::Cell;
use super::column::Data;
use super::load::Builder;
use super::shape::{ColumnType, FactShape};
use super::{Facts, MOST_ROWS, too_many_rows};
use crate::error::Failure;

impl Facts {
    /// A fact as bytes, which [`Facts::from_rows`] reads. They are as confidential as the fact.
    pub(in crate::metrics) fn row_bytes(&self, row: usize) -> Vec<u8> {
        let mut out = Writer::default();
        for column in &self.columns {
            match cell(&column.0, row) {
                Cell::Null => out.0.push(0),
                Cell::Text(text) => {
                    out.0.push(1);
                    out.text(text);
                }
                Cell::Number(value) => {
                    out.0.push(1);
                    out.signed(value);
                }
                Cell::Money(units, currency) => {
                    out.0.push(1);
                    out.signed(units);
                    out.text(currency);
                }
                Cell::Bool(value) => out.0.push(1 + u8::from(value)),
            }
        }
        out.0
    }

    /// Facts of a shape from their bytes.
    pub(in crate::metrics) fn from_rows<'r>(
        shape: &Arc<FactShape>,
        rows: impl IntoIterator<Item = &'r [u8]>,
    ) -> Result<Self, Failure> {
        let columns = shape.columns().iter();
        let mut builders: Vec<Builder> = columns.map(|column| Builder::new(&column.ty)).collect();
        let mut count = 0;
        for row in rows {
            let mut bytes = Reader(row);
            for (column, builder) in shape.columns().iter().zip(&mut builders) {
                builder.push(&read(&mut bytes, &column.ty)?)?;
            }
            bytes.finish()?;
            count += 1;
            if count > MOST_ROWS {
                return Err(too_many_rows());
            }
        }
        let columns = builders.into_iter().zip(shape.columns());
        let columns = columns.map(|(builder, column)| builder.finish(&column.ty));
        Ok(Self {
            columns: columns.collect(),
            rows: count,
            shape: Arc::clone(shape),
        })
    }
}

fn cell(data: &Data, row: usize) -> Cell<'_> {
    let found = match data {
        Data::Text(texts) => {
            let code = texts.codes.get(row);
            code.and_then(|code| texts.dictionary.get(*code))
                .map(Cell::Text)
        }
        Data::Int(numbers) | Data::Decimal(numbers, _) | Data::Instant(numbers) => {
            numbers.get(row).map(Cell::Number)
        }
        Data::Money(moneys) => {
            let money = moneys.get(row);
            money.map(|(units, currency, _)| Cell::Money(units, currency))
        }
        Data::Bool(codes) => {
            let code = codes.get(row).filter(|code| **code > 0);
            code.map(|code| Cell::Bool(*code == 2))
        }
    };
    found.unwrap_or(Cell::Null)
}

fn read<'r>(bytes: &mut Reader<'r>, ty: &ColumnType) -> Result<Cell<'r>, Failure> {
    Ok(match (bytes.byte()?, ty) {
        (0, _) => Cell::Null,
        (1, ColumnType::Text) => Cell::Text(bytes.text()?),
        (1, ColumnType::Int | ColumnType::Decimal { .. } | ColumnType::Instant) => {
            Cell::Number(bytes.signed()?)
        }
        (1, ColumnType::Money { .. }) => Cell::Money(bytes.signed()?, bytes.text()?),
        (mark @ (1 | 2), ColumnType::Bool) => Cell::Bool(mark == 2),
        _ => return Err(bad_state("an unknown mark")),
    })
}

#[cfg(test)]
mod tests {
    use super::super::ColumnShape;
    use super::*;

    #[test]
    fn facts_come_back_from_their_bytes() {
        let money = ColumnType::Money { currency: None };
        let shapes = [
            ("at", ColumnType::Instant),
            ("who", ColumnType::Text),
            ("price", money),
            ("share", ColumnType::Decimal { scale: 3 }),
            ("done", ColumnType::Bool),
            ("count", ColumnType::Int),
        ];
        let shapes = shapes.map(|(name, ty)| ColumnShape::new(name, ty).optional());
        let shape = Arc::new(FactShape::new(shapes.into()).unwrap());
        let csv = "at,who,price,share,done,count\n\
            2026-03-01T10:00:00Z,é,12.50 EUR,0.125,true,-7\n,,,,,\n\
            2026-03-01T10:00:00Z,\u{1f600},-1 JPY,-4,false,9223372036854775807\n";
        let facts = Facts::from_csv(&shape, csv).unwrap().facts;
        assert_eq!(facts.rows(), 3);
        let rows: Vec<Vec<u8>> = (0..3).map(|row| facts.row_bytes(row)).collect();
        let back = Facts::from_rows(&shape, rows.iter().map(Vec::as_slice)).unwrap();
        assert_eq!(back, facts);
        for bytes in [&[][..], &[0; 5], &[0; 7], &[9, 0, 0, 0, 0, 0], &[1]] {
            assert!(Facts::from_rows(&shape, [bytes]).is_err(), "{bytes:?}");
        }
    }
}
