//! Alerts: when usage or a bill comes near its limit.

use std::collections::{BTreeMap, BTreeSet};

use super::super::number::{Number, overflow};
use super::refuse;
use crate::decimal::Decimal;
use crate::error::Failure;

/// What is watched.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Watched {
    /// Units that cost nothing.
    Allowance,
    /// The bill so far, against a budget.
    Bill,
    /// The bill that is expected, against a budget.
    Projected,
    /// Any other figure, such as that of a card, by its name.
    Figure(Box<str>),
}

impl Watched {
    /// Its name: `allowance`, `bill`, `projected`, `figure:` and a name.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Allowance => "allowance".into(),
            Self::Bill => "bill".into(),
            Self::Projected => "projected".into(),
            Self::Figure(name) => format!("figure:{name}"),
        }
    }

    /// What a name stands for.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "allowance" => Self::Allowance,
            "bill" => Self::Bill,
            "projected" => Self::Projected,
            _ => Self::Figure(name.strip_prefix("figure:")?.into()),
        })
    }
}

/// What something is now, and what it should not come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// What.
    pub watched: Watched,
    /// What it is now.
    pub value: Number,
    /// Its limit, above zero.
    pub limit: Number,
    /// What both count, such as `events` or `EUR`.
    pub unit: Box<str>,
}

/// What was told already: the marks that something is above, in a period.
///
/// A host keeps it and hands it in again; the calls that change it give a new one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Told(pub(super) BTreeMap<Watched, Marks>);

/// The marks in percent that something is above, in a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Marks {
    pub(super) period: Box<str>,
    pub(super) marks: BTreeSet<u32>,
}

/// A mark was crossed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alert {
    /// What crossed it.
    pub watched: Watched,
    /// The period in which it did.
    pub period: Box<str>,
    /// The mark, in percent of the limit.
    pub mark: u32,
    /// What it is now.
    pub value: Number,
    /// Its limit.
    pub limit: Number,
    /// What both count.
    pub unit: Box<str>,
    /// The value in percent of the limit, with one digit after the point.
    pub percent: Number,
    /// Why, in words.
    pub reason: String,
}

/// The marks at which somebody is told.
///
/// ```
/// use profilekit::metrics::{Alerts, Number, Reading, Told, Watched};
/// let alerts = Alerts::new(&[80, 100], 5).unwrap();
/// let used = |units| Reading {
///     watched: Watched::Allowance,
///     value: Number::new(units, 0),
///     limit: Number::new(1000, 0),
///     unit: "events".into(),
/// };
/// let (found, told) = alerts.crossed(&Told::default(), "2026-03", &[used(850)]).unwrap();
/// assert_eq!(found[0].mark, 80);
/// let (again, _) = alerts.crossed(&told, "2026-03", &[used(990)]).unwrap();
/// assert!(again.is_empty(), "80 was told, 100 is not reached");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alerts {
    marks: Vec<u32>,
    slack: u32,
}

impl Default for Alerts {
    /// 50, 80 and 100 percent, each again once something fell 5 percent below.
    fn default() -> Self {
        Self {
            marks: vec![50, 80, 100],
            slack: 5,
        }
    }
}

impl Alerts {
    /// Marks in percent, and how many percent below one something must fall before it is told
    /// of that mark again.
    ///
    /// # Errors
    /// [`crate::error::Code::MetricsBadPlan`] for marks that do not ascend from 1, or end
    /// above 10,000.
    pub fn new(marks: &[u32], slack: u32) -> Result<Self, Failure> {
        let ascending = marks.is_sorted_by(|one, two| one < two);
        let within = marks.iter().all(|mark| (1..=10_000).contains(mark));
        if marks.is_empty() || !ascending || !within {
            return Err(refuse("marks ascend, from 1 to 10,000 percent"));
        }
        Ok(Self {
            marks: marks.to_vec(),
            slack,
        })
    }

    /// The marks that are crossed now, in the order of the readings and ascending, and what is
    /// told from then on.
    ///
    /// A mark is crossed when something that was below it is at it or above. It is told once:
    /// again only after it fell below the mark by more than the slack, or in another period.
    /// What no reading is of stays as it was told.
    ///
    /// # Errors
    /// [`crate::error::Code::MetricsBadPlan`] for a limit that is not above zero or two readings
    /// of one thing, [`crate::error::Code::MetricsOverflow`].
    pub fn crossed(
        &self,
        told: &Told,
        period: &str,
        readings: &[Reading],
    ) -> Result<(Vec<Alert>, Told), Failure> {
        let mut next = told.clone();
        let mut found = Vec::new();
        for (place, reading) in readings.iter().enumerate() {
            let mut earlier = readings.iter().take(place);
            if earlier.any(|one| one.watched == reading.watched) {
                return Err(refuse("two readings of one thing"));
            }
            if reading.limit.units() <= 0 {
                return Err(refuse("a limit that is not above zero"));
            }
            let before = told.0.get(&reading.watched);
            let before = before.filter(|before| *before.period == *period);
            let mut marks = BTreeSet::new();
            for mark in &self.marks {
                let was = before.is_some_and(|before| before.marks.contains(mark));
                let down = mark.saturating_sub(self.slack);
                if reading.reaches(*mark)? {
                    marks.insert(*mark);
                    if !was {
                        found.push(reading.alert(period, *mark)?);
                    }
                } else if was && reading.reaches(down)? {
                    marks.insert(*mark);
                }
            }
            let period = period.into();
            next.0
                .insert(reading.watched.clone(), Marks { period, marks });
        }
        Ok((found, next))
    }
}

impl Reading {
    /// Whether it is at so many percent of the limit or above.
    fn reaches(&self, mark: u32) -> Result<bool, Failure> {
        let value = self.value.times(Decimal::from_int(100));
        let mark = self.limit.times(Decimal::from_int(i64::from(mark)));
        let (Some(value), Some(mark)) = (value, mark) else {
            return Err(overflow());
        };
        Ok(value.order(mark).is_ge())
    }

    fn alert(&self, period: &str, mark: u32) -> Result<Alert, Failure> {
        let hundredfold = self.value.times(Decimal::from_int(100));
        let percent = hundredfold.and_then(|value| value.over(self.limit, 1));
        let percent = percent.ok_or_else(overflow)?;
        Ok(Alert {
            watched: self.watched.clone(),
            period: period.into(),
            mark,
            value: self.value,
            limit: self.limit,
            unit: self.unit.clone(),
            percent,
            reason: self.words(percent, mark),
        })
    }

    fn words(&self, percent: Number, mark: u32) -> String {
        let (value, limit, unit) = (self.value, self.limit, &self.unit);
        let what = match &self.watched {
            Watched::Allowance => format!("{value} of {limit} {unit} that are included are used"),
            Watched::Bill => format!("The bill so far is {value} of a budget of {limit} {unit}"),
            Watched::Projected => {
                format!("The bill is expected to be {value} of a budget of {limit} {unit}")
            }
            Watched::Figure(name) => format!("`{name}` is {value} of at most {limit} {unit}"),
        };
        format!("{what}: {percent} %, at or above {mark} %.")
    }
}
