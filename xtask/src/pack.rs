//! `cargo xtask pack`: the npm packages as they are published.
//!
//! The Node package has no addon in it. Each addon that was built lies in a package of its own, for
//! one platform, and the Node package names them as optional: npm installs the one that fits.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::package::{copy, folder};
use crate::step::{capture, root, target};
use crate::{Outcome, npm};

/// What the browser package is nothing without.
const MODULE: &str = "bindings-wasm/dist/profilekit.wasm";

const LICENCES: [&str; 2] = ["LICENSE-APACHE", "LICENSE-MIT"];

/// Runs the task.
pub(crate) fn run(args: &[String]) -> Outcome {
    if !args.is_empty() {
        return Err("usage: cargo xtask pack".to_owned());
    }
    pack().map(drop)
}

/// Packs what was built: the folder with the tarballs.
pub(crate) fn pack() -> Outcome<PathBuf> {
    let addons = Addon::built()?;
    if !root().join(MODULE).is_file() {
        return Err(format!("{MODULE} was not built: run `cargo xtask test`"));
    }
    let tarballs = target().join("packed");
    empty(&tarballs)?;
    let node = Stage::of("bindings-node", &tarballs)?;
    let version = node.manifest(&["get", "version"])?;
    let version = version.trim().trim_matches('"');
    for addon in addons {
        addon.stage(version, &tarballs)?.pack(&tarballs)?;
        node.manifest(&[
            "set",
            &format!("optionalDependencies.{}={version}", addon.package()),
        ])?;
    }
    node.pack(&tarballs)?;
    Stage::of("bindings-wasm", &tarballs)?.pack(&tarballs)?;
    Ok(tarballs)
}

fn empty(path: &Path) -> Outcome {
    let _ = fs::remove_dir_all(path);
    folder(path)
}

/// A folder with what goes into a tarball.
struct Stage(PathBuf);

impl Stage {
    fn new(name: &str, tarballs: &Path) -> Outcome<Self> {
        let stage = tarballs.join("stage").join(name);
        folder(&stage)?;
        for licence in LICENCES {
            copy(&root().join(licence), &stage.join(licence))?;
        }
        Ok(Self(stage))
    }

    /// What a package of the checkout says belongs to it.
    fn of(package: &str, tarballs: &Path) -> Outcome<Self> {
        let stage = Self::new(package, tarballs)?;
        let archive = tarball(&root().join(package), &stage.0)?;
        let mut unpack = Command::new("tar");
        unpack.args(["-xzf", &archive, "--strip-components=1"]);
        unpack.current_dir(&stage.0);
        capture(unpack)?;
        fs::remove_file(stage.0.join(archive)).map_err(|error| error.to_string())?;
        Ok(stage)
    }

    /// Reads or changes its `package.json`.
    fn manifest(&self, words: &[&str]) -> Outcome<String> {
        let mut command = Command::new(npm::NPM);
        command.arg("pkg").args(words).current_dir(&self.0);
        capture(command)
    }

    fn pack(&self, into: &Path) -> Outcome {
        let archive = tarball(&self.0, into)?;
        println!("    {}", into.join(archive).display());
        Ok(())
    }
}

/// Packs a folder: the name of the tarball.
fn tarball(from: &Path, into: &Path) -> Outcome<String> {
    let mut pack = Command::new(npm::NPM);
    pack.args(["pack", "--silent", "--ignore-scripts", "--pack-destination"]);
    pack.arg(into).current_dir(from);
    let printed = capture(pack)?;
    Ok(printed.lines().last().unwrap_or_default().trim().to_owned())
}

/// An addon that was built, by its platform: `linux-x64-gnu`.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Addon(String);

impl Addon {
    /// Those that lie beside the Node package.
    fn built() -> Outcome<Vec<Self>> {
        let package = root().join("bindings-node");
        let files = fs::read_dir(&package).map_err(|error| error.to_string())?;
        let names = files.flatten().map(|file| file.file_name());
        let mut addons: Vec<Self> = names.filter_map(|name| Self::of(name.to_str()?)).collect();
        addons.sort();
        match addons.is_empty() {
            true => Err("no addon was built: run `cargo xtask test`".to_owned()),
            false => Ok(addons),
        }
    }

    /// `profilekit.linux-x64-gnu.node`
    fn of(file: &str) -> Option<Self> {
        let platform = file.strip_prefix("profilekit.")?.strip_suffix(".node")?;
        Some(Self(platform.to_owned()))
    }

    fn package(&self) -> String {
        format!("@profilekit/node-{}", self.0)
    }

    fn file(&self) -> String {
        format!("profilekit.{}.node", self.0)
    }

    fn stage(&self, version: &str, tarballs: &Path) -> Outcome<Stage> {
        let stage = Stage::new(&self.0, tarballs)?;
        let file = self.file();
        copy(
            &root().join("bindings-node").join(&file),
            &stage.0.join(file),
        )?;
        for (file, text) in [
            ("package.json", self.describe(version)),
            ("README.md", self.readme()),
        ] {
            fs::write(stage.0.join(file), text).map_err(|error| format!("{file}: {error}"))?;
        }
        Ok(stage)
    }

    fn describe(&self, version: &str) -> String {
        let (package, file) = (self.package(), self.file());
        let Platform { os, cpu, libc } = self.platform();
        let libc = libc.map_or(String::new(), |libc| format!("\n  \"libc\": [\"{libc}\"],"));
        format!(
            r#"{{
  "name": "{package}",
  "version": "{version}",
  "description": "The addon of @profilekit/node for {platform}",
  "license": "MIT OR Apache-2.0",
  "type": "commonjs",
  "os": ["{os}"],
  "cpu": ["{cpu}"],{libc}
  "main": "./{file}",
  "files": ["{file}", "LICENSE-*"]
}}
"#,
            platform = self.0
        )
    }

    fn readme(&self) -> String {
        let (package, platform) = (self.package(), &self.0);
        format!(
            "# {package}\n\nThe addon of `@profilekit/node` for {platform}. Install that package: it brings this one.\n"
        )
    }

    fn platform(&self) -> Platform<'_> {
        let mut parts = self.0.split('-');
        let (os, cpu) = (parts.next(), parts.next());
        let libc = parts
            .next()
            .map(|libc| if libc == "musl" { "musl" } else { "glibc" });
        Platform {
            os: os.unwrap_or_default(),
            cpu: cpu.unwrap_or_default(),
            libc,
        }
    }
}

/// What npm asks of a machine before it installs a package.
#[derive(Debug, PartialEq, Eq)]
struct Platform<'a> {
    os: &'a str,
    cpu: &'a str,
    libc: Option<&'a str>,
}

#[cfg(test)]
mod tests {
    use super::{Addon, Platform};

    #[test]
    fn an_addon_says_where_it_runs() {
        let platform = |file: &str| {
            let addon = Addon::of(file)?;
            let Platform { os, cpu, libc } = addon.platform();
            Some(format!("{os} {cpu} {}", libc.unwrap_or("any")))
        };
        for (file, said) in [
            ("profilekit.linux-x64-gnu.node", Some("linux x64 glibc")),
            ("profilekit.linux-arm64-musl.node", Some("linux arm64 musl")),
            ("profilekit.darwin-arm64.node", Some("darwin arm64 any")),
            ("profilekit.win32-x64.node", Some("win32 x64 any")),
            ("package.json", None),
            ("other.linux-x64-gnu.node", None),
        ] {
            assert_eq!(platform(file).as_deref(), said, "{file}");
        }
    }

    #[test]
    fn what_does_not_depend_on_a_libc_names_none() {
        let of = |platform: &str| Addon(platform.to_owned()).describe("1.2.3");
        assert!(of("linux-x64-gnu").contains(r#""libc": ["glibc"],"#));
        assert!(!of("darwin-arm64").contains("libc"));
    }
}
