//! npm packages whose files the demo and the tests read, fetched once into a cache.
//!
//! The cache lies outside the checkout: `$PROFILEKIT_CACHE/npm` or `~/.cache/profilekit/npm`, one
//! folder `<name>-<version>` a package. Tests find it by the variable [`CACHE_FOR_TESTS`].

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{self, Command};

use crate::step::capture;
use crate::{Outcome, cache};

/// The environment variable by which tests find the cache; set by `cargo xtask test`.
pub(crate) const CACHE_FOR_TESTS: &str = "PROFILEKIT_NPM_CACHE";

/// `name version` a line; the tests read the same file.
const PINNED: &str = include_str!("../packages.txt");

/// A package in the version that we read.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Package<'a> {
    /// Its name in the registry, with its scope.
    pub(crate) name: &'a str,
    /// The one version that is read.
    pub(crate) version: &'a str,
}

/// Every package in `packages.txt`.
pub(crate) fn pinned() -> Vec<Package<'static>> {
    parse(PINNED)
}

/// The folder with the packages.
pub(crate) fn cache() -> Outcome<PathBuf> {
    cache::folder("npm")
}

/// Fetches what is not in the cache yet.
pub(crate) fn fetch_all() -> Outcome {
    for package in pinned() {
        package.fetch()?;
    }
    Ok(())
}

/// Fetches the pinned version of `name`, where it is not in the cache yet: its folder.
pub(crate) fn fetch(name: &str) -> Outcome<PathBuf> {
    let pinned = pinned();
    let package = pinned.iter().find(|package| package.name == name);
    package
        .ok_or_else(|| format!("`{name}` is not in xtask/packages.txt"))?
        .fetch()
}

impl Package<'_> {
    fn fetch(&self) -> Outcome<PathBuf> {
        let folder = cache()?.join(self.folder());
        if folder.join("package.json").is_file() {
            println!("    {self} is in the cache");
            return Ok(folder);
        }
        println!("    {self}: fetching with npm");
        self.download(&folder)
            .map_err(|error| format!("{self} could not be fetched: {error}"))?;
        Ok(folder)
    }

    fn folder(&self) -> String {
        format!("{}-{}", self.name, self.version)
    }

    /// Unpacks beside `folder` and renames, so that a broken download is never taken for whole.
    fn download(&self, folder: &Path) -> Outcome {
        let partial = folder.with_file_name(format!("partial-{}", process::id()));
        fs::create_dir_all(&partial).map_err(|error| error.to_string())?;
        let unpacked = self.unpack_into(&partial);
        let placed = unpacked.and_then(|package| place(&package, folder));
        let cleaned = fs::remove_dir_all(&partial).map_err(|error| error.to_string());
        placed.and(cleaned)
    }

    fn unpack_into(&self, partial: &Path) -> Outcome<PathBuf> {
        let mut pack = Command::new(NPM);
        pack.args(["pack", "--silent", "--ignore-scripts"]);
        pack.arg(format!("{}@{}", self.name, self.version));
        pack.current_dir(partial);
        let printed = capture(pack)?;
        let archive = printed.lines().last().unwrap_or_default().trim();
        let package = partial.join("package");
        fs::create_dir(&package).map_err(|error| error.to_string())?;
        let mut unpack = Command::new("tar");
        unpack.args(["-xzf", archive, "-C", "package", "--strip-components=1"]);
        unpack.current_dir(partial);
        capture(unpack)?;
        Ok(package)
    }
}

/// How npm is called here.
pub(crate) const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };

/// The first to place a package wins: another process may have fetched the same meanwhile.
pub(crate) fn place(package: &Path, folder: &Path) -> Outcome {
    match fs::rename(package, folder) {
        Err(_) if folder.join("package.json").is_file() => Ok(()),
        result => result.map_err(|error| format!("{}: {error}", folder.display())),
    }
}

impl std::fmt::Display for Package<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}@{}", self.name, self.version)
    }
}

fn parse(text: &str) -> Vec<Package<'_>> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| line.split_once(' '))
        .map(|(name, version)| Package {
            name,
            version: version.trim(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_is_a_folder() {
        let package = parse("# comment\n@scope/name 1.2.3\n");
        assert_eq!(package.len(), 1);
        assert_eq!(package[0].folder(), "@scope/name-1.2.3");
    }

    #[test]
    fn every_pinned_line_is_a_package() {
        let lines = PINNED.lines().filter(|line| !line.starts_with('#'));
        assert_eq!(pinned().len(), lines.count());
    }

    #[test]
    fn an_unknown_package_is_refused() {
        let error = fetch("left-pad").unwrap_err();
        assert!(error.contains("packages.txt"), "{error}");
    }
}
