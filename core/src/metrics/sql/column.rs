//! Columns of facts as expressions of SQL, and what must not be in them.

use super::super::facts::{ColumnShape, ColumnType};
use super::super::number::power;
use super::arrow::is_other;
use super::engine::Engine;
use super::relation::{Form, Relation, Stored, quoted};
use crate::schema::{currencies, currency_exponent};

/// A column of the facts and how the relation keeps it. The relation is called `f`.
#[derive(Clone, Copy)]
pub(super) struct Kept<'r> {
    pub(super) shape: &'r ColumnShape,
    stored: &'r Stored,
    engine: Engine,
}

/// Why a value is not one, and the condition of those that are not; never unknown.
pub(super) struct Fault {
    pub(super) reason: &'static str,
    pub(super) condition: String,
}

/// The numbers that fit.
const RANGE: &str = "-9223372036854775808 AND 9223372036854775807";

impl Relation {
    pub(super) fn kept<'r>(&'r self, shape: &'r ColumnShape, place: usize) -> Option<Kept<'r>> {
        Some(Kept {
            shape,
            stored: self.columns.get(place)?,
            engine: self.engine,
        })
    }
}

impl Kept<'_> {
    /// The column as it is there.
    fn raw(&self) -> String {
        match self.stored.form {
            Form::Nothing => "NULL".to_owned(),
            _ => format!("f.{}", quoted(&self.stored.column)),
        }
    }

    /// Its value: a text in the order of its bytes, a whole number of smallest units or
    /// microseconds, or something that is true or false; `NULL` where there is none.
    pub(super) fn value(&self) -> String {
        let raw = self.raw();
        match (self.engine, self.stored.form) {
            (_, Form::Nothing) => self.nothing(),
            (Engine::Sqlite, Form::Text) => format!("{raw} COLLATE BINARY"),
            (Engine::Postgres, Form::Text) => format!("({raw}::text COLLATE \"C\")"),
            (Engine::Sqlite, Form::Bool) => format!("({raw} = 1)"),
            (Engine::Postgres, Form::Bool) => raw,
            (Engine::Sqlite, Form::Epoch(1)) => raw,
            (Engine::Sqlite, Form::Epoch(micros)) => format!("({raw} * {micros})"),
            (Engine::Sqlite, Form::Timestamp) => format!(
                "(unixepoch(substr({raw}, 1, 19)) * 1000000 \
                 + CAST(substr(rtrim(substr({raw}, 21), 'Z') || '000000', 1, 6) AS INTEGER))"
            ),
            (Engine::Sqlite, _) => raw,
            (Engine::Postgres, Form::Epoch(micros)) if micros > 1 => {
                format!("({raw}::bigint * {micros})")
            }
            (Engine::Postgres, Form::Timestamp) => {
                format!("(extract(epoch FROM {raw}) * 1000000)::bigint")
            }
            (Engine::Postgres, Form::Numeric) => {
                format!("({raw} * {})::bigint", self.power())
            }
            (Engine::Postgres, _) => format!("{raw}::bigint"),
            (Engine::DataFusion, Form::Text) => format!("CAST({raw} AS VARCHAR)"),
            (Engine::DataFusion, Form::Bool) => raw,
            (Engine::DataFusion, Form::Epoch(micros)) if micros > 1 => {
                format!("(CAST({raw} AS BIGINT) * {micros})")
            }
            (Engine::DataFusion, Form::Timestamp) => {
                format!(
                    "CAST(arrow_cast({raw}, 'Timestamp(Microsecond, Some(\"UTC\"))') AS BIGINT)"
                )
            }
            (Engine::DataFusion, Form::Numeric) => {
                format!("CAST({raw} * {} AS BIGINT)", self.power())
            }
            (Engine::DataFusion, _) => format!("CAST({raw} AS BIGINT)"),
        }
    }

    /// `NULL` in the type of the column.
    fn nothing(&self) -> String {
        let ty = match (self.engine, &self.shape.ty) {
            (Engine::Sqlite, _) => return "NULL".to_owned(),
            (Engine::Postgres, ColumnType::Text) => "text",
            (Engine::DataFusion, ColumnType::Text) => "VARCHAR",
            (_, ColumnType::Bool) => "boolean",
            _ => "bigint",
        };
        format!("CAST(NULL AS {ty})")
    }

    /// Its value as a column of an answer, where there are texts and whole numbers only.
    pub(super) fn answered(&self) -> String {
        let value = self.value();
        match (self.engine, &self.shape.ty) {
            (Engine::Postgres, ColumnType::Bool) => format!("{value}::int::bigint"),
            (Engine::DataFusion, ColumnType::Bool) => format!("CAST({value} AS BIGINT)"),
            _ => value,
        }
    }

    /// The currency of money.
    pub(super) fn currency(&self) -> Option<Currency> {
        let ColumnType::Money { currency } = &self.shape.ty else {
            return None;
        };
        Some(match (&self.stored.currency, currency) {
            (Some(name), _) => Currency::In(match self.engine {
                Engine::Sqlite => format!("f.{} COLLATE BINARY", quoted(name)),
                Engine::Postgres => format!("(f.{}::text COLLATE \"C\")", quoted(name)),
                Engine::DataFusion => format!("CAST(f.{} AS VARCHAR)", quoted(name)),
            }),
            (None, declared) => Currency::Only(declared.clone().unwrap_or_default()),
        })
    }

    /// How many smallest units one is.
    fn power(&self) -> String {
        match (&self.shape.ty, self.currency()) {
            (ColumnType::Decimal { scale }, _) => power(*scale).to_string(),
            (_, Some(Currency::In(name))) => {
                let others = currencies()
                    .into_iter()
                    .filter(|(_, exponent)| *exponent != 2);
                let arms = others.map(|(list, exponent)| {
                    let codes = codes(list);
                    format!("WHEN {name} IN ({codes}) THEN {} ", power(exponent))
                });
                format!("(CASE {}ELSE 100 END)", arms.collect::<String>())
            }
            (_, Some(Currency::Only(name))) => {
                power(currency_exponent(&name).unwrap_or(0)).to_string()
            }
            _ => "1".to_owned(),
        }
    }

    /// All that would not be a value in process either.
    pub(super) fn faults(&self) -> Vec<Fault> {
        let mut faults = match self.engine {
            Engine::Sqlite => self.sqlite(),
            Engine::Postgres => self.postgres(),
            Engine::DataFusion => self.arrow(),
        };
        let raw = self.raw();
        if self.shape.required && self.stored.form != Form::Nothing {
            faults.push(Fault {
                reason: "are missing",
                condition: format!("{raw} IS NULL"),
            });
        }
        if let Some(Currency::In(name)) = self.currency() {
            let all = currencies().map(|(list, _)| codes(list)).join(", ");
            faults.push(Fault {
                reason: "have no currency of ISO 4217",
                condition: format!("{raw} IS NOT NULL AND COALESCE({name} NOT IN ({all}), TRUE)"),
            });
        }
        faults
    }

    fn sqlite(&self) -> Vec<Fault> {
        let raw = self.raw();
        let fault = |reason, condition| vec![Fault { reason, condition }];
        let other = |ty: &str| format!("typeof({raw}) NOT IN ('{ty}', 'null')");
        match self.stored.form {
            Form::Nothing => Vec::new(),
            Form::Text => fault("are no texts", other("text")),
            Form::Whole | Form::Numeric => fault("are no whole numbers", other("integer")),
            Form::Epoch(micros) => {
                let most = i64::MAX / micros;
                let far = format!("COALESCE({raw} NOT BETWEEN {} AND {most}, FALSE)", -most);
                let condition = format!("({} OR {far})", other("integer"));
                fault("are no instants", condition)
            }
            Form::Bool => {
                let neither = format!("COALESCE({raw} NOT IN (0, 1), FALSE)");
                let condition = format!("({} OR {neither})", other("integer"));
                fault("are neither 0 nor 1", condition)
            }
            // What SQLite would take for another day is none: the 30th of February.
            Form::Timestamp => {
                let head = format!("substr({raw}, 1, 19)");
                let tail = format!("substr({raw}, 20)");
                let written = format!("strftime('%Y-%m-%dT%H:%M:%S', {head}) IS {head}");
                let digits = format!("rtrim(substr({tail}, 2), 'Z')");
                let fraction = format!(
                    "({tail} GLOB '.[0-9]*Z' AND length({digits}) = length({tail}) - 2 \
                     AND {digits} NOT GLOB '*[^0-9]*' AND length({digits}) <= 6)"
                );
                let sound = format!("{written} AND ({tail} = 'Z' OR {fraction})");
                let condition =
                    format!("({} OR {raw} IS NOT NULL AND NOT ({sound}))", other("text"));
                fault("are no instants in UTC", condition)
            }
        }
    }

    /// A column has one type, which says all but how large its values are, and how fine.
    fn arrow(&self) -> Vec<Fault> {
        let raw = self.raw();
        let other = || is_other(self.stored.form, &raw);
        let (reason, condition) = match self.stored.form {
            Form::Nothing => return Vec::new(),
            Form::Text => ("are no texts", other()),
            Form::Whole => ("are no whole numbers", other()),
            Form::Bool => ("are neither true nor false", other()),
            Form::Timestamp => ("are no instants", other()),
            Form::Epoch(micros) => {
                let most = i64::MAX / micros;
                let value = format!("CAST({raw} AS BIGINT)");
                let far = format!("COALESCE({value} NOT BETWEEN {} AND {most}, FALSE)", -most);
                ("are no instants", format!("({} OR {far})", other()))
            }
            Form::Numeric => {
                let units = format!("({raw} * {})", self.power());
                let whole = format!("COALESCE(TRY_CAST({units} AS BIGINT) <> {units}, TRUE)");
                let condition = format!("({} OR {raw} IS NOT NULL AND {whole})", other());
                ("have too many digits", condition)
            }
        };
        vec![Fault { reason, condition }]
    }

    fn postgres(&self) -> Vec<Fault> {
        let raw = self.raw();
        let fault = |reason, condition| vec![Fault { reason, condition }];
        let other = |types: &[&str]| {
            let types: Vec<String> = types.iter().map(|ty| format!("'{ty}'::regtype")).collect();
            format!("pg_typeof({raw}) NOT IN ({})", types.join(", "))
        };
        let whole = ["int2", "int4", "int8"];
        match self.stored.form {
            Form::Nothing | Form::Bool => Vec::new(),
            Form::Text => fault(
                "are no texts",
                format!(
                    "NOT ({})",
                    other(&["float4", "float8", "bytea", "json", "jsonb"])
                ),
            ),
            Form::Whole => fault("are no whole numbers", other(&whole)),
            Form::Epoch(micros) => {
                let most = i64::MAX / micros;
                let far = format!("COALESCE({raw} NOT BETWEEN {} AND {most}, FALSE)", -most);
                fault("are no instants", format!("({} OR {far})", other(&whole)))
            }
            Form::Timestamp => {
                let endless = format!("COALESCE(NOT isfinite({raw}), FALSE)");
                let condition = format!("({} OR {endless})", other(&["timestamptz"]));
                fault("are no instants", condition)
            }
            Form::Numeric => {
                let units = format!("{raw} * {}", self.power());
                let far = format!("COALESCE({units} NOT BETWEEN {RANGE}, FALSE)");
                let finer = format!("COALESCE(trunc({units}) <> {units}, FALSE)");
                let condition = format!("({} OR {far} OR {finer})", other(&["numeric"]));
                fault("have too many digits", condition)
            }
        }
    }
}

/// Where the currency of money is.
pub(super) enum Currency {
    /// In a column.
    In(String),
    /// There is one for all.
    Only(Box<str>),
}

/// The codes of a list as SQL. They are our own, three capital letters each.
pub(super) fn codes(list: &str) -> String {
    let codes: Vec<String> = list.split(' ').map(|code| format!("'{code}'")).collect();
    codes.join(", ")
}
