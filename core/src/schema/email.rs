//! Mail addresses.

#[cfg(any(test, not(feature = "perf")))]
use core::net::IpAddr;

use super::contact::is_host_name;
use crate::error::Code;
use crate::host;

/// Checks a mail address. Gives the form with a lower-case domain where it differs.
///
/// It is that of the HTML standard, as `validator` knows it, which lets dots repeat and locals be any length; RFC 5321 does
/// not, so those are refused. A domain may be an address in brackets, or international.
pub(crate) fn email(text: &str) -> Result<Option<String>, Code> {
    let (local, domain) = text.rsplit_once('@').ok_or(Code::SchemaEmail)?;
    let lowered = Some(host::lower(domain)).filter(|lowered| lowered != domain);
    let domain = lowered.as_deref().unwrap_or(domain);
    // The everyday name first: it is told apart fastest.
    if is_local(local) && (is_host_name(domain) || is_rare_domain(domain)) {
        Ok(lowered.map(|domain| format!("{local}@{domain}")))
    } else {
        Err(Code::SchemaEmail)
    }
}

/// Words of letters, digits and marks, with single dots between.
fn is_local(local: &str) -> bool {
    let mark = |b: u8| b"!#$%&'*+/=?^_`{|}~-".contains(&b);
    let mut before = b'.';
    let mut fine = true;
    for b in local.bytes() {
        fine &= b.is_ascii_alphanumeric() || mark(b) || (b == b'.' && before != b'.');
        before = b;
    }
    fine && before != b'.' && local.len() <= 64
}

/// As the library says, whose engine of patterns a browser would have to load.
#[cfg(feature = "perf")]
fn is_rare_domain(domain: &str) -> bool {
    use validator::ValidateEmail;
    // It looks for an address in brackets at the end only.
    let odd = domain.ends_with(']') && !domain.starts_with('[');
    !odd && format!("a@{domain}").validate_email()
}

/// As the grammar of the standard says; a test holds it to the library.
#[cfg(not(feature = "perf"))]
fn is_rare_domain(domain: &str) -> bool {
    is_domain(domain)
}

#[cfg(any(test, not(feature = "perf")))]
fn is_domain(domain: &str) -> bool {
    if domain.chars().count() > 255 {
        return false;
    }
    let plain = |domain: &str| domain.split('.').all(is_label) || is_address(domain);
    let ascii = || host::ascii_domain(domain);
    plain(domain) || is_international(domain) && ascii().is_some_and(|domain| plain(&domain))
}

/// Whether a domain is more than letters, digits and marks of ASCII; other marks stay in any form.
#[cfg(any(test, not(feature = "perf")))]
fn is_international(domain: &str) -> bool {
    let mark = |c: char| c.is_ascii() && !c.is_ascii_alphanumeric() && !matches!(c, '-' | '.');
    !domain.is_ascii() && !domain.contains(mark)
}

/// Letters, digits, and hyphens between them.
#[cfg(any(test, not(feature = "perf")))]
fn is_label(label: &str) -> bool {
    let known = |b: u8| b.is_ascii_alphanumeric() || b == b'-';
    let bare = |label: &str| !label.starts_with('-') && !label.ends_with('-');
    (1..=63).contains(&label.len()) && label.bytes().all(known) && bare(label)
}

/// An address of the internet, in brackets.
#[cfg(any(test, not(feature = "perf")))]
fn is_address(domain: &str) -> bool {
    let inner = domain
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    inner.is_some_and(|inner| inner.parse::<IpAddr>().is_ok())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use validator::ValidateEmail;

    use super::*;

    /// What `validator` and RFC 5321 accept together.
    fn expected(text: &str) -> bool {
        let dots = |local: &str| local.split('.').any(str::is_empty);
        // It looks for an address in brackets at the end only.
        let odd = |domain: &str| domain.ends_with(']') && !domain.starts_with('[');
        let parts = text.rsplit_once('@');
        text.validate_email() && parts.is_some_and(|(local, domain)| !dots(local) && !odd(domain))
    }

    /// What a browser says.
    fn by_grammar(text: &str) -> bool {
        let parts = text.rsplit_once('@');
        parts.is_some_and(|(local, domain)| {
            let domain = domain.to_lowercase();
            is_local(local) && (is_host_name(&domain) || is_domain(&domain))
        })
    }

    #[test]
    fn addresses_are_those_of_the_standard() {
        let long = |length| format!("{}@b.de", "a".repeat(length));
        let label = |length| format!("a@{}.de", "b".repeat(length));
        let labels = |count| format!("a@{}example.de", "b.".repeat(count));
        for text in [
            "a@b.co",
            "a.b+c@ex-ample.org",
            "a@b",
            "a@-b.com",
            "a@b-.com",
            "a@b.c0m",
            "a b@c.de",
            "@b.de",
            "a@",
            "a@b--c.de",
            "a@b.c",
            "a@.b.de",
            "a@b.de.",
            "a@b..de",
            ".a@b.de",
            "a.@b.de",
            "a..b@c.de",
            "a@[127.0.0.1]",
            "a@[::1]",
            "a@[1.2.3]",
            "a@[]",
            "a@x[::1]",
            "a@bücher.de",
            "a@xn--bcher-kva.de",
            "ü@b.de",
            "a@b@c.de",
            "a\"b@c.de",
            "!#$%&'*+/=?^_`{|}~-@b.de",
            "a@b_c.de",
            "a",
            "",
        ]
        .map(str::to_owned)
        .into_iter()
        .chain([63, 64, 65].map(long))
        .chain([62, 63, 64].map(label))
        .chain([122, 123, 124].map(labels))
        {
            assert_eq!(email(&text).is_ok(), expected(&text), "{text}");
            assert_eq!(by_grammar(&text), expected(&text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn addresses_agree_with_the_library(text in r"[ab.+ü!-]{0,4}@?[ab0.\-_ü\[\]:@]{0,8}(\.de)?") {
            prop_assert_eq!(email(&text).is_ok(), expected(&text));
            prop_assert_eq!(by_grammar(&text), expected(&text));
        }
    }
}
