//! SQLite's errors in the words of the ports.

use profilekit::store::StoreError;
use rusqlite::{Error, ErrorCode};

pub(crate) fn store_error(error: Error) -> StoreError {
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
