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

#[cfg(feature = "compiler")]
mod category;
mod engine;
mod fault;
#[cfg(feature = "compiler")]
mod fold;
mod image;
#[cfg(any(test, not(feature = "perf")))]
mod machine;
#[cfg(feature = "compiler")]
mod parse;
#[cfg(feature = "compiler")]
mod quick;
#[cfg(feature = "compiler")]
mod read;
mod set;
mod syntax;
#[cfg(any(feature = "compiler", feature = "perf"))]
mod write;

pub use fault::PatternFault;

use std::sync::Arc;

use engine::Engine;
use syntax::Syntax;

/// A regular expression, ready to match.
#[derive(Debug, Clone)]
pub struct Pattern {
    source: Box<str>,
    syntax: Arc<Syntax>,
    engine: Engine,
}

impl Pattern {
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
}

#[cfg(test)]
mod tests;
