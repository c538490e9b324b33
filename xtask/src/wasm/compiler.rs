//! Who compiles for WebAssembly.

use std::env;
use std::path::PathBuf;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use crate::step::{self, cargo, root, target};
use crate::{Outcome, debian};

const TARGET: &str = "wasm32-unknown-unknown";

/// How long rustup may try to fetch the target.
const PATIENCE: Duration = Duration::from_secs(120);

/// How a module is built.
#[derive(Debug)]
pub(crate) struct Build {
    /// The profile, which is the name of the folder too.
    pub(crate) profile: &'static str,
    /// What cargo is told besides.
    pub(crate) words: &'static [&'static str],
}

/// Who compiles for WebAssembly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Compiler {
    /// The machine's own toolchain, which has the target.
    Own,
    /// Debian's compiler for the web: it has the sources of the standard library, not the library.
    Debian(PathBuf),
}

/// The compiler: the machine's own where it has the target or can fetch it, otherwise Debian's,
/// installed. `PROFILEKIT_WASM_COMPILER=debian` asks for Debian's.
pub(crate) fn setup() -> Outcome<Compiler> {
    let asked = env::var("PROFILEKIT_WASM_COMPILER").unwrap_or_default();
    if asked != "debian" && (has_target() || fetch_target()) {
        println!("    the target {TARGET} is installed");
        return Ok(Compiler::Own);
    }
    let rustc = PathBuf::from("/usr/bin/rustc");
    debian::install(&["rustc-web", "rust-web-src"])
        .map_err(|error| format!("{error}\nInstall the target: rustup target add {TARGET}"))?;
    println!("    Debian's compiler for the web");
    Ok(Compiler::Debian(rustc))
}

/// Whether the compiler of this machine has the standard library for the target.
fn has_target() -> bool {
    sysroot().is_some_and(|root| root.join("lib/rustlib").join(TARGET).join("lib").is_dir())
}

fn sysroot() -> Option<PathBuf> {
    let mut rustc = Command::new("rustc");
    rustc.args(["--print", "sysroot"]);
    let printed = step::capture(rustc).ok()?;
    Some(PathBuf::from(printed.trim()))
}

/// Whether rustup fetched the target; behind a closed door it is not waited for.
fn fetch_target() -> bool {
    println!("    rustup target add {TARGET}");
    let mut rustup = Command::new("rustup");
    rustup.args(["target", "add", TARGET]);
    let Ok(mut child) = rustup.spawn() else {
        return false;
    };
    let start = Instant::now();
    while start.elapsed() < PATIENCE {
        if let Ok(Some(status)) = child.try_wait() {
            return status.success() && has_target();
        }
        thread::sleep(Duration::from_millis(100));
    }
    let _ = child.kill();
    let _ = child.wait();
    false
}

impl Compiler {
    /// The command that builds a module.
    pub(crate) fn build(&self, build: &Build) -> Outcome<Command> {
        let words = ["build", "--profile", build.profile, "--target", TARGET];
        let mut command = cargo(&[&words[..], &["-p", "profilekit-wasm"], build.words].concat());
        command.env("CARGO_ENCODED_RUSTFLAGS", flags().join("\x1f"));
        if let Self::Debian(rustc) = self {
            let sysroot = sysroot().ok_or_else(|| "rustc does not say where it lies".to_owned())?;
            let linker = sysroot.join("lib/rustlib/x86_64-unknown-linux-gnu/bin/rust-lld");
            command.args(["-Z", "build-std=std,panic_abort"]);
            command.env("RUSTC", rustc).env("RUSTC_BOOTSTRAP", "1");
            command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
            // What another compiler made is no use to this one.
            command.env("CARGO_TARGET_DIR", target().join("debian-web"));
        }
        Ok(command)
    }

    /// Where the module lies then.
    pub(crate) fn module(&self, build: &Build) -> PathBuf {
        let target = match self {
            Self::Own => target(),
            Self::Debian(_) => target().join("debian-web"),
        };
        let built = target.join(TARGET).join(build.profile);
        built.join("profilekit_wasm.wasm")
    }
}

/// What the compiler is told: every browser that has had WebAssembly SIMD since 2023 runs the
/// module, and what it says of panics does not name the folders of this machine.
fn flags() -> Vec<String> {
    let home = env::home_dir();
    let own = env::var_os("CARGO_HOME").map(PathBuf::from);
    let cargo = own.or_else(|| home.as_ref().map(|home| home.join(".cargo")));
    let told = [
        (home, "home"),
        (cargo, "cargo"),
        (Some(root()), "profilekit"),
    ];
    let told = told
        .into_iter()
        .filter_map(|(folder, word)| Some((folder?, word)));
    // Of several that fit, the compiler takes the last.
    let told =
        told.map(|(folder, word)| format!("--remap-path-prefix={}={word}", folder.display()));
    std::iter::once("-Ctarget-feature=+simd128".to_owned())
        .chain(told)
        .collect()
}
