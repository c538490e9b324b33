//! A PostgreSQL server, and stores on it.

use std::sync::atomic::{AtomicU32, Ordering};

use profilekit_postgres::{Options, PostgresStore};
use profilekit_tests::Postgres;
use tokio::runtime::{Builder, Runtime};

/// A server with a runtime that carries the connections to it.
pub struct Server {
    pub(crate) postgres: Postgres,
    runtime: Runtime,
    names: AtomicU32,
}

impl Server {
    pub(crate) fn start() -> Self {
        let mut runtime = Builder::new_multi_thread();
        let runtime = runtime.worker_threads(1).enable_all().build();
        Self {
            postgres: Postgres::start(),
            runtime: runtime.expect("a runtime starts"),
            names: AtomicU32::new(0),
        }
    }

    /// A name that no schema or database of the server has.
    pub(crate) fn new_name(&self) -> String {
        format!("s{}", self.names.fetch_add(1, Ordering::Relaxed))
    }

    pub(crate) fn open(&self, database: &str, schema: &str) -> PostgresStore {
        let address = self.postgres.address_of(database);
        let options = Options {
            schema: schema.to_owned(),
            connections: 4,
            ..Options::default()
        };
        let store = PostgresStore::connect(&address, &options);
        self.runtime.block_on(store).expect("the store opens")
    }
}
