//! Decisions: who may do what, and why.
//!
//! Default deny; a deny that matches, or that cannot be decided, wins over every allow; a
//! condition about a value that is missing never allows. A [`Subject`] is prepared once: its
//! roles are resolved and every rule that they settle is settled, so that a decision looks only
//! at what depends on the record. A decision allocates nothing.

mod ability;
#[cfg(feature = "compiler")]
mod compile;
mod decide;
mod decision;
mod explain;
mod fields;
#[cfg(feature = "compiler")]
mod filter;
mod fold;
mod guard;
mod image;
mod page;
#[cfg(feature = "compiler")]
mod reach;
mod related;
mod resource;
mod right;
mod rules;
mod scope;
#[cfg(feature = "compiler")]
mod sql;
mod subject;

#[cfg(feature = "compiler")]
pub use compile::compile;
pub use decide::Access;
pub use decision::{Decision, Reason};
pub use explain::{Because, Explained};
#[cfg(feature = "compiler")]
pub use filter::Filter;
pub use guard::{Entry, Passage};
pub use page::Page;
#[cfg(feature = "compiler")]
pub use reach::{Reach, Tied};
pub use resource::{Context, Resource, ResourceHead};
pub use right::Right;
pub use rules::{ActionRules, Condition, Effect, Relations, Rule, RuleInfo};
#[cfg(feature = "compiler")]
pub use sql::{Columns, Dialect, Refused, RowCondition, Sql, SqlValue};
pub(crate) use subject::effective_roles;
pub use subject::{Subject, SubjectHead};
