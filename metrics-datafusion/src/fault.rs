//! What the engine's errors are to us.

use datafusion::arrow::error::ArrowError;
use datafusion::error::DataFusionError;
use profilekit::error::{Code, Failure};
use profilekit::store::StoreError;

/// A statement that was not answered.
pub(crate) fn failed(error: DataFusionError) -> Failure {
    let root = error.find_root();
    if let DataFusionError::ArrowError(cause, _) = root
        && let ArrowError::ArithmeticOverflow(_) = &**cause
    {
        // The files are sound: an amount in them has no place among the units of its column.
        return Failure::new(Code::MetricsOverflow);
    }
    let is_unreadable = matches!(
        root,
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
