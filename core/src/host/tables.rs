//! The tables of core.

use std::borrow::Cow;

use icu_normalizer::ComposingNormalizer;
use unicode_security::MixedScript;
use unicode_segmentation::UnicodeSegmentation;
use url::{Host, Url};

use super::Link;

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
