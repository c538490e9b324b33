//! The kernel as bindings speak with it: camelCase JSON text in, JSON text out.
//!
//! Every binding offers the same calls by the same names. [`call`] answers each of them from one
//! request; what is asked about often is prepared once instead: a [`Record`], a subject by
//! [`subject`], circumstances by [`context`]. A [`Session`] keeps them by number, for hosts
//! to which numbers are cheap.
//!
//! Requests are strict: a member that the call does not know is refused, with the nearest name.

mod answer;
#[cfg(feature = "compiler")]
mod billing;
#[cfg(feature = "compiler")]
mod blueprint;
mod call;
#[cfg(feature = "compiler")]
mod dashboard;
#[cfg(feature = "compiler")]
mod facts;
mod ids;
mod many;
mod read;
mod record;
mod request;
mod session;
mod subject;

pub use answer::{check, failure, problems, validation, violations};
#[cfg(feature = "compiler")]
pub use blueprint::{BLUEPRINT_CALLS, Profiles, sql};
pub use call::{Answering, CALLS, Call, Known, call, validate};
pub use many::{decide_many, known};
pub use record::Record;
pub use session::{MODES, Session};
pub use subject::{context, subject};
