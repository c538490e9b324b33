//! Sets of characters.

use std::ops::RangeInclusive;

use crate::order;

/// Characters, as ranges in order that do not touch.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Set {
    ranges: Vec<(char, char)>,
}

impl Set {
    /// The characters of some ranges, in any order.
    pub(super) fn new(mut ranges: Vec<(char, char)>) -> Self {
        order::sort(&mut ranges);
        let mut set = Self::default();
        for (first, last) in ranges {
            match set.ranges.last_mut() {
                Some((_, end)) if next(*end).is_none_or(|next| first <= next) => {
                    *end = (*end).max(last);
                }
                _ => set.ranges.push((first, last)),
            }
        }
        set
    }

    pub(super) fn one(c: char) -> Self {
        Self::new(vec![(c, c)])
    }

    pub(super) fn all() -> Self {
        Self::new(vec![('\0', char::MAX)])
    }

    /// The characters that a question is answered with yes for.
    pub(super) fn of(is_in: impl Fn(char) -> bool) -> Self {
        // No character between these planes will ever be one.
        let characters = ('\0'..='\u{3ffff}').chain('\u{e0000}'..='\u{e0fff}');
        Self::new(characters.filter(|c| is_in(*c)).map(|c| (c, c)).collect())
    }

    /// The characters among code points; half surrogate pairs are none.
    pub(super) fn of_code_points(ranges: impl Iterator<Item = RangeInclusive<u32>>) -> Self {
        let character = |code, otherwise| char::from_u32(code).unwrap_or(otherwise);
        let ranges = ranges.map(|range| {
            let (first, last) = range.into_inner();
            (character(first, '\u{e000}'), character(last, '\u{d7ff}'))
        });
        Self::new(ranges.filter(|(first, last)| first <= last).collect())
    }

    pub(super) fn ranges(&self) -> &[(char, char)] {
        &self.ranges
    }

    pub(super) fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    /// Its one character, if it has one.
    pub(super) fn single(&self) -> Option<char> {
        match *self.ranges.as_slice() {
            [(first, last)] if first == last => Some(first),
            _ => None,
        }
    }

    pub(super) fn contains(&self, c: char) -> bool {
        let after = self.ranges.partition_point(|(first, _)| *first <= c);
        let range = after.checked_sub(1).and_then(|at| self.ranges.get(at));
        range.is_some_and(|(_, last)| c <= *last)
    }

    pub(super) fn union(mut self, other: Self) -> Self {
        self.ranges.extend(other.ranges);
        Self::new(self.ranges)
    }

    /// All characters that it has not.
    pub(super) fn negated(&self) -> Self {
        let mut ranges = Vec::with_capacity(self.ranges.len() + 1);
        let mut from = Some('\0');
        for (first, last) in &self.ranges {
            if let (Some(from), Some(to)) = (from, previous(*first)) {
                ranges.push((from, to));
            }
            from = next(*last);
        }
        ranges.extend(from.map(|from| (from, char::MAX)));
        ranges.retain(|(first, last)| first <= last);
        Self { ranges }
    }
}

fn next(c: char) -> Option<char> {
    (c..=char::MAX).nth(1)
}

fn previous(c: char) -> Option<char> {
    ('\0'..=c).nth_back(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_in_a_set_is_in_its_negation() {
        for ranges in [
            vec![],
            vec![('\0', 'a')],
            vec![('b', 'c'), ('e', 'e')],
            vec![('x', '\u{d7ff}')],
            vec![('\u{e000}', char::MAX)],
            vec![('\0', char::MAX)],
        ] {
            let set = Set::new(ranges);
            let other = set.negated();
            for c in "\0abcdefxyz\u{d7ff}\u{e000}\u{10ffff}".chars() {
                assert_ne!(set.contains(c), other.contains(c), "{c:?} {set:?}");
            }
            assert_eq!(other.negated(), set);
        }
    }

    #[test]
    fn ranges_that_touch_become_one() {
        let set = Set::new(vec![
            ('d', 'f'),
            ('a', 'c'),
            ('b', 'e'),
            ('\u{e000}', '\u{e000}'),
            ('\u{d7ff}', '\u{d7ff}'),
        ]);
        assert_eq!(set.ranges(), [('a', 'f'), ('\u{d7ff}', '\u{e000}')]);
    }

    #[test]
    fn half_surrogate_pairs_are_no_characters() {
        let set =
            Set::of_code_points([0xd000..=0xd900, 0xda00..=0xdb00, 0xdfff..=0xe001].into_iter());
        assert_eq!(set.ranges(), [('\u{d000}', '\u{e001}')]);
    }
}
