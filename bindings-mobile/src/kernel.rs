//! The kernel of a blueprint, and what it prepares.

use std::sync::Arc;

use profilekit::Kernel;
use profilekit::error::{Code, Failure, Locale};
use profilekit::json::quoted;
use profilekit::kernel::Validate;
use profilekit::wire;

use crate::answer::{self, Check, Decision, Diff, Found, Matrix, MatrixFormat};
use crate::failure::{Outcome, bad};
use crate::handle::{NativeContext, NativeRecord, NativeSubject, Owner, shelves};

/// A compiled blueprint.
#[derive(Debug, uniffi::Object)]
pub struct NativeKernel {
    owner: Owner,
}

/// An action's handle, and whether it writes fields.
#[derive(Debug, Clone, uniffi::Record)]
pub struct NativeAction {
    /// By which calls name it.
    pub handle: u32,
    /// Whether decisions about it name fields.
    pub writes: bool,
}

/// How a document is validated; keys name what the kernel prepared.
#[derive(Debug, Clone, uniffi::Record)]
pub struct NativeValidate {
    /// `create`, `replace`, `patch`, `draft`, `publish` or `step:NAME`.
    pub mode: String,
    /// Now, as RFC 3339 text.
    pub now: Option<String>,
    /// Pointers of the fields that may be written.
    pub writable: Option<Vec<String>>,
    /// Who writes.
    pub subject: Option<u64>,
    /// What is stored.
    pub record: Option<u64>,
    /// In which circumstances.
    pub context: Option<u64>,
    /// The language of messages.
    pub locale: String,
}

/// The blueprints that come with the library.
const PRESETS: [(&str, &[u8]); 4] = [
    (
        "marketplace",
        include_bytes!("../../core/blueprints/marketplace.json"),
    ),
    (
        "talent",
        include_bytes!("../../core/blueprints/talent.json"),
    ),
    (
        "mentoring",
        include_bytes!("../../core/blueprints/mentoring.json"),
    ),
    ("saas", include_bytes!("../../core/blueprints/saas.json")),
];

#[uniffi::export]
impl NativeKernel {
    /// Compiles a blueprint.
    #[uniffi::constructor]
    pub fn compile(blueprint: Vec<u8>) -> Outcome<Arc<Self>> {
        Self::new(&blueprint)
    }

    /// Compiles a blueprint that comes with the library.
    #[uniffi::constructor]
    pub fn preset(name: String) -> Outcome<Arc<Self>> {
        let found = PRESETS.iter().find(|(known, _)| *known == name);
        let missing = || Failure::bad_request(format!("there is no preset `{name}`"));
        let (_, blueprint) = found.ok_or_else(missing)?;
        Self::new(blueprint)
    }

    /// Answers one call of the wire.
    pub fn call(&self, request: String, document: Vec<u8>) -> Outcome<String> {
        let answer = wire::call(self.kernel(), request.as_bytes(), &document);
        Ok(answer?)
    }

    /// Everything that may be decided: a decision crosses as its place here.
    pub fn decisions(&self) -> Outcome<Vec<Decision>> {
        Ok(answer::decisions(self.kernel()))
    }

    /// The handle of an action.
    pub fn action(&self, name: String) -> Outcome<NativeAction> {
        let action = self.kernel().action(&name)?;
        Ok(NativeAction {
            handle: u32::try_from(action.index()).unwrap_or(u32::MAX),
            writes: self.kernel().writes(action),
        })
    }

    /// Prepares a subject.
    pub fn subject(&self, head: String) -> Outcome<Arc<NativeSubject>> {
        let subject = wire::subject(self.kernel(), head.as_bytes())?;
        Ok(NativeSubject::keep(&self.owner, head, subject))
    }

    /// Prepares a record.
    pub fn record(&self, head: String, document: Vec<u8>) -> Outcome<Arc<NativeRecord>> {
        let document = std::str::from_utf8(&document)
            .map_err(|fault| Failure::new(Code::JsonInvalidUtf8).with("at", fault.valid_up_to()))?;
        let record = wire::Record::read(self.kernel(), head.as_bytes(), document)?;
        Ok(NativeRecord::keep(&self.owner, head, record))
    }

    /// Prepares circumstances.
    pub fn context(&self, head: String) -> Outcome<Arc<NativeContext>> {
        let context = wire::context(self.kernel(), head.as_bytes())?;
        Ok(NativeContext::keep(&self.owner, head, context))
    }

    /// Validates a document of a kind in a mode.
    pub fn validate(&self, kind: String, document: Vec<u8>, mode: String) -> Outcome<Found> {
        let how = Validate {
            mode: &mode,
            ..Validate::default()
        };
        let found = self.kernel().validate(&kind, &document, &how)?;
        Ok(Found::of(&found, &document, Locale::En))
    }

    /// Validates a document, with all that may be said of how.
    pub fn validate_as(
        &self,
        kind: String,
        document: Vec<u8>,
        how: NativeValidate,
    ) -> Outcome<Found> {
        let request = self.request(&kind, &how)?;
        let (found, locale) = wire::validate(self.kernel(), request.as_bytes(), &document)?;
        Ok(Found::of(&found, &document, locale))
    }

    /// Who sees what, row by row.
    pub fn matrix(&self) -> Outcome<Matrix> {
        Ok(Matrix::of(self.kernel().matrix()))
    }

    /// Who sees what, as a text.
    pub fn matrix_text(&self, format: MatrixFormat) -> Outcome<String> {
        let matrix = self.kernel().matrix();
        Ok(match format {
            MatrixFormat::Markdown => matrix.to_markdown(),
            MatrixFormat::Csv => matrix.to_csv(),
            MatrixFormat::Html => matrix.to_page(),
        })
    }

    /// Static analysis of the blueprint.
    pub fn check(&self, locale: String) -> Outcome<Check> {
        let problems = self.kernel().check();
        Ok(Check::of(&problems, Locale::from_tag(&locale)))
    }

    /// What changes from this blueprint to another.
    pub fn diff(&self, blueprint: Vec<u8>) -> Outcome<Diff> {
        let new = Kernel::compile(&blueprint)?;
        Ok(Diff::of(self.kernel().diff(&new)))
    }

    /// The JSON Schema (2020-12) of a kind's whole documents.
    pub fn schema(&self, kind: String) -> Outcome<String> {
        Ok(self.kernel().json_schema(&kind)?)
    }

    /// Nothing, which costs what a call costs.
    pub fn nothing(&self) -> Outcome<()> {
        Ok(())
    }
}

impl NativeKernel {
    fn new(blueprint: &[u8]) -> Outcome<Arc<Self>> {
        let owner = Owner::new(Kernel::compile(blueprint)?);
        Ok(Arc::new(Self { owner }))
    }

    fn kernel(&self) -> &Kernel {
        &self.owner.kernel
    }

    /// What the wire's `validate` takes.
    fn request(&self, kind: &str, how: &NativeValidate) -> Outcome<String> {
        let mut out = format!("{{\"call\":\"validate\",\"kind\":{}", quoted(kind));
        let mut member = |name: &str, json: &str| out.push_str(&format!(",\"{name}\":{json}"));
        member("mode", &quoted(&how.mode));
        member("locale", &quoted(&how.locale));
        if let Some(now) = &how.now {
            member("now", &quoted(now));
        }
        if let Some(writable) = &how.writable {
            let texts: Vec<String> = writable.iter().map(|text| quoted(text)).collect();
            member("writable", &format!("[{}]", texts.join(",")));
        }
        if let Some(subject) = how.subject {
            let subject = Arc::clone(shelves().subject(subject)?);
            member("subject", self.own(&subject.owner, &subject.head)?);
        }
        if let Some(record) = how.record {
            let record = Arc::clone(shelves().record(record)?);
            member("record", self.own(&record.owner, &record.head)?);
            // What is stored decides what may be written.
            record.value.with(|one| member("stored", one.document));
        }
        let context = shelves().context(how.context.unwrap_or(0))?.cloned();
        if let Some(context) = context {
            member("context", self.own(&context.owner, &context.head)?);
        }
        out.push('}');
        Ok(out)
    }

    /// The description of something that this kernel prepared.
    fn own<'h>(&self, owner: &Owner, head: &'h str) -> Outcome<&'h str> {
        if owner.number == self.owner.number {
            return Ok(head);
        }
        Err(bad("it was prepared by another kernel"))
    }
}
