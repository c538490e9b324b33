//! JSON Pointer (RFC 6901).

use std::fmt;

/// A checked JSON Pointer: empty for the whole document, else `/name/0/name`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Pointer(String);

impl Pointer {
    /// Checks and takes a pointer.
    ///
    /// # Errors
    /// `None` when it neither is empty nor starts with `/`, or holds a `~` that escapes nothing.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let starts = text.is_empty() || text.starts_with('/');
        let escapes = text
            .split('~')
            .skip(1)
            .all(|rest| rest.starts_with(['0', '1']));
        (starts && escapes).then(|| Self(text.to_owned()))
    }

    /// The pointer as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The names and indices along the pointer, unescaped.
    pub fn segments(&self) -> impl Iterator<Item = String> + '_ {
        self.0
            .split('/')
            .skip(1)
            .map(|segment| segment.replace("~1", "/").replace("~0", "~"))
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A pointer being built while a tree is walked.
#[derive(Debug, Clone, Default)]
pub struct PointerBuf(String);

impl PointerBuf {
    /// The root.
    #[must_use]
    pub fn root() -> Self {
        Self::default()
    }

    /// This pointer with one more name.
    #[must_use]
    pub fn child(&self, name: &str) -> Self {
        let mut text = self.0.clone();
        push_segment(&mut text, name);
        Self(text)
    }

    /// This pointer with one more index.
    #[must_use]
    pub fn item(&self, index: usize) -> Self {
        Self(format!("{}/{index}", self.0))
    }

    /// The finished pointer.
    #[must_use]
    pub fn to_pointer(&self) -> Pointer {
        Pointer(self.0.clone())
    }

    /// The pointer as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether a pointer is another one or lies below it.
pub(crate) fn is_within(pointer: &str, other: &str) -> bool {
    pointer
        .strip_prefix(other)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Adds `/name` with `~` and `/` escaped.
pub(crate) fn push_segment(text: &mut String, name: &str) {
    text.push('/');
    if name.contains(['~', '/']) {
        text.push_str(&name.replace('~', "~0").replace('/', "~1"));
    } else {
        text.push_str(name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn segments_are_unescaped() {
        let pointer = Pointer::new("/a~1b/m~0n/0").map(|p| p.segments().collect::<Vec<_>>());
        assert_eq!(
            pointer,
            Some(vec!["a/b".to_owned(), "m~n".to_owned(), "0".to_owned()])
        );
        assert_eq!(PointerBuf::root().child("a/b").item(3).as_str(), "/a~1b/3");
    }

    #[test]
    fn malformed_pointers_are_refused() {
        assert_eq!(Pointer::new("a"), None);
        assert_eq!(Pointer::new("/a~"), None);
        assert_eq!(Pointer::new("/a~2"), None);
    }
}
