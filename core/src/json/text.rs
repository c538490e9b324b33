//! What a reader gives: kinds of value, and strings as they stand in the text.

use std::borrow::Cow;

use super::scan::string_stop;
use crate::order;

/// What kind of value comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names of JSON's own value kinds")]
pub enum Shape {
    Object,
    Array,
    String,
    Number,
    Bool,
    Null,
}

impl Shape {
    /// JSON's word for it, as messages use it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Object => "object",
            Self::Array => "array",
            Self::String => "string",
            Self::Number => "number",
            Self::Bool => "boolean",
            Self::Null => "null",
        }
    }
}

/// A string as it stands in the text, between its quotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text<'a> {
    /// The characters between the quotes, escapes as written.
    pub raw: &'a str,
    /// Byte offset of the opening quote, four times, plus what was seen of `raw`: a word of its
    /// own for each would leave a gap that costs more to copy than to count.
    place: usize,
}

const ESCAPED: usize = 1;
const CLEAN: usize = 2;

impl<'a> Text<'a> {
    /// A string without escapes whose opening quote stands at a byte offset; `clean` when it was
    /// seen to be.
    #[inline]
    pub(super) fn plain(raw: &'a str, clean: bool, at: usize) -> Self {
        let place = (at << 2) | if clean { CLEAN } else { 0 };
        Self { raw, place }
    }

    /// A string with escapes whose opening quote stands at a byte offset.
    pub(crate) fn with_escapes(raw: &'a str, at: usize) -> Self {
        let place = (at << 2) | ESCAPED;
        Self { raw, place }
    }

    /// Whether `raw` holds an escape, so that it differs from what it means.
    #[inline]
    #[must_use]
    pub fn escaped(&self) -> bool {
        self.place & ESCAPED != 0
    }

    /// Byte offset of the opening quote.
    #[inline]
    #[must_use]
    pub fn at(&self) -> usize {
        self.place >> 2
    }

    /// Whether the string has no escape and was seen to be clean, as [`super::is_clean`] says.
    #[inline]
    pub(crate) fn clean(&self) -> bool {
        self.place & CLEAN != 0
    }

    /// What the string means; allocates only when it holds an escape.
    ///
    /// The reader has already checked every escape.
    #[inline]
    #[must_use]
    pub fn decode(&self) -> Cow<'a, str> {
        if self.escaped() {
            Cow::Owned(unescape(self.raw))
        } else {
            Cow::Borrowed(self.raw)
        }
    }

    /// Byte offset just after the closing quote.
    #[must_use]
    pub fn end(&self) -> usize {
        self.at() + self.raw.len() + 2
    }
}

pub(super) fn hex(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |value, &digit| {
        char::from(digit)
            .to_digit(16)
            .map(|digit| value * 16 + digit)
    })
}

/// Whether JavaScript would give this member name a meaning of its own.
#[inline]
pub(crate) fn forbidden_name(name: &str) -> bool {
    matches!(name.len(), 9 | 11) && matches!(name, "__proto__" | "constructor" | "prototype")
}

#[inline]
pub(super) fn forbidden_text(name: Text<'_>) -> bool {
    if name.escaped() {
        forbidden_name(&name.decode())
    } else {
        forbidden_name(name.raw)
    }
}

/// The names of one object: of few only the places are kept, many go to a list.
#[derive(Default)]
pub(super) struct NamesSeen<'a> {
    /// A bit for each name's [`NamesSeen::bit`]: names whose bits differ differ.
    bits: u64,
    few: [usize; NamesSeen::FEW],
    count: usize,
    many: Vec<Text<'a>>,
}

impl NamesSeen<'_> {
    const FEW: usize = 12;
}

impl<'a> NamesSeen<'a> {
    /// Adds a name of an object in `text`. Whether it is known to be there twice now.
    #[inline]
    pub(super) fn adds_again(&mut self, text: &'a str, name: Text<'a>) -> bool {
        match self.few.get_mut(self.count) {
            Some(place) if self.many.is_empty() && !name.escaped() => {
                *place = name.at();
                self.count += 1;
            }
            _ => {
                self.spill(text);
                self.many.push(name);
                return false;
            }
        }
        let bit = Self::bit(name.raw);
        let new = self.bits & bit == 0;
        self.bits |= bit;
        !new && self.stood_before(text, name)
    }

    fn bit(raw: &str) -> u64 {
        let bytes = raw.as_bytes();
        let ends = bytes.first().zip(bytes.last());
        let ends = ends.map_or(0, |(first, last)| {
            usize::from(*first) * 5 + usize::from(*last)
        });
        1 << (ends.wrapping_add(raw.len()) % 64)
    }

    /// Whether one of the few names before the last is `name`.
    fn stood_before(&self, text: &str, name: Text<'_>) -> bool {
        let before = self.few.iter().take(self.count.saturating_sub(1));
        let same = |at: &usize| {
            let found = text.as_bytes().get(at + 1..).unwrap_or_default();
            found.starts_with(name.raw.as_bytes()) && found.get(name.raw.len()) == Some(&b'"')
        };
        before.into_iter().any(same)
    }

    /// Moves the few names, which have no escapes, to the list.
    #[cold]
    fn spill(&mut self, text: &'a str) {
        let few = self.few.iter().take(std::mem::take(&mut self.count));
        let names = few.map(|&at| {
            let stop = string_stop(text.as_bytes(), at + 1);
            Text::plain(text.get(at + 1..stop).unwrap_or_default(), false, at)
        });
        self.many.extend(names);
    }

    /// The later of two equal names among many, if any two are equal.
    pub(super) fn duplicate(self) -> Option<Text<'a>> {
        if self.many.is_empty() {
            return None;
        }
        duplicate(&self.many)
    }
}

/// The later of two equal names, if any two are equal.
fn duplicate<'a>(names: &[Text<'a>]) -> Option<Text<'a>> {
    let mut sorted: Vec<(Cow<'a, str>, Text<'a>)> =
        names.iter().map(|name| (name.decode(), *name)).collect();
    order::sort_by(&mut sorted, |a, b| {
        a.0.cmp(&b.0).then(a.1.at().cmp(&b.1.at()))
    });
    sorted
        .windows(2)
        .filter_map(|pair| match pair {
            [(one, _), (two, again)] if one == two => Some(*again),
            _ => None,
        })
        .min_by_key(|again| again.at())
}

/// Resolves the escapes of a string that the reader has checked.
fn unescape(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(slash) = rest.find('\\') {
        out.push_str(rest.get(..slash).unwrap_or_default());
        let escape = rest.get(slash + 1..).unwrap_or_default();
        let (decoded, used) = unescape_one(escape);
        out.push(decoded);
        rest = escape.get(used..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

/// The character that an escape (without its backslash) stands for, and the bytes it takes.
pub(crate) fn unescape_one(escape: &str) -> (char, usize) {
    let bytes = escape.as_bytes();
    let unit = |from: usize| bytes.get(from..from + 4).and_then(hex).unwrap_or(0xFFFD);
    match bytes.first() {
        Some(b'b') => ('\u{8}', 1),
        Some(b'f') => ('\u{c}', 1),
        Some(b'n') => ('\n', 1),
        Some(b'r') => ('\r', 1),
        Some(b't') => ('\t', 1),
        Some(b'u') => match unit(1) {
            high @ 0xD800..=0xDBFF => {
                let code =
                    0x10000 + ((high - 0xD800) << 10) + (unit(7).saturating_sub(0xDC00) & 0x3FF);
                (char::from_u32(code).unwrap_or('\u{FFFD}'), 11)
            }
            code => (char::from_u32(code).unwrap_or('\u{FFFD}'), 5),
        },
        Some(&other) => (char::from(other), 1),
        None => ('\u{FFFD}', 0),
    }
}
