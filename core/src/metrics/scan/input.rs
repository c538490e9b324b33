//! What an atom measures of a table.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use super::super::facts::{Bounds, Data, Dictionary, Facts, Moneys, Numbers};
use super::super::plan::{Atom, Kind};

/// The column that an atom measures.
pub(super) enum Input<'f> {
    None,
    Numbers(&'f Numbers),
    Money(&'f Moneys),
    Codes(Cow<'f, [u32]>, Arc<Dictionary>),
}

impl<'f> Input<'f> {
    pub(super) fn new(atom: &Atom, facts: &'f Facts) -> Self {
        let Some(of) = atom.of() else {
            return Self::None;
        };
        if matches!(atom.kind, Kind::Distinct(_)) {
            let coded = facts.coded(of);
            return coded.map_or(Self::None, |(codes, dictionary)| {
                Self::Codes(codes, dictionary)
            });
        }
        match facts.data(of) {
            Some(Data::Int(numbers) | Data::Decimal(numbers, _)) => Self::Numbers(numbers),
            Some(Data::Money(moneys)) => Self::Money(moneys),
            _ => Self::None,
        }
    }

    /// Whether some rows have nothing to measure.
    pub(super) fn gaps(&self) -> bool {
        match self {
            Self::None | Self::Codes(..) => false,
            Self::Numbers(numbers) => numbers.nulls.any(),
            Self::Money(moneys) => moneys.gaps,
        }
    }

    pub(super) fn values(&self, rows: Range<usize>) -> &'f [i64] {
        let values = match self {
            Self::Numbers(numbers) => numbers.values.get(rows),
            Self::Money(moneys) => moneys.units.get(rows),
            Self::None | Self::Codes(..) => None,
        };
        values.unwrap_or_default()
    }

    /// What is known of the values of some rows, where they have such.
    pub(super) fn bounds(
        &self,
        rows: Range<usize>,
        known: impl Fn(&Bounds, &[i64], Range<usize>) -> Option<(i64, i64)>,
    ) -> Option<(i64, i64)> {
        match self {
            Self::Numbers(numbers) => known(&numbers.bounds, &numbers.values, rows),
            Self::Money(moneys) => known(&moneys.bounds, &moneys.units, rows),
            Self::None | Self::Codes(..) => None,
        }
    }

    /// Whether the values of some rows have at most so many bits and a sign.
    pub(super) fn holds(&self, rows: Range<usize>, bits: u32) -> bool {
        let small = -(1 << bits)..1 << bits;
        let bounds = self.bounds(rows, Bounds::around);
        bounds.is_none_or(|(least, most)| small.contains(&least) && small.contains(&most))
    }
}
