//! Values of rows.

use profilekit::privacy::Digest;
use profilekit::store::StoreError;
use tokio_postgres::Row;
use tokio_postgres::types::{FromSql, ToSql};

use crate::error::{store_error, unreadable};

/// A value that goes along with a statement.
pub(crate) type Param<'p> = Box<dyn ToSql + Sync + Send + 'p>;

/// One column of many rows.
pub(crate) fn column<'p, R, V>(rows: &[&'p R], of: impl Fn(&'p R) -> V) -> Param<'p>
where
    V: ToSql + Sync + Send + 'p,
{
    Box::new(rows.iter().map(|row| of(row)).collect::<Vec<V>>())
}

/// A value of a row.
pub(crate) fn value<'r, T: FromSql<'r>>(row: &'r Row, name: &'static str) -> Result<T, StoreError> {
    row.try_get(name).map_err(store_error)
}

/// The one value of the first row.
pub(crate) fn only<T: for<'r> FromSql<'r>>(rows: &[Row]) -> Result<T, StoreError> {
    let row = rows.first().ok_or_else(|| unreadable("nothing"))?;
    row.try_get(0).map_err(store_error)
}

/// A count or number that is not negative.
pub(crate) fn unsigned<T: TryFrom<i64>>(row: &Row, name: &'static str) -> Result<T, StoreError> {
    let number: i64 = value(row, name)?;
    T::try_from(number).map_err(|_| unreadable(name))
}

/// A hash.
pub(crate) fn digest(row: &Row, name: &'static str) -> Result<Digest, StoreError> {
    let bytes: &[u8] = value(row, name)?;
    Digest::from_bytes(bytes).ok_or_else(|| unreadable(name))
}

/// A list of texts, kept as JSON so that every text is kept as it is.
pub(crate) fn texts(row: &Row, name: &'static str) -> Result<Vec<String>, StoreError> {
    let text: &str = value(row, name)?;
    serde_json::from_str(text).map_err(|_| unreadable(name))
}

/// The JSON of a list of texts.
pub(crate) fn list(texts: &[String]) -> String {
    serde_json::Value::from(texts).to_string()
}

/// Most rows, as PostgreSQL counts them.
pub(crate) fn most(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

/// How many rows there are.
pub(crate) fn count(rows: u64) -> usize {
    usize::try_from(rows).unwrap_or(usize::MAX)
}
