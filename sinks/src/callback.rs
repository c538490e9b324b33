//! Announcements to a closure.

use std::fmt;

use async_trait::async_trait;
use profilekit::hub::{Sink, Undelivered};
use profilekit::store::StoredEvent;

/// Hands announcements to a closure, with their CloudEvents JSON. It should not block for long.
///
/// ```
/// use profilekit::hub::{Sink, Undelivered};
/// use profilekit::store::StoredEvent;
/// use profilekit_sinks::CallbackSink;
///
/// let full = CallbackSink::new(|_event, _json| Err(Undelivered::passing("the queue is full")));
/// let refused = pollster::block_on(full.deliver(&StoredEvent::default(), "{}"));
/// assert!(refused.unwrap_err().passing);
/// ```
pub struct CallbackSink<F>(F);

impl<F> CallbackSink<F>
where
    F: Fn(&StoredEvent, &str) -> Result<(), Undelivered> + Send + Sync,
{
    /// A sink that calls `deliver` for each announcement.
    pub fn new(deliver: F) -> Self {
        Self(deliver)
    }
}

impl<F> fmt::Debug for CallbackSink<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CallbackSink")
    }
}

#[async_trait]
impl<F> Sink for CallbackSink<F>
where
    F: Fn(&StoredEvent, &str) -> Result<(), Undelivered> + Send + Sync,
{
    async fn deliver(&self, event: &StoredEvent, json: &str) -> Result<(), Undelivered> {
        (self.0)(event, json)
    }
}
