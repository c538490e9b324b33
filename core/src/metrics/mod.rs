//! Figures over facts: exact, explained and mergeable.

mod answer;
mod card;
mod cells;
mod facts;
mod filter;
mod finish;
mod grain;
mod measure;
mod money;
mod number;
mod partial;
mod plan;
mod range;
mod read;
mod scan;
mod segment;
mod state;
mod zone;

pub use answer::{Answer, Cohort, Direction, Explanation, Line, Point, Slice, Unit};
pub use card::{Breakdown, Card, Series};
pub use facts::{BadRow, Column, ColumnShape, ColumnType, Dictionary, FactShape, Facts, Loaded};
pub use filter::Filter;
pub use grain::{Calendar, Grain, Weekday};
pub use measure::{Aggregate, Funnel, Measure, Outer, Percentile, Retention, Window};
pub use money::{Amount, RateTable, allocate};
pub use number::Number;
pub use partial::Partial;
pub use plan::{EXACT, Plan, Setting};
pub use range::{Compare, Range, Span};
pub use zone::Zone;
