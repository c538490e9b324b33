//! What somebody else's tables say.

use std::ops::RangeInclusive;
use std::sync::OnceLock;

use super::{Link, Property};

/// The tables of whoever runs core. Of ASCII alone they are asked little.
#[derive(Debug, Clone, Copy)]
pub struct Lent {
    /// The text in Unicode's form C.
    pub compose: fn(&str) -> String,
    /// The text in lower case, by Unicode's default mapping.
    pub lower: fn(&str) -> String,
    /// The double nearest to a JSON number.
    pub double: fn(&str) -> f64,
    /// The shortest JSON number that is this double, as Rust writes it.
    pub spelled: fn(f64) -> String,
    /// How many characters a reader sees (UAX 29).
    pub graphemes: fn(&str) -> usize,
    /// Whether a word is written in one script (UTS 39).
    pub is_single_script: fn(&str) -> bool,
    /// The domain as DNS knows it (UTS 46).
    pub ascii_domain: fn(&str) -> Option<String>,
    /// A link, parsed by the URL standard.
    pub link: fn(&str) -> Option<Link>,
    /// The code points of a class that Unicode names, first and last of each range: who compiles
    /// a pattern asks.
    pub class: fn(Property, &str) -> Option<Vec<u32>>,
    /// The characters that another one stands for once case counts for nothing: lower case by way
    /// of upper case, where both are one character. Each is followed by that one.
    pub folds: fn() -> Vec<u32>,
}

static LENT: OnceLock<Lent> = OnceLock::new();

/// Lends core tables, once and before anything else; core with tables of its own asks those.
pub fn lend(lent: Lent) {
    // Whoever came first stays.
    let _ = LENT.set(lent);
}

pub(crate) fn compose(text: &str) -> Option<String> {
    // Before U+0300 nothing combines.
    if text.bytes().all(|byte| byte < 0xCC) {
        return None;
    }
    let composed = (LENT.get()?.compose)(text);
    (composed != text).then_some(composed)
}

pub(crate) fn lower(text: &str) -> String {
    match LENT.get().filter(|_| !text.is_ascii()) {
        Some(lent) => (lent.lower)(text),
        None => text.to_ascii_lowercase(),
    }
}

pub(crate) fn double(number: &str) -> Option<f64> {
    Some((LENT.get()?.double)(number))
}

pub(crate) fn spelled(double: f64) -> String {
    let text = LENT.get().map(|lent| (lent.spelled)(double));
    text.unwrap_or_default()
}

pub(crate) fn graphemes(text: &str) -> usize {
    match LENT.get().filter(|_| !text.is_ascii()) {
        Some(lent) => (lent.graphemes)(text),
        // A line end of two characters is one to a reader.
        None => text.chars().count() - text.matches("\r\n").count(),
    }
}

/// Nobody knows without tables: then only ASCII is.
pub(crate) fn is_single_script(word: &str) -> bool {
    let asked = || LENT.get().is_some_and(|lent| (lent.is_single_script)(word));
    word.is_ascii() || asked()
}

pub(crate) fn ascii_domain(domain: &str) -> Option<String> {
    (LENT.get()?.ascii_domain)(domain)
}

pub(crate) fn link(text: &str) -> Option<Link> {
    (LENT.get()?.link)(text)
}

/// Nobody knows without tables what a name stands for.
pub(crate) fn class(property: Property, name: &str) -> Option<Vec<RangeInclusive<u32>>> {
    let ends = (LENT.get()?.class)(property, name)?;
    Some(pairs(&ends).map(|(first, last)| first..=last).collect())
}

/// Without tables the letters of ASCII have two cases.
pub(crate) fn folds() -> Vec<(char, char)> {
    let Some(lent) = LENT.get() else {
        return ('A'..='Z').map(|c| (c, c.to_ascii_lowercase())).collect();
    };
    let folds = (lent.folds)();
    let folds = pairs(&folds).filter_map(|(c, folded)| {
        let folded = char::from_u32(folded)?;
        Some((char::from_u32(c)?, folded))
    });
    folds.collect()
}

fn pairs(numbers: &[u32]) -> impl Iterator<Item = (u32, u32)> {
    let pairs = numbers.chunks_exact(2);
    pairs.filter_map(|pair| Some((*pair.first()?, *pair.last()?)))
}
