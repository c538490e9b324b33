//! How many different values there are.

use std::sync::Arc;

use super::{Reader, State, Writer, bad_state};
use crate::error::Failure;
use crate::metrics::facts::{Dictionary, TextDigest};
use crate::order;

/// Registers of the sketch: 2^14 of a byte each.
const REGISTERS: usize = 1 << PRECISION;
const PRECISION: u32 = 14;

/// The standard error of HyperLogLog with so many registers, 1.04 / √2^14, in 1/10,000.
pub(in crate::metrics) const SKETCH_ERROR: u32 = 81;

/// The different values of a text.
///
/// Up to `limit` of them they are counted exactly; beyond, HyperLogLog (Flajolet, Fusy, Gandouet
/// and Meunier, 2007) estimates them. Which of the two it is depends on the values alone: a
/// state is a sketch when it stands for more than `limit` values, however they came together.
#[derive(Debug, Clone, Default)]
pub(in crate::metrics) struct Distinct {
    pub(in crate::metrics) limit: u32,
    set: Set,
}

#[derive(Debug, Clone)]
enum Set {
    /// Codes of one dictionary, a bit each: as they come from a scan.
    Codes(Vec<u64>, Arc<Dictionary>),
    /// Digests in order, each once.
    Digests(Vec<TextDigest>),
    Sketch(Box<[u8]>),
}

impl Default for Set {
    fn default() -> Self {
        Self::Digests(Vec::new())
    }
}

fn ones(bits: &[u64]) -> u64 {
    bits.iter().map(|word| u64::from(word.count_ones())).sum()
}

/// The places of the bits that are set.
fn places(bits: &[u64]) -> impl Iterator<Item = usize> {
    bits.iter().enumerate().flat_map(|(index, word)| {
        let mut rest = *word;
        std::iter::from_fn(move || {
            let bit = (rest != 0).then(|| rest.trailing_zeros() as usize)?;
            rest &= rest - 1;
            Some(index * 64 + bit)
        })
    })
}

impl Distinct {
    /// The codes whose bits are set; code 1 is bit 1.
    pub(in crate::metrics) fn of_codes(
        limit: u32,
        bits: &[u64],
        dictionary: &Arc<Dictionary>,
    ) -> Self {
        let set = if bits.iter().all(|word| *word == 0) {
            Set::default()
        } else {
            Set::Codes(bits.to_vec(), Arc::clone(dictionary))
        };
        Self { limit, set }
    }

    /// Values of which the digests are known, in any order and each once.
    pub(in crate::metrics) fn of_digests(limit: u32, mut digests: Vec<TextDigest>) -> Self {
        digests.sort_unstable();
        let mut state = Self {
            limit,
            set: Set::default(),
        };
        state.set = state.settled(digests);
        state
    }

    /// How many values, and whether that is exact.
    pub(in crate::metrics) fn count(&self) -> (u64, bool) {
        match &self.set {
            Set::Codes(bits, dictionary) => {
                let count = ones(bits);
                if count <= u64::from(self.limit) {
                    return (count, true);
                }
                (estimate(&sketch(digests(bits, dictionary))), false)
            }
            Set::Digests(digests) => (digests.len() as u64, true),
            Set::Sketch(registers) => (estimate(registers), false),
        }
    }

    /// Forgets the dictionary.
    fn become_portable(&mut self) {
        if let Set::Codes(..) = &self.set {
            self.set = self.portable();
        }
    }

    /// Adds a value.
    pub(in crate::metrics) fn add(&mut self, digest: TextDigest) {
        self.become_portable();
        self.insert(&[digest]);
    }

    /// Adds a few values to a state without a dictionary.
    fn insert(&mut self, added: &[TextDigest]) {
        match &mut self.set {
            Set::Digests(digests) => {
                for digest in added {
                    if let Err(place) = digests.binary_search(digest) {
                        digests.insert(place, *digest);
                    }
                }
                if digests.len() > self.limit as usize {
                    self.set = Set::Sketch(sketch(digests.iter()));
                }
            }
            Set::Sketch(registers) => raise(registers, added.iter()),
            Set::Codes(..) => {}
        }
    }

    /// The same knowledge without a dictionary.
    fn portable(&self) -> Set {
        match &self.set {
            Set::Codes(bits, dictionary) => {
                let mut digests: Vec<TextDigest> = digests(bits, dictionary).copied().collect();
                digests.sort_unstable();
                self.settled(digests)
            }
            other => other.clone(),
        }
    }

    /// Digests in order, or their sketch where they are too many.
    fn settled(&self, digests: Vec<TextDigest>) -> Set {
        if digests.len() > self.limit as usize {
            Set::Sketch(sketch(digests.iter()))
        } else {
            Set::Digests(digests)
        }
    }
}

fn digests<'d>(
    bits: &'d [u64],
    dictionary: &'d Dictionary,
) -> impl Iterator<Item = &'d TextDigest> {
    let digests = dictionary.digests();
    places(bits).filter_map(move |code| digests.get(code.checked_sub(1)?))
}

/// So many values are inserted one by one: each moves those behind it.
const FEW: usize = 8;

impl State for Distinct {
    fn merge(&mut self, other: &Self) -> Result<(), Failure> {
        self.limit = self.limit.max(other.limit);
        if other.is_empty() {
            return Ok(());
        }
        if self.is_empty() {
            self.set = other.set.clone();
            return Ok(());
        }
        if let (Set::Codes(own, one), Set::Codes(bits, two)) = (&mut self.set, &other.set)
            && Arc::ptr_eq(one, two)
        {
            or(own, bits);
            return Ok(());
        }
        self.become_portable();
        let added = other.portable();
        if let Set::Digests(digests) = &added
            && digests.len() <= FEW
        {
            self.insert(digests);
            return Ok(());
        }
        self.set = match (std::mem::take(&mut self.set), added) {
            (Set::Sketch(one), Set::Sketch(two)) => Set::Sketch(most(&one, &two)),
            (Set::Sketch(sketched), Set::Digests(digests))
            | (Set::Digests(digests), Set::Sketch(sketched)) => {
                Set::Sketch(most(&sketched, &sketch(digests.iter())))
            }
            (Set::Digests(one), Set::Digests(two)) => self.settled(union(one, two)),
            (Set::Codes(..), other) | (other, Set::Codes(..)) => other,
        };
        Ok(())
    }

    fn is_empty(&self) -> bool {
        match &self.set {
            Set::Codes(bits, _) => bits.iter().all(|word| *word == 0),
            Set::Digests(digests) => digests.is_empty(),
            Set::Sketch(_) => false,
        }
    }

    fn write(&self, out: &mut Writer) {
        match self.portable() {
            Set::Sketch(registers) => {
                out.0.push(1);
                out.0.extend(&registers);
            }
            Set::Digests(digests) => {
                out.0.push(0);
                out.length(digests.len());
                digests.iter().for_each(|digest| out.0.extend(digest));
            }
            Set::Codes(..) => {}
        }
    }

    /// The limit is not among the bytes: the plan knows it.
    fn read(bytes: &mut Reader<'_>) -> Result<Self, Failure> {
        let set = match bytes.byte()? {
            0 => {
                let length = bytes.length(size_of::<TextDigest>())?;
                let digests: Result<Vec<TextDigest>, _> =
                    (0..length).map(|_| bytes.array()).collect();
                Set::Digests(digests?)
            }
            1 => Set::Sketch(bytes.take(REGISTERS)?.into()),
            _ => return Err(bad_state("an unknown mark")),
        };
        let sound = match &set {
            Set::Digests(digests) => digests.is_sorted_by(|a, b| a < b),
            Set::Sketch(registers) => registers.iter().all(|rank| u32::from(*rank) <= MOST_RANK),
            Set::Codes(..) => false,
        };
        let read = sound.then_some(Self { limit: 0, set });
        read.ok_or_else(|| bad_state("values out of order"))
    }
}

impl Distinct {
    /// Takes the limit of the plan after a state was read.
    pub(in crate::metrics) fn limited(&mut self, limit: u32) -> Result<(), Failure> {
        self.limit = limit;
        match &self.set {
            Set::Digests(digests) if digests.len() > limit as usize => {
                Err(bad_state("more values than are kept exactly"))
            }
            _ => Ok(()),
        }
    }
}

fn or(own: &mut Vec<u64>, other: &[u64]) {
    if own.len() < other.len() {
        own.resize(other.len(), 0);
    }
    own.iter_mut()
        .zip(other)
        .for_each(|(own, other)| *own |= other);
}

fn union(mut one: Vec<TextDigest>, two: Vec<TextDigest>) -> Vec<TextDigest> {
    one.extend(two);
    order::sort(&mut one);
    one.dedup();
    one
}

fn most(one: &[u8], two: &[u8]) -> Box<[u8]> {
    one.iter()
        .zip(two)
        .map(|(one, two)| *one.max(two))
        .collect()
}

/// The highest rank: the bits that do not choose the register, and one.
const MOST_RANK: u32 = 64 - PRECISION + 1;

/// Registers: the highest rank of the first one in the hashes that chose each.
fn sketch<'d>(digests: impl Iterator<Item = &'d TextDigest>) -> Box<[u8]> {
    let mut registers = vec![0u8; REGISTERS].into_boxed_slice();
    raise(&mut registers, digests);
    registers
}

/// Adds values to a sketch.
fn raise<'d>(registers: &mut [u8], digests: impl Iterator<Item = &'d TextDigest>) {
    for [a, b, c, d, e, f, g, h, ..] in digests {
        let hash = u64::from_be_bytes([*a, *b, *c, *d, *e, *f, *g, *h]);
        let rank = ((hash << PRECISION).leading_zeros() + 1).min(MOST_RANK);
        let rank = u8::try_from(rank).unwrap_or(u8::MAX);
        let place = usize::try_from(hash >> (64 - PRECISION)).unwrap_or(0);
        if let Some(register) = registers.get_mut(place) {
            *register = rank.max(*register);
        }
    }
}

/// One, in the fixed point of the estimate.
const ONE: u32 = 62;

/// The estimate of Ertl (New cardinality estimation algorithms for HyperLogLog sketches, 2017),
/// `m² / (2 ln 2 (m σ(C₀ / m) + Σ Cₖ 2^−k))` with `Cₖ` registers of rank `k`, which needs no
/// correction for few or many values. In whole numbers only: every runtime finds the same.
fn estimate(registers: &[u8]) -> u64 {
    const M: u128 = REGISTERS as u128;
    let empty = registers.iter().filter(|rank| **rank == 0).count() as u128;
    if empty == M {
        return 0;
    }
    let ranks = registers.iter().filter(|rank| **rank > 0);
    let sum: u128 = ranks
        .map(|rank| 1u128 << (ONE - u32::from(*rank).min(ONE)))
        .sum();
    let sum = sum + M * sigma(empty << (ONE - PRECISION));
    // 1 / (2 ln 2) is 0.7213475204.
    let estimate = ((7_213_475_204 * M * M) << ONE) / sum.max(1);
    u64::try_from((estimate + 5_000_000_000) / 10_000_000_000).unwrap_or(u64::MAX)
}

/// `σ(x) = x + Σ x^(2^k) 2^(k−1)` for `x` below one.
fn sigma(x: u128) -> u128 {
    let (mut power, mut sum) = (x, x);
    for k in 0..64 {
        power = (power * power) >> ONE;
        if power == 0 {
            break;
        }
        sum += power << k;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dictionary(range: std::ops::Range<u32>) -> Arc<Dictionary> {
        let texts: Vec<String> = range.map(|n| format!("user-{n}")).collect();
        Arc::new(texts.iter().map(String::as_str).collect())
    }

    fn all(limit: u32, range: std::ops::Range<u32>) -> Distinct {
        let dictionary = dictionary(range);
        let mut bits = vec![0u64; dictionary.len() / 64 + 1];
        for code in 1..=dictionary.len() {
            bits[code / 64] |= 1 << (code % 64);
        }
        Distinct::of_codes(limit, &bits, &dictionary)
    }

    fn bytes(state: &Distinct) -> Vec<u8> {
        let mut writer = Writer::default();
        state.write(&mut writer);
        writer.0
    }

    #[test]
    fn estimates_are_within_three_standard_errors() {
        for count in [1, 10, 1000, 10_000, 40_000, 60_000] {
            let (estimate, exact) = all(0, 0..count).count();
            let off = estimate.abs_diff(u64::from(count)) * 10_000;
            assert!(
                off <= u64::from(3 * SKETCH_ERROR) * u64::from(count) + 10_000,
                "{count}: {estimate}"
            );
            assert!(!exact);
        }
    }

    #[test]
    fn however_split_the_state_is_the_same() {
        for limit in [0, 99, 100, 150, 199, 200, 1000] {
            let whole = all(limit, 0..200);
            for cut in [0, 1, 99, 150, 200] {
                let (left, right) = (all(limit, 0..cut), all(limit, cut / 2..200));
                let mut one = left.clone();
                one.merge(&right).unwrap();
                let mut two = right.clone();
                two.merge(&left).unwrap();
                assert_eq!(bytes(&one), bytes(&whole), "{limit} {cut}");
                assert_eq!(bytes(&two), bytes(&whole), "{limit} {cut}");
                assert_eq!(one.count(), whole.count());
            }
            assert_eq!(whole.count().1, limit >= 200);
        }
    }

    #[test]
    fn states_are_read_back_or_refused() {
        for state in [all(50, 0..100), all(200, 0..100), Distinct::default()] {
            let written = bytes(&state);
            let read = Distinct::read(&mut Reader(&written)).unwrap();
            assert_eq!(bytes(&read), written);
            for length in 0..written.len() {
                assert!(Distinct::read(&mut Reader(&written[..length])).is_err());
            }
        }
        let mut twice = vec![0, 2];
        twice.extend([7; 32]);
        assert!(Distinct::read(&mut Reader(&twice)).is_err());
        let mut ranks = vec![1];
        ranks.extend([52; REGISTERS]);
        assert!(Distinct::read(&mut Reader(&ranks)).is_err());
        assert!(
            all(200, 0..100).limited(99).is_ok(),
            "codes settle by the limit"
        );
    }
}
