//! Between which values the numbers of a column are.

use std::ops::Range;

/// So many rows are known together.
const ZONE: usize = 1024;

/// The least and the greatest number of each 1,024 rows, in their order; not of the last ones, where they are fewer.
/// A row without a value counts as zero.
#[derive(Debug, Clone, PartialEq, Default)]
pub(in crate::metrics) struct Bounds(Vec<(i64, i64)>);

/// The least and the greatest of some numbers; none of none.
fn of(values: &[i64]) -> Option<(i64, i64)> {
    let first = *values.first()?;
    let wider = |(least, most): (i64, i64), value: &i64| (least.min(*value), most.max(*value));
    Some(values.iter().fold((first, first), wider))
}

fn both(one: (i64, i64), two: (i64, i64)) -> (i64, i64) {
    (one.0.min(two.0), one.1.max(two.1))
}

impl Bounds {
    /// Looks at the rows that make a zone full.
    #[inline]
    pub(super) fn reach(&mut self, values: &[i64]) {
        if values.len() >= (self.0.len() + 1) * ZONE {
            let new = values.chunks_exact(ZONE).skip(self.0.len());
            self.0.extend(new.filter_map(of));
        }
    }

    /// Forgets all but the first rows.
    pub(super) fn truncate(&mut self, rows: usize) {
        self.0.truncate(rows / ZONE);
    }

    /// Two numbers that those of some rows of the column are between.
    pub(in crate::metrics) fn around(
        &self,
        values: &[i64],
        rows: Range<usize>,
    ) -> Option<(i64, i64)> {
        match self.0.get(rows.start / ZONE..rows.end.div_ceil(ZONE)) {
            Some(known) => known.iter().copied().reduce(both),
            None => self.within(values, rows),
        }
    }

    /// The least and the greatest number of some rows of the column: whole zones are not looked at.
    pub(in crate::metrics) fn within(
        &self,
        values: &[i64],
        rows: Range<usize>,
    ) -> Option<(i64, i64)> {
        let zones = rows.start.div_ceil(ZONE)..(rows.end / ZONE).min(self.0.len());
        let Some(known) = self.0.get(zones.clone()).filter(|known| !known.is_empty()) else {
            return of(values.get(rows)?);
        };
        let edges = [rows.start..zones.start * ZONE, zones.end * ZONE..rows.end];
        let edges = edges.map(|rows| values.get(rows).and_then(of));
        let known = known.iter().copied().chain(edges.into_iter().flatten());
        known.reduce(both)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn zones_know_what_their_rows_say(
            values in prop::collection::vec(any::<i64>(), 0..6000),
            steps in prop::collection::vec(0..3000usize, 0..6),
            forgotten in 0..6000usize,
            rows in (0..6000usize, 0..6000usize),
        ) {
            let mut bounds = Bounds::default();
            let mut known = 0;
            for step in steps {
                known = (known + step).min(values.len());
                bounds.reach(&values[..known]);
            }
            bounds.reach(&values);
            prop_assert_eq!(bounds.0.len(), values.len() / ZONE);
            bounds.truncate(forgotten.min(values.len()));
            let values = &values[..forgotten.min(values.len())];
            prop_assert_eq!(bounds.0.len(), values.len() / ZONE);
            let (start, end) = (rows.0.min(values.len()), rows.1.min(values.len()));
            let rows = start.min(end)..start.max(end);
            let (within, around) = (bounds.within(values, rows.clone()), bounds.around(values, rows.clone()));
            prop_assert_eq!(within, of(&values[rows]));
            prop_assert!(within.is_none_or(|within| around == Some(both(around.unwrap(), within))));
        }
    }
}
