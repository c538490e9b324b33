//! Facts of a kernel by number: columns and rows come in.

use napi::bindgen_prelude::{
    BigInt64ArraySlice, Float64ArraySlice, Uint8ArraySlice, Uint32Array, Uint32ArraySlice,
    Utf16String,
};
use napi::{Env, JsString};
use napi_derive::napi;
use profilekit::metrics::Values;

use crate::kernel::{forget, with};
use crate::text::{Document, bytes, string, text};

/// [`profilekit::wire::Session::prepare_facts`].
#[napi(catch_unwind)]
pub fn prepare_facts(session: u32, table: Utf16String) -> napi::Result<u32> {
    let table = text(&table)?;
    with(session, |session| session.prepare_facts(&table))
}

/// [`profilekit::wire::Session::release_facts`].
#[napi(catch_unwind)]
pub fn release_facts(session: u32, facts: u32) {
    forget(session, |session| session.release_facts(facts));
}

/// [`profilekit::wire::Session::learn_texts`].
#[napi(catch_unwind)]
pub fn learn_texts(
    session: u32,
    facts: u32,
    column: u32,
    texts: Utf16String,
    lengths: Uint32ArraySlice<'_>,
) -> napi::Result<Uint32Array> {
    let texts = text(&texts)?;
    let codes = with(session, |session| {
        session.learn_texts(facts, column, texts.as_bytes(), &lengths)
    });
    codes.map(Uint32Array::new)
}

/// [`profilekit::wire::Session::stage_facts`] of doubles.
#[napi(catch_unwind)]
pub fn stage_doubles(
    session: u32,
    facts: u32,
    column: u32,
    values: Float64ArraySlice<'_>,
    units: bool,
    currencies: Uint32ArraySlice<'_>,
    valid: Uint8ArraySlice<'_>,
) -> napi::Result<()> {
    let values = Values::Doubles {
        values: &values,
        units,
        currencies: &currencies,
    };
    with(session, |session| {
        session.stage_facts(facts, column, values, &valid)
    })
}

/// [`profilekit::wire::Session::stage_facts`] of whole numbers.
#[napi(catch_unwind)]
pub fn stage_whole(
    session: u32,
    facts: u32,
    column: u32,
    values: BigInt64ArraySlice<'_>,
    units: bool,
    currencies: Uint32ArraySlice<'_>,
    valid: Uint8ArraySlice<'_>,
) -> napi::Result<()> {
    let values = Values::Whole {
        values: &values,
        units,
        currencies: &currencies,
    };
    with(session, |session| {
        session.stage_facts(facts, column, values, &valid)
    })
}

/// [`profilekit::wire::Session::stage_facts`] of codes.
#[napi(catch_unwind)]
pub fn stage_codes(
    session: u32,
    facts: u32,
    column: u32,
    codes: Uint32ArraySlice<'_>,
    valid: Uint8ArraySlice<'_>,
) -> napi::Result<()> {
    with(session, |session| {
        session.stage_facts(facts, column, Values::Codes(&codes), &valid)
    })
}

/// [`profilekit::wire::Session::take_facts`].
#[napi(catch_unwind)]
pub fn take_facts(
    session: u32,
    facts: u32,
    count: u32,
    odd: Uint32ArraySlice<'_>,
    rows: Document<'_>,
) -> napi::Result<()> {
    let mut room = Vec::new();
    let rows = bytes(&rows, &mut room)?;
    with(session, |session| {
        session.take_facts(facts, count, &odd, rows)
    })
}

/// [`profilekit::wire::Session::settle_facts`].
#[napi(catch_unwind)]
pub fn settle_facts(session: u32, facts: u32) -> napi::Result<u32> {
    with(session, |session| session.settle_facts(facts))
}

/// [`profilekit::wire::Session::undo_facts`].
#[napi(catch_unwind)]
pub fn undo_facts(session: u32, facts: u32) -> napi::Result<()> {
    with(session, |session| session.undo_facts(facts))
}

/// [`profilekit::wire::Session::bad_facts`].
#[napi(catch_unwind)]
pub fn bad_facts(env: &Env, session: u32, facts: u32) -> napi::Result<JsString<'_>> {
    let bad = with(session, |session| session.bad_facts(facts));
    string(env, &bad?)
}

/// [`profilekit::wire::Session::dashboard`].
#[napi(catch_unwind)]
pub fn dashboard<'env>(
    env: &'env Env,
    session: u32,
    request: Utf16String,
    document: Document<'_>,
    held: Uint32ArraySlice<'_>,
) -> napi::Result<JsString<'env>> {
    let mut room = Vec::new();
    let (request, document) = (text(&request)?, bytes(&document, &mut room)?);
    let told = with(session, |session| {
        session.dashboard(request.as_bytes(), document, &held)
    });
    string(env, &told?)
}
