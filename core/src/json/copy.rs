//! The output of a walk that copies its input and leaves out or replaces spans.

use std::borrow::Cow;

/// Copies a text span by span: nothing is written until something differs.
#[derive(Debug, Default)]
pub(crate) struct Copy {
    out: String,
    from: usize,
}

impl Copy {
    /// Leaves out `start..end`, which is not empty.
    pub(crate) fn cut(&mut self, text: &str, start: usize, end: usize) {
        self.flush(text, start);
        self.from = end;
    }

    /// Writes `with` in place of `start..end`.
    #[inline]
    pub(crate) fn replace(&mut self, text: &str, start: usize, end: usize, with: &str) {
        self.flush(text, start);
        self.out.push_str(with);
        self.from = end;
    }

    /// Writes the rest up to `end` and gives the whole output.
    pub(crate) fn finish(mut self, text: &str, end: usize) -> Cow<'_, str> {
        if self.out.is_empty() {
            return Cow::Borrowed(text.get(self.from..end).unwrap_or_default());
        }
        self.flush(text, end);
        Cow::Owned(self.out)
    }

    /// How far it is, to come back to.
    pub(crate) fn mark(&self) -> (usize, usize) {
        (self.out.len(), self.from)
    }

    /// Forgets what was written since the mark.
    pub(crate) fn rewind(&mut self, (written, from): (usize, usize)) {
        self.out.truncate(written);
        self.from = from;
    }

    /// Whether the last byte written, counting pending input up to `at`, is `byte`.
    pub(crate) fn ends_with(&self, text: &str, at: usize, byte: u8) -> bool {
        let pending = text.as_bytes().get(self.from..at).and_then(<[u8]>::last);
        pending.or_else(|| self.out.as_bytes().last()) == Some(&byte)
    }

    /// Where in the output the byte at `at` will stand; everything up to it was dealt with.
    pub(crate) fn reach(&self, at: usize) -> usize {
        self.out.len() + at.saturating_sub(self.from)
    }

    /// What was written from `reach` on, up to the byte at `at`.
    pub(crate) fn since(&mut self, text: &str, reach: usize, at: usize) -> &str {
        self.flush(text, at);
        self.out.get(reach..).unwrap_or_default()
    }

    fn flush(&mut self, text: &str, upto: usize) {
        if let Some(span) = text.get(self.from..upto).filter(|span| !span.is_empty()) {
            if self.out.capacity() == 0 {
                self.out.reserve(text.len() + text.len() / 8);
            }
            self.out.push_str(span);
        }
        self.from = self.from.max(upto);
    }
}
