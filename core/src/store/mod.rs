//! Storage ports: what the hub needs of a store, and the store that needs nothing.
//!
//! A store reads through small ports and changes through one: [`Changes::commit`] takes all that
//! a change writes and makes all of it, or nothing.

mod access_log;
mod account;
mod address;
mod commit;
mod consent;
#[cfg(any(test, feature = "testing"))]
pub mod contract;
mod erasure;
mod error;
mod event;
mod history;
mod idempotency;
mod job;
mod mark;
mod member;
mod memory;
mod record;
mod rollup;
mod section;
mod selection;

pub use access_log::{Access, AccessLog};
pub use account::{Account, AccountRequest, Checkpoint};
pub use address::Address;
pub use commit::{Changes, Commit, Received, Slot, Write, WriteMode};
pub use consent::{Consent, Consents};
pub use erasure::{Erasure, Extent, Treated, Treatment};
pub use error::StoreError;
pub use event::{
    Backlog, Claim, Delivery, Event, Outbox, Pace, Replay, Settled, Settlement, StoredEvent,
};
pub use history::{History, PastVersion};
pub use idempotency::{Idempotency, Remembered};
pub use job::Jobs;
pub use mark::{Mark, Marks};
pub use member::{Member, Members};
pub use memory::MemoryStore;
pub use record::{Archived, Condition, Count, Page, PageRequest, Records, StoredRecord};
pub use rollup::{Parts, RollupChange, RollupPart, RollupRecord, Rollups, StoredRollup};
pub use section::{REST, Section, changed_sections, put_together, take_apart};
pub use selection::Selection;

/// A whole store: every port.
pub trait Store:
    Records
    + Changes
    + History
    + Outbox
    + Account
    + AccessLog
    + Members
    + Consents
    + Idempotency
    + Jobs
    + Marks
    + Rollups
{
}

impl<S> Store for S where
    S: Records
        + Changes
        + History
        + Outbox
        + Account
        + AccessLog
        + Members
        + Consents
        + Idempotency
        + Jobs
        + Marks
        + Rollups
{
}
