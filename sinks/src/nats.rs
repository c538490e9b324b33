//! Announcements to NATS JetStream.

use std::fmt;
use std::time::Duration;

use async_nats::connection::State;
use async_nats::header::HeaderMap;
use async_nats::jetstream::context::{Context, PublishErrorKind};
use async_nats::{Client, jetstream};
use async_trait::async_trait;
use profilekit::hub::{Sink, Undelivered};
use profilekit::store::StoredEvent;
use tokio::runtime::Handle;
use tokio::time;

use crate::error::SinkError;

/// How long the server may take to say that the stream has it.
const TIMEOUT: Duration = Duration::from_secs(5);

/// Publishes announcements to a stream of NATS JetStream and waits until the stream has them.
///
/// The subject is `PREFIX.NAME`, such as `profiles.booking.confirmed`; a stream must listen to
/// `PREFIX.>`. `Nats-Msg-Id` is the event's id: within its duplicate window (two minutes where
/// nothing else was said), the stream keeps an announcement that comes again once.
///
/// The client is the caller's, with the credentials and certificates it needs, and belongs to a
/// Tokio runtime; whatever runs the relay need not.
///
/// ```no_run
/// use profilekit_sinks::{NatsSink, async_nats};
///
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// let client = async_nats::connect("nats://localhost").await?;
/// let sink = NatsSink::new(client, "profiles")?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct NatsSink {
    stream: Context,
    client: Client,
    prefix: String,
    runtime: Handle,
}

impl NatsSink {
    /// A sink for subjects that begin with `prefix`. It is made within the Tokio runtime of the
    /// client.
    ///
    /// # Errors
    /// [`SinkError::Subject`], [`SinkError::NoRuntime`].
    pub fn new(client: Client, prefix: &str) -> Result<Self, SinkError> {
        if !is_subject(prefix) {
            return Err(SinkError::Subject);
        }
        let runtime = Handle::try_current().map_err(|_| SinkError::NoRuntime)?;
        let stream = jetstream::context::ContextBuilder::new()
            .timeout(TIMEOUT)
            .build(client.clone());
        Ok(Self {
            stream,
            client,
            prefix: prefix.to_owned(),
            runtime,
        })
    }

    fn subject(&self, event: &StoredEvent) -> Result<String, Undelivered> {
        let name = &event.event.name;
        if is_subject(name) {
            return Ok(format!("{}.{name}", self.prefix));
        }
        Err(Undelivered::lasting("its name is no subject"))
    }
}

impl fmt::Debug for NatsSink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut sink = f.debug_struct("NatsSink");
        sink.field("prefix", &self.prefix).finish_non_exhaustive()
    }
}

#[async_trait]
impl Sink for NatsSink {
    async fn deliver(&self, event: &StoredEvent, json: &str) -> Result<(), Undelivered> {
        // The client keeps what it cannot send, and sends it when nobody expects it any more:
        // behind what other relays delivered meanwhile.
        if self.client.connection_state() != State::Connected {
            return Err(Undelivered::passing("not connected"));
        }
        let subject = self.subject(event)?;
        let headers = headers(&event.event.id)?;
        let sent = publish(self.stream.clone(), subject, headers, json.to_owned());
        let Ok(published) = self.runtime.spawn(sent).await else {
            return Err(Undelivered::passing("the runtime ended"));
        };
        published.map_err(failed)
    }
}

/// Publishes and waits for the stream; on the client's runtime, where there are timers.
async fn publish(
    stream: Context,
    subject: String,
    headers: HeaderMap,
    json: String,
) -> Result<(), PublishErrorKind> {
    let kept = time::timeout(TIMEOUT, async move {
        let sent = stream.publish_with_headers(subject, headers, json.into());
        sent.await?.await
    });
    match kept.await {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) => Err(error.kind()),
        Err(_) => Err(PublishErrorKind::TimedOut),
    }
}

fn headers(id: &str) -> Result<HeaderMap, Undelivered> {
    if id.is_empty() || !id.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(Undelivered::lasting("its id is no header"));
    }
    let mut headers = HeaderMap::new();
    headers.insert(async_nats::header::NATS_MESSAGE_ID, id);
    headers.insert("Content-Type", "application/cloudevents+json");
    Ok(headers)
}

fn failed(kind: PublishErrorKind) -> Undelivered {
    match kind {
        PublishErrorKind::MaxPayloadExceeded => Undelivered::lasting("too large for the server"),
        // There may be one soon.
        PublishErrorKind::StreamNotFound => Undelivered::passing("no stream for the subject"),
        PublishErrorKind::TimedOut => Undelivered::passing("timed out"),
        _ => Undelivered::passing("the server did not take it"),
    }
}

/// Parts between full stops, each with something in it and without wildcards.
fn is_subject(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'*' | b'>');
    text.split('.')
        .all(|part| !part.is_empty() && part.bytes().all(plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subjects_have_parts_without_spaces_and_wildcards() {
        for good in ["a", "booking.confirmed", "eu-1.profiles"] {
            assert!(is_subject(good), "{good}");
        }
        for bad in [
            "", ".", "a.", ".a", "a..b", "a b", "a\r\nPUB", "a.*", "a.>", "é",
        ] {
            assert!(!is_subject(bad), "{bad}");
        }
    }

    #[test]
    fn an_id_that_would_be_another_header_is_refused() {
        for bad in ["", "a\r\nNats-Rollup: all", "a b", "é"] {
            assert!(!headers(bad).unwrap_err().passing, "{bad:?}");
        }
        assert!(headers("018f7a3c-1").is_ok());
    }

    #[test]
    fn what_is_too_large_is_too_large_for_good() {
        assert!(!failed(PublishErrorKind::MaxPayloadExceeded).passing);
        let passing = [PublishErrorKind::StreamNotFound, PublishErrorKind::TimedOut];
        assert!(passing.into_iter().all(|kind| failed(kind).passing));
    }
}
