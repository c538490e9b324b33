//! Texts and links.

use super::super::contact::UrlRule;
use super::super::normalize::Normalize;
use super::super::text::{Format, TextRule};
use super::{matching, pattern};
use crate::json::quoted;
use crate::pattern::Pattern;

pub(super) fn text(rule: &TextRule) -> String {
    let mut out = String::from("\"type\":\"string\"");
    let Normalize { nfc, lower, .. } = rule.normalize;
    let as_written = rule.normalize == Normalize::default();
    // Composing and lower case may make a text longer; all but lower case may make it shorter.
    if rule.min > 0 && !rule.graphemes && !nfc && !lower {
        out.push_str(&format!(",\"minLength\":{}", rule.min));
    }
    let only_lower = Normalize {
        lower,
        ..Normalize::default()
    };
    if rule.max < usize::MAX && !rule.graphemes && rule.normalize == only_lower {
        out.push_str(&format!(",\"maxLength\":{}", rule.max));
    }
    let patterns = if as_written {
        patterns(rule)
    } else {
        Vec::new()
    };
    match patterns.as_slice() {
        [] => {}
        [one] => out.push_str(&format!(",\"pattern\":{one}")),
        several => {
            let each: Vec<String> = several
                .iter()
                .map(|one| format!("{{\"pattern\":{one}}}"))
                .collect();
            out.push_str(&format!(",\"allOf\":[{}]", each.join(",")));
        }
    }
    if rule.format == Format::Uuid {
        out.push_str(",\"format\":\"uuid\"");
    }
    out
}

/// The patterns that a text must match as it is written, as JSON strings.
fn patterns(rule: &TextRule) -> Vec<String> {
    // What is stored in another case is matched in that case.
    let same_case = !matches!(
        rule.format,
        Format::Email | Format::Uuid | Format::Language | Format::MediaType
    );
    let own = rule.pattern.as_ref().filter(|_| same_case);
    let own = own.and_then(Pattern::to_ecma).map(|own| quoted(&own));
    let media = (!rule.media_types.is_empty()).then(|| quoted(&pattern::media(&rule.media_types)));
    [Some(quoted(of_format(rule.format))), media, own]
        .into_iter()
        .flatten()
        .collect()
}

fn of_format(format: Format) -> &'static str {
    match format {
        Format::Line => pattern::LINE,
        Format::Prose => pattern::PROSE,
        Format::Name => pattern::NAME,
        Format::Email => pattern::EMAIL,
        Format::Phone => pattern::PHONE,
        Format::Slug => pattern::SLUG,
        Format::Uuid => pattern::UUID,
        Format::Country => pattern::COUNTRY,
        Format::Language => pattern::LANGUAGE,
        Format::Currency => pattern::CURRENCY,
        Format::Timezone => pattern::TIMEZONE,
        Format::MediaType => pattern::MEDIA_TYPE,
    }
}

pub(super) fn url(rule: &UrlRule) -> String {
    let link = matching(&pattern::link(&rule.schemes));
    format!("{link},\"maxLength\":{}", rule.max)
}
