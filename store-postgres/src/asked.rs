//! Queries that are put together.

use profilekit::store::StoreError;
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;

use crate::row::{Param, most};
use crate::store::PostgresStore;

/// A query and its values.
pub(crate) struct Asked<'q> {
    query: String,
    params: Vec<Param<'q>>,
}

/// A value.
pub(crate) fn param<'q>(value: impl ToSql + Sync + Send + 'q) -> Param<'q> {
    Box::new(value)
}

impl<'q> Asked<'q> {
    /// A query that ends in a condition, with its values.
    pub(crate) fn new(query: String, params: Vec<Param<'q>>) -> Self {
        Self { query, params }
    }

    /// Adds a condition in which each `$` stands for the next value.
    pub(crate) fn and(&mut self, condition: &str, params: impl IntoIterator<Item = Param<'q>>) {
        self.query.push_str(" AND ");
        self.push(condition, params);
    }

    /// Adds an order and a most number of rows.
    pub(crate) fn end(&mut self, order: &str, limit: usize) {
        self.push(&format!(" {order} LIMIT $"), [param(most(limit))]);
    }

    fn push(&mut self, text: &str, params: impl IntoIterator<Item = Param<'q>>) {
        let mut number = self.params.len();
        for part in text.split_inclusive('$') {
            self.query.push_str(part);
            if part.ends_with('$') {
                number += 1;
                self.query.push_str(&number.to_string());
            }
        }
        self.params.extend(params);
    }

    /// Wraps the query in another one, between two texts.
    pub(crate) fn within(mut self, before: &str, after: &str) -> Self {
        self.query = format!("{before}{}{after}", self.query);
        self
    }

    /// Asks it.
    pub(crate) async fn of(self, store: &PostgresStore) -> Result<Vec<Row>, StoreError> {
        store.rows(&self.query, &self.params).await
    }
}
