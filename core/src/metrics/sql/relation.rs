//! Relations: where a database keeps facts, and in which form.

use super::super::facts::{ColumnShape, ColumnType, FactShape};
use super::arrow;
use super::engine::Engine;
use crate::error::{Code, Failure, Param};

/// A table or a view of a database, and how it keeps the columns of facts.
///
/// ```
/// use profilekit::metrics::{ColumnShape, ColumnType, Engine, FactShape, Found, Relation};
///
/// let money = ColumnType::Money { currency: Some("EUR".into()) };
/// let shape = FactShape::new(vec![
///     ColumnShape::new("at", ColumnType::Instant),
///     ColumnShape::new("price", money),
/// ]);
/// let found = [Found::new("at", "timestamptz"), Found::new("price", "int8")];
/// let relation = Relation::new(Engine::Postgres, &["shop", "sale"], &shape.unwrap(), &found);
/// assert_eq!(relation.unwrap().name(), "shop.sale");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    pub(super) engine: Engine,
    name: Box<str>,
    pub(super) from: String,
    pub(super) columns: Vec<Stored>,
    /// Whether its rows are looked at in process.
    pub(super) is_read: bool,
}

/// A column as the database describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    name: Box<str>,
    ty: Box<str>,
}

impl Found {
    /// Its name and its type: to SQLite as declared, to PostgreSQL as in `pg_type`, to DataFusion
    /// as `arrow_typeof` spells it.
    #[must_use]
    pub fn new(name: &str, ty: &str) -> Self {
        Self {
            name: name.into(),
            ty: ty.to_ascii_lowercase().into(),
        }
    }
}

/// How a column of facts is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// The column's name in the database.
    pub column: Box<str>,
    /// The form of its values.
    pub form: Form,
    /// The column of the currencies of money; without, all of it is of the declared one.
    pub currency: Option<Box<str>>,
}

/// The form of the values of a column.
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Texts.
    Text,
    /// Whole numbers; of decimals and of money their smallest units.
    Whole,
    /// Exact decimal numbers, the `numeric` of PostgreSQL and the decimals of Arrow.
    Numeric,
    /// Instants as whole numbers since 1970 UTC, each so many microseconds.
    Epoch(i64),
    /// Instants: `timestamptz` of PostgreSQL, timestamps of Arrow with a zone, in SQLite texts such
    /// as `2026-03-01T10:00:00Z`.
    Timestamp,
    /// `boolean`, in SQLite 0 and 1.
    Bool,
    /// No value in any row, as there is no such column.
    Nothing,
}

impl Relation {
    /// A table or a view by its name, or by its schema and its name. Columns are found by the
    /// names that the facts give them; of money in `price` the currencies are in
    /// `price_currency`, where there is such a column.
    ///
    /// | facts | SQLite | PostgreSQL | DataFusion |
    /// | --- | --- | --- | --- |
    /// | text | text | `text`, `varchar`, `uuid`, enumerations and other types, as they are spelled | texts, also by a dictionary |
    /// | int | integer | `int2`, `int4`, `int8` | integers, unsigned ones to 32 bits |
    /// | decimal | integer: smallest units | `numeric`, or integers: smallest units | decimals to 128 bits, or integers: smallest units |
    /// | money | integer: minor units | `numeric`, or integers: minor units | decimals to 128 bits, or integers: minor units |
    /// | instant | integer: microseconds since 1970 UTC; text, where it is declared | `timestamptz`, or `int8`: microseconds | timestamps with a zone to microseconds, or integers: microseconds |
    /// | bool | integer, 0 or 1 | `bool` | booleans |
    ///
    /// # Errors
    /// [`Code::MetricsBadRelation`] where a column that every row needs is missing, or cannot be
    /// of its type.
    pub fn new(
        engine: impl Into<Engine>,
        name: &[&str],
        shape: &FactShape,
        found: &[Found],
    ) -> Result<Self, Failure> {
        let from: Vec<String> = name.iter().map(|part| quoted(part)).collect();
        let mut relation = Self {
            engine: engine.into(),
            name: name.join(".").into(),
            from: from.join("."),
            columns: Vec::new(),
            is_read: false,
        };
        if name
            .iter()
            .any(|part| part.is_empty() || part.contains('\0'))
            || name.is_empty()
        {
            return Err(relation.bad("it has no name"));
        }
        for column in shape.columns() {
            let stored = relation.stored(column, found)?;
            relation.columns.push(stored);
        }
        Ok(relation)
    }

    /// The same relation, with one column of the facts kept as it is said here.
    ///
    /// # Errors
    /// [`Code::MetricsUnknownColumn`], and [`Code::MetricsBadRelation`] for a form that the
    /// column's type or the database does not have.
    pub fn with(mut self, shape: &FactShape, name: &str, stored: Stored) -> Result<Self, Failure> {
        let place = shape.find(name)?;
        let ty = shape.columns().get(place).map(|column| &column.ty);
        if !ty.is_some_and(|ty| fits(self.engine, ty, &stored)) {
            return Err(self.bad(format!("`{name}` is not kept in such a form")));
        }
        if let Some(own) = self.columns.get_mut(place) {
            *own = stored;
        }
        Ok(self)
    }

    /// The same relation, of which the rows that count are read, in turns, and looked at in
    /// process. Where reading costs little, as from a file of SQLite that groups by sorting, this
    /// is several times faster; a server that is far away had better find the states itself.
    #[must_use]
    pub fn row_by_row(mut self) -> Self {
        self.is_read = true;
        self
    }

    /// What it is called in messages.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whose SQL it speaks.
    #[must_use]
    pub fn engine(&self) -> Engine {
        self.engine
    }

    pub(super) fn bad(&self, reason: impl Into<Param>) -> Failure {
        let failure = Failure::new(Code::MetricsBadRelation);
        let failure = failure.with("name", self.name.to_string());
        failure.with("reason", reason)
    }

    fn stored(&self, column: &ColumnShape, found: &[Found]) -> Result<Stored, Failure> {
        let name = &column.name;
        let find = |name: &str| found.iter().find(|found| *found.name == *name);
        let Some(own) = find(name) else {
            if column.required {
                return Err(self.bad(format!("there is no column `{name}`")));
            }
            return Ok(Stored {
                column: name.clone(),
                form: Form::Nothing,
                currency: None,
            });
        };
        let currency = find(&format!("{name}_currency")).map(|found| found.name.clone());
        let stored = Stored {
            column: name.clone(),
            form: form(self.engine, &column.ty, &own.ty),
            currency: currency.filter(|_| matches!(column.ty, ColumnType::Money { .. })),
        };
        if let (ColumnType::Money { currency: None }, None) = (&column.ty, &stored.currency) {
            return Err(self.bad(format!("there is no column `{name}_currency`")));
        }
        if !is_readable(self.engine, stored.form, &own.ty) {
            let (ty, kind) = (&own.ty, column.ty.name());
            return Err(self.bad(format!("`{name}` of type {ty} is no {kind}")));
        }
        Ok(stored)
    }
}

/// The form in which a column of a type is kept where nothing else is said.
fn form(engine: Engine, ty: &ColumnType, found: &str) -> Form {
    let is_numeric = match engine {
        Engine::Sqlite => false,
        Engine::Postgres => found == "numeric",
        Engine::DataFusion => found.starts_with("decimal"),
    };
    let is_timestamp = match engine {
        // As SQLite itself decides whether a column prefers texts.
        Engine::Sqlite => is_declared_text(found),
        Engine::Postgres => found != "int8",
        Engine::DataFusion => found.starts_with("timestamp"),
    };
    match ty {
        ColumnType::Text => Form::Text,
        ColumnType::Int => Form::Whole,
        ColumnType::Decimal { .. } | ColumnType::Money { .. } if is_numeric => Form::Numeric,
        ColumnType::Decimal { .. } | ColumnType::Money { .. } => Form::Whole,
        ColumnType::Instant if is_timestamp => Form::Timestamp,
        ColumnType::Instant => Form::Epoch(1),
        ColumnType::Bool => Form::Bool,
    }
}

fn is_declared_text(found: &str) -> bool {
    ["char", "clob", "text"]
        .iter()
        .any(|part| found.contains(part))
}

/// Whether a type that PostgreSQL or DataFusion describes can be read in a form. SQLite's
/// declarations bind nobody: there the values themselves are looked at.
fn is_readable(engine: Engine, form: Form, found: &str) -> bool {
    match (engine, form) {
        (Engine::Sqlite, _) => true,
        (Engine::DataFusion, form) => arrow::is_readable(form, found),
        // How the others are spelled depends on the session.
        (_, Form::Text) => !matches!(
            found,
            "float4" | "float8" | "bytea" | "json" | "jsonb" | "timestamptz" | "interval" | "money"
        ),
        (_, Form::Whole | Form::Epoch(_)) => matches!(found, "int2" | "int4" | "int8"),
        (_, Form::Numeric) => found == "numeric",
        (_, Form::Timestamp) => found == "timestamptz",
        (_, Form::Bool) => found == "bool",
        (_, Form::Nothing) => true,
    }
}

/// Whether values of a type can be kept in a form.
fn fits(engine: Engine, ty: &ColumnType, stored: &Stored) -> bool {
    let form = match ty {
        ColumnType::Text => stored.form == Form::Text,
        ColumnType::Int => stored.form == Form::Whole,
        ColumnType::Decimal { .. } | ColumnType::Money { .. } => match stored.form {
            Form::Whole => true,
            Form::Numeric => engine != Engine::Sqlite,
            _ => false,
        },
        ColumnType::Instant => match stored.form {
            Form::Epoch(micros) => (1..=86_400_000_000).contains(&micros),
            form => form == Form::Timestamp,
        },
        ColumnType::Bool => stored.form == Form::Bool,
    };
    let currency = match ty {
        ColumnType::Money { currency } => currency.is_some() || stored.currency.is_some(),
        _ => stored.currency.is_none(),
    };
    let named = [Some(&stored.column), stored.currency.as_ref()];
    let named = named.into_iter().flatten().all(|name| !name.contains('\0'));
    form && currency && named
}

/// A name as it stands in SQL.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
