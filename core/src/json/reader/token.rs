//! Values of one token: strings, numbers, `true`, `false` and `null`.

use super::super::fault::{Fault, FaultKind};
use super::super::scan::{scan_string, short_clean_stop, string_stop};
use super::super::text::{Text, hex};
use super::{Read, Reader};

impl<'a> Reader<'a> {
    /// Reads a string.
    ///
    /// # Errors
    /// Any string fault.
    #[inline]
    pub fn string(&mut self) -> Read<Text<'a>> {
        let at = self.open_string()?;
        match short_clean_stop(self.text.as_bytes(), self.pos) {
            Some(stop) => {
                self.pos = stop + 1;
                let raw = self.text.get(at + 1..stop).unwrap_or_default();
                Ok(Text::plain(raw, true, at))
            }
            None => self.any_string(at),
        }
    }

    /// Goes on behind the opening quote of a string of any length and contents.
    #[inline(never)]
    fn any_string(&mut self, at: usize) -> Read<Text<'a>> {
        let (stop, clean) = scan_string(self.text.as_bytes(), self.pos);
        self.string_until(at, stop, clean)
    }

    /// Reads a string that is not looked at otherwise.
    #[inline]
    pub(super) fn bare_string(&mut self) -> Read<Text<'a>> {
        let at = self.open_string()?;
        let stop = string_stop(self.text.as_bytes(), self.pos);
        self.string_until(at, stop, false)
    }

    /// Reads over a string.
    #[inline]
    pub(super) fn pass_string(&mut self) -> Read<()> {
        let at = self.open_string()?;
        self.pos = string_stop(self.text.as_bytes(), self.pos);
        if self.byte() != Some(b'"') {
            return self.string_with_escapes(at).map(drop);
        }
        self.pos += 1;
        Ok(())
    }

    /// Reads the opening quote and gives its place.
    #[inline]
    fn open_string(&mut self) -> Read<usize> {
        if self.solid() != Some(b'"') {
            return Err(self.unexpected());
        }
        let at = self.pos;
        self.pos += 1;
        Ok(at)
    }

    #[inline]
    fn string_until(&mut self, at: usize, stop: usize, clean: bool) -> Read<Text<'a>> {
        self.pos = stop;
        if self.byte() != Some(b'"') {
            return self.string_with_escapes(at);
        }
        let raw = self.text.get(at + 1..stop).unwrap_or_default();
        self.pos += 1;
        Ok(Text::plain(raw, clean, at))
    }

    /// Goes on with a string where its plain characters stop.
    #[cold]
    fn string_with_escapes(&mut self, at: usize) -> Read<Text<'a>> {
        loop {
            match self.byte() {
                Some(b'"') => {
                    let raw = self.text.get(at + 1..self.pos).unwrap_or_default();
                    self.pos += 1;
                    return Ok(Text::with_escapes(raw, at));
                }
                Some(b'\\') => self.escape()?,
                Some(_) => return Err(self.fault(FaultKind::ControlCharacter)),
                None => return Err(self.fault(FaultKind::UnexpectedEnd)),
            }
            self.pos = string_stop(self.text.as_bytes(), self.pos);
        }
    }

    /// Reads a number and gives it as written.
    ///
    /// # Errors
    /// [`FaultKind::Syntax`].
    #[inline]
    pub fn number(&mut self) -> Read<&'a str> {
        self.blank();
        let start = self.pos;
        self.pos += usize::from(self.byte() == Some(b'-'));
        match self.byte() {
            Some(b'0') => self.pos += 1,
            Some(b'1'..=b'9') => self.digits()?,
            _ => return Err(self.fault(FaultKind::Syntax)),
        }
        if self.byte() == Some(b'.') {
            self.pos += 1;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.byte() {
            self.pos += 1;
            self.pos += usize::from(matches!(self.byte(), Some(b'+' | b'-')));
            self.digits()?;
        }
        Ok(self.text.get(start..self.pos).unwrap_or_default())
    }

    /// Reads `true` or `false`.
    ///
    /// # Errors
    /// [`FaultKind::Syntax`].
    pub fn bool(&mut self) -> Read<bool> {
        self.blank();
        let value = self.byte() == Some(b't');
        self.word(if value { "true" } else { "false" })?;
        Ok(value)
    }

    /// Reads `null`.
    ///
    /// # Errors
    /// [`FaultKind::Syntax`].
    pub fn null(&mut self) -> Read<()> {
        self.blank();
        self.word("null")
    }

    #[inline]
    fn digits(&mut self) -> Read<()> {
        let start = self.pos;
        while let Some(b'0'..=b'9') = self.byte() {
            self.pos += 1;
        }
        if self.pos > start {
            Ok(())
        } else {
            Err(self.fault(FaultKind::Syntax))
        }
    }

    fn word(&mut self, word: &str) -> Read<()> {
        let found = self.text.as_bytes().get(self.pos..self.pos + word.len());
        if found != Some(word.as_bytes()) {
            return Err(self.fault(FaultKind::Syntax));
        }
        self.pos += word.len();
        Ok(())
    }

    fn escape(&mut self) -> Read<()> {
        let at = self.pos;
        self.pos += 1;
        match self.byte() {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => {
                self.pos += 1;
                Ok(())
            }
            Some(b'u') => self.unicode_escape(at),
            Some(_) => Err(self.fault(FaultKind::Syntax)),
            None => Err(self.fault(FaultKind::UnexpectedEnd)),
        }
    }

    fn unicode_escape(&mut self, at: usize) -> Read<()> {
        let lone = Fault {
            kind: FaultKind::LoneSurrogate,
            at,
        };
        match self.code_unit()? {
            0xD800..=0xDBFF => {
                let pair = self.text.as_bytes().get(self.pos..self.pos + 2) == Some(b"\\u");
                if !pair {
                    return Err(lone);
                }
                self.pos += 1;
                let low = self.code_unit()?;
                if (0xDC00..=0xDFFF).contains(&low) {
                    Ok(())
                } else {
                    Err(lone)
                }
            }
            0xDC00..=0xDFFF => Err(lone),
            _ => Ok(()),
        }
    }

    /// Reads `uXXXX`.
    fn code_unit(&mut self) -> Read<u32> {
        let digits = self.text.as_bytes().get(self.pos + 1..self.pos + 5);
        let Some(unit) = digits.and_then(hex) else {
            return Err(self.fault(FaultKind::Syntax));
        };
        self.pos += 5;
        Ok(unit)
    }
}
