//! Who matches: engines of linear time, which answer the same.

#[cfg(feature = "perf")]
pub(super) use fast::{Engine, compile};
#[cfg(not(feature = "perf"))]
pub(super) use small::{Engine, compile};

/// With tables built ahead, half a megabyte of code.
#[cfg(feature = "perf")]
pub(super) mod fast {
    use regex::RegexBuilder;

    use crate::pattern::syntax::Syntax;
    use crate::pattern::write;

    /// Bytes that the engine may build from a pattern. What is not too heavy takes less.
    const ROOM: usize = 1 << 26;

    pub(in crate::pattern) type Engine = regex::Regex;

    pub(in crate::pattern) fn compile(syntax: &Syntax) -> Option<Engine> {
        let mut builder = RegexBuilder::new(&write::for_engines(syntax));
        builder.size_limit(ROOM).build().ok()
    }
}

/// What browsers load.
#[cfg(any(test, not(feature = "perf")))]
pub(super) mod small {
    use crate::pattern::machine::Machine;
    use crate::pattern::syntax::Syntax;

    pub(in crate::pattern) type Engine = Machine;

    pub(in crate::pattern) fn compile(syntax: &Syntax) -> Option<Engine> {
        Some(Machine::of(syntax))
    }
}
