//! Facts that lie in tables of a file.

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use profilekit::error::{Code, Failure};
use profilekit::expr::{Dialect, Sql, SqlValue};
use profilekit::metrics::{FactShape, Found, Partial, Questions, Relation, SqlCell};
use profilekit::store::StoreError;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OpenFlags, Row, ToSql, params_from_iter};

use crate::fault::{Fault, Outcome};

/// Tables of facts in a SQLite file of any origin, which is only read.
///
/// ```no_run
/// # fn example(plan: &profilekit::metrics::Plan) -> Result<(), profilekit::error::Failure> {
/// use profilekit_sqlite::SqliteFacts;
///
/// let facts = SqliteFacts::open("events.db")?;
/// let relation = facts.relation("page_view", plan.shape())?;
/// let answers = plan.finish(&facts.answer(plan.ask(&relation)?)?)?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct SqliteFacts {
    connection: Mutex<Connection>,
}

impl SqliteFacts {
    /// Opens a file to read it.
    ///
    /// # Errors
    /// [`Code::StoreUnavailable`] when it is not there, [`Code::StoreCorrupt`] when it is no
    /// database, [`Code::MetricsBadRelation`] for one whose texts are in UTF-16: their order is
    /// another.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, Failure> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path.as_ref(), flags).map_err(failed)?;
        let encoding: String = connection
            .query_row("PRAGMA encoding", [], |row| row.get(0))
            .map_err(failed)?;
        if encoding != "UTF-8" {
            return Err(bad("main", "its texts are not in UTF-8"));
        }
        Ok(Self {
            connection: Mutex::new(connection),
        })
    }

    /// A table or a view, its columns by their names: see [`Relation::new`].
    ///
    /// # Errors
    /// [`Code::MetricsBadRelation`] where it is not there, or is not one of such facts.
    pub fn relation(&self, table: &str, shape: &FactShape) -> Result<Relation, Failure> {
        let found = columns(&self.connection(), table).map_err(told)?;
        if found.is_empty() {
            return Err(bad(table, "there is no such table"));
        }
        Relation::new(Dialect::Sqlite, &[table], shape, &found)
    }

    /// Answers questions about one state of the file.
    ///
    /// # Errors
    /// Those of [`Questions::take`] and [`Questions::finish`], and those of the file.
    pub fn answer(&self, mut questions: Questions<'_>) -> Result<Partial, Failure> {
        let connection = self.connection();
        // Nothing is written: the transaction ends when it is dropped.
        let transaction = connection.unchecked_transaction().map_err(failed)?;
        for (place, sql) in questions.statements().iter().enumerate() {
            ask(&transaction, sql, &mut |row| questions.take(place, row))?;
        }
        questions.finish()
    }

    fn connection(&self) -> MutexGuard<'_, Connection> {
        self.connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

fn columns(connection: &Connection, table: &str) -> Outcome<Vec<Found>> {
    // What is hidden of a virtual table is no column of it.
    let query = "SELECT name, type FROM pragma_table_xinfo(?1) WHERE hidden <> 1";
    let mut statement = connection.prepare(query)?;
    let found = statement.query_map([table], |row| {
        let (name, ty): (String, String) = (row.get(0)?, row.get(1)?);
        Ok(Found::new(&name, &ty))
    })?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

/// Runs a statement and hands its rows on.
fn ask(
    connection: &Connection,
    sql: &Sql,
    take: &mut dyn FnMut(&[SqlCell<'_>]) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let mut statement = connection.prepare(&sql.text).map_err(failed)?;
    let width = statement.column_count();
    let params = params_from_iter(sql.params.iter().map(Param));
    let mut rows = statement.query(params).map_err(failed)?;
    while let Some(row) = rows.next().map_err(failed)? {
        take(&cells(row, width)?)?;
    }
    Ok(())
}

fn cells<'r>(row: &'r Row<'_>, width: usize) -> Result<Vec<SqlCell<'r>>, Failure> {
    let cell = |place| match row.get_ref(place).map_err(failed)? {
        ValueRef::Null => Ok(SqlCell::Null),
        ValueRef::Integer(value) => Ok(SqlCell::Int(value)),
        ValueRef::Text(bytes) => match std::str::from_utf8(bytes) {
            Ok(text) => Ok(SqlCell::Text(text)),
            Err(error) => Err(StoreError::Corrupt(Box::new(error)).into()),
        },
        // No question asks for one.
        ValueRef::Real(_) | ValueRef::Blob(_) => Err(bad("main", "a value is of no known type")),
    };
    (0..width).map(cell).collect()
}

/// A parameter as SQLite takes it.
struct Param<'p>(&'p SqlValue);

impl ToSql for Param<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self.0 {
            SqlValue::Null => ToSqlOutput::Borrowed(ValueRef::Null),
            SqlValue::Bool(value) => (*value).into(),
            SqlValue::Int(value) => (*value).into(),
            SqlValue::Double(value) => (*value).into(),
            SqlValue::Text(text) => text.as_str().into(),
        })
    }
}

fn failed(error: rusqlite::Error) -> Failure {
    told(error.into())
}

fn told(fault: Fault) -> Failure {
    StoreError::from(fault).into()
}

fn bad(name: &str, reason: &'static str) -> Failure {
    let failure = Failure::new(Code::MetricsBadRelation);
    failure.with("name", name.to_owned()).with("reason", reason)
}
