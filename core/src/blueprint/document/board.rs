//! Facts and dashboards.

use crate::blueprint::macros::{document, words};
use crate::blueprint::node::{Definitions, Named, Node};
use crate::blueprint::problem::Problems;
use crate::json::{PointerBuf, Tree, Value};

document! {
    /// Facts: what happened, in typed columns.
    pub struct FactTable {
        /// What people call them.
        label: Option<String>,
        /// The kind whose records they are; without it they are handed in.
        from: Option<String>,
        /// JSON Pointer to a list of the kind's documents: a fact for each of its items.
        each: Option<String>,
        /// The column that says when.
        at: String,
        /// Columns to group and filter by: `id`, `owner`, `tenant`, `state`, a relation, a field or its JSON Pointer.
        dimensions: Vec<String>,
        /// Columns to compute with: `created_at`, `updated_at`, a field or its JSON Pointer.
        measures: Vec<String>,
        /// Columns of facts that are handed in.
        columns: Named<FactColumn>,
    }

    /// A column of facts that are handed in.
    pub struct FactColumn {
        /// What it holds.
        ty as "type": ColumnWord,
        /// JSON Pointer to it in the documents that are handed in, such as `/data/viewer` of an event.
        from: Option<String>,
        /// Whether a fact may have no value.
        optional: bool,
        /// Digits after the point of a decimal.
        scale: Option<u32>,
        /// The currency of amounts that name none; the blueprint's where nothing is said.
        currency: Option<String>,
    }

    /// What a persona's dashboard shows.
    pub struct Dashboard {
        /// Whose facts count, for every table that a card reads: `all`, or `mine:` and the column that names the subject.
        scope: Named<String>,
        /// Its cards in their order.
        cards: Vec<DashboardCard>,
    }

    /// A figure of a dashboard.
    pub struct DashboardCard {
        /// Its name, unique in the dashboard.
        id: String,
        /// What people read.
        label: Option<String>,
        /// The action without which it is not there, such as `booking.list`.
        needs: Option<String>,
        /// What is computed, such as `sum(price)` or `ratio(count(booking), distinct(profile_view.viewer))`.
        measure: String,
        /// The facts that its columns are of, where the measure does not say.
        of: Option<String>,
        /// A CEL condition over the columns, as `fact.state`.
        filter as "where": Option<String>,
        /// The time it is about; everything until now where nothing is said.
        range: Option<SpanDocument>,
        /// What it is compared with.
        compare: Option<SpanDocument>,
        /// The same bucket by bucket.
        series: Option<SeriesDocument>,
        /// The same for each value of a column.
        breakdown: Option<BreakdownDocument>,
        /// What the series is expected to do.
        forecast: Option<ForecastDocument>,
        /// Whether buckets of the series that are out of line are pointed out.
        anomalies: bool,
        /// Figures that somebody is to look at.
        thresholds: Vec<ThresholdDocument>,
        /// Whose facts count on this card, where it is not as on the dashboard.
        scope: Named<String>,
        /// What a plain number counts, such as `minutes`.
        unit: Option<String>,
        /// Which way is better.
        better: Option<Better>,
    }

    /// Buckets of time.
    pub struct SeriesDocument {
        /// How long each is: `minute` to `year`, a number of months such as `P2M`, or a duration and its origin.
        grain: String,
        /// So many to the end of the range; without it, those of the range.
        last: Option<u32>,
    }

    /// Values of a column.
    pub struct BreakdownDocument {
        /// The column.
        by: String,
        /// How many of the greatest are shown; all others are one.
        top: Option<u32>,
        /// Of how many values a mean or percentile must be to be shown for itself.
        least: Option<u32>,
    }

    /// What a series is expected to do.
    pub struct ForecastDocument {
        /// How many buckets from the one that runs.
        ahead: u32,
    }

    /// A figure beyond it is told; one of `above` and `below`.
    pub struct ThresholdDocument {
        /// The greatest figure that is not told, such as `800` or `0.05`.
        above: Option<String>,
        /// The least figure that is not told.
        below: Option<String>,
        /// Whether it is one for each part of the breakdown; otherwise for the whole.
        each: bool,
        /// How much it matters; `warning` where nothing is said.
        severity: Option<AlertSeverity>,
    }

    /// From an instant until another.
    pub struct BetweenDocument {
        /// The first instant (RFC 3339).
        from: String,
        /// The instant after the last.
        to: String,
    }
}

words! {
    /// What a column holds.
    pub enum ColumnWord {
        /// Text: a dimension, or the id of something.
        Text = "text",
        /// A whole number.
        Int = "int",
        /// An exact decimal.
        Decimal = "decimal",
        /// An amount with its currency.
        Money = "money",
        /// A point in time.
        Instant = "instant",
        /// True or false.
        Bool = "bool",
    }

    /// How much it matters that a figure is beyond a threshold, the least first.
    pub enum AlertSeverity {
        /// Worth knowing.
        Info = "info",
        /// Somebody is to look at it.
        Warning = "warning",
        /// Somebody is to look at it now.
        Critical = "critical",
    }

    /// Which way is better.
    pub enum Better {
        /// More is better.
        Up = "up",
        /// Less is better.
        Down = "down",
    }
}

/// A time: a word such as `this_month` or `previous_period`, or from an instant until another.
#[derive(Debug, Clone, PartialEq)]
pub enum SpanDocument {
    /// A word.
    Word(String),
    /// Two instants.
    Between(BetweenDocument),
}

impl Default for SpanDocument {
    fn default() -> Self {
        Self::Word(String::new())
    }
}

impl Node for SpanDocument {
    fn read(tree: &Tree, at: &PointerBuf, problems: &mut Problems) -> Self {
        match &tree.value {
            Value::String(word) => Self::Word(word.clone()),
            _ => Self::Between(Node::read(tree, at, problems)),
        }
    }

    fn schema(definitions: &mut Definitions) -> String {
        let between = BetweenDocument::schema(definitions);
        format!(r#"{{"anyOf":[{{"type":"string"}},{between}]}}"#)
    }
}
