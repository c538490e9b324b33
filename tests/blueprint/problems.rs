//! Everything that can be wrong with a blueprint, told as the fixtures say.

use std::collections::BTreeSet;

use profilekit::Kernel;
use profilekit::error::Code;
use serde_json::{Value, json};

use crate::case;

#[test]
fn every_case_finds_what_it_says() {
    let cases = case::all();
    let faults: Vec<String> = cases.iter().filter_map(case::Case::fault).collect();
    assert!(
        faults.is_empty(),
        "{} of {}:\n{}",
        faults.len(),
        cases.len(),
        faults.join("\n")
    );
}

#[test]
fn every_code_has_a_case() {
    let cases = case::all();
    let covered: BTreeSet<String> = cases.iter().flat_map(case::Case::codes).collect();
    let area = |code: &&str| code.starts_with("blueprint.") || code.starts_with("json.");
    let codes = Code::ALL.iter().map(|code| code.as_str()).filter(area);
    let missing: Vec<&str> = codes.filter(|code| !covered.contains(*code)).collect();
    // The limit of 4 MiB is not a file to commit; it has a test of its own.
    assert_eq!(missing, ["json.too_large"]);
}

#[test]
fn a_blueprint_of_more_than_four_mebibytes_is_refused() {
    let text = format!("{{\"name\": \"{}\"}}", "a".repeat(4 << 20));
    let problems = Kernel::compile(text.as_bytes()).unwrap_err().into_vec();
    let codes: Vec<&str> = problems.iter().map(|p| p.code.as_str()).collect();
    assert_eq!(codes, ["json.too_large"]);
}

#[test]
fn cases_have_names_of_their_own() {
    let mut seen = BTreeSet::new();
    let twice: Vec<String> = case::all()
        .into_iter()
        .map(|case| case.name)
        .filter(|name| !seen.insert(name.clone()))
        .collect();
    assert_eq!(twice, Vec::<String>::new());
}

/// A person reads the message: no holes, and a full sentence.
#[test]
fn every_message_is_a_sentence() {
    use profilekit::error::Locale;
    for case in case::all() {
        for problem in case.found() {
            for locale in Locale::ALL {
                let message = problem.message(locale);
                let whole = message.ends_with(['.', '?']) && !message.ends_with("..");
                let holes = ["``", "  ", "\n", " .", ": .", "()"];
                let holes = holes
                    .iter()
                    .filter(|hole| message.replace("map()", "map").contains(**hole));
                assert!(whole && holes.count() == 0, "{}: {message}", case.name);
            }
        }
    }
}

#[test]
fn a_kind_has_no_more_members_than_its_documents_can_be_read_with() {
    for (sections, fields, fine) in [
        (128, 0, true),
        (129, 0, false),
        (100, 28, true),
        (100, 29, false),
    ] {
        let field = json!({ "type": "string" });
        let sections =
            (0..sections).map(|n| (format!("s{n}"), json!({ "fields": { "a": field } })));
        let fields = (0..fields).map(|n| (format!("f{n}"), field.clone()));
        let blueprint = json!({
            "blueprint": 1, "name": "wide", "version": "1.0.0",
            "kinds": { "k": {
                "sections": Value::Object(sections.collect()), "fields": Value::Object(fields.collect())
            } }
        });
        let compiled = Kernel::compile(blueprint.to_string().as_bytes());
        assert_eq!(compiled.is_ok(), fine, "{:?}", compiled.err());
    }
}
