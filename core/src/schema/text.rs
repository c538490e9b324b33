//! Textual fields: length, pattern, and what the text stands for.

use super::email::email;
use super::normalize::Normalize;
use super::{code, contact};
use crate::error::{Code, Params};
use crate::host;
use crate::id::Id;
use crate::pattern::Pattern;

/// A textual field.
#[derive(Debug, Clone)]
pub struct TextRule {
    /// What the text stands for.
    pub format: Format,
    /// Fewest characters.
    pub min: usize,
    /// Most characters.
    pub max: usize,
    /// Count grapheme clusters (what a reader sees as one character), not Unicode scalar values.
    pub graphemes: bool,
    /// What it must match somewhere; linear-time regular expressions.
    pub pattern: Option<Pattern>,
    /// What happens before it is checked.
    pub normalize: Normalize,
    /// Media types allowed, such as `image/png` or `image/*`; any when empty.
    pub media_types: Vec<Box<str>>,
}

impl Default for TextRule {
    fn default() -> Self {
        Self {
            format: Format::Line,
            min: 0,
            max: 10_000,
            graphemes: false,
            pattern: None,
            normalize: Normalize::default(),
            media_types: Vec::new(),
        }
    }
}

/// What a text stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// One line: no control characters.
    #[default]
    Line,
    /// Several lines: line ends and tabs are fine.
    Prose,
    /// A name shown to others: no bidi controls, no word of mixed scripts (UTS 39).
    Name,
    /// A mail address; the domain is stored in lower case.
    Email,
    /// A phone number in E.164 form.
    Phone,
    /// Lower-case letters and digits with single hyphens between.
    Slug,
    /// A UUID, stored in lower case.
    Uuid,
    /// ISO 3166-1 alpha-2.
    Country,
    /// BCP 47, stored in its canonical case.
    Language,
    /// ISO 4217.
    Currency,
    /// An IANA time zone name.
    Timezone,
    /// A media type such as `image/png`, stored in lower case.
    MediaType,
}

/// What checks found wrong with a value.
pub(crate) type Issues = Vec<(Code, Params)>;

impl TextRule {
    /// Whether a clean text is fine, as far as can be told without a longer look.
    #[inline]
    pub(crate) fn accepts_clean(&self, text: &str) -> bool {
        let plain = matches!(self.format, Format::Line | Format::Prose | Format::Name);
        // A text has at most as many characters as bytes, and at least one unless it is empty.
        let fits = text.len() <= self.max && self.min <= text.len().min(1);
        plain && fits && self.pattern.is_none()
    }

    /// Checks a normalised text, which may be known to be clean, as `is_clean` says. Gives the
    /// canonical form where it differs; length and pattern are those of the form that is stored.
    pub(crate) fn check(&self, text: &str, clean: bool, issues: &mut Issues) -> Option<String> {
        let (canonical, verdict) = match self.canonical(text, clean) {
            Ok(canonical) => (canonical, None),
            Err(issue) => (None, Some(issue)),
        };
        let stored = canonical.as_deref().unwrap_or(text);
        self.check_length(stored, issues);
        issues.extend(verdict);
        let unmatched = |pattern: &Pattern| !pattern.is_match(stored);
        if self.pattern.as_ref().is_some_and(unmatched) {
            issues.push((Code::SchemaPattern, Params::new()));
        }
        canonical
    }

    fn check_length(&self, text: &str, issues: &mut Issues) {
        // A text has at most as many characters as bytes, and at least a quarter as many scalars.
        if text.len() > self.max && self.length(text) > self.max {
            issues.push((Code::SchemaTooLong, vec![("max", self.max.into())]));
        }
        if self.min > 0
            && (text.len() < self.min.saturating_mul(4) || self.graphemes)
            && self.length(text) < self.min
        {
            issues.push((Code::SchemaTooShort, vec![("min", self.min.into())]));
        }
    }

    fn length(&self, text: &str) -> usize {
        if self.graphemes {
            host::graphemes(text)
        } else {
            text.chars().count()
        }
    }

    /// The canonical form of what the format describes, where it differs from the text.
    fn canonical(&self, text: &str, clean: bool) -> Result<Option<String>, (Code, Params)> {
        let plain = |fine: bool, code| if fine { Ok(None) } else { Err(code) };
        let form = match self.format {
            Format::Line | Format::Prose | Format::Name if clean => Ok(None),
            Format::Line => line(text).map(|()| None),
            Format::Prose => prose(text).map(|()| None),
            Format::Name => name(text).map(|()| None),
            Format::Email => email(text),
            Format::Phone => plain(contact::is_phone(text), Code::SchemaPhone),
            Format::Slug => plain(is_slug(text), Code::SchemaSlug),
            Format::Uuid => uuid(text),
            Format::Country => plain(code::is_country(text), Code::SchemaCountry),
            Format::Language => language(text),
            Format::Currency => plain(code::is_currency(text), Code::SchemaCurrency),
            Format::Timezone => plain(code::is_timezone(text), Code::SchemaTimezone),
            Format::MediaType => return self.media_type(text),
        };
        form.map_err(|code| (code, Params::new()))
    }

    fn media_type(&self, text: &str) -> Result<Option<String>, (Code, Params)> {
        let canonical = text.to_ascii_lowercase();
        let allowed = |rule: &str| match rule.strip_suffix('*') {
            Some(head) => canonical.starts_with(head),
            None => canonical == rule,
        };
        let listed =
            self.media_types.is_empty() || self.media_types.iter().any(|rule| allowed(rule));
        if is_media_type(text) && listed {
            return Ok((canonical != text).then_some(canonical));
        }
        let allowed = if self.media_types.is_empty() {
            "*/*".to_owned()
        } else {
            self.media_types.join(", ")
        };
        Err((Code::SchemaMediaType, vec![("allowed", allowed.into())]))
    }
}

fn line(text: &str) -> Result<(), Code> {
    if text.chars().any(char::is_control) {
        Err(Code::SchemaControl)
    } else {
        Ok(())
    }
}

fn prose(text: &str) -> Result<(), Code> {
    let stray = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    if text.chars().any(stray) {
        Err(Code::SchemaControl)
    } else {
        Ok(())
    }
}

fn name(text: &str) -> Result<(), Code> {
    line(text)?;
    if text.chars().any(is_bidi_control) {
        return Err(Code::SchemaBidi);
    }
    // Look-alikes hide inside a word; two words may well be in two scripts.
    if text.split(ends_word).all(host::is_single_script) {
        Ok(())
    } else {
        Err(Code::SchemaMixedScript)
    }
}

/// Digits and marks do not: a look-alike next to one would pass for a word of its own.
fn ends_word(c: char) -> bool {
    let dash_or_quote = matches!(c, '\u{2010}'..='\u{2015}' | '\u{2018}'..='\u{201F}');
    c.is_whitespace() || c.is_ascii_punctuation() || dash_or_quote || matches!(c, '·' | '・')
}

/// The characters of UAX 9 that steer direction invisibly.
fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

fn is_slug(text: &str) -> bool {
    let mut before = b'-';
    let fits = text.bytes().all(|byte| {
        let hyphen = byte == b'-' && before != b'-';
        before = byte;
        hyphen || byte.is_ascii_lowercase() || byte.is_ascii_digit()
    });
    fits && before != b'-'
}

fn uuid(text: &str) -> Result<Option<String>, Code> {
    let hyphenated = text.len() == 36;
    match uuid::Uuid::try_parse(text) {
        Ok(uuid) if hyphenated => {
            let canonical = uuid.hyphenated().to_string();
            Ok((canonical != text).then_some(canonical))
        }
        _ => Err(Code::SchemaUuid),
    }
}

fn language(text: &str) -> Result<Option<String>, Code> {
    let canonical = code::language(text).ok_or(Code::SchemaLanguage)?;
    Ok((canonical != text).then_some(canonical))
}

/// `type/subtype` of RFC 6838 restricted names, without parameters.
pub(crate) fn is_media_type(text: &str) -> bool {
    let token = |part: &str| {
        (1..=127).contains(&part.len())
            && part.starts_with(|c: char| c.is_ascii_alphanumeric())
            && part
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&b))
    };
    text.split_once('/')
        .is_some_and(|(kind, subtype)| token(kind) && token(subtype))
}

/// Checks the identifier of a record.
pub(crate) fn reference(text: &str, to: &str, issues: &mut Issues) {
    if !Id::is_valid(text) {
        issues.push((Code::SchemaReference, vec![("to", to.to_owned().into())]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::is_clean;

    fn codes(format: Format, text: &str) -> Vec<Code> {
        let mut issues = Issues::new();
        TextRule {
            format,
            ..TextRule::default()
        }
        .check(text, is_clean(text), &mut issues);
        issues.into_iter().map(|(code, _)| code).collect()
    }

    #[test]
    fn formats_accept_and_refuse() {
        for (format, good, bad, code) in [
            (Format::Line, "Zoë – 山田", "a\u{85}b", Code::SchemaControl),
            (Format::Prose, "a\r\n\tb", "a\u{1}b", Code::SchemaControl),
            (
                Format::Name,
                "山田 Taro O'Brien",
                "p\u{0430}ypal",
                Code::SchemaMixedScript,
            ),
            (Format::Name, "Łukasz", "abc\u{202e}def", Code::SchemaBidi),
            (
                Format::Name,
                "Dvořa\u{301}k 山田3",
                "goog1\u{0435}",
                Code::SchemaMixedScript,
            ),
            (Format::Slug, "a-1-b", "a--b", Code::SchemaSlug),
            (
                Format::Phone,
                "+4915112345678",
                "0151 1234",
                Code::SchemaPhone,
            ),
            (
                Format::Uuid,
                "01890a5d-ac96-774b-bcce-b302099a8057",
                "01890a5dac96774bbcceb302099a8057",
                Code::SchemaUuid,
            ),
            (Format::Country, "DE", "de", Code::SchemaCountry),
            (Format::Currency, "JPY", "ABC", Code::SchemaCurrency),
            (
                Format::Timezone,
                "Europe/Berlin",
                "Europe/Atlantis",
                Code::SchemaTimezone,
            ),
            (Format::Language, "de-AT", "d", Code::SchemaLanguage),
            (
                Format::MediaType,
                "image/svg+xml",
                "image",
                Code::SchemaMediaType,
            ),
            (
                Format::Email,
                "a.b@example.org",
                "a..b@example.org",
                Code::SchemaEmail,
            ),
        ] {
            assert_eq!(codes(format, good), [], "{good}");
            assert_eq!(codes(format, bad), [code], "{bad}");
        }
    }

    #[test]
    fn lengths_count_scalars_or_graphemes() {
        let family = "👩‍👩‍👧";
        let rule = |max, graphemes| TextRule {
            max,
            graphemes,
            ..TextRule::default()
        };
        let long = |rule: TextRule, text: &str| {
            let mut issues = Issues::new();
            rule.check(text, is_clean(text), &mut issues);
            issues.iter().any(|(code, _)| *code == Code::SchemaTooLong)
        };
        assert!(long(rule(4, false), family));
        assert!(!long(rule(5, false), family));
        assert!(!long(rule(1, true), family));
    }
}
