//! `cargo xtask soak`: what must survive, in full: hundreds of kills, thousands of changes at once;
//! and the engine past one machine, which nobody else builds.

use std::process::Command;

use crate::Outcome;
use crate::step::{Steps, cargo, root};

/// The name of the part that is a workspace of its own.
const DATAFUSION: &str = "datafusion";

/// Runs the task; what follows goes to the tests, such as a part of their name.
pub(crate) fn run(args: &[String]) -> Outcome {
    let mut steps = Steps::default();
    let (alone, args) = match args.split_first() {
        Some((name, rest)) if name == DATAFUSION => (true, rest),
        _ => (false, args),
    };
    if !alone {
        let mut command = cargo(&["test", "--release", "-q", "-p", "profilekit-survival", "--"]);
        command.args(TO_TESTS).args(args);
        command.env("PROFILEKIT_SOAK", "1");
        steps.command("soak", command);
        let mut command = cargo(&["test", "--release", "-q", "-p", "profilekit-tests"]);
        command.args(PROOFS).arg("--").args(TO_TESTS);
        let of_proofs = OF_PROOFS.map(str::to_owned);
        command.args(if args.is_empty() { &of_proofs } else { args });
        command.env("PROFILEKIT_SOAK", "1");
        steps.command("proofs", command);
    }
    // A name without the part is one of a test that is not there.
    if alone || args.is_empty() {
        steps.command("format", within(&["fmt", "--all", "--check"]));
        let clippy = ["clippy", "--workspace", "--all-targets"];
        let mut command = within(&clippy);
        command.args(["--", "-D", "warnings"]);
        steps.command("clippy", command);
        let mut command = within(&["test", "-q", "--workspace", "--"]);
        command.args(TO_TESTS).args(args);
        steps.command(DATAFUSION, command);
    }
    steps.finish()
}

/// Tests of the gate with a form in full, and which ones of them.
const PROOFS: [&str; 4] = ["--test", "faults", "--test", "hub"];
const OF_PROOFS: [&str; 2] = ["nth::", "canary::"];

const TO_TESTS: [&str; 2] = ["--nocapture", "--test-threads=1"];

/// Cargo in the workspace of the engine.
fn within(args: &[&str]) -> Command {
    let mut command = cargo(args);
    command.current_dir(root().join("metrics-datafusion"));
    command
}
