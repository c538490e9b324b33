//! What the packages have in common.

use std::fs;
use std::path::Path;

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
