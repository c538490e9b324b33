//! Measures: what is computed of facts.

use super::filter::Filter;
use super::grain::Grain;
use super::state::Method;

/// What is computed of the facts of a range.
#[derive(Debug, Clone, PartialEq)]
pub enum Measure {
    /// An aggregate of the facts that satisfy its own condition, where it has one.
    Of(Aggregate, Option<Filter>),
    /// One measure divided by another; no figure where the other is zero or there is none.
    Ratio(Box<Measure>, Box<Measure>),
    /// A measure for each so many microseconds of its range.
    Rate(Box<Measure>, i64),
}

impl Measure {
    /// Whether it is a mean or a percentile, which says the more the more values it is of.
    pub(super) fn is_of_values(&self) -> bool {
        matches!(
            self,
            Self::Of(Aggregate::Avg(_) | Aggregate::Percentile(_), _)
        )
    }
}

/// How facts become one figure. Columns are places in the [`super::FactShape`].
#[derive(Debug, Clone, PartialEq)]
pub enum Aggregate {
    /// How many facts.
    Count,
    /// The sum of a column.
    Sum(usize),
    /// The mean of a column, rounded half-even: to the minor unit of money, otherwise to four
    /// digits more than the column has.
    Avg(usize),
    /// The least value.
    Min(usize),
    /// The greatest value.
    Max(usize),
    /// The value at the earliest instant; of several the least.
    First(usize),
    /// The value at the latest instant, such as a balance; of several the greatest.
    Last(usize),
    /// How many different values.
    Distinct(usize),
    /// A value that a share of all values is not above.
    Percentile(Percentile),
    /// Two levels: the facts of each value of a column give a figure, and the figures give one.
    /// The greatest of all is not the sum of each one's greatest.
    Each {
        /// The column.
        per: usize,
        /// What is computed for each.
        inner: Box<Aggregate>,
        /// What becomes of the figures.
        outer: Outer,
    },
    /// How many values of a column were never there before: new customers.
    New(usize),
    /// How many values of a column go through steps in their order.
    Funnel(Funnel),
    /// How many values of a column come back, by the bucket in which they first came.
    Retention(Retention),
}

/// A percentile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Percentile {
    /// The column.
    pub of: usize,
    /// The share, in millionths.
    pub share: u32,
    /// Whether it lies between two values in proportion (`percentile_cont` of SQL) rather than
    /// being one of them (`percentile_disc`).
    pub between: bool,
}

impl Percentile {
    pub(super) fn method(self) -> Method {
        if self.between {
            Method::Between
        } else {
            Method::Rank
        }
    }
}

/// What becomes of one figure for each of many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "named for what they are")]
pub enum Outer {
    Sum,
    Avg,
    Min,
    Max,
    Count,
}

/// Steps in their order.
#[derive(Debug, Clone, PartialEq)]
pub struct Funnel {
    /// The column whose values go through the steps.
    pub key: usize,
    /// The conditions of the steps; facts at one instant may be several steps in their order.
    pub steps: Vec<Filter>,
    /// How many microseconds may pass from the first step to the last.
    pub within: Option<i64>,
}

/// Who comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Retention {
    /// The column of those who come.
    pub key: usize,
    /// How long the buckets are.
    pub grain: Grain,
    /// How many buckets after the first are looked at.
    pub periods: u32,
}

/// What becomes of the figures of a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Window {
    /// Each with all before it in the series.
    RunningTotal,
    /// The mean of each and those before it, so many together; none until there are as many.
    MovingAverage(u32),
    /// Each with all before it in the same longer bucket: month to date, year to date.
    ToDate(Grain),
    /// The change from the one before, as a share of it.
    Growth,
    /// How many buckets in a row, up to each, have a figure above zero.
    Streak,
}

impl Window {
    /// Its name in measures.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::RunningTotal => "running",
            Self::MovingAverage(_) => "moving",
            Self::ToDate(_) => "to_date",
            Self::Growth => "growth",
            Self::Streak => "streak",
        }
    }

    /// Whether it adds figures up.
    pub(super) fn adds(self) -> bool {
        matches!(self, Self::RunningTotal | Self::ToDate(_))
    }
}
