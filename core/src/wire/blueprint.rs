//! Calls about the blueprint, and for whoever keeps records in a database.

use std::ops::Deref;

use super::answer;
use super::billing;
use super::call::{Answering, Call, Known, unknown_call};
use super::dashboard::{self, dashboard};
use super::facts::{self, Held};
use super::session::{Session, Shelf};
use crate::access::{Columns, Dialect, Sql, SqlValue};
use crate::blueprint::Problems;
use crate::error::Failure;
use crate::host;
use crate::json::{push_string, quoted};
use crate::kernel::{Kernel, Runtime};

/// Every call about the blueprint, with the members of its request besides `call` and `locale`.
pub const BLUEPRINT_CALLS: [Known; 9] = [
    ("filter", &["subject", "action", "context", "dialect"]),
    ("matrix", &["format"]),
    ("check", &[]),
    ("diff", &["blueprint"]),
    ("schema", &["kind"]),
    ("dashboard", dashboard::MEMBERS),
    ("facts", facts::MEMBERS),
    ("bill", billing::BILL),
    ("attribute", billing::ATTRIBUTE),
];

impl Answering for Kernel {
    const MORE: &'static [Known] = &BLUEPRINT_CALLS;

    type Facts = Shelf<Held>;

    fn runtime(&self) -> &Runtime {
        self
    }

    fn more(&self, name: &str, call: &Call<'_, '_>) -> Result<String, Failure> {
        match name {
            "filter" => filter(self, call),
            "matrix" => matrix(self, call),
            "check" => Ok(answer::check(&self.check(), call.locale)),
            "diff" => diff(self, call),
            "dashboard" => dashboard(self, call),
            "facts" => facts::facts(self, call),
            "bill" => billing::bill(self, call),
            "attribute" => billing::attribute(self, call),
            "schema" => schema(self, call),
            _ => Err(unknown_call::<Self>(name)),
        }
    }
}

/// A kernel that answers about people and records as it does, says what a document looks like
/// (`schema`), and refuses every other call: whoever loads it over a network leaves out what a
/// page hardly ever asks.
#[derive(Debug)]
pub struct Profiles(Kernel);

impl From<Kernel> for Profiles {
    fn from(kernel: Kernel) -> Self {
        Self(kernel)
    }
}

impl Deref for Profiles {
    type Target = Kernel;

    fn deref(&self) -> &Kernel {
        &self.0
    }
}

impl Answering for Profiles {
    const MORE: &'static [Known] = Kernel::MORE;

    type Facts = ();

    fn runtime(&self) -> &Runtime {
        self
    }

    fn more(&self, name: &str, call: &Call<'_, '_>) -> Result<String, Failure> {
        match name {
            "schema" => schema(self, call),
            _ => {
                let reason =
                    format!("`{name}` is answered by the module with everything; start it");
                Err(Failure::bad_request(reason).at("/call"))
            }
        }
    }
}

fn schema(kernel: &Kernel, call: &Call<'_, '_>) -> Result<String, Failure> {
    kernel.json_schema(call.request.needed("kind")?)
}

fn filter(kernel: &Kernel, call: &Call<'_, '_>) -> Result<String, Failure> {
    let dialect = match call.request.text("dialect")? {
        None | Some("sqlite") => Dialect::Sqlite,
        Some("postgres") => Dialect::Postgres,
        Some(other) => {
            let reason = format!("`{other}` is not a dialect; use `sqlite` or `postgres`");
            return Err(Failure::bad_request(reason).at("/dialect"));
        }
    };
    let (subject, context) = (call.subject()?, call.context()?);
    let access = kernel.access();
    let filter = access.filter(subject, call.action()?, context);
    let sql = filter.to_sql(kernel.model(), dialect, &Columns::default())?;
    Ok(self::sql(&sql))
}

fn matrix(kernel: &Kernel, call: &Call<'_, '_>) -> Result<String, Failure> {
    let matrix = kernel.matrix();
    match call.request.text("format")? {
        None | Some("json") => Ok(matrix.to_json()),
        Some("markdown") => Ok(quoted(&matrix.to_markdown())),
        Some("csv") => Ok(quoted(&matrix.to_csv())),
        Some("html") => Ok(quoted(&matrix.to_page())),
        Some(other) => {
            let reason =
                format!("`{other}` is not a format; use `json`, `markdown`, `csv` or `html`");
            Err(Failure::bad_request(reason).at("/format"))
        }
    }
}

fn diff(kernel: &Kernel, call: &Call<'_, '_>) -> Result<String, Failure> {
    let blueprint = call.request.json("blueprint").unwrap_or_default();
    let new = Kernel::compile(blueprint.as_bytes()).map_err(|problems| {
        let first = problems.as_slice().first();
        let reason =
            first.map(|problem| format!("{}: {}", problem.path, problem.message(call.locale)));
        Failure::bad_request(reason.unwrap_or_default()).at("/blueprint")
    })?;
    Ok(kernel.diff(&new).to_json())
}

/// `{"sql":…,"params":[…]}`.
#[must_use]
pub fn sql(sql: &Sql) -> String {
    let mut out = format!("{{\"sql\":{},\"params\":", quoted(&sql.text));
    answer::list(&mut out, &sql.params, push_value);
    out + "}"
}

fn push_value(out: &mut String, value: &SqlValue) {
    match value {
        SqlValue::Null => out.push_str("null"),
        SqlValue::Bool(value) => out.push_str(&value.to_string()),
        SqlValue::Int(value) => out.push_str(&value.to_string()),
        SqlValue::Double(value) => out.push_str(&host::spelled(*value)),
        SqlValue::Text(text) => push_string(out, text),
    }
}

impl Session<Kernel> {
    /// Compiles a blueprint.
    ///
    /// # Errors
    /// Every problem of the blueprint.
    pub fn compile(blueprint: &[u8]) -> Result<Self, Problems> {
        Kernel::compile(blueprint).map(Self::new)
    }

    /// The image of what was compiled: [`Runtime::to_image`].
    #[must_use]
    pub fn image(&self) -> Vec<u8> {
        self.kernel.to_image()
    }
}
