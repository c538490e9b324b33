//! `core/blueprint.schema.json` describes what the reader takes.

use jsonschema::Validator;
use profilekit_tests::workspace;
use serde_json::Value;

use crate::{case, shipped};

fn validator() -> Validator {
    let path = workspace().join("core/blueprint.schema.json");
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let schema: Value = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{e}"));
    jsonschema::draft202012::new(&schema).unwrap_or_else(|e| panic!("{e}"))
}

#[test]
fn the_schema_is_a_json_schema() {
    let path = workspace().join("core/blueprint.schema.json");
    let schema: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    assert!(jsonschema::meta::is_valid(&schema));
}

#[test]
fn shipped_blueprints_are_valid() {
    let validator = validator();
    for product in shipped::PRODUCTS {
        let document: Value = serde_json::from_slice(&shipped::bytes(product)).unwrap();
        let errors = validator.iter_errors(&document);
        let errors: Vec<String> = errors
            .map(|e| format!("{}: {e}", e.instance_path()))
            .collect();
        assert_eq!(errors, Vec::<String>::new(), "{product}");
    }
}

/// Schema and reader agree about the form: whatever has a problem of form is invalid, and
/// whatever has none is valid.
#[test]
fn the_schema_refuses_what_the_reader_refuses() {
    let validator = validator();
    let form = [
        "blueprint.wrong_type",
        "blueprint.unknown_name",
        "blueprint.unknown_word",
    ];
    for case in case::all() {
        let Ok(document) = serde_json::from_slice::<Value>(&case.bytes()) else {
            continue;
        };
        let codes = case.codes();
        if codes.iter().any(|code| form.contains(&code.as_str())) {
            assert!(!validator.is_valid(&document), "{}", case.name);
        } else if codes.is_empty() {
            assert!(validator.is_valid(&document), "{}", case.name);
        }
    }
}
