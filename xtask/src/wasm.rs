//! The browser's package: builds the module and what stands around it.

mod compiler;

use std::fs;
use std::path::Path;
use std::process::Command;

pub(crate) use compiler::setup;

use compiler::{Build, Compiler};

use crate::package::{blueprints, copy, folder, node_tests};
use crate::step::{self, cargo, root};
use crate::{Outcome, fuzz, npm};

/// One of the modules of the package.
struct Module {
    build: Build,
    /// The folder of its entries below `js`, of its glue below `pkg` and of both below `dist`.
    folder: &'static str,
    /// Its entries besides what they have in common.
    entries: &'static [&'static str],
    /// The declarations beside them.
    types: &'static [&'static str],
}

/// With the compiler.
const PROFILES: Module = Module {
    build: Build {
        profile: "wasm",
        words: &["--no-default-features", "--features", "compiler"],
    },
    folder: "",
    entries: &["api", "bundler", "index", "sync"],
    types: &["bundler", "index", "profilekit.wasm", "sync"],
};

/// With it and every call.
const ALL: Module = Module {
    build: Build {
        profile: "wasm",
        words: &[],
    },
    folder: "all",
    entries: &["bundler", "index"],
    types: &["bundler", "index"],
};

/// Without the compiler: what runs images.
const THIN: Module = Module {
    build: Build {
        profile: "wasm-thin",
        words: &["--no-default-features"],
    },
    folder: "thin",
    entries: &["api", "bundler", "index"],
    types: &["bundler", "index"],
};

/// Builds the package into `bindings-wasm/dist`.
pub(crate) fn build() -> Outcome {
    let compiler = setup()?;
    let package = root().join("bindings-wasm");
    let dist = package.join("dist");
    for module in [PROFILES, ALL, THIN] {
        module.build(&compiler, &package)?;
    }
    embed(&dist.join("all/profilekit.wasm"), &dist.join("base64.js"))?;
    types(&dist)?;
    blueprints(&dist.join("blueprints"))
}

impl Module {
    fn build(&self, compiler: &Compiler, package: &Path) -> Outcome {
        step::interactive(compiler.build(&self.build)?)?;
        let own = |folder: &str| package.join(folder).join(self.folder);
        let (js, glue, dist) = (own("js"), own("pkg"), own("dist"));
        folder(&dist)?;
        bind(&compiler.module(&self.build), &glue)?;
        optimise(
            &glue.join("profilekit_bg.wasm"),
            &dist.join("profilekit.wasm"),
        )?;
        bundle(&js.join("profilekit.js"), &dist.join("profilekit.js"))?;
        let entries = self.entries.iter().map(|entry| format!("{entry}.js"));
        let types = self.types.iter().map(|entry| format!("{entry}.d.ts"));
        entries
            .chain(types)
            .try_for_each(|file| copy(&js.join(&file), &dist.join(file)))
    }
}

/// Writes the JavaScript beside the module.
fn bind(module: &Path, folder: &Path) -> Outcome {
    let mut command = cargo(&["run", "-q", "-p", "profilekit-wasm-bindgen", "--"]);
    command.arg(module).arg(folder);
    step::interactive(command)
}

/// What a module may use: every browser since 2023 has it.
const FEATURES: [&str; 9] = [
    "simd",
    "bulk-memory",
    "bulk-memory-opt",
    "sign-ext",
    "mutable-globals",
    "nontrapping-float-to-int",
    "reference-types",
    "multivalue",
    "extended-const",
];

/// Makes a module smaller; one that is newer than its source is kept.
fn optimise(from: &Path, to: &Path) -> Outcome {
    let kept = to.with_extension("wasm.from");
    if is_same(from, &kept) && to.is_file() {
        return Ok(());
    }
    let mut command = node_program("binaryen", "bin/wasm-opt")?;
    command.args([
        "-Os",
        "--converge",
        "--strip-debug",
        "--strip-producers",
        "--mvp-features",
    ]);
    command.args(FEATURES.map(|feature| format!("--enable-{feature}")));
    command.arg("-o").arg(to).arg(from);
    step::interactive(command)?;
    copy(from, &kept)
}

fn is_same(one: &Path, other: &Path) -> bool {
    match (fs::read(one), fs::read(other)) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}

/// The module as a text in JavaScript.
fn embed(module: &Path, to: &Path) -> Outcome {
    let script = "const { readFileSync, writeFileSync } = require('node:fs');
        const [, module, to] = process.argv;
        writeFileSync(to, `export default '${readFileSync(module, 'base64')}';\\n`);";
    let mut command = Command::new("node");
    command.args(["-e", script]).arg(module).arg(to);
    step::interactive(command)
}

/// One file of an entry and all that it imports.
fn bundle(entry: &Path, to: &Path) -> Outcome {
    step::interactive(bundler(entry, to)?)
}

/// The command that writes one file of an entry and all that it imports.
pub(crate) fn bundler(entry: &Path, to: &Path) -> Outcome<Command> {
    let mut command = node_program("esbuild-wasm", "bin/esbuild")?;
    command
        .arg(entry)
        .arg(format!("--outfile={}", to.display()));
    command.args([
        "--bundle",
        "--format=esm",
        "--target=es2022",
        "--log-level=warning",
        // What an entry below another one shares with it.
        "--external:../profilekit.js",
    ]);
    Ok(command)
}

fn node_program(package: &str, program: &str) -> Outcome<Command> {
    let mut command = Command::new("node");
    command.arg(npm::fetch(package)?.join(program));
    command.current_dir(root());
    Ok(command)
}

/// What the declarations of all entries share.
fn types(dist: &Path) -> Outcome {
    let lib = root().join("bindings-node/lib");
    let shared = ["answering", "codes", "kernel", "runtime"].map(|name| format!("{name}.d.ts"));
    shared
        .into_iter()
        .try_for_each(|file| copy(&lib.join(&file), &dist.join(file)))
}

/// Runs the package's tests, in Node and in a browser.
pub(crate) fn tests(browser: Option<&Path>, cache: &Path) -> Outcome<Command> {
    let mut command = node_tests("bindings-wasm/test")?;
    command.env(npm::CACHE_FOR_TESTS, cache);
    command.env(fuzz::FOLDER_FOR_TESTS, fuzz::questions()?);
    command.envs(browser.map(|browser| ("PROFILEKIT_BROWSER", browser)));
    Ok(command)
}
