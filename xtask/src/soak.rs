//! `cargo xtask soak`: what must survive, in full: hundreds of kills, thousands of changes at once.

use crate::Outcome;
use crate::step::{Steps, cargo};

/// Runs the task; what follows goes to the tests, such as a part of their name.
pub(crate) fn run(args: &[String]) -> Outcome {
    let mut steps = Steps::default();
    let mut command = cargo(&["test", "--release", "-q", "-p", "profilekit-survival", "--"]);
    command.args(["--nocapture", "--test-threads=1"]).args(args);
    command.env("PROFILEKIT_SOAK", "1");
    steps.command("soak", command);
    steps.finish()
}
