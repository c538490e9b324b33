//! The module for browsers: converts, calls the kernel, converts.
//!
//! Everything that a caller sees is JavaScript that Node has too; what is here takes bytes and
//! numbers and gives text and numbers. A failure is thrown as the JSON of
//! [`profilekit::wire::failure`]. A panic ends the module: JavaScript starts another one, in which
//! everything is prepared again when it is needed.

#[cfg(feature = "compiler")]
mod compiler;
#[cfg(feature = "all")]
mod facts;
mod lent;
#[cfg(not(feature = "compiler"))]
mod thin;

use std::panic;

use profilekit::error::{Code, Failure, Locale};
use profilekit::json::quoted;
use profilekit::wire::{self, Session};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsError, JsValue};

#[cfg(feature = "compiler")]
use compiler::Answers;
#[cfg(not(feature = "compiler"))]
use thin::Answers;

/// A compiled blueprint, and what was prepared for it by number.
#[wasm_bindgen]
#[derive(Debug)]
pub struct NativeKernel {
    session: Session<Answers>,
}

#[wasm_bindgen]
impl NativeKernel {
    /// Answers one call of the wire.
    pub fn call(&mut self, request: &[u8], document: &[u8]) -> Result<String, JsError> {
        self.session.call(request, document).map_err(thrown)
    }

    /// The number of a kind.
    pub fn kind(&self, name: &[u8]) -> Result<u32, JsError> {
        self.session.kind(&text(name)).map_err(thrown)
    }

    /// The number of an action.
    pub fn action(&self, name: &[u8]) -> Result<u32, JsError> {
        self.session.action(&text(name)).map_err(thrown)
    }

    /// [`Session::validate`].
    pub fn validate(
        &self,
        kind: u32,
        mode: u32,
        document: &[u8],
    ) -> Result<Option<String>, JsError> {
        self.session.validate(kind, mode, document).map_err(thrown)
    }

    /// [`Session::validate_as`].
    #[wasm_bindgen(js_name = validateAs)]
    pub fn validate_as(
        &mut self,
        request: &[u8],
        document: &[u8],
    ) -> Result<Option<String>, JsError> {
        self.session.validate_as(request, document).map_err(thrown)
    }

    /// [`Session::prepare_subject`].
    #[wasm_bindgen(js_name = prepareSubject)]
    pub fn prepare_subject(&mut self, head: &[u8]) -> Result<u32, JsError> {
        self.session.prepare_subject(head).map_err(thrown)
    }

    /// [`Session::prepare_record`].
    #[wasm_bindgen(js_name = prepareRecord)]
    pub fn prepare_record(&mut self, head: &[u8], document: &[u8]) -> Result<u32, JsError> {
        self.session.prepare_record(head, document).map_err(thrown)
    }

    /// [`Session::prepare_page`].
    #[wasm_bindgen(js_name = preparePage)]
    pub fn prepare_page(&mut self, records: &[u32]) -> Result<u32, JsError> {
        self.session.prepare_page(records).map_err(thrown)
    }

    /// [`Session::prepare_context`].
    #[wasm_bindgen(js_name = prepareContext)]
    pub fn prepare_context(&mut self, head: &[u8]) -> Result<u32, JsError> {
        self.session.prepare_context(head).map_err(thrown)
    }

    /// [`Session::release_subject`].
    #[wasm_bindgen(js_name = releaseSubject)]
    pub fn release_subject(&mut self, subject: u32) {
        self.session.release_subject(subject);
    }

    /// [`Session::release_record`].
    #[wasm_bindgen(js_name = releaseRecord)]
    pub fn release_record(&mut self, record: u32) {
        self.session.release_record(record);
    }

    /// [`Session::release_page`].
    #[wasm_bindgen(js_name = releasePage)]
    pub fn release_page(&mut self, page: u32) {
        self.session.release_page(page);
    }

    /// [`Session::release_context`].
    #[wasm_bindgen(js_name = releaseContext)]
    pub fn release_context(&mut self, context: u32) {
        self.session.release_context(context);
    }

    /// [`Session::facts`].
    pub fn facts(&self, record: u32) -> Result<Vec<u32>, JsError> {
        self.session.facts(record).map_err(thrown)
    }

    /// [`Session::rights`].
    pub fn rights(&self, subject: u32) -> Result<Vec<u32>, JsError> {
        self.session.rights(subject).map_err(thrown)
    }

    /// [`Session::can`].
    pub fn can(
        &self,
        subject: u32,
        action: u32,
        record: u32,
        context: u32,
    ) -> Result<bool, JsError> {
        self.session
            .can(subject, action, record, context)
            .map_err(thrown)
    }

    /// [`Session::decide`].
    pub fn decide(
        &self,
        subject: u32,
        action: u32,
        record: u32,
        context: u32,
    ) -> Result<String, JsError> {
        self.session
            .decide(subject, action, record, context)
            .map_err(thrown)
    }

    /// [`Session::decide_many`].
    #[wasm_bindgen(js_name = decideMany)]
    pub fn decide_many(
        &self,
        subject: u32,
        page: u32,
        questions: &[u32],
        context: u32,
    ) -> Result<Vec<u8>, JsError> {
        let many = self.session.decide_many(subject, page, questions, context);
        many.map_err(thrown)
    }

    /// [`Session::view`].
    pub fn view(&self, subject: u32, record: u32, context: u32) -> Result<String, JsError> {
        self.session.view(subject, record, context).map_err(thrown)
    }
}

/// What the caller handed in cannot be read.
#[wasm_bindgen]
#[must_use]
pub fn refusal(reason: &[u8]) -> String {
    told(&Failure::new(Code::KernelBadRequest).with("reason", text(reason)))
}

/// Something inside went wrong.
#[wasm_bindgen]
#[must_use]
pub fn internal(reason: &[u8]) -> String {
    told(&Failure::new(Code::KernelInternal).with("reason", text(reason)))
}

/// Half a surrogate pair behind that many bytes.
#[wasm_bindgen(js_name = loneSurrogate)]
#[must_use]
pub fn lone_surrogate(at: u32) -> String {
    told(&Failure::new(Code::JsonLoneSurrogate).with("at", i64::from(at)))
}

/// Every code of the registry, as a JSON list.
#[wasm_bindgen]
#[must_use]
pub fn codes() -> String {
    let codes: Vec<String> = Code::ALL.iter().map(|code| quoted(code.as_str())).collect();
    format!("[{}]", codes.join(","))
}

/// Panics, for the test that a panic becomes an error and the next call works.
#[wasm_bindgen]
#[allow(clippy::panic, reason = "what it is for")]
pub fn panics() {
    panic!("on purpose")
}

/// The memory of the module.
#[wasm_bindgen(js_name = moduleMemory)]
#[must_use]
pub fn module_memory() -> JsValue {
    wasm_bindgen::memory()
}

/// A panic leaves as an error with its words: a module says nothing else when it ends.
#[wasm_bindgen(start)]
pub fn start() {
    lent::lend();
    panic::set_hook(Box::new(|panic| {
        wasm_bindgen::throw_str(&panic.to_string())
    }));
}

/// JavaScript encodes texts, and gives well-formed ones only.
fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn thrown(failure: Failure) -> JsError {
    JsError::new(&told(&failure))
}

fn told(failure: &Failure) -> String {
    wire::failure(failure, Locale::En)
}
