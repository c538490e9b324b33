//! Figures over facts: exact, explained and mergeable.
//!
//! [`Facts`] are typed columns. A [`Card`] asks something of them: a [`Measure`] of a [`Range`],
//! compared, bucket by bucket, part by part. A [`Plan`] of cards is answered by one scan, or by
//! scans of parts whose [`Partial`] results are merged, wherever they were computed.
//!
//! ```
//! use std::sync::Arc;
//! use profilekit::json::{Limits, parse};
//! use profilekit::metrics::{
//!     Calendar, Card, ColumnShape, ColumnType, EXACT, FactShape, Facts, Plan, Setting, Weekday, Zone,
//! };
//! use profilekit::time::parse_instant;
//!
//! let money = ColumnType::Money { currency: Some("EUR".into()) };
//! let columns = [("at", ColumnType::Instant), ("who", ColumnType::Text), ("price", money)];
//! let columns = columns.map(|(name, ty)| ColumnShape::new(name, ty));
//! let shape = Arc::new(FactShape::new(columns.into()).unwrap());
//! let csv = "at,who,price\n2026-03-01T10:00:00Z,ann,12.50\n2026-03-02T10:00:00Z,bob,7.50\n";
//! let facts = Facts::from_csv(&shape, csv).unwrap().facts;
//!
//! let card = br#"{ "id": "revenue", "measure": "sum(price)", "range": "this_month" }"#;
//! let card = Card::from_json(&parse(card, Limits::default()).unwrap(), &shape).unwrap();
//! let setting = Setting {
//!     at: shape.find("at").unwrap(),
//!     now: parse_instant("2026-03-15T00:00:00Z").unwrap(),
//!     calendar: Calendar { zone: Zone::utc(), week_start: Weekday::Monday },
//!     exact: EXACT,
//! };
//! let plan = Plan::new(&shape, setting, vec![card]).unwrap();
//!
//! let mut all = plan.scan(&facts, 0..1).unwrap();
//! let elsewhere = plan.scan(&facts, 1..2).unwrap().to_bytes();
//! all.merge(&plan.read_partial(&elsewhere).unwrap()).unwrap();
//! let answers = plan.finish(&all).unwrap();
//! assert_eq!(answers[0].lines[0].value.unwrap().to_string(), "20.00");
//! assert!(!answers[0].range.complete());
//! ```

mod answer;
mod billing;
mod board;
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
mod rollup;
mod scan;
mod segment;
mod sql;
mod state;
mod zone;

pub use answer::{Answer, Cohort, Direction, Explanation, Line, Point, Slice, Unit};
pub use billing::{
    Alert, Alerts, Attributed, Attribution, Commission, Earning, Flow, Invoice, InvoiceLine,
    Keeping, Left, Offer, Per, Plans, Reading, Reason, Scheme, Share, Standing, Tariff, Tier, Tip,
    TipKind, Told, Usage, Watched, compile_plans, tips,
};
pub use board::{
    Anomaly, Board, BoardCard, Boards, Breach, Dashboard, Expected, Origin, Outlook, Part, Scope,
    Shown, Source, Table, Threshold, Wanted, compile,
};
pub use card::{Breakdown, Card, Series};
pub use facts::{
    BadRow, Column, ColumnShape, ColumnType, Dictionary, FactShape, Facts, Intake, Loaded, Values,
};
pub use filter::Filter;
pub use grain::{Calendar, Grain, Weekday};
pub use measure::{Aggregate, Funnel, Measure, Outer, Percentile, Retention, Window};
pub use money::{Amount, RateTable, allocate};
pub use number::Number;
pub use partial::Partial;
pub use plan::{EXACT, Plan, Setting};
pub use range::{Compare, Range, Span};
pub(crate) use rollup::scoped;
pub use rollup::{Day, NEVER, Place, Rollup, Sum, Whom};
pub(crate) use sql::Confined;
pub use sql::{Engine, Form, Found, Questions, Relation, SqlCell, Stored};
pub use zone::Zone;
pub(crate) use zone::civil::days_of;
