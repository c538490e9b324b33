//! The store and its connections.

use std::time::Duration;

use deadpool_postgres::{Manager, ManagerConfig, Object, Pool, RecyclingMethod, Runtime};
use profilekit::store::StoreError;
use tokio::runtime::Handle;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Config, NoTls, Row};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::bell::Bell;
use crate::endpoint::Endpoint;
use crate::error::{UnknownSchema, pool_error, store_error, unavailable};
use crate::inside::Inside;
use crate::listener::Listener;
use crate::migration::{NEWEST, migrate, version};
use crate::row::Param;

/// Most statements that a connection keeps prepared: lists have as many forms as there are
/// policies and conditions to combine.
const STATEMENTS: usize = 500;

/// How a store is set up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The schema of the tables. Letters, digits and `_`; made where it is missing.
    pub schema: String,
    /// Most connections at a time; one more listens while somebody waits for events.
    pub connections: usize,
    /// How long a call waits for a connection to be free, or to be made.
    pub patience: Duration,
    /// How many chains the account has. Decided when the tables are made: later on, what the
    /// database says holds.
    pub chains: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            schema: "profilekit".to_owned(),
            connections: 16,
            patience: Duration::from_secs(10),
            chains: 8,
        }
    }
}

/// A whole store in PostgreSQL.
#[derive(Debug)]
pub struct PostgresStore {
    pool: Pool,
    runtime: Handle,
    pub(crate) chains: u32,
    pub(crate) listener: Listener,
    pub(crate) bell: Bell,
}

impl PostgresStore {
    /// The version that [`Self::connect`] brings the tables to.
    pub const NEWEST_VERSION: i64 = NEWEST;

    /// The version of the tables as they are, 0 where there are none; nothing is changed.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when the server cannot be reached, and outside of a runtime
    /// of Tokio.
    pub async fn version_of(
        endpoint: impl Into<Endpoint>,
        options: &Options,
    ) -> Result<i64, StoreError> {
        Handle::try_current().map_err(unavailable)?;
        let Way { config, connector } = Way::to(endpoint.into(), &options.schema)?;
        let pool = pool(&config, connector, options.limits()).map_err(unavailable)?;
        let client = pool.get().await.map_err(pool_error)?;
        version(&client).await
    }

    /// Connects to the database that a URL or a string of `name=value` pairs names, and brings
    /// the tables up to date. The runtime must have I/O and time enabled.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when the server cannot be reached, when the tables belong to
    /// a later version, and outside of a runtime of Tokio.
    pub async fn connect(address: &str, options: &Options) -> Result<Self, StoreError> {
        let endpoint: Endpoint = address.parse()?;
        Self::with_config(endpoint, options).await
    }

    /// [`Self::connect`] with an endpoint, or a configuration of `tokio-postgres`.
    ///
    /// # Errors
    /// Those of [`Self::connect`].
    pub async fn with_config(
        endpoint: impl Into<Endpoint>,
        options: &Options,
    ) -> Result<Self, StoreError> {
        let runtime = Handle::try_current().map_err(unavailable)?;
        let way = Way::to(endpoint.into(), &options.schema)?;
        let pool =
            pool(&way.config, way.connector.clone(), options.limits()).map_err(unavailable)?;
        let mut client = pool.get().await.map_err(pool_error)?;
        let chains = migrate(&mut client, &options.schema, options.chains).await?;
        Ok(Self {
            listener: Listener::new(way, &options.schema, runtime.clone()),
            bell: Bell::new(pool.clone(), runtime.clone()),
            pool,
            runtime,
            chains,
        })
    }

    /// The runtime that carries the connections.
    pub(crate) fn runtime(&self) -> &Handle {
        &self.runtime
    }

    /// A connection.
    pub(crate) async fn client(&self) -> Result<Object, StoreError> {
        let client = Inside::new(&self.runtime, self.pool.get()).await;
        let client = client.map_err(pool_error)?;
        if client.statement_cache.size() > STATEMENTS {
            client.statement_cache.clear();
        }
        Ok(client)
    }

    /// Asks a question.
    pub(crate) async fn rows(
        &self,
        query: &str,
        params: &[Param<'_>],
    ) -> Result<Vec<Row>, StoreError> {
        let client = self.client().await?;
        let statement = client.prepare_cached(query).await.map_err(store_error)?;
        let rows = client.query(&statement, &borrowed(params)).await;
        rows.map_err(store_error)
    }

    /// Makes a change of one statement; says how many rows it changed.
    pub(crate) async fn change(
        &self,
        statement: &str,
        params: &[Param<'_>],
    ) -> Result<u64, StoreError> {
        let client = self.client().await?;
        let statement = client.prepare_cached(statement).await;
        let statement = statement.map_err(store_error)?;
        let count = client.execute(&statement, &borrowed(params)).await;
        count.map_err(store_error)
    }
}

/// How connections are made.
#[derive(Clone)]
pub(crate) struct Way {
    pub(crate) config: Config,
    /// What makes them secure, where they shall be.
    pub(crate) connector: Option<MakeRustlsConnect>,
}

impl std::fmt::Debug for Way {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut way = f.debug_struct("Way");
        way.field("config", &self.config).finish_non_exhaustive()
    }
}

impl Way {
    fn to(mut endpoint: Endpoint, schema: &str) -> Result<Self, StoreError> {
        let connector = endpoint.connector()?;
        let mut config = endpoint.config;
        look_in(&mut config, schema)?;
        Ok(Self { config, connector })
    }
}

/// How many connections there are, and how long one is waited for.
#[derive(Clone, Copy)]
pub(crate) struct Limits {
    pub(crate) connections: usize,
    pub(crate) patience: Duration,
}

impl Options {
    fn limits(&self) -> Limits {
        Limits {
            connections: self.connections,
            patience: self.patience,
        }
    }
}

pub(crate) fn pool(
    config: &Config,
    connector: Option<MakeRustlsConnect>,
    limits: Limits,
) -> Result<Pool, deadpool_postgres::BuildError> {
    let fast = ManagerConfig {
        recycling_method: RecyclingMethod::Fast,
    };
    let manager = match connector {
        Some(connector) => Manager::from_config(config.clone(), connector, fast),
        None => Manager::from_config(config.clone(), NoTls, fast),
    };
    Pool::builder(manager)
        .max_size(limits.connections.max(1))
        .wait_timeout(Some(limits.patience))
        .create_timeout(Some(limits.patience))
        .runtime(Runtime::Tokio1)
        .build()
}

/// Every connection finds the tables in the schema, and nothing of the same name elsewhere.
/// Statements are short and run often: to compile one to machine code, as PostgreSQL does where it
/// guesses that one is long, takes a hundred times as long as to run it.
fn look_in(config: &mut Config, schema: &str) -> Result<(), StoreError> {
    if !is_name(schema) {
        return Err(unavailable(UnknownSchema::Name(schema.to_owned())));
    }
    let given = config.get_options().unwrap_or_default();
    let options = format!("{given} -c search_path={schema} -c jit=off");
    config.options(options.trim_start());
    Ok(())
}

/// Whether a text may stand for a schema or a role as it is.
pub(crate) fn is_name(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    let starts = text
        .bytes()
        .next()
        .is_some_and(|byte| !byte.is_ascii_digit());
    starts && text.len() <= 63 && text.bytes().all(plain)
}

/// Values in the form in which a statement takes them.
pub(crate) fn borrowed<'p>(params: &'p [Param<'_>]) -> Vec<&'p (dyn ToSql + Sync)> {
    let params = params.iter().map(|param| &**param as &(dyn ToSql + Sync));
    params.collect()
}
