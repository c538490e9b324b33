//! Databases that hold facts in the forms that products keep them in.

use postgres::NoTls;
use profilekit::error::Failure;
use profilekit::expr::Dialect;
use profilekit::metrics::{ColumnShape, ColumnType, Engine, Partial, Questions, Relation};
use profilekit::time::write_instant;
use profilekit_postgres::PostgresFacts;
use profilekit_sqlite::SqliteFacts;
use profilekit_tests::Postgres;
use profilekit_tests::facts::{Cell, Table};
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// In which of its forms a column is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Forms {
    /// Whole numbers, and texts that are compared without regard to case.
    Plain,
    /// `numeric` and `timestamptz` of PostgreSQL, instants as texts in SQLite.
    Own,
}

/// Both engines.
pub(crate) struct Engines {
    runtime: Runtime,
    server: Postgres,
    client: postgres::Client,
    postgres: PostgresFacts,
    folder: TempDir,
    file: rusqlite::Connection,
    sqlite: SqliteFacts,
}

impl Engines {
    pub(crate) fn start() -> Self {
        let runtime = Runtime::new().unwrap();
        let server = Postgres::start();
        let mut client = postgres::Client::connect(&server.address(), NoTls).unwrap();
        client
            .batch_execute(
                "CREATE COLLATION careless \
                 (provider = icu, locale = 'und-u-ks-level1', deterministic = false)",
            )
            .unwrap();
        let postgres = runtime.block_on(PostgresFacts::connect(&server.address()));
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("facts.db");
        let file = rusqlite::Connection::open(&path).unwrap();
        file.execute_batch("PRAGMA journal_mode = wal; PRAGMA synchronous = off;")
            .unwrap();
        let sqlite = SqliteFacts::open(&path).unwrap();
        Self {
            runtime,
            server,
            client,
            postgres: postgres.unwrap(),
            folder,
            file,
            sqlite,
        }
    }

    /// The address of the server, and the path of the file.
    pub(crate) fn places(&self) -> (String, String) {
        let path = self.folder.path().join("facts.db");
        (self.server.address(), path.to_string_lossy().into_owned())
    }

    /// Runs statements that make or change tables.
    pub(crate) fn run(&mut self, dialect: Dialect, statements: &str) {
        match dialect {
            Dialect::Sqlite => self.file.execute_batch(statements).unwrap(),
            Dialect::Postgres => self.client.batch_execute(statements).unwrap(),
        }
    }

    /// Puts rows into a table, which is made anew.
    pub(crate) fn load(&mut self, dialect: Dialect, name: &str, forms: Forms, table: &Table) {
        let columns = table.shape.columns();
        let declared: Vec<String> = columns
            .iter()
            .map(|column| declared(dialect, column, forms))
            .collect();
        let mut text = format!(
            "DROP TABLE IF EXISTS \"{name}\"; CREATE TABLE \"{name}\" ({});",
            declared.join(", ")
        );
        let rows: Vec<String> = table
            .rows
            .iter()
            .map(|row| {
                let cells = row.iter().zip(columns);
                let cells: Vec<String> = cells
                    .map(|(cell, column)| written(dialect, cell, column, forms))
                    .collect();
                format!("({})", cells.join(", "))
            })
            .collect();
        if !rows.is_empty() {
            text.push_str(&format!(
                "INSERT INTO \"{name}\" VALUES {};",
                rows.join(", ")
            ));
        }
        self.run(dialect, &text);
    }

    pub(crate) fn relation(
        &self,
        dialect: Dialect,
        name: &str,
        table: &Table,
    ) -> Result<Relation, Failure> {
        match dialect {
            Dialect::Sqlite => self.sqlite.relation(name, &table.shape),
            Dialect::Postgres => {
                let quoted = format!("\"{name}\"");
                let found = self.postgres.relation(&quoted, &table.shape);
                self.runtime.block_on(found)
            }
        }
    }

    pub(crate) fn answer(
        &self,
        relation: &Relation,
        questions: Questions<'_>,
    ) -> Result<Partial, Failure> {
        match relation.engine() {
            Engine::Sqlite => self.sqlite.answer(questions),
            Engine::Postgres => self.runtime.block_on(self.postgres.answer(questions)),
            other => panic!("{other:?} has a test of its own"),
        }
    }
}

fn declared(dialect: Dialect, column: &ColumnShape, forms: Forms) -> String {
    let name = &column.name;
    let own = forms == Forms::Own;
    let ty = match (dialect, &column.ty) {
        (Dialect::Sqlite, ColumnType::Text) if own => "TEXT",
        (Dialect::Sqlite, ColumnType::Text) => "TEXT COLLATE NOCASE",
        (Dialect::Sqlite, ColumnType::Instant) if own => "TEXT",
        (Dialect::Sqlite, _) => "INTEGER",
        (Dialect::Postgres, ColumnType::Text) if own => "varchar",
        (Dialect::Postgres, ColumnType::Text) => "text COLLATE careless",
        (Dialect::Postgres, ColumnType::Instant) if own => "timestamptz",
        (Dialect::Postgres, ColumnType::Decimal { .. } | ColumnType::Money { .. }) if own => {
            "numeric"
        }
        (Dialect::Postgres, ColumnType::Bool) => "boolean",
        (Dialect::Postgres, _) => "bigint",
    };
    match column.ty {
        ColumnType::Money { .. } => format!("\"{name}\" {ty}, \"{name}_currency\" varchar(3)"),
        _ => format!("\"{name}\" {ty}"),
    }
}

fn written(dialect: Dialect, cell: &Cell, column: &ColumnShape, forms: Forms) -> String {
    let own = forms == Forms::Own;
    let decimal = own && dialect == Dialect::Postgres;
    let is_money = matches!(column.ty, ColumnType::Money { .. });
    match (cell, &column.ty) {
        (Cell::Null, _) if is_money => "NULL, NULL".to_owned(),
        (Cell::Null, _) => "NULL".to_owned(),
        (Cell::Text(text), _) if text.contains('\0') => {
            let bytes = text.bytes().map(|byte| format!("{byte:02x}"));
            format!("CAST(x'{}' AS TEXT)", bytes.collect::<String>())
        }
        (Cell::Text(text), _) => format!("'{}'", text.replace('\'', "''")),
        (Cell::Bool(value), _) if dialect == Dialect::Sqlite => i32::from(*value).to_string(),
        (Cell::Bool(value), _) => value.to_string(),
        (Cell::Int(at), ColumnType::Instant) if own => format!("'{}'", write_instant(*at)),
        (Cell::Int(units), ColumnType::Decimal { scale }) if decimal => point(*units, *scale),
        // The least number has no literal: its digits alone are too large.
        (Cell::Int(i64::MIN), _) => "(-9223372036854775807 - 1)".to_owned(),
        (Cell::Int(value), _) => value.to_string(),
        (Cell::Money(units, currency), _) => {
            let exponent = profilekit::schema::currency_exponent(currency).unwrap();
            match (decimal, *units) {
                (true, units) => format!("{}, '{currency}'", point(units, exponent)),
                (false, i64::MIN) => format!("(-9223372036854775807 - 1), '{currency}'"),
                (false, units) => format!("{units}, '{currency}'"),
            }
        }
    }
}

fn point(units: i64, scale: u8) -> String {
    profilekit::metrics::Number::new(units.into(), scale).to_string()
}
