//! The stores that every story runs on.

use std::sync::Arc;

use profilekit::store::{MemoryStore, Store};
use profilekit_sqlite::SqliteStore;

/// A function that gives a store of which nobody else knows.
pub(crate) type Fresh = fn() -> Arc<dyn Store>;

/// Every store by its name: one line each.
pub(crate) fn stores() -> Vec<(&'static str, Fresh)> {
    vec![
        ("memory", || Arc::new(MemoryStore::default())),
        ("sqlite", || {
            Arc::new(SqliteStore::in_memory().expect("SQLite opens a database in memory"))
        }),
    ]
}
