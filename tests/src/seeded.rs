//! Seeded randomness: the same numbers on every machine.

/// SplitMix64 (Steele, Lea and Flood, 2014).
#[derive(Debug, Clone)]
pub struct Seeded(u64);

impl Seeded {
    /// A sequence of its own for each seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number.
    #[must_use]
    #[expect(
        clippy::should_implement_trait,
        reason = "a sequence without end needs no `Option`"
    )]
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`.
    ///
    /// # Panics
    /// Where `end` is zero.
    #[must_use]
    pub fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).unwrap_or(u64::MAX);
        usize::try_from(self.next() % end).unwrap_or(0)
    }

    /// One of a list.
    ///
    /// # Panics
    /// Where the list is empty.
    #[must_use]
    pub fn pick<'l, T>(&mut self, list: &'l [T]) -> &'l T {
        list.get(self.below(list.len()))
            .unwrap_or_else(|| panic!("the list is empty"))
    }

    /// True in `of` cases of a hundred.
    #[must_use]
    pub fn percent(&mut self, of: usize) -> bool {
        self.below(100) < of
    }
}
