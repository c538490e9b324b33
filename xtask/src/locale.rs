//! The messages that a kernel has use for where it keeps no records, or has no compiler either.

use std::fs;

use crate::Outcome;
use crate::step::root;

/// The areas of codes that answers have.
const ANSWERS: [&str; 7] = [
    "json",
    "schema",
    "kernel",
    "image",
    "access",
    "visibility",
    "strength",
];

/// The areas of codes that the compiler and what is made of a blueprint have besides.
const COMPILER: [&str; 3] = ["blueprint", "expr", "metrics"];

/// The messages of a locale about answers.
pub(crate) fn answers(locale: &str) -> Outcome<String> {
    of(locale, &ANSWERS)
}

/// The messages of a locale about answers and blueprints.
pub(crate) fn compiler(locale: &str) -> Outcome<String> {
    of(locale, &[&ANSWERS[..], &COMPILER].concat())
}

/// Those of some areas, without white space: every line of a locale file is one.
fn of(locale: &str, areas: &[&str]) -> Outcome<String> {
    let path = root().join(format!("core/locales/{locale}.json"));
    let text = fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    let lines = text.lines().map(|line| line.trim().trim_end_matches(','));
    let kept: Vec<String> = lines
        .filter(|line| is_of(line, areas))
        .map(compact)
        .collect();
    Ok(format!("{{\n{}\n}}\n", kept.join(",\n")))
}

fn is_of(line: &str, areas: &[&str]) -> bool {
    let code = line.strip_prefix('"').and_then(|rest| rest.split_once('.'));
    code.is_some_and(|(area, _)| areas.contains(&area))
}

fn compact(line: &str) -> String {
    let colons = line.replace("\": {\"", "\":{\"").replace("\": \"", "\":\"");
    colons.replace("\", \"help", "\",\"help")
}
