//! From an instant to the segment of time that it is in.

use super::range::BEGINNING;
use crate::order;

/// Boundaries in order, and a table that finds the segment of an instant in a few steps.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Segments {
    boundaries: Vec<i64>,
    base: i64,
    shift: u32,
    /// How many boundaries are not after the beginning of each slot.
    slots: Vec<u32>,
}

/// The most slots of the table: with what is summed up they stay in the nearest cache.
const SLOTS: u64 = 2048;

/// How many instants are passed by at once.
const STEP: usize = 64;

/// How many instants, in the order of time, are before another one. Some of them are looked at one after the other:
/// memory hands these out together, and in a search each would wait for the one before.
fn before(instants: &[i64], end: i64) -> usize {
    let steps = instants.chunks_exact(STEP);
    let passed = steps.take_while(|step| step.last() < Some(&end)).count();
    let passed = STEP * passed;
    let rest = instants.get(passed..).unwrap_or_default();
    let rest = rest.get(..STEP).unwrap_or(rest);
    passed + rest.partition_point(|at| *at < end)
}

/// Whether instants are in the order of time.
pub(super) fn in_order(instants: &[i64]) -> bool {
    let pairs = instants.iter().zip(instants.get(1..).unwrap_or_default());
    // Whether one is later than the next stands in a sign, that several are looked at at once.
    let later = pairs.fold(0, |later, (one, two)| {
        let ahead = two.wrapping_sub(*one);
        later | (ahead ^ ((two ^ one) & (ahead ^ two)))
    });
    later >= 0
}

fn number(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

impl Segments {
    pub(super) fn new(mut boundaries: Vec<i64>) -> Self {
        order::sort(&mut boundaries);
        boundaries.dedup();
        // The beginning of time is far away from everything else.
        let near = boundaries.iter().find(|boundary| **boundary > BEGINNING);
        let base = near.copied().unwrap_or(0);
        let last = boundaries.last().copied().unwrap_or(0);
        let width = last.saturating_sub(base).max(0).unsigned_abs();
        let shift = (64 - width.leading_zeros()).saturating_sub(SLOTS.ilog2());
        let begins = 0..=width >> shift;
        let begins = begins.map(|slot| base.saturating_add((slot << shift).cast_signed()));
        let passed = |at: i64| number(boundaries.partition_point(|boundary| *boundary <= at));
        let slots = begins.map(passed).collect();
        Self {
            boundaries,
            base,
            shift,
            slots,
        }
    }

    /// The boundaries in their order.
    pub(super) fn boundaries(&self) -> &[i64] {
        &self.boundaries
    }

    /// How many boundaries are not after the instant: 0 before the first.
    #[inline]
    pub(super) fn of(&self, instant: i64) -> u32 {
        let ahead = instant.wrapping_sub(self.base).cast_unsigned();
        let slot = ahead.wrapping_shr(self.shift);
        let known = usize::try_from(slot)
            .ok()
            .and_then(|slot| self.slots.get(slot));
        let Some(mut passed) = known.copied() else {
            return number(
                self.boundaries
                    .partition_point(|boundary| *boundary <= instant),
            );
        };
        // Most slots have one boundary at most: a step without a branch that nobody foresees.
        passed += u32::from(self.is_passed(passed, instant));
        while self.is_passed(passed, instant) {
            passed += 1;
        }
        passed
    }

    /// The segments of instants in the order of time, as facts mostly come: each with the place
    /// that it ends before.
    pub(super) fn runs(&self, instants: &[i64]) -> Vec<(u32, usize)> {
        let mut runs = Vec::new();
        let mut from = 0;
        while let Some(first) = instants.get(from) {
            let segment = self.of(*first);
            let rest = instants.get(from..).unwrap_or_default();
            let within = match self.boundaries.get(segment as usize) {
                Some(end) if rest.last() >= Some(end) => before(rest, *end),
                _ => rest.len(),
            };
            from += within.max(1);
            runs.push((segment, from));
        }
        runs
    }

    #[inline]
    fn is_passed(&self, place: u32, instant: i64) -> bool {
        let boundary = self.boundaries.get(place as usize);
        *boundary.unwrap_or(&i64::MAX) <= instant && boundary.is_some()
    }

    /// For each segment here the one of `part` that it is in, from 1; 0 where it is in none.
    pub(super) fn map_to(&self, part: &[i64]) -> Vec<u32> {
        let begins = std::iter::once(&i64::MIN).chain(&self.boundaries);
        let within = |at: &i64| {
            let passed = part.partition_point(|boundary| boundary <= at);
            if passed == part.len() {
                0
            } else {
                number(passed)
            }
        };
        begins.map(within).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_table_finds_what_a_search_finds(
            boundaries in proptest::collection::vec(-1_000_000i64..1_000_000, 0..30),
            far: bool,
            instants in proptest::collection::vec(-1_100_000i64..1_100_000, 1..200),
        ) {
            let mut boundaries = boundaries;
            boundaries.extend(far.then_some(-62_167_219_200_000_000));
            let segments = Segments::new(boundaries);
            let own = segments.boundaries().iter().copied();
            let instants: Vec<i64> = instants.into_iter().chain(own).chain([i64::MIN, i64::MAX]).collect();
            for &instant in &instants {
                let plain = segments.boundaries().iter().filter(|b| **b <= instant).count();
                prop_assert_eq!(segments.of(instant) as usize, plain);
            }
            let mut sorted = instants.clone();
            sorted.sort_unstable();
            let (mut from, mut before) = (0, None);
            for (segment, end) in segments.runs(&sorted) {
                prop_assert!(from < end && before < Some(segment));
                prop_assert!(sorted[from..end].iter().all(|at| segments.of(*at) == segment));
                (from, before) = (end, Some(segment));
            }
            prop_assert_eq!(from, sorted.len());
            prop_assert_eq!(in_order(&instants), instants.is_sorted());
        }
    }

    #[test]
    fn segments_of_a_part_are_those_of_the_whole() {
        let segments = Segments::new(vec![0, 10, 20, 30, 40]);
        assert_eq!(segments.map_to(&[10, 30]), [0, 0, 1, 1, 0, 0]);
        assert_eq!(segments.map_to(&[]), [0; 6]);
    }
}
