//! Cards of a dashboard, from the blueprint.

use std::sync::Arc;

use super::super::answer::Unit;
use super::super::card::{Breakdown, Card, Series};
use super::super::facts::{ColumnType, FactShape};
use super::super::filter::Filter;
use super::super::grain::{Calendar, Grain, Weekday};
use super::super::measure::Measure;
use super::super::number::Number;
use super::super::plan::{EXACT, Plan, Setting};
use super::super::range::{Compare, Range};
use super::super::read::{Operand, operands};
use super::super::zone::Zone;
use super::compile::{Compiler, bad};
use super::{BoardCard, Origin, Part, Scope, Table, Threshold, Wanted};
use crate::blueprint::document::{
    AlertSeverity, BetweenDocument, Dashboard, DashboardCard, SeriesDocument, SpanDocument,
    ThresholdDocument,
};
use crate::blueprint::{Named, Problem};
use crate::decimal::Decimal;
use crate::error::{Code, Failure};
use crate::id::{ActionId, is_name};
use crate::time::parse_instant;

/// The most buckets that a series is asked for.
const MOST: u32 = 10_000;

impl Compiler<'_> {
    pub(super) fn cards(&mut self, persona: &str, document: &Dashboard) -> Vec<BoardCard> {
        let at = format!("/dashboards/{persona}");
        self.check_scope(&document.scope, &format!("{at}/scope"));
        let mut cards = Vec::new();
        for (place, card) in document.cards.iter().enumerate() {
            let at = format!("{at}/cards/{place}");
            let mut earlier = document.cards.iter().take(place);
            if !is_name(&card.id) {
                let problem = Problem::new(format!("{at}/id"), Code::BlueprintBadName);
                self.problems.push(problem.with("name", card.id.clone()));
            } else if earlier.any(|earlier| earlier.id == card.id) {
                let problem = Problem::new(format!("{at}/id"), Code::BlueprintDuplicate);
                let problem = problem.with("what", "card").with("name", card.id.clone());
                self.problems.push(problem);
            }
            self.check_scope(&card.scope, &format!("{at}/scope"));
            cards.extend(self.card(card, &document.scope, persona, &at));
        }
        cards
    }

    fn check_scope(&mut self, scope: &Named<String>, at: &str) {
        for (name, word) in scope.iter() {
            let at = format!("{at}/{name}");
            if self.model.document.facts.get(name).is_none() {
                self.unknown(
                    "table of facts",
                    name,
                    &at,
                    self.model.document.facts.names(),
                );
            } else if let Some(table) = self.boards.table(name).cloned() {
                self.read_scope(&table, word, &at);
            }
        }
    }

    fn read_scope(&mut self, table: &Table, word: &str, at: &str) -> Option<Scope> {
        if word == "all" {
            return Some(Scope::All);
        }
        let Some(column) = word.strip_prefix("mine:") else {
            bad(
                self.problems,
                at,
                "scope",
                "`all`, or `mine:` and a column that names the subject",
            );
            return None;
        };
        let place = self.column(&table.shape, column, at)?;
        let ty = table.shape.columns().get(place).map(|column| &column.ty);
        if ty != Some(&ColumnType::Text) {
            bad(self.problems, at, "scope", "a column of texts");
            return None;
        }
        Some(Scope::Mine(place))
    }

    fn card(
        &mut self,
        document: &DashboardCard,
        scope: &Named<String>,
        persona: &str,
        at: &str,
    ) -> Option<BoardCard> {
        let needs = self.needs(document, &format!("{at}/needs"));
        let times = self.times(document, at)?;
        let wanted = self.wanted(document, &times, at)?;
        let operands = self.operands(document, at)?;
        if let ([_, _], Some(_)) = (operands.as_slice(), &document.filter) {
            let expected = "nothing, as each of the two measures has a condition of its own";
            bad(self.problems, &format!("{at}/where"), "where", expected);
            return None;
        }
        let mut parts = Vec::new();
        let mut units = Vec::new();
        for operand in &operands {
            let (part, unit) =
                self.part(document, operand, &times, (scope, persona), (needs, at))?;
            parts.push(part);
            units.push(unit);
        }
        let plain = matches!(units.as_slice(), [Unit::Count | Unit::Number]);
        if document.unit.is_some() && !plain {
            let expected = "nothing, as the figure is no plain number";
            bad(self.problems, &format!("{at}/unit"), "unit", expected);
        }
        let thresholds = self.thresholds(document, at)?;
        Some(BoardCard {
            id: document.id.as_str().into(),
            label: document.label.as_deref().map(Into::into),
            needs: needs?,
            counts: document.unit.as_deref().map(Into::into),
            better: document.better,
            measure: document.measure.as_str().into(),
            wanted,
            thresholds,
            parts,
        })
    }

    /// The action that a card needs; nothing at all where it is not known.
    fn needs(&mut self, document: &DashboardCard, at: &str) -> Option<Option<ActionId>> {
        let Some(name) = &document.needs else {
            return Some(None);
        };
        let model = self.model;
        let found = model.action(name);
        if found.is_none() {
            let known = model.actions.iter().map(|action| &*action.name);
            self.unknown("action", name, at, known);
        }
        found.map(Some)
    }

    /// The measure, or the two of a ratio between tables, each with its table.
    fn operands(&mut self, document: &DashboardCard, at: &str) -> Option<Vec<Operand>> {
        let facts = &self.model.document.facts;
        if let Some(of) = &document.of
            && facts.get(of).is_none()
        {
            self.unknown("table of facts", of, &format!("{at}/of"), facts.names());
            return None;
        }
        let is_table = |name: &str| facts.get(name).is_some();
        let found = operands(&document.measure, document.of.as_deref(), &is_table);
        found
            .map_err(|failure| self.fail(&format!("{at}/measure"), &failure))
            .ok()
    }

    fn part(
        &mut self,
        document: &DashboardCard,
        operand: &Operand,
        times: &Times,
        (scope, persona): (&Named<String>, &str),
        (needs, at): (Option<Option<ActionId>>, &str),
    ) -> Option<(Part, Unit)> {
        let Some(name) = &operand.table else {
            self.problems.push(Problem::missing(at, "of"));
            return None;
        };
        // A table that is wrong was reported where it stands.
        let place = self
            .boards
            .tables
            .iter()
            .position(|table| *table.name == **name)?;
        let table = self.boards.tables.get(place)?.clone();
        let own = document
            .scope
            .get(name)
            .map(|word| (word, format!("{at}/scope/{name}")));
        let shared = scope
            .get(name)
            .map(|word| (word, format!("/dashboards/{persona}/scope/{name}")));
        let Some((word, scoped_at)) = own.or(shared) else {
            let at = format!("/dashboards/{persona}/scope/{name}");
            let problem = Problem::new(at, Code::BlueprintMissing);
            self.problems.push(problem.with("name", name.clone()));
            return None;
        };
        let scope = self.read_scope(&table, word, &scoped_at)?;
        let given = matches!(table.origin, Origin::Given { .. });
        if given && scope == Scope::All && needs == Some(None) {
            self.problems.push(Problem::missing(at, "needs"));
        }
        let card = self.engine_card(document, operand, times, &table, at)?;
        let (unit, money) = self.probe(&table, &card, at)?;
        if money && !document.thresholds.is_empty() {
            let (at, what) = (format!("{at}/thresholds"), "thresholds");
            let expected = "nothing, as amounts are in several currencies";
            bad(self.problems, &at, what, expected);
            return None;
        }
        Some((
            Part {
                table: place,
                scope,
                card,
            },
            unit,
        ))
    }

    fn engine_card(
        &mut self,
        document: &DashboardCard,
        operand: &Operand,
        times: &Times,
        table: &Table,
        at: &str,
    ) -> Option<Card> {
        let shape = &*table.shape;
        let (measure, window) = Measure::parse(&operand.text, shape)
            .map_err(|failure| self.refuse(shape, at, "measure", &failure))
            .ok()?;
        let mut card = Card::new(&document.id, measure);
        card.window = window;
        if let Some(source) = &document.filter {
            let filter = Filter::read(source, shape, &format!("{at}/where"), self.problems);
            card.filter = Some(filter?);
        }
        if let Some(breakdown) = &document.breakdown {
            let by = self.column(shape, &breakdown.by, &format!("{at}/breakdown/by"))?;
            let top = breakdown.top.map(|top| top as usize);
            if top.is_some_and(|top| top == 0 || top > MOST as usize) {
                let at = format!("{at}/breakdown/top");
                bad(self.problems, &at, "top", "a number from 1 to 10,000");
                return None;
            }
            let least = breakdown.least.map(u64::from);
            let counted = card.measure.is_of_values() && card.window.is_none();
            if least.is_some_and(|least| least == 0 || !counted) {
                let expected = "a number from 1, of a mean or percentile";
                bad(
                    self.problems,
                    &format!("{at}/breakdown/least"),
                    "least",
                    expected,
                );
                return None;
            }
            card.breakdown = Some(Breakdown { by, top, least });
        }
        (card.range, card.compare, card.series) = (times.range, times.compare, times.series);
        Some(card)
    }

    fn refuse(&mut self, shape: &FactShape, at: &str, name: &str, failure: &Failure) {
        let problem = Problem::refused(&format!("{at}/{name}"), failure);
        let mut params = failure.params().iter();
        let named = params.find(|(name, _)| *name == "name");
        let named = named.map(|(_, value)| value.to_string());
        let near = named.as_deref().and_then(|name| shape.nearest(name));
        let near = near.filter(|_| failure.code() == Code::MetricsUnknownColumn);
        self.problems.push(problem.near(near));
    }

    /// Prepares the card as every dashboard will, and tells what its figure counts, and
    /// whether amounts are among what it is of.
    fn probe(&mut self, table: &Table, card: &Card, at: &str) -> Option<(Unit, bool)> {
        let setting = Setting {
            at: table.at,
            now: 0,
            calendar: Calendar {
                zone: Zone::utc(),
                week_start: Weekday::Monday,
            },
            exact: EXACT,
        };
        let plan = Plan::new(&Arc::clone(&table.shape), setting, vec![card.clone()]);
        match plan {
            Ok(plan) => plan.counts(0).map(|unit| (unit, plan.reads_money())),
            Err(failure) => {
                self.refuse(&table.shape, at, "measure", &failure);
                None
            }
        }
    }
}

/// The times of a card.
struct Times {
    range: Range,
    compare: Option<Compare>,
    series: Option<Series>,
}

impl Compiler<'_> {
    fn times(&mut self, document: &DashboardCard, at: &str) -> Option<Times> {
        let range = match &document.range {
            None => Range::All,
            Some(SpanDocument::Word(word)) => self.word(
                Range::parse(word),
                (&format!("{at}/range"), "range"),
                "a word such as this_month, last_30_days, previous_2_weeks, next_7_days or all",
            )?,
            Some(SpanDocument::Between(two)) => {
                let (from, to) = self.between(two, &format!("{at}/range"))?;
                Range::Between { from, to }
            }
        };
        let compare = match &document.compare {
            None => None,
            Some(_) if range == Range::All => {
                let expected = "nothing, as there is no time before the range";
                bad(self.problems, &format!("{at}/compare"), "compare", expected);
                return None;
            }
            Some(SpanDocument::Word(word)) => Some(self.word(
                Compare::parse(word),
                (&format!("{at}/compare"), "compare"),
                "previous_period, same_period_last_year, or from and to",
            )?),
            Some(SpanDocument::Between(two)) => {
                let (from, to) = self.between(two, &format!("{at}/compare"))?;
                Some(Compare::Between { from, to })
            }
        };
        let series = match &document.series {
            Some(series) => Some(self.series(series, range, &format!("{at}/series"))?),
            None => None,
        };
        Some(Times {
            range,
            compare,
            series,
        })
    }

    /// What is asked beyond the figures: it needs a series.
    fn wanted(
        &mut self,
        document: &DashboardCard,
        times: &Times,
        at: &str,
    ) -> Option<Option<Wanted>> {
        let ahead = document.forecast.as_ref().map(|forecast| forecast.ahead);
        if ahead.is_none() && !document.anomalies {
            return Some(None);
        }
        let Some(series) = times.series else {
            self.problems.push(Problem::missing(at, "series"));
            return None;
        };
        if ahead.is_some_and(|ahead| !(1..=366).contains(&ahead)) {
            let at = format!("{at}/forecast/ahead");
            bad(self.problems, &at, "ahead", "a number from 1 to 366");
            return None;
        }
        Some(Some(Wanted {
            grain: series.grain,
            ahead: ahead.unwrap_or(0),
            anomalies: document.anomalies,
        }))
    }

    fn thresholds(&mut self, document: &DashboardCard, at: &str) -> Option<Vec<Threshold>> {
        let thresholds = document.thresholds.iter().enumerate();
        let thresholds = thresholds.map(|(place, threshold)| {
            let at = format!("{at}/thresholds/{place}");
            self.threshold(threshold, document.breakdown.is_some(), &at)
        });
        let thresholds: Vec<Option<Threshold>> = thresholds.collect();
        thresholds.into_iter().collect()
    }

    fn threshold(
        &mut self,
        document: &ThresholdDocument,
        parted: bool,
        at: &str,
    ) -> Option<Threshold> {
        let (above, text) = match (&document.above, &document.below) {
            (Some(text), None) => (true, text),
            (None, Some(text)) => (false, text),
            _ => {
                bad(self.problems, at, "threshold", "one of `above` and `below`");
                return None;
            }
        };
        let side = if above { "above" } else { "below" };
        let number = Decimal::parse(text);
        let number = number.map(|number| Number::new(number.units(), number.scale()));
        let number = self.word(
            number,
            (&format!("{at}/{side}"), side),
            "a decimal in a text, such as 0.05",
        )?;
        if document.each && !parted {
            let expected = "a card with a breakdown";
            bad(self.problems, &format!("{at}/each"), "each", expected);
            return None;
        }
        Some(Threshold {
            at: number,
            above,
            each: document.each,
            severity: document.severity.unwrap_or(AlertSeverity::Warning),
        })
    }

    fn word<T>(
        &mut self,
        found: Option<T>,
        (at, what): (&str, &'static str),
        expected: &'static str,
    ) -> Option<T> {
        if found.is_none() {
            bad(self.problems, at, what, expected);
        }
        found
    }

    fn between(&mut self, two: &BetweenDocument, at: &str) -> Option<(i64, i64)> {
        let mut instant = |text: &str, name: &'static str| {
            let found = parse_instant(text);
            let at = format!("{at}/{name}");
            self.word(found, (&at, name), "an instant (RFC 3339)")
        };
        let (from, to) = (instant(&two.from, "from")?, instant(&two.to, "to")?);
        let ordered = (from < to).then_some((from, to));
        let at = format!("{at}/to");
        self.word(ordered, (&at, "to"), "an instant after `from`")
    }

    fn series(&mut self, document: &SeriesDocument, range: Range, at: &str) -> Option<Series> {
        let grain = self.word(
            Grain::parse(&document.grain),
            (&format!("{at}/grain"), "grain"),
            "minute, hour, day, week, month, quarter, year, or a length and its origin",
        )?;
        let fits = document.last.is_none_or(|last| (1..=MOST).contains(&last));
        let endless = range == Range::All && document.last.is_none();
        let fits = (fits && !endless).then_some(());
        self.word(
            fits,
            (&format!("{at}/last"), "last"),
            "a number from 1 to 10,000",
        )?;
        Some(Series {
            grain,
            last: document.last,
        })
    }
}
