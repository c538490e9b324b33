//! Batches of an answer, row by row.

use datafusion::arrow::array::{
    Array, Int64Array, LargeStringArray, RecordBatch, StringArray, StringViewArray,
};
use datafusion::arrow::datatypes::DataType;
use datafusion::common::cast::{
    as_int64_array, as_large_string_array, as_string_array, as_string_view_array,
};
use datafusion::error::DataFusionError;
use profilekit::error::Failure;
use profilekit::metrics::SqlCell;

use crate::fault::failed;

/// A column of an answer.
enum Column<'b> {
    Nothing,
    Ints(&'b Int64Array),
    Texts(&'b StringArray),
    LargeTexts(&'b LargeStringArray),
    Views(&'b StringViewArray),
}

/// Hands the rows of a batch on, one after the other.
pub(crate) fn each_row(
    batch: &RecordBatch,
    take: &mut dyn FnMut(&[SqlCell<'_>]) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let columns = batch.columns().iter();
    let columns: Result<Vec<Column<'_>>, _> = columns.map(|own| Column::of(&**own)).collect();
    let columns = columns.map_err(failed)?;
    let mut row = Vec::with_capacity(columns.len());
    for place in 0..batch.num_rows() {
        row.clear();
        row.extend(columns.iter().map(|column| column.cell(place)));
        take(&row)?;
    }
    Ok(())
}

impl<'b> Column<'b> {
    fn of(array: &'b dyn Array) -> Result<Self, DataFusionError> {
        Ok(match array.data_type() {
            DataType::Null => Self::Nothing,
            DataType::Int64 => Self::Ints(as_int64_array(array)?),
            DataType::Utf8 => Self::Texts(as_string_array(array)?),
            DataType::LargeUtf8 => Self::LargeTexts(as_large_string_array(array)?),
            DataType::Utf8View => Self::Views(as_string_view_array(array)?),
            // No question asks for one.
            other => {
                let message = format!("an answer has a column of type {other}");
                return Err(DataFusionError::Execution(message));
            }
        })
    }

    fn cell(&self, place: usize) -> SqlCell<'b> {
        match self {
            Self::Ints(values) if values.is_valid(place) => SqlCell::Int(values.value(place)),
            Self::Texts(values) if values.is_valid(place) => SqlCell::Text(values.value(place)),
            Self::LargeTexts(values) if values.is_valid(place) => {
                SqlCell::Text(values.value(place))
            }
            Self::Views(values) if values.is_valid(place) => SqlCell::Text(values.value(place)),
            _ => SqlCell::Null,
        }
    }
}
