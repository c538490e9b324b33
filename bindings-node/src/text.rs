//! Texts and bytes at the border.

use napi::bindgen_prelude::{Either, Uint8ArraySlice, Utf16String};
use napi::{Error, Status};
use profilekit::error::{Code, Failure, Locale};
use profilekit::wire;

/// A document: bytes as they are, or a string.
pub(crate) type Document<'d> = Either<Uint8ArraySlice<'d>, Utf16String>;

/// The bytes of a document. A string with half a surrogate pair is no text.
pub(crate) fn bytes<'d>(
    document: &'d Document<'d>,
    room: &'d mut Vec<u8>,
) -> napi::Result<&'d [u8]> {
    match document {
        Either::A(bytes) => Ok(bytes),
        Either::B(units) => {
            narrow(units, room).map_err(refused)?;
            Ok(room)
        }
    }
}

/// The text of a string.
pub(crate) fn text(units: &[u16]) -> napi::Result<String> {
    String::from_utf16(units).map_err(|_| refused(lone_surrogate(units)))
}

/// Writes UTF-16 as UTF-8: most documents are ASCII, of which every unit is a byte.
fn narrow(units: &[u16], room: &mut Vec<u8>) -> Result<(), Failure> {
    let ascii = units.iter().fold(0, |all, unit| all | unit) < 0x80;
    if ascii {
        room.extend(units.iter().map(|unit| unit.to_le_bytes()[0]));
        return Ok(());
    }
    let text = String::from_utf16(units).map_err(|_| lone_surrogate(units))?;
    *room = text.into_bytes();
    Ok(())
}

fn lone_surrogate(units: &[u16]) -> Failure {
    let units = units.iter().copied();
    let before = char::decode_utf16(units)
        .take_while(Result::is_ok)
        .flatten();
    let at = before.map(char::len_utf8).sum::<usize>();
    Failure::new(Code::JsonLoneSurrogate).with("at", at)
}

/// A failure as a JavaScript error.
pub(crate) fn refused(failure: Failure) -> Error {
    Error::new(Status::GenericFailure, wire::failure(&failure, Locale::En))
}
