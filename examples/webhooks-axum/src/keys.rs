//! The keys by which sessions are signed, which their issuer replaces now and then.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use profilekit::error::Failure;
use profilekit::identity::TokenKeys;

/// How often the key set is fetched at most, in microseconds: tokens that name keys which nobody
/// has are easily made.
const EACH: u64 = 60_000_000;

/// Where the issuer's key set (JWKS) is.
pub trait KeySource: Send + Sync {
    /// The key set as it is now. It may take its time: nothing else waits for it but who brought a
    /// key that is not known.
    ///
    /// # Errors
    /// Why there is none; those that are known count on.
    fn fetch(&self) -> Result<TokenKeys, Failure>;
}

/// The issuer's keys, fetched again where a token names another.
pub(crate) struct Keys {
    source: Arc<dyn KeySource>,
    known: Mutex<Known>,
}

struct Known {
    keys: Arc<TokenKeys>,
    /// When they were asked for last.
    asked: i64,
}

impl Keys {
    pub(crate) fn fetched(source: Arc<dyn KeySource>, now: i64) -> Result<Self, Failure> {
        let keys = Arc::new(source.fetch()?);
        let known = Mutex::new(Known { keys, asked: now });
        Ok(Self { source, known })
    }

    pub(crate) fn current(&self) -> Arc<TokenKeys> {
        Arc::clone(&self.known().keys)
    }

    /// Other keys than those among which one is missing, where there are any.
    pub(crate) fn others(&self, than: &Arc<TokenKeys>, now: i64) -> Option<Arc<TokenKeys>> {
        let mut known = self.known();
        if !Arc::ptr_eq(&known.keys, than) {
            return Some(Arc::clone(&known.keys));
        }
        if now.abs_diff(known.asked) < EACH {
            return None;
        }
        // Who comes while they are fetched does not fetch them too.
        known.asked = now;
        drop(known);
        match self.source.fetch() {
            Ok(keys) => {
                let keys = Arc::new(keys);
                self.known().keys = Arc::clone(&keys);
                Some(keys)
            }
            Err(failure) => {
                eprintln!("the keys of sessions cannot be fetched: {failure}");
                None
            }
        }
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
