//! Storage ports: what the kernel needs of a store, and the store that needs nothing.

#[cfg(any(test, feature = "testing"))]
pub mod contract;
mod error;
mod memory;
mod record;
mod selection;

pub use error::StoreError;
pub use memory::MemoryStore;
pub use record::{Page, PageRequest, Records, StoredRecord};
pub use selection::Selection;
