//! Buckets of values: a histogram whose buckets are 1/128 of their values wide.

use std::collections::BTreeMap;

use super::near::{Near, is_near};
use crate::error::Failure;
use crate::metrics::number::overflow;

/// Bits of a value, after its highest, that its bucket keeps.
pub(super) const BITS: u32 = 7;

/// How far a bucket's middle is from any value in it at most, in 1/10,000 of the value:
/// 1 / 2^(BITS + 1).
pub(in crate::metrics) const SKETCH_ERROR: u32 = 40;

/// The bucket farthest from zero.
pub(super) const LAST: i32 = (56 << BITS) + 255;

/// How many values the table of the buckets near zero takes no more room than: 131 kB.
const MANY: u64 = 1 << 14;

/// How many buckets more than are needed a table gets on either side.
const SPARE: usize = 64;

/// The bucket of a value: its sign, the place of its highest bit and the bits after that.
#[inline]
pub(super) fn of(value: i64) -> i32 {
    let size = value.unsigned_abs();
    let spare = (64 - size.leading_zeros()).saturating_sub(BITS + 1);
    let [kept, ..] = (size >> spare).to_le_bytes();
    let index = (spare << BITS).cast_signed() + i32::from(kept);
    if value < 0 { -index } else { index }
}

/// What of values is left in a bucket, without its sign: their first bits, and how many more they have.
fn kept(bucket: i32) -> (u64, u32) {
    let index = bucket.unsigned_abs();
    // Kept bits have their highest set, but for values that have no more bits than that.
    let spare = (index >> BITS).saturating_sub(1);
    (u64::from(index - (spare << BITS)), spare)
}

/// The value of a bucket that is nearest to zero.
pub(super) fn least(bucket: i32) -> i64 {
    let (kept, spare) = kept(bucket);
    let least = (kept << spare).cast_signed();
    if bucket < 0 {
        least.wrapping_neg()
    } else {
        least
    }
}

/// The middle of a bucket.
fn middle(bucket: i32) -> i128 {
    let (kept, spare) = kept(bucket);
    let low = u128::from(kept) << spare;
    let middle = (low + ((1u128 << spare) - 1) / 2).cast_signed();
    if bucket < 0 { -middle } else { middle }
}

/// How many values are in which bucket. Few values are counted one by one in a tree, many in tables.
#[derive(Debug, Clone, Default)]
pub(super) struct Buckets {
    total: u64,
    few: BTreeMap<i32, u64>,
    many: Option<Many>,
}

/// Counts of many values: tables of the buckets near zero and of the others.
#[derive(Debug, Clone, Default)]
struct Many {
    near: Near,
    far: Table,
}

impl Many {
    fn add(&mut self, bucket: i32, count: u64) {
        if is_near(bucket) {
            self.near.add(bucket, count);
        } else {
            self.far.add(bucket, count);
        }
    }

    fn filled(&self) -> impl Iterator<Item = (i32, u64)> {
        let (below, above) = (self.far.filled(), self.far.filled());
        let below = below.filter(|(bucket, _)| *bucket < 0);
        let above = above.filter(|(bucket, _)| *bucket > 0);
        below.chain(self.near.filled()).chain(above)
    }
}

/// Counts of neighbouring buckets.
#[derive(Debug, Clone, Default)]
struct Table {
    first: i32,
    counts: Vec<u64>,
}

impl Table {
    #[inline]
    fn add(&mut self, bucket: i32, count: u64) {
        let place = bucket.wrapping_sub(self.first).cast_unsigned() as usize;
        match self.counts.get_mut(place) {
            Some(known) => *known = known.wrapping_add(count),
            None => self.reach(bucket, count),
        }
    }

    /// Makes room for a bucket further out.
    #[cold]
    fn reach(&mut self, bucket: i32, count: u64) {
        let spare = i32::try_from(SPARE).unwrap_or(0);
        let first = self.first.min(bucket.saturating_sub(spare));
        let first = if self.counts.is_empty() {
            bucket
        } else {
            first
        };
        let more = self.first.abs_diff(first) as usize;
        let end = bucket.abs_diff(first) as usize + SPARE;
        let mut counts = Vec::new();
        if !self.counts.is_empty() {
            counts.resize(more, 0);
            counts.append(&mut self.counts);
        }
        counts.resize(counts.len().max(end), 0);
        if let Some(known) = counts.get_mut(bucket.abs_diff(first) as usize) {
            *known += count;
        }
        (self.first, self.counts) = (first, counts);
    }

    fn filled(&self) -> impl Iterator<Item = (i32, u64)> {
        let all = (self.first..).zip(self.counts.iter().copied());
        all.filter(|(_, count)| *count > 0)
    }
}

impl Buckets {
    /// How many values there are.
    pub(super) fn count(&self) -> u64 {
        self.total
    }

    #[inline]
    pub(super) fn add(&mut self, value: i64) {
        match &mut self.many {
            Some(many) => {
                self.total = self.total.wrapping_add(1);
                if !many.near.take(value) {
                    many.far.add(of(value), 1);
                }
            }
            None => self.put(of(value), 1),
        }
    }

    /// Counts values.
    pub(super) fn extend(&mut self, values: &[i64]) {
        if self.total.saturating_add(values.len() as u64) >= MANY {
            self.become_many();
        }
        let Some(many) = &mut self.many else {
            return values.iter().for_each(|value| self.put(of(*value), 1));
        };
        self.total = self.total.saturating_add(values.len() as u64);
        let far = &mut many.far;
        many.near.extend(values, |bucket| far.add(bucket, 1));
    }

    fn become_many(&mut self) {
        let many = self.many.get_or_insert_default();
        for (bucket, count) in std::mem::take(&mut self.few) {
            many.add(bucket, count);
        }
    }

    /// Counts so many values of a bucket; no table has more of them than are counted.
    pub(super) fn put(&mut self, bucket: i32, count: u64) {
        self.total = self.total.saturating_add(count);
        if let Some(many) = &mut self.many {
            return many.add(bucket, count);
        }
        *self.few.entry(bucket).or_default() += count;
        if self.total >= MANY {
            self.become_many();
        }
    }

    /// Counts so many values of a bucket.
    pub(super) fn count_in(&mut self, bucket: i32, count: u64) -> Result<(), Failure> {
        self.total.checked_add(count).ok_or_else(overflow)?;
        self.put(bucket, count);
        Ok(())
    }

    /// Adds the values of others.
    pub(super) fn merge(&mut self, other: &Self) -> Result<(), Failure> {
        let mut all = other.filled();
        all.try_for_each(|(bucket, count)| self.count_in(bucket, count))
    }

    /// The buckets with values, in their order.
    pub(super) fn filled(&self) -> impl Iterator<Item = (i32, u64)> {
        let few = self.few.iter().map(|(bucket, count)| (*bucket, *count));
        few.chain(self.many.iter().flat_map(Many::filled))
    }

    /// The middle of the bucket of the value at a place, from 1.
    pub(super) fn at(&self, place: u64) -> Option<i128> {
        let mut before = 0u64;
        let found = self.filled().find(|(_, count)| {
            before = before.saturating_add(*count);
            before >= place
        });
        found.map(|(bucket, _)| middle(bucket))
    }
}

impl From<&[i64]> for Buckets {
    fn from(values: &[i64]) -> Self {
        let mut buckets = Self::default();
        buckets.extend(values);
        buckets
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn buckets_are_in_the_order_of_their_values_and_narrow(one: i64, two: i64, small in 0..63u32) {
            let (one, two) = (one >> small, two >> (63 - small));
            prop_assert_eq!(one.cmp(&two).is_lt() && of(one) > of(two), false);
            let off = (middle(of(one)) - i128::from(one)).unsigned_abs() * 10_000;
            prop_assert!(off <= u128::from(SKETCH_ERROR) * u128::from(one.unsigned_abs()), "{one} {}", middle(of(one)));
            prop_assert!(of(one).abs() <= LAST);
            let least = least(of(one));
            prop_assert!(of(least) == of(one) && least.unsigned_abs() <= one.unsigned_abs());
            prop_assert!(least == 0 || of(least - least.signum()) != of(one));
        }

        #[test]
        fn tables_count_as_trees_do(values in prop::collection::vec(-70_000i64..70_000, 0..300), more: Vec<i64>, small in 0..20u32, times in 1..200usize) {
            let more = more.iter().map(|value| value >> small);
            let all: Vec<i64> = values.iter().copied().chain(more).collect();
            let all: Vec<i64> = std::iter::repeat_n(all, times).flatten().collect();
            let mut plain: BTreeMap<i32, u64> = BTreeMap::new();
            all.iter().for_each(|value| *plain.entry(of(*value)).or_default() += 1);
            let found = Buckets::from(&*all);
            prop_assert_eq!(found.many.is_some(), all.len() as u64 >= MANY);
            prop_assert_eq!(found.count(), all.len() as u64);
            prop_assert_eq!(found.filled().collect::<BTreeMap<_, _>>(), plain.clone());
            prop_assert!(found.filled().map(|(bucket, _)| bucket).is_sorted());
            let (one, two) = all.split_at(all.len() / 3);
            let (mut one, two) = (Buckets::from(one), Buckets::from(two));
            one.merge(&two).unwrap();
            prop_assert_eq!(one.filled().collect::<BTreeMap<_, _>>(), plain.clone());
            let mut single = Buckets::default();
            all.iter().for_each(|value| single.add(*value));
            prop_assert_eq!(single.filled().collect::<BTreeMap<_, _>>(), plain);
        }
    }
}
