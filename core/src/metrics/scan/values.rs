//! Different values while they are codes of one dictionary.

use std::sync::Arc;

use super::super::facts::Dictionary;
use super::super::state::Distinct;
use super::change;

/// Which values are in which cell, while they are codes.
pub(super) enum Values {
    /// As many words for each cell as the dictionary needs bits.
    Bits(Vec<u64>, usize),
    /// Cell and code, where bits would be too many.
    Pairs(Vec<u64>),
}

/// The most words of bits: 64 MB.
const MOST_WORDS: usize = 1 << 23;
/// How many pairs are collected before those that are there twice are dropped.
const PAIRS: usize = 1 << 22;

impl Values {
    /// Room for the values of so many cells.
    pub(super) fn new(cells: usize, dictionary: &Dictionary) -> Self {
        let words = dictionary.len() / 64 + 1;
        match cells
            .checked_mul(words)
            .filter(|words| *words <= MOST_WORDS)
        {
            Some(all) => Values::Bits(vec![0; all], words),
            None => Values::Pairs(Vec::new()),
        }
    }

    pub(super) fn add(&mut self, cells: &[u32], codes: &[u32], segments: usize) {
        let pairs = cells.iter().zip(codes);
        match self {
            Self::Bits(bits, words) => {
                for (cell, code) in pairs {
                    let word = (*cell as usize)
                        .wrapping_mul(*words)
                        .wrapping_add((*code >> 6) as usize);
                    change(bits, word, |word| *word |= 1 << (code & 63));
                }
            }
            Self::Pairs(known) => {
                let counted = pairs.filter(|(cell, _)| !(**cell as usize).is_multiple_of(segments));
                known.extend(counted.map(|(cell, code)| u64::from(*cell) << 32 | u64::from(*code)));
                drop_twice(known);
            }
        }
    }

    /// Adds values of one cell: all, or those that are kept.
    pub(super) fn extend(&mut self, cell: usize, codes: &[u32], keep: Option<&[bool]>) {
        match self {
            Self::Bits(bits, words) => {
                let start = cell.saturating_mul(*words);
                let bits = bits.get_mut(start..start.saturating_add(*words));
                let bits = bits.unwrap_or_default();
                each(codes, keep, |code, keep| {
                    let bit = u64::from(keep) << (code & 63);
                    change(bits, (code >> 6) as usize, |word| *word |= bit);
                });
            }
            Self::Pairs(known) => {
                let cell = (cell as u64) << 32;
                each(codes, keep, |code, keep| {
                    known.extend((keep && code > 0).then_some(cell | u64::from(code)));
                });
                drop_twice(known);
            }
        }
    }

    /// The states of the cells.
    pub(super) fn settle(
        self,
        states: &mut [Distinct],
        segments: usize,
        exact: u32,
        dictionary: &Arc<Dictionary>,
    ) {
        match self {
            Self::Bits(mut bits, words) => {
                // No value has no code.
                bits.iter_mut().step_by(words).for_each(|word| *word &= !1);
                let cells = states.iter_mut().zip(bits.chunks(words)).enumerate();
                for (_, (state, bits)) in cells.filter(|(cell, _)| !cell.is_multiple_of(segments)) {
                    *state = Distinct::of_codes(exact, bits, dictionary);
                }
            }
            Self::Pairs(mut pairs) => {
                pairs.sort_unstable();
                pairs.dedup();
                let digests = dictionary.digests();
                for run in pairs.chunk_by(|a, b| a >> 32 == b >> 32) {
                    let cell = run
                        .first()
                        .and_then(|pair| usize::try_from(pair >> 32).ok());
                    let place = |pair: &u64| usize::try_from((pair & 0xffff_ffff) - 1).ok();
                    let found = run
                        .iter()
                        .filter_map(|pair| digests.get(place(pair)?).copied());
                    if let Some(state) = cell.and_then(|cell| states.get_mut(cell)) {
                        *state = Distinct::of_digests(exact, found.collect());
                    }
                }
            }
        }
    }
}

/// Shows codes, each with whether it is kept.
#[inline]
pub(super) fn each(codes: &[u32], keep: Option<&[bool]>, mut show: impl FnMut(u32, bool)) {
    match keep {
        None => codes.iter().for_each(|code| show(*code, true)),
        Some(keep) => {
            let codes = codes.iter().zip(keep);
            codes.for_each(|(code, keep)| show(*code, *keep));
        }
    }
}

fn drop_twice(pairs: &mut Vec<u64>) {
    if pairs.len() >= PAIRS {
        pairs.sort_unstable();
        pairs.dedup();
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::state::{State, Writer};
    use super::*;

    /// The states of six cells in groups of three, of which the first does not count.
    fn settled(mut values: Values, dictionary: &Arc<Dictionary>) -> Vec<Vec<u8>> {
        for round in 0..200u32 {
            let cells = [1, 4, 5, 0, 3];
            let codes = [1 + round % 70, 1 + round % 3, 70, 7, 8];
            values.add(&cells, &codes, 3);
            let more = [69, 0, 1 + round % 9];
            values.extend(5, &more, Some(&[round == 7, true, round % 4 == 0]));
            values.extend(2, &more, None);
        }
        let mut states = vec![Distinct::default(); 6];
        values.settle(&mut states, 3, 50, dictionary);
        let bytes = states.iter().map(|state| {
            let mut writer = Writer::default();
            state.write(&mut writer);
            writer.0
        });
        bytes.collect()
    }

    #[test]
    fn pairs_and_bits_find_the_same() {
        let texts: Vec<String> = (0..70).map(|n| n.to_string()).collect();
        let dictionary: Arc<Dictionary> = Arc::new(texts.iter().map(String::as_str).collect());
        let bits = settled(Values::new(6, &dictionary), &dictionary);
        assert_eq!(bits, settled(Values::Pairs(Vec::new()), &dictionary));
        assert!(
            bits.iter().any(|state| state.len() > 50 * 16),
            "one is a sketch"
        );
        assert!(matches!(
            Values::new(1 << 23, &dictionary),
            Values::Pairs(_)
        ));
    }
}
