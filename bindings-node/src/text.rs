//! Texts and bytes at the border.

use std::borrow::Cow;

use napi::bindgen_prelude::{BufferSlice, Either, Utf16String};
use napi::{Env, Error, JsString, Status};
use profilekit::error::{Code, Failure, Locale};
use profilekit::wire;

/// A document: bytes as they are, or a string.
pub(crate) type Document<'d> = Either<BufferSlice<'d>, Utf16String>;

/// The bytes of a document. A string with half a surrogate pair is no text.
pub(crate) fn bytes<'d>(
    document: &'d Document<'d>,
    room: &'d mut Vec<u8>,
) -> napi::Result<&'d [u8]> {
    match document {
        Either::A(bytes) => Ok(bytes),
        Either::B(units) => {
            narrow(units, room)?;
            Ok(room)
        }
    }
}

/// The text of a string.
pub(crate) fn text(units: &[u16]) -> napi::Result<String> {
    let mut room = Vec::new();
    narrow(units, &mut room)?;
    String::from_utf8(room).map_err(|_| refused(lone_surrogate(0)))
}

/// Writes UTF-16 as UTF-8: most of a document is ASCII, of which every unit is a byte.
pub(crate) fn narrow(units: &[u16], room: &mut Vec<u8>) -> napi::Result<()> {
    room.reserve(units.len() + units.len() / 8);
    let mut rest = ascii(units, room);
    while let Some(character) = char::decode_utf16(rest.iter().copied()).next() {
        let character = character.map_err(|_| refused(lone_surrogate(room.len())))?;
        room.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
        let behind = rest.get(character.len_utf16()..).unwrap_or_default();
        rest = ascii(behind, room);
    }
    Ok(())
}

/// Writes the units at the beginning that are ASCII, and gives the others.
fn ascii<'u>(units: &'u [u16], room: &mut Vec<u8>) -> &'u [u16] {
    // Looked at and narrowed in one go, which compilers do for all of them at once.
    let (chunks, _) = units.as_chunks::<32>();
    let mut written = 0;
    for chunk in chunks {
        let (mut bytes, mut all) = ([0; 32], 0);
        for (byte, unit) in bytes.iter_mut().zip(chunk) {
            all |= unit;
            *byte = unit.to_le_bytes()[0];
        }
        if all >= 0x80 {
            break;
        }
        room.extend_from_slice(&bytes);
        written += bytes.len();
    }
    let rest = units.get(written..).unwrap_or_default();
    let plain = rest.iter().take_while(|unit| **unit < 0x80).count();
    let (plain, behind) = rest.split_at(plain);
    room.extend(plain.iter().map(|unit| unit.to_le_bytes()[0]));
    behind
}

/// A JavaScript string of a text: engines keep Latin-1 a byte a character, and take it as it is.
pub(crate) fn string<'env>(env: &'env Env, text: &str) -> napi::Result<JsString<'env>> {
    match latin1(text) {
        Some(bytes) => env.create_string_latin1(bytes),
        None => env.create_string_utf16(text.encode_utf16().collect::<Vec<u16>>()),
    }
}

/// Where the first byte stands that is not ASCII.
fn beyond_ascii(bytes: &[u8]) -> Option<usize> {
    const BEYOND: u128 = u128::from_ne_bytes([0x80; 16]);
    let (chunks, rest) = bytes.as_chunks::<16>();
    for (index, chunk) in chunks.iter().enumerate() {
        let odd = u128::from_le_bytes(*chunk) & BEYOND;
        if odd != 0 {
            return Some(index * 16 + odd.trailing_zeros() as usize / 8);
        }
    }
    let further = rest.iter().position(|byte| !byte.is_ascii())?;
    Some(bytes.len() - rest.len() + further)
}

/// The text in Latin-1, if every character has a place there.
fn latin1(text: &str) -> Option<Cow<'_, [u8]>> {
    if text.is_ascii() {
        return Some(Cow::Borrowed(text.as_bytes()));
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = beyond_ascii(rest.as_bytes()) {
        let (plain, behind) = rest.split_at(at);
        bytes.extend_from_slice(plain.as_bytes());
        let mut behind = behind.chars();
        bytes.push(u8::try_from(behind.next()?).ok()?);
        rest = behind.as_str();
    }
    bytes.extend_from_slice(rest.as_bytes());
    Some(Cow::Owned(bytes))
}

/// Half a surrogate pair behind that many bytes.
fn lone_surrogate(at: usize) -> Failure {
    Failure::new(Code::JsonLoneSurrogate).with("at", at)
}

/// A failure as a JavaScript error.
pub(crate) fn refused(failure: Failure) -> Error {
    Error::new(Status::GenericFailure, wire::failure(&failure, Locale::En))
}
