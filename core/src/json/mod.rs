//! Strict JSON over raw text: a pull reader, a tree for blueprints, pointers and writing.
//!
//! Documents are never turned into a tree on hot paths. A [`Reader`] walks the text once and
//! can copy it to an output while it goes, leaving out or replacing spans; validation and
//! redaction are both walks of that kind.
//!
//! Strict means: RFC 8259 syntax, UTF-8, no duplicate member names, no lone surrogates, bounded
//! depth and size, and no member named `__proto__`, `constructor` or `prototype`.

mod copy;
mod fault;
mod name;
mod patch;
pub(crate) mod pointer;
mod reader;
pub(crate) mod scan;
mod text;
mod tree;
mod write;

pub use fault::{Fault, FaultKind};
pub use patch::{Difference, Merged, differences, members, merge, push_member};
pub(crate) use pointer::is_within;
pub use pointer::{Pointer, PointerBuf};
pub use reader::{Limits, Reader};
pub use text::{Shape, Text};
pub use tree::{Member, Tree, Value, parse};
pub use write::{push_string, quoted};

pub(crate) use name::NameToken;
pub(crate) use reader::Members;
pub(crate) use scan::{ends, is_clean, same};
pub(crate) use text::{forbidden_name, unescape_one};
