//! The command line as a contract: names, exit codes, and what machines read.

#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed"
)]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

fn blueprint() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../core/blueprints/marketplace.json")
}

fn run(args: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_profilekit"))
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that does not read its input may have ended already.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn text(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn value(output: &Output) -> Value {
    let printed = text(output);
    serde_json::from_str(&printed).unwrap_or_else(|error| panic!("{error}: {printed}"))
}

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn file(&self, name: &str, content: &str) -> String {
        let path = self.0.path().join(name);
        std::fs::write(&path, content).unwrap();
        path.to_string_lossy().into_owned()
    }
}

fn marketplace() -> String {
    blueprint().to_string_lossy().into_owned()
}

#[test]
fn check_is_fine_finds_and_refuses() {
    let folder = Folder::new();
    let fine = run(&["check", &marketplace()], "");
    assert_eq!(code(&fine), 0);
    assert!(
        text(&fine).contains("0 errors, 0 warnings"),
        "{}",
        text(&fine)
    );
    let broken = folder.file(
        "b.json",
        r#"{"blueprint":1,"name":"x","version":"1.0.0","rolse":{}}"#,
    );
    let found = run(&["check", &broken, "--json"], "");
    assert_eq!(code(&found), 1);
    assert_eq!(value(&found)["valid"], json!(false));
    assert_eq!(value(&found)["problems"][0]["suggestion"], json!("roles"));
    assert_eq!(code(&run(&["check", "/nowhere/b.json"], "")), 2);
    assert_eq!(code(&run(&["chekc"], "")), 2);
}

#[test]
fn diff_says_what_widens() {
    let folder = Folder::new();
    let old = r#"{"blueprint":1,"name":"x","version":"1.0.0","kinds":{"p":{"owner":"user","fields":{"a":{"type":"string"}}}},"policies":[{"id":"r","allow":["p.read"],"roles":["anyone"]}]}"#;
    let new = old.replace(
        r#"{"type":"string"}"#,
        r#"{"type":"string","audience":"public"}"#,
    );
    let (old, new) = (folder.file("old.json", old), folder.file("new.json", &new));
    let same = run(&["diff", &old, &old], "");
    assert_eq!((code(&same), text(&same).as_str()), (0, "compatible\n"));
    let wider = run(&["diff", &old, &new, "--json"], "");
    assert_eq!(code(&wider), 1);
    assert_eq!(value(&wider)["verdict"], "compatible");
    assert_eq!(value(&wider)["widens"], json!(true));
    let message = &value(&wider)["changes"][0]["message"];
    assert_eq!(message, "`/a` of `p` becomes visible to `public`.");
}

#[test]
fn validate_prints_one_line_a_document() {
    let folder = Folder::new();
    let good = r#"{"basics":{"headline":" I build "}}"#;
    let bad = r#"{"basics":{"headline":7},"rates":{"hourly":1}}"#;
    let lines = folder.file("many.ndjson", &format!("{good}\n\n{bad}\nnot json\n"));
    let args = [
        "validate",
        &marketplace(),
        "--kind",
        "builder_profile",
        "--mode",
        "draft",
        "--json",
    ];
    let many = run(&[&args[..], &[&lines]].concat(), "");
    assert_eq!(code(&many), 1);
    let answers: Vec<Value> = text(&many)
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(answers.len(), 3);
    assert_eq!(answers[0]["valid"], json!(true));
    assert_eq!(answers[0]["document"]["basics"]["headline"], "I build");
    let paths: Vec<&Value> = answers[1]["violations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|v| &v["path"])
        .collect();
    assert_eq!(paths, ["/basics/headline", "/rates/hourly"]);
    assert_eq!(
        answers[2],
        json!({ "valid": false, "violations": answers[2]["violations"], "document": null })
    );
    let input = run(&[&args[..], &["-"]].concat(), good);
    assert_eq!(
        (code(&input), value(&input)["valid"].clone()),
        (0, json!(true))
    );
    let unknown = run(
        &["validate", &marketplace(), "--kind", "builder", "-"],
        good,
    );
    assert_eq!(code(&unknown), 2);
    let missing = run(&[&args[..], &["/nowhere.json", "-"]].concat(), good);
    assert_eq!(code(&missing), 2);
    assert_eq!(
        value(&missing)["valid"],
        json!(true),
        "the rest is still done"
    );
}

#[test]
fn decide_answers_in_authzen() {
    let ask = |action: &str| {
        let request = json!({
            "subject": { "type": "user", "id": "u1", "properties": { "roles": ["builder"] } },
            "action": { "name": action },
            "resource": { "type": "booking", "id": "b1", "properties": { "state": "requested", "relations": { "builder": "u1", "client": "u2" } } }
        });
        run(
            &["decide", &marketplace(), "-", "--json"],
            &request.to_string(),
        )
    };
    let permitted = ask("confirm");
    assert_eq!(
        (code(&permitted), value(&permitted)["decision"].clone()),
        (0, json!(true))
    );
    assert_eq!(value(&permitted)["context"]["rule"], "booking.confirm");
    let denied = ask("complete");
    assert_eq!(
        (code(&denied), value(&denied)["decision"].clone()),
        (1, json!(false))
    );
    let batch = json!({ "subject": { "type": "user", "id": "u1" }, "evaluations": [
        { "action": { "name": "read" }, "resource": { "type": "builder_profile", "id": "p" } },
        { "action": { "name": "reed" }, "resource": { "type": "builder_profile", "id": "p" } } ] });
    let batch = run(
        &["decide", &marketplace(), "-", "--json", "--explain"],
        &batch.to_string(),
    );
    assert_eq!(code(&batch), 2, "one of them cannot be decided");
    let answers = &value(&batch)["evaluations"];
    assert_eq!(
        [&answers[0]["decision"], &answers[1]["decision"]],
        [&json!(true), &json!(false)]
    );
    assert!(
        answers[0]["context"]["rules"]
            .as_array()
            .is_some_and(|rules| !rules.is_empty())
    );
    assert_eq!(
        answers[1]["context"]["error"]["code"],
        "kernel.unknown_action"
    );
    assert_eq!(code(&run(&["decide", &marketplace(), "-"], "{")), 2);
}

#[test]
fn view_strength_and_import_work_together() {
    let folder = Folder::new();
    let resume = folder.file("r.json", r#"{"basics":{"name":"Ada","label":"Engineer","email":"ada@example.com","phone":"x"},"pets":1}"#);
    let imported = run(
        &[
            "import",
            "jsonresume",
            &resume,
            "--kind",
            "builder_profile",
            &marketplace(),
            "--json",
        ],
        "",
    );
    assert_eq!(code(&imported), 1, "a phone number was refused");
    let report = value(&imported);
    assert_eq!(report["unplaced"], json!(["/pets"]));
    assert_eq!(report["refused"][0]["path"], "/contact/phone");
    let profile = folder.file("p.json", &report["document"].to_string());
    let view = |whom: &str| {
        run(
            &[
                "view",
                &marketplace(),
                "--kind",
                "builder_profile",
                "--as",
                whom,
                &profile,
                "--json",
            ],
            "",
        )
    };
    assert_eq!(
        value(&view("public"))["document"],
        json!({ "basics": { "display_name": "Ada", "headline": "Engineer" } })
    );
    assert_eq!(
        value(&view("owner"))["document"]["contact"]["email"],
        "ada@example.com"
    );
    assert_eq!(code(&view("nobody")), 2);
    let viewer = folder.file("v.json", r#"{"id":"u9"}"#);
    let seen = run(
        &[
            "view",
            &marketplace(),
            "--kind",
            "builder_profile",
            "--viewer",
            &viewer,
            &profile,
            "--json",
        ],
        "",
    );
    assert_eq!(
        value(&seen).get("hidden"),
        None,
        "a stranger is not told what is hidden"
    );
    let args = [
        "strength",
        &marketplace(),
        "--kind",
        "builder_profile",
        "--now",
        "2026-01-01T00:00:00Z",
        &profile,
    ];
    let score = run(&[&args[..], &["--json"]].concat(), "");
    assert_eq!(code(&score), 0);
    assert_eq!(value(&score)["level"], "starter");
    let shown = run(&args, "");
    assert!(text(&shown).contains("Next steps:"), "{}", text(&shown));
    assert_eq!(
        code(&run(
            &["strength", &marketplace(), "--kind", "booking", &profile],
            ""
        )),
        2
    );
}

#[test]
fn an_image_is_written_and_runs() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("marketplace.pki");
    let file = file.to_str().unwrap();
    for _ in 0..2 {
        let said = run(&["compile", &marketplace(), "-o", file], "");
        assert!(text(&said).starts_with(file), "{}", text(&said));
    }
    let image = std::fs::read(file).unwrap();
    let runtime = profilekit::Runtime::from_image(&image).unwrap();
    assert!(runtime.kind("builder_profile").is_ok());
    let nowhere = folder.path().join("no/such/folder");
    let refused = run(
        &["compile", &marketplace(), "-o", nowhere.to_str().unwrap()],
        "",
    );
    assert_eq!(code(&refused), 2);
}

#[test]
fn exports_come_in_every_form() {
    for (format, start) in [
        ("md", "| kind |"),
        ("csv", "kind,field"),
        ("json", "{\"product\""),
        ("html", "<!doctype html>"),
    ] {
        let matrix = run(&["matrix", &marketplace(), "--format", format], "");
        assert_eq!(code(&matrix), 0);
        assert!(text(&matrix).starts_with(start), "{format}");
    }
    for (flag, part) in [
        ("--ts", "export interface BuilderProfile {"),
        ("--js", "export const kinds"),
        ("--swift", "public struct BuilderProfile"),
        ("--kotlin", "data class BuilderProfile("),
        ("--rust", "pub struct BuilderProfile {"),
    ] {
        let types = run(&["types", &marketplace(), flag], "");
        assert!(text(&types).contains(part), "{flag}");
    }
    assert_eq!(
        code(&run(&["types", &marketplace()], "")),
        2,
        "a language is needed"
    );
    let schema = run(&["schema", &marketplace(), "--kind", "booking"], "");
    assert_eq!(value(&schema)["title"], "booking");
}

#[test]
fn what_cannot_be_read_is_told_with_its_place() {
    let broken = run(&["check", "-"], "{ \"blueprint\": 1,\n }");
    assert_eq!(code(&broken), 1);
    let said = String::from_utf8_lossy(&broken.stdout).into_owned();
    assert!(said.contains("That is line 2, column 2."), "{said}");
    for (args, help) in [
        (
            ["schema", &marketplace(), "--kind", "bookin"],
            "Did you mean `booking`?",
        ),
        (
            ["matrix", "missing.json", "--format", "md"],
            "Check the path",
        ),
    ] {
        let refused = run(&args, "");
        let said = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert_eq!(code(&refused), 2, "{said}");
        assert!(said.contains(help), "{said}");
    }
    let marked = run(&["check", "-"], "\u{feff}{}");
    assert_eq!(code(&marked), 2);
    let empty = [
        "validate",
        &marketplace(),
        "--kind",
        "booking",
        "--ndjson",
        "-",
    ];
    assert_eq!(code(&run(&empty, "\n\n")), 2);
    let two = run(&empty, "{}\n{}\n");
    assert_eq!(code(&two), 1);
    let said = String::from_utf8_lossy(&two.stdout).into_owned();
    assert!(said.contains("not valid -:2"), "{said}");
}
