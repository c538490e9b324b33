//! The time of the machine.

use std::time::{SystemTime, UNIX_EPOCH};

use profilekit::hub::Clock;

/// The clock of the operating system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> i64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        // Before 1970: a machine whose clock was never set.
        let micros = since.map_or(0, |since| since.as_micros());
        i64::try_from(micros).unwrap_or(i64::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_later_than_when_this_was_written() {
        assert!(SystemClock.now() > 1_780_000_000_000_000);
    }
}
