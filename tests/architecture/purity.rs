//! Core has no clock, no randomness and no I/O: time, ids and bytes are arguments.

use crate::source::{self, Source};

/// Parts that may not follow each other in a path of core.
const FORBIDDEN: [&[&str]; 18] = [
    &["SystemTime"],
    &["std", "time", "Instant"],
    &["Instant", "now"],
    &["Utc", "now"],
    &["Local", "now"],
    &["std", "fs"],
    &["std", "net"],
    &["std", "env"],
    &["std", "process"],
    &["std", "thread"],
    &["rand"],
    &["getrandom"],
    &["Uuid", "new_v4"],
    &["Uuid", "now_v7"],
    &["print", "!"],
    &["println", "!"],
    &["eprint", "!"],
    &["eprintln", "!"],
];

fn faults(source: &Source) -> Vec<String> {
    let paths = source.paths.iter().map(|named| &named.parts);
    paths
        .filter(|parts| FORBIDDEN.iter().any(|row| contains(parts, row)))
        .map(|parts| format!("{}: `{}`", source.name, parts.join("::")))
        .collect()
}

fn contains(parts: &[String], row: &[&str]) -> bool {
    parts.windows(row.len()).any(|window| window == row)
}

#[test]
fn core_has_no_clock_no_randomness_and_no_io() {
    let sources = source::core();
    let faults: Vec<String> = sources.iter().flat_map(faults).collect();
    crate::assert_none(&faults);
}

#[test]
fn impure_code_is_found() {
    let cases = [
        "use std::time::SystemTime;",
        "use std::{fmt, fs::File};",
        "fn f() { let t = std::time::Instant::now(); }",
        "fn f() { chrono::Utc::now() }",
        "fn f() { uuid::Uuid::now_v7() }",
        "fn f() { ::std::thread::spawn(g) }",
        "use rand::Rng;",
        "fn f() { println!(\"x\") }",
    ];
    for text in cases {
        assert_eq!(faults(&Source::new("json/mod.rs", text)).len(), 1, "{text}");
    }
}

#[test]
fn words_that_only_look_impure_are_fine() {
    let text = "use std::time::Duration; fn f() { operand::now(); writeln!(out) }";
    crate::assert_none(&faults(&Source::new("json/mod.rs", text)));
}
