//! A server for the time of a test, and stores on it.
#![expect(
    clippy::unwrap_used,
    reason = "a test that has no server must not pass"
)]

use std::cell::Cell;

use profilekit::store::StoreError;
use profilekit_postgres::{Options, PostgresStore};
use profilekit_tests::Postgres;
use tokio::runtime::Runtime;
use tokio_postgres::{Client, Error, NoTls, SimpleQueryMessage};

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
        self.again()
    }

    /// An empty schema, as that of the last fresh store.
    pub(crate) fn empty(&self) {
        self.schemas.set(self.schemas.get() + 1);
        self.run(&format!("CREATE SCHEMA s{}", self.schemas.get()));
    }

    /// A store with tables of its own, that belong to a role.
    pub(crate) fn fresh_as(&self, role: &str) -> PostgresStore {
        self.schemas.set(self.schemas.get() + 1);
        self.connect(role, &format!("s{}", self.schemas.get()))
            .unwrap()
    }

    /// Another store with the tables of the last fresh one, as another program has it.
    pub(crate) fn again(&self) -> PostgresStore {
        self.try_store(&format!("s{}", self.schemas.get())).unwrap()
    }

    /// A store with the tables of a schema.
    pub(crate) fn try_store(&self, schema: &str) -> Result<PostgresStore, StoreError> {
        self.connect("postgres", schema)
    }

    fn connect(&self, role: &str, schema: &str) -> Result<PostgresStore, StoreError> {
        let address = self.postgres.address();
        let address = address.replace("user=postgres", &format!("user={role}"));
        self.runtime
            .block_on(PostgresStore::connect(&address, &options(schema)))
    }

    /// Stores with the tables of one schema that connect at the same time.
    pub(crate) fn together(&self, schema: &'static str, count: usize) -> Vec<PostgresStore> {
        let address = self.postgres.address();
        let connect = || {
            let address = address.clone();
            self.runtime
                .spawn(async move { PostgresStore::connect(&address, &options(schema)).await })
        };
        let connecting: Vec<_> = (0..count).map(|_| connect()).collect();
        let stores = connecting.into_iter();
        stores
            .map(|store| self.runtime.block_on(store).unwrap().unwrap())
            .collect()
    }

    /// Runs statements where the tables of the last fresh store are.
    pub(crate) fn run(&self, statements: &str) -> Vec<Vec<String>> {
        self.try_run(statements).unwrap()
    }

    /// [`Self::run`] with statements that may be refused.
    pub(crate) fn try_run(&self, statements: &str) -> Result<Vec<Vec<String>>, Error> {
        let schema = format!("s{}", self.schemas.get());
        self.runtime.block_on(async {
            let (client, connection) =
                tokio_postgres::connect(&self.postgres.address(), NoTls).await?;
            tokio::spawn(connection);
            client
                .batch_execute(&format!("SET search_path = {schema}"))
                .await?;
            let answers = client.simple_query(statements).await?;
            Ok(answers.iter().filter_map(row).collect())
        })
    }

    /// Runs statements where the tables of the last fresh store are, and hands over the connection:
    /// what they hold is held until it goes.
    pub(crate) fn hold(&self, statements: &str) -> Client {
        self.runtime.block_on(async {
            let connected = tokio_postgres::connect(&self.postgres.address(), NoTls).await;
            let (client, connection) = connected.unwrap();
            tokio::spawn(connection);
            let schema = self.schemas.get();
            let held = format!("SET search_path = s{schema}; BEGIN; {statements}");
            client.batch_execute(&held).await.unwrap();
            client
        })
    }

    /// How often a table was read from one end to the other.
    pub(crate) fn scans(&self, table: &str) -> String {
        let query = "SELECT coalesce(seq_scan, 0) FROM pg_stat_all_tables WHERE relid";
        let rows = self.run(&format!("{query} = '{table}'::regclass"));
        rows.concat().concat()
    }
}

fn options(schema: &str) -> Options {
    Options {
        schema: schema.to_owned(),
        connections: 8,
        ..Options::default()
    }
}

fn row(answer: &SimpleQueryMessage) -> Option<Vec<String>> {
    let SimpleQueryMessage::Row(row) = answer else {
        return None;
    };
    let values = (0..row.len()).map(|place| row.get(place).unwrap_or_default().to_owned());
    Some(values.collect())
}
