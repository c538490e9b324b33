//! Counts and sums by group, of rows of one segment: both are added up in one number for each group, in a table that
//! is near, before the cells are told.

use super::super::cells::{Cells, Layout, Part};
use super::change;

/// The bit where the count begins, above the sum.
const COUNT: u32 = 48;

/// The most groups of a table.
const GROUPS: usize = 1 << 10;

/// What was added up of each group, in a table that no group is beyond.
pub(super) struct Sums(Box<[i64; GROUPS]>);

impl Default for Sums {
    fn default() -> Self {
        Self(Box::new([0; GROUPS]))
    }
}

/// Rows: their groups, their values where there are such, and which of them count.
pub(super) type Rows<'r> = (&'r [u32], &'r [i64], Option<&'r [bool]>);

impl Sums {
    /// The bits of a value that may be summed up, without its sign: a block has fewer than 2^13 of them.
    pub(super) const BITS: u32 = 34;

    /// Whether so many runs of so many rows are added up by groups, which takes as long as there are groups.
    pub(super) fn pays(part: &Part, runs: usize, rows: usize) -> bool {
        let Layout {
            labels, currencies, ..
        } = &part.layout;
        let groups = labels.len() + 1;
        let added = matches!(part.cells, Cells::Tally(_) | Cells::Sum(_));
        let few = groups <= GROUPS && runs.saturating_mul(groups) <= rows;
        added && few && currencies.len() < 2
    }

    /// Adds rows to the cells of a segment; where only keys are looked at, not those without one.
    pub(super) fn take(&mut self, part: &mut Part, segment: usize, rows: Rows<'_>, keys: bool) {
        let groups = part.layout.labels.len() + 1;
        self.0.iter_mut().take(groups).for_each(|sum| *sum = 0);
        self.count(rows);
        let segments = part.layout.segments;
        let groups = self.0.iter().enumerate().take(groups);
        let groups = groups.skip(usize::from(keys));
        for (group, both) in groups.filter(|(_, both)| **both != 0) {
            let count = both.wrapping_add(1 << (COUNT - 1)) >> COUNT;
            let sum = both.wrapping_sub(count << COUNT);
            let (count, cell) = (count.cast_unsigned(), group * segments + segment);
            match &mut part.cells {
                Cells::Tally(states) => change(states, cell, |state| {
                    state.0 = state.0.wrapping_add(count);
                }),
                Cells::Sum(states) => change(states, cell, |state| {
                    state.units = state.units.wrapping_add(sum.into());
                    state.count = state.count.wrapping_add(count);
                }),
                // `pays` says so of no others.
                _ => {}
            }
        }
    }

    fn count(&mut self, (codes, values, keep): Rows<'_>) {
        const ONE: i64 = 1 << COUNT;
        let values = values.iter();
        match (keep, values.len()) {
            (None, 0) => self.add(codes, std::iter::repeat(ONE)),
            (None, _) => self.add(codes, values.map(|value| value.wrapping_add(ONE))),
            (Some(keep), 0) => {
                self.add(codes, keep.iter().map(|keep| i64::from(*keep) << COUNT));
            }
            (Some(keep), _) => {
                let kept = keep.iter().map(|keep| -i64::from(*keep));
                let values = values.zip(kept);
                self.add(
                    codes,
                    values.map(|(value, kept)| value.wrapping_add(ONE) & kept),
                );
            }
        }
    }

    #[inline]
    fn add(&mut self, codes: &[u32], values: impl Iterator<Item = i64>) {
        for (code, value) in codes.iter().zip(values) {
            change(&mut *self.0, *code as usize % GROUPS, |sum| {
                *sum = sum.wrapping_add(value);
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::super::super::state::{Sum, Tally};
    use super::*;

    /// A part with six groups and one without a label, of two segments and that of what does not count.
    fn part(cells: impl FnOnce(usize) -> Cells) -> Part {
        let layout = Layout {
            labels: Arc::new(["a", "b", "c", "d", "e", "f"].into_iter().collect()),
            currencies: Vec::new(),
            segments: 3,
        };
        let cells = cells(layout.size().unwrap());
        Part { layout, cells }
    }

    const MOST: i64 = (1 << Sums::BITS) - 1;

    proptest! {
        #[test]
        fn what_is_added_up_together_is_what_is_added_up_apart(
            rows in prop::collection::vec((0..7u32, -1 - MOST..=MOST, any::<bool>(), 0..4u8), 0..4096),
            keys: bool,
            picked: bool,
        ) {
            let most = |(code, value, keep, extreme): &(u32, i64, bool, u8)| match extreme {
                0 => (*code, MOST, *keep),
                1 => (*code, -1 - MOST, *keep),
                _ => (*code, *value, *keep),
            };
            let rows: Vec<(u32, i64, bool)> = rows.iter().map(most).collect();
            let codes: Vec<u32> = rows.iter().map(|(code, ..)| *code).collect();
            let values: Vec<i64> = rows.iter().map(|(_, value, _)| *value).collect();
            let keep: Vec<bool> = rows.iter().map(|(.., keep)| *keep).collect();
            let keep = picked.then_some(&*keep);
            let mut plain = vec![Sum::default(); 21];
            for (code, value, keep) in &rows {
                if (*keep || !picked) && (*code > 0 || !keys) {
                    plain[*code as usize * 3 + 2].add(*value);
                }
            }
            let mut sums = Sums::default();
            let mut part = part(|size| Cells::Sum(vec![Sum::default(); size]));
            sums.take(&mut part, 2, (&codes, &values, keep), keys);
            let Cells::Sum(found) = &part.cells else { panic!() };
            prop_assert_eq!(found, &plain);
            let mut part = self::part(|size| Cells::Tally(vec![Tally::default(); size]));
            sums.take(&mut part, 2, (&codes, &[], keep), keys);
            let Cells::Tally(found) = &part.cells else { panic!() };
            let plain: Vec<Tally> = plain.iter().map(|sum| Tally(sum.count)).collect();
            prop_assert_eq!(found, &plain);
        }
    }
}
