//! The library for phones: built, and described to Swift and Kotlin.

use std::env;
use std::path::PathBuf;

use crate::Outcome;
use crate::step::{self, cargo, root};

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

fn target() -> PathBuf {
    let own = env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    own.unwrap_or_else(|| root().join("target"))
}

/// What the library is called on this platform.
fn file() -> &'static str {
    match env::consts::OS {
        "windows" => "profilekit_mobile.dll",
        "macos" => "libprofilekit_mobile.dylib",
        _ => "libprofilekit_mobile.so",
    }
}
