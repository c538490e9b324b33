//! Facts that lie in tables of an engine.

use datafusion::dataframe::DataFrame;
use datafusion::error::DataFusionError;
use datafusion::execution::SessionState;
use datafusion::prelude::SessionContext;
use datafusion::scalar::ScalarValue;
use datafusion::sql::TableReference;
use datafusion::sql::parser::{DFParserBuilder, Statement};
use datafusion::sql::sqlparser::dialect::PostgreSqlDialect;
use futures::StreamExt;
use profilekit::error::Failure;
use profilekit::expr::{Sql, SqlValue};
use profilekit::metrics::{Engine, FactShape, Found, Partial, Questions, Relation};

use crate::cells::each_row;
use crate::fault::{bad, failed};

/// Tables of facts that a DataFusion session knows: batches in memory, files, or whatever else is
/// registered with it. A session of Ballista spreads each question over its executors.
#[derive(Clone)]
pub struct DataFusionFacts {
    context: SessionContext,
}

/// How deep a statement may be. Those of a plan are as deep as the logarithm of its times and the
/// conditions of its cards, which core limits.
const DEPTH: usize = 1_000;

impl DataFusionFacts {
    /// The tables of a session.
    #[must_use]
    pub fn new(context: SessionContext) -> Self {
        Self { context }
    }

    /// A table or a view, its name as it is written in SQL, its columns by their names: see
    /// [`Relation::new`].
    ///
    /// # Errors
    /// [`profilekit::error::Code::MetricsBadRelation`] where it is not there, or is not one of
    /// such facts.
    pub async fn relation(&self, table: &str, shape: &FactShape) -> Result<Relation, Failure> {
        let reference = TableReference::from(table);
        let name = reference.to_vec();
        let name: Vec<&str> = name.iter().map(String::as_str).collect();
        let provider = self.context.table_provider(reference).await;
        let provider = provider.map_err(|_| bad(table, "there is no such table"))?;
        let schema = provider.schema();
        let fields = schema.fields().iter();
        let found = fields.map(|field| Found::new(field.name(), &field.data_type().to_string()));
        let found: Vec<Found> = found.collect();
        Relation::new(Engine::DataFusion, &name, shape, &found)
    }

    /// Answers questions, one statement after the other, within a runtime of Tokio. The tables
    /// must not change meanwhile: no engine over files holds one state of them for several
    /// statements.
    ///
    /// # Errors
    /// Those of [`Questions::take`] and [`Questions::finish`];
    /// [`profilekit::error::Code::StoreCorrupt`] for files that cannot be read,
    /// [`profilekit::error::Code::StoreUnavailable`] where the engine, or an executor, does not
    /// answer.
    pub async fn answer(&self, mut questions: Questions<'_>) -> Result<Partial, Failure> {
        let state = self.context.state();
        for (place, sql) in questions.statements().iter().enumerate() {
            let frame = frame(&state, sql).await.map_err(failed)?;
            let mut batches = frame.execute_stream().await.map_err(failed)?;
            while let Some(batch) = batches.next().await {
                let batch = batch.map_err(failed)?;
                each_row(&batch, &mut |row| questions.take(place, row))?;
            }
        }
        questions.finish()
    }
}

/// A statement on its way.
async fn frame(state: &SessionState, sql: &Sql) -> Result<DataFrame, DataFusionError> {
    let statement = parsed(&sql.text)?;
    let plan = state.statement_to_plan(statement).await?;
    let frame = DataFrame::new(state.clone(), plan);
    if sql.params.is_empty() {
        return Ok(frame);
    }
    let params: Vec<ScalarValue> = sql.params.iter().map(sent).collect();
    frame.with_param_values(params)
}

/// Reads a statement in one dialect, whichever the session was set to: in some of them a quoted
/// name is a text.
fn parsed(text: &str) -> Result<Statement, DataFusionError> {
    let builder = DFParserBuilder::new(text).with_dialect(&PostgreSqlDialect {});
    let mut parser = builder.with_recursion_limit(DEPTH).build()?;
    let mut statements = parser.parse_statements()?;
    let statement = statements.pop_front();
    statement.ok_or_else(|| DataFusionError::Plan("there is no statement".to_owned()))
}

fn sent(value: &SqlValue) -> ScalarValue {
    match value {
        SqlValue::Null => ScalarValue::Null,
        SqlValue::Bool(value) => ScalarValue::Boolean(Some(*value)),
        SqlValue::Int(value) => ScalarValue::Int64(Some(*value)),
        SqlValue::Double(value) => ScalarValue::Float64(Some(*value)),
        SqlValue::Text(text) => ScalarValue::Utf8(Some(text.clone())),
    }
}
