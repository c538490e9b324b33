//! Answers: figures with everything that explains them.

use super::number::Number;
use super::range::Span;

/// What a card says.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The card.
    pub id: Box<str>,
    /// The time that it is about.
    pub range: Span,
    /// The time that it is compared with.
    pub previous_range: Option<Span>,
    /// One line; of money in several currencies, one for each, in the order of their codes.
    pub lines: Vec<Line>,
    /// Where the figures come from.
    pub explained_by: Explanation,
}

/// What a figure counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unit {
    /// Things.
    Count,
    /// Whatever the column counts.
    Number,
    /// A share: 0.25 is a quarter.
    Ratio,
    /// The major unit of a currency.
    Money(Box<str>),
}

/// A figure, what it is compared with and what it is made of.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// What the figures count.
    pub unit: Unit,
    /// The figure; none where nothing was there to be averaged, compared or divided by.
    pub value: Option<Number>,
    /// Of how many values it is, where it is their mean or percentile.
    pub sample: Option<u64>,
    /// The same of the time before.
    pub previous: Option<Number>,
    /// The change from that, as a share of it, rounded half-even to four digits.
    pub change: Option<Number>,
    /// Where it goes.
    pub direction: Option<Direction>,
    /// Whether the figure is exact; otherwise the explanation names the method and its error.
    pub exact: bool,
    /// Bucket by bucket, those without facts too.
    pub series: Vec<Point>,
    /// The parts, the greatest first.
    pub breakdown: Vec<Slice>,
    /// Of a funnel: how many reached each step.
    pub steps: Vec<u64>,
    /// Of a retention: who came first when, and came back.
    pub cohorts: Vec<Cohort>,
}

/// Where a figure goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "named for what they are")]
pub enum Direction {
    Up,
    Down,
    Flat,
}

/// A figure of a series.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// Its bucket; what is past of it counts.
    pub bucket: Span,
    /// The figure.
    pub value: Option<Number>,
}

/// A part of a breakdown.
#[derive(Debug, Clone, PartialEq)]
pub struct Slice {
    /// The column's value; none of facts without one.
    pub label: Option<Box<str>>,
    /// How many values the slice stands for: more than one only in the last, of all others.
    pub others: Option<usize>,
    /// The figure.
    pub value: Option<Number>,
    /// Of how many values it is, where it is their mean or percentile.
    pub sample: Option<u64>,
    /// The same of the time before.
    pub previous: Option<Number>,
    /// Bucket by bucket.
    pub series: Vec<Point>,
}

/// Those who first came in one bucket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cohort {
    /// When the bucket begins.
    pub start: i64,
    /// How many they are.
    pub size: u64,
    /// How many of them came in each bucket from that one on; the first is all of them.
    pub active: Vec<u64>,
}

/// Where figures come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// The measure in words of the blueprint.
    pub formula: String,
    /// The condition, as it was written.
    pub filter: Option<Box<str>>,
    /// The column that says when.
    pub at: Box<str>,
    /// The zone of the buckets.
    pub zone: Box<str>,
    /// How many facts were looked at.
    pub facts: u64,
    /// The method where a figure is not exact, and its error in 1/10,000.
    pub estimate: Option<(&'static str, u32)>,
    /// The day of the rates, where amounts were converted.
    pub rates: Option<Box<str>>,
}
