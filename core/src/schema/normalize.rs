//! What happens to a text before it is checked.

use std::borrow::Cow;

use crate::host;
use crate::json::is_clean;

/// The normalisers of a field; they run in the order of the fields here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Normalize {
    /// Take out control characters other than tab and line ends.
    pub strip_controls: bool,
    /// Unicode normalisation form C.
    pub nfc: bool,
    /// Every run of white space becomes one space.
    pub collapse: bool,
    /// White space at both ends goes.
    pub trim: bool,
    /// Lower case, by Unicode's default mapping.
    pub lower: bool,
}

/// Gives the changed text, `None` when nothing changes.
type Step = fn(&str) -> Option<String>;

impl Normalize {
    /// The normalised text; borrowed when nothing changes.
    #[must_use]
    pub fn apply<'t>(self, text: &'t str) -> Cow<'t, str> {
        if is_clean(text) && self.leaves_clean(text) {
            return Cow::Borrowed(text);
        }
        let steps: [(bool, Step); 5] = [
            (self.strip_controls, strip_controls),
            (self.nfc, nfc),
            (self.collapse, collapse),
            (self.trim, trim),
            (self.lower, lower),
        ];
        let mut out = Cow::Borrowed(text);
        for (wanted, step) in steps {
            if let Some(changed) = wanted.then(|| step(&out)).flatten() {
                out = Cow::Owned(changed);
            }
        }
        // Lower case of a composed text need not be composed: the form holds at the end.
        if let Some(composed) = (self.nfc && self.lower).then(|| nfc(&out)).flatten() {
            out = Cow::Owned(composed);
        }
        out
    }
}

impl Normalize {
    /// Whether a clean text stays as it is.
    #[inline]
    pub(super) fn leaves_clean(self, text: &str) -> bool {
        let bytes = text.as_bytes();
        let padded = || bytes.first() == Some(&b' ') || bytes.last() == Some(&b' ');
        !(self.lower || self.trim && padded())
    }
}

fn strip_controls(text: &str) -> Option<String> {
    let kept = |c: &char| !c.is_control() || matches!(c, '\n' | '\r' | '\t');
    (!text.chars().all(|c| kept(&c))).then(|| text.chars().filter(kept).collect())
}

fn nfc(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    host::compose(text)
}

fn collapse(text: &str) -> Option<String> {
    let other = || text.chars().any(|c| c.is_whitespace() && c != ' ');
    if is_clean(text) || !(text.contains("  ") || other()) {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let mut blank = false;
    for c in text.chars() {
        if !c.is_whitespace() {
            out.push(c);
        } else if !blank {
            out.push(' ');
        }
        blank = c.is_whitespace();
    }
    Some(out)
}

fn trim(text: &str) -> Option<String> {
    let trimmed = text.trim();
    (trimmed.len() != text.len()).then(|| trimmed.to_owned())
}

fn lower(text: &str) -> Option<String> {
    let has_upper = text.bytes().any(|b| b.is_ascii_uppercase() || b >= 0x80);
    let lowered = has_upper.then(|| host::lower(text))?;
    (lowered != text).then_some(lowered)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    use super::Normalize;

    const NFC: Normalize = Normalize {
        strip_controls: false,
        nfc: true,
        collapse: false,
        trim: false,
        lower: false,
    };

    #[test]
    fn every_character_is_composed_as_another_library_says() {
        for c in '\0'..='\u{2ffff}' {
            let text = c.to_string();
            let parts: String = text.nfd().collect();
            let composed: String = text.nfc().collect();
            assert_eq!(NFC.apply(&text), composed, "{c:?}");
            assert_eq!(NFC.apply(&parts), composed, "{c:?}");
        }
    }

    proptest! {
        #[test]
        fn texts_are_composed_as_another_library_says(
            text in "[aeoſ\u{300}-\u{345}\u{5b0}-\u{5c7}\u{1100}-\u{11ff}가각\u{212b}\u{fb1d}ạ]{0,8}"
        ) {
            let composed: String = text.nfc().collect();
            prop_assert_eq!(NFC.apply(&text), composed);
        }
    }

    #[test]
    fn lower_case_is_composed_again() {
        let both = Normalize {
            nfc: true,
            lower: true,
            ..Normalize::default()
        };
        let once = both.apply("\u{130}\u{323}").into_owned();
        assert_eq!(once, "\u{1ecb}\u{307}");
        assert_eq!(both.apply(&once), once);
    }

    #[test]
    fn normalisers_run_in_their_order() {
        let all = Normalize {
            strip_controls: true,
            nfc: true,
            collapse: true,
            trim: true,
            lower: true,
        };
        assert_eq!(all.apply("  A\u{0} \t E\u{301}  "), "a é");
        assert!(matches!(all.apply("plain"), std::borrow::Cow::Borrowed(_)));
        assert_eq!(Normalize::default().apply("  A "), "  A ");
    }
}
