use std::time::{Duration, Instant};

use profilekit::hub::{Sink as _, Undelivered};
use profilekit_sinks::async_nats::jetstream::stream::{Config, Stream};
use profilekit_sinks::async_nats::{self, Client, jetstream};
use profilekit_sinks::{NatsSink, SinkError};
use profilekit_tests::Nats;
use tokio::runtime::{Builder, Runtime};

use crate::http::deliver;
use crate::world::announcement;

/// A server, a client and what the client runs on. Relays and tests run elsewhere.
pub(crate) struct Setup {
    pub(crate) runtime: Runtime,
    pub(crate) server: Nats,
    client: Client,
}

impl Setup {
    pub(crate) fn new() -> Self {
        let server = Nats::start();
        let mut builder = Builder::new_multi_thread();
        let runtime = builder.worker_threads(1).enable_all().build().unwrap();
        let client = runtime
            .block_on(async_nats::connect(server.address()))
            .unwrap();
        Self {
            runtime,
            server,
            client,
        }
    }

    pub(crate) fn sink(&self) -> NatsSink {
        let _within = self.runtime.enter();
        NatsSink::new(self.client.clone(), "tests").unwrap()
    }

    pub(crate) fn stream(&self) -> Stream {
        let config = Config {
            name: "TESTS".into(),
            subjects: vec!["tests.>".into()],
            ..Config::default()
        };
        let client = self.client.clone();
        let made = async { jetstream::new(client).get_or_create_stream(config).await };
        self.runtime.block_on(made).unwrap()
    }

    /// What the stream has, in its order: subject, id, payload.
    pub(crate) fn messages(&self) -> Vec<(String, String, String)> {
        let mut stream = self.stream();
        self.runtime.block_on(async {
            let last = stream.info().await.unwrap().state.last_sequence;
            let mut messages = Vec::new();
            for sequence in 1..=last {
                let message = stream.get_raw_message(sequence).await.unwrap();
                let id = message.headers.get("Nats-Msg-Id").unwrap().to_string();
                let payload = String::from_utf8(message.payload.to_vec()).unwrap();
                messages.push((message.subject.to_string(), id, payload));
            }
            messages
        })
    }
}

#[test]
fn the_stream_keeps_what_comes_again_once() {
    let nats = Setup::new();
    nats.stream();
    let sink = nats.sink();
    for id in ["e1", "e2", "e1"] {
        deliver(&sink, id).unwrap();
    }
    let message = |id: &str| {
        let subject = "tests.note.updated".to_owned();
        (subject, id.to_owned(), announcement(id).1)
    };
    assert_eq!(nats.messages(), [message("e1"), message("e2")]);
}

#[test]
fn what_no_stream_takes_comes_again_and_what_is_too_large_does_not() {
    let nats = Setup::new();
    let sink = nats.sink();
    let nobody = deliver(&sink, "e1").unwrap_err();
    assert_eq!(nobody, Undelivered::passing("no stream for the subject"));
    nats.stream();
    deliver(&sink, "e1").unwrap();

    let (event, _) = announcement("e2");
    let large = "x".repeat(2 << 20);
    let refused = pollster::block_on(sink.deliver(&event, &large)).unwrap_err();
    assert_eq!(refused, Undelivered::lasting("too large for the server"));
    let (mut event, json) = announcement("e3");
    event.event.name = "note.*".into();
    let refused = pollster::block_on(sink.deliver(&event, &json)).unwrap_err();
    assert!(!refused.passing);
    assert_eq!(nats.messages().len(), 1);
}

#[test]
fn a_server_that_is_away_passes_and_nothing_counts_as_delivered_before_it_is_kept() {
    let mut nats = Setup::new();
    nats.stream();
    let sink = nats.sink();
    deliver(&sink, "e1").unwrap();
    nats.server.kill();
    let start = Instant::now();
    for _ in 0..3 {
        assert!(deliver(&sink, "e2").unwrap_err().passing);
    }
    assert!(start.elapsed() < Duration::from_secs(20));
    nats.server.go_on();
    let back = (0..100).any(|_| {
        std::thread::sleep(Duration::from_millis(100));
        deliver(&sink, "e2").is_ok()
    });
    assert!(back, "it does not connect again");
    let ids: Vec<String> = nats.messages().into_iter().map(|(_, id, _)| id).collect();
    assert_eq!(ids, ["e1", "e2"]);
}

#[test]
fn a_sink_that_cannot_work_is_not_made() {
    let nats = Setup::new();
    let outside = NatsSink::new(nats.client.clone(), "tests");
    assert!(matches!(outside, Err(SinkError::NoRuntime)));
    let _within = nats.runtime.enter();
    for prefix in ["", "tests.", "tests.>", "te sts"] {
        let refused = NatsSink::new(nats.client.clone(), prefix);
        assert!(matches!(refused, Err(SinkError::Subject)), "{prefix}");
    }
}
