//! The library for phones: built, and described to Swift and Kotlin.

use std::env;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::step::{self, cargo, root, target};
use crate::{Outcome, fuzz, kotlin, swift};

const PACKAGE: &str = "profilekit-mobile";

/// Builds the library as it ships.
pub(crate) fn build() -> Outcome {
    step::interactive(cargo(&["build", "--release", "-p", PACKAGE]))
}

/// The folder with the library as it ships.
pub(crate) fn folder() -> PathBuf {
    target().join("release")
}

/// A source that uniffi generates: `kotlin`, `swift` or `header`. What it reads from the library
/// is the same however that was built.
pub(crate) fn source(word: &str) -> Outcome<String> {
    step::capture(cargo(&["build", "-q", "-p", PACKAGE]))?;
    let library = target().join("debug").join(file());
    let config = root().join("bindings-mobile/uniffi.toml");
    let mut command = cargo(&["run", "-q", "-p", "profilekit-bindgen", "--", word]);
    command.arg(library).arg(config);
    step::capture(command)
}

/// The tests in Kotlin.
pub(crate) fn kotlin_tests() -> Outcome<Command> {
    let mut command = kotlin::prepared("profilekit.RunnerKt")?;
    command
        .arg(root())
        .arg(fuzz::questions()?)
        .arg(fuzz::PHONES);
    Ok(command)
}

/// The tests in Swift.
pub(crate) fn swift_tests() -> Outcome<Command> {
    let mut command = swift::prepared("bindings-mobile/swift", "profilekit-tests")?;
    command
        .arg(root())
        .arg(fuzz::questions()?)
        .arg(fuzz::PHONES);
    Ok(command)
}

/// The README's example in Kotlin runs, and the one of `examples` prints what it should.
pub(crate) fn kotlin_example() -> Outcome {
    step::capture(kotlin::prepared("profilekit.readme.ReadmeKt")?)?;
    let command = kotlin::prepared("profilekit.editor.ProfileEditorKt")?;
    example(command, "examples/kotlin/expected.txt")
}

/// The README's example in Swift runs, and the one of `examples` prints what it should.
pub(crate) fn swift_example() -> Outcome {
    step::capture(swift::prepared(
        "bindings-mobile/swift",
        "profilekit-readme",
    )?)?;
    let command = swift::prepared("examples/swift/profile-editor", "profile-editor")?;
    example(command, "examples/swift/expected.txt")
}

/// What the examples are told to edit.
const EDITS: [&str; 4] = [
    "basics.display_name=  Ada   Lovelace ",
    "basics.website=javascript:alert(1)",
    "rates.available=true",
    r#"rates.hourly={"amount":"85","currency":"EUR"}"#,
];

fn example(mut command: Command, expected: &str) -> Outcome {
    command.args(EDITS);
    let printed = step::capture(command)?;
    let file = root().join(expected);
    let wanted = fs::read_to_string(&file).map_err(|error| format!("{expected}: {error}"))?;
    if printed == wanted {
        return Ok(());
    }
    Err(format!(
        "{expected} differs from what was printed:\n{printed}"
    ))
}

/// What the library is called on this platform.
fn file() -> &'static str {
    match env::consts::OS {
        "windows" => "profilekit_mobile.dll",
        "macos" => "libprofilekit_mobile.dylib",
        _ => "libprofilekit_mobile.so",
    }
}

/// `cargo xtask bench mobile`: a call in Swift and in Kotlin beside the same in Rust.
pub(crate) fn bench(_: &[String]) -> Outcome {
    build()?;
    let document = folder().join("document.json");
    let run = [
        "run",
        "--release",
        "-q",
        "-p",
        PACKAGE,
        "--example",
        "baseline",
        "--",
    ];
    let mut rust = cargo(&run);
    rust.arg(&document);
    let rust = times(rust)?;
    for (language, command) in [
        (
            "Swift",
            swift::prepared("bindings-mobile/swift", "profilekit-bench"),
        ),
        ("Kotlin", kotlin::prepared("profilekit.bench.BenchKt")),
    ] {
        let mut command = command?;
        command.arg(&document);
        println!("{}", beside(language, &rust, &times(command)?));
    }
    Ok(())
}

/// Nanoseconds by name.
type Times = Vec<(String, f64)>;

/// What a program measured: `name nanoseconds` a line.
fn times(command: Command) -> Outcome<Times> {
    let printed = step::capture(command)?;
    let lines = printed.lines().filter_map(|line| line.split_once(' '));
    Ok(lines
        .filter_map(|(name, time)| Some((name.to_owned(), time.trim().parse().ok()?)))
        .collect())
}

/// A table: a call in a language, the same in Rust, and what crossing costs in empty calls.
fn beside(language: &str, rust: &Times, found: &Times) -> String {
    let time = |times: &Times, name: &str| {
        times
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, time)| *time)
    };
    let empty = time(found, "empty").unwrap_or_default();
    let mut out = format!("{language}: an empty call {empty:.0} ns\n");
    for (name, own) in rust {
        let there = time(found, name).unwrap_or_default();
        let most = 3.0 * own + empty;
        let verdict = if there <= most { "within" } else { "over" };
        out.push_str(&format!(
            "  {name:<8} {there:>8.0} ns  Rust {own:>7.0} ns  {:>5.2} of 3 x Rust + an empty call, {verdict}\n",
            there / most
        ));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::beside;

    #[test]
    fn a_call_is_held_against_rust_and_an_empty_call() {
        let times =
            |list: &[(&str, f64)]| list.iter().map(|(n, t)| ((*n).to_owned(), *t)).collect();
        let table = beside(
            "Swift",
            &times(&[("can", 10.0)]),
            &times(&[("empty", 20.0), ("can", 25.0)]),
        );
        assert!(
            table.contains("0.50 of 3 x Rust") && table.contains("within"),
            "{table}"
        );
    }
}
