//! From what was written to what engines read, and to other dialects.

use super::{Pattern, PatternFault, engine, parse, quick, syntax, write};

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
        let engine = engine::compile(&syntax);
        Ok(Self {
            source: source.into(),
            syntax: syntax.into(),
            engine: engine.ok_or(PatternFault::TooLarge)?,
        })
    }

    /// The same for ECMA 262 with its flag `u`; nothing where that has no words for it, or too many.
    #[must_use]
    pub fn to_ecma(&self) -> Option<String> {
        write::for_ecma(&self.syntax)
    }

    /// Whether an engine that tries one way after the other needs no longer than a square of the
    /// text's length.
    #[must_use]
    pub fn is_quick_to_try(&self) -> bool {
        quick::is_quick(&self.syntax)
    }
}
