//! How strong a profile is, and what would make it stronger.
//!
//! A score is Σ weight × achieved over Σ weight of the factors that count, in basis points and
//! whole numbers, rounded half up to 0–100. A factor counts when the person may write one of the
//! fields it acts on, and when whoever asks may see every field it reads.

mod card;
#[cfg(feature = "compiler")]
mod compile;
mod image;
mod measure;
mod report;
mod score;

pub use card::{Card, Factor, Group, Level, Measure};
#[cfg(feature = "compiler")]
pub use compile::compile;
pub use score::{Asked, Check, Score};
