//! `cargo xtask demo`: the product on real JSON Resume documents.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::step::{self, Steps, cargo};
use crate::{Outcome, npm};

const PACKAGE: &str = "profilekit-demo";

/// The command, which shows the dashboard.
const COMMAND: &str = "profilekit-cli";

/// Where the report and the database go, from the workspace folder.
const OUT: &str = "target/demo";

/// A season of a builder: bookings, reviews, and what people looked at.
const SEASON: &str = "examples/dashboard";

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
        let mut build = cargo(&["build", "--release", "-q", "-p", PACKAGE]);
        build.args(["-p", COMMAND]);
        step::interactive(build)
    });
    if let (Some(documents), Some(())) = (documents, built) {
        steps.check("demo", "import, validate, score, decide, show", || {
            step::interactive(demo(&documents))
        });
        steps.check("dashboard", "a builder's, from the database", || {
            step::interactive(dashboard(&[]))?;
            step::interactive(dashboard(&["--html", &format!("{OUT}/dashboard.html")]))
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
    command.args(["--", "--out", OUT, "--season", SEASON]);
    command.args(documents);
    command
}

/// The dashboard of the season's builder, on the last day of the season.
fn dashboard(more: &[&str]) -> Command {
    let mut command = cargo(&["run", "--release", "-q", "-p", COMMAND, "--", "open"]);
    command.args([&format!("sqlite:{OUT}/marketplace.db"), "dashboard"]);
    command.args(["--blueprint", "core/blueprints/marketplace.json"]);
    command.args(["--persona", "builder", "--user", "ada"]);
    command.args(["--now", "2026-11-22T12:00:00Z", "--zone", "Europe/Berlin"]);
    command.args(more).arg("--facts");
    let looks = ["profile_view", "portfolio_view", "booking_answer"];
    command.args(looks.map(|name| format!("{SEASON}/{name}.csv")));
    command
}
