//! Swift: a person's own toolchain, or Debian's in a folder of its own.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{self, Command};

use crate::step::{self, program, root};
use crate::{Outcome, cache, debian, mobile};

/// What Swift 6 needs, from the Debian that has it.
const RELEASE: &str = "trixie";
const PACKAGES: &str = "--include=swiftlang,ca-certificates,libc6-dev,libstdc++-14-dev,gcc";

/// Written when everything is installed, so that a broken install is never taken for whole.
const WHOLE: &str = ".profilekit-whole";

/// Runs a program inside of a system's folder, with the checkout and what cargo builds at the
/// same places as outside. The mounts are of a namespace that ends with the program.
const INSIDE: &str = r#"set -e
system=$1; shift
mount -t proc proc "$system/proc"
while [ "$1" != -- ]; do
  mkdir -p "$system$1"; mount --bind "$1" "$system$1"; shift
done
shift
HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin exec chroot "$system" "$@""#;

/// Where Swift is.
enum Tools {
    /// On the path.
    Own,
    /// In the folder of a system.
    Inside(PathBuf),
}

/// Finds Swift, or installs it.
pub(crate) fn setup() -> Outcome {
    tools().map(drop)
}

fn tools() -> Outcome<Tools> {
    if let Some(own) = program("swift") {
        println!("    {}", own.display());
        return Ok(Tools::Own);
    }
    let system = cache::folder(&format!("swift-{RELEASE}"))?;
    if system.join(WHOLE).is_file() {
        println!("    Swift of Debian {RELEASE} is in the cache");
        return Ok(Tools::Inside(system));
    }
    install(&system).map_err(|error| {
        format!("Swift could not be installed: {error}\nInstall it from swift.org, as `swift` on the path.")
    })?;
    Ok(Tools::Inside(system))
}

/// Installs beside `system` and renames.
fn install(system: &Path) -> Outcome {
    debian::install(&["debootstrap"])?;
    println!("    Swift of Debian {RELEASE}: installing with debootstrap, about five minutes");
    let partial = system.with_file_name(format!("partial-swift-{}", process::id()));
    let placed = bootstrap(&partial).and_then(|()| {
        let _ = fs::remove_dir_all(system);
        let renamed = fs::rename(&partial, system);
        renamed.map_err(|error| format!("{}: {error}", system.display()))
    });
    let _ = fs::remove_dir_all(&partial);
    placed
}

fn bootstrap(partial: &Path) -> Outcome {
    let told = |error: std::io::Error| format!("{}: {error}", partial.display());
    fs::create_dir_all(partial).map_err(told)?;
    let mut command = Command::new("debootstrap");
    command
        .args(["--variant=minbase", PACKAGES, RELEASE])
        .arg(partial);
    step::capture(command)?;
    fs::write(partial.join(WHOLE), "").map_err(told)
}

impl Tools {
    /// A program of the toolchain, or one that it built.
    fn command(&self, name: &OsStr) -> Command {
        let system = match self {
            Self::Own => return Command::new(name),
            Self::Inside(system) => system,
        };
        let mut command = Command::new("unshare");
        command
            .args(["--mount", "sh", "-c", INSIDE, "sh"])
            .arg(system);
        command
            .arg(root())
            .arg(mobile::folder())
            .arg("--")
            .arg(name);
        command
    }

    /// Builds a package against the library: the folder with its programs.
    fn build(&self, package: &str) -> Outcome<PathBuf> {
        let scratch = mobile::folder().join("swift").join(package);
        settle(&scratch).map_err(|error| format!("{}: {error}", scratch.display()))?;
        let library = mobile::folder();
        let mut command = self.command(OsStr::new("swift"));
        command.args(["build", "-c", "release", "--disable-sandbox", "--quiet"]);
        command.arg("--package-path").arg(root().join(package));
        command.arg("--scratch-path").arg(&scratch);
        // The tests look behind the border too.
        command.args(["-Xswiftc", "-enable-testing", "-Xlinker", "-L", "-Xlinker"]);
        command
            .arg(&library)
            .args(["-Xlinker", "-rpath", "-Xlinker"])
            .arg(&library);
        built(command)?;
        Ok(scratch.join("release"))
    }
}

/// Makes the folder of a build. What Swift builds knows where it lies: one that was moved begins
/// anew.
fn settle(scratch: &Path) -> std::io::Result<()> {
    let place = scratch.join("place");
    let here = scratch.to_string_lossy();
    if fs::read_to_string(&place).is_ok_and(|there| there == here) {
        return Ok(());
    }
    if scratch.is_dir() {
        fs::remove_dir_all(scratch)?;
    }
    fs::create_dir_all(scratch)?;
    fs::write(place, here.as_bytes())
}

/// Builds; the faults that Swift finds stand on its standard output.
fn built(mut command: Command) -> Outcome {
    let output = command.output();
    let output = output.map_err(|error| format!("swift did not start: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    let (told, errors) = (&output.stdout, &output.stderr);
    let text = [
        String::from_utf8_lossy(told),
        String::from_utf8_lossy(errors),
    ];
    Err(format!("swift build failed:\n{}", text.concat()))
}

/// Builds a package, and gives the command that runs `name` of it.
pub(crate) fn prepared(package: &str, name: &str) -> Outcome<Command> {
    let tools = tools()?;
    println!("    {package}: building");
    let program = tools.build(package)?.join(name);
    Ok(tools.command(program.as_os_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_build_that_was_moved_begins_anew() {
        let folder = std::env::temp_dir().join(format!("xtask-swift-{}", process::id()));
        let (first, second) = (folder.join("first"), folder.join("second"));
        settle(&first).unwrap();
        fs::write(first.join("built"), "").unwrap();
        settle(&first).unwrap();
        assert!(first.join("built").is_file());
        fs::rename(&first, &second).unwrap();
        settle(&second).unwrap();
        assert!(!second.join("built").exists());
        fs::remove_dir_all(folder).unwrap();
    }
}
