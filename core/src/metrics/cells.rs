//! The states of one aggregate: a cell for each group, currency and segment of time.

use std::sync::Arc;

use super::facts::Dictionary;
use super::state::{
    Distinct, Edge, Extreme, Journey, Quantile, Reader, Seen, State, Sum, Tally, Writer, bad_state,
};
use crate::error::{Code, Failure};
use crate::schema::currency_exponent;

/// What the places of cells mean. Group 0 has no label, segment 0 is of facts that do not count,
/// and what is no money has one currency without a name.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Layout {
    pub(super) labels: Arc<Dictionary>,
    pub(super) currencies: Vec<(Box<str>, u8)>,
    pub(super) segments: usize,
}

/// The most cells of one aggregate.
const MOST: usize = 1 << 24;

impl Layout {
    /// The number of cells.
    pub(super) fn size(&self) -> Result<usize, Failure> {
        let groups = (self.labels.len() + 1).checked_mul(self.currencies.len().max(1));
        let size = groups.and_then(|groups| groups.checked_mul(self.segments));
        let too_many = || {
            Failure::new(Code::MetricsTooMany)
                .with("what", "groups")
                .with("max", MOST)
        };
        size.filter(|size| *size <= MOST).ok_or_else(too_many)
    }

    /// The place of a group's and currency's segment 0.
    pub(super) fn at(&self, group: usize, currency: usize) -> usize {
        (group * self.currencies.len().max(1) + currency) * self.segments
    }

    /// The group of a label.
    pub(super) fn group(&self, label: &str) -> usize {
        self.labels.code(label).unwrap_or(0) as usize
    }

    /// The digits after the point of a currency.
    pub(super) fn exponent(&self, currency: usize) -> u8 {
        self.currencies
            .get(currency)
            .map_or(0, |(_, exponent)| *exponent)
    }
}

/// States of one kind.
#[derive(Debug, Clone)]
pub(super) enum Cells {
    Tally(Vec<Tally>),
    Seen(Vec<Seen>),
    Sum(Vec<Sum>),
    Extreme(Vec<Extreme>),
    Edge(Vec<Edge>),
    Distinct(Vec<Distinct>),
    Quantile(Vec<Quantile>),
    Journey(Vec<Journey>),
}

/// The same expression for whatever states there are.
macro_rules! each {
    ($cells:expr, $states:ident => $body:expr) => {
        match $cells {
            Cells::Tally($states) => $body,
            Cells::Seen($states) => $body,
            Cells::Sum($states) => $body,
            Cells::Extreme($states) => $body,
            Cells::Edge($states) => $body,
            Cells::Distinct($states) => $body,
            Cells::Quantile($states) => $body,
            Cells::Journey($states) => $body,
        }
    };
}

/// The states of one aggregate and what their places mean.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub(super) layout: Layout,
    pub(super) cells: Cells,
}

impl Part {
    /// Adds what another part of the same aggregate knows. Its segments are those here, or
    /// `touched`: the segments here that its own are in, from its first, 0 for none.
    pub(super) fn merge(&mut self, other: &Self, touched: Option<&[u32]>) -> Result<(), Failure> {
        let segments = touched.map_or(self.layout.segments, |touched| touched.len() + 1);
        if segments != other.layout.segments {
            return Err(bad_state("it has other segments of time"));
        }
        let currencies = self.layout.currencies.len();
        let places = union(&mut self.layout, &other.layout);
        let layouts = (currencies, &other.layout, &self.layout, &places);
        match (&mut self.cells, &other.cells) {
            (Cells::Tally(one), Cells::Tally(two)) => join(one, two, layouts, touched),
            (Cells::Seen(one), Cells::Seen(two)) => join(one, two, layouts, touched),
            (Cells::Sum(one), Cells::Sum(two)) => join(one, two, layouts, touched),
            (Cells::Extreme(one), Cells::Extreme(two)) => join(one, two, layouts, touched),
            (Cells::Edge(one), Cells::Edge(two)) => join(one, two, layouts, touched),
            (Cells::Distinct(one), Cells::Distinct(two)) => join(one, two, layouts, touched),
            (Cells::Quantile(one), Cells::Quantile(two)) => join(one, two, layouts, touched),
            (Cells::Journey(one), Cells::Journey(two)) => join(one, two, layouts, touched),
            _ => Err(bad_state("it is of another measure")),
        }
    }

    /// The place of the segment 0 of a label and a currency, which are given cells where they are new.
    pub(super) fn place(
        &mut self,
        label: Option<&str>,
        currency: Option<(&str, u8)>,
    ) -> Result<usize, Failure> {
        let layout = &mut self.layout;
        let (groups, currencies) = (layout.labels.len(), layout.currencies.len());
        let group = label.map_or(0, |label| {
            let known = layout.labels.code(label);
            known.unwrap_or_else(|| Arc::make_mut(&mut layout.labels).push(label))
        });
        let currency = currency.map_or(0, |(name, exponent)| {
            let known = layout.currencies.iter();
            let known = known
                .map(|(known, _)| &**known)
                .position(|known| known == name);
            known.unwrap_or_else(|| {
                layout.currencies.push((name.into(), exponent));
                currencies
            })
        });
        if (groups, currencies) != (layout.labels.len(), layout.currencies.len()) {
            each!(&mut self.cells, states => fit(states, currencies, layout))?;
        }
        Ok(layout.at(group as usize, currency))
    }

    /// The groups that a fact is in.
    pub(super) fn filled(&self) -> Vec<usize> {
        each!(&self.cells, states => filled(states, &self.layout))
    }

    /// The currencies that a fact is in.
    pub(super) fn currencies(&self) -> impl Iterator<Item = &str> {
        let used = each!(&self.cells, states => used(states, &self.layout));
        let names = self.layout.currencies.iter().zip(used);
        names
            .filter(|(_, used)| *used)
            .map(|((name, _), _)| &**name)
    }

    /// Writes the groups in the order of their labels, without those that no fact is in.
    pub(super) fn write(&self, out: &mut Writer) {
        each!(&self.cells, states => write(states, &self.layout, out));
    }

    /// Reads states of the same kind as those here into the place of them.
    pub(super) fn read(&mut self, bytes: &mut Reader<'_>) -> Result<(), Failure> {
        let layout = &mut self.layout;
        each!(&mut self.cells, states => read(states, layout, bytes))
    }
}

/// Where the groups and currencies of a layout are in another, from group 1 and currency 0.
struct Places {
    groups: Vec<u32>,
    currencies: Vec<usize>,
}

/// The labels and currencies of both, those of the first at their places.
fn union(one: &mut Layout, two: &Layout) -> Places {
    let groups = Dictionary::unite(&mut one.labels, &two.labels);
    let place = |currency: &(Box<str>, u8)| {
        let known = one.currencies.iter().position(|known| known == currency);
        known.unwrap_or_else(|| {
            one.currencies.push(currency.clone());
            one.currencies.len() - 1
        })
    };
    let currencies = two.currencies.iter().map(place).collect();
    Places { groups, currencies }
}

impl Places {
    /// The places of each segment 0: in the layout that they are of, and in the other.
    fn pairs(&self, from: &Layout, to: &Layout) -> impl Iterator<Item = (usize, usize)> {
        let groups = self.groups.iter().map(|group| *group as usize);
        let groups = std::iter::once(0).chain(groups).enumerate();
        let currencies = match &*self.currencies {
            [] => &[0],
            currencies => currencies,
        };
        groups.flat_map(move |(own, group)| {
            let places = currencies.iter().enumerate();
            places.map(move |(place, currency)| (from.at(own, place), to.at(group, *currency)))
        })
    }
}

/// Gives cells of so many currencies a layout with more groups or currencies.
fn fit<S: State>(one: &mut Vec<S>, currencies: usize, layout: &Layout) -> Result<(), Failure> {
    let size = layout.size()?;
    if currencies.max(1) == layout.currencies.len().max(1) {
        // New groups are behind the others.
        one.resize(size, S::default());
        return Ok(());
    }
    // New currencies are behind the others of their group.
    let (before, now) = (
        currencies.max(1) * layout.segments,
        layout.currencies.len() * layout.segments,
    );
    let mut moved = Vec::with_capacity(size);
    for group in std::mem::take(one).chunks(before) {
        moved.extend_from_slice(group);
        moved.resize(moved.len() + now - before, S::default());
    }
    moved.resize(size, S::default());
    *one = moved;
    Ok(())
}

/// Adds cells to others, which are given the layout of both first.
fn join<S: State>(
    one: &mut Vec<S>,
    two: &[S],
    (currencies, other, layout, places): (usize, &Layout, &Layout, &Places),
    touched: Option<&[u32]>,
) -> Result<(), Failure> {
    fit(one, currencies, layout)?;
    for (source, target) in places.pairs(other, layout) {
        let filled = two.iter().skip(source).take(other.segments).enumerate();
        for (segment, state) in filled.filter(|(_, state)| !state.is_empty()) {
            let segment = match touched {
                None => Some(segment),
                Some(touched) => segment
                    .checked_sub(1)
                    .and_then(|place| touched.get(place))
                    .map(|segment| *segment as usize),
            };
            let segment = segment.filter(|segment| *segment > 0);
            let cell = segment.and_then(|segment| one.get_mut(target + segment));
            if let Some(cell) = cell {
                cell.merge(state)?;
            }
        }
    }
    Ok(())
}

/// The cells of a group and currency, without segment 0.
pub(super) fn row<'s, S>(
    states: &'s [S],
    layout: &Layout,
    group: usize,
    currency: usize,
) -> &'s [S] {
    let start = layout.at(group, currency);
    states
        .get(start + 1..start + layout.segments)
        .unwrap_or_default()
}

fn used<S: State>(states: &[S], layout: &Layout) -> Vec<bool> {
    let is_used = |currency| {
        let mut groups = 0..=layout.labels.len();
        groups.any(|group| {
            !row(states, layout, group, currency)
                .iter()
                .all(State::is_empty)
        })
    };
    (0..layout.currencies.len()).map(is_used).collect()
}

fn filled<S: State>(states: &[S], layout: &Layout) -> Vec<usize> {
    let stride = layout.segments * layout.currencies.len().max(1);
    let groups = states.chunks(stride.max(1)).enumerate();
    let is_filled = |(_, cells): &(usize, &[S])| !cells.iter().all(State::is_empty);
    groups.filter(is_filled).map(|(group, _)| group).collect()
}

fn write<S: State>(states: &[S], layout: &Layout, out: &mut Writer) {
    let mut currencies: Vec<(usize, &str)> = Vec::new();
    currencies.extend(
        layout
            .currencies
            .iter()
            .map(|(name, _)| &**name)
            .enumerate(),
    );
    if currencies.is_empty() {
        currencies.push((0, ""));
    }
    currencies.sort_by_key(|(_, name)| *name);
    let mut groups: Vec<(Option<&str>, usize)> = vec![(None, 0)];
    groups.extend(layout.labels.iter().map(Some).zip(1..));
    groups.sort_unstable();
    let rows = groups.iter().flat_map(|(label, group)| {
        currencies
            .iter()
            .map(move |(place, name)| (label, name, row(states, layout, *group, *place)))
    });
    let filled = rows.filter(|(_, _, cells)| !cells.iter().all(State::is_empty));
    let filled: Vec<_> = filled.collect();
    out.length(filled.len());
    for (label, currency, cells) in filled {
        out.0.push(u8::from(label.is_some()));
        out.text(label.unwrap_or_default());
        out.text(currency);
        cells.iter().for_each(|cell| cell.write(out));
    }
}

/// A row that was read: its label, its currency and its cells.
type Row<'a, S> = (Option<&'a str>, &'a str, Vec<S>);

fn read<S: State>(
    states: &mut Vec<S>,
    layout: &mut Layout,
    bytes: &mut Reader<'_>,
) -> Result<(), Failure> {
    let mut rows: Vec<Row<'_, S>> = Vec::new();
    for _ in 0..bytes.length(3)? {
        let label = match (bytes.byte()?, bytes.text()?) {
            (1, label) => Some(label),
            (0, "") => None,
            _ => return Err(bad_state("an unknown mark")),
        };
        let currency = bytes.text()?;
        let cells: Result<Vec<S>, Failure> = (1..layout.segments).map(|_| S::read(bytes)).collect();
        let later = rows
            .last()
            .is_none_or(|(one, two, _)| (*one, *two) < (label, currency));
        if !later {
            return Err(bad_state("groups out of order"));
        }
        rows.push((label, currency, cells?));
    }
    layout.labels = Arc::new(rows.iter().filter_map(|(label, _, _)| *label).collect());
    layout.currencies = currencies(rows.iter().map(|(_, currency, _)| *currency))?;
    *states = vec![S::default(); layout.size()?];
    let own = layout.clone();
    for (label, currency, cells) in rows {
        let group = label.map_or(0, |label| own.group(label));
        let place = own
            .currencies
            .iter()
            .position(|(name, _)| **name == *currency);
        let start = own.at(group, place.unwrap_or(0)) + 1;
        states
            .iter_mut()
            .skip(start)
            .zip(cells)
            .for_each(|(state, cell)| *state = cell);
    }
    Ok(())
}

/// Currencies in order; none where nothing is money.
fn currencies<'a>(names: impl Iterator<Item = &'a str>) -> Result<Vec<(Box<str>, u8)>, Failure> {
    let names: std::collections::BTreeSet<&str> = names.collect();
    if names.iter().all(|name| name.is_empty()) {
        return Ok(Vec::new());
    }
    let known = names
        .into_iter()
        .map(|name| Some((name.into(), currency_exponent(name)?)));
    known
        .collect::<Option<_>>()
        .ok_or_else(|| bad_state("an unknown currency"))
}
