//! Timing: contestants take turns, so that whatever else the machine does meets all of them alike,
//! and the median of the rounds' ratios counts.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// How long each round of a contestant lasts at least.
const ROUND: Duration = Duration::from_millis(30);
/// How many rounds each contestant has.
const ROUNDS: usize = 31;

/// Something to measure: one call does one unit of work; the argument counts the calls.
pub struct Contestant<'c> {
    /// What it is called in the report.
    pub name: &'static str,
    /// The work.
    pub work: Box<dyn FnMut(usize) -> u64 + 'c>,
    /// How many calls there were.
    called: usize,
}

impl<'c> Contestant<'c> {
    /// A contestant.
    pub fn new(name: &'static str, work: impl FnMut(usize) -> u64 + 'c) -> Self {
        let work = Box::new(work);
        Self {
            name,
            work,
            called: 0,
        }
    }

    fn round(&mut self, calls: usize) -> Duration {
        let start = Instant::now();
        let mut sum = 0u64;
        for call in self.called..self.called + calls {
            sum = sum.wrapping_add((self.work)(call));
        }
        self.called += calls;
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

/// The nanoseconds of one call in every round of a contestant.
#[derive(Debug, Clone)]
pub struct Times(Vec<f64>);

impl Times {
    /// The median of the rounds.
    #[must_use]
    pub fn median(&self) -> f64 {
        median(self.0.clone())
    }

    /// The median of the ratios to a peer's times, each to that of the peer's turn in the same
    /// round.
    #[must_use]
    pub fn ratio_to(&self, peer: &Self) -> f64 {
        let rounds = self.0.iter().zip(&peer.0);
        median(rounds.map(|(ours, theirs)| ours / theirs).collect())
    }
}

fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers.get(numbers.len() / 2).copied().unwrap_or(f64::NAN)
}

/// The times of each contestant, measured in turns.
pub fn measure(contestants: &mut [Contestant<'_>]) -> Vec<Times> {
    let calls: Vec<usize> = contestants.iter_mut().map(Contestant::calls).collect();
    let mut times = vec![Times(Vec::new()); contestants.len()];
    for _ in 0..ROUNDS {
        for (index, contestant) in contestants.iter_mut().enumerate() {
            let took = contestant.round(calls[index]).as_secs_f64() * 1e9;
            #[allow(clippy::cast_precision_loss, reason = "far below 2^52 calls")]
            times[index].0.push(took / calls[index] as f64);
        }
    }
    times
}
