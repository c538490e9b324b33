//! What the engine's errors are to us.

use datafusion::error::DataFusionError;
use profilekit::error::{Code, Failure};
use profilekit::store::StoreError;

/// A statement that was not answered.
pub(crate) fn failed(error: DataFusionError) -> Failure {
    let is_unreadable = matches!(
        error.find_root(),
        DataFusionError::ArrowError(..) | DataFusionError::ParquetError(..)
    );
    let fault = if is_unreadable {
        StoreError::Corrupt(Box::new(error))
    } else {
        StoreError::Unavailable(Box::new(error))
    };
    fault.into()
}

/// A table that is none of facts.
pub(crate) fn bad(name: &str, reason: &'static str) -> Failure {
    let failure = Failure::new(Code::MetricsBadRelation);
    failure.with("name", name.to_owned()).with("reason", reason)
}
