//! Facts that lie in tables of a database.

use std::pin::pin;
use std::time::Duration;

use deadpool_postgres::{Object, Pool};
use futures_util::TryStreamExt;
use profilekit::error::{Code, Failure};
use profilekit::expr::{Dialect, Sql, SqlValue};
use profilekit::metrics::{FactShape, Found, Partial, Questions, Relation, SqlCell};
use profilekit::store::StoreError;
use tokio::runtime::Handle;
use tokio_postgres::types::Type;
use tokio_postgres::{IsolationLevel, Row, Transaction};

use crate::endpoint::Endpoint;
use crate::error::{pool_error, store_error, unavailable, unreadable};
use crate::inside::Inside;
use crate::row::Param;
use crate::store::{Limits, pool};

/// Tables of facts in a PostgreSQL database of any origin, which is only read.
///
/// ```no_run
/// # async fn example(plan: &profilekit::metrics::Plan) -> Result<(), profilekit::error::Failure> {
/// use profilekit_postgres::PostgresFacts;
///
/// let facts = PostgresFacts::connect("postgres://reader@localhost/shop").await?;
/// let relation = facts.relation("sales.charge", plan.shape()).await?;
/// let answers = plan.finish(&facts.answer(plan.ask(&relation)?).await?)?;
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct PostgresFacts {
    pool: Pool,
    runtime: Handle,
}

/// Most connections at a time: each question is a scan, which the server does with several
/// processes if it likes.
const CONNECTIONS: usize = 4;

/// How long a question waits for a connection.
const PATIENCE: Duration = Duration::from_secs(10);

/// A relation by the name that somebody wrote, as the server reads it.
const FIND: &str = "SELECT n.nspname::text, c.relname::text FROM pg_class c \
    JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = to_regclass($1)";

const COLUMNS: &str = "SELECT a.attname::text, t.typname::text FROM pg_attribute a \
    JOIN pg_type t ON t.oid = a.atttypid \
    WHERE a.attrelid = to_regclass($1) AND a.attnum > 0 AND NOT a.attisdropped";

impl PostgresFacts {
    /// Connects to the database that a URL or a string of `name=value` pairs names. The runtime
    /// must have I/O and time enabled.
    ///
    /// # Errors
    /// [`Code::StoreUnavailable`] when the server cannot be reached, and outside of a runtime of
    /// Tokio.
    pub async fn connect(address: &str) -> Result<Self, Failure> {
        let endpoint: Endpoint = address.parse()?;
        Self::with_config(endpoint).await
    }

    /// [`Self::connect`] with an endpoint, or a configuration of `tokio-postgres`.
    ///
    /// # Errors
    /// Those of [`Self::connect`].
    pub async fn with_config(endpoint: impl Into<Endpoint>) -> Result<Self, Failure> {
        let runtime = Handle::try_current().map_err(unavailable)?;
        let mut endpoint = endpoint.into();
        let connector = endpoint.connector()?;
        let limits = Limits {
            connections: CONNECTIONS,
            patience: PATIENCE,
        };
        let pool = pool(&endpoint.config, connector, limits).map_err(unavailable)?;
        let facts = Self { pool, runtime };
        // Says at once when nobody is there.
        drop(facts.client().await?);
        Ok(facts)
    }

    /// A table or a view, its name as it is written in SQL, its columns by their names: see
    /// [`Relation::new`].
    ///
    /// # Errors
    /// [`Code::MetricsBadRelation`] where it is not there, or is not one of such facts.
    pub async fn relation(&self, table: &str, shape: &FactShape) -> Result<Relation, Failure> {
        let client = self.client().await?;
        let rows = client.query(FIND, &[&table]).await.map_err(store_error)?;
        let Some(row) = rows.first() else {
            let failure = Failure::new(Code::MetricsBadRelation).with("name", table.to_owned());
            return Err(failure.with("reason", "there is no such table"));
        };
        let (schema, name): (&str, &str) = (cell(row, 0)?, cell(row, 1)?);
        let rows = client.query(COLUMNS, &[&table]).await;
        let rows = rows.map_err(store_error)?;
        let found = rows
            .iter()
            .map(|row| Ok(Found::new(cell(row, 0)?, cell(row, 1)?)));
        let found: Vec<Found> = found.collect::<Result<_, StoreError>>()?;
        Relation::new(Dialect::Postgres, &[schema, name], shape, &found)
    }

    /// Answers questions about one state of the database.
    ///
    /// # Errors
    /// Those of [`Questions::take`] and [`Questions::finish`], and those of the server.
    pub async fn answer(&self, mut questions: Questions<'_>) -> Result<Partial, Failure> {
        let mut client = self.client().await?;
        let answered = Inside::new(&self.runtime, async {
            let transaction = client
                .build_transaction()
                .isolation_level(IsolationLevel::RepeatableRead)
                .read_only(true);
            let transaction = transaction.start().await.map_err(store_error)?;
            for (place, sql) in questions.statements().iter().enumerate() {
                ask(&transaction, sql, place, &mut questions).await?;
            }
            transaction.rollback().await.map_err(store_error)?;
            Ok::<(), Failure>(())
        });
        answered.await?;
        questions.finish()
    }

    async fn client(&self) -> Result<Object, StoreError> {
        let client = Inside::new(&self.runtime, self.pool.get()).await;
        client.map_err(pool_error)
    }
}

/// Runs a statement and hands its rows on, one after the other.
async fn ask(
    transaction: &Transaction<'_>,
    sql: &Sql,
    place: usize,
    questions: &mut Questions<'_>,
) -> Result<(), Failure> {
    let params: Vec<Param<'_>> = sql.params.iter().map(sent).collect();
    let params = params.iter().map(|param| &**param as _);
    let params: Vec<&(dyn tokio_postgres::types::ToSql + Sync)> = params.collect();
    let rows = transaction.query_raw(&sql.text, params).await;
    let mut rows = pin!(rows.map_err(store_error)?);
    while let Some(row) = rows.try_next().await.map_err(store_error)? {
        questions.take(place, &cells(&row)?)?;
    }
    Ok(())
}

fn sent(value: &SqlValue) -> Param<'_> {
    match value {
        SqlValue::Null => Box::new(None::<String>),
        SqlValue::Bool(value) => Box::new(*value),
        SqlValue::Int(value) => Box::new(*value),
        SqlValue::Double(value) => Box::new(*value),
        SqlValue::Text(value) => Box::new(value.as_str()),
    }
}

fn cells(row: &Row) -> Result<Vec<SqlCell<'_>>, StoreError> {
    let columns = row.columns().iter().enumerate();
    let cells = columns.map(|(place, column)| match *column.type_() {
        Type::INT8 => Ok(cell::<Option<i64>>(row, place)?.map_or(SqlCell::Null, SqlCell::Int)),
        Type::TEXT => Ok(cell::<Option<&str>>(row, place)?.map_or(SqlCell::Null, SqlCell::Text)),
        // No question asks for one.
        _ => Err(unreadable("answer")),
    });
    cells.collect()
}

fn cell<'r, T: tokio_postgres::types::FromSql<'r>>(
    row: &'r Row,
    place: usize,
) -> Result<T, StoreError> {
    row.try_get(place).map_err(store_error)
}
