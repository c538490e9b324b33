//! How strength cards are stored.

use super::card::{Card, Factor, Group, Level, Measure};
use crate::image::{Input, Stored, stored};

/// More factors than a blueprint has room for; their points fit into a sum.
const MOST: usize = 1 << 16;

impl Stored for Card {
    fn store(&self, out: &mut Vec<u8>) {
        self.version.store(out);
        self.levels.store(out);
        self.required.store(out);
        self.factors.store(out);
        self.groups.store(out);
    }

    fn load(from: &mut Input<'_>) -> Option<Self> {
        let card = Self {
            version: Stored::load(from)?,
            levels: Stored::load(from)?,
            required: Stored::load(from)?,
            factors: Stored::load(from)?,
            groups: Stored::load(from)?,
        };
        let counts = [card.factors.len(), card.groups.len()];
        counts.iter().all(|count| *count <= MOST).then_some(card)
    }
}

stored! {
    struct Level { name, from }

    struct Group { name, cap }

    struct Factor { id, weight, group, required, measure, acts_on, reads, tip }

    enum Measure {
        0 = Present(slot), 1 = Count(slot, target), 2 = Length(slot, target),
        3 = UpdatedWithin(time), 4 = When(program)
    }
}
