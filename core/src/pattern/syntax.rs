//! What a pattern says.

use super::set::Set;

/// The most that a pattern may weigh. A text's byte may cost a look at all of it, and every engine
/// takes this much.
pub(super) const HEAVIEST: usize = 1 << 14;

/// How many ranges of a set weigh as much as one character.
const RANGES: usize = 16;

/// A pattern, or a part of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Syntax {
    /// One of these characters.
    One(Set),
    /// A place between two characters.
    At(Place),
    /// One after the other.
    Sequence(Vec<Syntax>),
    /// One or the other.
    Either(Vec<Syntax>),
    /// Several times the same.
    Repeat(Box<Syntax>, Count),
}

/// A place between two characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Where the text starts.
    Start,
    /// Where it ends.
    End,
    /// Where a line starts.
    LineStart,
    /// Where a line ends.
    LineEnd,
    /// Where a word of ASCII starts or ends.
    Edge,
    /// Where none does.
    NoEdge,
}

/// How often; no end without `most`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Count {
    pub(super) least: u16,
    pub(super) most: Option<u16>,
}

impl Syntax {
    /// How many steps it has, once its repetitions are written out.
    pub(super) fn weight(&self) -> usize {
        let all = |parts: &[Self]| {
            let weights = parts.iter().map(Self::weight);
            weights.fold(1, usize::saturating_add)
        };
        match self {
            Self::One(set) => 1 + set.ranges().len() / RANGES,
            Self::At(_) => 1,
            Self::Sequence(parts) | Self::Either(parts) => all(parts),
            Self::Repeat(part, Count { least, most }) => {
                let times = most.unwrap_or(least.saturating_add(1)).max(1);
                part.weight().saturating_mul(times.into())
            }
        }
    }

    /// Whether it asks for such a place.
    #[cfg(feature = "perf")]
    pub(super) fn has(&self, place: Place) -> bool {
        match self {
            Self::One(_) => false,
            Self::At(at) => *at == place,
            Self::Sequence(parts) | Self::Either(parts) => parts.iter().any(|part| part.has(place)),
            Self::Repeat(part, _) => part.has(place),
        }
    }
}
