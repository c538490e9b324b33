//! How patterns are stored: as they were read, so that nobody reads them again.

use std::sync::Arc;

use super::set::Set;
use super::syntax::{Count, HEAVIEST, Place, Syntax};
use super::{Pattern, engine};
use crate::image::{Input, Stored, stored};

impl Stored for Pattern {
    fn store(&self, out: &mut Vec<u8>) {
        self.source.store(out);
        self.syntax.store(out);
    }

    fn load(from: &mut Input<'_>) -> Option<Self> {
        let source = Stored::load(from)?;
        let syntax: Arc<Syntax> = Stored::load(from)?;
        let fits = syntax.weight() <= HEAVIEST;
        let engine = fits.then(|| engine::compile(&syntax))??;
        Some(Self {
            source,
            syntax,
            engine,
        })
    }
}

impl Stored for Set {
    /// The distances between the ends, which are short.
    fn store(&self, out: &mut Vec<u8>) {
        let ends = self
            .ranges()
            .iter()
            .flat_map(|(first, last)| [*first, *last]);
        let mut before = 0;
        let distances = ends.map(|end| {
            let distance = u32::from(end) - before;
            before = u32::from(end);
            distance
        });
        distances.collect::<Vec<u32>>().store(out);
    }

    fn load(from: &mut Input<'_>) -> Option<Self> {
        let distances: Vec<u32> = Stored::load(from)?;
        let mut before = 0u32;
        let mut end = |distance: &u32| {
            before = before.checked_add(*distance)?;
            char::from_u32(before)
        };
        let (pairs, []) = distances.as_chunks::<2>() else {
            return None;
        };
        let ranges = pairs
            .iter()
            .map(|[first, last]| Some((end(first)?, end(last)?)));
        ranges.collect::<Option<_>>().map(Self::new)
    }
}

impl Stored for Count {
    fn store(&self, out: &mut Vec<u8>) {
        self.least.store(out);
        self.most.store(out);
    }

    /// What a pattern weighs goes by how often it may be repeated, and must not be often more.
    fn load(from: &mut Input<'_>) -> Option<Self> {
        let (least, most): (u16, Option<u16>) = Stored::load(from)?;
        let fits = most.is_none_or(|most| least <= most);
        fits.then_some(Self { least, most })
    }
}

stored! {
    enum Syntax {
        0 = One(set), 1 = At(place), 2 = Sequence(parts), 3 = Either(parts), 4 = Repeat(part, count)
    }

    enum Place { 0 = Start, 1 = End, 2 = LineStart, 3 = LineEnd, 4 = Edge, 5 = NoEdge }
}
