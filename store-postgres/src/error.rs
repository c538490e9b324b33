//! PostgreSQL's errors in the words of the ports.

use std::error::Error as StdError;

use deadpool_postgres::PoolError;
use profilekit::store::StoreError;
use tokio_postgres::Error;
use tokio_postgres::error::{DbError, SqlState};

/// What the server answered, without the values that its own words may hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("PostgreSQL answered {state}{}", about(.constraint, .message))]
pub struct ServerError {
    /// The SQLSTATE.
    pub state: String,
    /// The constraint or index that it is about.
    pub constraint: Option<String>,
    /// Its words, where they cannot hold what somebody stored.
    pub message: Option<String>,
}

/// A text that PostgreSQL cannot store: it holds U+0000. Documents hold it escaped only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a text holds U+0000")]
pub struct NotStorable;

/// The tables are not what this version of the crate knows.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnknownSchema {
    /// A later version of the crate made them.
    #[error("the tables are at version {found}, this program knows {known}")]
    Newer {
        /// Their version.
        found: i64,
        /// The last version that this program knows.
        known: i64,
    },
    /// Letters, digits and `_`, at most 63, the first no digit.
    #[error("`{0}` is no name of a schema")]
    Name(String),
}

/// An address asks for a security that is not known.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`sslmode={0}` is none of disable, prefer, require and verify-full")]
pub struct UnknownSecurity(
    /// What it asks for.
    pub String,
);

fn about(constraint: &Option<String>, message: &Option<String>) -> String {
    let constraint = constraint.as_ref().map(|name| format!(" ({name})"));
    let message = message.as_ref().map(|words| format!(": {words}"));
    constraint.unwrap_or_default() + &message.unwrap_or_default()
}

impl From<&DbError> for ServerError {
    fn from(error: &DbError) -> Self {
        let state = error.code().code();
        // Messages about data and constraints quote the data.
        let quotes = ["22", "23", "P0"]
            .iter()
            .any(|class| state.starts_with(class));
        Self {
            state: state.to_owned(),
            constraint: error.constraint().map(str::to_owned),
            message: (!quotes).then(|| error.message().to_owned()),
        }
    }
}

/// An error of a statement.
pub(crate) fn store_error(error: Error) -> StoreError {
    let Some(answer) = error.as_db_error() else {
        return match () {
            () if error.is_closed() => StoreError::Unavailable(Box::new(error)),
            () if is_about_a_column(&error) => StoreError::Corrupt(Box::new(error)),
            () => StoreError::Unavailable(Box::new(error)),
        };
    };
    let source = Box::new(ServerError::from(answer));
    let state = answer.code();
    let met = [
        SqlState::T_R_SERIALIZATION_FAILURE,
        SqlState::T_R_DEADLOCK_DETECTED,
        SqlState::LOCK_NOT_AVAILABLE,
    ];
    let broken = [SqlState::DATA_CORRUPTED, SqlState::INDEX_CORRUPTED];
    match () {
        () if met.contains(state) => StoreError::Serialization(source),
        () if broken.contains(state) => StoreError::Corrupt(source),
        () if *state == SqlState::CHARACTER_NOT_IN_REPERTOIRE => {
            StoreError::Corrupt(Box::new(NotStorable))
        }
        () => held(answer).unwrap_or(StoreError::Unavailable(source)),
    }
}

/// What a constraint keeps to one, in the words of the ports.
fn held(answer: &DbError) -> Option<StoreError> {
    let what = match answer.constraint()? {
        "records_pkey" => "id",
        "record_keys_pkey" => "key",
        "remembered_pkey" => "idempotency_key",
        "received_pkey" => "delivery",
        _ => "slot",
    };
    let what = what.to_owned();
    match answer.code() {
        state if *state == SqlState::UNIQUE_VIOLATION => Some(StoreError::UniqueViolation { what }),
        state if *state == SqlState::EXCLUSION_VIOLATION => {
            Some(StoreError::ExclusionViolation { what })
        }
        _ => None,
    }
}

/// Whether a value was not of the type that it was read or sent as.
fn is_about_a_column(error: &Error) -> bool {
    let words = error.to_string();
    words.starts_with("error deserializing") || words.starts_with("invalid column")
}

/// An error of the pool.
pub(crate) fn pool_error(error: PoolError) -> StoreError {
    match error {
        PoolError::Backend(error) => store_error(error),
        other => StoreError::Unavailable(Box::new(other)),
    }
}

/// What is stored does not have the form in which it was stored.
pub(crate) fn corrupt(error: impl StdError + Send + Sync + 'static) -> StoreError {
    StoreError::Corrupt(Box::new(error))
}

/// The store cannot be used as it is.
pub(crate) fn unavailable(error: impl StdError + Send + Sync + 'static) -> StoreError {
    StoreError::Unavailable(Box::new(error))
}

/// A number that does not fit where it belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` does not hold what it must")]
pub(crate) struct Unreadable(pub(crate) &'static str);

/// What a column held cannot be what was written there.
pub(crate) fn unreadable(column: &'static str) -> StoreError {
    corrupt(Unreadable(column))
}
