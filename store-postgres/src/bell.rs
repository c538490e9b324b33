//! Waking those who wait for events, now and then.
//!
//! A notification takes a lock that all of the database's notifications take, and time of its
//! connection. The first announcement rings at once; those that follow soon ring together.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

use deadpool_postgres::Pool;
use tokio::runtime::Handle;
use tokio::time::sleep;

use crate::change::WAKE;

/// How long announcements wait to ring together.
const PAUSE: Duration = Duration::from_millis(10);

/// Nothing was announced lately.
const QUIET: u8 = 0;
/// It rang lately.
const RANG: u8 = 1;
/// It rang lately, and something was announced since.
const OWES: u8 = 2;

/// Says when to wake those who wait.
#[derive(Debug, Clone)]
pub(crate) struct Bell {
    pool: Pool,
    runtime: Handle,
    state: Arc<AtomicU8>,
}

impl Bell {
    pub(crate) fn new(pool: Pool, runtime: Handle) -> Self {
        Self {
            pool,
            runtime,
            state: Arc::default(),
        }
    }

    /// Whether whoever announced something wakes the others at once. Otherwise they are woken in a
    /// little while, by whatever was announced until then.
    pub(crate) fn rings(&self) -> bool {
        let swap = |from, to| {
            let swapped =
                self.state
                    .compare_exchange(from, to, Ordering::AcqRel, Ordering::Acquire);
            swapped.err()
        };
        let mut state = self.state.load(Ordering::Acquire);
        loop {
            let changed = match state {
                QUIET => swap(QUIET, RANG),
                RANG => swap(RANG, OWES),
                _ => return false,
            };
            match (changed, state) {
                (None, QUIET) => {
                    self.runtime.spawn(self.clone().ring_later());
                    return true;
                }
                (None, _) => return false,
                (Some(found), _) => state = found,
            }
        }
    }

    async fn ring_later(self) {
        loop {
            sleep(PAUSE).await;
            let quiet =
                self.state
                    .compare_exchange(RANG, QUIET, Ordering::AcqRel, Ordering::Acquire);
            if quiet.is_ok() {
                return;
            }
            self.state.store(RANG, Ordering::Release);
            // Whoever is not woken looks for events when their patience ends.
            if let Ok(client) = self.pool.get().await {
                let _lost = client.batch_execute(WAKE).await;
            }
        }
    }
}
