//! Which keys were seen, where nothing else is looked at.

use super::super::state::Seen;
use super::change;
use super::values::each;

/// A mark for each key, segment by segment, so that those of one segment are near each other.
pub(super) struct Marks {
    marks: Vec<bool>,
    /// How many a segment has.
    each: usize,
}

impl Marks {
    /// None yet, of so many groups: keys and that of no key.
    pub(super) fn new(segments: usize, groups: usize) -> Self {
        let marks = vec![false; segments.saturating_mul(groups)];
        Self {
            marks,
            each: groups,
        }
    }

    /// Marks the keys of some rows of a segment: of all, or of those that are kept.
    pub(super) fn take(&mut self, segment: usize, codes: &[u32], keep: Option<&[bool]>) {
        let mut segments = self.marks.chunks_mut(self.each);
        let marks = segments.nth(segment).unwrap_or_default();
        each(codes, keep, |code, keep| {
            change(marks, code as usize, |mark| *mark |= keep);
        });
    }

    /// Puts the marks into states, key by key. What has no key is not looked at.
    pub(super) fn tell(&self, states: &mut [Seen], segments: usize) {
        for (segment, marks) in self.marks.chunks(self.each).enumerate() {
            let states = states.chunks_exact_mut(segments);
            for (states, mark) in states.zip(marks).skip(1) {
                change(states, segment, |state| state.0 |= *mark);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_seen_in_their_segments_however_many_there_are() {
        for groups in [1, 2, 9, 70_000] {
            let last = u32::try_from(groups - 1).unwrap();
            let mut marks = Marks::new(3, groups);
            marks.take(1, &[0, last, last / 2], None);
            marks.take(2, &[last, last / 3, last], Some(&[false, true, false]));
            let mut states = vec![Seen::default(); 3 * groups];
            marks.tell(&mut states, 3);
            let seen = |segment: usize| {
                let states = states.iter().skip(segment).step_by(3).enumerate();
                let seen = states.filter(|(_, state)| state.0);
                seen.map(|(key, _)| u32::try_from(key).unwrap()).collect()
            };
            let keys = |keys: &[u32]| {
                let mut keys: Vec<u32> = keys.iter().copied().filter(|key| *key > 0).collect();
                keys.sort_unstable();
                keys.dedup();
                keys
            };
            let found: [Vec<u32>; 3] = [seen(0), seen(1), seen(2)];
            assert_eq!(
                found,
                [vec![], keys(&[last / 2, last]), keys(&[last / 3])],
                "{groups}"
            );
        }
    }
}
