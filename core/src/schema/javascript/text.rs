//! Texts.

use super::super::text::{Format, TextRule};
use super::Writer;
use crate::json::quoted;

/// Characters beyond U+02FF of the scripts that are written most, which normalising leaves as
/// they are: composed whatever stands beside them, neither white space nor controls.
pub(super) const WIDE: [(char, char); 22] = [
    ('\u{a1}', '\u{2ff}'),
    ('\u{38e}', '\u{3a1}'),
    ('\u{3a3}', '\u{3ff}'),
    ('\u{400}', '\u{482}'),
    ('\u{48a}', '\u{52f}'),
    ('\u{5d0}', '\u{5ea}'),
    ('\u{621}', '\u{64a}'),
    ('\u{660}', '\u{66f}'),
    ('\u{671}', '\u{6d3}'),
    ('\u{e01}', '\u{e30}'),
    ('\u{1e00}', '\u{1e99}'),
    ('\u{1ea0}', '\u{1eff}'),
    ('\u{200c}', '\u{200d}'),
    ('\u{2010}', '\u{2027}'),
    ('\u{2030}', '\u{205e}'),
    ('\u{20a0}', '\u{20bf}'),
    ('\u{2190}', '\u{22ff}'),
    ('\u{2500}', '\u{27ff}'),
    ('\u{3001}', '\u{3029}'),
    ('\u{3041}', '\u{3096}'),
    ('\u{4e00}', '\u{9fff}'),
    ('\u{1f300}', '\u{1faff}'),
];

/// The longest text on which JavaScript tries a pattern.
const PATTERN_MAX: usize = 200;

impl Writer {
    /// The test of a text; nothing where JavaScript does not know.
    pub(super) fn text(&mut self, rule: &TextRule) -> Option<String> {
        // A text has at most as many graphemes as characters, and one unless it is empty.
        if rule.graphemes && rule.min > 1 {
            return None;
        }
        let test = match rule.format {
            Format::Line | Format::Prose | Format::Name => plain(rule),
            _ => of_format(rule),
        };
        let Some(pattern) = &rule.pattern else {
            return Some(test);
        };
        if !pattern.is_quick_to_try() {
            return None;
        }
        let pattern = self.pattern(&pattern.to_ecma()?);
        Some(format!(
            "{test} && v.length <= {PATTERN_MAX} && {pattern}.test(v)"
        ))
    }
}

fn plain(rule: &TextRule) -> String {
    let TextRule {
        min,
        max,
        normalize,
        ..
    } = rule;
    let max = max.min(&1_000_000);
    let (narrow, wide) = match (rule.format, normalize.lower) {
        (_, true) => ("LOWER", "null"),
        (Format::Name, _) => ("NAME", "null"),
        _ => ("LINE", "WIDE"),
    };
    let mut test = match rule.format {
        Format::Prose if !normalize.lower && !normalize.collapse => {
            format!("prose(v, {min}, {max})")
        }
        _ => format!("text(v, {min}, {max}, {narrow}, {wide})"),
    };
    if normalize.trim {
        test.push_str(" && isTrim(v)");
    }
    if normalize.collapse {
        test.push_str(" && isSingle(v)");
    }
    test
}

fn of_format(rule: &TextRule) -> String {
    let (min, max) = (rule.min, rule.max.min(1_000_000));
    let form = |name: &str| format!("matching(v, {min}, {max}, {name})");
    let among = |list: &str| format!("listed(v, {min}, {max}, {list})");
    let test = match rule.format {
        Format::Email => format!("email(v, {min}, {max})"),
        Format::Phone => form("PHONE"),
        Format::Slug => form("SLUG"),
        Format::Uuid => form("UUID"),
        Format::Language => form("LANGUAGE"),
        Format::Country => among("COUNTRIES"),
        Format::Currency => among("CURRENCIES"),
        Format::Timezone => among("TIMEZONES"),
        Format::MediaType => {
            let types: Vec<String> = rule.media_types.iter().map(|ty| quoted(ty)).collect();
            format!("media(v, {min}, {max}, [{}])", types.join(", "))
        }
        Format::Line | Format::Prose | Format::Name => plain(rule),
    };
    let lower = if rule.normalize.lower {
        " && !UPPER.test(v)"
    } else {
        ""
    };
    test + lower
}

#[cfg(test)]
mod tests {
    use unicode_normalization::char::canonical_combining_class;
    use unicode_normalization::{IsNormalized, is_nfc_quick};
    use unicode_security::MixedScript;

    use super::*;

    #[test]
    fn wide_characters_stay_as_they_are() {
        for (first, last) in WIDE {
            for c in first..=last {
                let at = u32::from(c);
                assert_eq!(canonical_combining_class(c), 0, "{at:x}");
                assert_eq!(
                    is_nfc_quick(std::iter::once(c)),
                    IsNormalized::Yes,
                    "{at:x}"
                );
                assert!(!c.is_whitespace() && !c.is_control(), "{at:x}");
            }
        }
    }

    #[test]
    fn names_of_these_letters_are_of_one_script() {
        let letters: String = ('!'..='~').chain('\u{a1}'..='\u{24f}').collect();
        assert!(letters.is_single_script());
    }
}
