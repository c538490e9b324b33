//! A strict pull reader over JSON text.

mod step;
#[cfg(test)]
mod tests;
mod token;

use std::borrow::Cow;

use super::copy::Copy;
use super::fault::{Fault, FaultKind};
use super::name::NameToken;
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

impl Limits {
    fn check(self, bytes: usize) -> Read<()> {
        if bytes <= self.bytes {
            return Ok(());
        }
        Err(Fault {
            kind: FaultKind::TooLarge,
            at: self.bytes,
        })
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
    /// Where its name begins.
    name: usize,
}

impl Members {
    /// Byte offset of the current member's name.
    pub(crate) fn name_at(&self) -> usize {
        self.name
    }
}

/// The state of the copy at a member.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mark {
    copy: (usize, usize),
    kept: bool,
}

type Read<T> = Result<T, Fault>;

#[allow(
    clippy::inline_always,
    reason = "steps of a few instructions, in every loop over a document"
)]
impl<'a> Reader<'a> {
    /// A reader over `bytes` within `limits`.
    ///
    /// # Errors
    /// [`FaultKind::TooLarge`] and [`FaultKind::InvalidUtf8`].
    pub fn from_bytes(bytes: &'a [u8], limits: Limits) -> Read<Self> {
        limits.check(bytes.len())?;
        let text = simdutf8::compat::from_utf8(bytes).map_err(|e| Fault {
            kind: FaultKind::InvalidUtf8,
            at: e.valid_up_to(),
        })?;
        Ok(Self::new(text, limits))
    }

    /// A reader over `text` within `limits`.
    ///
    /// # Errors
    /// [`FaultKind::TooLarge`].
    pub fn within(text: &'a str, limits: Limits) -> Read<Self> {
        limits.check(text.len())?;
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
    #[inline(always)]
    pub fn peek(&mut self) -> Read<Shape> {
        match self.solid() {
            Some(b'"') => Ok(Shape::String),
            Some(b'{') => Ok(Shape::Object),
            Some(b'[') => Ok(Shape::Array),
            Some(b't' | b'f') => Ok(Shape::Bool),
            Some(b'n') => Ok(Shape::Null),
            Some(b'-' | b'0'..=b'9') => Ok(Shape::Number),
            _ => Err(self.unexpected()),
        }
    }

    /// The byte that begins the value that comes next, if any value begins with it.
    ///
    /// # Errors
    /// [`FaultKind::UnexpectedEnd`].
    #[inline(always)]
    pub(crate) fn first(&mut self) -> Read<u8> {
        self.solid().ok_or_else(|| self.unexpected())
    }

    /// Reads over the next value and gives its text; everything strict is checked on the way.
    ///
    /// # Errors
    /// The first fault inside the value.
    pub fn skip(&mut self) -> Read<&'a str> {
        self.blank();
        let start = self.pos;
        self.pass()?;
        Ok(self.text.get(start..self.pos).unwrap_or_default())
    }

    /// Reads over the next value, as [`Self::skip`] does.
    ///
    /// # Errors
    /// The first fault inside the value.
    pub(crate) fn pass(&mut self) -> Read<()> {
        match self.peek()? {
            Shape::String => self.pass_string(),
            Shape::Number => self.number().map(drop),
            Shape::Bool => self.bool().map(drop),
            Shape::Null => self.null(),
            Shape::Array => self.pass_array().map(drop),
            Shape::Object => self.pass_object().map(drop),
        }
    }

    /// Reads over an array and says how many items it has.
    pub(crate) fn pass_array(&mut self) -> Read<usize> {
        let mut members = self.open_array()?;
        let mut count = 0;
        while self.next_item(&mut members)? {
            self.pass()?;
            count += 1;
        }
        Ok(count)
    }

    /// Reads over an object and says how many members it has.
    pub(crate) fn pass_object(&mut self) -> Read<usize> {
        let mut members = self.open_object()?;
        let mut names = NamesSeen::default();
        let mut count = 0;
        while let Some(name) = self.next_name(&mut members)? {
            count += 1;
            if names.adds_again(self.text, name) {
                return Err(Fault::duplicate_name(name.at()));
            }
            self.keep(&mut members)?;
            self.pass()?;
        }
        match names.duplicate() {
            Some(name) => Err(Fault::duplicate_name(name.at())),
            None => Ok(count),
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
        if self.next_member(members)? {
            self.name().map(Some)
        } else {
            Ok(None)
        }
    }

    /// Whether another member follows; `false` once the object is closed. Its name comes next:
    /// [`Self::takes_name`] or [`Self::name`].
    #[inline(always)]
    pub(crate) fn next_member(&mut self, members: &mut Members) -> Read<bool> {
        let more = self.advance(members, b'}')?;
        members.name = self.pos;
        Ok(more)
    }

    /// Reads over the name of a member and its colon if they are the expected ones, written
    /// plainly; otherwise nothing is read.
    #[inline(always)]
    pub(crate) fn takes_name(&mut self, expected: &NameToken) -> bool {
        let rest = self.text.as_bytes().get(self.pos..).unwrap_or_default();
        let here = expected.begins(rest);
        if here {
            self.pos += expected.len();
        }
        here
    }

    /// Reads a member's name. Forbidden names are faults.
    #[inline]
    pub(crate) fn name(&mut self) -> Read<Text<'a>> {
        let name = self.bare_string()?;
        if forbidden_text(name) {
            return Err(Fault {
                kind: FaultKind::ForbiddenName,
                at: name.at(),
            });
        }
        Ok(name)
    }

    /// Goes on to the value of the member just named, right behind [`Self::takes_name`] or
    /// [`Self::name`]; the copy has it.
    #[inline(always)]
    pub(crate) fn keep(&mut self, members: &mut Members) -> Read<()> {
        let comma = usize::from(members.kept && members.start < members.name);
        self.cut(members.start + comma, members.name);
        members.kept = true;
        self.colon()
    }

    /// Reads over the colon behind a name, unless [`Self::takes_name`] has: any other name ends in
    /// a quote.
    #[inline(always)]
    fn colon(&mut self) -> Read<()> {
        let behind = self.pos.wrapping_sub(1);
        if self.text.as_bytes().get(behind) == Some(&b':') {
            return Ok(());
        }
        if self.solid() == Some(b':') {
            self.pos += 1;
            Ok(())
        } else {
            Err(self.unexpected())
        }
    }

    /// Reads over the member just named, right behind [`Self::takes_name`] or [`Self::name`]; the
    /// copy does not have it.
    pub(crate) fn leave_out(&mut self, members: &Members) -> Read<()> {
        // While the copy is away nothing inside the value can reach it.
        let copy = self.copy.take();
        let value = self.colon().and_then(|()| self.pass());
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
    #[inline(always)]
    pub(crate) fn next_item(&mut self, members: &mut Members) -> Read<bool> {
        let more = self.advance(members, b']')?;
        if more {
            let comma = usize::from(members.kept);
            self.cut(members.start + comma, self.pos);
            members.kept = true;
        }
        Ok(more)
    }

    #[inline(always)]
    fn cut(&mut self, start: usize, end: usize) {
        if start < end
            && let Some(copy) = &mut self.copy
        {
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
}
