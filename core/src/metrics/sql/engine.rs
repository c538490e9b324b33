//! Engines: who is asked.

use crate::expr::Dialect;

/// Whose SQL facts are asked in: that of a database of records, or of an engine that has facts
/// alone.
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// SQLite.
    Sqlite,
    /// PostgreSQL.
    Postgres,
    /// Apache DataFusion, in one process or spread over machines.
    DataFusion,
}

impl Engine {
    /// How the parameter of a number, from 1, is written.
    pub(super) fn mark(self, number: usize) -> String {
        match self {
            Self::Sqlite => Dialect::Sqlite.mark(number),
            Self::Postgres | Self::DataFusion => Dialect::Postgres.mark(number),
        }
    }
}

impl From<Dialect> for Engine {
    fn from(dialect: Dialect) -> Self {
        match dialect {
            Dialect::Sqlite => Self::Sqlite,
            Dialect::Postgres => Self::Postgres,
        }
    }
}
