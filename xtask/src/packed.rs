//! The packages as their users have them: packed, installed into an empty project, and used there.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::package::{files, folder, node_tests};
use crate::step::{capture, root};
use crate::{Outcome, npm, pack, peers};

const DESCRIBED: &str = "tests/packages";

/// Installs what projects bring along besides our packages: the folder with `node_modules`.
pub(crate) fn setup() -> Outcome<PathBuf> {
    peers::install(DESCRIBED)
}

/// Packs what was built and installs it into a project: the command that runs the tests there.
pub(crate) fn tests(browser: Option<&Path>, cache: &Path) -> Outcome<Command> {
    let project = project(&setup()?);
    let tarballs = pack::pack()?;
    install(&tarballs, &project)?;
    let mut command = node_tests(DESCRIBED)?;
    command.env(npm::CACHE_FOR_TESTS, cache);
    command.env("PROFILEKIT_PROJECT", project);
    command.env("PROFILEKIT_TARBALLS", tarballs);
    command.envs(browser.map(|browser| ("PROFILEKIT_BROWSER", browser)));
    Ok(command)
}

/// The project of this checkout. It lies inside the folder with everything else that it uses: Node,
/// TypeScript and bundlers find that by going up, and nothing has to be linked or copied.
fn project(peers: &Path) -> PathBuf {
    let mut hasher = DefaultHasher::new();
    root().hash(&mut hasher);
    peers
        .join("projects")
        .join(format!("{:016x}", hasher.finish()))
}

/// Installs tarballs into a project that has nothing yet.
fn install(tarballs: &Path, project: &Path) -> Outcome {
    let _ = fs::remove_dir_all(project);
    folder(project)?;
    let manifest = fs::write(project.join("package.json"), "{ \"private\": true }\n");
    manifest.map_err(|error| format!("{}: {error}", project.display()))?;
    let mut install = Command::new(npm::NPM);
    install.args(["install", "--offline", "--ignore-scripts"]);
    install.args(["--no-audit", "--no-fund"]);
    install.args(files(tarballs, ".tgz")?);
    install.current_dir(project);
    capture(install).map(drop)
}
