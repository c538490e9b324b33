//! A product compiled from its blueprint.

use profilekit::access::compile;
use profilekit::blueprint::{Blueprint, Kind, Model, Problems};
use profilekit::error::Locale;
use profilekit::id::FieldSet;
use serde_json::{Value, json};

/// A compiled blueprint.
pub(crate) struct Product(Model);

impl Product {
    /// Compiles a blueprint that has no problems.
    pub(crate) fn new(blueprint: &Value) -> Self {
        let mut problems = Problems::default();
        let document = Blueprint::parse(blueprint.to_string().as_bytes(), &mut problems);
        let mut model = Model::resolve(document, &mut problems);
        compile(&mut model, &mut problems);
        model.seal();
        if problems.has_errors() {
            let list = problems.as_slice().iter();
            let list: Vec<String> = list
                .map(|problem| format!("{}: {}", problem.path, problem.message(Locale::En)))
                .collect();
            panic!("the blueprint has problems:\n{}", list.join("\n"));
        }
        Self(model)
    }

    /// The kind of that name.
    pub(crate) fn kind(&self, name: &str) -> &Kind {
        let kind = self.0.kind(name);
        kind.unwrap_or_else(|| panic!("no kind `{name}`"))
    }
}

/// The fields at the pointers, with everything below them.
pub(crate) fn fields(kind: &Kind, pointers: &[&str]) -> FieldSet {
    let mut set = FieldSet::empty(kind.fields.len());
    for pointer in pointers {
        let top = kind.field_at(pointer);
        let top = top.unwrap_or_else(|| panic!("no field {pointer}"));
        let within = kind.fields.iter().filter(|field| top.contains(field.id));
        within.for_each(|field| set.insert(field.id));
    }
    set
}

#[test]
fn what_is_accepted_can_be_read_again() {
    let kernel = profilekit::Kernel::compile(
        json!({
            "blueprint": 1, "name": "sizes", "version": "1.0.0",
            "kinds": { "note": {
                "fields": {
                    "start": { "type": "int" }, "end": { "type": "int" },
                    "level": { "type": "string", "default": "low" }, "blob": { "type": "json" }
                },
                "checks": [{ "code": "ordered", "expr": "self.start < self.end", "message": "m" }]
            } }
        })
        .to_string()
        .as_bytes(),
    )
    .unwrap();
    let kind = kernel.kind("note").unwrap();
    for size in [(1 << 20) - 64, (1 << 20) - 1, 1 << 20, (1 << 20) + 1] {
        let head = r#"{"start":1.0e1,"end":2,"blob":""#;
        let text = format!("{head}{}\"}}", "x".repeat(size - head.len() - 2));
        let how = profilekit::kernel::Validate::default();
        let found = kernel.validate("note", text.as_bytes(), &how).unwrap();
        assert!(!found.is_valid(), "{size}: 10 is not before 2");
        if let Some(document) = &found.document {
            let head = profilekit::access::ResourceHead::default();
            assert!(kernel.resource(kind, &head, document).is_ok(), "{size}");
        }
    }
}
