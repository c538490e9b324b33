//! The kernel: a compiled blueprint and everything it answers.

mod answer;
mod authzen;
mod check;
mod compile;
mod decide;
mod diff;
mod import;
mod matrix;
mod strength;
mod unique;
mod validate;
mod validators;
mod view;

pub use answer::Answer;
pub use authzen::{Candidate, Response};
pub use compile::Kernel;
pub use diff::{Change, Diff, Verdict as DiffVerdict};
pub use import::Imported;
pub use validate::Validate;
pub use view::{Hidden, Record, View, ViewAs};
