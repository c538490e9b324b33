//! The README's tour is true: every command prints what stands below it.

#![allow(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed"
)]

use std::path::Path;
use std::process::Command;

#[test]
fn every_command_prints_what_stands_below_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let readme = std::fs::read_to_string(root.join("README.md")).unwrap();
    let mut commands = 0;
    for block in readme.split("```").skip(1).step_by(2) {
        let Some(script) = block.strip_prefix("console\n$ profilekit ") else {
            continue;
        };
        let (line, expected) = script.split_once('\n').unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_profilekit"))
            .args(line.split(' '))
            .current_dir(&root)
            .output()
            .unwrap();
        let printed = String::from_utf8(output.stdout).unwrap();
        assert_eq!(printed, expected, "profilekit {line}");
        commands += 1;
    }
    assert_eq!(commands, 5);
}
