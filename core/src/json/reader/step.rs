//! The steps that every loop over a document takes.

use super::super::fault::{Fault, FaultKind};
use super::{Members, Read, Reader};

#[allow(
    clippy::inline_always,
    reason = "steps of a few instructions, in every loop over a document"
)]
impl Reader<'_> {
    #[inline(always)]
    pub(super) fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.pos).copied()
    }

    /// What is wrong where something else was expected.
    #[cold]
    pub(super) fn unexpected(&self) -> Fault {
        self.fault(match self.byte() {
            Some(_) => FaultKind::Syntax,
            None => FaultKind::UnexpectedEnd,
        })
    }

    #[inline(always)]
    pub(crate) fn blank(&mut self) {
        self.solid();
    }

    /// Reads over white space and gives the byte behind it.
    #[inline(always)]
    pub(super) fn solid(&mut self) -> Option<u8> {
        match self.byte() {
            Some(byte) if byte <= b' ' => self.solid_behind_blank(),
            byte => byte,
        }
    }

    #[inline(never)]
    fn solid_behind_blank(&mut self) -> Option<u8> {
        let start = self.pos;
        self.pass_blank();
        self.cut(start, self.pos);
        self.byte()
    }

    #[inline]
    fn pass_blank(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.byte() {
            self.pos += 1;
        }
    }

    #[inline(always)]
    pub(super) fn open(&mut self, bracket: u8) -> Read<Members> {
        if self.solid() != Some(bracket) {
            return Err(self.unexpected());
        }
        self.pos += 1;
        self.depth += 1;
        if self.depth > self.limits.depth {
            return Err(Fault {
                kind: FaultKind::TooDeep,
                at: self.pos - 1,
            });
        }
        Ok(Members::default())
    }

    #[inline(always)]
    pub(super) fn advance(&mut self, members: &mut Members, close: u8) -> Read<bool> {
        let next = self.solid();
        members.start = self.pos;
        if next == Some(close) {
            self.pos += 1;
            self.depth = self.depth.saturating_sub(1);
            return Ok(false);
        }
        if members.read {
            if next != Some(b',') {
                return Err(self.unexpected());
            }
            self.pos += 1;
            self.pass_blank();
        }
        members.read = true;
        Ok(true)
    }
}
