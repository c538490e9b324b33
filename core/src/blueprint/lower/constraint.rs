//! Which constraints a type takes.

use super::super::document::{Field, TypeWord};
use super::super::problem::{Problem, Problems};
use crate::error::Code;

/// Reports constraints that the field's type does not take.
pub(super) fn check(field: &Field, at: &str, problems: &mut Problems) {
    let known = constraints(field.ty);
    for name in used(field).into_iter().filter(|name| !known.contains(name)) {
        let problem = Problem::new(format!("{at}/{name}"), Code::BlueprintNotForType);
        problems.push(problem.with("name", name).with("type", field.ty.word()));
    }
}

/// Reports what only a field can say, not the items of a list or map.
pub(super) fn check_item(of: &Field, at: &str, problems: &mut Problems) {
    let said = [
        ("required", of.required),
        ("default", of.default.0.is_some()),
        ("audience", of.audience.is_some()),
        ("data_class", of.data_class.is_some()),
        ("lawful_basis", of.lawful_basis.is_some()),
        ("retention", of.retention.is_some()),
        ("about", !of.about.is_empty()),
        ("source", of.source.is_some()),
        ("derived", of.derived.is_some()),
        ("written_by", !of.written_by.is_empty()),
    ];
    for (name, _) in said.into_iter().filter(|(_, said)| *said) {
        let problem = Problem::new(format!("{at}/{name}"), Code::BlueprintNotForType);
        problems.push(problem.with("name", name).with("type", "list item"));
    }
}

/// The constraints that a type takes.
pub(in crate::blueprint) fn constraints(ty: TypeWord) -> &'static [&'static str] {
    match ty {
        TypeWord::String | TypeWord::Text => {
            &["min", "max", "unit", "pattern", "format", "normalize"]
        }
        TypeWord::Skill | TypeWord::Slug => &["min", "max", "pattern", "normalize"],
        TypeWord::Email => &["max", "pattern", "normalize"],
        TypeWord::Int => &["min", "max", "multiple_of"],
        TypeWord::Decimal => &["min", "max", "scale", "digits"],
        TypeWord::Money => &["min", "max", "scale", "digits", "currencies"],
        TypeWord::Enum => &["values"],
        TypeWord::Date => &["min", "max", "partial"],
        TypeWord::Instant => &["min", "max"],
        TypeWord::Url => &["max", "schemes", "hosts", "fetched"],
        TypeWord::Media => &[
            "types",
            "max_bytes",
            "alt_required",
            "schemes",
            "hosts",
            "fetched",
        ],
        TypeWord::Ref => &["to"],
        TypeWord::List => &["of", "min_items", "max_items", "unique", "unique_by"],
        TypeWord::Map => &["of", "max_items"],
        TypeWord::Object => &["fields", "unknown_fields"],
        TypeWord::Vector => &["dimensions"],
        TypeWord::Bool
        | TypeWord::Duration
        | TypeWord::Phone
        | TypeWord::Uuid
        | TypeWord::Country
        | TypeWord::Language
        | TypeWord::Currency
        | TypeWord::Timezone
        | TypeWord::Json => &[],
    }
}

/// The constraints that a field has.
fn used(field: &Field) -> Vec<&'static str> {
    let all = [
        ("min", field.min.is_some()),
        ("max", field.max.is_some()),
        ("unit", field.unit.is_some()),
        ("pattern", field.pattern.is_some()),
        ("format", field.format.is_some()),
        ("normalize", !field.normalize.is_empty()),
        ("values", !field.values.is_empty()),
        ("multiple_of", field.multiple_of.is_some()),
        ("scale", field.scale.is_some()),
        ("digits", field.digits.is_some()),
        ("currencies", !field.currencies.is_empty()),
        ("schemes", !field.schemes.is_empty()),
        ("hosts", !field.hosts.is_empty()),
        ("fetched", field.fetched),
        ("partial", field.partial),
        ("to", field.to.is_some()),
        ("of", field.of.is_some()),
        ("min_items", field.min_items.is_some()),
        ("max_items", field.max_items.is_some()),
        ("unique", field.unique),
        ("unique_by", !field.unique_by.is_empty()),
        ("fields", !field.fields.0.is_empty()),
        ("unknown_fields", field.unknown_fields.is_some()),
        ("dimensions", field.dimensions.is_some()),
        ("types", !field.types.is_empty()),
        ("max_bytes", field.max_bytes.is_some()),
        ("alt_required", field.alt_required),
    ];
    all.into_iter()
        .filter(|(_, used)| *used)
        .map(|(name, _)| name)
        .collect()
}
