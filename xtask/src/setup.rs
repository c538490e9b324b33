//! `cargo xtask setup`: are the tools there, and the packages that tests read.

use std::process::Command;

use crate::step::{Steps, capture, cargo};
use crate::{Outcome, browser, kotlin, nats, npm, packed, python, swift, wasm};

/// Runs the task. Running it again changes nothing.
pub(crate) fn run(args: &[String]) -> Outcome {
    if !args.is_empty() {
        return Err("usage: cargo xtask setup".to_owned());
    }
    let mut steps = Steps::default();
    steps.check("rust", "compiler", || version("rustc"));
    steps.check("node", "for the packages", || version("node"));
    steps.check("npm", "fetches packages", || version(npm::NPM));
    steps.check("tar", "unpacks packages", || version("tar"));
    steps.check(
        "nextest",
        "runs tests faster, where it is installed",
        nextest,
    );
    steps.check("packages", "npm packages that tests read", npm::fetch_all);
    steps.check("nats", "takes what a sink publishes", nats::setup);
    steps.check("python", "what figures are held to", python::setup);
    steps.check("peers", "what projects bring along", packed::setup);
    steps.check("kotlin", "runs the Kotlin library", kotlin::setup);
    steps.check("swift", "runs the Swift package", swift::setup);
    steps.check("browser", "runs the browser's package", browser::setup);
    steps.check("wasm", "compiles for the browser", wasm::setup);
    steps.finish()
}

fn version(program: &str) -> Outcome {
    let mut command = Command::new(program);
    command.arg("--version");
    let printed = capture(command)
        .map_err(|error| format!("{error}\nInstall `{program}`, or put it on the path."))?;
    println!("    {}", printed.lines().next().unwrap_or_default());
    Ok(())
}

/// A wish, no need: `cargo test` runs the same tests.
fn nextest() -> Outcome {
    match capture(cargo(&["nextest", "--version"])) {
        Ok(printed) => println!("    {}", printed.lines().next().unwrap_or_default()),
        Err(_) => println!("    not installed; `cargo test` is used"),
    }
    Ok(())
}
