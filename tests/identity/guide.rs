//! The operator's guide says what to do for each reason.

use profilekit::error::Code;
use profilekit::hub::Outcome;
use profilekit::identity::{Class, Why};
use profilekit_tests::workspace;

/// The rows of the guide's tables: the words of the first cell, and whether the last one says
/// something.
fn rows() -> Vec<(Vec<String>, bool)> {
    let guide = std::fs::read_to_string(workspace().join("docs/IDENTITY.md")).unwrap();
    let rows = guide.lines().filter_map(|line| {
        let (first, rest) = line.strip_prefix("| ")?.split_once(" |")?;
        let said = rest.trim_end_matches('|').rsplit('|').next()?.trim();
        let words = first
            .split(", ")
            .map(|word| word.trim_matches('`').to_owned());
        Some((words.collect(), said.len() > 8))
    });
    rows.collect()
}

/// Those of some words that have no row of their own, or several.
fn without_a_row<'w>(words: &[&'w str]) -> Vec<&'w str> {
    let rows = rows();
    let missing = |word: &&&str| {
        let own = rows
            .iter()
            .filter(|(words, said)| *said && words.iter().any(|one| one == **word));
        own.count() != 1
    };
    words.iter().filter(missing).copied().collect()
}

#[test]
fn every_code_has_a_row() {
    let codes = Code::ALL.iter().map(|code| code.as_str());
    let codes: Vec<&str> = codes.filter(|code| code.starts_with("identity.")).collect();
    assert!(codes.len() > 25);
    assert_eq!(without_a_row(&codes), [""; 0]);
}

#[test]
fn every_outcome_class_and_reason_has_a_row() {
    assert_eq!(without_a_row(&Outcome::ALL.map(Outcome::word)), [""; 0]);
    assert_eq!(without_a_row(&Class::ALL.map(Class::word)), [""; 0]);
    assert_eq!(without_a_row(&Why::ALL.map(Why::word)), [""; 0]);
}

#[test]
fn a_word_without_a_row_is_found() {
    assert_eq!(
        without_a_row(&["applied", "identity.nothing"]),
        ["identity.nothing"]
    );
}
