//! The messages that a kernel without a compiler has use for.

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

/// The messages of a locale about answers, without white space: every line of a locale file is one.
pub(crate) fn answers(locale: &str) -> Outcome<String> {
    let path = root().join(format!("core/locales/{locale}.json"));
    let text = fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    let lines = text.lines().map(|line| line.trim().trim_end_matches(','));
    let answers: Vec<String> = lines
        .filter(|line| is_of_answers(line))
        .map(compact)
        .collect();
    Ok(format!("{{\n{}\n}}\n", answers.join(",\n")))
}

fn is_of_answers(line: &str) -> bool {
    let code = line.strip_prefix('"').and_then(|rest| rest.split_once('.'));
    code.is_some_and(|(area, _)| ANSWERS.contains(&area))
}

fn compact(line: &str) -> String {
    let colons = line.replace("\": {\"", "\":{\"").replace("\": \"", "\":\"");
    colons.replace("\", \"help", "\",\"help")
}
