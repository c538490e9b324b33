//! Finding a member's field by its name.

/// The names of one object's fields, found in constant time.
#[derive(Debug, Clone, Default)]
pub struct NameIndex {
    names: Vec<Box<str>>,
    /// Open addressing over a power of two; an entry is the index plus one, zero is free.
    table: Vec<u16>,
}

impl NameIndex {
    /// Indexes `names`, which are all different.
    #[must_use]
    pub fn new(names: Vec<Box<str>>) -> Self {
        let size = (names.len() * 2).next_power_of_two().max(2);
        let mut table = vec![0u16; size];
        for (index, name) in names.iter().enumerate() {
            let free = probe(hash(name), size).find(|&at| table.get(at) == Some(&0));
            if let (Some(slot), Ok(entry)) = (
                free.and_then(|at| table.get_mut(at)),
                u16::try_from(index + 1),
            ) {
                *slot = entry;
            }
        }
        Self { names, table }
    }

    /// The index of `name`. Documents mostly keep the blueprint's order, so the caller's guess
    /// is tried first.
    #[inline]
    #[must_use]
    pub fn find(&self, name: &str, guess: usize) -> Option<usize> {
        if self.names.get(guess).is_some_and(|known| **known == *name) {
            return Some(guess);
        }
        self.look_up(name)
    }

    fn look_up(&self, name: &str) -> Option<usize> {
        for at in probe(hash(name), self.table.len()) {
            let entry = usize::from(*self.table.get(at)?);
            let index = entry.checked_sub(1)?;
            if self.names.get(index).is_some_and(|known| **known == *name) {
                return Some(index);
            }
        }
        None
    }

    /// The names, in declaration order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(AsRef::as_ref)
    }
}

fn probe(hash: usize, size: usize) -> impl Iterator<Item = usize> {
    (0..size).map(move |step| hash.wrapping_add(step) & (size - 1))
}

/// FNV-1a, 64 bit: names are short.
fn hash(name: &str) -> usize {
    let hash = name.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    usize::try_from((hash ^ (hash >> 32)) & 0xffff_ffff).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::NameIndex;

    #[test]
    fn every_name_is_found_whatever_the_guess() {
        let names: Vec<Box<str>> = (0..120).map(|i| format!("field_{i}").into()).collect();
        let index = NameIndex::new(names.clone());
        for (at, name) in names.iter().enumerate() {
            assert_eq!(index.find(name, at), Some(at));
            assert_eq!(index.find(name, 7), Some(at));
        }
        assert_eq!(index.find("field", 0), None);
        assert_eq!(NameIndex::default().find("a", 0), None);
    }
}
