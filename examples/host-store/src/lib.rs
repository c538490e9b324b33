//! A store that a host brings itself, where neither SQLite nor PostgreSQL is wanted: sorted keys
//! with JSON values in memory, and a journal on the disk.
//!
//! It is whole, and small enough to be read in one go: every port of [`profilekit::store`], held
//! to the same contract suite as the stores that are shipped. Any sorted key-value store could
//! stand in the place of `Pairs`; what the ports ask of it is in the other files.
//!
//! - **A change** is a batch of pairs. It is made in memory, written to the journal as one line
//!   and waited for; where that fails, it is taken back. A line that a crash left half written
//!   is cut off at the next opening: nobody was told that it is there.
//! - **One process** has the file at a time, and one call changes it at a time.
//! - **What goes** stays in the journal until it is written anew, which an erasure does at once.
//! - **Lists** look at every record of a kind: fine for some ten thousand of them.
//!
//! ```
//! use profilekit::store::{Address, Records};
//! use profilekit_host_store::JournalStore;
//!
//! let folder = tempfile::tempdir().unwrap();
//! let store = JournalStore::open(folder.path().join("app.journal")).unwrap();
//! let found = pollster::block_on(store.get(&Address::new("", "note", "n1"))).unwrap();
//! assert!(found.is_none());
//! ```

mod account;
mod commit;
mod erasure;
mod journal;
mod outbox;
mod pairs;
mod people;
mod record;
mod rollup;
mod store;

pub use journal::BrokenLine;
pub use store::JournalStore;
