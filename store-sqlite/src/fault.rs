//! SQLite's errors in the words of the ports.

use profilekit::store::StoreError;
use rusqlite::{Error, ErrorCode};

/// Why something was not done, before it leaves the crate.
#[derive(Debug)]
pub(crate) enum Fault {
    /// SQLite gave an error.
    Sqlite(Error),
    /// The port has a word for it.
    Told(StoreError),
}

/// What came of it.
pub(crate) type Outcome<T> = Result<T, Fault>;

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self::Sqlite(error)
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        Self::Told(error)
    }
}

impl From<Fault> for StoreError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Sqlite(error) => store_error(error),
            Fault::Told(error) => error,
        }
    }
}

fn store_error(error: Error) -> StoreError {
    let code = match &error {
        Error::SqliteFailure(failure, _) => Some(failure.code),
        _ => None,
    };
    match code {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
            StoreError::Serialization(Box::new(error))
        }
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            StoreError::Corrupt(Box::new(error))
        }
        Some(_) => StoreError::Unavailable(Box::new(error)),
        // A column of another type, a text that is not UTF-8, JSON that is none.
        None => StoreError::Corrupt(Box::new(error)),
    }
}
