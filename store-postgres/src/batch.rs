//! Statements that are sent together.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;

use deadpool_postgres::{ClientWrapper, Object};
use profilekit::store::StoreError;
use tokio_postgres::error::SqlState;
use tokio_postgres::{Error, Row, Statement};

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
    Prepared(&'static str, Vec<Param<'b>>, Check<'b>),
}

impl<'b> Batch<'b> {
    /// Begins a transaction. Whatever the database's default is: a commit looks at what others
    /// wrote while it waited for a lock.
    pub(crate) fn begin(&mut self) {
        self.plain("BEGIN ISOLATION LEVEL READ COMMITTED");
    }

    /// Adds a statement without values.
    pub(crate) fn plain(&mut self, sql: &'static str) {
        self.steps.push(Step::Plain(sql));
    }

    /// Adds a statement without values of which nothing depends on whether it can be done.
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
        sql: &'static str,
        params: Vec<Param<'b>>,
        check: impl FnOnce(&[Row]) -> Result<(), StoreError> + Send + 'b,
    ) {
        self.steps
            .push(Step::Prepared(sql, params, Box::new(check)));
    }

    /// Sends all of them, and gives back what the last one gave.
    pub(crate) async fn send(self, client: &ClientWrapper) -> Result<Vec<Row>, StoreError> {
        let mut checks: Vec<Option<Check<'b>>> = Vec::with_capacity(self.steps.len());
        let mut answers: Vec<Answer<'_>> = Vec::with_capacity(self.steps.len());
        for step in self.steps {
            let (answer, check): (Answer<'_>, Option<Check<'b>>) = match step {
                Step::Plain(sql) => (Box::pin(plain(client, sql)), None),
                Step::Hint(sql) => (Box::pin(hint(client, sql)), None),
                Step::Prepared(sql, params, check) => {
                    let statement = client.prepare_cached(sql).await.map_err(store_error)?;
                    (Box::pin(query(client, statement, params)), Some(check))
                }
            };
            answers.push(answer);
            checks.push(check);
        }
        let answers = settled(all(answers).await)?;
        for (check, rows) in checks.into_iter().zip(&answers) {
            check.map_or(Ok(()), |check| check(rows))?;
        }
        Ok(answers.into_iter().next_back().unwrap_or_default())
    }
}

async fn plain(client: &ClientWrapper, sql: &'static str) -> Result<Vec<Row>, Error> {
    client.batch_execute(sql).await?;
    Ok(Vec::new())
}

async fn hint(client: &ClientWrapper, sql: &'static str) -> Result<Vec<Row>, Error> {
    Ok(plain(client, sql).await.unwrap_or_default())
}

async fn query(
    client: &ClientWrapper,
    statement: Statement,
    params: Vec<Param<'_>>,
) -> Result<Vec<Row>, Error> {
    client.query(&statement, &borrowed(&params)).await
}

/// Polls all of them, each time in their order: a statement is sent when it is polled first.
async fn all(mut answers: Vec<Answer<'_>>) -> Vec<Result<Vec<Row>, Error>> {
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
