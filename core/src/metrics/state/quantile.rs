//! Percentiles.

use std::collections::BTreeMap;

use super::{Reader, State, Writer, bad_state};
use crate::error::Failure;
use crate::metrics::number::{divide, overflow};

/// Bits of a value, after its highest, that its bucket keeps.
const BITS: u32 = 7;

/// How far a bucket's middle is from any value in it at most, in 1/10,000 of the value:
/// 1 / 2^(BITS + 1).
pub(in crate::metrics) const SKETCH_ERROR: u32 = 40;

/// All values up to `limit` of them; beyond, a histogram whose buckets are 1/128 of their values
/// wide, as HdrHistogram and DDSketch have them. Like theirs its result does not depend on the
/// order of the values, and only whole numbers are in it.
#[derive(Debug, Clone, Default)]
pub(in crate::metrics) struct Quantile {
    pub(in crate::metrics) limit: u32,
    values: Values,
    /// Values that are in no bucket yet; none but while facts are scanned.
    waiting: Vec<i64>,
}

#[derive(Debug, Clone)]
enum Values {
    /// In the order they came.
    All(Vec<i64>),
    Histogram(BTreeMap<i32, u64>, u64),
}

/// How many values wait until they are put into buckets together.
const BATCH: usize = 4096;

impl Default for Values {
    fn default() -> Self {
        Self::All(Vec::new())
    }
}

/// Which value is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::metrics) enum Method {
    /// The first value that so many are not above: `percentile_disc` of SQL.
    Rank,
    /// Between two values in proportion: `percentile_cont` of SQL.
    Between,
}

/// The bucket of a value: its sign, the place of its highest bit and the bits after that.
fn bucket(value: i64) -> i32 {
    let size = value.unsigned_abs();
    let spare = (64 - size.leading_zeros()).saturating_sub(BITS + 1);
    let kept = i32::try_from(size >> spare).unwrap_or(0);
    let index = i32::try_from(spare << BITS).unwrap_or(0) + kept;
    if value < 0 { -index } else { index }
}

/// The middle of a bucket.
fn middle(bucket: i32) -> i128 {
    let index = bucket.unsigned_abs();
    // Kept bits have their highest set, but for values that have no more bits than that.
    let spare = (index >> BITS).saturating_sub(1);
    let kept = u128::from(index - (spare << BITS));
    let low = kept << spare;
    let middle = (low + ((1u128 << spare) - 1) / 2).cast_signed();
    if bucket < 0 { -middle } else { middle }
}

/// The bucket farthest from zero.
const LAST: i32 = (56 << BITS) + 255;

impl Quantile {
    pub(in crate::metrics) fn new(limit: u32) -> Self {
        Self {
            limit,
            values: Values::default(),
            waiting: Vec::new(),
        }
    }

    /// Values, each so many times.
    pub(in crate::metrics) fn of_counts(limit: u32, counts: &[(i64, u64)]) -> Self {
        let total = counts
            .iter()
            .fold(0u64, |sum, (_, count)| sum.saturating_add(*count));
        let values = if total > u64::from(limit) {
            let mut buckets: BTreeMap<i32, u64> = BTreeMap::new();
            for (value, count) in counts {
                let own = buckets.entry(bucket(*value)).or_default();
                *own = own.saturating_add(*count);
            }
            Values::Histogram(buckets, total)
        } else {
            let times = |(value, count): &(i64, u64)| {
                std::iter::repeat_n(*value, usize::try_from(*count).unwrap_or(0))
            };
            Values::All(counts.iter().flat_map(times).collect())
        };
        Self {
            limit,
            values,
            waiting: Vec::new(),
        }
    }

    /// Puts the values that wait into their buckets.
    pub(in crate::metrics) fn settle(&mut self) {
        if let Values::Histogram(buckets, total) = &mut self.values {
            *total = total.saturating_add(self.waiting.len() as u64);
            tally(&self.waiting, buckets);
            self.waiting = Vec::new();
        }
    }

    pub(in crate::metrics) fn add(&mut self, value: i64) {
        match &mut self.values {
            Values::All(values) => {
                values.push(value);
                if values.len() > self.limit as usize {
                    self.values = histogram(values);
                }
            }
            Values::Histogram(..) => {
                self.waiting.push(value);
                if self.waiting.len() >= BATCH {
                    self.settle();
                }
            }
        }
    }

    /// The value at `share` (in millionths) of all in order, multiplied by `scale`, and whether
    /// it is exact; none of none.
    pub(in crate::metrics) fn at(
        &self,
        share: u32,
        method: Method,
        scale: i128,
    ) -> Option<(i128, bool)> {
        match &self.values {
            Values::All(values) if values.is_empty() => None,
            Values::All(values) => Some((exact(values, share, method, scale)?, true)),
            Values::Histogram(buckets, count) => {
                let mut left = rank(share, *count);
                let found = buckets.iter().find(|(_, count)| {
                    left = left.saturating_sub(**count);
                    left == 0
                });
                Some((middle(*found?.0).checked_mul(scale)?, false))
            }
        }
    }
}

const WHOLE: u128 = 1_000_000;

/// The place, from 1, of the first value that `share` of all are not above.
fn rank(share: u32, count: u64) -> u64 {
    let rank = (u128::from(count) * u128::from(share)).div_ceil(WHOLE);
    u64::try_from(rank)
        .unwrap_or(u64::MAX)
        .clamp(1, count.max(1))
}

fn exact(values: &[i64], share: u32, method: Method, scale: i128) -> Option<i128> {
    let mut values = values.to_vec();
    let place = |values: &mut Vec<i64>, place: u64| {
        let place = usize::try_from(place)
            .ok()
            .filter(|place| *place < values.len())?;
        Some(i128::from(*values.select_nth_unstable(place).1))
    };
    let count = values.len() as u64;
    if method == Method::Rank {
        return place(&mut values, rank(share, count) - 1)?.checked_mul(scale);
    }
    let exact = u128::from(count - 1) * u128::from(share);
    let below = u64::try_from(exact / WHOLE).ok()?;
    let weight = (exact % WHOLE).cast_signed();
    let low = place(&mut values, below)?;
    let high = if weight == 0 {
        low
    } else {
        place(&mut values, below + 1)?
    };
    let sum = low.checked_mul(scale)?.checked_mul(WHOLE.cast_signed())?;
    divide(
        sum.checked_add((high - low).checked_mul(scale)?.checked_mul(weight)?)?,
        WHOLE.cast_signed(),
    )
}

fn histogram(values: &[i64]) -> Values {
    let mut buckets = BTreeMap::new();
    tally(values, &mut buckets);
    Values::Histogram(buckets, values.len() as u64)
}

/// Counts values into a flat table first, where they are many.
fn tally(values: &[i64], buckets: &mut BTreeMap<i32, u64>) {
    let mut found: Vec<i32> = values.iter().map(|value| bucket(*value)).collect();
    let (Some(least), Some(most)) = (found.iter().min(), found.iter().max()) else {
        return;
    };
    let (least, width) = (*least, most.abs_diff(*least) as usize + 1);
    if width > 4 * found.len() {
        found.sort_unstable();
        for run in found.chunk_by(|a, b| a == b) {
            let bucket = run.first().copied().unwrap_or_default();
            *buckets.entry(bucket).or_default() += run.len() as u64;
        }
        return;
    }
    let mut counts = vec![0u64; width];
    for bucket in found {
        if let Some(count) = counts.get_mut(bucket.abs_diff(least) as usize) {
            *count += 1;
        }
    }
    for (bucket, count) in (least..).zip(counts).filter(|(_, count)| *count > 0) {
        *buckets.entry(bucket).or_default() += count;
    }
}

impl State for Quantile {
    fn merge(&mut self, other: &Self) -> Result<(), Failure> {
        self.limit = self.limit.max(other.limit);
        match &other.values {
            Values::All(values) => {
                values.iter().for_each(|value| self.add(*value));
                self.settle();
            }
            Values::Histogram(buckets, count) => {
                if let Values::All(values) = &self.values {
                    self.values = histogram(values);
                }
                if let Values::Histogram(own, total) = &mut self.values {
                    *total = total.checked_add(*count).ok_or_else(overflow)?;
                    for (bucket, count) in buckets {
                        *own.entry(*bucket).or_default() += count;
                    }
                }
            }
        }
        Ok(())
    }

    fn is_empty(&self) -> bool {
        matches!(&self.values, Values::All(values) if values.is_empty())
    }

    fn write(&self, out: &mut Writer) {
        match &self.values {
            Values::All(values) => {
                let mut values = values.clone();
                values.sort_unstable();
                out.0.push(0);
                out.length(values.len());
                values.iter().for_each(|value| out.signed(*value));
            }
            Values::Histogram(buckets, _) => {
                out.0.push(1);
                out.length(buckets.len());
                for (bucket, count) in buckets {
                    out.signed(i64::from(*bucket));
                    out.number(*count);
                }
            }
        }
    }

    /// The limit is not among the bytes: the plan knows it.
    fn read(bytes: &mut Reader<'_>) -> Result<Self, Failure> {
        let values = match bytes.byte()? {
            0 => {
                let length = bytes.length(1)?;
                let values: Result<Vec<i64>, _> = (0..length).map(|_| bytes.signed()).collect();
                values.map(Values::All)?
            }
            1 => read_histogram(bytes)?,
            _ => return Err(bad_state("an unknown mark")),
        };
        let sorted = match &values {
            Values::All(values) => values.is_sorted(),
            Values::Histogram(..) => true,
        };
        let read = sorted.then_some(Self {
            limit: 0,
            values,
            waiting: Vec::new(),
        });
        read.ok_or_else(|| bad_state("values out of order"))
    }
}

fn read_histogram(bytes: &mut Reader<'_>) -> Result<Values, Failure> {
    let mut buckets = BTreeMap::new();
    let mut total = 0u64;
    for _ in 0..bytes.length(2)? {
        let bucket = i32::try_from(bytes.signed()?).ok();
        let bucket = bucket.filter(|bucket| bucket.unsigned_abs() <= LAST.unsigned_abs());
        let bucket = bucket.ok_or_else(|| bad_state("an unknown bucket"))?;
        let count = bytes.number()?;
        let later = buckets
            .last_key_value()
            .is_none_or(|(last, _)| *last < bucket);
        if count == 0 || !later {
            return Err(bad_state("values out of order"));
        }
        total = total.checked_add(count).ok_or_else(overflow)?;
        buckets.insert(bucket, count);
    }
    Ok(Values::Histogram(buckets, total))
}

impl Quantile {
    /// Takes the limit of the plan after a state was read: a sketch stands for more values, and
    /// a list for no more.
    pub(in crate::metrics) fn limited(&mut self, limit: u32) -> Result<(), Failure> {
        self.limit = limit;
        let sound = match &self.values {
            Values::All(values) => values.len() <= limit as usize,
            Values::Histogram(_, count) => *count > u64::from(limit),
        };
        sound
            .then_some(())
            .ok_or_else(|| bad_state("not as many values as are kept exactly"))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(limit: u32, values: &[i64]) -> Quantile {
        let mut state = Quantile::new(limit);
        values.iter().for_each(|value| state.add(*value));
        state.settle();
        state
    }

    fn bytes(state: &Quantile) -> Vec<u8> {
        let mut writer = Writer::default();
        state.write(&mut writer);
        writer.0
    }

    #[test]
    fn the_two_methods_are_those_of_sql() {
        let state = of(10, &[40, 10, 30, 20]);
        let at = |share, method| state.at(share, method, 10).unwrap().0;
        assert_eq!(at(500_000, Method::Rank), 200);
        assert_eq!(at(500_000, Method::Between), 250);
        assert_eq!(at(500_001, Method::Rank), 300);
        assert_eq!(
            (at(0, Method::Rank), at(1_000_000, Method::Rank)),
            (100, 400)
        );
        assert_eq!(
            (at(0, Method::Between), at(1_000_000, Method::Between)),
            (100, 400)
        );
        assert_eq!(at(950_000, Method::Between), 385);
        assert_eq!(of(10, &[]).at(500_000, Method::Rank, 1), None);
        assert_eq!(
            of(10, &[7]).at(500_000, Method::Between, 1),
            Some((7, true))
        );
    }

    proptest! {
        #[test]
        fn buckets_are_in_the_order_of_their_values_and_narrow(one: i64, two: i64, small in 0..63u32) {
            let (one, two) = (one >> small, two >> (63 - small));
            prop_assert_eq!(one.cmp(&two).is_lt() && bucket(one) > bucket(two), false);
            let off = (middle(bucket(one)) - i128::from(one)).unsigned_abs() * 10_000;
            prop_assert!(off <= u128::from(SKETCH_ERROR) * u128::from(one.unsigned_abs()), "{one} {}", middle(bucket(one)));
            prop_assert!(bucket(one).abs() <= LAST);
        }

        #[test]
        fn however_split_the_state_is_the_same(values: Vec<i64>, cut: prop::sample::Index, limit in 0..20u32) {
            let whole = of(limit, &values);
            let (left, right) = values.split_at(cut.index(values.len() + 1));
            let (mut one, mut two) = (of(limit, left), of(limit, right));
            let left = one.clone();
            one.merge(&two).unwrap();
            two.merge(&left).unwrap();
            let written = bytes(&whole);
            prop_assert_eq!(&bytes(&one), &written);
            prop_assert_eq!(&bytes(&two), &written);
            let mut read = Quantile::read(&mut Reader(&written)).unwrap();
            prop_assert_eq!(read.limited(limit), Ok(()));
            prop_assert_eq!(bytes(&read), written);
            prop_assert!(read.limited(limit).is_ok() && whole.at(500_000, Method::Rank, 1).is_none() == values.is_empty());
        }
    }
}
