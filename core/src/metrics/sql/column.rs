//! Columns of facts as expressions of SQL, and what must not be in them.

use super::super::facts::{ColumnShape, ColumnType};
use super::super::number::power;
use super::relation::{Form, Relation, Stored, quoted};
use crate::expr::Dialect;
use crate::schema::{currencies, currency_exponent};

/// A column of the facts and how the relation keeps it. The relation is called `f`.
#[derive(Clone, Copy)]
pub(super) struct Kept<'r> {
    pub(super) shape: &'r ColumnShape,
    stored: &'r Stored,
    dialect: Dialect,
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
            dialect: self.dialect,
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
        match (self.dialect, self.stored.form) {
            (_, Form::Nothing) => self.nothing(),
            (Dialect::Sqlite, Form::Text) => format!("{raw} COLLATE BINARY"),
            (Dialect::Postgres, Form::Text) => format!("({raw}::text COLLATE \"C\")"),
            (Dialect::Sqlite, Form::Bool) => format!("({raw} = 1)"),
            (Dialect::Postgres, Form::Bool) => raw,
            (Dialect::Sqlite, Form::Epoch(1)) => raw,
            (Dialect::Sqlite, Form::Epoch(micros)) => format!("({raw} * {micros})"),
            (Dialect::Sqlite, Form::Timestamp) => format!(
                "(unixepoch(substr({raw}, 1, 19)) * 1000000 \
                 + CAST(substr(rtrim(substr({raw}, 21), 'Z') || '000000', 1, 6) AS INTEGER))"
            ),
            (Dialect::Sqlite, _) => raw,
            (Dialect::Postgres, Form::Epoch(micros)) if micros > 1 => {
                format!("({raw}::bigint * {micros})")
            }
            (Dialect::Postgres, Form::Timestamp) => {
                format!("(extract(epoch FROM {raw}) * 1000000)::bigint")
            }
            (Dialect::Postgres, Form::Numeric) => {
                format!("({raw} * {})::bigint", self.power())
            }
            (Dialect::Postgres, _) => format!("{raw}::bigint"),
        }
    }

    /// `NULL` in the type of the column.
    fn nothing(&self) -> String {
        match (self.dialect, &self.shape.ty) {
            (Dialect::Sqlite, _) => "NULL".to_owned(),
            (_, ColumnType::Text) => "NULL::text".to_owned(),
            (_, ColumnType::Bool) => "NULL::boolean".to_owned(),
            _ => "NULL::bigint".to_owned(),
        }
    }

    /// Its value as a column of an answer, where there are texts and whole numbers only.
    pub(super) fn answered(&self) -> String {
        let value = self.value();
        match (self.dialect, &self.shape.ty) {
            (Dialect::Postgres, ColumnType::Bool) => format!("{value}::int::bigint"),
            _ => value,
        }
    }

    /// The currency of money.
    pub(super) fn currency(&self) -> Option<Currency> {
        let ColumnType::Money { currency } = &self.shape.ty else {
            return None;
        };
        Some(match (&self.stored.currency, currency) {
            (Some(name), _) => Currency::In(match self.dialect {
                Dialect::Sqlite => format!("f.{} COLLATE BINARY", quoted(name)),
                Dialect::Postgres => format!("(f.{}::text COLLATE \"C\")", quoted(name)),
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
        let mut faults = match self.dialect {
            Dialect::Sqlite => self.sqlite(),
            Dialect::Postgres => self.postgres(),
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
