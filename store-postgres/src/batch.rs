//! Statements that are sent together.

use std::borrow::Cow;
use std::fmt::{Arguments, Write as _};
use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;

use deadpool_postgres::{ClientWrapper, Object};
use profilekit::store::StoreError;
use tokio_postgres::error::SqlState;
use tokio_postgres::{Error, Row};

use crate::error::{store_error, unreadable};
use crate::row::Param;
use crate::store::borrowed;

/// Looks at what a statement gave back.
type Check<'b> = Box<dyn FnOnce(&[Row]) -> Result<(), StoreError> + Send + 'b>;
type Answer<'b> = Pin<Box<dyn Future<Output = Result<Vec<Row>, Error>> + Send + 'b>>;

/// Statements that are sent together: each is on its way before the one before it is answered.
#[derive(Default)]
pub(crate) struct Batch<'b> {
    steps: Vec<Step<'b>>,
}

enum Step<'b> {
    Plain(&'static str),
    Hint(&'static str),
    Prepared(Cow<'static, str>, Vec<Param<'b>>, Check<'b>),
    Joined(Joined<'b>),
}

impl<'b> Batch<'b> {
    /// Begins a transaction. Whatever the database's default is: a commit looks at what others
    /// wrote while it waited for a lock. Its statements find rows by their keys: they are planned
    /// once for all values, and follow the keys' indexes whatever the size of a table seems to be.
    pub(crate) fn begin(&mut self) {
        self.plain(
            "BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL plan_cache_mode = force_generic_plan; \
             SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off; \
             SET LOCAL enable_seqscan = off",
        );
    }

    /// Adds a statement without values.
    pub(crate) fn plain(&mut self, sql: &'static str) {
        self.steps.push(Step::Plain(sql));
    }

    /// Adds a statement without values of which nothing depends on whether it can be done: it is
    /// sent, and its answer is not waited for.
    pub(crate) fn hint(&mut self, sql: &'static str) {
        self.steps.push(Step::Hint(sql));
    }

    /// Adds a statement.
    pub(crate) fn add(&mut self, sql: &'static str, params: Vec<Param<'b>>) {
        self.check(sql, params, |_| Ok(()));
    }

    /// Adds a statement of which the answer is looked at.
    pub(crate) fn check(
        &mut self,
        sql: impl Into<Cow<'static, str>>,
        params: Vec<Param<'b>>,
        check: impl FnOnce(&[Row]) -> Result<(), StoreError> + Send + 'b,
    ) {
        self.steps
            .push(Step::Prepared(sql.into(), params, Box::new(check)));
    }

    /// Adds a statement that goes as one with those that are joined right before and after it.
    /// None of them sees what another one does, and the answer is that of the last one.
    pub(crate) fn join(&mut self, sql: &'static str, params: Vec<Param<'b>>) {
        self.join_part(Part {
            name: None,
            sql,
            params,
        });
    }

    /// [`Self::join`], under a name by which a later one may read what this one returns.
    pub(crate) fn join_as(
        &mut self,
        name: &'static str,
        sql: &'static str,
        params: Vec<Param<'b>>,
    ) {
        let name = Some(name);
        self.join_part(Part { name, sql, params });
    }

    fn join_part(&mut self, part: Part<'b>) {
        if let Some(Step::Joined(joined)) = self.steps.last_mut() {
            joined.parts.push(part);
            return;
        }
        let parts = vec![part];
        self.steps.push(Step::Joined(Joined { parts }));
    }

    /// Sends all of them, and gives back what the last one gave.
    pub(crate) async fn send(self, client: &ClientWrapper) -> Result<Vec<Row>, StoreError> {
        let mut checks: Vec<Option<Check<'b>>> = Vec::with_capacity(self.steps.len());
        let mut answers: Vec<Answer<'_>> = Vec::with_capacity(self.steps.len());
        let mut hints: Vec<Answer<'_>> = Vec::new();
        for step in self.steps {
            let (answer, check): (Answer<'_>, Option<Check<'b>>) = match step {
                Step::Plain(sql) => (Box::pin(plain(client, sql)), None),
                Step::Hint(sql) => {
                    hints.push(Box::pin(plain(client, sql)));
                    continue;
                }
                Step::Prepared(sql, params, check) => {
                    (query(client, &sql, params).await?, Some(check))
                }
                Step::Joined(joined) => {
                    let (sql, params) = joined.into_one();
                    (query(client, &sql, params).await?, None)
                }
            };
            answers.push(answer);
            checks.push(check);
        }
        let answers = settled(all(answers, hints).await)?;
        for (check, rows) in checks.into_iter().zip(&answers) {
            check.map_or(Ok(()), |check| check(rows))?;
        }
        Ok(answers.into_iter().next_back().unwrap_or_default())
    }
}

/// Statements that go as one: PostgreSQL answers each that is sent by itself with a write of its
/// own to the connection, which costs more than most of them take.
struct Joined<'b> {
    parts: Vec<Part<'b>>,
}

struct Part<'b> {
    name: Option<&'static str>,
    sql: &'static str,
    params: Vec<Param<'b>>,
}

impl<'b> Joined<'b> {
    /// The last one, with those before it in its `WITH` clause.
    fn into_one(mut self) -> (String, Vec<Param<'b>>) {
        let last = self.parts.pop();
        let length = self.parts.iter().chain(&last).map(|part| part.sql.len());
        let mut sql = String::with_capacity(length.sum::<usize>() * 5 / 4);
        let mut all = Vec::new();
        for (number, part) in self.parts.into_iter().enumerate() {
            sql.push_str(if number == 0 { "WITH " } else { ", " });
            match part.name {
                Some(name) => sql.push_str(name),
                None => push(&mut sql, format_args!("part_{number}")),
            }
            sql.push_str(" AS (");
            push_numbered(&mut sql, part.sql, all.len());
            sql.push(')');
            all.extend(part.params);
        }
        if let Some(last) = last {
            if !all.is_empty() {
                sql.push(' ');
            }
            push_numbered(&mut sql, last.sql, all.len());
            all.extend(last.params);
        }
        (sql, all)
    }
}

fn push(sql: &mut String, text: Arguments<'_>) {
    // A text takes whatever is written to it.
    let _ = sql.write_fmt(text);
}

/// Adds a statement whose values come behind so many others.
fn push_numbered(into: &mut String, sql: &str, others: usize) {
    let mut parts = sql.split('$');
    into.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let end = part.find(|next: char| !next.is_ascii_digit());
        let (number, rest) = part.split_at(end.unwrap_or(part.len()));
        let number = number.parse::<usize>().map_or(0, |number| number + others);
        push(into, format_args!("${number}{rest}"));
    }
}

async fn plain(client: &ClientWrapper, sql: &'static str) -> Result<Vec<Row>, Error> {
    client.batch_execute(sql).await?;
    Ok(Vec::new())
}

async fn query<'c>(
    client: &'c ClientWrapper,
    sql: &str,
    params: Vec<Param<'c>>,
) -> Result<Answer<'c>, StoreError> {
    let statement = client.prepare_cached(sql).await.map_err(store_error)?;
    Ok(Box::pin(async move {
        client.query(&statement, &borrowed(&params)).await
    }))
}

/// Polls all of them, each time in their order: a statement is sent when it is polled first.
/// Hints come behind them, and are given up once the others are answered.
async fn all(
    mut answers: Vec<Answer<'_>>,
    mut hints: Vec<Answer<'_>>,
) -> Vec<Result<Vec<Row>, Error>> {
    let mut done: Vec<Option<Result<Vec<Row>, Error>>> = Vec::new();
    done.resize_with(answers.len(), || None);
    poll_fn(|context| {
        let mut waits = false;
        for (answer, done) in answers.iter_mut().zip(&mut done) {
            if done.is_none() {
                match answer.as_mut().poll(context) {
                    Poll::Ready(result) => *done = Some(result),
                    Poll::Pending => waits = true,
                }
            }
        }
        hints.retain_mut(|hint| hint.as_mut().poll(context).is_pending());
        if waits {
            Poll::Pending
        } else {
            Poll::Ready(())
        }
    })
    .await;
    done.into_iter().flatten().collect()
}

/// The answers, or the error that came first: what comes after it in a transaction only says
/// that there was one.
fn settled(answers: Vec<Result<Vec<Row>, Error>>) -> Result<Vec<Vec<Row>>, StoreError> {
    let only_follows = |error: &Error| error.code() == Some(&SqlState::IN_FAILED_SQL_TRANSACTION);
    let (rows, errors): (Vec<_>, Vec<_>) = answers.into_iter().partition(Result::is_ok);
    let errors: Vec<Error> = errors.into_iter().filter_map(Result::err).collect();
    let (following, first): (Vec<_>, Vec<_>) = errors.into_iter().partition(only_follows);
    match first.into_iter().chain(following).next() {
        Some(error) => Err(store_error(error)),
        None => Ok(rows.into_iter().filter_map(Result::ok).collect()),
    }
}

/// A connection with a transaction that must be ended. One that is not, because nobody waits for
/// it any more, takes the connection with it.
pub(crate) struct Begun(Option<Object>);

impl Begun {
    pub(crate) fn on(client: Object) -> Self {
        Self(Some(client))
    }

    pub(crate) fn client(&self) -> Result<&ClientWrapper, StoreError> {
        self.0.as_deref().ok_or_else(|| unreadable("connection"))
    }

    /// Gives the connection back, after undoing a transaction that is not over.
    pub(crate) async fn end(mut self, is_over: bool) {
        let undone = match &self.0 {
            Some(client) if !is_over => client.batch_execute("ROLLBACK").await,
            _ => Ok(()),
        };
        if undone.is_ok() {
            self.0 = None;
        }
    }
}

impl Drop for Begun {
    fn drop(&mut self) {
        if let Some(client) = self.0.take() {
            drop(Object::take(client));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(parts: &[&'static str]) -> String {
        let parts = parts.iter().map(|sql| Part {
            name: sql.starts_with("DELETE").then_some("gone"),
            sql,
            params: sql
                .matches('$')
                .map(|_| Box::new(0i64) as Param<'_>)
                .collect(),
        });
        let joined = Joined {
            parts: parts.collect(),
        };
        joined.into_one().0
    }

    #[test]
    fn one_statement_stays_as_it_is() {
        assert_eq!(
            joined(&["UPDATE a SET b = $2 WHERE c = $1"]),
            "UPDATE a SET b = $2 WHERE c = $1"
        );
    }

    #[test]
    fn values_are_counted_through_all_statements() {
        let one = joined(&[
            "DELETE FROM a WHERE b = $1",
            "INSERT INTO c VALUES ($1, $2)",
            "UPDATE d SET e = $1",
        ]);
        assert_eq!(
            one,
            "WITH gone AS (DELETE FROM a WHERE b = $1), part_1 AS (INSERT INTO c VALUES ($2, $3)) \
             UPDATE d SET e = $4"
        );
    }
}
