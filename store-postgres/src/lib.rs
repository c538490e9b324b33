//! The store of ProfileKit for many writers and many machines: PostgreSQL 15 or later.
//!
//! ```no_run
//! use profilekit::store::{Address, Records};
//! use profilekit_postgres::{Options, PostgresStore};
//!
//! # async fn example() -> Result<(), profilekit::store::StoreError> {
//! let url = "postgres://app@localhost/app";
//! let store = PostgresStore::connect(url, &Options::default()).await?;
//! let found = store.get(&Address::new("t1", "note", "n1")).await?;
//! assert!(found.is_none());
//! # Ok(())
//! # }
//! ```
//!
//! - **Tables** lie in a schema of their own (`profilekit`), made and brought up to date by
//!   [`PostgresStore::connect`]. The role needs `CREATE` on the database the first time, for the
//!   schema and for `btree_gist`, which comes with PostgreSQL.
//! - **A commit** is one transaction of two round trips: all statements are sent before the
//!   answer of the first one is there, and a change of one record is one statement of them. Records, keys, slots, members and chains are locked in
//!   that order, each in the order of its key, so that commits do not wait for each other in a
//!   circle.
//! - **The account** has several chains (8, chosen when the tables are made). A record's entries
//!   are in one of them, so that writers of different records rarely wait for each other.
//! - **Documents** are kept as text, byte for byte, with a `jsonb` beside it that conditions ask.
//! - **The way to the server** is secured as `sslmode` says: `require` encrypts, `verify-full` also
//!   looks at who answers ([`Security`]). Without it nothing is encrypted.
//! - **The runtime** that `connect` runs in carries the connections. Any other runtime, or none,
//!   may poll the store as long as that one runs.

mod access_log;
mod account;
mod asked;
mod batch;
mod bell;
mod change;
mod endpoint;
mod error;
mod facts;
mod history;
mod idempotency;
mod inside;
mod job;
mod list;
mod listener;
mod mark;
mod member;
mod migration;
mod outbox;
mod place;
mod record;
mod rls;
mod rollup;
mod row;
mod store;

pub use endpoint::{Endpoint, Security};
pub use error::{NotStorable, ServerError, UnknownSchema, UnknownSecurity};
pub use facts::PostgresFacts;
pub use rls::{RowLevelSecurity, row_level_security};
pub use store::{Options, PostgresStore};
