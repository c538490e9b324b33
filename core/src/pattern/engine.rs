//! Who matches: engines of linear time, which answer the same.

#[cfg(feature = "perf")]
pub(super) use fast::{Engine, compile};
#[cfg(not(feature = "perf"))]
pub(super) use small::{Engine, compile};

/// With tables built ahead, half a megabyte of code.
#[cfg(feature = "perf")]
pub(super) mod fast {
    use regex::{Regex, RegexBuilder};

    use crate::pattern::syntax::{Place, Syntax};
    use crate::pattern::write;

    /// Bytes that the engine may build from a pattern. What is not too heavy takes less.
    const ROOM: usize = 1 << 26;

    /// `\B` alone holds inside a character of several bytes. `is_match` stops at the first byte
    /// where something ends, throws such a place away and goes on behind it, over the character
    /// that began before and would have matched; `find` keeps to what begins first.
    #[derive(Debug, Clone)]
    pub(in crate::pattern) struct Engine {
        regex: Regex,
        inside_characters: bool,
    }

    impl Engine {
        pub(in crate::pattern) fn is_match(&self, text: &str) -> bool {
            if self.inside_characters {
                self.regex.find(text).is_some()
            } else {
                self.regex.is_match(text)
            }
        }
    }

    pub(in crate::pattern) fn compile(syntax: &Syntax) -> Option<Engine> {
        let mut builder = RegexBuilder::new(&write::for_engines(syntax));
        Some(Engine {
            regex: builder.size_limit(ROOM).build().ok()?,
            inside_characters: syntax.has(Place::NoEdge),
        })
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
