//! What the packages have in common.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Outcome;
use crate::step::root;

/// The blueprints that come with a package, put into a folder of it.
pub(crate) fn blueprints(into: &Path) -> Outcome {
    folder(into)?;
    for name in ["marketplace", "talent", "mentoring", "saas"] {
        let file = format!("{name}.json");
        copy(
            &root().join("core/blueprints").join(&file),
            &into.join(file),
        )?;
    }
    Ok(())
}

/// Copies a file; one that a process has loaded is not written over, another takes its name.
pub(crate) fn copy(from: &Path, to: &Path) -> Outcome {
    let _ = fs::remove_file(to);
    let copied = fs::copy(from, to);
    copied.map_err(|error| format!("{} to {}: {error}", from.display(), to.display()))?;
    Ok(())
}

/// Makes a folder, where it is not there yet.
pub(crate) fn folder(path: &Path) -> Outcome {
    fs::create_dir_all(path).map_err(|error| format!("{}: {error}", path.display()))
}

/// Node's runner for the tests of a folder: what else lies there is theirs, and no test.
pub(crate) fn node_tests(folder: &str) -> Outcome<Command> {
    let tests = files(&root().join(folder), ".test.mjs")?;
    if tests.is_empty() {
        return Err(format!("{folder} has no tests"));
    }
    let mut command = Command::new("node");
    command.args(["--test", "--test-reporter=tap"]).args(tests);
    command.current_dir(root());
    Ok(command)
}

/// The files of a folder with an ending, in order.
pub(crate) fn files(folder: &Path, ending: &str) -> Outcome<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let paths = entries.flatten().map(|entry| entry.path());
    let mut found: Vec<PathBuf> = paths
        .filter(|path| path.to_str().is_some_and(|path| path.ends_with(ending)))
        .collect();
    found.sort();
    Ok(found)
}
