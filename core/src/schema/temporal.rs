//! Dates, instants and durations.

use super::text::Issues;
use crate::error::{Code, Params};
use crate::time::{is_date, parse_instant, write_instant};

/// A civil date.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DateRule {
    /// Whether `2024` and `2024-05` are dates too.
    pub partial: bool,
    /// Earliest date.
    pub min: Option<Box<str>>,
    /// Latest date.
    pub max: Option<Box<str>>,
}

impl DateRule {
    /// Checks a date; ISO 8601 dates sort as text.
    pub(crate) fn check(&self, text: &str, issues: &mut Issues) {
        if !(is_date(text) || self.partial && is_partial_date(text)) {
            issues.push((Code::SchemaDate, Params::new()));
            return;
        }
        if let Some(min) = self
            .min
            .as_deref()
            .filter(|&min| text < min.get(..text.len()).unwrap_or(min))
        {
            issues.push((Code::SchemaTooEarly, vec![("min", min.to_owned().into())]));
        }
        if let Some(max) = self.max.as_deref().filter(|&max| text > max) {
            issues.push((Code::SchemaTooLate, vec![("max", max.to_owned().into())]));
        }
    }
}

fn is_partial_date(text: &str) -> bool {
    match text.as_bytes() {
        [year @ .., b'-', tens, ones] if year.len() == 4 => {
            let month = matches!((tens, ones), (b'0', b'1'..=b'9') | (b'1', b'0'..=b'2'));
            month && is_year(year)
        }
        year => year.len() == 4 && is_year(year),
    }
}

fn is_year(year: &[u8]) -> bool {
    year.iter().all(u8::is_ascii_digit)
}

/// A point in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct InstantRule {
    /// Earliest, in microseconds since 1970 UTC.
    pub min: Option<i64>,
    /// Latest, in microseconds since 1970 UTC.
    pub max: Option<i64>,
}

impl InstantRule {
    /// Checks an instant. Gives its microseconds, and the canonical form where it differs.
    pub(crate) fn check(&self, text: &str, issues: &mut Issues) -> Option<(i64, Option<String>)> {
        let Some(micros) = parse_instant(text) else {
            issues.push((Code::SchemaInstant, Params::new()));
            return None;
        };
        if let Some(min) = self.min.filter(|&min| micros < min) {
            issues.push((
                Code::SchemaTooEarly,
                vec![("min", write_instant(min).into())],
            ));
        }
        if let Some(max) = self.max.filter(|&max| micros > max) {
            issues.push((
                Code::SchemaTooLate,
                vec![("max", write_instant(max).into())],
            ));
        }
        let plain =
            text.len() == 20 && text.ends_with('Z') && text.as_bytes().get(10) == Some(&b'T');
        let canonical = (!plain)
            .then(|| write_instant(micros))
            .filter(|form| form != text);
        Some((micros, canonical))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn partial_dates_only_where_allowed() {
        let codes = |partial, text: &str| {
            let mut issues = Issues::new();
            DateRule {
                partial,
                min: Some("2000-05-10".into()),
                max: Some("2030-01-01".into()),
            }
            .check(text, &mut issues);
            issues.into_iter().map(|(code, _)| code).collect::<Vec<_>>()
        };
        assert_eq!(codes(false, "2024-02-29"), []);
        assert_eq!(codes(false, "2024-05"), [Code::SchemaDate]);
        assert_eq!(codes(true, "2024-05"), []);
        assert_eq!(codes(true, "2000"), []);
        assert_eq!(codes(true, "1999"), [Code::SchemaTooEarly]);
        assert_eq!(codes(true, "2031"), [Code::SchemaTooLate]);
        assert_eq!(codes(true, "2024-13"), [Code::SchemaDate]);
    }
}
