//! Kotlin: a person's own compiler or the one from npm, and JNA to load the library with.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::step::{self, program, root};
use crate::{Outcome, debian, mobile, npm};

/// The jar of JNA, by who brings it.
const JNA: &str = "/usr/share/java/jna.jar";

/// What compiles and runs Kotlin.
struct Tools {
    /// The compiler, and the words before a caller's own.
    compiler: (PathBuf, Vec<OsString>),
    jna: PathBuf,
}

/// Finds the tools, and installs those that are missing.
pub(crate) fn setup() -> Outcome {
    tools().map(drop)
}

fn tools() -> Outcome<Tools> {
    if program("java").is_none() {
        debian::install(&["default-jdk-headless"])?;
    }
    Ok(Tools {
        compiler: compiler()?,
        jna: jna()?,
    })
}

/// `kotlinc` of the path, otherwise the pinned one from npm.
fn compiler() -> Outcome<(PathBuf, Vec<OsString>)> {
    if let Some(own) = program("kotlinc") {
        println!("    {}", own.display());
        return Ok((own, Vec::new()));
    }
    let home = npm::fetch("kotlin-compiler")?;
    let mut words: Vec<OsString> = ["-Xmx1536M", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
        .map(OsString::from)
        .into();
    words.extend(["-cp".into(), home.join("lib/kotlin-compiler.jar").into()]);
    words.push("org.jetbrains.kotlin.cli.jvm.K2JVMCompiler".into());
    words.extend(["-kotlin-home".into(), home.into_os_string()]);
    Ok((PathBuf::from("java"), words))
}

/// The jar named by `$PROFILEKIT_JNA`, otherwise Debian's.
fn jna() -> Outcome<PathBuf> {
    if let Some(own) = std::env::var_os("PROFILEKIT_JNA") {
        return Ok(PathBuf::from(own));
    }
    debian::install(&["libjna-java", "libjna-jni"])
        .map_err(|error| format!("{error}\nOr name the jar of JNA in PROFILEKIT_JNA."))?;
    Ok(PathBuf::from(JNA))
}

/// Compiles the library with its tests, the example and the benchmark, and gives the command that
/// runs `class` of them.
pub(crate) fn prepared(class: &str) -> Outcome<Command> {
    let tools = tools()?;
    let jar = jar()?;
    let sources = sources()?;
    if is_older(&jar, &sources) {
        tools.compile(&sources, &jar)?;
    }
    Ok(tools.run(&jar, class))
}

fn jar() -> Outcome<PathBuf> {
    let folder = mobile::folder().join("kotlin");
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    Ok(folder.join("profilekit.jar"))
}

/// Every source, in the order of their names.
fn sources() -> Outcome<Vec<PathBuf>> {
    let mut found = Vec::new();
    for folder in ["bindings-mobile/kotlin/src", "examples/kotlin"] {
        collect(&root().join(folder), &mut found)?;
    }
    found.sort();
    Ok(found)
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) -> Outcome {
    let told = |error: std::io::Error| format!("{}: {error}", folder.display());
    for entry in fs::read_dir(folder).map_err(told)? {
        let path = entry.map_err(told)?.path();
        if path.is_dir() {
            collect(&path, found)?;
        } else if path.extension().is_some_and(|ending| ending == "kt") {
            found.push(path);
        }
    }
    Ok(())
}

/// Whether a file is missing or older than one of its sources.
pub(crate) fn is_older(file: &Path, sources: &[PathBuf]) -> bool {
    let changed = |path: &Path| fs::metadata(path).and_then(|told| told.modified()).ok();
    let made = changed(file);
    made.is_none() || sources.iter().any(|source| changed(source) >= made)
}

impl Tools {
    fn compile(&self, sources: &[PathBuf], jar: &Path) -> Outcome {
        println!("    {} sources: compiling", sources.len());
        let (compiler, words) = &self.compiler;
        let mut command = Command::new(compiler);
        command.args(words).args(["-nowarn", "-include-runtime"]);
        command.arg("-cp").arg(&self.jna).arg("-d").arg(jar);
        command.args(sources);
        step::capture(command).map(drop)
    }

    fn run(&self, jar: &Path, class: &str) -> Command {
        let mut path = jar.as_os_str().to_owned();
        path.push(if cfg!(windows) { ";" } else { ":" });
        path.push(&self.jna);
        let mut command = Command::new("java");
        // A small heap: what the library keeps shows soon.
        command
            .arg("-Xmx160M")
            .arg(property("jna.library.path", &mobile::folder()));
        if let Some(folder) = jni() {
            command.arg(property("jna.boot.library.path", &folder));
        }
        command.arg("-cp").arg(path).arg(class);
        command
    }
}

fn property(name: &str, value: &Path) -> OsString {
    let mut word = OsString::from(format!("-D{name}="));
    word.push(value);
    word
}

/// Where Debian keeps JNA's own library, which its jar does not have.
fn jni() -> Option<PathBuf> {
    let folders = fs::read_dir("/usr/lib").ok()?.filter_map(Result::ok);
    let mut folders = folders.map(|entry| entry.path().join("jni"));
    folders.find(|folder| folder.join("libjnidispatch.so").is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_jar_is_made_again_when_a_source_changed() {
        let sources = sources().unwrap();
        assert!(sources.len() > 10);
        assert!(is_older(Path::new("no-such.jar"), &sources));
        assert!(is_older(&sources[0], &sources));
    }
}
