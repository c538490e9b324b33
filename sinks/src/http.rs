//! Announcements to a webhook.

pub(crate) mod address;
pub(crate) mod agent;
pub(crate) mod answer;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use profilekit::hub::{Clock, Sink, Undelivered};
use profilekit::identity::{Family, MessageId, Secret, sign};
use profilekit::store::StoredEvent;
use ureq::Agent;

use crate::aside::aside;
use crate::clock::SystemClock;
use crate::error::SinkError;
pub(crate) use answer::Answer;

/// How a webhook is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpSettings {
    /// How long an attempt may take as a whole. Less than half of the relay's lease, or others
    /// take over what is still on its way.
    pub timeout: Duration,
    /// Whether `http:` will do, without encryption; the signature holds all the same.
    pub plain: bool,
    /// The only certificates that are trusted, as PEM; those of the Mozilla programme where
    /// nothing is said.
    pub roots: Option<Vec<u8>>,
    /// The address of a proxy. Those of the environment are not taken.
    pub proxy: Option<String>,
    /// The longest wait that a receiver may ask for.
    pub longest_wait: Duration,
}

impl Default for HttpSettings {
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(10),
            plain: false,
            roots: None,
            proxy: None,
            longest_wait: Duration::from_secs(24 * 3600),
        }
    }
}

/// Posts announcements as CloudEvents in structured mode, signed as Standard Webhooks says.
///
/// `webhook-id` is the event's id, the same at each attempt: the receiver tells by it what came
/// again. A status of 2xx is a delivery. 408, 425, 429, 5xx, a redirect (it is not followed) and
/// whatever went wrong on the way come again later, when `Retry-After` says or as the relay waits.
/// All else is for good: the announcement is given up.
///
/// The address is that of an operator. One that customers enter may point into the network of
/// whoever sends: send through a proxy that refuses that.
///
/// ```
/// use profilekit::identity::Secret;
/// use profilekit_sinks::{HttpSettings, HttpSink};
///
/// let secret = Secret::parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
/// let address = "https://example.com/hooks";
/// assert!(HttpSink::new(address, vec![secret.clone()], &HttpSettings::default()).is_ok());
///
/// let plain = HttpSink::new("http://example.com/", vec![secret], &HttpSettings::default());
/// assert_eq!(plain.unwrap_err().to_string(), "the address cannot be used: it is not https");
/// ```
#[derive(Clone)]
pub struct HttpSink {
    agent: Agent,
    address: Arc<str>,
    secrets: Arc<[Secret]>,
    clock: Arc<dyn Clock>,
    longest_wait: Duration,
}

impl HttpSink {
    /// A sink for an address. Each secret makes a signature: while one is replaced, there are two.
    ///
    /// # Errors
    /// What cannot be used of what was handed in.
    pub fn new(
        address: &str,
        secrets: Vec<Secret>,
        settings: &HttpSettings,
    ) -> Result<Self, SinkError> {
        if secrets.is_empty() {
            return Err(SinkError::NoSecret);
        }
        Ok(Self {
            agent: agent::agent(settings)?,
            address: address::checked(address, settings.plain)?.into(),
            secrets: secrets.into(),
            clock: Arc::new(SystemClock),
            longest_wait: settings.longest_wait,
        })
    }

    /// The same sink by another clock.
    #[must_use]
    pub fn by(mut self, clock: Arc<dyn Clock>) -> Self {
        self.clock = clock;
        self
    }

    /// The signed request; each attempt is signed anew.
    fn signed(&self, id: &str, json: &str) -> Result<Post, Undelivered> {
        let id = MessageId::parse(id).map_err(|failure| {
            Undelivered::lasting(format!("its id: {}", failure.code().as_str()))
        })?;
        let seconds = u64::try_from(self.clock.now() / 1_000_000).unwrap_or_default();
        let each = |secret| sign(secret, &id, seconds, json.as_bytes());
        let signatures: Vec<String> = self.secrets.iter().map(each).collect();
        Ok(Post {
            address: Arc::clone(&self.address),
            values: [id.to_string(), seconds.to_string(), signatures.join(" ")],
            body: json.to_owned(),
        })
    }
}

impl fmt::Debug for HttpSink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Some addresses are secrets themselves.
        f.debug_struct("HttpSink").finish_non_exhaustive()
    }
}

#[async_trait]
impl Sink for HttpSink {
    async fn deliver(&self, event: &StoredEvent, json: &str) -> Result<(), Undelivered> {
        let (agent, post) = (self.agent.clone(), self.signed(&event.event.id, json)?);
        let answer = aside(move || post.send(&agent)).await??;
        answer.judged(self.clock.now(), self.longest_wait)
    }
}

/// A request.
struct Post {
    address: Arc<str>,
    /// Of the three headers, in the order of [`Family::names`].
    values: [String; 3],
    body: String,
}

impl Post {
    fn send(self, agent: &Agent) -> Result<Answer, Undelivered> {
        let request = agent.post(&*self.address);
        let mut request = request.header("content-type", "application/cloudevents+json");
        for (name, value) in Family::Standard.names().into_iter().zip(self.values) {
            request = request.header(name, value);
        }
        let mut response = request.send(self.body).map_err(answer::failed)?;
        let answer = Answer::of(&response);
        // Read to its end, a connection is used again. What is said there does not matter.
        let body = response.body_mut().with_config().limit(answer::MOST);
        let _ = body.read_to_vec();
        Ok(answer)
    }
}
