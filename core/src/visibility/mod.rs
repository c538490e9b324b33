//! Who sees which field.
//!
//! A field is visible to its owner, and to viewers whom its audience admits. The audience is the
//! blueprint's default (by the owner's roles), what the owner chose inside the bounds, or what
//! an administrator forced. A [`Lens`] is all of that settled for one viewer of one record;
//! [`redact`] applies it to the record's bytes in one pass.

mod lens;
#[cfg(feature = "compiler")]
mod matrix;
mod redact;
#[cfg(feature = "compiler")]
mod render;
mod sight;
mod toggles;

pub use lens::{Lens, Origin, Shown, Verdict};
#[cfg(feature = "compiler")]
pub use matrix::{Matrix, MatrixRow, Reading, Viewer};
pub use redact::{Redacted, redact};
pub use sight::Sight;
pub use toggles::{Toggles, check_toggles};
