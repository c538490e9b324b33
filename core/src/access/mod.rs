//! Decisions: who may do what, and why.
//!
//! Default deny; a deny that matches, or that cannot be decided, wins over every allow; a
//! condition about a value that is missing never allows. A [`Subject`] is prepared once: its
//! roles are resolved and every rule that they settle is settled, so that a decision looks only
//! at what depends on the record. A decision allocates nothing.

mod ability;
mod compile;
mod decide;
mod decision;
mod explain;
mod fields;
mod filter;
mod fold;
mod guard;
mod page;
mod reach;
mod related;
mod resource;
mod right;
mod rules;
mod scope;
mod sql;
mod subject;

pub use compile::compile;
pub use decide::Access;
pub use decision::{Decision, Reason};
pub use explain::{Because, Explained};
pub use filter::Filter;
pub use guard::{Entry, Passage};
pub use page::Page;
pub use reach::{Reach, Tied};
pub use resource::{Context, Resource, ResourceHead};
pub use right::Right;
pub use rules::{ActionRules, Condition, Effect, Relations, Rule, RuleInfo};
pub use sql::{Columns, Dialect, Refused, RowCondition, Sql, SqlValue};
pub(crate) use subject::effective_roles;
pub use subject::{Subject, SubjectHead};
