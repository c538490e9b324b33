//! `cargo xtask demo`: the product on real JSON Resume documents.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::step::{self, Steps, cargo};
use crate::{Outcome, npm};

const PACKAGE: &str = "profilekit-demo";

/// Where the report and the database go, from the workspace folder.
const OUT: &str = "target/demo";

/// What the JSON Resume package ships as documents.
const SAMPLES: [&str; 4] = [
    "sample.resume.json",
    "examples/career-changer.resume.json",
    "examples/new-grad.resume.json",
    "examples/senior-engineer.resume.json",
];

/// Runs the task.
pub(crate) fn run(args: &[String]) -> Outcome {
    let mut steps = Steps::default();
    let documents = steps.check("documents", "JSON Resume documents", || documents(args));
    let built = steps.check("build", "the demo, optimised", || {
        step::interactive(cargo(&["build", "--release", "-q", "-p", PACKAGE]))
    });
    if let (Some(documents), Some(())) = (documents, built) {
        steps.check("demo", "import, validate, score, decide, show", || {
            step::interactive(demo(&documents))
        });
    }
    steps.finish()
}

/// The given files, found from where the person stands, or the samples.
fn documents(args: &[String]) -> Outcome<Vec<PathBuf>> {
    if let Some(word) = args.iter().find(|word| word.starts_with('-')) {
        return Err(format!(
            "`{word}` is no file; usage: cargo xtask demo [FILE…]"
        ));
    }
    if args.is_empty() {
        let package = npm::fetch("@jsonresume/schema")?;
        return Ok(SAMPLES.iter().map(|path| package.join(path)).collect());
    }
    args.iter().map(|file| absolute(file)).collect()
}

fn absolute(file: &str) -> Outcome<PathBuf> {
    std::path::absolute(Path::new(file)).map_err(|error| format!("{file}: {error}"))
}

fn demo(documents: &[PathBuf]) -> Command {
    let mut command = cargo(&["run", "--release", "-q", "-p", PACKAGE]);
    command.args(["--", "--out", OUT]).args(documents);
    command
}
