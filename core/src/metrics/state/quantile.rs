//! Percentiles.

use super::bucket::{Buckets, LAST};
use super::{Reader, State, Writer, bad_state};
use crate::error::Failure;
use crate::metrics::number::divide;

/// All values up to `limit` of them; beyond, a histogram whose buckets are 1/128 of their values
/// wide, as HdrHistogram and DDSketch have them. Like theirs its result does not depend on the
/// order of the values, and only whole numbers are in it.
#[derive(Debug, Clone, Default)]
pub(in crate::metrics) struct Quantile {
    pub(in crate::metrics) limit: u32,
    values: Values,
}

#[derive(Debug, Clone)]
enum Values {
    /// In the order they came.
    All(Vec<i64>),
    Histogram(Buckets),
}

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

impl Quantile {
    pub(in crate::metrics) fn new(limit: u32) -> Self {
        Self {
            limit,
            values: Values::default(),
        }
    }

    /// Values, each so many times.
    pub(in crate::metrics) fn of_counts(limit: u32, counts: &[(i64, u64)]) -> Self {
        let total = counts
            .iter()
            .fold(0u64, |sum, (_, count)| sum.saturating_add(*count));
        let values = if total > u64::from(limit) {
            let mut buckets = Buckets::default();
            for (value, count) in counts {
                buckets.put(super::bucket::of(*value), *count);
            }
            Values::Histogram(buckets)
        } else {
            let times = |(value, count): &(i64, u64)| {
                std::iter::repeat_n(*value, usize::try_from(*count).unwrap_or(0))
            };
            Values::All(counts.iter().flat_map(times).collect())
        };
        Self { limit, values }
    }

    #[inline]
    pub(in crate::metrics) fn add(&mut self, value: i64) {
        match &mut self.values {
            Values::All(values) => {
                values.push(value);
                self.check();
            }
            Values::Histogram(buckets) => buckets.add(value),
        }
    }

    /// Adds values.
    pub(in crate::metrics) fn extend(&mut self, added: &[i64]) {
        match &mut self.values {
            Values::All(values) => {
                values.extend_from_slice(added);
                self.check();
            }
            Values::Histogram(buckets) => buckets.extend(added),
        }
    }

    /// More values than are kept become a histogram.
    fn check(&mut self) {
        if let Values::All(values) = &self.values
            && values.len() > self.limit as usize
        {
            self.values = Values::Histogram(Buckets::from(&**values));
        }
    }

    /// How many values there are.
    pub(in crate::metrics) fn count(&self) -> u64 {
        match &self.values {
            Values::All(values) => values.len() as u64,
            Values::Histogram(buckets) => buckets.count(),
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
            Values::Histogram(buckets) => {
                let middle = buckets.at(rank(share, buckets.count()))?;
                Some((middle.checked_mul(scale)?, false))
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
    let count = values.len() as u64;
    if method == Method::Rank {
        let place = usize::try_from(rank(share, count) - 1).ok()?;
        let (value, _) = super::rank::at(values, place)?;
        return i128::from(value).checked_mul(scale);
    }
    let exact = u128::from(count - 1) * u128::from(share);
    let below = usize::try_from(exact / WHOLE).ok()?;
    let weight = (exact % WHOLE).cast_signed();
    let (low, next) = super::rank::at(values, below)?;
    let high = if weight == 0 { low } else { next };
    let (low, high) = (i128::from(low), i128::from(high));
    let sum = low.checked_mul(scale)?.checked_mul(WHOLE.cast_signed())?;
    divide(
        sum.checked_add((high - low).checked_mul(scale)?.checked_mul(weight)?)?,
        WHOLE.cast_signed(),
    )
}

impl State for Quantile {
    fn merge(&mut self, other: &Self) -> Result<(), Failure> {
        self.limit = self.limit.max(other.limit);
        match &other.values {
            Values::All(values) => self.extend(values),
            Values::Histogram(buckets) => {
                if let Values::All(values) = &self.values {
                    self.values = Values::Histogram(Buckets::from(&**values));
                }
                if let Values::Histogram(own) = &mut self.values {
                    own.merge(buckets)?;
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
            Values::Histogram(buckets) => {
                out.0.push(1);
                out.length(buckets.filled().count());
                for (bucket, count) in buckets.filled() {
                    out.signed(i64::from(bucket));
                    out.number(count);
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
            1 => Values::Histogram(read_buckets(bytes)?),
            _ => return Err(bad_state("an unknown mark")),
        };
        let sorted = match &values {
            Values::All(values) => values.is_sorted(),
            Values::Histogram(..) => true,
        };
        let read = sorted.then_some(Self { limit: 0, values });
        read.ok_or_else(|| bad_state("values out of order"))
    }
}

fn read_buckets(bytes: &mut Reader<'_>) -> Result<Buckets, Failure> {
    let mut buckets = Buckets::default();
    let mut before = None;
    for _ in 0..bytes.length(2)? {
        let bucket = i32::try_from(bytes.signed()?).ok();
        let bucket = bucket.filter(|bucket| bucket.unsigned_abs() <= LAST.unsigned_abs());
        let bucket = bucket.ok_or_else(|| bad_state("an unknown bucket"))?;
        let count = bytes.number()?;
        if count == 0 || before.is_some_and(|before| before >= bucket) {
            return Err(bad_state("values out of order"));
        }
        buckets.count_in(bucket, count)?;
        before = Some(bucket);
    }
    Ok(buckets)
}

impl Quantile {
    /// Takes the limit of the plan after a state was read: a sketch stands for more values, and
    /// a list for no more.
    pub(in crate::metrics) fn limited(&mut self, limit: u32) -> Result<(), Failure> {
        self.limit = limit;
        let sound = match &self.values {
            Values::All(values) => values.len() <= limit as usize,
            Values::Histogram(buckets) => buckets.count() > u64::from(limit),
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
