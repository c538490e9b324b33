use std::sync::Arc;
use std::time::{Duration, Instant};

use profilekit::hub::{Clock, Sink, Undelivered};
use profilekit::identity::Secret;
use profilekit_sinks::{HttpSettings, HttpSink, SinkError, SystemClock};

use crate::receiver::{Receiver, SECRET, answer};
use crate::world::{Ahead, announcement};

const OTHER: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDC2FVsBQIhrsc";

pub(crate) fn plain() -> HttpSettings {
    HttpSettings {
        plain: true,
        timeout: Duration::from_secs(5),
        ..HttpSettings::default()
    }
}

pub(crate) fn sink(address: &str, settings: &HttpSettings) -> HttpSink {
    let secret = Secret::parse(SECRET).unwrap();
    HttpSink::new(address, vec![secret], settings).unwrap()
}

pub(crate) fn deliver(sink: &dyn Sink, id: &str) -> Result<(), Undelivered> {
    let (event, json) = announcement(id);
    pollster::block_on(sink.deliver(&event, &json))
}

/// What becomes of an announcement that is answered so.
fn answered(text: &str) -> Result<(), Undelivered> {
    let receiver = Receiver::answering(text);
    deliver(&sink(&receiver.address(), &plain()), "e1")
}

#[test]
fn a_webhook_is_a_signed_cloud_event() {
    let receiver = Receiver::answering(&answer("204 No Content", ""));
    deliver(&sink(&receiver.address(), &plain()), "e1").unwrap();
    let came = receiver.came();
    let request = came.first().unwrap();
    assert_eq!(request.line, "POST /hooks HTTP/1.1");
    assert_eq!(
        request.header("content-type"),
        "application/cloudevents+json"
    );
    assert_eq!(request.body, announcement("e1").1);
    let verified = request.verified(SECRET, SystemClock.now());
    assert_eq!(verified.id.as_str(), "e1");
}

#[test]
fn while_a_secret_is_replaced_both_verify() {
    let receiver = Receiver::answering(&answer("200 OK", ""));
    let secrets = [SECRET, OTHER].map(|text| Secret::parse(text).unwrap());
    let sink = HttpSink::new(&receiver.address(), secrets.into(), &plain()).unwrap();
    deliver(&sink, "e1").unwrap();
    for secret in [SECRET, OTHER] {
        receiver.came()[0].verified(secret, SystemClock.now());
    }
}

#[test]
fn each_attempt_is_signed_at_its_time_with_the_same_id() {
    let receiver = Receiver::answering(&answer("200 OK", ""));
    let clock = Arc::new(Ahead::default());
    let sink = sink(&receiver.address(), &plain()).by(clock.clone());
    deliver(&sink, "e1").unwrap();
    clock.by_seconds(86_400);
    deliver(&sink, "e1").unwrap();
    let came = receiver.came();
    let first = came[0].verified(SECRET, SystemClock.now());
    let second = came[1].verified(SECRET, clock.now());
    assert_eq!(first.id, second.id);
    assert!(second.at - first.at >= 86_400_000_000);
    assert_eq!(receiver.connections(), 1, "the connection is used again");
}

#[test]
fn answers_are_delivered_passing_or_lasting() {
    assert_eq!(answered(&answer("202 Accepted", "")), Ok(()));
    for status in ["410 Gone", "400 Bad Request", "404 Not Found"] {
        let given_up = answered(&answer(status, "Retry-After: 5\r\n")).unwrap_err();
        assert!(!given_up.passing && given_up.after.is_none(), "{status}");
    }
    let busy = answered(&answer("429 Too Many Requests", "Retry-After: 7\r\n")).unwrap_err();
    let expected = Undelivered {
        after: Some(7_000_000),
        ..Undelivered::passing("answered 429")
    };
    assert_eq!(busy, expected);
    let down = answered(&answer("503 Service Unavailable", "")).unwrap_err();
    assert_eq!(down, Undelivered::passing("answered 503"));
}

#[test]
fn redirects_are_not_followed() {
    for status in [
        "301 Moved",
        "302 Found",
        "303 See Other",
        "307 Later",
        "308 Moved",
    ] {
        let elsewhere = Receiver::answering(&answer("200 OK", ""));
        let location = format!("Location: {}\r\n", elsewhere.address());
        let refused = answered(&answer(status, &location)).unwrap_err();
        assert!(refused.passing && refused.reason.starts_with("answered 30"));
        assert!(elsewhere.came().is_empty(), "{status}");
    }
}

#[test]
fn what_went_wrong_on_the_way_passes() {
    let cases = [
        "",
        "nonsense\r\n\r\n",
        "HTTP/1.1 2",
        "HTTP/1.1 200 OK\r\nContent-",
    ];
    for text in cases {
        // A connection that stays open after half an answer is a matter of the timeout.
        let broken = Receiver::answering(text);
        let settings = HttpSettings {
            timeout: Duration::from_millis(500),
            ..plain()
        };
        let undelivered = deliver(&sink(&broken.address(), &settings), "e1").unwrap_err();
        assert!(undelivered.passing, "{text}: {undelivered}");
        assert!(!undelivered.reason.contains("127.0.0.1"), "{undelivered}");
    }
    let nobody = "http://127.0.0.1:1/";
    let refused = deliver(&sink(nobody, &plain()), "e1").unwrap_err();
    assert_eq!(refused, Undelivered::passing("the connection was refused"));
    let unknown = "http://nobody.invalid/";
    assert!(deliver(&sink(unknown, &plain()), "e1").unwrap_err().passing);
}

#[test]
fn a_receiver_that_does_not_answer_is_left_in_time() {
    let silent = Receiver::start(|_, _| {
        std::thread::sleep(Duration::from_secs(10));
        String::new()
    });
    let settings = HttpSettings {
        timeout: Duration::from_millis(300),
        ..plain()
    };
    let start = Instant::now();
    let late = deliver(&sink(&silent.address(), &settings), "e1").unwrap_err();
    assert_eq!(late, Undelivered::passing("timed out"));
    assert!(start.elapsed() < Duration::from_secs(5));
}

#[test]
fn an_answer_without_end_was_given_all_the_same() {
    let endless = format!("HTTP/1.1 200 OK\r\n\r\n{}", "x".repeat(1 << 20));
    assert_eq!(answered(&endless), Ok(()));
    let cut = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx";
    let receiver = Receiver::answering(cut);
    let settings = HttpSettings {
        timeout: Duration::from_millis(500),
        ..plain()
    };
    assert_eq!(deliver(&sink(&receiver.address(), &settings), "e1"), Ok(()));
}

#[test]
fn an_id_that_cannot_be_signed_is_given_up_unsent() {
    let receiver = Receiver::answering(&answer("200 OK", ""));
    let sink = sink(&receiver.address(), &plain());
    for id in ["", "a.b", "a\r\nx: y"] {
        let (mut event, json) = announcement("e1");
        event.event.id = id.to_owned();
        let refused = pollster::block_on(sink.deliver(&event, &json)).unwrap_err();
        assert!(!refused.passing, "{id:?}");
    }
    assert!(receiver.came().is_empty());
}

#[test]
fn without_a_secret_there_is_no_sink_and_no_secret_is_shown() {
    let none = HttpSink::new("https://example.com/", Vec::new(), &plain());
    assert!(matches!(none, Err(SinkError::NoSecret)));
    let shown = format!("{:?}", sink("https://example.com/T0KEN", &plain()));
    assert!(
        !shown.contains("T0KEN") && !shown.contains("MfKQ"),
        "{shown}"
    );
}
