//! npm packages that come with a lock file: installed once into the cache, and never into the checkout.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::{self, Command};

use crate::step::{self, root};
use crate::{Outcome, cache, npm};

/// The environment variable by which the benchmarks find the packages.
pub(crate) const FOLDER_FOR_BENCHES: &str = "PROFILEKIT_BENCH_PEERS";

/// What says which packages in which versions; the lock file has their checksums.
const FILES: [&str; 2] = ["package.json", "package-lock.json"];

/// Installs what a folder of the checkout describes, where it is not in the cache yet: the folder
/// with `node_modules`.
pub(crate) fn install(described: &str) -> Outcome<PathBuf> {
    let from = root().join(described);
    let folder = cache::folder("peers")?.join(key(&from)?);
    if folder.join("node_modules").is_dir() {
        println!("    what {described} names is in the cache");
        return Ok(folder);
    }
    println!("    installing what {described} names with npm");
    let partial = folder.with_file_name(format!("partial-{}", process::id()));
    install_into(&partial, &from)
        .and_then(|()| npm::place(&partial, &folder))
        .map_err(|error| format!("what {described} names could not be installed: {error}"))?;
    Ok(folder)
}

fn install_into(partial: &Path, described: &Path) -> Outcome {
    fs::create_dir_all(partial).map_err(|error| error.to_string())?;
    for file in FILES {
        let copied = fs::copy(described.join(file), partial.join(file));
        copied.map_err(|error| format!("{file}: {error}"))?;
    }
    let mut install = Command::new(npm::NPM);
    install.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
    install.current_dir(partial);
    step::capture(install).map(drop)
}

/// Another lock file is another folder.
fn key(described: &Path) -> Outcome<String> {
    let mut hasher = DefaultHasher::new();
    for file in FILES {
        let content = fs::read(described.join(file)).map_err(|error| format!("{file}: {error}"))?;
        content.hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}
