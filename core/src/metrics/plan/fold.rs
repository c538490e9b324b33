//! Atoms that are part of others: they are put together after the scan instead of being computed by it.

use super::{Atom, Kind, Ticks};

/// An atom of which nothing is unknown once another one is known.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::metrics) struct Fold {
    /// The place of the other one.
    pub(in crate::metrics) from: usize,
    /// For each of its segments, from the first, the one of the atom that it is in; 0 for none.
    pub(in crate::metrics) segments: Vec<u32>,
}

/// For each atom the finest that it is part of. That one is part of no other.
pub(super) fn folds(atoms: &[Atom], ticks: &[Ticks]) -> Vec<Option<Fold>> {
    atoms
        .iter()
        .map(|atom| finest(atom, atoms, ticks))
        .collect()
}

fn finest(atom: &Atom, atoms: &[Atom], ticks: &[Ticks]) -> Option<Fold> {
    let own = ticks.get(atom.clock)?;
    let finer = atoms.iter().enumerate().filter_map(|(from, other)| {
        let theirs = ticks.get(other.clock)?;
        let keys = keys(atom, other);
        let is_part = keys || theirs.segments > own.segments && same(atom, other);
        let segments = is_part.then(|| own.folded(theirs))??;
        Some(((theirs.segments, keys), Fold { from, segments }))
    });
    let finest = finer.max_by_key(|(order, _)| *order);
    finest.map(|(_, fold)| fold)
}

/// Whether both differ by nothing but their times, and states of one segment are states of two.
fn same(one: &Atom, two: &Atom) -> bool {
    let same = one.kind == two.kind && one.filters == two.filters && one.by == two.by;
    same && one.per == two.per && !matches!(one.kind, Kind::Journey(_))
}

/// Whether one counts the keys that the other one has seen.
fn keys(one: &Atom, two: &Atom) -> bool {
    let Kind::Distinct(of) = one.kind else {
        return false;
    };
    let plain = [one.by, one.per, two.by] == [None; 3];
    plain && two.kind == Kind::Seen && two.per == Some(of) && one.filters == two.filters
}

impl Ticks {
    /// For each segment of a finer clock, from the first, the one here that it is in; `None` where
    /// one of them is in several, or some of what is here is in none of them.
    fn folded(&self, finer: &Self) -> Option<Vec<u32>> {
        let mut segments: Vec<Option<u32>> = vec![None; finer.segments];
        for (own, fine) in self.map.iter().zip(&finer.map) {
            let known = segments.get_mut(*fine as usize)?;
            if *known.get_or_insert(*own) != *own {
                return None;
            }
        }
        let (none, segments) = segments.split_first()?;
        let all = none.is_none_or(|own| own == 0);
        let segments = segments.iter().map(|own| own.unwrap_or(0));
        all.then(|| segments.collect())
    }
}
