//! Texts by number.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use sha2::{Digest, Sha256};

/// The first half of a text's SHA-256: what stands for it where dictionaries differ.
pub(in crate::metrics) type TextDigest = [u8; 16];

/// The different texts of a column. A text's code is its place, from 1; 0 is no text.
#[derive(Debug, Default)]
pub struct Dictionary {
    text: String,
    ends: Vec<usize>,
    digests: OnceLock<Vec<TextDigest>>,
    codes: OnceLock<HashMap<Box<str>, u32>>,
}

impl PartialEq for Dictionary {
    fn eq(&self, other: &Self) -> bool {
        (&self.text, &self.ends) == (&other.text, &other.ends)
    }
}

/// The same texts by the same codes; what follows from them is found again.
impl Clone for Dictionary {
    fn clone(&self) -> Self {
        Self {
            text: self.text.clone(),
            ends: self.ends.clone(),
            ..Self::default()
        }
    }
}

impl Dictionary {
    /// How many texts there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The text of a code.
    #[must_use]
    pub fn get(&self, code: u32) -> Option<&str> {
        let place = (code as usize).checked_sub(1)?;
        let end = *self.ends.get(place)?;
        let start = place
            .checked_sub(1)
            .and_then(|before| self.ends.get(before));
        self.text.get(start.copied().unwrap_or(0)..end)
    }

    /// The texts in the order of their codes.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        let spans = starts.zip(&self.ends);
        spans.map(|(start, end)| self.text.get(start..*end).unwrap_or_default())
    }

    /// The code of a text, without an index.
    pub(super) fn find(&self, text: &str) -> Option<u32> {
        let mut all = (1..).zip(self.iter());
        let found = all.find(|(_, known)| *known == text);
        found.map(|(code, _)| code)
    }

    /// The code of a text. Who asks first waits for the index.
    pub(in crate::metrics) fn code(&self, text: &str) -> Option<u32> {
        let codes = self.codes.get_or_init(|| {
            let codes = self.iter().map(Into::into).zip(1..);
            codes.collect()
        });
        codes.get(text).copied()
    }

    /// Adds a text that is not there: its code.
    pub(in crate::metrics) fn push(&mut self, text: &str) -> u32 {
        self.text.push_str(text);
        self.ends.push(self.text.len());
        let code = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
        if let Some(digests) = self.digests.get_mut() {
            digests.push(digest(text));
        }
        if let Some(codes) = self.codes.get_mut() {
            codes.insert(text.into(), code);
        }
        code
    }

    /// Forgets all but the first texts.
    pub(super) fn truncate(&mut self, length: usize) {
        let mut codes = std::mem::take(&mut self.codes);
        if let Some(codes) = codes.get_mut() {
            for gone in self.iter().skip(length) {
                codes.remove(gone);
            }
        }
        self.codes = codes;
        self.ends.truncate(length);
        self.text.truncate(self.ends.last().copied().unwrap_or(0));
        if let Some(digests) = self.digests.get_mut() {
            digests.truncate(length);
        }
    }

    /// Adds the texts of another dictionary that are not here; the code of each of them.
    pub(in crate::metrics) fn unite(own: &mut Arc<Self>, other: &Arc<Self>) -> Vec<u32> {
        // To compare what is empty would take longer than most texts take.
        if Arc::ptr_eq(own, other) || other.is_empty() || own == other {
            return (1..).take(other.len()).collect();
        }
        let code = |text| own.code(text).unwrap_or(0);
        let mut codes: Vec<u32> = other.iter().map(code).collect();
        if !codes.contains(&0) {
            return codes;
        }
        let own = Arc::make_mut(own);
        let texts = codes.iter_mut().zip(other.iter());
        let new = texts.filter(|(code, _)| **code == 0);
        new.for_each(|(code, text)| *code = own.push(text));
        codes
    }

    /// The digest of each text, in the order of their codes; computed when first asked for.
    pub(in crate::metrics) fn digests(&self) -> &[TextDigest] {
        self.digests
            .get_or_init(|| self.iter().map(digest).collect())
    }
}

/// The digest of a text.
pub(in crate::metrics) fn digest(text: &str) -> TextDigest {
    let hash = Sha256::digest(text.as_bytes());
    let mut short = TextDigest::default();
    for (to, from) in short.iter_mut().zip(hash) {
        *to = from;
    }
    short
}

/// Gives texts their codes.
#[derive(Debug, Default)]
pub(in crate::metrics) struct Interner {
    known: HashMap<Box<str>, u32>,
    dictionary: Dictionary,
}

impl Interner {
    /// The code of a text; a new one is given the next.
    pub(in crate::metrics) fn code(&mut self, text: &str) -> u32 {
        if let Some(code) = self.known.get(text) {
            return *code;
        }
        let code = self.dictionary.push(text);
        self.known.insert(text.into(), code);
        code
    }

    pub(in crate::metrics) fn finish(self) -> Dictionary {
        self.dictionary
    }
}

impl<'t> FromIterator<&'t str> for Dictionary {
    fn from_iter<I: IntoIterator<Item = &'t str>>(texts: I) -> Self {
        let mut interner = Interner::default();
        for text in texts {
            interner.code(text);
        }
        interner.finish()
    }
}
