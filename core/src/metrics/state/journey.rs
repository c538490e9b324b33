//! States of one value of a column: whether it was there, and which steps it took.

use super::{Reader, State, Writer, bad_state};
use crate::error::Failure;

/// Whether there was a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in crate::metrics) struct Seen(pub(in crate::metrics) bool);

impl State for Seen {
    fn merge(&mut self, other: &Self) -> Result<(), Failure> {
        self.0 |= other.0;
        Ok(())
    }

    fn is_empty(&self) -> bool {
        !self.0
    }

    fn write(&self, out: &mut Writer) {
        out.0.push(u8::from(self.0));
    }

    fn read(bytes: &mut Reader<'_>) -> Result<Self, Failure> {
        match bytes.byte()? {
            mark @ 0..=1 => Ok(Self(mark == 1)),
            _ => Err(bad_state("an unknown mark")),
        }
    }
}

/// When which step was taken.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::metrics) struct Journey(pub(in crate::metrics) Vec<(i64, u8)>);

impl Journey {
    fn sorted(&self) -> Vec<(i64, u8)> {
        let mut events = self.0.clone();
        events.sort_unstable();
        events.dedup();
        events
    }

    /// How many steps were taken one after the other, all within a time from the first of them.
    pub(in crate::metrics) fn reached(&self, steps: usize, within: Option<i64>) -> usize {
        // For each step, the latest beginning of a way that leads there.
        let mut begun: Vec<Option<i64>> = vec![None; steps];
        for (at, step) in self.sorted() {
            let step = usize::from(step);
            let from = match step.checked_sub(1) {
                None => Some(at),
                Some(before) => begun.get(before).copied().flatten(),
            };
            let near = |from: &i64| within.is_none_or(|within| at.saturating_sub(*from) <= within);
            if let (Some(from), Some(begun)) = (from.filter(near), begun.get_mut(step)) {
                *begun = Some(begun.map_or(from, |known| known.max(from)));
            }
        }
        begun.iter().take_while(|begun| begun.is_some()).count()
    }
}

impl State for Journey {
    fn merge(&mut self, other: &Self) -> Result<(), Failure> {
        self.0.extend(&other.0);
        Ok(())
    }

    fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn write(&self, out: &mut Writer) {
        let events = self.sorted();
        out.length(events.len());
        for (at, step) in events {
            out.signed(at);
            out.0.push(step);
        }
    }

    fn read(bytes: &mut Reader<'_>) -> Result<Self, Failure> {
        let length = bytes.length(2)?;
        let events: Result<Vec<_>, Failure> = (0..length)
            .map(|_| Ok((bytes.signed()?, bytes.byte()?)))
            .collect();
        let events = events?;
        let sorted = events.is_sorted_by(|a, b| a < b);
        sorted
            .then_some(Self(events))
            .ok_or_else(|| bad_state("values out of order"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_count_in_their_order_and_within_their_time() {
        let reached = |events: &[(i64, u8)], within| Journey(events.to_vec()).reached(3, within);
        assert_eq!(reached(&[(1, 0), (2, 1), (3, 2)], None), 3);
        assert_eq!(reached(&[(3, 0), (2, 1), (1, 2)], None), 1);
        assert_eq!(reached(&[(1, 0), (1, 1), (1, 2)], Some(0)), 3);
        assert_eq!(reached(&[(1, 0), (2, 1), (9, 2)], Some(5)), 2);
        assert_eq!(reached(&[(1, 0), (5, 0), (6, 1), (9, 2)], Some(5)), 3);
        assert_eq!(reached(&[(2, 1), (3, 2)], None), 0);
    }
}
