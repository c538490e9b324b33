//! The embedded store of ProfileKit: one SQLite file, nothing to install.
//!
//! ```
//! use profilekit::store::{Address, Records};
//! use profilekit_sqlite::SqliteStore;
//!
//! let store = SqliteStore::in_memory().unwrap();
//! let address = Address::new("", "note", "n1");
//! let found = pollster::block_on(store.get(&address)).unwrap();
//! assert!(found.is_none());
//! ```

mod access_log;
mod account;
mod care;
mod column;
mod commit;
mod facts;
mod fault;
mod history;
mod idempotency;
mod job;
mod lease;
mod list;
mod mark;
mod member;
mod options;
mod outbox;
mod reader;
mod record;
mod rollup;
mod schema;
mod standing;
mod store;
mod transaction;

pub use facts::SqliteFacts;
pub use options::{Durability, Options};
pub use schema::NewerFile;
pub use standing::MissingFile;
pub use store::SqliteStore;
