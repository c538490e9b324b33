//! What is wrong with a pattern.

/// Why a pattern is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PatternFault {
    /// `(?=…)` and the like.
    #[error("look-around, including look-ahead and look-behind, is not supported")]
    LookAround,
    /// `\1` and the like.
    #[error("backreferences are not supported")]
    BackReference,
    /// `[` without its `]`.
    #[error("unclosed character class")]
    UnclosedClass,
    /// `[]`, or a set that takes all characters out.
    #[error("a character class that nothing fits")]
    EmptyClass,
    /// `[a[b]]`, `[a&&b]` and the like, which engines read in different ways.
    #[error(
        "sets inside of sets are not supported, and `[`, `&&`, `--` and `~~` in one are escaped"
    )]
    NestedClass,
    /// `[z-a]`, `[a-\d]`.
    #[error("a range in a character class goes from one character to a later one")]
    Range,
    /// `(` without its `)`.
    #[error("unclosed group")]
    UnclosedGroup,
    /// `)` without its `(`.
    #[error("unopened group")]
    UnopenedGroup,
    /// Groups within groups.
    #[error("groups are nested too deep")]
    TooDeep,
    /// `*a`, `a**`, `^*`.
    #[error("there is nothing to repeat")]
    NothingToRepeat,
    /// `{` that opens no count, or a count that counts down or beyond 1000.
    #[error("a repetition is written {{n}}, {{n,}} or {{n,m}}, up to 1000")]
    Repetition,
    /// A flag that means different things.
    #[error("of the flags only i, m and s are supported")]
    Flag,
    /// A `\` with what has no meaning, or different ones.
    #[error("`\\{0}` has no meaning that all engines share")]
    Escape(String),
    /// `\p{…}` with a name that says nothing.
    #[error("there is no class of characters `{0}`")]
    Class(String),
    /// It would fill the memory once its repetitions are written out.
    #[error("it is too large once its repetitions are written out")]
    TooLarge,
}
