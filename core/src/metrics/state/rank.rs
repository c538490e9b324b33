//! The value at a place in the order of many, which are not put in order.

/// So many values and fewer are looked at as they are.
const FEW: usize = 1 << 15;

/// How many values are put in order to know about where the one that is asked for is.
const PROBES: usize = 1 << 11;

/// How many probes on either side of a place are passed by: more than four standard deviations, wherever it is.
const SPREAD: usize = 96;

/// How many values are picked from before they are kept.
const ROUND: usize = 1 << 10;

/// The value at a place, from 0, and the one after it; the last one twice.
pub(super) fn at(values: &[i64], place: usize) -> Option<(i64, i64)> {
    let around = around(values, place);
    let (mut values, before) = around.unwrap_or_else(|| (values.to_vec(), 0));
    let place = place.checked_sub(before);
    let place = place.filter(|place| *place < values.len())?;
    let (_, value, above) = values.select_nth_unstable(place);
    let next = above.iter().min().unwrap_or(value);
    Some((*value, *next))
}

/// The values around a place and the one after it, and how many are below them. None where there are few, or where
/// the probes were not like the others.
fn around(values: &[i64], place: usize) -> Option<(Vec<i64>, usize)> {
    if values.len() <= FEW {
        return None;
    }
    let probes = probes(values);
    let near = place.checked_mul(PROBES)? / values.len();
    let low = near.checked_sub(SPREAD).and_then(|low| probes.get(low));
    let high = probes.get(near + SPREAD);
    let span = *low.unwrap_or(&i64::MIN)..=*high.unwrap_or(&i64::MAX);
    let (found, below) = within(values, span);
    let end = below + found.len();
    let both = below <= place && (place + 1 < end || end == values.len());
    both.then_some((found, below))
}

/// Some of the values in their order. Their places follow the golden ratio, which nothing in a table repeats with.
fn probes(values: &[i64]) -> Vec<i64> {
    let places = (0..PROBES as u64).map(|probe| place(probe, values.len()));
    let mut probes: Vec<i64> = places.filter_map(|at| values.get(at).copied()).collect();
    probes.sort_unstable();
    probes
}

/// Where a probe is taken.
fn place(probe: u64, length: usize) -> usize {
    let turn = u128::from(probe.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    usize::try_from((turn * length as u128) >> 64).unwrap_or(0)
}

/// The values of a span, and how many are below them. Each is written, and those that are not in it are written over:
/// a branch that nobody foresees would take longer.
fn within(values: &[i64], span: std::ops::RangeInclusive<i64>) -> (Vec<i64>, usize) {
    let (low, high) = span.into_inner();
    let width = high.wrapping_sub(low).cast_unsigned();
    let (mut found, mut below) = (Vec::new(), 0usize);
    let mut picked = [0; ROUND];
    for values in values.chunks(ROUND) {
        let mut count = 0usize;
        for value in values {
            if let Some(slot) = picked.get_mut(count % ROUND) {
                *slot = *value;
            }
            let inside = value.wrapping_sub(low).cast_unsigned() <= width;
            count = count.wrapping_add(usize::from(inside));
            below = below.wrapping_add(usize::from(*value < low));
        }
        found.extend_from_slice(picked.get(..count).unwrap_or_default());
    }
    (found, below)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Values in their order, and whether those at some places and after them are found.
    fn agree(values: &[i64], places: impl Iterator<Item = usize>) {
        let mut sorted = values.to_vec();
        sorted.sort_unstable();
        for place in places {
            let next = sorted.get(place + 1).unwrap_or(&sorted[place]);
            assert_eq!(at(values, place), Some((sorted[place], *next)), "{place}");
        }
        assert_eq!(at(values, values.len()), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn many_values_are_found_as_few_are(
            pattern in prop::collection::vec((any::<i64>(), 0..64u32), 1..40),
            step in 0..1000i64,
            more in 1..FEW,
            place: prop::sample::Index,
        ) {
            let pattern = pattern.into_iter().map(|(value, spare)| value >> spare.min(63));
            let pattern: Vec<i64> = pattern.collect();
            let rows = (0..).zip(pattern.iter().cycle()).take(FEW + more);
            let values: Vec<i64> = rows.map(|(row, value): (i64, _)| value.wrapping_add(row % 977 * step)).collect();
            let last = values.len() - 1;
            agree(&values, [0, place.index(last), last / 2, last - 1, last].into_iter());
        }
    }

    #[test]
    fn probes_that_are_unlike_the_others_cost_time_and_no_figure() {
        let mut values = vec![0; FEW * 2];
        for probe in 0..PROBES as u64 {
            values[place(probe, FEW * 2)] = i64::MAX;
        }
        let zeros = values.iter().filter(|value| **value == 0).count();
        assert!(around(&values, zeros / 2).is_none());
        agree(
            &values,
            [0, zeros / 2, zeros - 1, zeros, FEW * 2 - 1].into_iter(),
        );
        assert!(around(&values[..FEW], 7).is_none());
    }
}
