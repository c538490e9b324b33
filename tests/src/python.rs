//! Python with the packages that `xtask/python.txt` pins.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

const PINNED: &str = include_str!("../../xtask/python.txt");

/// What a script prints.
///
/// # Panics
///
/// Where the packages are not installed, which `cargo xtask setup` does, or the script fails.
#[must_use]
pub fn python(script: &Path) -> String {
    let python = interpreter();
    assert!(
        python.is_file(),
        "{} is missing: run `cargo xtask setup`",
        python.display()
    );
    let output = Command::new(python).arg(script).output();
    let output = output.unwrap_or_else(|error| panic!("{}: {error}", script.display()));
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}: {errors}", script.display());
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The interpreter that has them.
///
/// # Panics
///
/// Where no variable and no home folder says where it is.
#[must_use]
pub fn interpreter() -> PathBuf {
    if let Some(named) = env::var_os("PROFILEKIT_PYTHON") {
        return PathBuf::from(named);
    }
    let own = env::var_os("PROFILEKIT_CACHE").map(PathBuf::from);
    let home = || env::home_dir().map(|home| home.join(".cache/profilekit"));
    let cache = own.or_else(home);
    let cache = cache.unwrap_or_else(|| panic!("set PROFILEKIT_PYTHON to an interpreter"));
    let pins: Vec<String> = PINNED.lines().map(|pin| pin.replace("==", "-")).collect();
    cache.join("python").join(pins.join("-")).join("bin/python")
}
