//! What the machine gives: the time, and randomness.

use profilekit::hub::{Clock, Entropy};

use crate::output::{Misuse, Paint, tell_line};

/// The operating system's clock and its generator of random bytes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Machine;

impl Clock for Machine {
    fn now(&self) -> i64 {
        chrono::Utc::now().timestamp_micros()
    }
}

impl Entropy for Machine {
    fn fill(&self, bytes: &mut [u8]) {
        if let Err(error) = getrandom::fill(bytes) {
            // Nothing may go on with bytes that somebody can foresee.
            let misuse = Misuse::new(format!("The machine gives no randomness: {error}."), "");
            tell_line!("{}", Paint::for_errors().misuse(&misuse));
            std::process::exit(2)
        }
    }
}
