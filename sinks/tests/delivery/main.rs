//! Sinks with the real thing at the other end: a file, a web server, NATS.
#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a panic in a function that tests share is the test's report"
)]

mod clerk;
mod http;
mod nats;
mod ndjson;
mod oracle;
mod receiver;
mod relays;
mod tls;
mod world;
