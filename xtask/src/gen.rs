//! `cargo xtask gen`: the generated files, committed and verified.
//!
//! To add one, add a [`Generated`] to [`FILES`]; `gen` writes it and `test` compares it.

use std::fs;
use std::path::Path;

use crate::step::{self, Steps, cargo, root};
use crate::{Outcome, locale, mobile, readme};

/// A committed file whose content follows from something else.
struct Generated {
    /// Where it lies, from the workspace folder.
    path: &'static str,
    /// Makes the content; the same on every machine.
    make: fn() -> Outcome<String>,
}

/// The types of a shipped blueprint, which the tests compile.
macro_rules! types {
    ($product:literal, $language:literal, $extension:literal) => {
        Generated {
            path: concat!("tests/types/products/", $product, ".", $extension),
            make: || example("profilekit", "types", &[$product, $language]),
        }
    };
}

/// The validators of a shipped blueprint, which the Node package's tests hold to the kernel.
macro_rules! validators {
    ($product:literal) => {
        Generated {
            path: concat!("tests/types/products/", $product, ".validators.mjs"),
            make: || example("profilekit", "types", &[$product, "js"]),
        }
    };
}

/// The fixtures of an area as calls that every binding answers.
macro_rules! corpus {
    ($area:literal) => {
        Generated {
            path: concat!("tests/fixtures/wire/", $area, ".json"),
            make: || example("profilekit-tests", "corpus", &[$area]),
        }
    };
}

const FILES: &[Generated] = &[
    Generated {
        path: "core/blueprint.schema.json",
        make: || example("profilekit", "blueprint_schema", &[]),
    },
    Generated {
        path: "core/locales/answers/en.json",
        make: || locale::answers("en"),
    },
    Generated {
        path: "core/locales/answers/de.json",
        make: || locale::answers("de"),
    },
    Generated {
        path: "core/locales/compiler/en.json",
        make: || locale::compiler("en"),
    },
    Generated {
        path: "core/locales/compiler/de.json",
        make: || locale::compiler("de"),
    },
    Generated {
        path: "bindings-node/lib/codes.d.ts",
        make: || example("profilekit", "codes", &["typescript"]),
    },
    Generated {
        path: "bindings-mobile/swift/Sources/ProfileKit/ErrorCode.swift",
        make: || example("profilekit", "codes", &["swift"]),
    },
    Generated {
        path: "bindings-mobile/kotlin/src/main/kotlin/profilekit/ErrorCode.kt",
        make: || example("profilekit", "codes", &["kotlin"]),
    },
    Generated {
        path: "bindings-mobile/swift/Sources/ProfileKit/ProfileKitNative.swift",
        make: || mobile::source("swift"),
    },
    Generated {
        path: "bindings-mobile/swift/Sources/ProfileKitFFI/include/ProfileKitFFI.h",
        make: || mobile::source("header"),
    },
    Generated {
        path: "bindings-mobile/kotlin/src/main/kotlin/profilekit/ProfileKitNative.kt",
        make: || mobile::source("kotlin"),
    },
    Generated {
        path: "bindings-mobile/swift/Readme/main.swift",
        make: readme::swift,
    },
    Generated {
        path: "bindings-mobile/kotlin/src/test/kotlin/profilekit/readme/Readme.kt",
        make: readme::kotlin,
    },
    types!("marketplace", "rust", "rs"),
    types!("talent", "rust", "rs"),
    types!("mentoring", "rust", "rs"),
    types!("saas", "rust", "rs"),
    types!("marketplace", "ts", "ts"),
    types!("talent", "ts", "ts"),
    types!("mentoring", "ts", "ts"),
    types!("saas", "ts", "ts"),
    validators!("marketplace"),
    validators!("talent"),
    validators!("mentoring"),
    validators!("saas"),
    corpus!("validation"),
    corpus!("access"),
    corpus!("visibility"),
    corpus!("strength"),
    corpus!("guards"),
    corpus!("check"),
    corpus!("diff"),
    corpus!("dashboards"),
    corpus!("billing"),
];

/// What an example of a package prints.
fn example(package: &str, name: &str, words: &[&str]) -> Outcome<String> {
    let run = ["run", "-q", "-p", package, "--example", name, "--"];
    step::capture(cargo(&[&run, words].concat()))
}

/// Runs the task.
pub(crate) fn run(args: &[String]) -> Outcome {
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    match words.as_slice() {
        [] => announced("write", || write_all(FILES, &root())),
        ["--verify"] => announced("verify", verify),
        _ => Err("usage: cargo xtask gen [--verify]".to_owned()),
    }
}

fn announced(name: &'static str, work: impl FnOnce() -> Outcome) -> Outcome {
    let mut steps = Steps::default();
    steps.check(name, "generated files", work);
    steps.finish()
}

/// Makes every file in memory and compares it with the committed one.
pub(crate) fn verify() -> Outcome {
    verify_all(FILES, &root())
}

fn write_all(files: &[Generated], root: &Path) -> Outcome {
    for file in files {
        let word = if file.write(root)? { "wrote" } else { "kept" };
        println!("    {word} {}", file.path);
    }
    println!("    {} generated files", files.len());
    Ok(())
}

fn verify_all(files: &[Generated], root: &Path) -> Outcome {
    let faults: Vec<String> = files
        .iter()
        .filter_map(|file| file.fault(root).err())
        .collect();
    println!("    {} generated files compared", files.len());
    if faults.is_empty() {
        Ok(())
    } else {
        Err(faults.join("\n"))
    }
}

impl Generated {
    /// Writes the file unless it is as it should be; says whether it wrote.
    fn write(&self, root: &Path) -> Outcome<bool> {
        let content = (self.make)()?;
        let path = root.join(self.path);
        if fs::read_to_string(&path).is_ok_and(|committed| committed == content) {
            return Ok(false);
        }
        fs::write(&path, content).map_err(|error| format!("{}: {error}", self.path))?;
        Ok(true)
    }

    fn fault(&self, root: &Path) -> Outcome {
        let content = (self.make)().map_err(|error| format!("{}: {error}", self.path))?;
        let committed = fs::read_to_string(root.join(self.path))
            .map_err(|error| format!("{}: {error}; run `cargo xtask gen`", self.path))?;
        match first_difference(&committed, &content) {
            None => Ok(()),
            Some(line) => Err(format!(
                "{}: differs from line {line} on; run `cargo xtask gen`",
                self.path
            )),
        }
    }
}

fn first_difference(committed: &str, made: &str) -> Option<usize> {
    if committed == made {
        return None;
    }
    let same = committed.split('\n').zip(made.split('\n'));
    let same = same.take_while(|(left, right)| left == right).count();
    Some(same.saturating_add(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: Generated = Generated {
        path: "made.txt",
        make: || Ok("one\ntwo\n".to_owned()),
    };

    fn folder(name: &str) -> std::path::PathBuf {
        let folder = std::env::temp_dir().join(format!("xtask-{name}-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    #[test]
    fn what_was_written_verifies() {
        let root = folder("written");
        assert!(verify_all(&[FILE], &root).is_err(), "nothing there yet");
        assert_eq!(FILE.write(&root), Ok(true));
        assert_eq!(FILE.write(&root), Ok(false));
        assert_eq!(verify_all(&[FILE], &root), Ok(()));
        fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn an_edited_file_is_found_with_its_line() {
        let root = folder("edited");
        fs::write(root.join(FILE.path), "one\ntwo, by hand\n").unwrap();
        let error = verify_all(&[FILE], &root).unwrap_err();
        assert!(error.contains("made.txt: differs from line 2"), "{error}");
        fs::remove_dir_all(root).unwrap();
    }
}
