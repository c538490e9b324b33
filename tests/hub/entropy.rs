//! Randomness that is the same at every run.

use std::sync::Mutex;

use profilekit::hub::Entropy;
use profilekit_tests::Seeded;

/// A sequence of its own for each seed.
pub(crate) struct Counting(Mutex<Seeded>);

impl Counting {
    pub(crate) fn new(seed: u64) -> Self {
        Self(Mutex::new(Seeded::new(seed)))
    }
}

impl Entropy for Counting {
    fn fill(&self, bytes: &mut [u8]) {
        let mut sequence = self.0.lock().unwrap();
        for chunk in bytes.chunks_mut(8) {
            let next = sequence.next().to_be_bytes();
            chunk.copy_from_slice(&next[..chunk.len()]);
        }
    }
}
