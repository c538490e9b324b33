//! Why a text is not strict JSON.

use crate::error::Code;

/// The first place where a text stops being strict JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{kind} at byte {at}")]
pub struct Fault {
    /// What is wrong.
    pub kind: FaultKind,
    /// Byte offset in the text.
    pub at: usize,
}

impl Fault {
    /// A name that stands twice in one object, the second time at a byte offset: which of the
    /// two counts would be a guess.
    #[cold]
    pub(crate) fn duplicate_name(at: usize) -> Self {
        let kind = FaultKind::DuplicateName;
        Self { kind, at }
    }
}

/// What is wrong with the text.
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[repr(usize)]
pub enum FaultKind {
    /// Not RFC 8259 syntax.
    #[error("invalid JSON syntax")]
    Syntax,
    /// The text ended inside a value.
    #[error("unexpected end of text")]
    UnexpectedEnd,
    /// The bytes are not UTF-8.
    #[error("invalid UTF-8")]
    InvalidUtf8,
    /// A `\u` escape that is half of a surrogate pair.
    #[error("lone surrogate")]
    LoneSurrogate,
    /// A control character inside a string, unescaped.
    #[error("unescaped control character")]
    ControlCharacter,
    /// Nested deeper than the limit.
    #[error("nested too deep")]
    TooDeep,
    /// Longer than the limit.
    #[error("too large")]
    TooLarge,
    /// The same member name twice in one object.
    #[error("duplicate member name")]
    DuplicateName,
    /// A member name that JavaScript gives a meaning of its own.
    #[error("forbidden member name")]
    ForbiddenName,
    /// Something after the value.
    #[error("text after the value")]
    Trailing,
}

impl FaultKind {
    /// The registry code of this fault.
    #[must_use]
    pub fn code(self) -> Code {
        match self {
            Self::Syntax => Code::JsonSyntax,
            Self::UnexpectedEnd => Code::JsonUnexpectedEnd,
            Self::InvalidUtf8 => Code::JsonInvalidUtf8,
            Self::LoneSurrogate => Code::JsonLoneSurrogate,
            Self::ControlCharacter => Code::JsonControlCharacter,
            Self::TooDeep => Code::JsonTooDeep,
            Self::TooLarge => Code::JsonTooLarge,
            Self::DuplicateName => Code::JsonDuplicateName,
            Self::ForbiddenName => Code::JsonForbiddenName,
            Self::Trailing => Code::JsonTrailing,
        }
    }
}
