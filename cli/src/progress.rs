//! How far long work is, beside the output.

use std::fmt::Arguments;
use std::time::{Duration, Instant};

use crate::output::write_beside;

/// How often it is told.
const EVERY: Duration = Duration::from_secs(1);

/// Tells how far something is, once a second at most: what is done sooner says nothing.
#[derive(Debug)]
pub(crate) struct Progress {
    last: Instant,
}

impl Progress {
    pub(crate) fn begin() -> Self {
        Self {
            last: Instant::now(),
        }
    }

    pub(crate) fn tell(&mut self, words: Arguments<'_>) {
        if self.last.elapsed() >= EVERY {
            write_beside(words, "\n");
            self.last = Instant::now();
        }
    }
}
