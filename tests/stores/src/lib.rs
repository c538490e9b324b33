//! Every store, fresh and looked under, for tests that hold on all of them.
#![expect(
    clippy::expect_used,
    clippy::missing_panics_doc,
    reason = "this crate is used by tests only, where a panic is the report"
)]

mod adapter;
mod kept;
mod server;

pub use adapter::Adapter;
pub use kept::Kept;
