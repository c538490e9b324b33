//! TypeScript, compiled by `tsc`.

use std::fmt::Write as _;
use std::fs;
use std::process::Command;

use profilekit_tests::{npm_file, workspace};

use crate::{generated, resumes, shipped};

/// What must not compile; `tsc` complains where it does.
const WRONG: &str = "
// @ts-expect-error a headline is a text
export const headline: BuilderProfile = { basics: { headline: 7 } };
// @ts-expect-error no such field
export const stranger: BuilderProfile = { basics: { nickname: \"x\" } };
// @ts-expect-error no such level
export const level: BuilderProfile = { skills: { skills: [{ name: \"x\", level: \"guru\" }] } };
";

#[test]
fn typescript_types_hold_real_documents_and_refuse_wrong_ones() {
    let folder = tempfile::tempdir().unwrap();
    let products = ["marketplace", "talent", "mentoring", "saas"];
    for product in products {
        let name = format!("{product}.ts");
        let from = workspace().join("tests/types/products").join(&name);
        fs::copy(from, folder.path().join(name)).unwrap();
    }
    let mut uses = "import type { BuilderProfile } from \"./marketplace\";\n".to_owned();
    let documents = resumes(&shipped("marketplace"), "builder_profile");
    for (index, (_, document)) in documents.iter().enumerate() {
        let _ = writeln!(
            uses,
            "export const profile{index}: BuilderProfile = {document};"
        );
    }
    for product in products {
        let kernel = shipped(product);
        let _ = writeln!(
            uses,
            "import type {{ Documents as {product} }} from \"./{product}\";"
        );
        for kind in &kernel.model().kinds {
            for (index, (_, document)) in generated(&kernel, &kind.name, 10).iter().enumerate() {
                let name = format!("{product}_{}_{index}", kind.name);
                let ty = format!("{product}[\"{}\"]", kind.name);
                let _ = writeln!(uses, "export const {name}: {ty} = {document};");
            }
        }
    }
    fs::write(folder.path().join("uses.ts"), uses + WRONG).unwrap();
    let mut compiler = Command::new("node");
    compiler
        .arg(npm_file("typescript", "bin/tsc"))
        .args([
            "--noEmit", "--strict", "--target", "es2022", "--module", "esnext",
        ])
        .args(["--moduleResolution", "bundler", "uses.ts"])
        .args(products.map(|product| format!("{product}.ts")))
        .current_dir(folder.path());
    let output = compiler.output().expect("node runs");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}");
}
