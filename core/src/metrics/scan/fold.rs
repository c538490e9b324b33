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
                count(&mut values, seen, from.layout.segments, fold);
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

/// Counts the keys that were seen, segment by segment. What has no key has code 0.
fn count(values: &mut Values, seen: &[Seen], each: usize, fold: &Fold) {
    let codes: Vec<u32> = (1..).take((seen.len() / each).saturating_sub(1)).collect();
    let cells = (1..).zip(&fold.segments).filter(|(_, cell)| **cell > 0);
    for (segment, cell) in cells {
        let keys = seen.chunks_exact(each).skip(1);
        let keep = keys.map(|seen| seen.get(segment).is_some_and(|seen| seen.0));
        let keep: Vec<bool> = keep.collect();
        values.extend(*cell as usize, &codes, Some(&keep));
    }
}
