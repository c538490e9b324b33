//! The embedded store of ProfileKit: one SQLite file, nothing to install.
//!
//! ```
//! use profilekit::store::Records;
//! use profilekit_sqlite::SqliteStore;
//!
//! let store = SqliteStore::in_memory().unwrap();
//! let found = pollster::block_on(store.get("", "note", "n1")).unwrap();
//! assert!(found.is_none());
//! ```

mod error;
mod list;
mod records;
mod schema;
mod store;

pub use store::SqliteStore;
