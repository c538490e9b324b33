//! What the machine gives.

use std::time::{SystemTime, UNIX_EPOCH};

use profilekit::hub::{Clock, Entropy};

/// The operating system's clock and its generator of random bytes.
#[derive(Debug, Clone, Copy)]
pub struct Machine;

impl Clock for Machine {
    fn now(&self) -> i64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        since.map_or(0, |since| {
            i64::try_from(since.as_micros()).unwrap_or(i64::MAX)
        })
    }
}

impl Entropy for Machine {
    fn fill(&self, bytes: &mut [u8]) {
        if getrandom::fill(bytes).is_err() {
            // Nothing may go on with bytes that somebody can foresee.
            std::process::abort()
        }
    }
}
