//! Where stores come from.

use std::sync::Arc;

use profilekit::store::MemoryStore;

use crate::kept::Kept;
use crate::server::Server;

/// Where stores of one sort come from.
pub enum Adapter {
    /// Stores in memory.
    Memory,
    /// SQLite files.
    Sqlite,
    /// Schemas of a PostgreSQL server, which ends with the last of its stores.
    Postgres(Arc<Server>),
    /// Journals of the example of a host's own store.
    Host,
}

impl Adapter {
    /// Every one, PostgreSQL with a server of its own.
    #[must_use]
    pub fn all() -> Vec<Self> {
        let mut all = Self::shipped();
        all.push(Self::Host);
        all
    }

    /// Those that are shipped, PostgreSQL with a server of its own.
    #[must_use]
    pub fn shipped() -> Vec<Self> {
        vec![Self::Memory, Self::Sqlite, Self::postgres()]
    }

    /// A PostgreSQL server of its own.
    #[must_use]
    pub fn postgres() -> Self {
        Self::Postgres(Arc::new(Server::start()))
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Memory => "memory",
            Self::Sqlite => "sqlite",
            Self::Postgres(_) => "postgres",
            Self::Host => "host",
        }
    }

    /// A store of which nobody else knows.
    #[must_use]
    pub fn fresh(&self) -> Kept {
        match self {
            Self::Memory => Kept::memory(MemoryStore::default()),
            Self::Sqlite => Kept::sqlite(),
            Self::Host => Kept::journal(),
            Self::Postgres(server) => Kept::schema(server, "postgres", &server.new_name()),
        }
    }
}
