//! Phone numbers and links.

use super::text::Issues;
use crate::error::{Code, Params};
use crate::host::{self, Link};

/// A lower-case DNS name of at least two labels whose last one is letters. Two hyphens side by
/// side, which only names in Punycode need, are left to the libraries.
pub(super) fn is_host_name(host: &str) -> bool {
    let mut ok = true;
    // Neither a hyphen nor a dot may begin or end a label.
    let mut before = UrlByte::MARK;
    for byte in host.bytes() {
        let class = UrlByte::of(byte);
        ok &= class & UrlByte::HOST != 0;
        ok &= class & before & UrlByte::MARK == 0;
        before = class;
    }
    ok && before & UrlByte::MARK == 0 && ends_in_letters(host) && labels_are_short(host)
}

/// Whether the last of several labels is two letters or more.
fn ends_in_letters(host: &str) -> bool {
    let letters = host.bytes().rev();
    let letters = letters.take_while(u8::is_ascii_lowercase).count();
    let dot = host.len().checked_sub(letters + 1);
    letters >= 2 && dot.and_then(|dot| host.as_bytes().get(dot)) == Some(&b'.')
}

/// No label is longer than 63 bytes, the name not than 253.
fn labels_are_short(host: &str) -> bool {
    const LABEL: usize = 63;
    host.len() <= LABEL || host.len() <= 253 && host.split('.').all(|label| label.len() <= LABEL)
}

/// E.164: `+`, then 7 to 15 digits, the first not zero.
pub(crate) fn is_phone(text: &str) -> bool {
    let digits = text.strip_prefix('+').unwrap_or_default();
    (7..=15).contains(&digits.len())
        && !digits.starts_with('0')
        && digits.bytes().all(|b| b.is_ascii_digit())
}

/// A link.
#[derive(Debug, Clone)]
pub struct UrlRule {
    /// Schemes allowed.
    pub schemes: Vec<Box<str>>,
    /// Hosts allowed (with their subdomains); any when empty.
    pub hosts: Vec<Box<str>>,
    /// A server will fetch it: private, loopback and unqualified hosts are refused.
    pub fetched: bool,
    /// Longest link in characters.
    pub max: usize,
}

impl Default for UrlRule {
    fn default() -> Self {
        Self {
            schemes: vec!["https".into()],
            hosts: Vec::new(),
            fetched: false,
            max: 2048,
        }
    }
}

impl UrlRule {
    /// Checks a link. Gives the parsed form where it differs.
    pub(crate) fn check(&self, text: &str, issues: &mut Issues) -> Option<String> {
        if self.is_too_long(text) {
            issues.push((Code::SchemaTooLong, vec![("max", self.max.into())]));
            return None;
        }
        if let Some(host) = plain_https_host(text).filter(|_| self.allows_scheme("https")) {
            if !self.allows_host(host) {
                issues.push((Code::SchemaUrlHost, Params::new()));
            }
            return None;
        }
        match self.parse(text) {
            Ok(link) if self.is_too_long(&link.href) => {
                issues.push((Code::SchemaTooLong, vec![("max", self.max.into())]));
                None
            }
            Ok(link) => Some(link.href).filter(|parsed| parsed != text),
            Err((code, params)) => {
                issues.push((code, params));
                None
            }
        }
    }

    /// Escapes make the parsed form longer than what was written: both are measured.
    fn is_too_long(&self, text: &str) -> bool {
        text.len() > self.max && text.chars().count() > self.max
    }

    fn parse(&self, text: &str) -> Result<Link, (Code, Params)> {
        let bare = |code| (code, Params::new());
        // The URL standard drops tabs and line ends and trims; a stored link has none to drop.
        if text.chars().any(|c| c.is_control() || c == ' ') {
            return Err(bare(Code::SchemaUrl));
        }
        let link = host::link(text).ok_or_else(|| bare(Code::SchemaUrl))?;
        if !self.allows_scheme(&link.scheme) {
            return Err((
                Code::SchemaUrlScheme,
                vec![("allowed", self.schemes.join(", ").into())],
            ));
        }
        if link.has_credentials {
            return Err(bare(Code::SchemaUrlCredentials));
        }
        if !self.host_is_fine(&link) {
            return Err(bare(Code::SchemaUrlHost));
        }
        Ok(link)
    }

    fn host_is_fine(&self, link: &Link) -> bool {
        match &link.domain {
            Some(name) => self.allows_host(name),
            // `mailto:` and the like have no host; whoever allows the scheme allows that.
            None => !self.fetched && self.hosts.is_empty(),
        }
    }

    fn allows_scheme(&self, scheme: &str) -> bool {
        self.schemes.iter().any(|allowed| **allowed == *scheme)
    }

    fn allows_host(&self, host: &str) -> bool {
        let mut host = host;
        while let Some(name) = host.strip_suffix(".") {
            host = name;
        }
        let within = |allowed: &str| {
            host.strip_suffix(allowed)
                .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        };
        let listed = self.hosts.is_empty() || self.hosts.iter().any(|allowed| within(allowed));
        listed && !(self.fetched && is_private_name(host))
    }
}

fn is_private_name(host: &str) -> bool {
    let suffixes = ["localhost", ".local", ".internal", ".home.arpa", ".lan"];
    !host.contains('.') || suffixes.iter().any(|suffix| host.ends_with(suffix))
}

/// The host of an https link that is already in its parsed form, decided without parsing.
fn plain_https_host(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("https://")?;
    let slash = rest.bytes().position(|b| b == b'/')?;
    let (host, path) = rest.split_at(slash);
    (is_host_name(host) && is_plain_path(path)).then_some(host)
}

/// A path, with its query, that parsing leaves as it is: no dot segments, nothing to escape.
fn is_plain_path(path: &str) -> bool {
    let mut ok = true;
    let mut before = b'/';
    for byte in path.bytes() {
        ok &= UrlByte::of(byte) & UrlByte::PATH != 0;
        ok &= (byte != b'.') | (before != b'/');
        before = byte;
    }
    ok
}

/// What a byte may be in a link that parsing leaves as it is.
struct UrlByte;

impl UrlByte {
    /// It may stand in a host.
    const HOST: u8 = 1;
    /// It stands between the letters and digits of a host.
    const MARK: u8 = 2;
    /// It may stand in a path or query.
    const PATH: u8 = 4;

    fn of(byte: u8) -> u8 {
        const CLASSES: [u8; 256] = UrlByte::classes();
        CLASSES.get(usize::from(byte)).copied().unwrap_or_default()
    }

    const fn classes() -> [u8; 256] {
        let mut classes = [0; 256];
        let mut rest: &mut [u8] = &mut classes;
        let mut byte = 0u8;
        while let [class, behind @ ..] = rest {
            *class = match byte {
                b'a'..=b'z' | b'0'..=b'9' => Self::HOST | Self::PATH,
                b'-' | b'.' => Self::HOST | Self::MARK | Self::PATH,
                b'A'..=b'Z' | b'_' | b'~' | b'/' | b'=' | b'&' | b'+' | b',' | b'?' => Self::PATH,
                _ => 0,
            };
            rest = behind;
            byte = byte.wrapping_add(1);
        }
        classes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(rule: &UrlRule, text: &str) -> Result<String, Code> {
        let mut issues = Issues::new();
        let parsed = rule.check(text, &mut issues);
        match issues.first() {
            Some((code, _)) => Err(*code),
            None => Ok(parsed.unwrap_or_else(|| text.to_owned())),
        }
    }

    #[test]
    fn links_are_parsed_then_judged() {
        let rule = UrlRule::default();
        assert_eq!(
            check(&rule, "https://example.com/a?b=c"),
            Ok("https://example.com/a?b=c".into())
        );
        assert_eq!(
            check(&rule, "HTTPS://EXAMPLE.com"),
            Ok("https://example.com/".into())
        );
        assert_eq!(
            check(&rule, "https://bücher.example/"),
            Ok("https://xn--bcher-kva.example/".into())
        );
        assert_eq!(
            check(&rule, "https://example.com/a/../b"),
            Ok("https://example.com/b".into())
        );
        for (text, code) in [
            ("javascript:alert(1)", Code::SchemaUrlScheme),
            ("java\nscript:alert(1)", Code::SchemaUrl),
            ("data:text/html,x", Code::SchemaUrlScheme),
            ("http://example.com/", Code::SchemaUrlScheme),
            ("https://user:pw@example.com/", Code::SchemaUrlCredentials),
            ("example.com", Code::SchemaUrl),
            ("https://", Code::SchemaUrl),
        ] {
            assert_eq!(check(&rule, text), Err(code), "{text}");
        }
    }

    #[test]
    fn fetched_links_stay_out_of_private_networks() {
        let rule = UrlRule {
            fetched: true,
            schemes: vec!["http".into(), "https".into()],
            ..UrlRule::default()
        };
        for text in [
            "http://localhost/",
            "http://127.0.0.1/",
            "http://2130706433/",
            "http://[::1]/",
            "https://db.internal/x",
            "http://printer/",
        ] {
            assert_eq!(check(&rule, text), Err(Code::SchemaUrlHost), "{text}");
        }
        assert!(check(&rule, "https://example.com/x").is_ok());
    }

    #[test]
    fn host_lists_include_subdomains_and_nothing_else() {
        let rule = UrlRule {
            hosts: vec!["github.com".into()],
            ..UrlRule::default()
        };
        assert!(check(&rule, "https://github.com/a").is_ok());
        assert!(check(&rule, "https://gist.github.com/a").is_ok());
        assert_eq!(
            check(&rule, "https://notgithub.com/a"),
            Err(Code::SchemaUrlHost)
        );
    }

    #[test]
    fn the_fast_path_agrees_with_the_library() {
        for text in [
            "https://example.com/",
            "https://a.bc/d-e_f~g?h=i&j",
            "https://example.com/a.b",
            "https://example.com/.a",
            "https://example.com/a/../b",
            "https://example.com/a/./b",
            "https://example.com/a/.",
            "https://example.com/ü",
            "https://example.com/a b",
            "https://example.com?a=/b",
            "https://EXAMPLE.com/",
            "https://a--b.co/",
            "https://a-.co/",
            "https://.a.co/",
            "https://a.co./",
        ] {
            let parsed = url::Url::parse(text).map(String::from);
            // What the fast path takes, parsing leaves as it is.
            let fast = plain_https_host(text).is_some();
            assert!(!fast || parsed.as_deref() == Ok(text), "{text}");
        }
    }
}
