//! The paths that a source file names, such as `crate::json::Reader` or `std::fs`.
//!
//! Comments, literals and `#[cfg(test)]` items are no paths; a file `tests.rs` or a folder `tests`
//! is taken for such an item.

use std::fs;
use std::path::Path;

use profilekit_tests::workspace;

/// One source file of core.
pub(crate) struct Source {
    /// Where it lies, from `core/src`.
    pub(crate) name: String,
    /// What it names.
    pub(crate) paths: Vec<Named>,
}

/// A path as it is written, groups taken apart.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Named {
    /// Its parts; `*` for a glob, a trailing `!` for a macro.
    pub(crate) parts: Vec<String>,
    /// How many inline modules it stands in.
    pub(crate) inline: usize,
}

impl Source {
    /// A source file, by name and text.
    pub(crate) fn new(name: &str, text: &str) -> Self {
        let tokens = without_tests(tokens(text));
        Self {
            name: name.to_owned(),
            paths: Walk::over(tokens),
        }
    }

    /// The modules from the root down to this file's own.
    pub(crate) fn module(&self) -> Vec<&str> {
        let stem = self.name.trim_end_matches(".rs");
        stem.split('/').filter(|part| *part != "mod").collect()
    }
}

/// Every file in `core/src` that ships.
pub(crate) fn core() -> Vec<Source> {
    let root = workspace().join("core/src");
    let mut found = Vec::new();
    collect(&root, &root, &mut found);
    assert!(found.len() > 1, "no sources in {}", root.display());
    found
}

fn collect(root: &Path, folder: &Path, found: &mut Vec<Source>) {
    let entries = fs::read_dir(folder).unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    for path in entries.filter_map(|entry| entry.ok().map(|entry| entry.path())) {
        let name = path.strip_prefix(root).unwrap_or(&path);
        let name = name.to_string_lossy().replace('\\', "/");
        if path.ends_with("tests") || path.ends_with("tests.rs") {
            continue;
        } else if path.is_dir() {
            collect(root, &path, found);
        } else if name.ends_with(".rs") {
            let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{name}: {e}"));
            found.push(Source::new(&name, &text));
        }
    }
}

/// Words, and punctuation one character at a time; `::` is one token.
fn tokens(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = skipped(rest).unwrap_or_else(|| {
            let length = token_length(rest, first);
            found.push(rest.get(..length).unwrap_or_default().to_owned());
            length
        });
        rest = rest.get(length..).unwrap_or_default();
    }
    found
}

fn token_length(rest: &str, first: char) -> usize {
    if rest.starts_with("::") {
        return 2;
    }
    let word = rest.find(|c: char| !c.is_alphanumeric() && c != '_');
    match word.unwrap_or(rest.len()) {
        0 => first.len_utf8(),
        length => length,
    }
}

/// The length of the space, comment or literal at the start.
fn skipped(rest: &str) -> Option<usize> {
    if rest.starts_with(char::is_whitespace) {
        return Some(rest.len() - rest.trim_start().len());
    }
    if rest.starts_with("//") {
        return Some(rest.find('\n').unwrap_or(rest.len()));
    }
    if rest.starts_with("/*") {
        return Some(block_comment(rest));
    }
    raw_string(rest)
        .or_else(|| string(rest))
        .or_else(|| character(rest))
}

/// Block comments nest.
fn block_comment(rest: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(tail) = rest.get(at..).filter(|tail| !tail.is_empty()) {
        let step = match tail.get(..2) {
            Some("/*") => {
                depth += 1;
                2
            }
            Some("*/") => {
                depth -= 1;
                2
            }
            _ => tail.chars().next().map_or(1, char::len_utf8),
        };
        at += step;
        if depth == 0 {
            break;
        }
    }
    at
}

/// `r"…"`, `r#"…"#` and the same with `b` or `c` in front.
fn raw_string(rest: &str) -> Option<usize> {
    let tail = rest.trim_start_matches(['b', 'c']);
    let hashes = tail.strip_prefix('r')?;
    let body = hashes.trim_start_matches('#').strip_prefix('"')?;
    let fence = "#".repeat(hashes.len() - body.len() - 1);
    let end = body.find(&format!("\"{fence}"))?;
    Some(rest.len() - body.len() + end + 1 + fence.len())
}

fn string(rest: &str) -> Option<usize> {
    let body = rest.trim_start_matches(['b', 'c']).strip_prefix('"')?;
    let mut escaped = false;
    let end = body.find(|c| {
        let closes = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        closes
    })?;
    Some(rest.len() - body.len() + end + 1)
}

/// `'x'` and `'\n'`, but not the lifetime `'x`.
fn character(rest: &str) -> Option<usize> {
    let body = rest.strip_prefix('\'')?;
    let length = match body.strip_prefix('\\') {
        Some(escape) => 2 + escape.get(1..)?.find('\'')?,
        None => body.chars().next()?.len_utf8(),
    };
    body.get(length..)?.starts_with('\'').then_some(length + 2)
}

/// Leaves out every item under `#[cfg(test)]`.
fn without_tests(tokens: Vec<String>) -> Vec<String> {
    const ATTRIBUTE: [&str; 7] = ["#", "[", "cfg", "(", "test", ")", "]"];
    let mut kept = Vec::new();
    let mut rest = tokens.as_slice();
    while let Some((first, tail)) = rest.split_first() {
        if rest.len() > 7 && rest.iter().zip(ATTRIBUTE).all(|(have, want)| have == want) {
            rest = after_item(rest.get(7..).unwrap_or_default());
        } else {
            kept.push(first.clone());
            rest = tail;
        }
    }
    kept
}

/// What follows an item, which ends with `;` or with its closing brace.
fn after_item(tokens: &[String]) -> &[String] {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate() {
        match token.as_str() {
            "{" => depth += 1,
            "}" => depth = depth.saturating_sub(1),
            ";" => {}
            _ => continue,
        }
        if depth == 0 {
            return tokens.get(at + 1..).unwrap_or_default();
        }
    }
    &[]
}

/// A walk over tokens that collects paths.
struct Walk {
    tokens: std::iter::Peekable<std::vec::IntoIter<String>>,
    found: Vec<Named>,
    depth: usize,
    /// The brace depth at which each open inline module began.
    inline: Vec<usize>,
}

impl Walk {
    fn over(tokens: Vec<String>) -> Vec<Named> {
        let mut walk = Self {
            tokens: tokens.into_iter().peekable(),
            found: Vec::new(),
            depth: 0,
            inline: Vec::new(),
        };
        while let Some(token) = walk.tokens.next() {
            walk.token(token);
        }
        walk.found
    }

    fn token(&mut self, token: String) {
        match token.as_str() {
            "{" => self.depth += 1,
            "}" => self.close(),
            "mod" => self.module(),
            _ if is_word(&token) => self.path(vec![token]),
            _ => {}
        }
    }

    fn close(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        self.inline.retain(|began| *began < self.depth + 1);
    }

    fn module(&mut self) {
        self.tokens.next();
        if self.take("{") {
            self.inline.push(self.depth);
            self.depth += 1;
        }
    }

    /// The rest of a path that began with `parts`.
    fn path(&mut self, mut parts: Vec<String>) {
        while self.take("::") {
            if self.take("{") {
                return self.group(&parts);
            }
            match self.tokens.next_if(|next| is_word(next) || next == "*") {
                Some(part) => parts.push(part),
                None => break,
            }
        }
        if self.take("!") {
            parts.push("!".to_owned());
        }
        let inline = self.inline.len();
        self.found.push(Named { parts, inline });
    }

    /// `{a, b::c, d::{e, f}}` after `prefix::`.
    fn group(&mut self, prefix: &[String]) {
        while let Some(token) = self.tokens.next() {
            match token.as_str() {
                "}" => return,
                "as" => drop(self.tokens.next()),
                _ if is_word(&token) || token == "*" => {
                    let mut parts = prefix.to_vec();
                    parts.push(token);
                    self.path(parts);
                }
                _ => {}
            }
        }
    }

    fn take(&mut self, token: &str) -> bool {
        self.tokens.next_if(|next| next == token).is_some()
    }
}

fn is_word(token: &str) -> bool {
    token.starts_with(|first: char| first.is_alphabetic() || first == '_')
}

#[test]
fn groups_are_taken_apart() {
    let source = Source::new("a.rs", "use crate::{b::{C, D as E}, f};");
    let paths: Vec<String> = source.paths.iter().map(|p| p.parts.join("::")).collect();
    assert_eq!(paths, ["use", "crate::b::C", "crate::b::D", "crate::f"]);
}

#[test]
fn comments_literals_and_tests_are_no_paths() {
    let text = r##"
        // std::fs
        /* std::net /* nested */ std::env */
        const A: &str = "std::fs \" std::net";
        const B: &str = r#"std::fs " std::net"#;
        const C: (char, char) = ('"', '\'');
        fn f<'a>(x: &'a u8) {}
        #[cfg(test)]
        mod tests { use std::thread; fn g() { if true { std::fs::read("") } } }
        fn kept() {}
    "##;
    let source = Source::new("a.rs", text);
    let first = |named: &Named| named.parts.first().cloned().unwrap_or_default();
    assert!(source.paths.iter().all(|named| first(named) != "std"));
    assert!(source.paths.iter().any(|named| first(named) == "kept"));
}
