//! Where the announcements of ProfileKit go.
//!
//! A [`Relay`](profilekit::hub::Relay) takes announcements out of a store's outbox to a
//! [`Sink`](profilekit::hub::Sink). Here are the sinks that most products need:
//!
//! | sink | takes them to | feature |
//! | --- | --- | --- |
//! | [`CallbackSink`] | a closure | |
//! | [`NdjsonSink`] | a file, one line each | |
//! | `HttpSink` | a webhook, signed as Standard Webhooks says | `http` |
//! | `NatsSink` | a stream of NATS JetStream | `nats` |
//!
//! With the feature `http` there is `ClerkClient` besides, which speaks with an identity provider for
//! the hub.
//!
//! All deliver at least once: where a relay dies between delivering and writing that down, the
//! same announcement comes again with the same id.
//!
//! ```
//! use std::sync::{Arc, Mutex};
//! use profilekit::hub::Relay;
//! use profilekit::store::{Address, Changes, Commit, Event, MemoryStore, Write};
//! use profilekit_sinks::{CallbackSink, SystemClock};
//! # use profilekit::hub::Entropy;
//! # struct Fixed;
//! # impl Entropy for Fixed {
//! #     fn fill(&self, bytes: &mut [u8]) {
//! #         bytes.fill(7);
//! #     }
//! # }
//!
//! let came = Arc::new(Mutex::new(Vec::new()));
//! let seen = Arc::clone(&came);
//! let sink = CallbackSink::new(move |event, _json| {
//!     seen.lock().unwrap().push(event.event.name.clone());
//!     Ok(())
//! });
//!
//! let store = Arc::new(MemoryStore::default());
//! # let address = Address::new("", "note", "n1");
//! # let event = Event {
//! #     id: "e1".into(), name: "note.created".into(), address: address.clone(), data: "{}".into(),
//! #     ..Event::default()
//! # };
//! # let mut write = Write { events: vec![event], ..Write::default() };
//! # write.record.address = address;
//! # let commit = Commit { writes: vec![write], ..Commit::default() };
//! # pollster::block_on(store.commit(&commit)).unwrap();
//! let relay = Relay::new("notes", store, Arc::new(sink), Arc::new(SystemClock), Arc::new(Fixed));
//! assert_eq!(pollster::block_on(relay.step()).unwrap().delivered, 1);
//! assert_eq!(*came.lock().unwrap(), ["note.created"]);
//! ```

mod aside;
mod callback;
#[cfg(feature = "http")]
mod clerk;
mod clock;
mod error;
#[cfg(feature = "http")]
mod http;
#[cfg(feature = "nats")]
mod nats;
mod ndjson;

pub use callback::CallbackSink;
#[cfg(feature = "http")]
pub use clerk::ClerkClient;
pub use clock::SystemClock;
pub use error::SinkError;
#[cfg(feature = "http")]
pub use http::{HttpSettings, HttpSink};
#[cfg(feature = "nats")]
pub use nats::NatsSink;
pub use ndjson::NdjsonSink;

/// The client that [`NatsSink`] takes, in the version that it takes.
#[cfg(feature = "nats")]
pub use async_nats;
