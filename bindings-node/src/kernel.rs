//! Kernels by number, each with what was prepared for it.
//!
//! They are functions, not the methods of a class: whose object a class is called on, Node is
//! asked about at each call, and that takes it longer than a decision.

use std::cell::RefCell;

use napi::bindgen_prelude::{BufferSlice, Uint8Array, Uint32Array, Uint32ArraySlice, Utf16String};
use napi::{Env, JsString};
use napi_derive::napi;
use profilekit::error::{Failure, Locale};
use profilekit::{Kernel, wire};

use crate::text::{Document, bytes, narrow, refused, string, text};

type Session = wire::Session<Kernel>;

thread_local! {
    /// The kernels of this thread, which is one of Node's.
    static DESK: RefCell<Desk> = const {
        RefCell::new(Desk {
            sessions: Vec::new(),
            question: None,
        })
    };
}

struct Desk {
    /// Kernels by number; no number is given twice.
    sessions: Vec<Option<Session>>,
    /// Where JavaScript writes a question's numbers: session, subject, action, record, context.
    /// Writing there costs it less than arguments do.
    question: Option<Uint32Array>,
}

impl Desk {
    fn add(&mut self, session: Session) -> Option<u32> {
        let number = u32::try_from(self.sessions.len()).ok()?;
        self.sessions.push(Some(session));
        Some(number)
    }

    fn session(&mut self, number: u32) -> Result<&mut Session, Failure> {
        let found = usize::try_from(number).ok();
        let found = found.and_then(|number| self.sessions.get_mut(number)?.as_mut());
        found.ok_or_else(|| Failure::bad_request("there is no such kernel"))
    }

    /// The kernel that was asked, and the numbers of the question.
    fn asked(&mut self) -> Result<(&mut Session, [u32; 4]), Failure> {
        let numbers = self.question.as_ref();
        let numbers = numbers.and_then(|numbers| numbers.first_chunk());
        let [session, question @ ..] = numbers.copied().unwrap_or([u32::MAX; 5]);
        Ok((self.session(session)?, question))
    }
}

pub(crate) fn with<T>(
    session: u32,
    run: impl FnOnce(&mut Session) -> Result<T, Failure>,
) -> napi::Result<T> {
    DESK.with_borrow_mut(|desk| desk.session(session).and_then(run))
        .map_err(refused)
}

/// Answers the question that was written.
fn answer<T>(run: impl FnOnce(&Session, [u32; 4]) -> Result<T, Failure>) -> napi::Result<T> {
    DESK.with_borrow_mut(|desk| {
        let (session, question) = desk.asked()?;
        run(session, question)
    })
    .map_err(refused)
}

/// Takes the place where questions are written.
#[napi(catch_unwind)]
pub fn listen(question: Uint32Array) {
    DESK.with_borrow_mut(|desk| desk.question = Some(question));
}

/// Compiles a blueprint: its number. An error's message is the list of its problems, as JSON.
#[napi(catch_unwind)]
pub fn compile(blueprint: Document<'_>) -> napi::Result<u32> {
    let mut room = Vec::new();
    let session = Session::compile(bytes(&blueprint, &mut room)?).map_err(|problems| {
        let problems = wire::problems(problems.as_slice(), Locale::En);
        napi::Error::from_reason(problems)
    })?;
    let number = DESK.with_borrow_mut(|desk| desk.add(session));
    number.ok_or_else(|| refused(Failure::bad_request("too many kernels were compiled")))
}

/// Forgets a kernel and all that was prepared for it.
#[napi(catch_unwind)]
pub fn release(session: u32) {
    let place = usize::try_from(session).unwrap_or(usize::MAX);
    DESK.with_borrow_mut(|desk| desk.sessions.get_mut(place).map(Option::take));
}

/// [`Session::call`].
#[napi(catch_unwind)]
pub fn call<'env>(
    env: &'env Env,
    session: u32,
    request: Utf16String,
    document: Option<Document<'_>>,
) -> napi::Result<JsString<'env>> {
    let mut room = Vec::new();
    let document = match &document {
        Some(document) => bytes(document, &mut room)?,
        None => &[],
    };
    let request = text(&request)?;
    let answer = with(session, |session| {
        session.call(request.as_bytes(), document)
    });
    string(env, &answer?)
}

/// [`Session::image`].
#[napi(catch_unwind)]
pub fn image(session: u32) -> napi::Result<Uint8Array> {
    with(session, |session| Ok(session.image())).map(Uint8Array::from)
}

/// [`Session::kind`].
#[napi(catch_unwind)]
pub fn kind(session: u32, name: Utf16String) -> napi::Result<u32> {
    let name = text(&name)?;
    with(session, |session| session.kind(&name))
}

/// [`Session::action`].
#[napi(catch_unwind)]
pub fn action(session: u32, name: Utf16String) -> napi::Result<u32> {
    let name = text(&name)?;
    with(session, |session| session.action(&name))
}

/// [`Session::validate`] of bytes.
#[napi(catch_unwind)]
pub fn validate_bytes<'env>(
    env: &'env Env,
    session: u32,
    kind: u32,
    mode: u32,
    document: BufferSlice<'_>,
) -> napi::Result<Option<JsString<'env>>> {
    let told = with(session, |session| session.validate(kind, mode, &document));
    given(env, told?)
}

/// [`Session::validate`] of a string.
#[napi(catch_unwind)]
pub fn validate_text<'env>(
    env: &'env Env,
    session: u32,
    kind: u32,
    mode: u32,
    document: Utf16String,
) -> napi::Result<Option<JsString<'env>>> {
    let mut room = Vec::new();
    narrow(&document, &mut room)?;
    let told = with(session, |session| session.validate(kind, mode, &room));
    given(env, told?)
}

/// [`Session::validate_as`].
#[napi(catch_unwind)]
pub fn validate_as<'env>(
    env: &'env Env,
    session: u32,
    request: Utf16String,
    document: Document<'_>,
) -> napi::Result<Option<JsString<'env>>> {
    let mut room = Vec::new();
    let (request, bytes) = (text(&request)?, bytes(&document, &mut room)?);
    let told = with(session, |session| {
        session.validate_as(request.as_bytes(), bytes)
    });
    given(env, told?)
}

/// [`Session::prepare_subject`].
#[napi(catch_unwind)]
pub fn prepare_subject(session: u32, head: Utf16String) -> napi::Result<u32> {
    let head = text(&head)?;
    with(session, |session| session.prepare_subject(head.as_bytes()))
}

/// [`Session::prepare_record`].
#[napi(catch_unwind)]
pub fn prepare_record(
    session: u32,
    head: Utf16String,
    document: Document<'_>,
) -> napi::Result<u32> {
    let mut room = Vec::new();
    let (head, bytes) = (text(&head)?, bytes(&document, &mut room)?);
    with(session, |session| {
        session.prepare_record(head.as_bytes(), bytes)
    })
}

/// [`Session::prepare_page`].
#[napi(catch_unwind)]
pub fn prepare_page(session: u32, records: Uint32ArraySlice<'_>) -> napi::Result<u32> {
    with(session, |session| session.prepare_page(&records))
}

/// [`Session::prepare_context`].
#[napi(catch_unwind)]
pub fn prepare_context(session: u32, head: Utf16String) -> napi::Result<u32> {
    let head = text(&head)?;
    with(session, |session| session.prepare_context(head.as_bytes()))
}

/// [`Session::release_subject`].
#[napi(catch_unwind)]
pub fn release_subject(session: u32, subject: u32) {
    forget(session, |session| session.release_subject(subject));
}

/// [`Session::release_record`].
#[napi(catch_unwind)]
pub fn release_record(session: u32, record: u32) {
    forget(session, |session| session.release_record(record));
}

/// [`Session::release_page`].
#[napi(catch_unwind)]
pub fn release_page(session: u32, page: u32) {
    forget(session, |session| session.release_page(page));
}

/// [`Session::release_context`].
#[napi(catch_unwind)]
pub fn release_context(session: u32, context: u32) {
    forget(session, |session| session.release_context(context));
}

/// What belonged to a kernel that is gone is gone too.
pub(crate) fn forget(session: u32, run: impl FnOnce(&mut Session)) {
    DESK.with_borrow_mut(|desk| desk.session(session).map(run).ok());
}

/// [`Session::facts`].
#[napi(catch_unwind)]
pub fn facts(session: u32, record: u32) -> napi::Result<Uint32Array> {
    with(session, |session| session.facts(record)).map(Uint32Array::new)
}

/// [`Session::rights`].
#[napi(catch_unwind)]
pub fn rights(session: u32, subject: u32) -> napi::Result<Uint32Array> {
    with(session, |session| session.rights(subject)).map(Uint32Array::new)
}

/// [`Session::can`] of the question that was written.
#[napi(catch_unwind)]
pub fn can() -> napi::Result<bool> {
    answer(|session, [subject, action, record, context]| {
        session.can(subject, action, record, context)
    })
}

/// [`Session::decide`] of the question that was written.
#[napi(catch_unwind)]
pub fn decide(env: &Env) -> napi::Result<JsString<'_>> {
    let decision = answer(|session, [subject, action, record, context]| {
        session.decide(subject, action, record, context)
    });
    string(env, &decision?)
}

/// [`Session::view`] of the question that was written.
#[napi(catch_unwind)]
pub fn view(env: &Env) -> napi::Result<JsString<'_>> {
    let view =
        answer(|session, [subject, _, record, context]| session.view(subject, record, context));
    string(env, &view?)
}

/// [`Session::decide_many`], of a page.
#[napi(catch_unwind)]
pub fn decide_many(
    session: u32,
    subject: u32,
    page: u32,
    questions: Uint32ArraySlice<'_>,
    context: u32,
) -> napi::Result<Uint8Array> {
    let many = with(session, |session| {
        session.decide_many(subject, page, &questions, context)
    });
    many.map(Uint8Array::new)
}

/// What validation told, as a JavaScript string.
fn given<'env>(env: &'env Env, told: Option<String>) -> napi::Result<Option<JsString<'env>>> {
    told.map(|told| string(env, &told)).transpose()
}
