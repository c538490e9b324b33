//! Plans: several cards over one table of facts, answered by one scan.

mod atom;
mod clock;
mod fold;
mod timeless;

use std::sync::Arc;

use sha2::{Digest, Sha256};

pub(super) use atom::{Atom, Kind, Tree};
pub(super) use clock::{Clock, Ticks};
pub(super) use fold::Fold;

use super::card::Card;
use super::facts::{ColumnType, FactShape, wrong_type};
use super::filter::Filter;
use super::grain::Calendar;
use super::measure::{Aggregate, Measure};
use super::range::Range;
use super::segment::Segments;
use super::state::Writer;
use crate::error::{Code, Failure};
use atom::Atoms;
use fold::folds;

pub(super) fn refuse(reason: impl Into<crate::error::Param>) -> Failure {
    Failure::new(Code::MetricsBadCard).with("reason", reason)
}

/// What all cards of a plan share.
#[derive(Debug, Clone, PartialEq)]
pub struct Setting {
    /// The column that says when a fact happened, by its place.
    pub at: usize,
    /// The moment that the answer is of.
    pub now: i64,
    /// Zone and weeks.
    pub calendar: Calendar,
    /// Up to how many values a distinct count or a percentile is exact, in each cell.
    pub exact: u32,
}

/// The size up to which counts of different values and percentiles are exact where nothing else
/// is said.
pub const EXACT: u32 = 65_536;

/// Cards made ready to be computed together.
#[derive(Debug, Clone)]
pub struct Plan {
    pub(super) shape: Arc<FactShape>,
    pub(super) setting: Setting,
    pub(super) cards: Vec<Prepared>,
    pub(super) atoms: Vec<Atom>,
    pub(super) filters: Vec<Filter>,
    pub(super) segments: Segments,
    pub(super) ticks: Vec<Ticks>,
    /// For each atom the one that it is part of.
    pub(super) folds: Vec<Option<Fold>>,
    pub(super) fingerprint: [u8; 16],
}

/// A card with its times and atoms.
#[derive(Debug, Clone)]
pub(super) struct Prepared {
    pub(super) card: Card,
    pub(super) clock: usize,
    pub(super) times: Clock,
    pub(super) tree: Tree,
}

impl Plan {
    /// Prepares cards over facts of a shape.
    ///
    /// # Errors
    /// [`Code::MetricsBadCard`], [`Code::MetricsColumnType`] and [`Code::MetricsTooMany`], the
    /// first two at the card's place (`/0`).
    pub fn new(
        shape: &Arc<FactShape>,
        setting: Setting,
        cards: Vec<Card>,
    ) -> Result<Self, Failure> {
        match shape.columns().get(setting.at) {
            Some(column) if column.ty == ColumnType::Instant => {}
            Some(column) => return Err(wrong_type(column, "instant")),
            None => return Err(refuse("a column that is not there")),
        }
        let mut atoms = Atoms {
            shape,
            atoms: Vec::new(),
            filters: Vec::new(),
        };
        let mut clocks: Vec<Vec<i64>> = Vec::new();
        let mut prepared = Vec::new();
        for (place, card) in cards.into_iter().enumerate() {
            let ready = prepare(card, &setting, &mut atoms, &mut clocks);
            prepared.push(ready.map_err(|failure| failure.at(format!("/{place}")))?);
        }
        let Atoms { atoms, filters, .. } = atoms;
        let segments = Segments::new(clocks.concat());
        let ticks = clocks.iter().map(|clock| Ticks::new(clock, &segments));
        let ticks: Vec<Ticks> = ticks.collect();
        let folds = folds(&atoms, &ticks);
        let fingerprint = fingerprint(shape, &setting, &atoms, &filters, &clocks);
        let shape = Arc::clone(shape);
        Ok(Self {
            shape,
            setting,
            cards: prepared,
            atoms,
            filters,
            segments,
            ticks,
            folds,
            fingerprint,
        })
    }

    /// The columns of the facts that it is over.
    #[must_use]
    pub fn shape(&self) -> &Arc<FactShape> {
        &self.shape
    }

    /// The cards in their order.
    pub fn cards(&self) -> impl Iterator<Item = &Card> {
        self.cards.iter().map(|prepared| &prepared.card)
    }

    /// The columns that a card's figures depend on, by their places: who may not see one of them
    /// may not see the card.
    #[must_use]
    pub fn columns_of(&self, card: usize) -> Vec<usize> {
        let mut columns = vec![self.setting.at];
        if let Some(prepared) = self.cards.get(card) {
            self.read_by(&prepared.tree, &mut columns);
        }
        columns.sort_unstable();
        columns.dedup();
        columns
    }

    fn read_by(&self, tree: &Tree, columns: &mut Vec<usize>) {
        match tree {
            Tree::Ratio(one, two) => {
                self.read_by(one, columns);
                self.read_by(two, columns);
            }
            Tree::Rate(of, _) => self.read_by(of, columns),
            Tree::Of(_, atom) => {
                let atom = self.atoms.get(*atom);
                columns.extend(atom.into_iter().flat_map(|atom| self.columns_of_atom(atom)));
            }
        }
    }

    /// What atoms need to know of their clocks, by their places.
    pub(super) fn clocks(&self) -> &[Ticks] {
        &self.ticks
    }

    /// The columns that an atom reads, but for that of the time.
    pub(super) fn columns_of_atom(&self, atom: &Atom) -> Vec<usize> {
        let mut columns: Vec<usize> = atom
            .of()
            .into_iter()
            .chain(atom.by)
            .chain(atom.per)
            .collect();
        let steps = match &atom.kind {
            Kind::Journey(steps) => steps.as_slice(),
            _ => &[],
        };
        let filters = atom.filters.iter().chain(steps);
        let filters = filters.filter_map(|filter| self.filters.get(*filter));
        columns.extend(filters.flat_map(Filter::columns));
        columns
    }

    /// The boundaries of an atom's segments.
    pub(super) fn clock_of(&self, atom: &Atom) -> Option<&Clock> {
        let mut cards = self.cards.iter();
        cards
            .find(|card| card.clock == atom.clock)
            .map(|card| &card.times)
    }
}

fn prepare(
    card: Card,
    setting: &Setting,
    atoms: &mut Atoms<'_>,
    clocks: &mut Vec<Vec<i64>>,
) -> Result<Prepared, Failure> {
    check(&card)?;
    let times = Clock::new(&card, setting.now, &setting.calendar)?;
    let clock = clocks.iter().position(|known| *known == times.boundaries);
    let clock = clock.unwrap_or_else(|| {
        clocks.push(times.boundaries.clone());
        clocks.len() - 1
    });
    let tree = atoms.tree(&card.measure, &card, clock)?;
    Ok(Prepared {
        card,
        clock,
        times,
        tree,
    })
}

fn check(card: &Card) -> Result<(), Failure> {
    check_measure(&card.measure, card.range, true)?;
    if let (Some(window), None) = (card.window, card.series) {
        return Err(refuse(format!("`{}` needs a series", window.name())));
    }
    let additive = matches!(
        &card.measure,
        Measure::Of(Aggregate::Count | Aggregate::Sum(_) | Aggregate::New(_), _)
    );
    match card.window {
        Some(window) if window.adds() && !additive => Err(refuse(format!(
            "`{}` adds counts and sums only",
            window.name()
        ))),
        _ if card.rates.is_some() && !converts(&card.measure) => {
            Err(refuse("rates convert sums and means only"))
        }
        _ => Ok(()),
    }
}

fn check_measure(measure: &Measure, range: Range, alone: bool) -> Result<(), Failure> {
    match measure {
        Measure::Ratio(one, two) => {
            check_measure(one, range, false)?;
            check_measure(two, range, false)
        }
        Measure::Rate(..) if range == Range::All => Err(refuse("a rate of all time")),
        Measure::Rate(of, _) => check_measure(of, range, false),
        Measure::Of(Aggregate::Retention(_), _) if !alone => {
            Err(refuse("a retention within another measure"))
        }
        Measure::Of(..) => Ok(()),
    }
}

/// Whether amounts can be converted after they were added.
fn converts(measure: &Measure) -> bool {
    match measure {
        Measure::Of(aggregate, _) => !matches!(
            aggregate,
            Aggregate::Min(_)
                | Aggregate::Max(_)
                | Aggregate::First(_)
                | Aggregate::Last(_)
                | Aggregate::Percentile(_)
                | Aggregate::Each { .. }
        ),
        Measure::Ratio(one, two) => converts(one) && converts(two),
        Measure::Rate(of, _) => converts(of),
    }
}

/// What partial results must have in common to be merged.
fn fingerprint(
    shape: &FactShape,
    setting: &Setting,
    atoms: &[Atom],
    filters: &[Filter],
    clocks: &[Vec<i64>],
) -> [u8; 16] {
    let mut out = Writer::default();
    for column in shape.columns() {
        out.text(&column.name);
        out.text(column.ty.name());
        out.number(match column.ty {
            ColumnType::Decimal { scale } => u64::from(scale),
            _ => 0,
        });
    }
    out.length(setting.at);
    out.number(u64::from(setting.exact));
    filters.iter().for_each(|filter| out.text(filter.source()));
    for clock in clocks {
        out.length(clock.len());
        clock.iter().for_each(|boundary| out.signed(*boundary));
    }
    atoms.iter().for_each(|atom| atom.write(&mut out));
    let mut fingerprint = [0; 16];
    for (to, from) in fingerprint.iter_mut().zip(Sha256::digest(&out.0)) {
        *to = from;
    }
    fingerprint
}
