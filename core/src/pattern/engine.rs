//! Who matches: engines of linear time, which answer the same.

#[cfg(feature = "perf")]
pub(super) use fast::{Engine, compile};
#[cfg(not(feature = "perf"))]
pub(super) use small::{Engine, compile};

/// Bytes that an engine may build from a pattern. What is not too heavy takes less.
const ROOM: usize = 1 << 26;

/// With tables built ahead, half a megabyte of code.
#[cfg(feature = "perf")]
pub(super) mod fast {
    use regex::RegexBuilder;

    pub(in crate::pattern) type Engine = regex::Regex;

    pub(in crate::pattern) fn compile(form: &str) -> Option<Engine> {
        let mut builder = RegexBuilder::new(form);
        builder.size_limit(super::ROOM).build().ok()
    }
}

/// What browsers load.
#[cfg(any(test, not(feature = "perf")))]
pub(super) mod small {
    use regex_lite::RegexBuilder;

    pub(in crate::pattern) type Engine = regex_lite::Regex;

    pub(in crate::pattern) fn compile(form: &str) -> Option<Engine> {
        let mut builder = RegexBuilder::new(form);
        builder.size_limit(super::ROOM).nest_limit(250).build().ok()
    }
}
