//! `cargo xtask test`: every gate that CI runs, and all failures at the end.

use std::path::Path;
use std::process::Command;

use crate::step::{self, Steps, cargo};
use crate::{Outcome, browser, corpus, r#gen, mobile, nats, node, npm, packed, python, wasm};

/// The names that `--skip` takes, in the order in which they run.
const GATES: [&str; 18] = [
    "format",
    "clippy",
    "packages",
    "nats",
    "python",
    "tests",
    "doctests",
    "docs",
    "generated",
    "addon",
    "node",
    "module",
    "chromium",
    "browser",
    "packed",
    "mobile",
    "kotlin",
    "swift",
];

/// Runs the task.
pub(crate) fn run(args: &[String]) -> Outcome {
    let mut steps = Steps::skipping(skips(args, step::in_ci())?);
    steps.command("format", cargo(&["fmt", "--all", "--check"]));
    steps.command("clippy", clippy());
    steps.check("packages", "npm packages that tests read", npm::fetch_all);
    steps.check("nats", "takes what a sink publishes", nats::setup);
    let python = steps.check("python", "what figures are held to", python::setup);
    let cache = npm::cache()?;
    let mut tally = Tally::default();
    tally.add(&steps.command("tests", tests(&cache, python.as_deref())));
    tally.add(&steps.command("doctests", doctests(&cache)));
    steps.command("docs", docs());
    steps.check("generated", "generated files are up to date", r#gen::verify);
    steps.check("addon", "the Node addon, optimised", node::build);
    let printed = steps.prepared("node", "the tests of the addon", node::tests);
    tally.add(&printed);
    every_case(&mut steps, "node", &printed, 1);
    steps.check("module", "the browser's package", wasm::build);
    let chromium = steps.check("chromium", "the browser", browser::setup);
    let browser = || wasm::tests(chromium.as_deref(), &cache);
    let printed = steps.prepared("browser", "the module, in Node and in a browser", browser);
    tally.add(&printed);
    every_case(&mut steps, "browser", &printed, 2);
    let packed = || packed::tests(chromium.as_deref(), &cache);
    tally.add(&steps.prepared("packed", "the packages, packed and installed", packed));
    steps.check("mobile", "the library for phones, optimised", mobile::build);
    let printed = steps.prepared("kotlin", "the tests in Kotlin", mobile::kotlin_tests);
    tally.add(&printed);
    every_case(&mut steps, "kotlin", &printed, 1);
    steps.check("kotlin", "the examples in Kotlin", mobile::kotlin_example);
    let printed = steps.prepared("swift", "the tests in Swift", mobile::swift_tests);
    tally.add(&printed);
    every_case(&mut steps, "swift", &printed, 1);
    steps.check("swift", "the examples in Swift", mobile::swift_example);
    let outcome = steps.finish();
    println!("\n{} passed, {} failed", tally.passed, tally.failed);
    outcome
}

/// Whether a gate ran every case of the corpus, in each of its runtimes.
fn every_case(steps: &mut Steps, gate: &str, printed: &[String], runtimes: usize) {
    if !steps.skips(gate) {
        steps.check("corpus", &format!("every case, {gate}"), || {
            corpus::compare(printed, runtimes)
        });
    }
}

/// What `--skip` names. CI runs everything, or it would be green for what it did not look at.
fn skips(args: &[String], in_ci: bool) -> Outcome<Vec<String>> {
    let mut names = Vec::new();
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        match (arg.as_str(), args.next()) {
            ("--skip", _) if in_ci => return Err("--skip is refused in CI".to_owned()),
            ("--skip", Some(name)) if GATES.contains(&name.as_str()) => names.push(name.clone()),
            ("--skip", _) => return Err(format!("--skip takes one of: {}", GATES.join(", "))),
            _ => return Err(format!("`test` does not know `{arg}`")),
        }
    }
    Ok(names)
}

/// Where the random cases of a landing start.
const LANDING_SEED: &str = "20261122";

fn clippy() -> Command {
    let mut command = cargo(&["clippy", "--workspace", "--all-targets"]);
    command.args(["--", "-D", "warnings"]);
    command
}

fn tests(cache: &Path, python: Option<&Path>) -> Command {
    let mut command = if has_nextest() {
        cargo(&["nextest", "run", "--workspace", "--no-fail-fast"])
    } else {
        let targets = ["--lib", "--bins", "--tests", "--no-fail-fast"];
        let mut command = cargo(&["test", "--workspace"]);
        command.args(targets);
        command
    };
    command.env(npm::CACHE_FOR_TESTS, cache);
    if step::in_ci() {
        // Random cases are drawn anew in every other run. Whether a change lands is not left to luck.
        command.env("PROPTEST_RNG_SEED", LANDING_SEED);
    }
    if let Some(python) = python {
        command.env(python::PYTHON_FOR_TESTS, python);
    }
    command
}

fn has_nextest() -> bool {
    step::capture(cargo(&["nextest", "--version"])).is_ok()
}

fn doctests(cache: &Path) -> Command {
    let mut command = cargo(&["test", "--workspace", "--doc", "--no-fail-fast"]);
    command.env(npm::CACHE_FOR_TESTS, cache);
    command
}

fn docs() -> Command {
    let mut command = cargo(&["doc", "--workspace", "--no-deps"]);
    command.env("RUSTDOCFLAGS", "-D warnings");
    command
}

/// How many tests passed and failed, by the closing lines of the runners.
#[derive(Debug, Default, PartialEq, Eq)]
struct Tally {
    passed: u64,
    failed: u64,
}

impl Tally {
    fn add(&mut self, lines: &[String]) {
        for (passed, failed) in lines.iter().filter_map(|line| closing(line)) {
            self.passed = self.passed.saturating_add(passed);
            self.failed = self.failed.saturating_add(failed);
        }
    }
}

fn closing(line: &str) -> Option<(u64, u64)> {
    let rust = libtest_closing(line).or_else(|| nextest_closing(line));
    let node = rust.or_else(|| node::closing(line));
    node.or_else(|| plain_closing(line))
}

/// `3 passed, 1 failed`: runners of our own.
fn plain_closing(line: &str) -> Option<(u64, u64)> {
    let (passed, failed) = line.split_once(" passed, ")?;
    let failed = failed.strip_suffix(" failed")?;
    Some((passed.parse().ok()?, failed.parse().ok()?))
}

/// `test result: ok. 3 passed; 1 failed; …`
fn libtest_closing(line: &str) -> Option<(u64, u64)> {
    let rest = line.trim_start().strip_prefix("test result: ")?;
    let (_, counts) = rest.split_once(". ")?;
    Some((before(counts, " passed;")?, before(counts, " failed;")?))
}

/// `Summary [ 0.1s] 4 tests run: 3 passed (1 slow), 1 failed, 2 skipped`; a run that was cut
/// short says `3/4 tests run`. Whatever ran and did not pass has failed.
fn nextest_closing(line: &str) -> Option<(u64, u64)> {
    let (_, rest) = line
        .trim_start()
        .strip_prefix("Summary [")?
        .split_once(']')?;
    let (run, results) = rest.split_once(" run: ")?;
    let run = run.split_whitespace().next()?.split('/').next()?;
    let run: u64 = run.parse().ok()?;
    let passed = before(results, " passed").unwrap_or(0);
    Some((passed, run.saturating_sub(passed)))
}

/// The number in front of `word`.
fn before(text: &str, word: &str) -> Option<u64> {
    let (text, _) = text.split_once(word)?;
    text.rsplit(' ').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn closing_lines_of_both_runners_are_counted() {
        let mut tally = Tally::default();
        tally.add(&[
            "test result: ok. 10 passed; 0 failed; 1 ignored; 0 measured".to_owned(),
            "test result: FAILED. 3 passed; 2 failed; 0 ignored".to_owned(),
            "     Summary [   0.067s] 10 tests run: 10 passed, 0 skipped".to_owned(),
            "     Summary [   1.2s] 3/9 tests run: 1 passed (1 slow), 2 failed".to_owned(),
            "     Summary [   1.2s] 1 test run: 0 passed, 1 timed out".to_owned(),
            "test json::tree::passed ... ok".to_owned(),
            "20 passed, 1 failed".to_owned(),
        ]);
        let expected = Tally {
            passed: 44,
            failed: 6,
        };
        assert_eq!(tally, expected);
    }

    #[test]
    fn skip_is_refused_in_ci() {
        assert!(skips(&words("--skip docs"), true).is_err());
        assert_eq!(skips(&[], true), Ok(Vec::new()));
    }

    #[test]
    fn skip_takes_known_names_only() {
        let names = skips(&words("--skip docs --skip tests"), false);
        assert_eq!(names, Ok(words("docs tests")));
        for wrong in ["--skip", "--skip everything", "--fast"] {
            assert!(skips(&words(wrong), false).is_err(), "{wrong}");
        }
    }
}
