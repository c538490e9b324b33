//! The tables of core.

use std::borrow::Cow;
use std::ops::RangeInclusive;

use icu_normalizer::ComposingNormalizer;
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup};
use icu_properties::{CodePointMapData, PropertyParser};
use unicode_script::Script;
use unicode_security::MixedScript;
use unicode_segmentation::UnicodeSegmentation;
use url::{Host, Url};

use super::{Link, Property};

/// The text in Unicode's form C; nothing where it is in it already.
pub(crate) fn compose(text: &str) -> Option<String> {
    match ComposingNormalizer::new_nfc().normalize(text) {
        Cow::Owned(composed) => Some(composed).filter(|composed| composed != text),
        Cow::Borrowed(_) => None,
    }
}

/// The text in lower case, by Unicode's default mapping.
pub(crate) fn lower(text: &str) -> String {
    text.to_lowercase()
}

/// The double nearest to a JSON number.
pub(crate) fn double(number: &str) -> Option<f64> {
    number.parse().ok()
}

/// The shortest JSON number that is this double, with a point or an exponent.
pub(crate) fn spelled(double: f64) -> String {
    format!("{double:?}")
}

/// How many characters a reader sees (UAX 29).
pub(crate) fn graphemes(text: &str) -> usize {
    text.graphemes(true).count()
}

/// Whether a word is written in one script (UTS 39).
pub(crate) fn is_single_script(word: &str) -> bool {
    word.is_single_script()
}

/// The domain as DNS knows it (UTS 46).
#[cfg_attr(
    feature = "perf",
    allow(dead_code, reason = "`validator` knows it too")
)]
pub(crate) fn ascii_domain(domain: &str) -> Option<String> {
    idna::domain_to_ascii(domain).ok()
}

/// The parts of a link.
pub(crate) fn link(text: &str) -> Option<Link> {
    let url = Url::parse(text).ok()?;
    let domain = match url.host() {
        Some(Host::Domain(name)) => Some(name.to_owned()),
        _ => None,
    };
    Some(Link {
        scheme: url.scheme().to_owned(),
        has_credentials: !url.username().is_empty() || url.password().is_some(),
        domain,
        href: url.into(),
    })
}

/// The code points of a class that Unicode names; nothing for a name that it does not know.
pub(crate) fn class(property: Property, name: &str) -> Option<Vec<RangeInclusive<u32>>> {
    let ranges = match property {
        Property::Category => return category(name),
        Property::Script => script(name),
        Property::Yes => match name {
            "Alphabetic" => of(char::is_alphabetic),
            "Lowercase" => of(char::is_lowercase),
            "Uppercase" => of(char::is_uppercase),
            _ => Vec::new(),
        },
    };
    Some(ranges).filter(|ranges| !ranges.is_empty())
}

fn category(name: &str) -> Option<Vec<RangeInclusive<u32>>> {
    let group = PropertyParser::<GeneralCategoryGroup>::new().get_strict(name)?;
    let map = CodePointMapData::<GeneralCategory>::new();
    Some(map.iter_ranges_for_group(group).collect())
}

fn script(name: &str) -> Vec<RangeInclusive<u32>> {
    let is_named = |script: Script| [script.full_name(), script.short_name()].contains(&name);
    of(|c| match Script::from(c) {
        Script::Unknown => false,
        script => is_named(script),
    })
}

fn of(is_in: impl Fn(char) -> bool) -> Vec<RangeInclusive<u32>> {
    // No character between these planes will ever be one.
    let characters = ('\0'..='\u{3ffff}').chain('\u{e0000}'..='\u{e0fff}');
    let characters = characters.filter(|c| is_in(*c));
    characters.map(|c| u32::from(c)..=u32::from(c)).collect()
}

/// The characters that another one stands for once case counts for nothing, each with that one.
pub(crate) fn folds() -> Vec<(char, char)> {
    // No letter beyond has two cases.
    let characters = '\0'..='\u{1ffff}';
    let folds = characters.map(|c| (c, folded(c)));
    folds.filter(|(c, folded)| c != folded).collect()
}

/// Lower case by way of upper case, which some characters share: of `s` and `ſ`, it is `s`. The
/// dotless `ı` shares it with `i` in no language, and is a letter of its own.
fn folded(c: char) -> char {
    match c {
        'ı' => c,
        c => single(single(c.to_uppercase()).unwrap_or(c).to_lowercase()).unwrap_or(c),
    }
}

fn single(mut characters: impl Iterator<Item = char>) -> Option<char> {
    let first = characters.next();
    first.filter(|_| characters.next().is_none())
}
