//! Parts that are put together from others.

use std::sync::Arc;

use super::super::cells::{Cells, Layout, Part};
use super::super::plan::{Atom, Fold};
use super::super::state::Seen;
use super::values::Values;
use crate::error::Failure;

/// The part of an atom, of so many segments, from that of the one that it is part of.
pub(super) fn folded(
    (atom, segments): (&Atom, usize),
    fold: &Fold,
    from: &Part,
    exact: u32,
) -> Result<Part, Failure> {
    let empty = |layout: &Layout| {
        let layout = Layout {
            segments,
            ..layout.clone()
        };
        atom.part(layout, exact)
    };
    match &from.cells {
        Cells::Seen(seen) if atom.per.is_none() => {
            let keys = &from.layout.labels;
            let mut part = empty(&Layout {
                labels: Arc::default(),
                ..from.layout.clone()
            })?;
            if let Cells::Distinct(states) = &mut part.cells {
                let mut values = Values::new(segments, keys);
                count(&mut values, seen, from.layout.segments, (fold, segments));
                values.settle(states, segments, exact, keys);
            }
            Ok(part)
        }
        _ => {
            let mut part = empty(&from.layout)?;
            part.merge(from, Some(&fold.segments))?;
            Ok(part)
        }
    }
}

/// Counts the keys that were seen.
fn count(values: &mut Values, seen: &[Seen], each: usize, (fold, segments): (&Fold, usize)) {
    for (code, seen) in (0..).zip(seen.chunks(each)).skip(1) {
        let cells = seen.iter().skip(1).zip(&fold.segments);
        for (_, cell) in cells.filter(|(seen, _)| seen.0) {
            values.add(&[*cell], &[code], segments);
        }
    }
}
