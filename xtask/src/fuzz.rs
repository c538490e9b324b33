//! Random questions with the answers that Rust gives, which every binding must give too.

use std::env;
use std::path::PathBuf;
use std::process::Command;

use crate::step::{self, cargo, target};
use crate::{Outcome, kotlin};

/// The environment variable by which tests in JavaScript find the questions.
pub(crate) const FOLDER_FOR_TESTS: &str = "PROFILEKIT_FUZZ";

/// How many decisions and documents there are.
const QUESTIONS: [&str; 2] = ["1000000", "100000"];

/// How many of the lines the bindings for phones answer: all documents and as many decisions.
pub(crate) const PHONES: &str = "200000";

/// The folder of the questions. They are made again when the program that makes them changed, and
/// with it the kernel.
pub(crate) fn questions() -> Outcome<PathBuf> {
    let words = ["build", "-q", "--release", "-p", "profilekit-tests"];
    step::capture(cargo(&[&words[..], &["--bin", "fuzz"]].concat()))?;
    let release = target().join("release");
    let program = release.join(format!("fuzz{}", env::consts::EXE_SUFFIX));
    let folder = release.join("questions");
    let made = folder.join("questions.tsv");
    if kotlin::is_older(&made, std::slice::from_ref(&program)) {
        println!(
            "    making {} decisions and {} documents",
            QUESTIONS[0], QUESTIONS[1]
        );
        let mut command = Command::new(program);
        command.arg(&folder).args(QUESTIONS);
        step::capture(command)?;
    }
    Ok(folder)
}
