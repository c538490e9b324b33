//! Where facts are: in files, and in tables of databases.

use std::path::{Path, PathBuf};

use profilekit::Kernel;
use profilekit::error::Failure;
use profilekit::kernel::{Glance, Supplied};
use profilekit::metrics::{Facts, Loaded, Partial, Questions, Relation, Table};
use profilekit_postgres::{Endpoint, PostgresFacts};
use profilekit_sqlite::SqliteFacts;
use tokio::runtime::Runtime;

use crate::input::{self, Session};
use crate::output::{Misuse, Paint, tell_line};
use crate::store::{endpoint, runtime};

/// Where the facts of one table are.
pub(crate) enum Place {
    /// In a file with a row a line.
    File(PathBuf),
    /// In a table of a database.
    Database(Database, String),
}

/// A database.
pub(crate) enum Database {
    /// A SQLite file.
    File(PathBuf),
    /// A PostgreSQL server.
    Server(Box<Endpoint>),
}

const HELP: &str = "Write NAME=FILE, NAME=sqlite:FILE#TABLE or \
                    NAME=postgres://USER@HOST/DATABASE#TABLE.";

impl Place {
    /// Reads `NAME=PLACE`, or a place whose file or table is called as the facts are.
    pub(crate) fn read(text: &str) -> Result<(String, Self), Misuse> {
        match text.split_once('=') {
            // An address has signs of equality of its own.
            Some((name, place)) if !name.contains(':') => {
                let place = Self::of(place, Some(name))?;
                Ok((name.to_owned(), place))
            }
            _ => {
                let place = Self::of(text, None)?;
                Ok((place.name(), place))
            }
        }
    }

    fn of(text: &str, name: Option<&str>) -> Result<Self, Misuse> {
        // An address may hold a password: it is not repeated.
        let wrong = || Misuse::new("This is not a place of facts.", HELP);
        let scheme = text.split_once(':').map(|(scheme, _)| scheme);
        if !matches!(scheme, Some("sqlite" | "postgres" | "postgresql")) {
            return Ok(Self::File(PathBuf::from(text)));
        }
        let (address, table) = match (text.rsplit_once('#'), name) {
            (Some((address, table)), _) => (address, table),
            (None, Some(name)) => (text, name),
            (None, None) => return Err(wrong()),
        };
        let database = match address.strip_prefix("sqlite:") {
            Some("") => return Err(wrong()),
            Some(path) => Database::File(PathBuf::from(path)),
            None => Database::Server(Box::new(endpoint(address).ok_or_else(wrong)?)),
        };
        Ok(Self::Database(database, table.to_owned()))
    }

    /// What the facts are called where nobody says it.
    fn name(&self) -> String {
        match self {
            Self::File(path) => {
                let stem = path.file_stem().unwrap_or_default();
                stem.to_string_lossy().into_owned()
            }
            Self::Database(_, table) => {
                let name = table.rsplit('.').next().unwrap_or(table);
                name.trim_matches('"').to_owned()
            }
        }
    }
}

/// Reads the facts of a file: of CSV where it is called so, of JSON otherwise.
pub(crate) fn load(table: &Table, path: &Path, session: &Session) -> Result<Loaded, Misuse> {
    let bytes = input::read(path)?;
    let loaded = if path.extension().is_some_and(|ending| ending == "csv") {
        let text = std::str::from_utf8(&bytes).map_err(|_| {
            let message = format!("`{}` is not UTF-8.", path.display());
            Misuse::new(message, "Save it as UTF-8.")
        })?;
        Facts::from_csv(&table.shape, text)
    } else {
        Facts::from_ndjson(&table.shape, &bytes)
    };
    loaded.map_err(session.misuse())
}

/// Asks a database for all that the dashboard wants to know of a table.
pub(crate) fn ask(
    kernel: &Kernel,
    glance: &Glance<'_>,
    table: &Table,
    (database, name): (&Database, &str),
    session: &Session,
) -> Result<Vec<Supplied>, Misuse> {
    let inquiries = kernel.inquiries(&table.name, glance);
    let inquiries = inquiries.map_err(session.misuse())?;
    let opened = Opened::open(database, session)?;
    let relation = opened.relation(name, table).map_err(session.misuse())?;
    let mut supplied = Vec::new();
    for inquiry in inquiries {
        let questions = inquiry.ask(&relation).map_err(session.misuse())?;
        for (condition, reason) in questions.refused() {
            let paint = Paint::for_errors();
            tell_line!(
                "{} {} `{condition}`: {reason}",
                paint.dim("looked at here, row by row:"),
                table.name
            );
        }
        let partial = opened.answer(questions).map_err(session.misuse())?;
        supplied.push(inquiry.answered(partial));
    }
    Ok(supplied)
}

enum Opened {
    File(SqliteFacts),
    Server(PostgresFacts, Runtime),
}

impl Opened {
    fn open(database: &Database, session: &Session) -> Result<Self, Misuse> {
        match database {
            Database::File(path) => open_file(path, session).map(Self::File),
            Database::Server(endpoint) => {
                let runtime = runtime()?;
                let server = PostgresFacts::with_config(Endpoint::clone(endpoint));
                let server = runtime.block_on(server).map_err(session.misuse())?;
                Ok(Self::Server(server, runtime))
            }
        }
    }

    fn relation(&self, name: &str, table: &Table) -> Result<Relation, Failure> {
        match self {
            Self::File(file) => Ok(file.relation(name, &table.shape)?.row_by_row()),
            Self::Server(server, runtime) => runtime.block_on(server.relation(name, &table.shape)),
        }
    }

    fn answer(&self, questions: Questions<'_>) -> Result<Partial, Failure> {
        match self {
            Self::File(file) => file.answer(questions),
            Self::Server(server, runtime) => runtime.block_on(server.answer(questions)),
        }
    }
}

fn open_file(path: &Path, session: &Session) -> Result<SqliteFacts, Misuse> {
    if !path.exists() {
        let message = format!("There is no file `{}`.", path.display());
        return Err(Misuse::new(message, "Check the path."));
    }
    SqliteFacts::open(path).map_err(session.misuse())
}
