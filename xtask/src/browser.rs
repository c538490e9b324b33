//! The browser in which the browser's package is tested.

use std::env;
use std::path::PathBuf;

use crate::step::program;
use crate::{Outcome, debian};

/// What a Chromium is called, by who brings it.
const NAMES: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];

/// The browser: the one of `$PROFILEKIT_BROWSER` or on the path, otherwise Debian's, installed.
pub(crate) fn setup() -> Outcome<PathBuf> {
    if let Some(own) = env::var_os("PROFILEKIT_BROWSER").map(PathBuf::from) {
        return Ok(own);
    }
    if let Some(found) = on_path() {
        println!("    {}", found.display());
        return Ok(found);
    }
    debian::install(&["chromium"]).map_err(|error| {
        format!("{error}\nInstall Chromium, or name one in PROFILEKIT_BROWSER.")
    })?;
    on_path().ok_or_else(|| "Chromium was installed and is not on the path".to_owned())
}

fn on_path() -> Option<PathBuf> {
    NAMES.iter().find_map(|name| program(name))
}
