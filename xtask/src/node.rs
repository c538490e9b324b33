//! The Node addon: built, put beside its package, and tested there.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Outcome;
use crate::step::{self, cargo, root, target};

/// Builds the addon and puts it, and the blueprints, where the package looks for them.
pub(crate) fn build() -> Outcome {
    step::interactive(cargo(&["build", "--release", "-p", "profilekit-node"]))?;
    let package = root().join("bindings-node");
    copy(&library(), &package.join(addon()?))?;
    let presets = package.join("blueprints");
    fs::create_dir_all(&presets).map_err(|error| format!("{}: {error}", presets.display()))?;
    for name in ["marketplace", "talent", "mentoring", "saas"] {
        let file = format!("{name}.json");
        copy(
            &root().join("core/blueprints").join(&file),
            &presets.join(file),
        )?;
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Outcome {
    // A file that a process has loaded is not written over: another one takes its name.
    let _ = fs::remove_file(to);
    let copied = fs::copy(from, to);
    copied.map_err(|error| format!("{} to {}: {error}", from.display(), to.display()))?;
    Ok(())
}

/// What cargo built.
fn library() -> PathBuf {
    let (prefix, ending) = match std::env::consts::OS {
        "windows" => ("", "dll"),
        "macos" => ("lib", "dylib"),
        _ => ("lib", "so"),
    };
    target().join(format!("release/{prefix}profilekit_node.{ending}"))
}

/// What the addon is called for this platform: Node says what it is.
fn addon() -> Outcome<String> {
    let script = "console.log(require('./lib/platform.js').platform())";
    let mut command = Command::new("node");
    command
        .args(["-e", script])
        .current_dir(root().join("bindings-node"));
    let platform = step::capture(command)?;
    Ok(format!("profilekit.{}.node", platform.trim()))
}

/// Runs the package's tests.
pub(crate) fn tests() -> Command {
    let mut command = Command::new("node");
    command.args(["--test", "--test-reporter=tap", "bindings-node/test"]);
    command.current_dir(root());
    command
}

/// `# pass 3` or `# fail 1`.
pub(crate) fn closing(line: &str) -> Option<(u64, u64)> {
    let count = |word: &str| line.trim().strip_prefix(word)?.trim().parse().ok();
    match (count("# pass "), count("# fail ")) {
        (Some(passed), _) => Some((passed, 0)),
        (_, Some(failed)) => Some((0, failed)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::closing;

    #[test]
    fn closing_lines_of_nodes_runner_are_counted() {
        assert_eq!(closing("# pass 19"), Some((19, 0)));
        assert_eq!(closing("# fail 2"), Some((0, 2)));
        for other in ["# tests 19", "# wire: 1131 cases", "ok 1 - pass 3"] {
            assert_eq!(closing(other), None, "{other}");
        }
    }
}
