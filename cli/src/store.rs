//! The store that `open` opens.

use std::future::Future;
use std::path::PathBuf;
use std::sync::Arc;

use profilekit::error::Failure;
use profilekit::hub::Refusal;
use profilekit::store::{Store, StoreError};
use profilekit_postgres::{Endpoint, Options, PostgresStore};
use profilekit_sqlite::SqliteStore;
use tokio::runtime::{Builder, Runtime};

use crate::args::open::Open;
use crate::input::Session;
use crate::output::Misuse;

/// A store, and what carries its calls.
pub(crate) struct Opened {
    /// The store.
    pub(crate) store: Arc<dyn Store>,
    /// The same, where it is a file.
    pub(crate) file: Option<Arc<SqliteStore>>,
    runtime: Runtime,
}

impl Opened {
    /// Waits for what the store or the hub does.
    pub(crate) fn wait<T, E: Into<Refusal>>(
        &self,
        session: &Session,
        work: impl Future<Output = Result<T, E>>,
    ) -> Result<T, Misuse> {
        let done = self.runtime.block_on(work);
        done.map_err(|error| refused(&error.into(), session))
    }
}

/// A refusal in words for people.
pub(crate) fn refused(refusal: &Refusal, session: &Session) -> Misuse {
    match refusal {
        Refusal::Failed(failure) => Misuse::of(failure, session.locale),
        Refusal::Invalid(violations) => {
            let first = violations.first();
            let first = first.map(|one| format!("{} {}", one.path, one.message(session.locale)));
            Misuse::new(first.unwrap_or_default(), "")
        }
    }
}

/// Where a store is.
enum Place {
    File(PathBuf),
    Server(Box<Endpoint>, Options),
}

/// The versions of a store's tables: as they are, and the newest.
pub(crate) struct Versions {
    pub(crate) found: i64,
    pub(crate) newest: i64,
}

/// Opens a store that is at the newest version.
pub(crate) fn open(open: &Open, session: &Session) -> Result<Opened, Misuse> {
    let (place, runtime) = (Place::read(open)?, runtime()?);
    if let Place::File(path) = &place
        && !path.exists()
    {
        let message = format!("There is no file `{}`.", path.display());
        return Err(Misuse::new(
            message,
            "Check the path; `migrate` makes a new store.",
        ));
    }
    let Versions { found, newest } = opening(&runtime, session, place.versions())?;
    if found < newest {
        let message = format!("The store is at version {found}, this program needs {newest}.");
        let help = "Make a copy of it, then run `profilekit open URL migrate`.";
        return Err(Misuse::new(message, help));
    }
    place.open(runtime, session)
}

/// Brings a store to the newest version; says where it was before.
pub(crate) fn migrate(open: &Open, session: &Session) -> Result<Versions, Misuse> {
    let (place, runtime) = (Place::read(open)?, runtime()?);
    let fresh = matches!(&place, Place::File(path) if !path.exists());
    let versions = if fresh {
        Versions {
            found: 0,
            newest: SqliteStore::NEWEST_VERSION,
        }
    } else {
        opening(&runtime, session, place.versions())?
    };
    place.open(runtime, session)?;
    Ok(versions)
}

/// One runtime for every store: a file's calls are done at once, a server's connections are
/// carried by it.
pub(crate) fn runtime() -> Result<Runtime, Misuse> {
    let runtime = Builder::new_current_thread().enable_all().build();
    runtime.map_err(|error| Misuse::new(format!("No runtime can be started: {error}."), ""))
}

fn opening<T>(
    runtime: &Runtime,
    session: &Session,
    work: impl Future<Output = Result<T, StoreError>>,
) -> Result<T, Misuse> {
    let opened = runtime.block_on(work);
    opened.map_err(|error| unopened(error, session))
}

/// Why a store cannot be opened. Nothing was read yet: the reason quotes no data.
fn unopened(error: StoreError, session: &Session) -> Misuse {
    let reason = std::error::Error::source(&error).map(ToString::to_string);
    let mut misuse = Misuse::of(&Failure::from(error), session.locale);
    if let Some(reason) = reason {
        misuse.message = format!("The store cannot be opened: {reason}.");
    }
    misuse
}

/// The server of an address, `postgres://…` or `postgres:` with pairs; its password may be in
/// `PGPASSWORD`.
pub(crate) fn endpoint(address: &str) -> Option<Endpoint> {
    let (_, rest) = address.split_once(':')?;
    let whole = rest.starts_with("//");
    let mut endpoint: Endpoint = if whole { address } else { rest }.parse().ok()?;
    let config = &mut endpoint.config;
    let password = std::env::var("PGPASSWORD").ok();
    if let Some(password) = password.filter(|_| config.get_password().is_none()) {
        config.password(password);
    }
    Some(endpoint)
}

impl Place {
    fn read(open: &Open) -> Result<Self, Misuse> {
        let wrong = || {
            let help = "Write sqlite:PATH, postgres://USER@HOST/DATABASE, or postgres: with pairs \
                        such as host=localhost dbname=app.";
            // An address may hold a password: it is not repeated.
            Misuse::new("This is not the address of a store.", help)
        };
        let (scheme, rest) = open.store.split_once(':').ok_or_else(wrong)?;
        match scheme {
            "sqlite" if !rest.is_empty() => Ok(Self::File(PathBuf::from(rest))),
            "postgres" | "postgresql" => {
                let endpoint = endpoint(&open.store).ok_or_else(wrong)?;
                Ok(Self::server(endpoint, open))
            }
            _ => Err(wrong()),
        }
    }

    fn server(endpoint: Endpoint, open: &Open) -> Self {
        let options = Options {
            schema: open.schema.clone(),
            connections: 4,
            ..Options::default()
        };
        Self::Server(Box::new(endpoint), options)
    }

    async fn versions(&self) -> Result<Versions, StoreError> {
        Ok(match self {
            Self::File(path) => Versions {
                found: SqliteStore::version_of(path)?,
                newest: SqliteStore::NEWEST_VERSION,
            },
            Self::Server(endpoint, options) => Versions {
                found: PostgresStore::version_of(Endpoint::clone(endpoint), options).await?,
                newest: PostgresStore::NEWEST_VERSION,
            },
        })
    }

    /// Opens it, which brings it to the newest version.
    fn open(self, runtime: Runtime, session: &Session) -> Result<Opened, Misuse> {
        let (store, file): (Arc<dyn Store>, _) = match self {
            Self::File(path) => {
                let opened = SqliteStore::open(path);
                let file = Arc::new(opened.map_err(|error| unopened(error, session))?);
                (file.clone(), Some(file))
            }
            Self::Server(endpoint, options) => {
                let store = PostgresStore::with_config(*endpoint, &options);
                (Arc::new(opening(&runtime, session, store)?), None)
            }
        };
        Ok(Opened {
            store,
            file,
            runtime,
        })
    }
}
