//! What is prepared once and asked about often: by one kernel, for that kernel.

use std::sync::Arc;

use napi_derive::napi;
use profilekit::Kernel;
use profilekit::access::{Context, Subject};
use profilekit::wire::Record;

/// A subject, prepared.
#[napi]
pub struct NativeSubject {
    pub(crate) kernel: Arc<Kernel>,
    pub(crate) subject: Subject,
}

/// A record, prepared.
#[napi]
pub struct NativeRecord {
    pub(crate) kernel: Arc<Kernel>,
    pub(crate) record: Record,
}

/// Circumstances, prepared.
#[napi]
pub struct NativeContext {
    pub(crate) kernel: Arc<Kernel>,
    pub(crate) context: Context,
}
