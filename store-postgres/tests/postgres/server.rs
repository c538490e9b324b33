//! A server for the time of a test, and stores on it.
#![expect(
    clippy::unwrap_used,
    reason = "a test that has no server must not pass"
)]

use std::cell::Cell;

use profilekit_postgres::{Options, PostgresStore};
use profilekit_tests::Postgres;
use tokio::runtime::Runtime;

/// A server with a runtime that carries the connections to it. Whoever waits for the store need
/// not be in the runtime.
pub(crate) struct Server {
    postgres: Postgres,
    runtime: Runtime,
    schemas: Cell<u32>,
}

impl Server {
    pub(crate) fn start() -> Self {
        Self {
            postgres: Postgres::start(),
            runtime: Runtime::new().unwrap(),
            schemas: Cell::new(0),
        }
    }

    /// A store with tables of its own.
    pub(crate) fn fresh(&self) -> PostgresStore {
        self.schemas.set(self.schemas.get() + 1);
        self.store(&format!("s{}", self.schemas.get()))
    }

    /// A store with the tables of a schema.
    pub(crate) fn store(&self, schema: &str) -> PostgresStore {
        let options = Options {
            schema: schema.to_owned(),
            connections: 8,
            ..Options::default()
        };
        let address = self.address();
        let store = PostgresStore::connect(&address, &options);
        self.runtime.block_on(store).unwrap()
    }

    /// How to reach it.
    pub(crate) fn address(&self) -> String {
        self.postgres.address()
    }
}
