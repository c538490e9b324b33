//! Taking announcements out of the outbox to whoever wants them.

use std::sync::Arc;

use async_trait::async_trait;

use super::ids::{Entropy, uuid_v7};
use crate::json::push_string;
use crate::store::{Address, Claim, Event, Settled, Settlement, Store, StoreError, StoredEvent};
use crate::time::write_instant;

/// What time it is.
pub trait Clock: Send + Sync {
    /// Now, in microseconds since 1970 UTC.
    fn now(&self) -> i64;
}

/// Where announcements go.
#[async_trait]
pub trait Sink: Send + Sync {
    /// Delivers one announcement: a CloudEvents 1.0 object in JSON. The same one may come again
    /// after a crash; its `id` tells.
    ///
    /// # Errors
    /// Why it was not delivered, and whether trying again may help.
    async fn deliver(&self, event: &StoredEvent, json: &str) -> Result<(), Undelivered>;
}

/// Why an announcement was not delivered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct Undelivered {
    /// In a few words, without personal data.
    pub reason: String,
    /// Whether trying again may help.
    pub passing: bool,
    /// When the receiver asked to be tried again, in microseconds from now.
    pub after: Option<i64>,
}

impl Undelivered {
    /// It may go well another time.
    #[must_use]
    pub fn passing(reason: impl Into<String>) -> Self {
        Self {
            reason: reason.into(),
            passing: true,
            after: None,
        }
    }

    /// It will never go well.
    #[must_use]
    pub fn lasting(reason: impl Into<String>) -> Self {
        Self {
            passing: false,
            ..Self::passing(reason)
        }
    }
}

/// How a relay works. Times are in microseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// Most announcements of one step.
    pub batch: usize,
    /// How long a step may take before others take over.
    pub lease: i64,
    /// How long it waits after the first failure; twice as long after each further one.
    pub first_wait: i64,
    /// The longest that it waits.
    pub longest_wait: i64,
    /// After so many failures an announcement is given up.
    pub attempts: u32,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            batch: 100,
            lease: 30_000_000,
            first_wait: 1_000_000,
            longest_wait: 3_600_000_000,
            attempts: 12,
        }
    }
}

/// What a step of a relay did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Relayed {
    /// So many were delivered.
    pub delivered: usize,
    /// So many failed and come again.
    pub postponed: usize,
    /// So many were given up.
    pub dead: usize,
    /// So many were left to another step.
    pub released: usize,
    /// So many were taken over by somebody else while this one worked on them.
    pub lost: usize,
}

impl Relayed {
    /// Whether there was nothing to do.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        *self == Self::default()
    }
}

/// Takes announcements to a sink: at least once, those of one record in order, several relays
/// side by side.
///
/// What a record announces waits behind what it announced before. One that is given up lets the
/// next one go; [`crate::store::Outbox::replay`] brings it back.
pub struct Relay {
    store: Arc<dyn Store>,
    sink: Arc<dyn Sink>,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    pace: Pace,
    source: String,
    holder: String,
}

impl std::fmt::Debug for Relay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut relay = f.debug_struct("Relay");
        relay.field("holder", &self.holder).finish_non_exhaustive()
    }
}

impl Relay {
    /// A relay from a store to a sink. `product` is the blueprint's name: what it announces comes
    /// from `/PRODUCT`.
    #[must_use]
    pub fn new(
        product: &str,
        store: Arc<dyn Store>,
        sink: Arc<dyn Sink>,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
    ) -> Self {
        let holder = uuid_v7(&*entropy, clock.now());
        Self {
            store,
            sink,
            clock,
            entropy,
            pace: Pace::default(),
            source: format!("/{product}"),
            holder,
        }
    }

    /// The same relay at another pace.
    #[must_use]
    pub fn at(mut self, pace: Pace) -> Self {
        self.pace = pace;
        self
    }

    /// Takes on what is due and delivers it.
    ///
    /// # Errors
    /// Those of the store. What was delivered and could not be marked comes again.
    pub async fn step(&self) -> Result<Relayed, StoreError> {
        let now = self.clock.now();
        let claim = Claim {
            holder: self.holder.clone(),
            now,
            until: now.saturating_add(self.pace.lease),
            limit: self.pace.batch,
        };
        let events = self.store.claim(&claim).await?;
        if events.is_empty() {
            return Ok(Relayed::default());
        }
        let mut held_up: Vec<&Address> = Vec::new();
        let mut settled = Vec::with_capacity(events.len());
        let mut relayed = Relayed::default();
        for stored in &events {
            let address = &stored.event.address;
            // Half of the lease is left for the store to be told.
            let late = self.clock.now() > now.saturating_add(self.pace.lease / 2);
            let how = if late || held_up.contains(&address) {
                Settlement::Released
            } else {
                self.one(stored).await
            };
            match &how {
                Settlement::Delivered => relayed.delivered += 1,
                Settlement::Retry { .. } => relayed.postponed += 1,
                Settlement::Dead { .. } => relayed.dead += 1,
                Settlement::Released => relayed.released += 1,
            }
            if matches!(how, Settlement::Retry { .. } | Settlement::Released) {
                held_up.push(address);
            }
            let sequence = stored.sequence;
            settled.push(Settled { sequence, how });
        }
        let held = self.store.settle(&self.holder, &settled).await?;
        relayed.lost = settled.len().saturating_sub(held);
        Ok(relayed)
    }

    async fn one(&self, stored: &StoredEvent) -> Settlement {
        let json = cloud_event(&self.source, stored);
        let Err(undelivered) = self.sink.deliver(stored, &json).await else {
            return Settlement::Delivered;
        };
        let reason = undelivered.reason.replace('\0', "\u{fffd}");
        let error: String = reason.chars().take(500).collect();
        let attempts = stored.attempts.saturating_add(1);
        if !undelivered.passing || attempts >= self.pace.attempts {
            return Settlement::Dead { error };
        }
        let wait = self
            .wait(stored.attempts)
            .max(undelivered.after.unwrap_or(0));
        let due_at = self.clock.now().saturating_add(wait);
        Settlement::Retry { due_at, error }
    }

    /// Twice as long after each failure, at most the longest; a random part of the second half,
    /// so that what failed together does not come again together.
    fn wait(&self, failures: u32) -> i64 {
        let factor = 1i64.checked_shl(failures.min(40)).unwrap_or(i64::MAX);
        let most = self.pace.first_wait.saturating_mul(factor);
        let most = most.min(self.pace.longest_wait).max(2);
        let mut random = [0; 4];
        self.entropy.fill(&mut random);
        let share = i64::from(u32::from_be_bytes(random));
        most / 2 + (most / 2).saturating_mul(share) / i64::from(u32::MAX)
    }
}

/// An announcement as a CloudEvents 1.0 object in JSON. `sequence` (its extension attribute)
/// grows with what one record announces; `recordversion` is the record's version.
#[must_use]
pub fn cloud_event(source: &str, stored: &StoredEvent) -> String {
    let Event {
        id,
        name,
        address,
        version,
        at,
        data,
    } = &stored.event;
    let (time, subject) = (write_instant(*at), address.to_string());
    let schema = format!("urn:profilekit:event:{name}:1");
    let (sequence, version) = (stored.sequence.to_string(), version.to_string());
    let members: [(&str, &str); 10] = [
        ("id", id),
        ("source", source),
        ("type", name),
        ("subject", &subject),
        ("time", &time),
        ("datacontenttype", "application/json"),
        ("dataschema", &schema),
        ("sequence", &sequence),
        ("recordversion", &version),
        ("tenant", &address.tenant),
    ];
    let mut json = String::with_capacity(512);
    json.push_str("{\"specversion\":\"1.0\"");
    for (name, value) in members.iter().filter(|(_, value)| !value.is_empty()) {
        json.push(',');
        push_string(&mut json, name);
        json.push(':');
        push_string(&mut json, value);
    }
    json.push_str(",\"data\":");
    json.push_str(data);
    json.push('}');
    json
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;
    use std::sync::atomic::{AtomicI64, Ordering};

    use super::*;
    use crate::store::{
        Backlog, Changes, Commit, MemoryStore, Outbox, Replay, StoredRecord, Write, WriteMode,
    };

    struct Bytes;

    impl Entropy for Bytes {
        fn fill(&self, bytes: &mut [u8]) {
            bytes.fill(255);
        }
    }

    #[derive(Default)]
    struct Hand(AtomicI64);

    impl Clock for Hand {
        fn now(&self) -> i64 {
            self.0.load(Ordering::Relaxed)
        }
    }

    /// Fails for announcements whose record is named `bad`, so often; says what came.
    #[derive(Default)]
    struct Mailbox {
        came: Mutex<Vec<String>>,
        failures: AtomicI64,
        lasting: bool,
    }

    #[async_trait]
    impl Sink for Mailbox {
        async fn deliver(&self, event: &StoredEvent, _: &str) -> Result<(), Undelivered> {
            let bad = event.event.address.id == "bad";
            if bad && self.failures.fetch_sub(1, Ordering::Relaxed) > 0 {
                return Err(if self.lasting {
                    Undelivered::lasting("gone")
                } else {
                    Undelivered::passing("busy")
                });
            }
            self.came.lock().unwrap().push(event.event.id.clone());
            Ok(())
        }
    }

    async fn announce(store: &MemoryStore, id: &str, version: i64) {
        let address = Address::new("", "note", id);
        let event = Event {
            id: format!("{id}{version}"),
            name: "note.updated".into(),
            address: address.clone(),
            version,
            data: "{}".into(),
            ..Event::default()
        };
        let write = Write {
            how: if version == 1 {
                WriteMode::Insert
            } else {
                WriteMode::Replace
            },
            record: StoredRecord {
                address,
                version,
                ..StoredRecord::default()
            },
            events: vec![event],
            ..Write::default()
        };
        let commit = Commit {
            writes: vec![write],
            ..Commit::default()
        };
        store.commit(&commit).await.unwrap();
    }

    struct World {
        store: Arc<MemoryStore>,
        sink: Arc<Mailbox>,
        clock: Arc<Hand>,
        relay: Relay,
    }

    fn world(sink: Mailbox) -> World {
        let (store, clock) = (Arc::new(MemoryStore::default()), Arc::new(Hand::default()));
        let sink = Arc::new(sink);
        pollster::block_on(async {
            for (id, version) in [("bad", 1), ("good", 1), ("bad", 2), ("good", 2)] {
                announce(&store, id, version).await;
            }
        });
        let relay = Relay::new(
            "p",
            store.clone(),
            sink.clone(),
            clock.clone(),
            Arc::new(Bytes),
        );
        World {
            store,
            sink,
            clock,
            relay,
        }
    }

    fn step(world: &World) -> Relayed {
        pollster::block_on(world.relay.step()).unwrap()
    }

    #[test]
    fn a_failure_holds_its_own_record_up_and_comes_again_later() {
        let world = world(Mailbox {
            failures: AtomicI64::new(2),
            ..Mailbox::default()
        });
        let first = Relayed {
            delivered: 2,
            postponed: 1,
            released: 1,
            ..Relayed::default()
        };
        assert_eq!(step(&world), first);
        assert!(step(&world).is_idle(), "it is not due");
        world.clock.0.store(1_000_000, Ordering::Relaxed);
        let second = Relayed {
            postponed: 1,
            released: 1,
            ..Relayed::default()
        };
        assert_eq!(step(&world), second);
        world.clock.0.store(2_999_999, Ordering::Relaxed);
        assert!(step(&world).is_idle(), "it waits twice as long");
        world.clock.0.store(3_000_000, Ordering::Relaxed);
        assert_eq!(step(&world).delivered, 2);
        assert_eq!(
            *world.sink.came.lock().unwrap(),
            ["good1", "good2", "bad1", "bad2"]
        );
    }

    #[test]
    fn what_will_never_go_well_is_given_up_and_can_be_brought_back() {
        let world = world(Mailbox {
            failures: AtomicI64::new(1),
            lasting: true,
            ..Mailbox::default()
        });
        let first = Relayed {
            delivered: 3,
            dead: 1,
            ..Relayed::default()
        };
        assert_eq!(step(&world), first);
        pollster::block_on(async {
            let backlog = Backlog {
                dead: 1,
                delivered: 3,
                ..Backlog::default()
            };
            assert_eq!(world.store.backlog().await.unwrap(), backlog);
            assert_eq!(world.store.replay(Replay::Dead, 0).await.unwrap(), 1);
        });
        assert_eq!(step(&world).delivered, 1);
        assert_eq!(
            *world.sink.came.lock().unwrap(),
            ["good1", "bad2", "good2", "bad1"]
        );
    }

    #[test]
    fn after_many_failures_it_is_given_up() {
        let mut world = world(Mailbox {
            failures: AtomicI64::new(99),
            ..Mailbox::default()
        });
        world.relay.pace.attempts = 3;
        let mut dead = 0;
        for step_number in 1..=3 {
            world
                .clock
                .0
                .store(step_number * 10_000_000, Ordering::Relaxed);
            dead += step(&world).dead;
        }
        assert_eq!(dead, 1);
    }

    #[test]
    fn waits_grow_to_the_longest() {
        let relay = world(Mailbox::default()).relay;
        let waits: Vec<i64> = [0, 1, 2, 11, 12, 99]
            .map(|failures| relay.wait(failures))
            .into();
        let seconds: Vec<i64> = waits.iter().map(|wait| wait / 1_000_000).collect();
        assert_eq!(seconds, [1, 2, 4, 2048, 3600, 3600]);
    }

    #[test]
    fn announcements_are_cloud_events() {
        let stored = StoredEvent {
            sequence: 7,
            event: Event {
                id: "e1".into(),
                name: "note.updated".into(),
                address: Address::new("t1", "note", "n1"),
                version: 3,
                at: 1_700_000_000_000_000,
                data: "{\"fields\":[]}".into(),
            },
            ..StoredEvent::default()
        };
        assert_eq!(
            cloud_event("/notes", &stored),
            concat!(
                r#"{"specversion":"1.0","id":"e1","source":"/notes","type":"note.updated","#,
                r#""subject":"note/n1","time":"2023-11-14T22:13:20Z","#,
                r#""datacontenttype":"application/json","#,
                r#""dataschema":"urn:profilekit:event:note.updated:1","sequence":"7","#,
                r#""recordversion":"3","tenant":"t1","data":{"fields":[]}}"#
            )
        );
    }
}
