//! From partial results to answers.

mod describe;
mod gather;
mod json;
mod quotient;
mod sample;
mod series;
mod unit;
mod value;

pub(super) use json::{Object, number, span};

use std::cell::RefCell;
use std::cmp::Ordering;
use std::collections::BTreeSet;

use super::answer::{Answer, Cohort, Direction, Explanation, Line, Point, Slice, Unit};
use super::card::Breakdown;
use super::facts::Facts;
use super::measure::Aggregate;
use super::number::Number;
use super::partial::Partial;
use super::plan::{Plan, Prepared, Tree};
use super::range::Span;
use super::scan::unpair;
use super::state::{DISTINCT_ERROR, QUANTILE_ERROR};
use crate::error::Failure;
use value::{Finish, Groups, Place};

impl Plan {
    /// Answers every card from a whole table.
    ///
    /// # Errors
    /// As [`Plan::scan`] and [`Plan::finish`].
    pub fn answer(&self, facts: &Facts) -> Result<Vec<Answer>, Failure> {
        self.finish(&self.scan(facts, 0..facts.rows())?)
    }

    /// Answers every card from a partial result into which all others were merged.
    ///
    /// # Errors
    /// [`crate::error::Code::MetricsOverflow`], and [`crate::error::Code::MetricsNoRate`] for
    /// money without a rate.
    pub fn finish(&self, partial: &Partial) -> Result<Vec<Answer>, Failure> {
        let cards = self.cards.iter().map(|card| {
            Finish {
                plan: self,
                card,
                partial,
                firsts: RefCell::default(),
                codes: RefCell::default(),
            }
            .answer()
        });
        cards.collect()
    }
}

impl Finish<'_> {
    fn answer(&self) -> Result<Answer, Failure> {
        let Prepared {
            card, times, tree, ..
        } = self.card;
        let lines: Result<Vec<Line>, Failure> = match (&card.rates, self.currencies(tree)) {
            (Some(rates), _) => [Some(rates.currency())]
                .map(|name| self.line(name))
                .into_iter()
                .collect(),
            (None, none) if none.is_empty() => match self.plan.unit(tree, None) {
                Unit::Money(_) => self
                    .declared(tree)
                    .map(|name| self.line(Some(name)))
                    .into_iter()
                    .collect(),
                _ => self.line(None).map(|line| vec![line]),
            },
            (None, names) => names
                .into_iter()
                .map(|name| self.line(Some(name)))
                .collect(),
        };
        let lines = lines?;
        let exact = lines.iter().all(|line| line.exact);
        Ok(Answer {
            id: card.id.clone(),
            range: times.span,
            previous_range: times.previous,
            explained_by: self.explanation(exact),
            lines,
        })
    }

    fn explanation(&self, exact: bool) -> Explanation {
        let (setting, card) = (&self.plan.setting, &self.card.card);
        let at = self.plan.shape.columns().get(setting.at);
        Explanation {
            formula: describe::formula(card, &self.plan.shape),
            filter: card.filter.as_ref().map(|filter| filter.source().into()),
            at: at.map(|column| column.name.clone()).unwrap_or_default(),
            zone: setting.calendar.zone.name().into(),
            facts: self.partial.rows(),
            estimate: estimate(&self.card.tree).filter(|_| !exact),
            rates: card.rates.as_ref().map(|rates| rates.date().into()),
        }
    }

    fn line(&self, currency: Option<&str>) -> Result<Line, Failure> {
        let Prepared {
            card, times, tree, ..
        } = self.card;
        let whole = |span| Place {
            groups: Groups::All,
            span,
            currency,
        };
        let figure = self.figure(tree, whole(times.span))?;
        let previous = match times.previous {
            Some(span) => self.figure(tree, whole(span))?,
            None => None,
        };
        let series = self.points(whole(times.span))?;
        let value = match card.window {
            Some(window) => series::last(window, &series),
            None => figure.map(|(number, _)| number),
        };
        let before = previous.map(|(number, _)| number);
        let change = series::change(before, value);
        let exact = [figure, previous].iter().flatten().all(|(_, exact)| *exact);
        let (breakdown, sliced) = match card.breakdown {
            Some(breakdown) => self.slices(breakdown, currency)?,
            None => (Vec::new(), true),
        };
        Ok(Line {
            unit: self.plan.unit_of(self.card, currency),
            value,
            sample: self.sample(tree, whole(times.span))?,
            previous: before,
            change,
            direction: direction(before, value),
            exact: exact && sliced,
            series,
            breakdown,
            steps: self.steps(whole(times.span))?,
            cohorts: self.cohorts(),
        })
    }

    fn points(&self, place: Place<'_>) -> Result<Vec<Point>, Failure> {
        let Prepared {
            card, times, tree, ..
        } = self.card;
        let mut points = Vec::with_capacity(times.buckets.len());
        for bucket in &times.buckets {
            let figure = self.figure(
                tree,
                Place {
                    span: *bucket,
                    ..place
                },
            )?;
            let value = figure.map(|(number, _)| number);
            points.push(Point {
                bucket: *bucket,
                value,
            });
        }
        if let Some(window) = card.window {
            series::apply(window, &mut points, &self.plan.setting.calendar)?;
        }
        Ok(points)
    }

    /// The parts of a breakdown, and whether all are exact.
    fn slices(
        &self,
        breakdown: Breakdown,
        currency: Option<&str>,
    ) -> Result<(Vec<Slice>, bool), Failure> {
        let (span, tree) = (self.card.times.span, &self.card.tree);
        let mut parts = Vec::new();
        for label in self.labels(tree) {
            let groups = [label];
            let place = Place {
                groups: Groups::Labels(&groups),
                span,
                currency,
            };
            let sample = match breakdown.least {
                Some(_) => self.sample(tree, place)?,
                None => None,
            };
            // Who has no value in this currency and time is no part of it.
            if sample == Some(0) {
                continue;
            }
            let few = sample.is_some_and(|sample| Some(sample) < breakdown.least);
            parts.push((few, label, self.slice_figure(place)?));
        }
        let exact = parts
            .iter()
            .filter_map(|(.., figure)| *figure)
            .all(|(_, exact)| exact);
        // Parts of too few facts come last, and never for themselves.
        parts.sort_by(|(few, one, a), (many, two, b)| {
            let order = few.cmp(many).then_with(|| greatest(*a, *b));
            order.then_with(|| one.cmp(two))
        });
        let enough = parts.iter().filter(|(few, ..)| !few).count();
        let labels: Vec<Option<&str>> = parts.iter().map(|(_, label, _)| *label).collect();
        let top = breakdown.top.unwrap_or(enough).min(enough);
        let (shown, others) = labels.split_at(top);
        let single = shown.chunks(1).map(|label| (label, None));
        let rest = (!others.is_empty()).then_some((others, Some(others.len())));
        let slices = single
            .chain(rest)
            .map(|(labels, others)| self.slice(labels, others, currency));
        Ok((slices.collect::<Result<_, Failure>>()?, exact))
    }

    fn slice(
        &self,
        labels: &[Option<&str>],
        others: Option<usize>,
        currency: Option<&str>,
    ) -> Result<Slice, Failure> {
        let Prepared {
            card, times, tree, ..
        } = self.card;
        let place = |span: Span| Place {
            groups: Groups::Labels(labels),
            span,
            currency,
        };
        let number =
            |span| Ok::<_, Failure>(self.slice_figure(place(span))?.map(|(number, _)| number));
        let label = labels
            .first()
            .copied()
            .flatten()
            .filter(|_| others.is_none());
        Ok(Slice {
            label: label.map(Into::into),
            others,
            value: number(times.span)?,
            sample: self.sample(tree, place(times.span))?,
            // What becomes of a series looks back in its own way.
            previous: match card.window {
                Some(_) => None,
                None => times.previous.map(number).transpose()?.flatten(),
            },
            series: self.points(place(times.span))?,
        })
    }

    /// The figure of a part: the last of its series where the card is of what becomes of that.
    fn slice_figure(&self, place: Place<'_>) -> value::Found {
        let figure = self.figure(&self.card.tree, place)?;
        let Some(window) = self.card.card.window else {
            return Ok(figure);
        };
        let exact = figure.is_none_or(|(_, exact)| exact);
        let last = series::last(window, &self.points(place)?);
        Ok(last.map(|number| (number, exact)))
    }

    /// The labels of groups that have a fact in the times of the card.
    fn labels(&self, tree: &Tree) -> BTreeSet<Option<&str>> {
        match tree {
            Tree::Rate(of, _) => self.labels(of),
            Tree::Ratio(one, two) => self
                .labels(one)
                .into_iter()
                .chain(self.labels(two))
                .collect(),
            Tree::Of(_, atom) => {
                let (Some(part), Some(atom)) =
                    (self.partial.parts.get(*atom), self.plan.atoms.get(*atom))
                else {
                    return BTreeSet::new();
                };
                let label = |label| match atom.per {
                    Some(_) => unpair(label).and_then(|(label, _)| label),
                    None => Some(label),
                };
                let codes = part.filled();
                let labels: Vec<&str> = part.layout.labels.iter().collect();
                let of = |code: usize| {
                    code.checked_sub(1)
                        .and_then(|place| labels.get(place).copied())
                };
                codes
                    .into_iter()
                    .map(|code| of(code).and_then(label))
                    .collect()
            }
        }
    }

    fn steps(&self, place: Place<'_>) -> Result<Vec<u64>, Failure> {
        let Tree::Of(Aggregate::Funnel(funnel), atom) = &self.card.tree else {
            return Ok(Vec::new());
        };
        match (self.partial.parts.get(*atom), self.plan.atoms.get(*atom)) {
            (Some(part), Some(atom)) => {
                self.reached(part, atom, place, (funnel.steps.len(), funnel.within))
            }
            _ => Ok(Vec::new()),
        }
    }

    fn cohorts(&self) -> Vec<Cohort> {
        let times = &self.card.times;
        let Tree::Of(Aggregate::Retention(retention), atom) = &self.card.tree else {
            return Vec::new();
        };
        let (Some(part), Some(atom)) = (self.partial.parts.get(*atom), self.plan.atoms.get(*atom))
        else {
            return Vec::new();
        };
        let starts = times
            .cohorts
            .split_last()
            .map_or(&[][..], |(_, starts)| starts);
        let cohort = |(place, start): (usize, &i64)| {
            let length = (starts.len() - place).min(retention.periods as usize + 1);
            Cohort {
                start: *start,
                size: 0,
                active: vec![0; length],
            }
        };
        let mut cohorts: Vec<Cohort> = starts.iter().enumerate().map(cohort).collect();
        let bucket = |begin: &i64| {
            let passed = times.cohorts.partition_point(|start| start <= begin);
            passed.checked_sub(1)
        };
        let buckets: Vec<Option<usize>> = times.boundaries.iter().map(bucket).collect();
        self.presence((part, atom), Groups::All, |segments| {
            let mut seen = segments.map(|segment| buckets.get(segment).copied().flatten());
            // Who was there before the range belongs to no cohort of it.
            let Some(Some(first)) = seen.next() else {
                return;
            };
            let Some(cohort) = cohorts.get_mut(first) else {
                return;
            };
            cohort.size += 1;
            let mut last = None;
            for bucket in std::iter::once(first).chain(seen.flatten()) {
                let count = cohort.active.get_mut(bucket - first);
                if let Some(count) = count.filter(|_| last.replace(bucket) != Some(bucket)) {
                    *count += 1;
                }
            }
        });
        cohorts
    }

    /// The currency that the column of money is declared to have.
    fn declared(&self, tree: &Tree) -> Option<&str> {
        match tree {
            Tree::Rate(of, _) => self.declared(of),
            Tree::Ratio(one, two) => self.declared(one).or_else(|| self.declared(two)),
            Tree::Of(_, atom) => {
                let of = self.plan.atoms.get(*atom)?.of()?;
                match &self.plan.shape.columns().get(of)?.ty {
                    super::facts::ColumnType::Money { currency } => currency.as_deref(),
                    _ => None,
                }
            }
        }
    }
}

/// The greatest first, nothing last.
fn greatest(one: Option<value::Figure>, two: Option<value::Figure>) -> Ordering {
    match (one, two) {
        (Some((one, _)), Some((two, _))) => two.order(one),
        (one, two) => two.is_some().cmp(&one.is_some()),
    }
}

fn direction(from: Option<Number>, to: Option<Number>) -> Option<Direction> {
    Some(match to?.order(from?) {
        Ordering::Less => Direction::Down,
        Ordering::Equal => Direction::Flat,
        Ordering::Greater => Direction::Up,
    })
}

/// The method of a measure that is not exact, and its error.
fn estimate(tree: &Tree) -> Option<(&'static str, u32)> {
    let of = |aggregate: &Aggregate| match aggregate {
        Aggregate::Distinct(_) => Some(("HyperLogLog", DISTINCT_ERROR)),
        Aggregate::Percentile(_) => Some(("log-linear histogram", QUANTILE_ERROR)),
        _ => None,
    };
    match tree {
        Tree::Of(Aggregate::Each { inner, .. }, _) => of(inner),
        Tree::Of(aggregate, _) => of(aggregate),
        Tree::Ratio(one, two) => estimate(one).or_else(|| estimate(two)),
        Tree::Rate(of, _) => estimate(of),
    }
}
