//! A store and what lies under it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use profilekit::store::{MemoryStore, Store};
use profilekit_host_store::JournalStore;
use profilekit_postgres::PostgresStore;
use profilekit_sqlite::{Durability, Options, SqliteStore};
use tempfile::TempDir;

use crate::server::Server;

/// A store of which nobody else knows, and what lies under it.
pub struct Kept {
    under: Under,
}

enum Under {
    Memory(Arc<MemoryStore>),
    Sqlite(Arc<SqliteStore>, TempDir),
    Journal(Arc<JournalStore>, TempDir),
    // The store first: its connections end before the server does.
    Schema(Arc<PostgresStore>, Place),
}

/// Where the tables of a store are.
struct Place {
    server: Arc<Server>,
    database: String,
    schema: String,
}

impl Kept {
    /// The store.
    #[must_use]
    pub fn store(&self) -> Arc<dyn Store> {
        match &self.under {
            Under::Memory(store) => Arc::<MemoryStore>::clone(store),
            Under::Sqlite(store, _) => Arc::<SqliteStore>::clone(store),
            Under::Journal(store, _) => Arc::<JournalStore>::clone(store),
            Under::Schema(store, _) => Arc::<PostgresStore>::clone(store),
        }
    }

    /// Everything that is stored, as somebody finds it who looks past the store: the files of a
    /// database once it was tidied up, or a dump.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        match &self.under {
            Under::Memory(store) => format!("{store:?}").into_bytes(),
            Under::Sqlite(store, folder) => {
                store.scrub().expect("the file is tidied up");
                files(folder.path())
            }
            Under::Journal(store, folder) => {
                store.tidy().expect("the journal is written anew");
                files(folder.path())
            }
            Under::Schema(_, place) => {
                let Place { server, .. } = place;
                server.postgres.dump(&place.database, &place.schema)
            }
        }
    }

    /// A store from a backup of this one, taken now.
    #[must_use]
    pub fn copy(&self) -> Self {
        match &self.under {
            Under::Memory(store) => Self::memory(MemoryStore::clone(store)),
            Under::Sqlite(store, _) => {
                let copy = folder();
                let path = file(&copy);
                store.backup(&path).expect("the file is copied");
                Self::sqlite_in(copy)
            }
            Under::Journal(_, folder) => {
                let copy = self::folder();
                let copied = std::fs::copy(file(folder), file(&copy));
                copied.expect("the journal is copied");
                Self::journal_in(copy)
            }
            Under::Schema(_, place) => {
                let server = &place.server;
                let dump = server.postgres.dump(&place.database, &place.schema);
                let database = server.new_name();
                server.postgres.restore(&database, &dump);
                Self::schema(server, &database, &place.schema)
            }
        }
    }

    pub(crate) fn memory(store: MemoryStore) -> Self {
        let under = Under::Memory(Arc::new(store));
        Self { under }
    }

    pub(crate) fn sqlite() -> Self {
        Self::sqlite_in(folder())
    }

    fn sqlite_in(folder: TempDir) -> Self {
        // What survives a machine that loses power is tested elsewhere.
        let options = Options::default().durability(Durability::Normal);
        let store = options.open(file(&folder)).expect("the file opens");
        let under = Under::Sqlite(Arc::new(store), folder);
        Self { under }
    }

    pub(crate) fn journal() -> Self {
        Self::journal_in(folder())
    }

    fn journal_in(folder: TempDir) -> Self {
        let store = JournalStore::open(file(&folder)).expect("the journal opens");
        let under = Under::Journal(Arc::new(store), folder);
        Self { under }
    }

    pub(crate) fn schema(server: &Arc<Server>, database: &str, schema: &str) -> Self {
        let store = server.open(database, schema);
        let place = Place {
            server: Arc::clone(server),
            database: database.to_owned(),
            schema: schema.to_owned(),
        };
        let under = Under::Schema(Arc::new(store), place);
        Self { under }
    }
}

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder is made")
}

fn file(folder: &TempDir) -> PathBuf {
    folder.path().join("a.db")
}

/// The bytes of every file of a folder, one after the other.
fn files(folder: &Path) -> Vec<u8> {
    let files = std::fs::read_dir(folder).expect("the folder is read");
    let mut bytes = Vec::new();
    for file in files {
        let path = file.expect("the folder is read").path();
        bytes.extend(std::fs::read(path).expect("the file is read"));
    }
    bytes
}
