//! A product compiled from its blueprint.

use profilekit::access::compile;
use profilekit::blueprint::{Blueprint, Kind, Model, Problems};
use profilekit::error::Locale;
use profilekit::id::FieldSet;
use serde_json::Value;

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
