//! From rows to the states of an aggregate.

use std::collections::HashMap;
use std::sync::Arc;

use super::super::cells::{Cells, Layout, Part};
use super::super::facts::{ColumnType, Interner, TextDigest, digest};
use super::super::plan::{Atom, Kind, Plan};
use super::super::scan::pair;
use super::super::state::{Distinct, Edge, Extreme, Journey, Quantile, Seen, Sum, Tally};
use super::question::{Head, Reads};
use super::row::Row;
use crate::error::Failure;
use crate::metrics::number::overflow;
use crate::schema::currency_exponent;

/// What is known of one cell.
#[derive(Debug)]
enum Piece {
    Tally(u64),
    Seen,
    Sum(Sum),
    Extreme(Extreme),
    Edge(Edge),
    Values(Vec<TextDigest>),
    Counts(Vec<(i64, u64)>),
    Steps(Vec<(i64, u8)>),
}

/// The states of an atom on their way.
#[derive(Debug)]
pub(super) struct Filling<'p> {
    plan: &'p Plan,
    atom: &'p Atom,
    /// For each of the plan's segments that of the atom.
    segments: Vec<u32>,
    boundaries: usize,
    labels: Interner,
    currencies: Vec<(Box<str>, u8)>,
    pieces: HashMap<(u32, usize, usize), Piece>,
}

impl<'p> Filling<'p> {
    pub(super) fn new(plan: &'p Plan, atom: &'p Atom) -> Self {
        let clock = plan.clock_of(atom);
        let boundaries = clock.map_or(&[][..], |clock| &clock.boundaries);
        Self {
            plan,
            atom,
            segments: plan.segments.map_to(boundaries),
            boundaries: boundaries.len(),
            labels: Interner::default(),
            currencies: Vec::new(),
            pieces: HashMap::new(),
        }
    }

    /// Takes a row whose states of this atom begin at a column.
    pub(super) fn take(
        &mut self,
        reads: &Reads,
        from: usize,
        row: &Row<'_>,
    ) -> Result<(), Failure> {
        let (Reads::Additive(head, _)
        | Reads::Edges(head, ..)
        | Reads::Values(head, _)
        | Reads::Counts(head, _)
        | Reads::Steps(head, _)) = reads
        else {
            return Ok(());
        };
        let width = head.width();
        let Some(piece) = self.piece(reads, width, from, row)? else {
            return Ok(());
        };
        let is_global = matches!(reads, Reads::Additive(..));
        let Some(place) = self.place(*head, is_global, row)? else {
            return Ok(());
        };
        match self.pieces.get_mut(&place) {
            Some(known) => known.merge(piece).ok_or_else(overflow),
            None => {
                self.pieces.insert(place, piece);
                Ok(())
            }
        }
    }

    /// What a row knows; nothing where no fact is behind it.
    fn piece(
        &self,
        reads: &Reads,
        width: usize,
        from: usize,
        row: &Row<'_>,
    ) -> Result<Option<Piece>, Failure> {
        Ok(match reads {
            Reads::Additive(..) => return self.additive(from, row),
            Reads::Edges(_, _, pairs) => {
                let mut edge = Edge::default();
                for pair in 0..*pairs {
                    edge.add(row.int(width + 2 * pair)?, row.int(width + 2 * pair + 1)?);
                }
                Some(Piece::Edge(edge))
            }
            Reads::Values(..) => {
                let of = self.atom.of().and_then(|of| self.column(of));
                let value = row.spelled(width, of.ok_or_else(|| row.odd())?)?;
                let value = value.ok_or_else(|| row.odd())?;
                Some(Piece::Values(vec![digest(&value)]))
            }
            Reads::Counts(..) => Some(Piece::Counts(vec![(
                row.int(width)?,
                row.count(width + 1)?,
            )])),
            Reads::Steps(..) => {
                let (at, bits) = (row.int(width)?, row.int(width + 1)?.cast_unsigned());
                let steps = (0u8..64).filter(|step| bits >> step & 1 == 1);
                Some(Piece::Steps(steps.map(|step| (at, step)).collect()))
            }
            Reads::Census(_) | Reads::Facts(..) => None,
        })
    }

    fn additive(&self, from: usize, row: &Row<'_>) -> Result<Option<Piece>, Failure> {
        Ok(match &self.atom.kind {
            Kind::Tally => Some(Piece::Tally(row.count(from)?)).filter(|piece| !piece.is_none()),
            Kind::Seen => (row.count(from)? > 0).then_some(Piece::Seen),
            Kind::Sum(_) => sum(from, row)?.map(Piece::Sum),
            Kind::Extreme(_) => match (row.maybe(from)?, row.maybe(from + 1)?) {
                (Some(least), Some(most)) => Some(Piece::Extreme(Extreme(Some((least, most))))),
                _ => None,
            },
            _ => return Err(row.odd()),
        })
    }

    fn column(&self, place: usize) -> Option<&'p ColumnType> {
        self.plan
            .shape
            .columns()
            .get(place)
            .map(|column| &column.ty)
    }

    /// The cell of a row: its group, currency and segment; none for what the atom does not count.
    fn place(
        &mut self,
        head: Head,
        is_global: bool,
        row: &Row<'_>,
    ) -> Result<Option<(u32, usize, usize)>, Failure> {
        let places = head.places();
        let segment = usize::try_from(row.int(places.segment)?).map_err(|_| row.odd())?;
        let segment = if is_global {
            self.segments.get(segment).map_or(0, |own| *own as usize)
        } else {
            segment
        };
        if segment == 0 {
            return Ok(None);
        }
        if segment >= self.boundaries {
            return Err(row.odd());
        }
        let currency = self.currency(places.money, row)?;
        let label = self.spelled(head.by, places.by, row)?;
        let key = self.spelled(head.per, places.per, row)?;
        let group = match (label, key, head) {
            (label, None, Head { per: None, .. }) => label,
            (_, None, _) => return Err(row.odd()),
            (None, Some(key), Head { by: None, .. }) => Some(key),
            (label, Some(key), _) => Some(pair(label.as_deref(), &key)),
        };
        let group = group.map_or(0, |group| self.labels.code(&group));
        Ok(Some((group, currency, segment)))
    }

    /// A column of the head in words.
    fn spelled(
        &self,
        of: Option<usize>,
        column: Option<usize>,
        row: &Row<'_>,
    ) -> Result<Option<String>, Failure> {
        match (of.and_then(|of| self.column(of)), column) {
            (Some(ty), Some(column)) => row.spelled(column, ty),
            _ => Ok(None),
        }
    }

    /// The place of the currency of what the atom measures.
    fn currency(&mut self, column: Option<usize>, row: &Row<'_>) -> Result<usize, Failure> {
        let Some(ColumnType::Money { currency }) = self.atom.of().and_then(|of| self.column(of))
        else {
            return Ok(0);
        };
        let name = match (column, currency) {
            (Some(column), _) => row.text(column)?,
            (None, Some(declared)) => declared,
            (None, None) => return Err(row.odd()),
        };
        let mut known = self.currencies.iter();
        if let Some(place) = known.position(|(known, _)| **known == *name) {
            return Ok(place);
        }
        let exponent = currency_exponent(name).ok_or_else(|| row.odd())?;
        self.currencies.push((name.into(), exponent));
        Ok(self.currencies.len() - 1)
    }

    /// The states, as a scan would have left them.
    pub(super) fn finish(self, exact: u32) -> Result<Part, Failure> {
        let layout = Layout {
            labels: Arc::new(self.labels.finish()),
            currencies: self.currencies,
            segments: self.boundaries.max(1),
        };
        let mut part = self.atom.part(layout, exact)?;
        for ((group, currency, segment), piece) in self.pieces {
            let place = part.layout.at(group as usize, currency) + segment;
            piece.settle(&mut part.cells, place, exact);
        }
        Ok(part)
    }
}

/// The places of the columns of a head.
struct Places {
    by: Option<usize>,
    per: Option<usize>,
    money: Option<usize>,
    segment: usize,
}

impl Head {
    fn places(self) -> Places {
        let by = self.by.map(|_| 0);
        let before = usize::from(by.is_some());
        let per = self.per.map(|_| before);
        let before = before + usize::from(per.is_some());
        let money = self.money.map(|_| before);
        let segment = before + usize::from(money.is_some());
        Places {
            by,
            per,
            money,
            segment,
        }
    }

    /// How many columns it has.
    fn width(self) -> usize {
        self.places().segment + 1
    }
}

/// A sum: SQLite says it in two halves, PostgreSQL as a text.
fn sum(from: usize, row: &Row<'_>) -> Result<Option<Sum>, Failure> {
    let count = row.count(from)?;
    if count == 0 {
        return Ok(None);
    }
    let units = match row.cell(from + 1)? {
        super::SqlCell::Text(text) => text.parse().map_err(|_| row.odd())?,
        super::SqlCell::Int(high) => (i128::from(high) << 32) + i128::from(row.int(from + 2)?),
        super::SqlCell::Null => return Err(row.odd()),
    };
    Ok(Some(Sum { units, count }))
}

impl Piece {
    /// Whether it is a count of nothing.
    fn is_none(&self) -> bool {
        matches!(self, Self::Tally(0))
    }

    /// Adds what another row of the same cell knows; none where it is too much.
    fn merge(&mut self, other: Self) -> Option<()> {
        match (self, other) {
            (Self::Tally(one), Self::Tally(two)) => *one = one.checked_add(two)?,
            (Self::Sum(one), Self::Sum(two)) => {
                one.units = one.units.checked_add(two.units)?;
                one.count = one.count.checked_add(two.count)?;
            }
            (Self::Extreme(one), Self::Extreme(Extreme(Some((least, most))))) => {
                one.add(least);
                one.add(most);
            }
            (Self::Edge(one), Self::Edge(Edge(Some(two)))) => {
                two.iter().for_each(|(at, value)| one.add(*at, *value));
            }
            (Self::Values(one), Self::Values(two)) => one.extend(two),
            (Self::Counts(one), Self::Counts(two)) => one.extend(two),
            (Self::Steps(one), Self::Steps(two)) => one.extend(two),
            _ => {}
        }
        Some(())
    }

    /// Becomes the state of a cell.
    fn settle(self, cells: &mut Cells, place: usize, exact: u32) {
        fn put<S>(states: &mut [S], place: usize, state: S) {
            if let Some(own) = states.get_mut(place) {
                *own = state;
            }
        }
        match (cells, self) {
            (Cells::Tally(states), Self::Tally(count)) => put(states, place, Tally(count)),
            (Cells::Seen(states), Self::Seen) => put(states, place, Seen(true)),
            (Cells::Sum(states), Self::Sum(sum)) => put(states, place, sum),
            (Cells::Extreme(states), Self::Extreme(extreme)) => put(states, place, extreme),
            (Cells::Edge(states), Self::Edge(edge)) => put(states, place, edge),
            (Cells::Distinct(states), Self::Values(digests)) => {
                put(states, place, Distinct::of_digests(exact, digests));
            }
            (Cells::Quantile(states), Self::Counts(counts)) => {
                put(states, place, Quantile::of_counts(exact, &counts));
            }
            (Cells::Journey(states), Self::Steps(steps)) => put(states, place, Journey(steps)),
            _ => {}
        }
    }
}
