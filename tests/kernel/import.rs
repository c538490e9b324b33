//! Imports of real documents: what npm ships.

use profilekit::error::Locale;
use profilekit::kernel::Validate;
use profilekit_tests::npm_file;
use serde_json::Value;

use crate::shipped;

const RESUMES: [&str; 4] = [
    "sample.resume.json",
    "examples/career-changer.resume.json",
    "examples/new-grad.resume.json",
    "examples/senior-engineer.resume.json",
];

fn resume(path: &str) -> Vec<u8> {
    std::fs::read(npm_file("@jsonresume/schema", path)).unwrap()
}

/// Pointers of all values that hold something.
fn leaves(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                let name = name.replace('~', "~0").replace('/', "~1");
                leaves(value, &format!("{at}/{name}"), found);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                leaves(value, &format!("{at}/{index}"), found);
            }
        }
        Value::Null => {}
        Value::String(text) if text.trim().is_empty() => {}
        _ => found.push(at.to_owned()),
    }
}

#[test]
fn every_value_is_placed_or_said_to_have_no_place() {
    let kernel = shipped("marketplace");
    for path in RESUMES {
        let bytes = resume(path);
        let imported = kernel
            .import("jsonresume", "builder_profile", &bytes)
            .unwrap();
        let mut all = Vec::new();
        leaves(&serde_json::from_slice(&bytes).unwrap(), "", &mut all);
        for leaf in &all {
            let below = |from: &str| *leaf == from || leaf.starts_with(&format!("{from}/"));
            let placed = imported.placed.iter().any(|(from, _)| below(from));
            let said = imported.unplaced.iter().any(|from| below(from));
            assert!(
                placed != said,
                "{path} {leaf}: placed {placed}, said {said}"
            );
        }
        assert!(
            imported.placed.len() > all.len() / 2,
            "{path}: most of it has a place"
        );
    }
}

#[test]
fn what_is_imported_is_a_valid_draft_that_lost_only_what_is_said() {
    let kernel = shipped("marketplace");
    let how = Validate {
        mode: "draft",
        ..Validate::default()
    };
    for path in RESUMES {
        let imported = kernel
            .import("jsonresume", "builder_profile", &resume(path))
            .unwrap();
        let found = kernel
            .validate("builder_profile", imported.document.as_bytes(), &how)
            .unwrap();
        assert_eq!(found.violations, [], "{path}");
        let refused: Vec<String> = imported
            .refused
            .iter()
            .map(|v| v.message(Locale::En))
            .collect();
        assert!(refused.len() < 3, "{path}: {refused:?}");
    }
}

#[test]
fn the_same_document_is_imported_the_same() {
    let kernel = shipped("marketplace");
    let bytes = resume(RESUMES[0]);
    let once = kernel
        .import("jsonresume", "builder_profile", &bytes)
        .unwrap();
    assert_eq!(
        kernel
            .import("jsonresume", "builder_profile", &bytes)
            .unwrap(),
        once
    );
    let document: Value = serde_json::from_str(&once.document).unwrap();
    assert_eq!(document["basics"]["display_name"], "Richard Hendriks");
    assert_eq!(document["experience"]["work"][0]["company"], "Pied Piper");
}

#[test]
fn what_cannot_be_imported_is_a_typed_failure() {
    let kernel = shipped("marketplace");
    let code = |format: &str, kind: &str, bytes: &[u8]| {
        kernel
            .import(format, kind, bytes)
            .unwrap_err()
            .code()
            .as_str()
    };
    assert_eq!(
        code("jsonresume", "builder_profile", b"[]"),
        "import.format"
    );
    assert_eq!(
        code("jsonresume", "builder_profile", b"{"),
        "json.unexpected_end"
    );
    assert_eq!(code("jsonresume", "booking", b"{}"), "import.no_mapping");
    assert_eq!(
        code("linkedin", "builder_profile", b"{}"),
        "import.no_mapping"
    );
    assert_eq!(code("jsonresume", "builder", b"{}"), "kernel.unknown_kind");
    let hostile: &[&[u8]] = &[
        b"{}",
        br#"{"basics":7,"work":{},"skills":[1,null,[]]}"#,
        br#"{"basics":{"name":{"a":1},"url":"http://[","location":[]},"work":[{"name":[1]}]}"#,
    ];
    for bytes in hostile {
        let imported = kernel
            .import("jsonresume", "builder_profile", bytes)
            .unwrap();
        assert!(
            serde_json::from_str::<Value>(&imported.document)
                .unwrap()
                .is_object()
        );
    }
}
