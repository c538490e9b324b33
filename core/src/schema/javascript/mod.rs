//! Kinds' documents as JavaScript, for an object that somebody has parsed already.
//!
//! The functions written here recognise a document that is valid: they give its normal form, a
//! copy with what was missing filled in, and `undefined` for everything else, which the kernel
//! has to look at. So they may know little, and are never wrong. Left to the kernel are:
//! - whatever is not valid, for only the kernel says what is wrong;
//! - whatever normalising changes, but for defaults;
//! - `null`, members that no field names where they are dropped, sizes near the limit;
//! - objects of classes, with `toJSON` or of another realm, half surrogate pairs, minus zero;
//! - texts beyond [`WIDE`], in graphemes, and patterns that ECMA 262 has no words for or that
//!   trying one way after the other takes long;
//! - links and mail addresses but the everyday ones, languages with variants, instants with an
//!   offset, decimals of more than fifteen digits;
//! - lists without duplicates of what is not one text or whole number;
//! - checks that ask for more than [`condition`] writes, gates with a least strength, steps.
//!
//! They are straight-line code without `eval`, so that they work under a strict
//! Content-Security-Policy, and know neither Node nor the browser.

mod condition;
mod container;
mod text;
mod value;

use std::fmt::Write;

use super::code;
use super::plan::KindPlan;
use crate::json::quoted;
use text::WIDE;

/// What every kind needs.
const RUNTIME: &str = include_str!("runtime.js");

/// A module that recognises valid documents of the kinds; `fingerprint` tells whose they are.
#[must_use]
pub fn javascript<'p>(
    kinds: impl Iterator<Item = &'p KindPlan>,
    head: &str,
    fingerprint: &str,
) -> String {
    let mut writer = Writer::default();
    let members: String = kinds.map(|plan| writer.kind(plan)).collect();
    let Writer {
        functions,
        patterns,
        ..
    } = writer;
    let tables = tables(&functions, &patterns);
    format!(
        "{head}{RUNTIME}{tables}\n{functions}/** Whose documents these are. */\nexport const fingerprint = {};\n\n\
         /** By kind and mode, what gives a document's normal form, or `undefined` where the kernel must look. */\n\
         export const kinds = {{\n{members}}};\n",
        quoted(fingerprint)
    )
}

/// The lists that are asked for.
fn tables(functions: &str, patterns: &[String]) -> String {
    let wide: String = WIDE
        .iter()
        .map(|(first, last)| range(*first, *last))
        .collect();
    let mut out = format!(
        "\nconst WIDE = /^[ -~{wide}]*$/u;\nconst WIDE_PROSE = /^[\\t\\n\\r -~{wide}]*$/u;\n\
         const CURRENCIES = new Map({});\n",
        currencies()
    );
    for (at, pattern) in patterns.iter().enumerate() {
        let _ = writeln!(
            out,
            "const PATTERN{at} = new RegExp({}, 'u');",
            quoted(pattern)
        );
    }
    for (name, words) in [
        ("COUNTRIES", code::countries()),
        ("TIMEZONES", code::timezones()),
    ] {
        if functions.contains(name) {
            let words = words.join(" ");
            let _ = writeln!(
                out,
                "const {name} = new Set({}.split(' '));",
                quoted(&words)
            );
        }
    }
    out
}

fn range(first: char, last: char) -> String {
    format!("\\u{{{:x}}}-\\u{{{:x}}}", u32::from(first), u32::from(last))
}

/// Every currency with its decimals, as an expression that gives the pairs.
fn currencies() -> String {
    let lists = code::currencies();
    let lists = lists.iter().map(|(codes, decimals)| {
        format!(
            "...{}.split(' ').map((code) => [code, {decimals}])",
            quoted(codes)
        )
    });
    format!("[{}]", lists.collect::<Vec<_>>().join(", "))
}

/// What has been written so far.
#[derive(Default)]
struct Writer {
    functions: String,
    patterns: Vec<String>,
    count: usize,
}

impl Writer {
    /// A name that no other function has.
    fn name(&mut self, what: &str) -> String {
        self.count += 1;
        format!("{what}{}", self.count)
    }

    /// The name of a regular expression.
    fn pattern(&mut self, pattern: &str) -> String {
        let known = self.patterns.iter().position(|known| known == pattern);
        let at = known.unwrap_or(self.patterns.len());
        if known.is_none() {
            self.patterns.push(pattern.to_owned());
        }
        format!("PATTERN{at}")
    }

    /// Writes the functions of a kind: its member of the table.
    fn kind(&mut self, plan: &KindPlan) -> String {
        let root = self.object(&plan.root, 1);
        let read = self.name("read");
        let _ = writeln!(
            self.functions,
            "function {read}(o, m) {{\n  if (isPolluted()) return undefined;\n  room = ROOM;\n  const r = {root}(o, m);\n  return room < 0 ? undefined : r;\n}}\n"
        );
        let mut modes = vec![
            format!("    patch: (o) => {read}(o, 2),\n"),
            format!("    draft: (o) => {read}(o, 1),\n"),
        ];
        let whole = self.whole(plan, &read);
        for mode in ["create", "replace"] {
            modes.push(format!("    {mode}: {whole},\n"));
        }
        modes.extend(self.published(plan, &whole));
        modes.reverse();
        format!("  {}: {{\n{}  }},\n", plan.name, modes.concat())
    }

    /// A whole document, which meets the checks.
    fn whole(&mut self, plan: &KindPlan, read: &str) -> String {
        let whole = self.name("whole");
        let said = condition::Written::of(plan);
        let checks = plan.checks.iter().map(|check| said.check(check));
        let checks: String = checks
            .map(|check| format!("  if (!passes({check})) return undefined;\n"))
            .collect();
        let _ = writeln!(
            self.functions,
            "function {whole}(o) {{\n  const r = {read}(o, 0);\n  if (r === undefined) return undefined;\n{checks}  return r;\n}}\n"
        );
        whole
    }

    /// A document about to be published; scores are the kernel's.
    fn published(&mut self, plan: &KindPlan, whole: &str) -> Option<String> {
        let gate = plan.publish.as_ref();
        if gate.is_some_and(|gate| gate.min_strength.is_some()) {
            return None;
        }
        let said = condition::Written::of(plan);
        let required = gate.iter().flat_map(|gate| &gate.requires);
        let required: Option<Vec<String>> = required
            .map(|(_, slot)| said.path(*slot).map(|path| format!(" && holds({path})")))
            .collect();
        let published = self.name("published");
        let _ = writeln!(
            self.functions,
            "function {published}(o) {{\n  const r = {whole}(o);\n  return r !== undefined{} ? r : undefined;\n}}\n",
            required?.concat()
        );
        Some(format!("    publish: {published},\n"))
    }
}
