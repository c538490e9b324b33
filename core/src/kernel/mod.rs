//! The kernel: a compiled blueprint and everything it answers.
//!
//! What answers is a [`Runtime`]; a [`Kernel`] knows the blueprint that it came from besides.

mod answer;
#[cfg(feature = "compiler")]
mod authzen;
#[cfg(feature = "compiler")]
mod check;
#[cfg(feature = "compiler")]
mod compile;
#[cfg(feature = "compiler")]
mod dashboard;
mod decide;
#[cfg(feature = "compiler")]
mod diff;
#[cfg(feature = "compiler")]
mod facts;
mod image;
#[cfg(feature = "compiler")]
mod import;
#[cfg(feature = "compiler")]
mod inquiry;
#[cfg(feature = "compiler")]
mod keeper;
#[cfg(feature = "compiler")]
mod matrix;
mod runtime;
#[cfg(feature = "compiler")]
mod schema;
mod strength;
#[cfg(feature = "compiler")]
mod survey;
#[cfg(feature = "compiler")]
mod unique;
#[cfg(feature = "hub")]
pub(crate) use unique::combinations;
mod validate;
#[cfg(feature = "compiler")]
mod validators;
mod view;

pub use answer::Answer;
#[cfg(feature = "compiler")]
pub use authzen::{Candidate, Response};
#[cfg(feature = "compiler")]
pub use compile::Kernel;
#[cfg(feature = "compiler")]
pub use dashboard::Glance;
#[cfg(feature = "compiler")]
pub use diff::{Change, Diff, Verdict as DiffVerdict};
#[cfg(feature = "compiler")]
pub use facts::{Gathering, Supplied};
#[cfg(feature = "compiler")]
pub use import::Imported;
#[cfg(feature = "compiler")]
pub use inquiry::Inquiry;
#[cfg(feature = "compiler")]
pub use keeper::{Keeper, Kept};
pub use runtime::Runtime;
#[cfg(feature = "compiler")]
pub use survey::Survey;
pub use validate::Validate;
pub use view::{Hidden, Record, View, ViewAs};
