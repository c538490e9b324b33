//! Buckets of the values near zero: a table with a slot for each, which is found without a branch.

use super::bucket::{BITS, least, of};

/// Values of fewer than so many bits are near.
const NEAR: u32 = 52;

/// The slots on either side of zero: as many as a bucket keeps bits for, for each of 64 exponents.
const SIDE: usize = 64 << BITS;

/// The slots of both sides: a power of two, so that a slot's place is never beyond them.
const SLOTS: usize = 2 * SIDE;

/// The place of the exponent of 1/2 among those of a side; only its last six bits are kept.
const HALF: usize = 62 << BITS;

/// How many values are given their slots before they are counted.
const ROUND: usize = 256;

/// With this exponent, the last bits of a float count ones.
const WHOLE: f64 = 4_503_599_627_370_496.0;

/// The same with a bit more, which numbers below zero borrow from.
const SIGNED: f64 = 6_755_399_441_055_744.0;

/// How many values near zero are in which bucket.
///
/// The first bits of a float are what a bucket is made of, and whole numbers become floats in additions that are
/// exact, several of them at once. Half of one is added, away from zero: no value leaves its bucket, zero is given an
/// exponent, and each of the small values a slot of its own. The 53 exponents that are left differ in six bits.
#[derive(Debug, Clone)]
pub(super) struct Near(Box<[u64; SLOTS]>);

impl Default for Near {
    fn default() -> Self {
        Self(Box::new([0; SLOTS]))
    }
}

/// Whether the values of a bucket are near.
pub(super) fn is_near(bucket: i32) -> bool {
    bucket.unsigned_abs() < (NEAR - BITS) << BITS
}

/// The slot of a float on its side: the last bits of its exponent and the first after it.
#[inline]
fn slot(float: f64) -> u32 {
    ((float.to_bits() >> 45) & ((1 << 13) - 1)) as u32
}

/// The first slot of a float's side, which its sign says.
#[inline]
fn side(float: f64) -> u32 {
    ((float.to_bits() >> 50) & (1 << 13)) as u32
}

/// The slot of a value that is near.
#[inline]
fn of_either_sign(value: i64) -> u32 {
    let bits = value.cast_unsigned().wrapping_add(SIGNED.to_bits());
    let float = f64::from_bits(bits) - SIGNED;
    let float = float + 0.5f64.copysign(float);
    side(float) | slot(float)
}

/// The slot of a value that is near and not below zero.
#[inline]
fn of_zero_and_above(value: i64) -> u32 {
    let bits = value.cast_unsigned() | WHOLE.to_bits();
    slot(f64::from_bits(bits) - (WHOLE - 0.5))
}

/// The bucket of a place on its side, without its sign.
fn bucket(place: usize) -> i32 {
    let (exponent, kept) = (place >> BITS, (1 << BITS) + place % (1 << BITS));
    let bucket = match exponent.checked_sub(BITS as usize + 1) {
        Some(spare) => (spare << BITS) + kept,
        None => kept >> (BITS as usize + 1 - exponent),
    };
    i32::try_from(bucket).unwrap_or(i32::MAX)
}

impl Near {
    /// Counts so many values of a bucket that is near.
    pub(super) fn add(&mut self, bucket: i32, count: u64) {
        self.count(of_either_sign(least(bucket)), count);
    }

    #[inline]
    fn count(&mut self, slot: u32, count: u64) {
        if let Some(known) = self.0.get_mut(slot as usize % SLOTS) {
            *known = known.wrapping_add(count);
        }
    }

    /// Counts a value if it is near.
    #[inline]
    pub(super) fn take(&mut self, value: i64) -> bool {
        let near = value.unsigned_abs() >> (NEAR - 1) == 0;
        if near {
            self.count(of_either_sign(value), 1);
        }
        near
    }

    /// Counts values; the buckets of those that are not near are handed over.
    pub(super) fn extend(&mut self, values: &[i64], mut far: impl FnMut(i32)) {
        let mut slots = [0; ROUND];
        for values in values.chunks(ROUND) {
            let near = fill(&mut slots, values, 0, of_zero_and_above)
                || fill(&mut slots, values, 1 << (NEAR - 2), of_either_sign);
            if near {
                let slots = slots.iter().take(values.len());
                slots.for_each(|slot| self.count(*slot, 1));
                continue;
            }
            let values = values.iter().filter(|value| !self.take(**value));
            values.for_each(|value| far(of(*value)));
        }
    }

    /// The buckets of one side with values, from zero outward and without their sign.
    fn side(&self, side: usize) -> impl DoubleEndedIterator<Item = (i32, u64)> {
        let slots = self.0.get(side * SIDE..).unwrap_or_default();
        let count = |place| slots.get((place + HALF) % SIDE).copied().unwrap_or(0);
        let all = (0..SIDE).map(move |place| (place, count(place)));
        let filled = all.filter(|(_, count)| *count > 0);
        filled.map(|(place, count)| (bucket(place), count))
    }

    /// The buckets with values, in their order.
    pub(super) fn filled(&self) -> impl Iterator<Item = (i32, u64)> {
        let below = self.side(1).rev().map(|(bucket, count)| (-bucket, count));
        below.chain(self.side(0))
    }
}

/// Gives values their slots, and says whether they mean something: whether all values are near, and no more than
/// `below` zero. A few that are near count as if they were not.
#[inline]
fn fill(slots: &mut [u32; ROUND], values: &[i64], below: u64, of: impl Fn(i64) -> u32) -> bool {
    let mut all = 0;
    for (slot, value) in slots.iter_mut().zip(values) {
        all |= value.cast_unsigned().wrapping_add(below);
        *slot = of(*value);
    }
    all >> (NEAR - 1) == 0
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::bucket::of;
    use super::*;

    /// The buckets with values, found in whole numbers.
    fn plain(values: &[i64]) -> Vec<(i32, u64)> {
        let mut counts = std::collections::BTreeMap::new();
        for value in values {
            *counts.entry(of(*value)).or_default() += 1;
        }
        counts.into_iter().collect()
    }

    #[test]
    fn every_bucket_near_zero_has_a_slot_of_its_own() {
        let last = (0..).find(|bucket| !is_near(bucket + 1)).unwrap();
        for bucket in -last..=last {
            let mut near = Near::default();
            near.add(bucket, 7);
            assert!(near.filled().eq([(bucket, 7)]), "{bucket}");
        }
        assert!(Near::default().take((1 << (NEAR - 1)) - 1));
        assert!(!Near::default().take(1 << (NEAR - 1)));
        assert!(!Near::default().take(i64::MIN));
    }

    proptest! {
        #[test]
        fn several_at_once_are_as_one_by_one(
            small in prop::collection::vec(-300i64..300, 0..600),
            (edge, width) in (40..63u32, -3i64..3),
            wide in prop::collection::vec((any::<i64>(), 0..63u32), 0..600),
            sign: bool,
        ) {
            let wide = wide.into_iter().map(|(value, spare)| value >> spare);
            let edges = [(1i64 << edge) + width, -(1i64 << edge) + width];
            let all: Vec<i64> = small.into_iter().chain(edges).chain(wide).collect();
            let all: Vec<i64> = all.into_iter().map(|value| if sign { value & i64::MAX } else { value }).collect();
            let (mut near, mut far) = (Near::default(), Vec::new());
            near.extend(&all, |bucket| far.push(bucket));
            far.sort_unstable();
            let (inside, outside) = all.iter().partition::<Vec<i64>, _>(|value| is_near(of(**value)));
            prop_assert_eq!(near.filled().collect::<Vec<_>>(), plain(&inside));
            let mut outside: Vec<i32> = outside.into_iter().map(of).collect();
            outside.sort_unstable();
            prop_assert_eq!(far, outside);
        }
    }
}
