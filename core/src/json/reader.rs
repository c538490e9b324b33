//! A strict pull reader over JSON text.

mod token;

use std::borrow::Cow;

use super::copy::Copy;
use super::fault::{Fault, FaultKind};
use super::text::{NamesSeen, Shape, Text, forbidden_text};

/// Bounds on what is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Deepest nesting of objects and arrays; the outermost value is level 1.
    pub depth: usize,
    /// Longest text in bytes.
    pub bytes: usize,
}

impl Default for Limits {
    /// 32 levels, 1 MiB.
    fn default() -> Self {
        Self {
            depth: 32,
            bytes: 1 << 20,
        }
    }
}

/// Reads one strict JSON text value by value, in order.
///
/// With [`Reader::copying`] it writes the compact form of the text at the same time.
#[derive(Debug)]
pub struct Reader<'a> {
    text: &'a str,
    pos: usize,
    depth: usize,
    limits: Limits,
    copy: Option<Copy>,
}

/// The place inside an object or array that is being read.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Members {
    /// Whether a member was read before, so that a comma must come first.
    read: bool,
    /// Whether a member was kept before, so that the copy needs a comma.
    kept: bool,
    /// Where the member begins: at its comma, or at its name when it is the first.
    start: usize,
}

/// The state of the copy at a member.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mark {
    copy: (usize, usize),
    kept: bool,
}

type Read<T> = Result<T, Fault>;

impl<'a> Reader<'a> {
    /// A reader over `bytes` within `limits`.
    ///
    /// # Errors
    /// [`FaultKind::TooLarge`] and [`FaultKind::InvalidUtf8`].
    pub fn from_bytes(bytes: &'a [u8], limits: Limits) -> Read<Self> {
        if bytes.len() > limits.bytes {
            return Err(Fault {
                kind: FaultKind::TooLarge,
                at: limits.bytes,
            });
        }
        let text = std::str::from_utf8(bytes).map_err(|e| Fault {
            kind: FaultKind::InvalidUtf8,
            at: e.valid_up_to(),
        })?;
        Ok(Self::new(text, limits))
    }

    /// A reader over `text`; its size is not checked.
    #[must_use]
    pub fn new(text: &'a str, limits: Limits) -> Self {
        Self {
            text,
            pos: 0,
            depth: 0,
            limits,
            copy: None,
        }
    }

    /// The same reader, writing a compact copy while it reads.
    #[must_use]
    pub fn copying(mut self) -> Self {
        self.copy = Some(Copy::default());
        self
    }

    /// The text being read.
    #[must_use]
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// Byte offset of the next unread byte.
    #[must_use]
    pub fn position(&self) -> usize {
        self.pos
    }

    /// Ends the reading: only white space may be left. Gives the copy, if one was asked for;
    /// it is borrowed when it is a span of the text.
    ///
    /// # Errors
    /// [`FaultKind::Trailing`] when more follows.
    pub fn finish(mut self) -> Read<Option<Cow<'a, str>>> {
        self.blank();
        if self.pos < self.text.len() {
            return Err(self.fault(FaultKind::Trailing));
        }
        let (text, pos) = (self.text, self.pos);
        Ok(self.copy.map(|copy| copy.finish(text, pos)))
    }

    /// The kind of the value that comes next.
    ///
    /// # Errors
    /// [`FaultKind::Syntax`] when no value starts here, [`FaultKind::UnexpectedEnd`] at the end.
    #[inline]
    pub fn peek(&mut self) -> Read<Shape> {
        self.blank();
        match self.byte() {
            Some(b'"') => Ok(Shape::String),
            Some(b'{') => Ok(Shape::Object),
            Some(b'[') => Ok(Shape::Array),
            Some(b't' | b'f') => Ok(Shape::Bool),
            Some(b'n') => Ok(Shape::Null),
            Some(b'-' | b'0'..=b'9') => Ok(Shape::Number),
            Some(_) => Err(self.fault(FaultKind::Syntax)),
            None => Err(self.fault(FaultKind::UnexpectedEnd)),
        }
    }

    /// Reads over the next value and gives its text; everything strict is checked on the way.
    ///
    /// # Errors
    /// The first fault inside the value.
    pub fn skip(&mut self) -> Read<&'a str> {
        self.blank();
        let start = self.pos;
        match self.peek()? {
            Shape::String => drop(self.string()?),
            Shape::Number => drop(self.number()?),
            Shape::Bool => drop(self.bool()?),
            Shape::Null => self.null()?,
            Shape::Array => {
                let mut members = self.open_array()?;
                while self.next_item(&mut members)? {
                    self.skip()?;
                }
            }
            Shape::Object => self.skip_object()?,
        }
        Ok(self.text.get(start..self.pos).unwrap_or_default())
    }

    fn skip_object(&mut self) -> Read<()> {
        let mut members = self.open_object()?;
        let mut names = NamesSeen::default();
        while let Some(name) = self.next_name(&mut members)? {
            names.add(name);
            self.keep(&mut members, name)?;
            self.skip()?;
        }
        match names.duplicate() {
            Some(again) => Err(Fault {
                kind: FaultKind::DuplicateName,
                at: again.at(),
            }),
            None => Ok(()),
        }
    }

    /// Goes into an object.
    #[inline]
    pub(crate) fn open_object(&mut self) -> Read<Members> {
        self.open(b'{')
    }

    /// Goes into an array.
    #[inline]
    pub(crate) fn open_array(&mut self) -> Read<Members> {
        self.open(b'[')
    }

    /// The next member's name, or `None` once the object is closed. Forbidden names are faults.
    ///
    /// The caller says next whether it is [`Self::keep`] or [`Self::leave_out`].
    #[inline]
    pub(crate) fn next_name(&mut self, members: &mut Members) -> Read<Option<Text<'a>>> {
        if !self.advance(members, b'}')? {
            return Ok(None);
        }
        let name = self.string()?;
        if forbidden_text(name) {
            return Err(Fault {
                kind: FaultKind::ForbiddenName,
                at: name.at(),
            });
        }
        Ok(Some(name))
    }

    /// Goes on to the value of the member just named; the copy has it.
    #[inline]
    pub(crate) fn keep(&mut self, members: &mut Members, name: Text<'a>) -> Read<()> {
        let comma = usize::from(members.kept && members.start < name.at());
        self.cut(members.start + comma, name.at());
        members.kept = true;
        self.blank();
        self.expect(b':')
    }

    /// Reads over the member just named; the copy does not have it.
    pub(crate) fn leave_out(&mut self, members: &Members) -> Read<&'a str> {
        // While the copy is away nothing inside the value can reach it.
        let copy = self.copy.take();
        self.blank();
        let value = self.expect(b':').and_then(|()| self.skip());
        self.copy = copy;
        self.cut(members.start, self.pos);
        value
    }

    /// The state of the copy before a member that may be taken back.
    pub(crate) fn mark(&self, members: &Members) -> Mark {
        let copy = self.copy.as_ref().map(Copy::mark).unwrap_or_default();
        let kept = members.kept;
        Mark { copy, kept }
    }

    /// Takes the member read since the mark out of the copy again.
    pub(crate) fn take_back(&mut self, members: &mut Members, mark: Mark) {
        if let Some(copy) = &mut self.copy {
            copy.rewind(mark.copy);
        }
        members.kept = mark.kept;
        self.cut(members.start, self.pos);
    }

    /// Whether another item follows; `false` once the array is closed.
    #[inline]
    pub(crate) fn next_item(&mut self, members: &mut Members) -> Read<bool> {
        let more = self.advance(members, b']')?;
        if more {
            let comma = usize::from(members.kept);
            self.cut(members.start + comma, self.pos);
            members.kept = true;
        }
        Ok(more)
    }

    #[inline]
    fn cut(&mut self, start: usize, end: usize) {
        if let Some(copy) = &mut self.copy {
            copy.cut(self.text, start, end);
        }
    }

    /// Writes `with` into the copy in place of `start..end`.
    pub(crate) fn replace(&mut self, start: usize, end: usize, with: &str) {
        if let Some(copy) = &mut self.copy {
            copy.replace(self.text, start, end, with);
        }
    }

    /// Adds a member to the copy of the object that was closed just now.
    pub(crate) fn append_member(&mut self, name: &str, value: &str) {
        let brace = self.pos.saturating_sub(1);
        if let Some(copy) = &mut self.copy {
            let empty = copy.ends_with(self.text, brace, b'{');
            let mut member = String::with_capacity(name.len() + value.len() + 4);
            member.push_str(if empty { "" } else { "," });
            super::push_string(&mut member, name);
            member.push(':');
            member.push_str(value);
            copy.replace(self.text, brace, brace, &member);
        }
    }

    /// The place in the copy of the value that comes next.
    pub(crate) fn copied(&mut self) -> usize {
        self.blank();
        self.copy.as_ref().map_or(0, |copy| copy.reach(self.pos))
    }

    /// The copy since a mark.
    pub(crate) fn copied_since(&mut self, mark: usize) -> &str {
        let (text, pos) = (self.text, self.pos);
        self.copy
            .as_mut()
            .map_or("", |copy| copy.since(text, mark, pos))
    }

    /// A fault here.
    pub(crate) fn fault(&self, kind: FaultKind) -> Fault {
        Fault { kind, at: self.pos }
    }

    #[inline]
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.pos).copied()
    }

    #[inline]
    fn expect(&mut self, byte: u8) -> Read<()> {
        match self.byte() {
            Some(found) if found == byte => {
                self.pos += 1;
                Ok(())
            }
            Some(_) => Err(self.fault(FaultKind::Syntax)),
            None => Err(self.fault(FaultKind::UnexpectedEnd)),
        }
    }

    #[inline]
    fn blank(&mut self) {
        if self.byte().is_some_and(|byte| byte <= b' ') {
            let start = self.pos;
            self.pass_blank();
            self.cut(start, self.pos);
        }
    }

    #[inline]
    fn pass_blank(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.byte() {
            self.pos += 1;
        }
    }

    fn open(&mut self, bracket: u8) -> Read<Members> {
        self.blank();
        self.expect(bracket)?;
        self.depth += 1;
        if self.depth > self.limits.depth {
            return Err(Fault {
                kind: FaultKind::TooDeep,
                at: self.pos - 1,
            });
        }
        Ok(Members::default())
    }

    #[inline]
    fn advance(&mut self, members: &mut Members, close: u8) -> Read<bool> {
        self.blank();
        members.start = self.pos;
        if self.byte() == Some(close) {
            self.pos += 1;
            self.depth = self.depth.saturating_sub(1);
            return Ok(false);
        }
        if members.read {
            self.expect(b',')?;
            self.pass_blank();
        }
        members.read = true;
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Option<Cow<'_, str>>, FaultKind> {
        let mut reader = Reader::new(text, Limits::default()).copying();
        reader.skip().map_err(|f| f.kind)?;
        reader.finish().map_err(|f| f.kind)
    }

    #[test]
    fn the_copy_is_the_compact_form() {
        let text = " { \"a\" : [ 1 , -2.50e+3, true ,null ] ,\n\"b\":{ } } ";
        assert_eq!(
            read(text),
            Ok(Some(r#"{"a":[1,-2.50e+3,true,null],"b":{}}"#.into()))
        );
    }

    #[test]
    fn members_left_out_leave_no_comma_behind() {
        let without = |text: &str, hidden: &[&str]| -> Result<String, Fault> {
            let mut reader = Reader::new(text, Limits::default()).copying();
            let mut members = reader.open_object()?;
            while let Some(name) = reader.next_name(&mut members)? {
                if hidden.contains(&name.raw) {
                    reader.leave_out(&members)?;
                } else {
                    reader.keep(&mut members, name)?;
                    reader.skip()?;
                }
            }
            reader.append_member("z", "9");
            Ok(reader.finish()?.map(Cow::into_owned).unwrap_or_default())
        };
        let text = " { \"a\" : 1 , \"b\" : [ 1 , 2 ] , \"c\":3 } ";
        for (hidden, rest) in [
            (&[][..], r#"{"a":1,"b":[1,2],"c":3,"z":9}"#),
            (&["a"], r#"{"b":[1,2],"c":3,"z":9}"#),
            (&["b"], r#"{"a":1,"c":3,"z":9}"#),
            (&["c"], r#"{"a":1,"b":[1,2],"z":9}"#),
            (&["a", "b"], r#"{"c":3,"z":9}"#),
            (&["a", "b", "c"], r#"{"z":9}"#),
        ] {
            assert_eq!(without(text, hidden).as_deref(), Ok(rest), "{hidden:?}");
        }
    }

    #[test]
    fn each_fault_has_its_kind() {
        let deep = "[".repeat(33);
        for (text, kind) in [
            ("{\"a\":1,\"a\":2}", FaultKind::DuplicateName),
            ("{\"a\":1,\"\\u0061\":2}", FaultKind::DuplicateName),
            ("{\"__proto__\":1}", FaultKind::ForbiddenName),
            ("{\"\\u005f_proto__\":1}", FaultKind::ForbiddenName),
            ("\"\\ud800\"", FaultKind::LoneSurrogate),
            ("\"\\udc00\"", FaultKind::LoneSurrogate),
            ("\"\\ud800\\u0041\"", FaultKind::LoneSurrogate),
            ("\"a\nb\"", FaultKind::ControlCharacter),
            ("01", FaultKind::Trailing),
            ("1.", FaultKind::Syntax),
            ("+1", FaultKind::Syntax),
            ("[1,]", FaultKind::Syntax),
            ("{\"a\":1,}", FaultKind::Syntax),
            ("tru", FaultKind::Syntax),
            ("[1", FaultKind::UnexpectedEnd),
            ("\"a", FaultKind::UnexpectedEnd),
            ("", FaultKind::UnexpectedEnd),
            ("1 2", FaultKind::Trailing),
            (deep.as_str(), FaultKind::TooDeep),
        ] {
            assert_eq!(read(text), Err(kind), "{text}");
        }
    }

    #[test]
    fn escapes_decode() {
        let mut reader = Reader::new(r#""a\n\u00e9\ud83d\ude00\/""#, Limits::default());
        let text = reader.string().map(|t| t.decode().into_owned());
        assert_eq!(text, Ok("a\né😀/".to_owned()));
    }

    #[test]
    fn agrees_with_serde_json_on_what_is_json() {
        for text in [
            "0",
            "-0",
            "1e5",
            "\"\\u0000\"",
            "[[],{}]",
            "{\"a\":{\"b\":[null]}}",
            "-",
            "1e",
            "\"\\x\"",
            "[",
            "]",
            "{\"a\"}",
            "{1:2}",
        ] {
            let ours = read(text).is_ok();
            assert_eq!(
                ours,
                serde_json::from_str::<serde_json::Value>(text).is_ok(),
                "{text}"
            );
        }
    }
}
