//! Regular expressions that mean the same on every runtime.
//!
//! A blueprint's patterns are matched by different engines: a fast one in servers and phones, a
//! small one in browsers, JavaScript's own in generated code. So a pattern is read here, strictly,
//! in the dialect that engines of linear time and ECMA 262 share, and written out again with
//! nothing left to them: every class as its ranges, every flag as what it does.
//!
//! - characters, `.`, sets, groups, `|`, repetitions up to 1000, `^ $ \A \z \b \B`;
//! - `\d \w \s \b` and classes such as `[:alpha:]` mean ASCII;
//! - `\p{…}` with a general category or a script (`\p{Lu}`, `\p{Script=Greek}`, `\p{Greek}`), or
//!   one of `Alphabetic`, `Lowercase`, `Uppercase`, `White_Space`, `ASCII` and `Any`;
//! - the flags `i`, `m` and `s`;
//! - escapes of punctuation, `\n \r \t \f \v \a`, `\xHH`, `\uHHHH`, `\x{H…}`, `\u{H…}`.
//!
//! Only whether it matches is asked, so that groups capture nothing, their names mean nothing, and
//! a lazy repetition is a repetition. Refused are look-around and back references, which cannot be
//! matched in linear time, and what engines read in different ways: sets of sets, `[]`, `a**`.

mod category;
mod engine;
mod fault;
mod fold;
mod parse;
mod quick;
mod set;
mod syntax;
mod write;

pub use fault::PatternFault;

use engine::Engine;

/// A regular expression, ready to match.
#[derive(Debug, Clone)]
pub struct Pattern {
    source: Box<str>,
    engine: Engine,
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// ```
    /// use profilekit::pattern::{Pattern, PatternFault};
    /// let year = Pattern::new(r"^\d{4}$").unwrap();
    /// assert!(year.is_match("2026"));
    /// assert!(!year.is_match("٢٠٢٦"));
    /// assert_eq!(Pattern::new("(?=a)").unwrap_err(), PatternFault::LookAround);
    /// ```
    ///
    /// # Errors
    ///
    /// The first thing in it that is not of the dialect.
    pub fn new(source: &str) -> Result<Self, PatternFault> {
        let syntax = parse::parse(source)?;
        if syntax.weight() > syntax::HEAVIEST {
            return Err(PatternFault::TooLarge);
        }
        let engine = engine::compile(&write::for_engines(&syntax));
        Ok(Self {
            source: source.into(),
            engine: engine.ok_or(PatternFault::TooLarge)?,
        })
    }

    /// Whether it matches somewhere in the text.
    #[must_use]
    pub fn is_match(&self, text: &str) -> bool {
        self.engine.is_match(text)
    }

    /// As it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.source
    }

    /// The same for ECMA 262 with its flag `u`; nothing where that has no words for it, or too many.
    #[must_use]
    pub fn to_ecma(&self) -> Option<String> {
        write::for_ecma(&parse::parse(&self.source).ok()?)
    }

    /// Whether an engine that tries one way after the other needs no longer than a square of the
    /// text's length.
    #[must_use]
    pub fn is_quick_to_try(&self) -> bool {
        parse::parse(&self.source).is_ok_and(|syntax| quick::is_quick(&syntax))
    }
}

#[cfg(test)]
mod tests;
