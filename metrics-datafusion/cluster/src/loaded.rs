//! Tables of facts in the forms of Arrow.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use datafusion::arrow::array::{
    ArrayRef, BooleanArray, Decimal128Array, DictionaryArray, Int64Array, LargeStringArray,
    RecordBatch, StringArray, TimestampMicrosecondArray,
};
use datafusion::arrow::datatypes::{Field, Int32Type, Schema};
use datafusion::parquet::arrow::ArrowWriter;
use profilekit::metrics::ColumnType;
use profilekit::schema::currency_exponent;
use profilekit_tests::facts::{Cell, Table};

/// In which of its forms a column is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Forms {
    /// Whole numbers and plain texts.
    Plain,
    /// Decimals, timestamps in a zone, and texts by a dictionary.
    Own,
}

/// The decimals of an amount in whatever currency.
const FINEST: u8 = 4;

/// Rows as a batch.
///
/// # Panics
/// Where a row is not of the table's shape.
#[must_use]
pub fn batch(table: &Table, forms: Forms) -> RecordBatch {
    let mut arrays: Vec<(String, ArrayRef)> = Vec::new();
    for (place, column) in table.shape.columns().iter().enumerate() {
        let cells: Vec<&Cell> = table.rows.iter().filter_map(|row| row.get(place)).collect();
        arrays.push((column.name.to_string(), array(&cells, &column.ty, forms)));
        if let ColumnType::Money { .. } = column.ty {
            let codes = cells.iter().map(|cell| cell.money().map(|(_, code)| code));
            let codes = Arc::new(codes.collect::<StringArray>());
            arrays.push((format!("{}_currency", column.name), codes));
        }
    }
    let fields = arrays.iter();
    let fields = fields.map(|(name, array)| Field::new(name, array.data_type().clone(), true));
    let schema = Schema::new(fields.collect::<Vec<_>>());
    let arrays = arrays.into_iter().map(|(_, array)| array).collect();
    RecordBatch::try_new(Arc::new(schema), arrays).unwrap()
}

fn array(cells: &[&Cell], ty: &ColumnType, forms: Forms) -> ArrayRef {
    let cells = cells.iter();
    let own = forms == Forms::Own;
    match ty {
        ColumnType::Text if own => {
            let texts: DictionaryArray<Int32Type> = cells.map(|cell| cell.text()).collect();
            Arc::new(texts)
        }
        ColumnType::Text => Arc::new(cells.map(|cell| cell.text()).collect::<LargeStringArray>()),
        ColumnType::Bool => Arc::new(cells.map(|cell| cell.bool()).collect::<BooleanArray>()),
        ColumnType::Instant if own => {
            let instants: TimestampMicrosecondArray = cells.map(|cell| cell.int()).collect();
            Arc::new(instants.with_timezone("Europe/Berlin"))
        }
        ColumnType::Decimal { scale } if own => {
            let units = cells.map(|cell| cell.int().map(i128::from));
            decimals(units.collect(), *scale)
        }
        ColumnType::Money { .. } if own => {
            let units = cells.map(|cell| {
                cell.money().map(|(units, currency)| {
                    let spare = FINEST - currency_exponent(currency).unwrap();
                    i128::from(units) * 10i128.pow(spare.into())
                })
            });
            decimals(units.collect(), FINEST)
        }
        ColumnType::Money { .. } => {
            let units = cells.map(|cell| cell.money().map(|(units, _)| units));
            Arc::new(units.collect::<Int64Array>())
        }
        ColumnType::Int | ColumnType::Decimal { .. } | ColumnType::Instant => {
            Arc::new(cells.map(|cell| cell.int()).collect::<Int64Array>())
        }
    }
}

fn decimals(units: Decimal128Array, scale: u8) -> ArrayRef {
    let scale = i8::try_from(scale).unwrap();
    Arc::new(units.with_precision_and_scale(30, scale).unwrap())
}

/// Writes rows into so many files of Parquet, in turns.
///
/// # Panics
/// Where the folder cannot be written.
pub fn write_shards(table: &Table, forms: Forms, folder: &Path, shards: usize) {
    std::fs::create_dir_all(folder).unwrap();
    for shard in 0..shards {
        let rows = table.rows.iter().skip(shard).step_by(shards);
        let part = Table {
            shape: Arc::clone(&table.shape),
            rows: rows.cloned().collect(),
        };
        let batch = batch(&part, forms);
        let file = File::create(folder.join(format!("part-{shard}.parquet"))).unwrap();
        let mut writer = ArrowWriter::try_new(file, batch.schema(), None).unwrap();
        writer.write(&batch).unwrap();
        writer.close().unwrap();
    }
}
