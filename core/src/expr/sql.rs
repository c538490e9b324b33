//! What conditions become in a database.

/// Whose SQL.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// SQLite, with JSON in a text column; parameters are `?1`, `?2`, …
    Sqlite,
    /// PostgreSQL, with JSON in a `jsonb` column; parameters are `$1`, `$2`, …
    Postgres,
}

impl Dialect {
    /// How the parameter of a number, from 1, is written.
    pub(crate) fn mark(self, number: usize) -> String {
        let mark = match self {
            Self::Sqlite => '?',
            Self::Postgres => '$',
        };
        format!("{mark}{number}")
    }
}

/// A parameter.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "named for what they hold")]
pub enum SqlValue {
    Null,
    Bool(bool),
    Int(i64),
    Double(f64),
    Text(String),
}

/// SQL and its parameters.
#[derive(Debug, Clone, PartialEq)]
pub struct Sql {
    /// A condition, to stand after `WHERE`, or a whole query.
    pub text: String,
    /// The parameters, the first for `?1` or `$1`.
    pub params: Vec<SqlValue>,
}
