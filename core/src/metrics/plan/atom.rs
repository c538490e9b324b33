//! Atoms: what a scan computes. Cards that need the same share it.

use crate::error::Failure;

use super::super::card::Card;
use super::super::cells::{Cells, Layout, Part};
use super::super::facts::{ColumnShape, ColumnType, FactShape, wrong_type};
use super::super::filter::Filter;
use super::super::measure::{Aggregate, Funnel, Measure};
use super::super::state::{Distinct, Quantile, Writer};
use super::refuse;

/// What a cell's state is made from.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::metrics) enum Kind {
    Tally,
    Seen,
    Sum(usize),
    Extreme(usize),
    Edge(usize),
    Distinct(usize),
    Quantile(usize),
    /// The steps, by the places of their conditions.
    Journey(Vec<usize>),
}

/// One aggregate of a scan.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::metrics) struct Atom {
    pub(in crate::metrics) kind: Kind,
    /// Conditions that all must hold, by their places.
    pub(in crate::metrics) filters: Vec<usize>,
    /// The column whose values the groups are.
    pub(in crate::metrics) by: Option<usize>,
    /// The column whose values are looked at one by one.
    pub(in crate::metrics) per: Option<usize>,
    /// The card's boundaries, by their place.
    pub(in crate::metrics) clock: usize,
}

/// A measure whose aggregates are atoms.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::metrics) enum Tree {
    Of(Aggregate, usize),
    Ratio(Box<Tree>, Box<Tree>),
    Rate(Box<Tree>, i64),
}

/// Collects the atoms of cards.
pub(super) struct Atoms<'s> {
    pub(super) shape: &'s FactShape,
    pub(super) atoms: Vec<Atom>,
    pub(super) filters: Vec<Filter>,
}

impl Atoms<'_> {
    pub(super) fn tree(
        &mut self,
        measure: &Measure,
        card: &Card,
        clock: usize,
    ) -> Result<Tree, Failure> {
        let mut part = |measure| self.tree(measure, card, clock).map(Box::new);
        Ok(match measure {
            Measure::Ratio(one, two) => Tree::Ratio(part(one)?, part(two)?),
            Measure::Rate(of, micros) if *micros > 0 => Tree::Rate(part(of)?, *micros),
            Measure::Rate(..) => return Err(refuse("a rate for no time")),
            Measure::Of(aggregate, own) => {
                let atom = self.atom(aggregate, card, own.as_ref(), clock)?;
                Tree::Of(aggregate.clone(), atom)
            }
        })
    }

    fn atom(
        &mut self,
        aggregate: &Aggregate,
        card: &Card,
        own: Option<&Filter>,
        clock: usize,
    ) -> Result<usize, Failure> {
        let by = card.breakdown.map(|breakdown| breakdown.by);
        if let Some(by) = by {
            self.dimension(by)?;
        }
        let (kind, per) = self.kind(aggregate)?;
        let filters = card
            .filter
            .iter()
            .chain(own)
            .map(|filter| self.filter(filter))
            .collect();
        let atom = Atom {
            kind,
            filters,
            by,
            per,
            clock,
        };
        let known = self.atoms.iter().position(|other| *other == atom);
        Ok(known.unwrap_or_else(|| {
            self.atoms.push(atom);
            self.atoms.len() - 1
        }))
    }

    fn filter(&mut self, filter: &Filter) -> usize {
        let known = self.filters.iter().position(|other| other == filter);
        known.unwrap_or_else(|| {
            self.filters.push(filter.clone());
            self.filters.len() - 1
        })
    }

    fn kind(&mut self, aggregate: &Aggregate) -> Result<(Kind, Option<usize>), Failure> {
        Ok(match aggregate {
            Aggregate::Count => (Kind::Tally, None),
            Aggregate::Sum(of) | Aggregate::Avg(of) => (Kind::Sum(self.number(*of)?), None),
            Aggregate::Min(of) | Aggregate::Max(of) => (Kind::Extreme(self.number(*of)?), None),
            Aggregate::First(of) | Aggregate::Last(of) => (Kind::Edge(self.number(*of)?), None),
            Aggregate::Distinct(of) => (Kind::Distinct(self.dimension(*of)?), None),
            Aggregate::Percentile(percentile) if percentile.share > 1_000_000 => {
                return Err(refuse("a percentile above the whole"));
            }
            Aggregate::Percentile(percentile) => {
                (Kind::Quantile(self.number(percentile.of)?), None)
            }
            Aggregate::New(key) => (Kind::Seen, Some(self.dimension(*key)?)),
            Aggregate::Retention(retention) => (Kind::Seen, Some(self.dimension(retention.key)?)),
            Aggregate::Funnel(funnel) => self.journey(funnel)?,
            Aggregate::Each { per, inner, .. } => match self.kind(inner)? {
                (kind, None) => (kind, Some(self.dimension(*per)?)),
                _ => return Err(refuse("one of each within another")),
            },
        })
    }

    fn journey(&mut self, funnel: &Funnel) -> Result<(Kind, Option<usize>), Failure> {
        if !(1..=64).contains(&funnel.steps.len()) {
            return Err(refuse("a funnel has 1 to 64 steps"));
        }
        let steps = funnel.steps.iter().map(|step| self.filter(step)).collect();
        Ok((Kind::Journey(steps), Some(self.dimension(funnel.key)?)))
    }

    fn column(&self, place: usize) -> Result<&ColumnShape, Failure> {
        let column = self.shape.columns().get(place);
        column.ok_or_else(|| refuse("a column that is not there"))
    }

    fn number(&self, place: usize) -> Result<usize, Failure> {
        let column = self.column(place)?;
        match column.ty {
            ColumnType::Int | ColumnType::Decimal { .. } | ColumnType::Money { .. } => Ok(place),
            _ => Err(wrong_type(column, "int, decimal or money")),
        }
    }

    fn dimension(&self, place: usize) -> Result<usize, Failure> {
        let column = self.column(place)?;
        match column.ty {
            ColumnType::Money { .. } => Err(wrong_type(column, "text")),
            _ => Ok(place),
        }
    }
}

impl Atom {
    /// The column that is measured.
    pub(in crate::metrics) fn of(&self) -> Option<usize> {
        match self.kind {
            Kind::Sum(of) | Kind::Extreme(of) | Kind::Edge(of) => Some(of),
            Kind::Distinct(of) | Kind::Quantile(of) => Some(of),
            Kind::Tally | Kind::Seen | Kind::Journey(_) => None,
        }
    }

    /// Empty states for a layout.
    pub(in crate::metrics) fn part(&self, layout: Layout, exact: u32) -> Result<Part, Failure> {
        let size = layout.size()?;
        let cells = match self.kind {
            Kind::Tally => Cells::Tally(vec![Default::default(); size]),
            Kind::Seen => Cells::Seen(vec![Default::default(); size]),
            Kind::Sum(_) => Cells::Sum(vec![Default::default(); size]),
            Kind::Extreme(_) => Cells::Extreme(vec![Default::default(); size]),
            Kind::Edge(_) => Cells::Edge(vec![Default::default(); size]),
            Kind::Distinct(_) => {
                Cells::Distinct(vec![Distinct::of_digests(exact, Vec::new()); size])
            }
            Kind::Quantile(_) => Cells::Quantile(vec![Quantile::new(exact); size]),
            Kind::Journey(_) => Cells::Journey(vec![Default::default(); size]),
        };
        Ok(Part { layout, cells })
    }

    /// Writes what the atom is, for the plan's fingerprint.
    pub(super) fn write(&self, out: &mut Writer) {
        let (tag, steps) = match &self.kind {
            Kind::Tally => (0, &[][..]),
            Kind::Seen => (1, &[][..]),
            Kind::Sum(_) => (2, &[][..]),
            Kind::Extreme(_) => (3, &[][..]),
            Kind::Edge(_) => (4, &[][..]),
            Kind::Distinct(_) => (5, &[][..]),
            Kind::Quantile(_) => (6, &[][..]),
            Kind::Journey(steps) => (7, steps.as_slice()),
        };
        out.number(tag);
        for place in [self.of(), self.by, self.per] {
            out.length(place.map_or(0, |place| place + 1));
        }
        for list in [&self.filters, steps] {
            out.length(list.len());
            list.iter().for_each(|place| out.length(*place));
        }
        out.length(self.clock);
    }
}
