//! Conditions on records as SQL.

use profilekit::access::{Dialect, Sql, SqlValue};

/// The databases that are spoken to.
#[uniffi::remote(Enum)]
pub enum Dialect {
    Sqlite,
    Postgres,
}

/// A parameter of a condition.
#[derive(Debug, Clone, PartialEq, uniffi::Enum)]
pub enum SqlParam {
    /// No value.
    Null,
    /// True or false.
    Flag(bool),
    /// A whole number.
    Number(i64),
    /// A number with a fraction.
    Real(f64),
    /// A text.
    Text(String),
}

/// A condition on records as parameterised SQL.
#[derive(Debug, Clone, uniffi::Record)]
pub struct SqlFilter {
    /// The condition, to stand after `WHERE`.
    pub sql: String,
    /// Its parameters, the first for `?1` or `$1`.
    pub params: Vec<SqlParam>,
}

impl SqlFilter {
    pub(crate) fn of(sql: Sql) -> Self {
        Self {
            sql: sql.text,
            params: sql.params.into_iter().map(param).collect(),
        }
    }
}

fn param(value: SqlValue) -> SqlParam {
    match value {
        SqlValue::Null => SqlParam::Null,
        SqlValue::Bool(value) => SqlParam::Flag(value),
        SqlValue::Int(value) => SqlParam::Number(value),
        SqlValue::Double(value) => SqlParam::Real(value),
        SqlValue::Text(text) => SqlParam::Text(text),
    }
}
