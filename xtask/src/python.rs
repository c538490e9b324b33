//! Python packages that figures are held to and measured beside, installed once into the cache.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{self, Command};

use crate::step::{self, capture};
use crate::{Outcome, cache, npm};

/// The environment variable by which tests and benchmarks find the interpreter.
pub(crate) const PYTHON_FOR_TESTS: &str = "PROFILEKIT_PYTHON";

/// `name==version` a line; the tests read the same file. Without what they depend on: Lifetimes is
/// here for its data alone, and the others need nothing.
const PINNED: &str = include_str!("../python.txt");

/// Installs what is not in the cache yet: the interpreter that has it.
pub(crate) fn setup() -> Outcome<PathBuf> {
    let folder = cache::folder("python")?.join(key());
    let python = folder.join("bin/python");
    if python.is_file() {
        println!("    {} are in the cache", key());
        return Ok(python);
    }
    println!("    {}: fetching with pip", key());
    let partial = folder.with_file_name(format!("partial-{}", process::id()));
    install_into(&partial)
        .and_then(|()| npm::place(&partial, &folder))
        .map_err(|error| format!("Python packages could not be installed: {error}"))?;
    Ok(python)
}

/// Another version is another folder.
fn key() -> String {
    let pins: Vec<String> = PINNED.lines().map(|pin| pin.replace("==", "-")).collect();
    pins.join("-")
}

fn install_into(folder: &Path) -> Outcome {
    fs::create_dir_all(folder).map_err(|error| error.to_string())?;
    let mut make = Command::new("python3");
    make.args(["-m", "venv"]).arg(folder);
    capture(make).map_err(|error| format!("{error}\nInstall Python 3 with its module venv."))?;
    let mut install = Command::new(folder.join("bin/python"));
    install.args(["-m", "pip", "install", "--quiet", "--no-deps"]);
    install.args(["--disable-pip-version-check", "--requirement"]);
    install.arg(step::root().join("xtask/python.txt"));
    capture(install).map(drop)
}
