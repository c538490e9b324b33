//! Finding a member's field by its name.

use crate::json::{ends, same};

/// The names of one object's fields, found in constant time.
#[derive(Debug, Clone, Default)]
pub struct NameIndex {
    names: Vec<Box<str>>,
    /// Open addressing over a power of two: part of the hash, and the index plus one; a zero is
    /// free.
    table: Vec<(u32, u16)>,
}

impl NameIndex {
    /// Indexes `names`, which are all different.
    #[must_use]
    pub fn new(names: Vec<Box<str>>) -> Self {
        let size = (names.len() * 2).next_power_of_two().max(2);
        let mut table = vec![(0, 0); size];
        for (index, name) in names.iter().enumerate() {
            let (mut at, tag) = place(name, size);
            while table.get(at).is_some_and(|(_, taken)| *taken > 0) {
                at = (at + 1) & (size - 1);
            }
            if let (Some(slot), Ok(entry)) = (table.get_mut(at), u16::try_from(index + 1)) {
                *slot = (tag, entry);
            }
        }
        Self { names, table }
    }

    /// The index of `name`.
    #[inline]
    #[must_use]
    pub fn find(&self, name: &str) -> Option<usize> {
        let (mut at, tag) = place(name, self.table.len());
        loop {
            let (known, entry) = *self.table.get(at)?;
            let index = usize::from(entry).checked_sub(1)?;
            if known == tag && self.names.get(index).is_some_and(|known| same(known, name)) {
                return Some(index);
            }
            at = (at + 1) & (self.table.len() - 1);
        }
    }

    /// The names, in declaration order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(AsRef::as_ref)
    }
}

/// Where a name is looked for first, and its tag.
#[inline]
fn place(name: &str, size: usize) -> (usize, u32) {
    // The lower half of the hash is the better mixed one.
    let hash = hash(name);
    let (low, high) = (hash & 0xFFFF_FFFF, hash >> 32);
    let first = usize::try_from(low).unwrap_or(0) & size.wrapping_sub(1);
    (first, u32::try_from(high).unwrap_or(0))
}

/// Multiply and rotate, eight bytes at a time, the last eight overlapping what came before; no
/// name in a table comes from a document, so that nobody outside chooses which of them meet.
#[inline]
fn hash(name: &str) -> u64 {
    const MULTIPLIER: u64 = 0x9E37_79B9_7F4A_7C15;
    let mix = |hash: u64, word: u64| (hash ^ word).wrapping_mul(MULTIPLIER).rotate_left(29);
    let bytes = name.as_bytes();
    let length = u64::try_from(name.len()).unwrap_or_default();
    let Some((first, last)) = ends::<8>(bytes) else {
        return mix(length, short_word(bytes)).wrapping_mul(MULTIPLIER);
    };
    let mut hash = mix(length, u64::from_le_bytes(first));
    if bytes.len() > 16 {
        let words = bytes.as_chunks::<8>().0.iter().skip(1);
        hash = words.fold(hash, |hash, word| mix(hash, u64::from_le_bytes(*word)));
    }
    mix(hash, u64::from_le_bytes(last))
}

/// Fewer than eight bytes as a word.
#[inline]
fn short_word(bytes: &[u8]) -> u64 {
    match ends::<4>(bytes) {
        Some((first, last)) => {
            u64::from(u32::from_le_bytes(first)) | u64::from(u32::from_le_bytes(last)) << 32
        }
        None => bytes
            .iter()
            .fold(0, |word, byte| word << 8 | u64::from(*byte)),
    }
}

#[cfg(test)]
mod tests {
    use super::NameIndex;

    #[test]
    fn every_name_is_found() {
        let names: Vec<Box<str>> = (0..120).map(|i| format!("field_{i}").into()).collect();
        let index = NameIndex::new(names.clone());
        for (at, name) in names.iter().enumerate() {
            assert_eq!(index.find(name), Some(at));
        }
        assert_eq!(index.find("field"), None);
        assert_eq!(NameIndex::default().find("a"), None);
    }
}
