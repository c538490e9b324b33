//! The Node addon: built, put beside its package, and tested there.

use std::path::PathBuf;
use std::process::Command;

use crate::package::{blueprints, copy, node_tests};
use crate::step::{self, cargo, root, target};
use crate::{Outcome, fuzz};

/// Builds the addon and puts it, and the blueprints, where the package looks for them.
pub(crate) fn build() -> Outcome {
    step::interactive(cargo(&["build", "--release", "-p", "profilekit-node"]))?;
    let package = root().join("bindings-node");
    copy(&library(), &package.join(addon()?))?;
    blueprints(&package.join("blueprints"))
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
pub(crate) fn tests() -> Outcome<Command> {
    let mut command = node_tests("bindings-node/test")?;
    command.env(fuzz::FOLDER_FOR_TESTS, fuzz::questions()?);
    Ok(command)
}

/// `# pass 3`, `# fail 1` or `# cancelled 1`.
pub(crate) fn closing(line: &str) -> Option<(u64, u64)> {
    let count = |word: &str| line.trim().strip_prefix(word)?.trim().parse().ok();
    let passed = count("# pass ").map(|passed| (passed, 0));
    let failed = count("# fail ").or_else(|| count("# cancelled "));
    passed.or_else(|| failed.map(|failed| (0, failed)))
}

#[cfg(test)]
mod tests {
    use super::closing;

    #[test]
    fn closing_lines_of_nodes_runner_are_counted() {
        assert_eq!(closing("# pass 19"), Some((19, 0)));
        assert_eq!(closing("# fail 2"), Some((0, 2)));
        assert_eq!(closing("# cancelled 1"), Some((0, 1)));
        for other in ["# tests 19", "# wire: 1131 cases", "ok 1 - pass 3"] {
            assert_eq!(closing(other), None, "{other}");
        }
    }
}
