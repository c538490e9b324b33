//! The kernel of a blueprint, with what was prepared for it.

use napi::bindgen_prelude::{BufferSlice, Uint8Array, Uint32Array, Uint32ArraySlice, Utf16String};
use napi::{Env, JsString};
use napi_derive::napi;
use profilekit::error::{Failure, Locale};
use profilekit::wire::{self, Session};

use crate::text::{Document, bytes, narrow, refused, string, text};

/// A compiled blueprint, and what was prepared for it by number.
#[napi]
pub struct NativeKernel {
    session: Session,
    /// Where JavaScript writes a question's numbers: subject, action, record, context. Writing
    /// there costs it less than an argument does.
    question: Uint32Array,
}

#[napi]
impl NativeKernel {
    /// Compiles a blueprint. An error's message is the list of its problems, as JSON.
    #[napi(factory, catch_unwind)]
    pub fn compile(blueprint: Document<'_>, question: Uint32Array) -> napi::Result<Self> {
        let mut room = Vec::new();
        let session = Session::compile(bytes(&blueprint, &mut room)?).map_err(|problems| {
            let problems = wire::problems(problems.as_slice(), Locale::En);
            napi::Error::from_reason(problems)
        })?;
        Ok(Self { session, question })
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
        let answer = self.session.call(text(&request)?.as_bytes(), document);
        answer.map_err(refused)
    }

    /// The number of a kind.
    #[napi(catch_unwind)]
    pub fn kind(&self, name: Utf16String) -> napi::Result<u32> {
        self.session.kind(&text(&name)?).map_err(refused)
    }

    /// The number of an action.
    #[napi(catch_unwind)]
    pub fn action(&self, name: Utf16String) -> napi::Result<u32> {
        self.session.action(&text(&name)?).map_err(refused)
    }

    /// [`Session::validate`] of bytes.
    #[napi(catch_unwind)]
    pub fn validate_bytes<'env>(
        &self,
        env: &'env Env,
        kind: u32,
        mode: u32,
        document: BufferSlice<'_>,
    ) -> napi::Result<Option<JsString<'env>>> {
        given(env, self.session.validate(kind, mode, &document))
    }

    /// [`Session::validate`] of a string.
    #[napi(catch_unwind)]
    pub fn validate_text<'env>(
        &self,
        env: &'env Env,
        kind: u32,
        mode: u32,
        document: Utf16String,
    ) -> napi::Result<Option<JsString<'env>>> {
        let mut room = Vec::new();
        narrow(&document, &mut room)?;
        given(env, self.session.validate(kind, mode, &room))
    }

    /// [`Session::validate_as`].
    #[napi(catch_unwind)]
    pub fn validate_as<'env>(
        &self,
        env: &'env Env,
        request: Utf16String,
        document: Document<'_>,
    ) -> napi::Result<Option<JsString<'env>>> {
        let mut room = Vec::new();
        let bytes = bytes(&document, &mut room)?;
        let told = self.session.validate_as(text(&request)?.as_bytes(), bytes);
        given(env, told)
    }

    /// [`Session::prepare_subject`].
    #[napi(catch_unwind)]
    pub fn prepare_subject(&mut self, head: Utf16String) -> napi::Result<u32> {
        let subject = self.session.prepare_subject(text(&head)?.as_bytes());
        subject.map_err(refused)
    }

    /// [`Session::prepare_record`].
    #[napi(catch_unwind)]
    pub fn prepare_record(
        &mut self,
        head: Utf16String,
        document: Document<'_>,
    ) -> napi::Result<u32> {
        let mut room = Vec::new();
        let bytes = bytes(&document, &mut room)?;
        let record = self.session.prepare_record(text(&head)?.as_bytes(), bytes);
        record.map_err(refused)
    }

    /// [`Session::prepare_context`].
    #[napi(catch_unwind)]
    pub fn prepare_context(&mut self, head: Utf16String) -> napi::Result<u32> {
        let context = self.session.prepare_context(text(&head)?.as_bytes());
        context.map_err(refused)
    }

    /// [`Session::release_subject`].
    #[napi(catch_unwind)]
    pub fn release_subject(&mut self, subject: u32) {
        self.session.release_subject(subject);
    }

    /// [`Session::release_record`].
    #[napi(catch_unwind)]
    pub fn release_record(&mut self, record: u32) {
        self.session.release_record(record);
    }

    /// [`Session::release_context`].
    #[napi(catch_unwind)]
    pub fn release_context(&mut self, context: u32) {
        self.session.release_context(context);
    }

    /// [`Session::can`] of the question that was written.
    #[napi(catch_unwind)]
    pub fn can_asked(&self) -> napi::Result<bool> {
        let [subject, action, record, context] = self.asked();
        let can = self.session.can(subject, action, record, context);
        can.map_err(refused)
    }

    /// [`Session::decide`] of the question that was written.
    #[napi(catch_unwind)]
    pub fn decide_asked(&self) -> napi::Result<String> {
        let [subject, action, record, context] = self.asked();
        let decision = self.session.decide(subject, action, record, context);
        decision.map_err(refused)
    }

    /// [`Session::decide_many`].
    #[napi(catch_unwind)]
    pub fn decide_many(
        &self,
        subject: u32,
        records: Uint32ArraySlice<'_>,
        questions: Uint32ArraySlice<'_>,
        context: u32,
    ) -> napi::Result<Uint8Array> {
        let many = self
            .session
            .decide_many(subject, &records, &questions, context);
        many.map(Uint8Array::new).map_err(refused)
    }

    /// [`Session::view`].
    #[napi(catch_unwind)]
    pub fn view<'env>(
        &self,
        env: &'env Env,
        subject: u32,
        record: u32,
        context: u32,
    ) -> napi::Result<JsString<'env>> {
        let view = self.session.view(subject, record, context);
        string(env, &view.map_err(refused)?)
    }

    #[inline]
    fn asked(&self) -> [u32; 4] {
        self.question.first_chunk().copied().unwrap_or_default()
    }
}

/// What validation told, as a JavaScript string.
fn given<'env>(
    env: &'env Env,
    told: Result<Option<String>, Failure>,
) -> napi::Result<Option<JsString<'env>>> {
    let told = told.map_err(refused)?;
    told.map(|told| string(env, &told)).transpose()
}
