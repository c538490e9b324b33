//! The kernel of a blueprint.

use std::sync::Arc;

use napi::bindgen_prelude::{BufferSlice, Uint8Array, Uint32ArraySlice, Utf16String};
use napi::{Env, JsString};
use napi_derive::napi;
use profilekit::Kernel;
use profilekit::access::{Context, Decision, Subject};
use profilekit::error::{Code, Failure, Locale};
use profilekit::id::ActionId;
use profilekit::kernel::Validate;
use profilekit::schema::Validation;
use profilekit::wire::{self, Record};

use crate::handle::{NativeContext, NativeRecord, NativeSubject};
use crate::text::{Document, bytes, narrow, refused, string, text};

/// A compiled blueprint.
#[napi]
pub struct NativeKernel {
    kernel: Arc<Kernel>,
    nothing: Context,
}

#[napi]
impl NativeKernel {
    /// Compiles a blueprint. An error's message is the list of its problems, as JSON.
    #[napi(factory, catch_unwind)]
    pub fn compile(blueprint: Document<'_>) -> napi::Result<Self> {
        let mut room = Vec::new();
        let kernel = Kernel::compile(bytes(&blueprint, &mut room)?).map_err(|problems| {
            let problems = wire::problems(problems.as_slice(), Locale::En);
            napi::Error::from_reason(problems)
        })?;
        Ok(Self {
            kernel: Arc::new(kernel),
            nothing: Context::default(),
        })
    }

    /// Answers one call of the wire.
    #[napi(catch_unwind)]
    pub fn call(
        &self,
        request: Utf16String,
        document: Option<Document<'_>>,
    ) -> napi::Result<String> {
        let mut room = Vec::new();
        let document = match &document {
            Some(document) => bytes(document, &mut room)?,
            None => &[],
        };
        wire::call(&self.kernel, text(&request)?.as_bytes(), document).map_err(refused)
    }

    /// The handle of a kind.
    #[napi(catch_unwind)]
    pub fn kind(&self, name: Utf16String) -> napi::Result<u32> {
        let kind = self.kernel.kind(&text(&name)?).map_err(refused)?;
        Ok(u32::try_from(kind.id.index()).unwrap_or(u32::MAX))
    }

    /// Validates a document of a kind in the mode of that handle; nothing where it is valid and
    /// already in its normal form, otherwise the violations as JSON, a line end, and the document.
    #[napi(catch_unwind)]
    pub fn validate_bytes<'env>(
        &self,
        env: &'env Env,
        kind: u32,
        document: BufferSlice<'_>,
        mode: u32,
    ) -> napi::Result<Option<JsString<'env>>> {
        self.validated(env, kind, &document, mode)
    }

    /// As `validate_bytes`, of a string.
    #[napi(catch_unwind)]
    pub fn validate_text<'env>(
        &self,
        env: &'env Env,
        kind: u32,
        document: Utf16String,
        mode: u32,
    ) -> napi::Result<Option<JsString<'env>>> {
        let mut room = Vec::new();
        narrow(&document, &mut room)?;
        self.validated(env, kind, &room, mode)
    }

    /// Validates a document as the call `validate` of the wire says, and answers as
    /// `validate_bytes`.
    #[napi(catch_unwind)]
    pub fn validate_as<'env>(
        &self,
        env: &'env Env,
        request: Utf16String,
        document: Document<'_>,
    ) -> napi::Result<Option<JsString<'env>>> {
        let mut room = Vec::new();
        let bytes = bytes(&document, &mut room)?;
        let found = wire::validate(&self.kernel, text(&request)?.as_bytes(), bytes);
        told(env, &found.map_err(refused)?, bytes)
    }

    /// Prepares a subject.
    #[napi(catch_unwind)]
    pub fn subject(&self, head: Utf16String) -> napi::Result<NativeSubject> {
        let subject = wire::subject(&self.kernel, text(&head)?.as_bytes());
        Ok(NativeSubject {
            kernel: self.kernel.clone(),
            subject: subject.map_err(refused)?,
        })
    }

    /// Prepares a record.
    #[napi(catch_unwind)]
    pub fn record(&self, head: Utf16String, document: Document<'_>) -> napi::Result<NativeRecord> {
        let mut room = Vec::new();
        let bytes = bytes(&document, &mut room)?;
        let document = std::str::from_utf8(bytes).map_err(|fault| {
            let failure = Failure::new(Code::JsonInvalidUtf8);
            refused(failure.with("at", fault.valid_up_to()))
        })?;
        let record = Record::read(&self.kernel, text(&head)?.as_bytes(), document);
        Ok(NativeRecord {
            kernel: self.kernel.clone(),
            record: record.map_err(refused)?,
        })
    }

    /// Prepares circumstances.
    #[napi(catch_unwind)]
    pub fn context(&self, head: Utf16String) -> napi::Result<NativeContext> {
        let context = wire::context(&self.kernel, text(&head)?.as_bytes());
        Ok(NativeContext {
            kernel: self.kernel.clone(),
            context: context.map_err(refused)?,
        })
    }

    /// The handle of an action.
    #[napi(catch_unwind)]
    pub fn action(&self, name: Utf16String) -> napi::Result<u32> {
        let action = self.kernel.action(&text(&name)?).map_err(refused)?;
        Ok(u32::try_from(action.index()).unwrap_or(u32::MAX))
    }

    /// Whether a subject may do an action.
    #[napi(catch_unwind)]
    pub fn can(
        &self,
        subject: &NativeSubject,
        action: u32,
        record: &NativeRecord,
        context: Option<&NativeContext>,
    ) -> napi::Result<bool> {
        let asked = self.asked(subject, context)?;
        Ok(asked.decide(known(action)?, self.own(record)?).allowed)
    }

    /// Decides, with the reason, as JSON.
    #[napi(catch_unwind)]
    pub fn ask(
        &self,
        subject: &NativeSubject,
        action: u32,
        record: &NativeRecord,
        context: Option<&NativeContext>,
    ) -> napi::Result<String> {
        let asked = self.asked(subject, context)?;
        let (action, resource) = (known(action)?, self.own(record)?.resource());
        let answer = self
            .kernel
            .ask(asked.subject, action, resource, asked.context);
        Ok(answer.to_json())
    }

    /// Decides many questions, given as pairs of an index of a record and the handle of an
    /// action: a byte each, 1 where it is allowed.
    #[napi(catch_unwind)]
    pub fn decide_many(
        &self,
        subject: &NativeSubject,
        records: Vec<&NativeRecord>,
        questions: Uint32ArraySlice<'_>,
        context: Option<&NativeContext>,
    ) -> napi::Result<Uint8Array> {
        let asked = self.asked(subject, context)?;
        let records = records.into_iter().map(|record| self.own(record));
        let records: Vec<&Record> = records.collect::<napi::Result<_>>()?;
        let (questions, rest) = questions.as_chunks::<2>();
        if !rest.is_empty() {
            return Err(bad("questions are pairs of a record and an action"));
        }
        let allowed = questions.iter().map(|[record, action]| {
            let record = usize::try_from(*record).ok();
            let record = record.and_then(|record| records.get(record));
            let record = record.ok_or_else(|| bad("there is no such record"))?;
            Ok(u8::from(asked.decide(known(*action)?, record).allowed))
        });
        Ok(Uint8Array::new(allowed.collect::<napi::Result<_>>()?))
    }

    /// What a subject sees of a record, as JSON.
    #[napi(catch_unwind)]
    pub fn view<'env>(
        &self,
        env: &'env Env,
        subject: &NativeSubject,
        record: &NativeRecord,
        context: Option<&NativeContext>,
    ) -> napi::Result<JsString<'env>> {
        let asked = self.asked(subject, context)?;
        let record = self.own(record)?;
        let view = record.with(|one| {
            let view = self
                .kernel
                .view(record.kind(), one, asked.subject, asked.context);
            Ok::<_, napi::Error>(view.map_err(refused)?.to_json())
        });
        string(env, &view?)
    }
}

/// Who asks, and in which circumstances.
struct Asked<'a> {
    kernel: &'a Kernel,
    subject: &'a Subject,
    context: &'a Context,
}

impl Asked<'_> {
    fn decide(&self, action: ActionId, record: &Record) -> Decision {
        let resource = record.resource();
        self.kernel
            .decide(self.subject, action, resource, self.context)
    }
}

impl NativeKernel {
    fn validated<'env>(
        &self,
        env: &'env Env,
        kind: u32,
        bytes: &[u8],
        mode: u32,
    ) -> napi::Result<Option<JsString<'env>>> {
        let at = |index: u32| usize::try_from(index).ok();
        let kinds = &self.kernel.model().kinds;
        let kind = at(kind).and_then(|kind| kinds.get(kind));
        let mode = at(mode).and_then(|mode| MODES.get(mode));
        let (Some(kind), Some(mode)) = (kind, mode) else {
            return Err(bad("there is no such kind or mode"));
        };
        let how = Validate {
            mode,
            ..Validate::default()
        };
        let found = self.kernel.validate(&kind.name, bytes, &how);
        told(env, &found.map_err(refused)?, bytes)
    }

    fn asked<'a>(
        &'a self,
        subject: &'a NativeSubject,
        context: Option<&'a NativeContext>,
    ) -> napi::Result<Asked<'a>> {
        self.prepared(&subject.kernel)?;
        if let Some(context) = context {
            self.prepared(&context.kernel)?;
        }
        Ok(Asked {
            kernel: &self.kernel,
            subject: &subject.subject,
            context: context.map_or(&self.nothing, |context| &context.context),
        })
    }

    fn own<'a>(&self, record: &'a NativeRecord) -> napi::Result<&'a Record> {
        self.prepared(&record.kernel)?;
        Ok(&record.record)
    }

    /// Handles mean something to the kernel only that gave them.
    fn prepared(&self, by: &Arc<Kernel>) -> napi::Result<()> {
        if Arc::ptr_eq(&self.kernel, by) {
            return Ok(());
        }
        Err(bad("it was prepared by another kernel"))
    }
}

/// The modes that have a handle: their place here.
const MODES: [&str; 5] = ["create", "replace", "patch", "draft", "publish"];

/// Nothing where a document is valid and already in its normal form, otherwise the violations as
/// JSON, a line end, and the document.
fn told<'env>(
    env: &'env Env,
    found: &Validation<'_>,
    bytes: &[u8],
) -> napi::Result<Option<JsString<'env>>> {
    let document = found.document.as_deref().unwrap_or("null");
    if found.is_valid() && document.as_bytes() == bytes {
        return Ok(None);
    }
    let mut out = wire::violations(&found.violations, Locale::En);
    out.push('\n');
    out.push_str(document);
    string(env, &out).map(Some)
}

/// An action by its handle.
fn known(action: u32) -> napi::Result<ActionId> {
    let index = usize::try_from(action).ok();
    let action = index.and_then(ActionId::from_index);
    action.ok_or_else(|| bad("there is no such action"))
}

fn bad(reason: &str) -> napi::Error {
    refused(Failure::bad_request(reason.to_owned()))
}
