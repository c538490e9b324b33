//! `cargo xtask bench AREA`: one program an area, optimised, peers measured in the same run.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::package::{copy, folder};
use crate::step::{self, Steps, cargo, root, target};
use crate::{Outcome, browser, mobile, node, npm, peers, wasm};

const PACKAGE: &str = "profilekit-benches";

/// How many seeded profiles the JavaScript benchmarks read, as many as the Rust ones make.
const PROFILES: &str = "10000";

/// The variable by which the JavaScript benchmarks find them.
const PROFILES_FOR_BENCHES: &str = "PROFILEKIT_BENCH_PROFILES";

/// What an area runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Area {
    /// Programs of [`PACKAGE`].
    Rust(&'static [&'static str]),
    /// `benches/js`.
    JavaScript,
    /// A program of [`PACKAGE`], and the part of `benches/js` with its name.
    Both(&'static str),
    /// `benches/web`: a browser beside Node.
    Web,
    /// Swift and Kotlin beside Rust.
    Mobile,
}

/// The areas. `kernel` measures speed, then memory in a program of its own, for counting
/// allocations would slow down those who allocate.
const AREAS: [(&str, Area); 7] = [
    ("kernel", Area::Rust(&["kernel", "kernel_memory"])),
    ("hub", Area::Rust(&["hub"])),
    ("identity", Area::Both("identity")),
    ("metrics", Area::Rust(&["metrics"])),
    ("js", Area::JavaScript),
    ("web", Area::Web),
    ("mobile", Area::Mobile),
];

/// Runs the task; what follows the area goes to the program.
pub(crate) fn run(args: &[String]) -> Outcome {
    let (area, rest) = area(args)?;
    let mut steps = Steps::default();
    match area {
        Area::Rust(programs) => rust(programs, rest, &mut steps),
        Area::JavaScript => javascript(rest, &mut steps),
        Area::Both(name) => {
            rust(&[name], rest, &mut steps);
            javascript(&[name.to_owned()], &mut steps);
        }
        Area::Web => web(&mut steps),
        Area::Mobile => {
            steps.check("bench", "Swift and Kotlin", || mobile::bench(rest));
        }
    }
    steps.finish()
}

fn rust(programs: &[&str], args: &[String], steps: &mut Steps) {
    for program in programs {
        steps.check("bench", program, || {
            let mut command = cargo(&["run", "--release", "-q", "-p", PACKAGE, "--bin", program]);
            command.arg("--").args(args);
            step::interactive(command)
        });
    }
}

fn javascript(args: &[String], steps: &mut Steps) {
    let addon = steps.check("addon", "the Node addon, optimised", node::build);
    let peers = steps.check("peers", "the packages to compare with", peers);
    let profiles = steps.check("profiles", "seeded profiles", profiles);
    let (Some(()), Some(peers), Some(profiles)) = (addon, peers, profiles) else {
        return;
    };
    steps.check("bench", "benches/js", || {
        let mut command = Command::new("node");
        command.arg("benches/js/main.mjs").args(args);
        command.env(peers::FOLDER_FOR_BENCHES, peers);
        command.env(PROFILES_FOR_BENCHES, profiles);
        command.current_dir(root());
        step::interactive(command)
    });
}

fn web(steps: &mut Steps) {
    let addon = steps.check("addon", "the Node addon, optimised", node::build);
    let module = steps.check("module", "the browser's package", wasm::build);
    let chromium = steps.check("chromium", "the browser", browser::setup);
    let playwright = steps.check("packages", "who steers the browser", || {
        npm::fetch("playwright-core")
    });
    let zod = steps.check("peers", "zod in one file", zod);
    let profiles = steps.check("profiles", "seeded profiles", profiles);
    let (Some(()), Some(()), Some(_), Some(())) = (addon, module, playwright, zod) else {
        return;
    };
    let (Some(chromium), Some(profiles)) = (chromium, profiles) else {
        return;
    };
    steps.check("bench", "benches/web", || {
        let mut command = Command::new("node");
        command.arg("benches/web/main.mjs");
        command.env("PROFILEKIT_BROWSER", chromium);
        command.env(npm::CACHE_FOR_TESTS, npm::cache()?);
        command.env(PROFILES_FOR_BENCHES, profiles);
        command.current_dir(root());
        step::interactive(command)
    });
}

/// Installs the packages to compare with, and puts the schemas for zod where zod is.
fn peers() -> Outcome<PathBuf> {
    let peers = peers::install("benches/js")?;
    copy(&root().join("benches/js/zod.mjs"), &peers.join("zod.mjs"))?;
    Ok(peers)
}

/// Puts zod and the schemas into one file, as applications ship them.
fn zod() -> Outcome {
    let dist = root().join("benches/web/dist");
    folder(&dist)?;
    let mut command = wasm::bundler(&peers()?.join("zod.mjs"), &dist.join("zod.js"))?;
    command.arg("--minify");
    step::interactive(command)
}

/// Writes the profiles of the Rust benchmarks to a file, one a line.
fn profiles() -> Outcome<PathBuf> {
    let words = ["run", "-q", "-p", "profilekit-tests", "--example"];
    let made = step::capture(cargo(&[&words[..], &["profiles", PROFILES]].concat()))?;
    let path = target().join("profiles.ndjson");
    fs::write(&path, made).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(path)
}

/// The area that is named, and what follows its name.
fn area(args: &[String]) -> Outcome<(Area, &[String])> {
    let named = args.split_first().and_then(|(area, rest)| {
        let (_, area) = AREAS.iter().find(|(name, _)| name == area)?;
        Some((*area, rest))
    });
    named.ok_or_else(|| {
        let names: Vec<&str> = AREAS.iter().map(|(name, _)| *name).collect();
        format!("bench takes one of: {}", names.join(", "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_the_area_is_passed_on() {
        let args = ["kernel".to_owned(), "--quick".to_owned()];
        let programs = Area::Rust(&["kernel", "kernel_memory"]);
        assert_eq!(area(&args), Ok((programs, &args[1..])));
        assert_eq!(area(&["js".to_owned()]), Ok((Area::JavaScript, &[][..])));
        assert_eq!(area(&["web".to_owned()]), Ok((Area::Web, &[][..])));
        assert!(area(&["moon".to_owned()]).is_err());
        assert!(area(&[]).is_err());
    }
}
