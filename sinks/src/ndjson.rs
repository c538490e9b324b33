//! Announcements to a file.

mod log;

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use profilekit::hub::{Sink, Undelivered};
use profilekit::store::StoredEvent;

use crate::aside::aside;
use crate::error::SinkError;
use log::Log;

/// Appends announcements to a file, one line of JSON each (NDJSON). It rotates nothing.
///
/// A line counts as delivered when the disk has it: whatever was killed or lost its power, what
/// the relay took for delivered is in the file. What was written in part is cut off when the
/// file is opened again, and comes again whole.
///
/// Several relays may share one sink, in one process: the file is locked against others.
///
/// ```
/// use profilekit::hub::Sink;
/// use profilekit::store::StoredEvent;
/// use profilekit_sinks::NdjsonSink;
///
/// # let folder = tempfile::tempdir().unwrap();
/// # let path = folder.path().join("events.ndjson");
/// let sink = NdjsonSink::open(&path).unwrap();
/// let event = StoredEvent::default();
/// pollster::block_on(sink.deliver(&event, r#"{"specversion":"1.0","id":"e1"}"#)).unwrap();
/// assert_eq!(std::fs::read_to_string(&path).unwrap(), "{\"specversion\":\"1.0\",\"id\":\"e1\"}\n");
/// ```
#[derive(Debug, Clone)]
pub struct NdjsonSink {
    log: Arc<Mutex<Log>>,
}

impl NdjsonSink {
    /// Opens a file, or makes it, and cuts a torn last line off.
    ///
    /// # Errors
    /// [`SinkError::File`], and [`SinkError::InUse`] where another process or another sink appends
    /// to it.
    pub fn open(path: impl AsRef<Path>) -> Result<Self, SinkError> {
        let log = Arc::new(Mutex::new(Log::open(path.as_ref())?));
        Ok(Self { log })
    }

    /// Has the disk write after so many announcements only: faster, and a power cut (a killed
    /// process does not) may take the last of them, although they count as delivered.
    #[must_use]
    pub fn synced_every(self, announcements: u32) -> Self {
        self.log().synced_every(announcements);
        self
    }

    /// Has the disk write what it was not yet told to.
    ///
    /// # Errors
    /// [`SinkError::File`].
    pub fn sync(&self) -> Result<(), SinkError> {
        Ok(self.log().sync()?)
    }

    /// How many bytes of a torn last line were cut off when the file was opened.
    #[must_use]
    pub fn cut_off(&self) -> u64 {
        self.log().cut_off()
    }

    fn log(&self) -> MutexGuard<'_, Log> {
        locked(&self.log)
    }
}

/// A log that a panic left behind knows itself where its last whole line ends.
fn locked(log: &Mutex<Log>) -> MutexGuard<'_, Log> {
    log.lock().unwrap_or_else(PoisonError::into_inner)
}

#[async_trait]
impl Sink for NdjsonSink {
    async fn deliver(&self, _: &StoredEvent, json: &str) -> Result<(), Undelivered> {
        let (log, line) = (Arc::clone(&self.log), line(json));
        let written = aside(move || locked(&log).append(&line)).await?;
        written.map_err(|error| Undelivered::passing(format!("the file: {}", error.kind())))
    }
}

/// One line. Line breaks in JSON are space between its tokens: in texts they are escaped.
fn line(json: &str) -> String {
    let mut line = json.replace(['\n', '\r'], " ");
    line.push('\n');
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_over_several_lines_is_one_line() {
        assert_eq!(line("{\n\"a\":\r\n\"\\n\"}"), "{ \"a\":  \"\\n\"}\n");
    }
}
