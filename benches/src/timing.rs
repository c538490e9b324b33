//! Timing: contestants take turns, and the median of the rounds counts.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// How long each round of a contestant lasts at least.
const ROUND: Duration = Duration::from_millis(60);
/// How many rounds each contestant has.
const ROUNDS: usize = 9;

/// Something to measure: one call does one unit of work; the argument counts the calls.
pub struct Contestant<'c> {
    /// What it is called in the report.
    pub name: &'static str,
    /// The work.
    pub work: Box<dyn FnMut(usize) -> u64 + 'c>,
}

impl<'c> Contestant<'c> {
    /// A contestant.
    pub fn new(name: &'static str, work: impl FnMut(usize) -> u64 + 'c) -> Self {
        let work = Box::new(work);
        Self { name, work }
    }

    fn round(&mut self, calls: usize) -> Duration {
        let start = Instant::now();
        let mut sum = 0u64;
        for call in 0..calls {
            sum = sum.wrapping_add((self.work)(call));
        }
        black_box(sum);
        start.elapsed()
    }

    /// How many calls fill a round.
    fn calls(&mut self) -> usize {
        let mut calls = 1;
        loop {
            let took = self.round(calls);
            if took >= ROUND / 4 || calls >= 1 << 28 {
                let per_round = ROUND.as_secs_f64() / took.as_secs_f64().max(1e-9);
                #[allow(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    clippy::cast_precision_loss,
                    reason = "a count of calls need not be exact"
                )]
                return ((calls as f64 * per_round) as usize).max(1);
            }
            calls *= 4;
        }
    }
}

/// The median nanoseconds of one call of each contestant, measured in turns.
pub fn measure(contestants: &mut [Contestant<'_>]) -> Vec<f64> {
    let calls: Vec<usize> = contestants.iter_mut().map(Contestant::calls).collect();
    let mut rounds: Vec<Vec<f64>> = vec![Vec::new(); contestants.len()];
    for _ in 0..ROUNDS {
        for (index, contestant) in contestants.iter_mut().enumerate() {
            let took = contestant.round(calls[index]).as_secs_f64() * 1e9;
            #[allow(clippy::cast_precision_loss, reason = "far below 2^52 calls")]
            rounds[index].push(took / calls[index] as f64);
        }
    }
    rounds
        .into_iter()
        .map(|mut times| {
            times.sort_by(f64::total_cmp);
            times[times.len() / 2]
        })
        .collect()
}
